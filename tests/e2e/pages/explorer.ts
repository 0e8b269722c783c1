import { Key } from "selenium-webdriver";
import { Hopeless } from "../waiting.js";
import type { AppWindow } from "../window.js";
import * as question from "./question.js";

const REPLY = '[data-testid="explorer-reply"]';
const ROWS = `${REPLY} [role="row"]:has([role="gridcell"])`;
const RAW = `${REPLY} section > pre`;

/** Searches for an operation and opens it. */
export async function open(window: AppWindow, cloud: string, operation: string, words = operation): Promise<void> {
  await window.click("nav-explorer");
  await window.fill('[data-testid="explorer-search"]', words);
  await window.click("explorer-operation", `[data-cloud="${cloud}"][data-operation="${operation}"]`);
  await window.see("explorer-title", `[data-operation="${operation}"]`);
}

/** Pastes a JSON body or a query string into the form. */
export async function paste(window: AppWindow, text: string): Promise<void> {
  await window.click("explorer-paste");
  await window.fill('[data-testid="explorer-paste-text"]', text);
  await window.click("explorer-paste-apply");
  await window.seeGone("explorer-paste-text");
}

/** Waits until that stands in the field of a parameter that is typed in. */
export async function holds(window: AppWindow, path: string, text: string): Promise<void> {
  const field = `[data-field="${path}"] input`;
  await window.until(`${path} is ${text}`, async () => (await window.value(field)) === text);
}

/** Sends a read. The line above its reply: status, time and request id. */
export async function read(window: AppWindow): Promise<string> {
  await window.click("explorer-send", '[data-effect="read"]');
  return answered(window);
}

/** The line above the reply, once it is there. */
async function answered(window: AppWindow): Promise<string> {
  await window.until("a reply", async () => {
    if (await window.seesCss(`${REPLY} [data-testid="error-notice"]`)) throw new Hopeless(await window.text(REPLY));
    return window.seesCss(`${REPLY}[data-status="200"]`);
  });
  return (await window.text(REPLY)).split("\n").slice(0, 4).join(" ");
}

/** The rows of the reply's table, as far as they are on the screen. */
export async function rows(window: AppWindow): Promise<string[]> {
  await window.seeCss(ROWS);
  return window.texts(ROWS);
}

/** Turns to the next page of a list; its rows. */
export async function nextPage(window: AppWindow): Promise<string[]> {
  const before = (await rows(window)).join();
  await window.click("explorer-next-page", ":not([disabled])");
  await answered(window);
  let page: string[] = [];
  await window.until("another page", async () => {
    page = await window.texts(ROWS);
    return page.length > 0 && page.join() !== before;
  });
  return page;
}

/** Shows the reply in one of its views, and reads it. */
export async function view(window: AppWindow, which: "tree" | "raw"): Promise<string> {
  await window.clickCss(`[data-testid="explorer-reply-view"] input[value="${which}"] + label`);
  return window.text(which === "raw" ? RAW : `${REPLY} [role="tree"]`);
}

/** The reply as it came. */
export async function reply<Reply>(window: AppWindow): Promise<Reply> {
  return JSON.parse(await view(window, "raw")) as Reply;
}

/**
 * Sends what is not a read and waits until it is done. `name` is typed where that is asked for, once a wrong one was
 * refused.
 */
export async function act(window: AppWindow, effect: string, name?: string): Promise<void> {
  await window.click("explorer-send", `[data-effect="${effect}"]`);
  if (name !== undefined) {
    await window.see("confirm-dialog");
    await window.fill('[data-testid="confirm-name"]', name.slice(0, -1));
    if (await (await window.see("confirm-apply")).isEnabled()) throw new Error("a wrong name was enough");
    await window.fill('[data-testid="confirm-name"]', name);
    await window.click("confirm-apply");
  }
  await question.yesUntil(window, "the act is done", async () => {
    if (await window.sees("error-notice")) throw new Hopeless(await window.text('[data-testid="error-notice"]'));
    // What may be undone and disturbs asks for a click.
    if (name === undefined) await window.tryClick(`[data-testid="confirm-apply"]:not([disabled]):not([data-loading])`);
    return window.sees("explorer-activity", '[data-phase="done"]');
  });
}

/** The request in one of its forms. */
export async function request(window: AppWindow, form: "http" | "curl" | "cli"): Promise<string> {
  await window.click("explorer-tab-request");
  const request = '[data-testid="explorer-request"]:not([data-stale])';
  await window.clickCss(`${request} input[value="${form}"] + label`);
  await window.until(`the request as ${form}`, () =>
    window.driver.executeScript(`return document.querySelector(arguments[0])?.checked === true`, `${request} input[value="${form}"]`),
  );
  return window.text(`${request} pre`);
}

/** Opens the latest call of an operation from the history. */
export async function reopen(window: AppWindow, cloud: string, operation: string): Promise<void> {
  await window.click("nav-explorer");
  await window.click("explorer-history");
  await window.click("explorer-call", `[data-cloud="${cloud}"][data-operation="${operation}"]`);
  await window.see("explorer-title", `[data-operation="${operation}"]`);
}

/** The operations that the tree shows for a search, as far as they are on the screen: `cloud operation`. */
export async function search(window: AppWindow, words: string): Promise<string[]> {
  await window.click("nav-explorer");
  await window.fill('[data-testid="explorer-search"]', words);
  return listed(window);
}

/** The operations that the tree shows now, as far as they are on the screen. */
export async function listed(window: AppWindow): Promise<string[]> {
  return window.driver.executeScript(
    `return [...document.querySelectorAll('[data-testid="explorer-operation"]')].map(
       (one) => one.dataset.cloud + " " + one.dataset.operation)`,
  );
}

/** What is said to be wrong beside a field; nothing when it is right. */
export async function problemOf(window: AppWindow, path: string): Promise<string> {
  const field = `[data-field="${path}"]`;
  return (await window.seesCss(`${field}[data-wrong]`)) ? window.text(`${field} [role="alert"]`) : "";
}

/** Copies by the button beside a text, and says what a person could paste then. */
export async function copied(window: AppWindow, within: string): Promise<string> {
  await window.brings(`${within} button[aria-label="已复制"]`, "", () =>
    window.clickCss(`${within} button[aria-label^="复制"]`),
  );
  await window.click("explorer-paste");
  const field = await window.seeCss('[data-testid="explorer-paste-text"]');
  await field.click();
  await field.sendKeys(Key.chord(Key.CONTROL, "v"));
  let text = "";
  await window.until("what was copied", async () => {
    text = (await field.getAttribute("value")) ?? "";
    return text !== "";
  });
  await window.press("ESCAPE");
  await window.seeGone("explorer-paste-text");
  return text;
}
