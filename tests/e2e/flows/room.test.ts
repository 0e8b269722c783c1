import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { atRest } from "../accessibility.js";
import { AppWindow } from "../window.js";

/** What of the page cannot be pressed where its middle is, because something else is there. */
const COVERED = `return [...document.querySelectorAll(arguments[0])].filter((one) => {
  const { left, top, width, height } = one.getBoundingClientRect();
  const over = document.elementFromPoint(left + width / 2, top + height / 2);
  return !(over && (one.contains(over) || over.contains(one)));
}).map((one) => one.dataset.testid ?? one.innerText)`;

/** What acts on the page and on what is marked, and the titles of the columns. */
const NEEDED = '[data-testid="instances-create"], [role="toolbar"] button, [role="columnheader"] button, [data-chips] > button';

describe("an open panel takes its place, and no other", () => {
  let window: AppWindow;
  beforeAll(async () => {
    window = await AppWindow.openOnSandbox();
  });
  afterAll(async () => {
    await window?.close();
  });

  const covered = async (): Promise<string[]> => {
    await atRest(window);
    return window.driver.executeScript(COVERED, NEEDED);
  };
  /** The panels to be seen: what waits behind another is still in the page. */
  const panels = (): Promise<number> =>
    window.driver.executeScript(
      `return [...document.querySelectorAll('[data-testid="details-panel"]')].filter((one) =>
         one.checkVisibility({ visibilityProperty: true, opacityProperty: true })).length`,
    );

  test.each([
    [1024, 768],
    [1280, 900],
  ])("at %d × %d", async (width, height) => {
    await window.driver.manage().window().setRect({ x: 0, y: 0, width, height });
    await window.clickCss('[data-testid="instance-row"][data-state="running"] input[type="checkbox"]');
    await window.seeCss('[role="toolbar"]');
    expect(await covered(), "without a panel").toEqual([]);
    await window.click("instance-row");
    await window.see("details-panel");
    expect(await covered(), "beside the details").toEqual([]);
    // The activity takes the place of the details: there are no two layers.
    await window.click("activity-bar");
    await window.see("details-panel", '[aria-label="操作"]');
    expect(await panels()).toBe(1);
    expect(await covered(), "beside the activity").toEqual([]);
    // An Escape may be for the hint of the button that was clicked.
    await window.until("the panels are gone", async () => {
      if ((await panels()) > 0) await window.press("ESCAPE");
      return (await panels()) === 0;
    });
    await window.clickCss('[role="toolbar"] button:last-of-type');
    await window.until("nothing is marked", async () => !(await window.seesCss('[role="toolbar"]')));
  });
});
