// Long: begins before the others (tests/e2e/suite).
import { afterEach, describe, expect, test } from "vitest";
import { CLOUDS } from "../clouds.js";
import { orderOf } from "../orders.js";
import * as accounts from "../pages/accounts.js";
import * as instances from "../pages/instances.js";
import * as journal from "../pages/journal.js";
import * as question from "../pages/question.js";
import * as wizard from "../pages/wizard.js";
import { Session } from "../session.js";

describe("what goes wrong while buying buys one, not none and not two", () => {
  const session = Session.forTheseTests();
  // What one test has put wrong is not to strike the next.
  afterEach(() => session.sandbox.mend());

  describe.each(CLOUDS)("on $id", (cloud) => {
    /** The review of an order of that name, filled in by hand or from the one before. */
    async function order(name: string): Promise<void> {
      const { window, sandbox } = session;
      const steps = orderOf(cloud.key, name, sandbox.clouds[cloud.key]);
      if (await window.sees("progress-again")) return wizard.again(window, steps, name);
      await wizard.open(window, cloud.label);
      await wizard.fill(window, steps);
      await wizard.review(window);
    }

    async function calls(): Promise<number> {
      return (await session.sandbox.state())[cloud.key].calls[cloud.creates]?.received ?? 0;
    }

    /** What must be true in the end: one instance, known to the table and settled in the journal. */
    async function boughtOnce(name: string): Promise<void> {
      const { window, sandbox } = session;
      expect(await sandbox.named(cloud.key, name)).toHaveLength(1);
      await journal.open(window, name);
      await journal.line(window, cloud.creates, name);
      expect(await journal.linesOn(window, name)).toHaveLength(1);
      await instances.search(window, name);
      expect(await instances.rowOf(window, name, "running")).toMatchObject({ cloud: cloud.id });
    }

    test("no answer, though it was done", async () => {
      const { window, sandbox } = session;
      const name = `drop-${cloud.id}`;
      await accounts.add(window, cloud, sandbox.clouds[cloud.key]);
      await order(name);
      // However often it is asked with the same token, where the cloud honours one. And until that is seen, nobody finds it.
      await sandbox.inject({ cloud: cloud.key, operation: cloud.creates, kind: "hold" });
      await sandbox.inject({ cloud: cloud.key, operation: cloud.creates, kind: "drop_after", times: 0 });
      await wizard.buy(window);
      await sandbox.holds(cloud.creates);
      await sandbox.inject({ cloud: cloud.key, kind: "hold", times: 0 });
      await sandbox.release(cloud.creates);
      await window.see("purchase-progress", '[data-phase="outcome_unknown"]');
      await window.read("结果未知，正在查", '[data-testid="purchase-progress"]');
      await window.read("再买一次", '[data-testid="outcome-unknown"]');
      await sandbox.mend();
      await sandbox.boots(cloud.key, name);
      await wizard.running(window);
      await boughtOnce(name);
    });

    test("an answer that cannot be read", async () => {
      const { window, sandbox } = session;
      const name = `torn-${cloud.id}`;
      await order(name);
      await sandbox.inject({ cloud: cloud.key, operation: cloud.creates, kind: "malformed" });
      await wizard.buy(window);
      await sandbox.boots(cloud.key, name);
      await wizard.running(window);
      expect(await sandbox.named(cloud.key, name)).toHaveLength(1);
      expect(await sandbox.waitingFaults()).toBe(0);
    });

    test("a double click", async () => {
      const { window, sandbox } = session;
      const name = `twice-${cloud.id}`;
      await order(name);
      const before = await calls();
      const button = await window.see("wizard-buy", '[data-state="ready"]');
      await window.driver.actions().doubleClick(button).perform();
      await question.answer(window, "yes");
      await window.see("purchase-progress");
      await sandbox.boots(cloud.key, name);
      await wizard.running(window);
      expect(await calls()).toBe(before + 1);
      expect(await sandbox.named(cloud.key, name)).toHaveLength(1);
    });

    test("the window is closed before the answer comes", async () => {
      const { sandbox } = session;
      const name = `closed-${cloud.id}`;
      await order(name);
      const before = await calls();
      await sandbox.inject({ cloud: cloud.key, operation: cloud.creates, kind: "hold_after" });
      await session.window.click("wizard-buy");
      await question.answer(session.window, "yes");
      await sandbox.holds(cloud.creates);
      await session.restart(async () => {
        await sandbox.mend();
        await sandbox.boots(cloud.key, name);
      });
      await boughtOnce(name);
      expect(await calls()).toBe(before + 1);
    });
  });
});
