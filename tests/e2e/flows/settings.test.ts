import { existsSync, mkdtempSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { createServer, type Server } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Key } from "selenium-webdriver";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { entries } from "../keychain.js";
import * as fileDialog from "../pages/fileDialog.js";
import * as question from "../pages/question.js";
import * as settings from "../pages/settings.js";
import { filesBelow, filesWith } from "../traces.js";
import { AppWindow } from "../window.js";

/** A proxy that writes down what it is asked for and refuses it. */
async function playedProxy(): Promise<{ server: Server; url: string; asked: string[] }> {
  const asked: string[] = [];
  const server = createServer((socket) => {
    socket.on("error", () => undefined);
    socket.once("data", (bytes) => {
      asked.push(bytes.toString("latin1"));
      socket.end("HTTP/1.1 502 Refused\r\nContent-Length: 0\r\n\r\n");
    });
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const address = server.address();
  const port = typeof address === "object" && address ? address.port : 0;
  return { server, url: `http://127.0.0.1:${port}`, asked };
}

describe("the settings", () => {
  const PASSWORD = "pr0xy-Pa55-word";
  let window: AppWindow;
  let proxy: Awaited<ReturnType<typeof playedProxy>>;
  beforeAll(async () => {
    proxy = await playedProxy();
    window = await AppWindow.openOnSandbox();
    await window.click("nav-settings");
  });
  afterAll(async () => {
    await window?.close();
    proxy?.server.close();
  });

  const SAVED = '[data-testid="settings-saved"]';
  const value = (testId: string) => window.value(`[data-testid="${testId}"]`);

  /** What stands in the settings when they are set as below. */
  async function expectSet(): Promise<void> {
    await expect.poll(() => value("proxy-url")).toBe(proxy.url);
    await expect.poll(() => value("proxy-username")).toBe("me");
    await expect.poll(() => value("settings-request")).toMatch(/^45/);
    await expect.poll(() => value("settings-log")).toMatch(/every call/);
    await expect.poll(() => value("settings-rate-tencent")).toMatch(/50%/);
    const root = `return [document.documentElement.lang, document.documentElement.dataset.mantineColorScheme]`;
    await expect.poll(() => window.driver.executeScript(root)).toEqual(["en", "dark"]);
  }

  test("are saved as they are changed, said so, and there after a restart", async () => {
    await window.read("跟随系统");
    await window.brings(SAVED, "", () => settings.option(window, "settings-language", 2));
    await window.read("Request timeout");
    await settings.option(window, "settings-theme", 3);
    await settings.requestsMayTake(window, 45);
    await settings.choose(window, "settings-rate-tencent", "50%");
    await settings.choose(window, "settings-log", "every call");
    await settings.option(window, "proxy-kind", 3);
    await window.fill('[data-testid="proxy-url"]', `http://me:hush@127.0.0.1${Key.TAB}`);
    await window.read("No user name or password in the address");
    // Without a yes nothing changes, and what was typed stays there.
    await window.fill('[data-testid="proxy-url"]', `${proxy.url}${Key.TAB}`);
    expect(await question.answer(window, "no")).toMatch(/by way of this proxy/);
    await window.read("The proxy was not agreed to");
    expect(await value("proxy-url")).toBe(proxy.url);
    expect(await settings.kept(window)).toMatchObject({ proxy: { kind: "system" } });
    await window.fill('[data-testid="proxy-url"]', `${proxy.url}${Key.TAB}`);
    await question.answer(window, "yes");
    await window.until("it is accepted", async () => !(await window.sees("error-notice")));
    await window.fill('[data-testid="proxy-username"]', `me${Key.TAB}`);
    const before = entries();
    await window.fill('[data-testid="proxy-password"]', PASSWORD);
    await window.click("proxy-password-keep");
    await window.read("Kept in the system keychain.");
    await expect.poll(entries).toBe(before + 1);

    window = await window.restart();
    await window.click("nav-settings");
    await expectSet();
  });

  test("take effect: the proxy is asked, but never for this computer; the log says more", async () => {
    await window.click("refresh");
    await window.click("nav-accounts");
    await window.click("account-card-test");
    await window.see("connection-report", '[data-ok="true"]');
    expect(proxy.asked).toEqual([]);

    await window.click("account-add");
    await window.click("account-cloud-ucloudstack");
    await window.fill('[data-testid="account-label"]', "beyond");
    await window.fill('[data-testid="account-key-id"]', "key");
    await window.fill('[data-testid="account-secret"]', "secret");
    await window.fill('[data-testid="account-endpoint"]', "https://cloud.invalid");
    const regions = await window.see("account-regions");
    await regions.click();
    await regions.sendKeys("cn", Key.ENTER, Key.TAB);
    await window.click("account-test");
    await question.answer(window, "yes");
    await window.see("connection-report", '[data-ok="false"]');
    await window.read(proxy.url, '[data-testid="connection-report"]');
    expect(proxy.asked.length).toBeGreaterThan(0);
    const credentials = Buffer.from(`me:${PASSWORD}`).toString("base64");
    for (const request of proxy.asked) {
      expect(request).toMatch(/^CONNECT cloud\.invalid:443 /);
      expect(request.toLowerCase()).toContain(`proxy-authorization: basic ${credentials.toLowerCase()}`);
    }
    const logs = () => filesBelow(window.home).filter((path) => path.endsWith(".log"));
    await window.until("every call in the log", async () =>
      logs().some((path) => /DEBUG.*\bcall\b/.test(readFileSync(path, "utf8"))),
    );
    expect(filesWith(window.home, PASSWORD)).toEqual([]);
  });

  test("are exported without secrets and imported again, damaged files told", async () => {
    const folder = mkdtempSync(join(tmpdir(), "yundeck-export-"));
    const path = join(folder, "everything.json");
    await window.click("nav-settings");
    await window.click("settings-export");
    await fileDialog.save(window, path);
    await window.read(path, '[data-testid="settings-exported"]');
    const text = readFileSync(path, "utf8");
    expect(JSON.parse(text)).toMatchObject({ format: "yundeck-export", version: 2, settings: { requestSeconds: 45 } });
    expect(text).not.toContain(PASSWORD);

    const broken = join(folder, "broken.json");
    writeFileSync(broken, text.slice(0, -30));
    await window.click("settings-import");
    await fileDialog.open(window, broken);
    await window.read("damaged or incomplete", '[data-testid="error-notice"]');

    await settings.option(window, "settings-theme", 2);
    const scheme = () => window.driver.executeScript("return document.documentElement.dataset.mantineColorScheme");
    await expect.poll(scheme).toBe("light");
    await window.click("settings-import");
    await fileDialog.open(window, path);
    await window.read("Theme: Light → Dark", '[role="dialog"]');
    await window.click("import-take");
    await window.seeGone("import-take");
    await expectSet();
  });

  test("move the data folder at the next start, with everything in it", async () => {
    const folder = mkdtempSync(join(tmpdir(), "yundeck-moved-"));
    await window.click("settings-folder-move");
    await fileDialog.open(window, folder);
    await window.read(folder, '[data-testid="settings-folder-next"]');
    expect(readdirSync(folder)).toEqual([]);
    window = await window.restart();
    await window.click("nav-settings");
    await window.read(folder, '[data-testid="settings-folder"]');
    await expectSet();
    expect(existsSync(join(folder, "yundeck.db"))).toBe(true);
  });
});
