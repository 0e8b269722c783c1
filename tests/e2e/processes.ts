import { execFileSync } from "node:child_process";
import { readdirSync, readFileSync, readlinkSync } from "node:fs";
import { environment } from "./environment.js";
import { aMoment } from "./patience.js";
import { waitUntil } from "./waiting.js";

/** How long a program that was ended may take to be gone before it is killed, in milliseconds. */
const TO_END = 10_000;

/** What the running application is called on the session bus. */
const NAME = "cn.yundeck.desktop.SingleInstance";

/** The processes of an application that run in a home. */
export function processesIn(home: string, application = environment.app): number[] {
  return processesOf(home, (program) => [application, environment.app].some((one) => program.startsWith(one)));
}

/** The processes of the web view, which run the pages of the application in a home. */
export function webProcesses(home: string): number[] {
  return processesOf(home, (program) => program.endsWith("/WebKitWebProcess"));
}

function processesOf(home: string, fits: (program: string) => boolean): number[] {
  return readdirSync("/proc")
    .map(Number)
    .filter((pid) => {
      if (!Number.isInteger(pid)) return false;
      try {
        return (
          fits(readlinkSync(`/proc/${pid}/exe`)) &&
          readFileSync(`/proc/${pid}/environ`, "utf8").split("\0").includes(`HOME=${home}`)
        );
      } catch {
        // It has ended meanwhile, or is not ours to look at.
        return false;
      }
    });
}

/**
 * Waits until the application in a home has ended, and ends it when it does not. While it lives, a second one hands over
 * to it and goes away, as it should. Also while it is dying: as long as one of its threads waits for its turn to die, its
 * name is taken on the session bus.
 */
export async function ended(home: string, application: string): Promise<void> {
  const end = Date.now() + TO_END;
  while (processesIn(home, application).length > 0 && Date.now() < end) await aMoment();
  for (const pid of processesIn(home, application)) process.kill(pid, "SIGKILL");
  await waitUntil("the name of the application is free", () => !busNames().includes(NAME));
}

/** All names on the session bus. */
export function busNames(): string {
  const bus = ["--session", "--dest", "org.freedesktop.DBus", "--object-path", "/org/freedesktop/DBus"];
  return execFileSync("gdbus", ["call", ...bus, "--method", "org.freedesktop.DBus.ListNames"], { encoding: "utf8" });
}

/** The processes below one, and itself. */
function tree(root: number): number[] {
  const parents = new Map<number, number>();
  for (const pid of readdirSync("/proc").map(Number).filter(Number.isInteger)) {
    try {
      parents.set(pid, Number(readFileSync(`/proc/${pid}/stat`, "utf8").split(") ")[1]?.split(" ")[1]));
    } catch {
      // It has ended meanwhile.
    }
  }
  const found = [root];
  for (const pid of found) for (const [child, parent] of parents) if (parent === pid) found.push(child);
  return found;
}

/** What a process and all it started hold of the memory (proportional set size), in MiB. */
export function memoryOf(root: number): number {
  const kib = tree(root).map((pid) => Number(/^Pss:\s+(\d+)/m.exec(readFileSync(`/proc/${pid}/smaps_rollup`, "utf8"))?.[1]));
  return kib.reduce((sum, one) => sum + one, 0) / 1024;
}
