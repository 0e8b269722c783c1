import { Hopeless } from "../waiting.js";
import type { AppWindow } from "../window.js";
import * as question from "./question.js";

/** Goes to the page of a noun and waits until it has rows. */
export async function open(window: AppWindow, noun: string): Promise<void> {
  await window.click(`nav-noun-${noun}`);
  await window.see("noun-row");
}

/** The rows of a cloud, as far as they are on the screen: id and text. */
export async function rows(window: AppWindow, cloud: string): Promise<{ id: string; text: string }[]> {
  return window.driver.executeScript(
    `return [...document.querySelectorAll('[data-testid="noun-row"][data-cloud="' + arguments[0] + '"]')].map(
       (row) => ({ id: row.dataset.id, text: row.innerText }))`,
    cloud,
  );
}

/** Opens the details of a thing. */
export async function details(window: AppWindow, id: string): Promise<void> {
  await window.click("noun-row", `[data-id="${id}"]`);
  await window.see("details-panel");
}

/** Chooses an act from the menu of the open details. */
export async function choose(window: AppWindow, operation: string): Promise<void> {
  await window.clickCss('[data-testid="details-panel"] [data-testid="action-more"]');
  await window.click("act-item", `[data-operation="${operation}"]`);
}

/** Confirms the review, typing what it asks for, and answers the system's question; what that asked. */
export async function confirm(window: AppWindow, until: () => Promise<boolean>): Promise<string[]> {
  await window.see("confirm-dialog");
  const phrase = await window.driver.executeScript<string | null>(
    `return document.querySelector('[data-testid="confirm-name"]')?.dataset.name ?? null`,
  );
  if (phrase !== null) await window.fill('[data-testid="confirm-name"]', phrase);
  await window.click("confirm-apply", ":not([disabled])");
  return question.answerUntil(window, "yes", "the act is under way", async () => {
    if (await window.seesCss('[data-testid="confirm-dialog"] [data-testid="error-notice"]'))
      throw new Hopeless(await window.text('[data-testid="confirm-dialog"]'));
    return !(await window.sees("confirm-dialog")) && (await until());
  });
}
