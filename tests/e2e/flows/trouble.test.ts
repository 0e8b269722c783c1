import { cpSync, existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { atRest, flaws, lookOf, type Look, turn } from "../accessibility.js";
import { press, tabAround, tabTo } from "../keyboard.js";
import * as fileDialog from "../pages/fileDialog.js";
import { AppWindow } from "../window.js";

const LOOKS: Look[] = [
  { language: "zh-CN", scheme: "light" },
  { language: "zh-CN", scheme: "dark" },
  { language: "en", scheme: "dark" },
  { language: "en", scheme: "light" },
];

/** Where the application keeps its files in a home. */
const dataOf = (home: string) => join(home, "data", "cn.yundeck.desktop");
const newHome = () => mkdtempSync(join(tmpdir(), "yundeck-home-"));

describe("starting when something is wrong with the files", () => {
  /** A home in which Yundeck was used: four accounts of the sandbox, and an act in the journal. */
  let used: string;
  /** That act, in its cloud's word. */
  let operation: string | null;
  let window: AppWindow | undefined;

  beforeAll(async () => {
    const first = await AppWindow.openOnSandbox();
    used = first.home;
    await first.clickCss('[data-testid="instance-row"][data-state="running"] input[type="checkbox"]');
    await first.click("action-reboot", ':not([aria-disabled="true"])');
    await first.click("confirm-apply");
    await first.click("nav-journal");
    const line = await first.see("journal-row", '[data-outcome="done"]');
    operation = await line.getAttribute("data-operation");
    await first.close();
  });
  afterAll(async () => {
    await window?.close();
    if (used) rmSync(used, { recursive: true, force: true });
  });

  /** Another home with the same files, after something has happened to them. */
  function homeAfter(happened: (data: string) => void): string {
    const home = newHome();
    cpSync(used, home, { recursive: true });
    happened(dataOf(home));
    return home;
  }

  async function open(home: string, more: NodeJS.ProcessEnv = {}): Promise<AppWindow> {
    await window?.close();
    window = await AppWindow.open(home, more);
    return window;
  }

  /** Says what is wrong, where, and that nothing was done; in both languages, bright and dark; all by keyboard. */
  async function says(kind: string, words: { zh: RegExp; en: RegExp }, ways: string[]): Promise<AppWindow> {
    if (!window) throw new Error("no window");
    await window.see("trouble", `[data-kind="${kind}"]`);
    const offered = await window.driver.executeScript<string[]>(
      `return [...document.querySelectorAll('main button[data-testid^="trouble-"]')].map((one) => one.dataset.testid.slice(8))`,
    );
    expect(offered.filter((way) => way !== "show")).toEqual(ways);
    let language = "";
    for (const look of LOOKS) {
      await turn(window, look);
      await atRest(window);
      expect.soft(await flaws(window, look.language === language), `${kind}: ${look.language}, ${look.scheme}`).toEqual([]);
      await window.read(look.language === "en" ? words.en : words.zh);
      await window.read(look.language === "en" ? /was not changed, and nothing was sent/ : /没有被改动，也没有向任何云发出请求/);
      language = look.language;
    }
    const { missed, unseen } = await tabAround(window);
    expect({ missed, unseen }).toEqual({ missed: [], unseen: [] });
    return window;
  }

  test("a damaged file is looked into, put aside and kept, and a new one is begun", async () => {
    const home = homeAfter((data) => {
      const file = readFileSync(join(data, "yundeck.db"));
      // All but the first page is noise; what was written last is in the log.
      file.fill(0xa5, 4096);
      writeFileSync(join(data, "yundeck.db"), file);
    });
    const old = readFileSync(join(dataOf(home), "yundeck.db"));
    const log = readFileSync(join(dataOf(home), "yundeck.db-wal"));
    const page = await open(home).then(() =>
      says("damaged", { zh: /数据文件已损坏/, en: /The data file is damaged/ }, ["retry", "choose", "anew", "journal"]),
    );

    await page.click("trouble-retry");
    await page.read("Tried again, with the same result.");

    await page.click("trouble-journal");
    await page.see("kept-row", `[data-operation="${operation}"]`);
    await atRest(page);
    expect.soft(await flaws(page)).toEqual([]);
    await page.click("kept-row");
    await page.see("details-panel");
    await page.press("ESCAPE");
    await page.click("kept-back");
    expect(readFileSync(join(dataOf(home), "yundeck.db")).equals(old)).toBe(true);

    // All of it by keyboard.
    await page.see("trouble-anew");
    await tabTo(page, '[data-testid="trouble-anew"]');
    await press(page, "Enter");
    await page.read(/stays in .*Nothing is deleted/, '[data-testid="trouble-anew-dialog"]');
    await atRest(page);
    expect.soft(await flaws(page)).toEqual([]);
    await press(page, "Escape");
    await page.until("the question is gone", async () => !(await page.sees("trouble-anew-dialog")));
    await page.click("trouble-anew");
    await page.click("trouble-anew-confirm");
    await page.see("trouble-kept");
    await atRest(page);
    expect.soft(await flaws(page)).toEqual([]);
    const kept = readdirSync(dataOf(home)).filter((name) => /^yundeck-kept-\d{4}-\d\d-\d\d-\d{6}\.db$/.test(name));
    expect(kept).toHaveLength(1);
    await page.read(kept[0] ?? "", '[data-testid="trouble-kept"]');
    expect(readFileSync(join(dataOf(home), kept[0] ?? "")).equals(old)).toBe(true);
    expect(readFileSync(join(dataOf(home), `${kept[0]}-wal`)).equals(log)).toBe(true);

    await page.click("trouble-kept-next");
    await page.see("welcome-try-sandbox");
    expect(await lookOf(page)).toEqual(LOOKS.at(-1));
    await page.click("welcome-try-sandbox");
    await page.see("instance-row");
    const next = await open(home);
    await next.see("instance-row");
    await next.read("Cloud / account");
    expect(await lookOf(next)).toEqual(LOOKS.at(-1));
  });

  test("a file of a newer version is not touched", async () => {
    const home = homeAfter((data) => {
      const file = readFileSync(join(data, "yundeck.db"));
      rmSync(join(data, "yundeck.db-wal"), { force: true });
      file.writeUInt32BE(999, 60);
      writeFileSync(join(data, "yundeck.db"), file);
    });
    const old = readFileSync(join(dataOf(home), "yundeck.db"));
    const page = await open(home).then(() =>
      says("newer", { zh: /来自更新的版本/, en: /from a newer version/ }, ["retry", "choose", "anew", "journal"]),
    );
    await page.read("layout 999", '[data-testid="trouble-context"]');
    expect(readFileSync(join(dataOf(home), "yundeck.db")).equals(old)).toBe(true);
  });

  test("a file in the place of the folder is put aside", async () => {
    const home = newHome();
    mkdirSync(join(home, "data"), { recursive: true });
    writeFileSync(dataOf(home), "somebody's");
    const page = await open(home).then(() =>
      says("not_a_folder", { zh: /位置上是一个文件/, en: /in the place of the data folder/ }, ["retry", "anew"]),
    );
    await page.click("trouble-anew");
    await page.click("trouble-anew-confirm");
    await page.click("trouble-kept-next");
    await page.see("welcome-try-sandbox");
    const [kept = ""] = readdirSync(join(home, "data")).filter((name) => name.startsWith("cn.yundeck.desktop-kept-"));
    expect(readFileSync(join(home, "data", kept), "utf8")).toBe("somebody's");
  });

  test("a folder on a disk that is not mounted is not made, and used once it is there", async () => {
    const disk = mkdtempSync(join(tmpdir(), "yundeck-disk-"));
    const named = join(disk, "mounted", "yundeck");
    const home = homeAfter((data) => {
      cpSync(data, join(disk, "elsewhere"), { recursive: true });
      rmSync(join(data, "yundeck.db"));
      rmSync(join(data, "yundeck.db-wal"), { force: true });
      writeFileSync(join(data, "location.json"), JSON.stringify({ folder: named, next: null }));
    });
    const page = await open(home).then(() =>
      says(
        "folder_missing",
        { zh: /找不到数据文件夹[\s\S]*磁盘挂载了吗/, en: /data folder is not there[\s\S]*Is its disk mounted/ },
        ["retry", "usual", "choose"],
      ),
    );
    await page.read(named);
    expect(existsSync(join(disk, "mounted"))).toBe(false);

    mkdirSync(named, { recursive: true });
    await page.click("trouble-retry");
    await page.see("trouble", '[data-kind="database_missing"]');
    expect(readdirSync(named)).toEqual([]);

    rmSync(named, { recursive: true });
    renameSync(join(disk, "elsewhere"), named);
    await page.click("trouble-retry");
    await page.click("nav-settings");
    await page.read(named, '[data-testid="settings-folder"]');
  });

  test("another folder is chosen: an empty one only after a question", async () => {
    const home = homeAfter((data) => writeFileSync(join(data, "location.json"), "{ half a note"));
    const page = await open(home).then(() =>
      says("location_unreadable", { zh: /不知道数据在哪里/, en: /not known where the data is/ }, [
        "retry",
        "usual",
        "choose",
        "journal",
      ]),
    );
    const folder = mkdtempSync(join(tmpdir(), "yundeck-chosen-"));
    await page.click("trouble-choose");
    await fileDialog.open(page, folder);
    await page.read(folder, '[data-testid="trouble-empty-dialog"]');
    await atRest(page);
    expect.soft(await flaws(page)).toEqual([]);
    expect(readdirSync(folder)).toEqual([]);
    await page.click("trouble-empty-confirm");
    await page.see("welcome-try-sandbox");
    expect(existsSync(join(folder, "yundeck.db"))).toBe(true);
    expect(readdirSync(dataOf(home)).filter((name) => name.startsWith("location-kept-"))).toHaveLength(1);
  });

  test("two programs do not use the same data", async () => {
    const home = homeAfter(() => undefined);
    const first = await open(home);
    await first.see("journal-row");
    const other = newHome();
    mkdirSync(dataOf(other), { recursive: true });
    writeFileSync(join(dataOf(other), "location.json"), JSON.stringify({ folder: dataOf(home), next: null }));
    // Without the session bus nobody hears of the first window.
    const second = await AppWindow.open(other, { DBUS_SESSION_BUS_ADDRESS: undefined });
    try {
      await second.see("trouble", '[data-kind="in_use"]');
      await second.read("另一个 Yundeck 正在使用这些数据");
      await first.close();
      window = undefined;
      await second.click("trouble-retry");
      await second.click("nav-instances");
      await second.see("instance-row");
    } finally {
      await second.close();
    }
  });
});
