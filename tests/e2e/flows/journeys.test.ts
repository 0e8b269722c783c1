// Long: begins before the others (tests/e2e/suite).
import { Key } from "selenium-webdriver";
import { afterAll, describe, expect, test } from "vitest";
import { cloudOf } from "../clouds.js";
import { focusIn, press, tabTo, type } from "../keyboard.js";
import * as instances from "../pages/instances.js";
import * as question from "../pages/question.js";
import { Session } from "../session.js";
import type { AppWindow, Hands } from "../window.js";

/**
 * What people come for, and what it may take: no more clicks than it took before the window was made for daily use. What costs,
 * destroys or gives away has one of the system's questions more since then, and giving away a confirmation of its own.
 */
const MOST: Record<string, Hands> = {
  "the first account": { clicks: 6, keys: 8, answers: 1 },
  "a machine": { clicks: 9, keys: 0, answers: 1 },
  "the same again": { clicks: 3, keys: 0, answers: 1 },
  "what a month costs": { clicks: 7, keys: 0, answers: 0 },
  // The address itself is typed.
  "a machine by its address, and the address copied": { clicks: 2, keys: 16, answers: 0 },
  "a machine stopped by keyboard alone": { clicks: 0, keys: 13, answers: 0 },
  "four machines stopped": { clicks: 5, keys: 1, answers: 0 },
  "two machines renewed": { clicks: 5, keys: 0, answers: 1 },
  "a machine terminated": { clicks: 3, keys: 4, answers: 1 },
  "an image of a stopped machine": { clicks: 4, keys: 0, answers: 0 },
  "an image shared with two accounts": { clicks: 4, keys: 2, answers: 1 },
};

