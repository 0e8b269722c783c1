import { mkdtempSync, readdirSync, readFileSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import * as explorer from "../pages/explorer.js";
import * as fileDialog from "../pages/fileDialog.js";
import { filesWith } from "../traces.js";
import { AppWindow } from "../window.js";
import { held, heard, listen } from "../wiretap.js";

describe("what the explorer saves, in the system's own dialog", () => {
  const folder = mkdtempSync(join(tmpdir(), "yundeck-saved-"));
  let window: AppWindow;
  beforeAll(async () => {
    window = await AppWindow.openOnSandbox();
    await listen(window);
  });
  afterAll(async () => {
    await window?.close();
  });

  test("a reply is saved as it stands there, where the person says", async () => {
    await explorer.open(window, "tencent", "DescribeZones");
    await explorer.read(window);
    const raw = await explorer.view(window, "raw");
    await window.click("explorer-reply-save");
    await fileDialog.cancel(window);
    expect(readdirSync(folder)).toEqual([]);
    const path = join(folder, "zones.json");
    await window.click("explorer-reply-save");
    await fileDialog.save(window, path);
    expect(await window.text('[data-testid="explorer-reply-saved"]')).toContain(path);
    expect(readFileSync(path, "utf8")).toBe(raw);
  });

  test("a private key waits until it is saved, wherever one goes, and is seen by nobody", async () => {
    await explorer.open(window, "tencent", "CreateKeyPair");
    await explorer.paste(window, JSON.stringify({ KeyName: "e2e_saved", ProjectId: 0 }));
    await explorer.act(window, "mutate");
    await window.see("private-key", '[data-state="unsaved"]');
    await window.click("private-key-save");
    await fileDialog.cancel(window);
    await window.see("private-key", '[data-state="unsaved"]');

    await window.click("nav-settings");
    await window.read("1 个私钥等待保存", '[data-testid="activity-bar"]');
    await window.click("activity-bar");
    const path = join(folder, "key.pem");
    await window.click("private-key-save");
    await fileDialog.save(window, path);
    await window.see("private-key", '[data-state="saved"]');
    const key = readFileSync(path, "utf8");
    expect(key).toMatch(/^-----BEGIN [A-Z ]*PRIVATE KEY-----\n[^]+\n-----END [A-Z ]*PRIVATE KEY-----\n$/);
    expect((statSync(path).mode & 0o777).toString(8)).toBe("600");
    expect(await window.sees("private-key-save")).toBe(false);

    const line = key.split("\n")[1] ?? "";
    expect(line.length).toBeGreaterThan(20);
    const messages = await heard(window);
    expect(messages.some(({ name }) => name === "save_private_key"), "the ear is where the key would pass").toBe(true);
    const traffic = messages.filter(({ text }) => text.includes(line) || text.includes("PRIVATE KEY"));
    expect(traffic.map(({ way, name }) => `${way} ${name}`)).toEqual([]);
    const places = Object.entries(await held(window)).filter(([, text]) => text.includes(line));
    expect(places.map(([place]) => place)).toEqual([]);
    expect(filesWith(window.home, line)).toEqual([]);
  });
});
