import { describe, expect, test } from "vitest";
import { CLOUDS } from "../clouds.js";
import * as accounts from "../pages/accounts.js";
import { Session } from "../session.js";

describe("a wrong secret", () => {
  const session = Session.forTheseTests();

  test.each(CLOUDS)("is told in words on $id", async (cloud) => {
    const { window, sandbox } = session;
    const at = sandbox.clouds[cloud.key];
    await accounts.openForm(window, cloud);
    await accounts.fillForm(window, cloud, at, `${at.secret_key.slice(0, -4)}AAAA`);
    const { ok, words } = await accounts.testForm(window);
    expect(ok).toBe(false);
    // The reason, what to do, and the cloud's own code.
    expect(words).toContain("密钥不被接受");
    expect(words).toContain("检查密钥 ID 和密钥是否成对");
    expect(words).toContain("错误码");

    // A test saves nothing.
    await window.clickCss('[data-testid="details-panel"] header button');
    await window.until("the form is gone", async () => !(await window.sees("account-form")));
    expect(await window.count('[data-testid="account-card"]')).toBe(0);
  });

  test("that was saved is told on the account and beside the instances", async () => {
    const { window, sandbox } = session;
    const [cloud] = CLOUDS;
    if (!cloud) throw new Error("no cloud");
    const at = sandbox.clouds[cloud.key];
    await accounts.openForm(window, cloud);
    await accounts.fillForm(window, cloud, at, `${at.secret_key.slice(0, -4)}AAAA`);
    await accounts.save(window, cloud);
    await window.click("account-card-test");
    await window.see("connection-report", '[data-ok="false"]');
    await window.click("nav-instances");
    await window.click("scope-failures");
    await window.read("密钥不被接受");
  });
});
