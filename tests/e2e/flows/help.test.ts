import { chmodSync, existsSync, mkdirSync, mkdtempSync, readFileSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { CLOUDS } from "../clouds.js";
import { AppWindow } from "../window.js";

const TOPICS = ["accounts", "prices", "unknown", "sandbox", "keyboard", "diagnostics"];
const CHINESE = /[\u4e00-\u9fff]/;

describe("the help", () => {
  const home = mkdtempSync(join(tmpdir(), "yundeck-home-"));
  const opened = join(home, "opened");
  let window: AppWindow;

  beforeAll(async () => {
    // What would open a browser or a file manager takes down what it was asked for.
    mkdirSync(join(home, "bin"));
    const opener = join(home, "bin", "xdg-open");
    writeFileSync(opener, `#!/bin/sh\nprintf '%s\\n' "$@" >> '${opened}'\n`);
    chmodSync(opener, 0o755);
    window = await AppWindow.openOnSandbox(home, { PATH: `${join(home, "bin")}:${process.env.PATH}` });
  });
  afterAll(async () => {
    await window?.close();
  });

  /** What was to be opened so far. */
  function openings(): string[] {
    return existsSync(opened) ? readFileSync(opened, "utf8").trim().split("\n") : [];
  }

  /** Goes to a topic; its text. */
  async function topic(id: string): Promise<string> {
    await window.click(`help-topic-${id}`);
    await window.see("help-article", `[data-topic="${id}"]`);
    return window.text('[data-testid="help-article"]');
  }

  test("tells about every topic in Chinese and in English", async () => {
    await window.click("nav-help");
    for (const id of TOPICS) {
      await topic(id);
      await window.read(CHINESE, '[data-testid="help-article"]');
    }
    await window.click("language-toggle");
    for (const id of TOPICS) {
      await topic(id);
      await window.until(`${id} in English`, async () => {
        const text = await topic(id);
        return !CHINESE.test(text) && text.length > 120;
      });
    }
    await window.click("language-toggle");
    await window.until("Chinese again", async () => CHINESE.test(await topic("accounts")));
  });

  test("says of each cloud how to get a key, what its prices hold, and how a lost answer is told", async () => {
    await topic("accounts");
    for (const { id } of CLOUDS) {
      await window.click(`help-cloud-${id}`);
      await window.see("help-account", `[data-cloud="${id}"]`);
      await expect.poll(() => window.count('[data-testid="help-account"] ol > li')).toBeGreaterThan(2);
      await window.see("help-page");
    }
    for (const about of ["prices", "unknown"]) {
      await topic(about);
      for (const { id } of CLOUDS) await window.see("help-cloud", `[data-cloud="${id}"]`);
    }
  });

  test("opens its own pages in the browser, and no other address", async () => {
    await topic("accounts");
    const page = await window.see("help-page");
    const url = (await page.getAttribute("data-url")) ?? "";
    expect(url).toMatch(/^https:\/\//);
    await page.click();
    await window.until("the page is opened", async () => openings().includes(url));
    const before = openings();
    for (const foreign of ["https://example.com/", "file:///etc/passwd", `${url}?more`]) {
      const answer = await window.driver.executeAsyncScript<string>(
        `const done = arguments[1];
         window.__TAURI_INTERNALS__.invoke("open_help_link", { url: arguments[0] }).then(() => done("opened"), ({ kind }) => done(kind));`,
        foreign,
      );
      expect(answer, foreign).toBe("unsupported");
    }
    expect(openings()).toEqual(before);
  });

  test("shows the logs' folder, and the diagnostics before they are copied", async () => {
    await topic("diagnostics");
    await window.click("help-open-logs");
    await window.until("the folder is opened", async () => openings().some((path) => path.endsWith("/logs")));
    expect(await window.sees("help-diagnostics-copy")).toBe(false);
    await window.click("help-diagnostics");
    const text = await window.text('[data-testid="help-diagnostics-text"]');
    for (const part of ["version: ", "WebKitGTK ", "keychain: available", "tencent (sandbox)", "data folder: ~/"]) {
      expect(text).toContain(part);
    }
    expect(text).not.toContain(home);
    await window.brings('[data-testid="help-diagnostics-copy"]', "已复制", () => window.click("help-diagnostics-copy"));
  });

  test("is reached from what needs explaining, and from the palette", async () => {
    await window.click("nav-accounts");
    await window.click("help-link", '[data-topic="sandbox"]');
    await window.see("help-article", '[data-topic="sandbox"]');
    await window.click("nav-create");
    await window.click("help-link", '[data-topic="prices"]');
    await window.see("help-article", '[data-topic="prices"]');
    await window.click("nav-accounts");
    await window.click("account-add");
    await window.click("account-cloud-ucloudstack");
    await window.clickCss('[data-testid="account-form"] [data-testid="help-link"]');
    await window.see("help-account", '[data-cloud="ucloudstack"]');
    await window.click("search-open");
    await window.fill('[data-testid="search-input"]', "结果未知");
    await window.click("palette-entry", '[data-entry="help/unknown"]');
    await window.see("help-article", '[data-topic="unknown"]');
    await topic("keyboard");
    await window.click("help-shortcuts");
    await window.see("shortcuts");
  });
});