describe("what people come for, by hand", () => {
  const session = Session.forTheseTests("--instances", "12");
  const cloud = cloudOf("tencent");
  const took: [string, Hands][] = [];
  afterAll(() => {
    const line = (name: string, ...counts: (string | number)[]) =>
      [name.padEnd(50), ...counts.map((count) => String(count).padStart(8))].join("");
    const lines = took.map(([name, { clicks, keys, answers }]) => line(name, clicks, keys, answers));
    process.stdout.write(`${[line("", "clicks", "keys", "answers"), ...lines].join("\n")}\n`);
  });

  /** Does something by hand, and judges what it took. Waiting costs nothing. */
  async function journey(name: string, act: (window: AppWindow) => Promise<unknown>): Promise<void> {
    const { window } = session;
    const before = { ...window.hands };
    await act(window);
    const hands: Hands = { ...window.hands };
    for (const of of ["clicks", "keys", "answers"] as const) hands[of] -= before[of];
    took.push([name, hands]);
    const most = MOST[name];
    expect(most, name).toBeDefined();
    for (const of of ["clicks", "keys", "answers"] as const)
      expect(hands[of], `${name}: ${of}`).toBeLessThanOrEqual(most?.[of] ?? 0);
  }

  /** Where a journey begins. */
  async function begin(window: AppWindow): Promise<void> {
    await window.click("nav-settings");
    await window.see("settings-language");
    await window.click("nav-instances");
    await window.see("instance-row");
    await window.driver.executeScript("document.activeElement?.blur()");
  }

  /** The row of an instance. */
  const row = (id: string) => `[data-testid="instance-row"][data-instance-id="${id}"]`;
  const box = (id: string) => `${row(id)} input[type="checkbox"]`;

  test("the first account", async () => {
    const at = session.sandbox.clouds[cloud.key];
    await journey("the first account", async (window) => {
      await window.click("welcome-add-account");
      await window.click(`account-cloud-${cloud.id}`);
      await window.fill('[data-testid="account-key-id"]', at.secret_id, "pasted");
      await press(window, "Tab");
      await type(window, at.secret_key, "pasted");
      await window.click("account-regions");
      await type(window, "广州");
      await press(window, "Enter");
      // Only what is not the cloud's own has an address to fill in, and a question before the secret goes there.
      await window.clickCss('details:has([data-testid="account-endpoint"]) > summary');
      await window.fill('[data-testid="account-endpoint"]', at.url, "pasted");
      await press(window, "Enter");
      await question.yesUntil(window, "its instances", () => window.sees("instance-row"));
    });
    const { clicks, answers } = session.window.hands;
    expect(clicks + answers, "the first account, from the first start").toBeLessThanOrEqual(7);
  });

  test("a machine, and the same again", async () => {
    await begin(session.window);
    await journey("a machine", async (window) => {
      await window.click("nav-create");
      await window.clickCss('[data-field="Placement/Zone"] [data-picker]');
      await window.clickCss("[data-choice-id]:not([data-combobox-disabled])");
      await window.click("wizard-next");
      await window.click("image-choice");
      await window.click("wizard-next");
      await window.click("type-row", ":not([data-sold-out])");
      await window.click("wizard-to-review");
      await window.click("wizard-buy", '[data-state="ready"]:not([disabled])');
      await question.answer(window, "yes");
      await window.see("purchase-progress");
    });
    await begin(session.window);
    const { id } = await instances.rowOf(session.window, "web-02", "running");
    await journey("the same again", async (window) => {
      await window.clickCss(row(id));
      await window.click("action-again");
      await window.click("wizard-buy", '[data-state="ready"]:not([disabled])');
      await question.answer(window, "yes");
      await window.see("purchase-progress");
    });
  });

  test("a month's price, without buying", async () => {
    await begin(session.window);
    await journey("what a month costs", async (window) => {
      await window.click("nav-quotes");
      await window.clickCss('[data-field="Placement/Zone"] [data-picker]');
      await window.clickCss("[data-choice-id]:not([data-combobox-disabled])");
      await window.click("pick-image");
      await window.click("image-choice");
      await window.click("pick-instance-type");
      await window.click("type-row", ":not([data-sold-out])");
      await window.see("quote-panel", '[data-state="fresh"]');
      await window.see("month-estimate");
    });
  });

  test("a machine found by its address, and the address copied", async () => {
    await begin(session.window);
    const { id, lines } = await instances.rowOf(session.window, "web-02", "running");
    const address = lines.find((line) => /^10\.[\d.]+$/.test(line)) ?? "";
    await journey("a machine by its address, and the address copied", async (window) => {
      await press(window, "/");
      await window.until("the search has the focus", () => focusIn(window, '[data-testid="instance-search"]'));
      await type(window, address);
      await window.until("the only one", async () => (await window.count('[data-testid="instance-row"]')) === 1);
      await rightClick(window, row(id));
      await window.click("menu-copy-private");
      await window.seeGone("instance-menu");
    });
    // Escape empties a search.
    await session.window.clickCss('[data-testid="instance-search"]');
    await press(session.window, "Escape");
    await session.window.until("all again", async () => (await session.window.count('[data-testid="instance-row"]')) > 1);
  });

  test("one stopped by keyboard alone, and four at once", async () => {
    await begin(session.window);
    await journey("a machine stopped by keyboard alone", async (window) => {
      await press(window, "Control+K");
      await window.until("the palette has the focus", () => focusIn(window, '[data-testid="search-input"]'));
      await type(window, "web-02");
      await window.see("palette-entry", '[data-entry^="instance/"][data-combobox-selected]');
      await press(window, "Enter");
      await window.see("details-panel");
      await window.see("action-stop", ':not([aria-disabled="true"])');
      await press(window, "Control+Shift+X");
      await window.see("confirm-apply");
      await tabTo(window, '[data-testid="confirm-apply"]');
      await press(window, "Enter");
      await window.seeGone("confirm-dialog");
    });
    await begin(session.window);
    await journey("four machines stopped", async (window) => {
      await window.clickCss('[data-chips] button[aria-pressed="false"]');
      await window.until("only those that run", async () =>
        (await instances.rows(window)).every(({ state }) => state === "running"),
      );
      const [first, , , fourth] = await instances.rows(window);
      await window.clickCss(box(first?.id ?? ""));
      await shiftClick(window, box(fourth?.id ?? ""));
      await window.until("four are marked", async () => (await window.count('[role="row"] input:checked')) >= 4);
      await window.click("action-stop", ':not([aria-disabled="true"])');
      await window.click("confirm-apply");
      await window.seeGone("confirm-dialog");
    });
    await session.window.clickCss('[data-chips] button[aria-pressed="true"]');
  });

  test("two renewed together, and one terminated", async () => {
    await begin(session.window);
    const ids = await Promise.all(
      ["web-01", "db-master"].map(async (name) => (await instances.rowOf(session.window, name)).id),
    );
    await journey("two machines renewed", async (window) => {
      for (const id of ids) await window.clickCss(box(id));
      await window.click("action-renew");
      await window.click("renew-months", '[data-months="1"]');
      await window.see("plans-sum");
      expect(await window.count('[data-testid="plan-paid"]')).toBe(2);
      await window.click("confirm-apply");
      await question.answer(window, "yes");
      await window.seeGone("confirm-dialog");
    });
    await begin(session.window);
    const { id } = await instances.rowOf(session.window, "build");
    await journey("a machine terminated", async (window) => {
      await window.clickCss(row(id));
      await window.click("action-terminate", ':not([aria-disabled="true"])');
      await window.until("the field has the focus", () => focusIn(window, '[data-testid="confirm-name"]'));
      await type(window, id.slice(-4));
      await window.click("confirm-apply");
      await question.answer(window, "yes");
      await window.seeGone("confirm-dialog");
    });
  });

  test("an image made, and one shared", async () => {
    await begin(session.window);
    await journey("an image of a stopped machine", async (window) => {
      await window.click("nav-images");
      await window.click("image-create-open");
      await window.click("image-create-instance");
      await window.click("image-create-plan");
      await question.yesUntil(window, "it is being made", async () => {
        await window.tryClick('[data-testid="confirm-apply"]:not([disabled]):not([data-loading])').catch(() => false);
        return (await window.sees("image-making")) || !(await window.sees("image-create"));
      });
    });
    await begin(session.window);
    await session.window.click("nav-images");
    await session.window.see("image-row", '[data-ready="true"]');
    await journey("an image shared with two accounts", async (window) => {
      await window.click("image-row", '[data-ready="true"]');
      await window.fill('[data-testid="share-input"]', "100012345678,100087654321", "pasted");
      await press(window, "Enter");
      await window.click("share-add");
      await window.click("confirm-apply");
      await question.answer(window, "yes");
      await window.see("share-row", '[data-account-id="100087654321"]');
    });
  });
});

/** Presses the other button of the mouse on something. */
async function rightClick(window: AppWindow, selector: string): Promise<void> {
  const element = await window.seeCss(selector);
  await window.driver.actions().contextClick(element).perform();
  window.hands.clicks += 1;
}

/** Clicks while Shift is held down. */
async function shiftClick(window: AppWindow, selector: string): Promise<void> {
  const element = await window.seeCss(selector);
  await window.driver.actions().keyDown(Key.SHIFT).click(element).keyUp(Key.SHIFT).perform();
  window.hands.clicks += 1;
  window.hands.keys += 1;
}
