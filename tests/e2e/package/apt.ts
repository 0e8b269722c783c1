import { execFileSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

/** Runs a command; what it prints. Its complaints are in the error. */
export function run(command: string, ...rest: string[]): string {
  // apt works as another user, who may not look into this home.
  const env = { ...process.env, DEBIAN_FRONTEND: "noninteractive", TMPDIR: "/tmp" };
  return execFileSync(command, rest, { encoding: "utf8", env, maxBuffer: 1 << 26, stdio: ["ignore", "pipe", "pipe"] });
}

/** Runs a command that changes the machine. */
function asRoot(command: string, ...rest: string[]): string {
  return process.getuid?.() === 0 ? run(command, ...rest) : run("sudo", "-n", command, ...rest);
}

/** Installs a .deb, or what it is an upgrade of. Recommendations are what a person may leave out. */
export function install(deb: string): void {
  asRoot("apt-get", "install", "-y", "-qq", "--no-install-recommends", "-o", "DPkg::Lock::Timeout=120", deb);
}

export function purge(name: string): void {
  asRoot("apt-get", "purge", "-y", "-qq", "-o", "DPkg::Lock::Timeout=120", name);
}

/** The version that is installed, if any. */
export function installed(name: string): string | null {
  try {
    const [state, version] = run("dpkg-query", "-W", "-f=${db:Status-Status} ${Version}", name).split(" ");
    return state === "installed" && version ? version : null;
  } catch {
    return null;
  }
}

/** A field of a .deb's control file. */
export function field(deb: string, name: string): string {
  return run("dpkg-deb", "--field", deb, name).trim();
}

/** The same package under another version. */
export function repacked(deb: string, version: string): string {
  const folder = mkdtempSync(join(tmpdir(), "yundeck-repacked-"));
  const [tree, made] = [join(folder, "tree"), join(folder, `${version}.deb`)];
  run("dpkg-deb", "--raw-extract", deb, tree);
  const control = join(tree, "DEBIAN", "control");
  writeFileSync(control, readFileSync(control, "utf8").replace(/^Version: .*$/m, `Version: ${version}`));
  run("dpkg-deb", "--root-owner-group", "-Zgzip", "-z1", "--build", tree, made);
  rmSync(tree, { recursive: true });
  return made;
}

/** Every file of the system, but for what the package manager keeps about itself and caches. */
export function systemFiles(): string[] {
  const own = ["/var/lib/dpkg", "/var/lib/apt", "/usr/share/man/index.db"];
  const list = run("find", "/usr", "/etc", "/opt", "/var/lib", "-xdev", "-not", "-type", "d", "-print");
  return list.split("\n").filter((file) => !own.some((folder) => file.startsWith(folder)));
}
