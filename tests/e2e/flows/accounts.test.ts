import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { cloudOf } from "../clouds.js";
import { entries } from "../keychain.js";
import * as accounts from "../pages/accounts.js";
import { Sandbox } from "../sandbox.js";
import { AppWindow } from "../window.js";

const cloud = cloudOf("tencent");

describe("an account and its secret", () => {
  let window: AppWindow;
  let sandbox: Sandbox;
  beforeAll(async () => {
    sandbox = await Sandbox.start();
    window = await AppWindow.open();
  });
  afterAll(async () => {
    await window?.close();
    sandbox?.stop();
  });

  test("is added with its secret in the keychain, given another key, and removed with it", async () => {
    const at = sandbox.clouds.tencent;
    const before = entries();
    await accounts.add(window, cloud, at);
    await expect.poll(entries).toBe(before + 1);

    // Editing changes what it is called, and asks for no secret.
    await window.click("account-menu");
    await window.click("account-edit");
    await window.see("account-form");
    await window.fill('[data-testid="account-label"]', "改名后的账号");
    await window.click("account-save");
    await window.read("改名后的账号", '[data-testid="account-card"]');

    // Another key: a wrong one is told by the next test, the right one passes it.
    for (const [secret, ok] of [
      ["not-the-secret-at-all", false],
      [at.secret_key, true],
    ] as const) {
      await window.click("account-menu");
      await window.click("account-rekey");
      await window.see("rekey-form");
      await window.fill('[data-testid="account-key-id"]', at.secret_id);
      await window.fill('[data-testid="account-secret"]', secret);
      await window.click("account-save");
      await window.seeGone("rekey-form");
      await window.click("account-card-test");
      await window.see("connection-report", `[data-ok="${ok}"]`);
    }
    expect(entries()).toBe(before + 1);

    await window.click("account-menu");
    await window.click("account-remove");
    await window.click("account-remove-confirm");
    await window.until("the account is gone", async () => (await window.count('[data-testid="account-card"]')) === 0);
    await expect.poll(entries).toBe(before);
  });
});

describe("without a keychain", () => {
  let window: AppWindow;
  let sandbox: Sandbox;
  beforeAll(async () => {
    sandbox = await Sandbox.start();
    // No session bus, so no Secret Service.
    window = await AppWindow.open(undefined, { DBUS_SESSION_BUS_ADDRESS: undefined });
  });
  afterAll(async () => {
    await window?.close();
    sandbox?.stop();
  });

  test("the form says so, and keeps the secret for this session only", async () => {
    const at = sandbox.clouds.tencent;
    await accounts.openForm(window, cloud);
    await window.see("no-keychain");
    await accounts.fillForm(window, cloud, at);
    await accounts.save(window, cloud);
    await window.read("仅本次运行", '[data-testid="account-card"]');
    window = await window.restart();
    await window.click("nav-accounts");
    await window.read(cloud.label, '[data-testid="account-card"]');
    expect(await window.text('[data-testid="account-card"]')).not.toContain("仅本次运行");
  });
});
