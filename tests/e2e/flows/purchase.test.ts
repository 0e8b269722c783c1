// Long: begins before the others (tests/e2e/suite).
import { describe, expect, test } from "vitest";
import { CLOUDS } from "../clouds.js";
import { orderOf } from "../orders.js";
import * as accounts from "../pages/accounts.js";
import * as instances from "../pages/instances.js";
import * as journal from "../pages/journal.js";
import * as wizard from "../pages/wizard.js";
import { Session } from "../session.js";

describe("from an account to a running instance, by hand", () => {
  const session = Session.forTheseTests();

  test.each(CLOUDS)("on $id", async (cloud) => {
    const { window, sandbox } = session;
    const at = sandbox.clouds[cloud.key];
    const name = `e2e-${cloud.id}`;

    // The account's form, tested and saved.
    expect(await accounts.add(window, cloud, at)).toMatch(/^连接正常，可以列出实例。\w+ 用时/);
    await window.read("在系统钥匙串里", `[data-testid="account-card"][data-cloud="${cloud.id}"]`);

    // The wizard, from the cloud's live lists, with the price beside it.
    await wizard.open(window, cloud.label);
    for (const step of orderOf(cloud.key, name, at)) {
      await wizard.fillStep(window, step);
      if (step.step === "type" && cloud.listsPrices) {
        await expect.poll(() => wizard.typePrice(window, at.instance_type)).toMatch(cloud.price);
      }
    }
    const price = await wizard.price(window);
    expect(price).toMatch(cloud.price);

    // What is reviewed is what was chosen, at the price that was shown.
    const button = await wizard.review(window);
    const review = await window.text('[data-testid="wizard-review"]');
    expect(review).toContain(name);
    expect(review).toContain(cloud.label);
    expect(review).toMatch(cloud.price);
    expect(button).toMatch(cloud.hasQuote ? /^购买 1 台，[¥¤][\d.]+/ : /^购买 1 台$/);

    await wizard.buy(window);
    await sandbox.boots(cloud.key, name);
    const ids = await wizard.running(window);
    expect(ids).toHaveLength(1);

    // The table says so, and so does the cloud.
    await instances.search(window, name);
    const row = await instances.rowOf(window, name, "running");
    expect(row).toMatchObject({ id: ids[0], cloud: cloud.id });
    expect(row.lines).toContain("运行中");
    expect(await sandbox.named(cloud.key, name)).toEqual([expect.objectContaining({ id: ids[0], state: "running" })]);

    // And it is written down.
    await journal.open(window, name);
    expect(await journal.line(window, cloud.creates, name)).toMatch(cloud.hasQuote ? /[¥¤]/ : /—/);
    expect(await journal.linesOn(window, name)).toHaveLength(1);
  });
});
