import { readdirSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { orderOf } from "../orders.js";
import * as journal from "../pages/journal.js";
import * as wizard from "../pages/wizard.js";
import { AppWindow } from "../window.js";
import { field, install, installed, purge, repacked, run, systemFiles } from "./apt.js";

const NAME = "yundeck";
const ENTRY = "/usr/share/applications/Yundeck.desktop";

/** What a person may have to download. */
const MOST_BYTES = 12_000_000;

const deb = process.env.YUNDECK_DEB ?? "";

/** The environment of the one running program. */
function environmentOfProgram(): string[] {
  const pid = run("pidof", NAME).trim();
  return readFileSync(`/proc/${pid}/environ`, "utf8").split("\0");
}

describe("the package, on this machine", { retry: 0 }, () => {
  let before: string[];
  let older: string;
  let window: AppWindow | undefined;
  let home: string | undefined;

  beforeAll(() => {
    if (installed(NAME)) purge(NAME);
    before = systemFiles();
    older = repacked(deb, "0.0.1");
  });
  afterAll(async () => {
    await window?.close();
    if (installed(NAME)) purge(NAME);
  });

  test("is small, and says who made what for whom", () => {
    expect(statSync(deb).size).toBeLessThan(MOST_BYTES);
    expect(field(deb, "Package")).toBe(NAME);
    expect(field(deb, "Section")).toBe("admin");
    expect(field(deb, "Maintainer")).toMatch(/^.+ <.+@.+>$/);
    expect(field(deb, "Recommends")).toMatch(/gnome-keyring \|/);
    expect(field(deb, "Description").split("\n").length).toBeGreaterThan(1);
  });

  test("is installed by apt with everything the program is linked to", () => {
    install(older);
    expect(installed(NAME)).toBe("0.0.1");
    expect(run("dpkg", "--verify", NAME)).toBe("");
    const declared = field(deb, "Depends").split(/,\s*/);
    const needed = run("sh", "-c", `
      work=$(mktemp -d) && cd "$work" && mkdir debian && printf 'Source: x\\n\\nPackage: x\\nArchitecture: any\\n' > debian/control
      dpkg-shlibdeps -O --ignore-missing-info -e /usr/bin/${NAME}; rm -r "$work"`);
    const libraries = needed.trim().replace("shlibs:Depends=", "").split(/,\s*/);
    expect(libraries.length).toBeGreaterThan(3);
    for (const library of libraries) {
      const [, name = "", wanted] = /^(\S+)(?: \(>= (.+)\))?$/.exec(library) ?? [];
      const own = declared.find((one) => one === name || one.startsWith(`${name} (`));
      expect(own, `${library} in Depends`).toBeDefined();
      if (wanted) run("dpkg", "--compare-versions", /\(>= (.+)\)/.exec(own ?? "")?.[1] ?? "0", "ge", wanted);
    }
  });

  test("has what a desktop asks for: entry, description, icons, licence, components", () => {
    run("desktop-file-validate", ENTRY);
    const entry = readFileSync(ENTRY, "utf8");
    for (const line of [/^Name=\w/m, /^Name\[zh_CN\]=.*[一-龥]/m, /^Comment=\w/m, /^Comment\[zh_CN\]=.*[一-龥]/m]) expect(entry).toMatch(line);
    const about = "/usr/share/metainfo/cn.yundeck.desktop.metainfo.xml";
    run("appstreamcli", "validate", "--no-net", about);
    expect(readFileSync(about, "utf8")).toContain(`<release version="${field(deb, "Version")}"`);
    expect(readFileSync(about, "utf8")).toContain("<launchable type=\"desktop-id\">Yundeck.desktop<");
    for (const size of [16, 22, 24, 32, 48, 64, 128, 256, 512]) {
      const picture = readFileSync(`/usr/share/icons/hicolor/${size}x${size}/apps/${NAME}.png`);
      // The header of a PNG holds its width and height.
      expect([picture.readUInt32BE(16), picture.readUInt32BE(20)]).toEqual([size, size]);
    }
    expect(readFileSync(`/usr/share/icons/hicolor/scalable/apps/${NAME}.svg`, "utf8")).toContain("<svg");
    const documents = `/usr/share/doc/${NAME}`;
    expect(readFileSync(join(documents, "copyright"), "utf8")).toContain("License: Apache-2.0");
    for (const [list, known] of [["rust.cdx.json", "tauri"], ["npm.cdx.json", "react"]] as const) {
      const { bomFormat, components } = JSON.parse(readFileSync(join(documents, list), "utf8"));
      expect(bomFormat).toBe("CycloneDX");
      expect(components.map((one: { name: string }) => one.name)).toContain(known);
    }
  });

  test("opens from its desktop entry, and leads from the first page to a running instance of the sandbox", async () => {
    window = await AppWindow.open();
    home = window.home;
    // It is the desktop entry that started it, and the window is the one that the entry announces.
    expect(environmentOfProgram()).toContain(`GIO_LAUNCHED_DESKTOP_FILE=${ENTRY}`);
    const announced = readFileSync(ENTRY, "utf8").match(/^StartupWMClass=(.*)$/m)?.[1] ?? "";
    expect(run("xdotool", "search", "--onlyvisible", "--classname", `^${announced}$`).trim()).toMatch(/^\d+$/);

    await window.click("welcome-try-sandbox");
    await window.see("instance-row");
    await wizard.open(window, "腾讯云");
    await wizard.fill(window, orderOf("tencent", "from-package"));
    expect(await wizard.price(window)).toMatch(/¥/);
    await wizard.review(window);
    await wizard.buy(window);
    expect(await wizard.running(window)).toHaveLength(1);
  });

  test("says its version, its day and its commit", async () => {
    await window?.click("nav-settings");
    const about = (await window?.text('[data-testid="about"]')) ?? "";
    expect(about).toContain(`Yundeck ${field(deb, "Version")}`);
    expect(about).toMatch(/\d{4}-\d\d-\d\d/);
    expect(about).toMatch(/\b[0-9a-f]{7,}\b/);
  });

  test("keeps accounts and journal through an upgrade", async () => {
    await window?.close();
    install(deb);
    expect(installed(NAME)).toBe(field(deb, "Version"));
    window = await AppWindow.open(home);
    await window.click("nav-accounts");
    const opened = window;
    await opened.until("four accounts", async () => (await opened.count('[data-testid="account-card"]')) === 4);
    await journal.open(window, "from-package");
    await journal.line(window, "RunInstances", "from-package");
    expect(await journal.linesOn(window, "from-package")).toHaveLength(1);
    await window.close();
    window = undefined;
  });

  test("leaves nothing but the person's own data when it is removed", () => {
    purge(NAME);
    const known = new Set(before);
    expect(systemFiles().filter((file) => !known.has(file))).toEqual([]);
    const left = readdirSync(join(home ?? "", "data", "cn.yundeck.desktop"));
    expect(left).toContain("yundeck.db");
    expect(readdirSync(join(home ?? "", "data"))).toEqual(["cn.yundeck.desktop"]);
  });
});
