import { Key } from "selenium-webdriver";
import type { AppWindow } from "../window.js";
import { choose as chooseOption } from "./list.js";

/** Chooses one of a few that stand side by side. */
export async function option(window: AppWindow, of: string, nth: number): Promise<void> {
  await window.clickCss(`[data-testid="${of}"] label:nth-of-type(${nth}), [data-testid="${of}"] > div:nth-of-type(${nth}) label`);
}

/** Chooses from a list, and waits until it says so. */
export async function choose(window: AppWindow, of: string, words: string): Promise<void> {
  await chooseOption(window, `[data-testid="${of}"]`, words);
}

/** The settings as the shell has them. */
export async function kept(window: AppWindow): Promise<{ requestSeconds: number | null; proxy: { kind: string } }> {
  return window.driver.executeAsyncScript(`window.__TAURI_INTERNALS__.invoke("settings").then(arguments[0])`);
}

/** Lets requests take so many seconds, before the client gives them up. */
export async function requestsMayTake(window: AppWindow, seconds: number): Promise<void> {
  const field = '[data-testid="settings-request"]';
  await window.fill(field, `${seconds}${Key.TAB}`);
  await window.until("the seconds are kept", async () => {
    const { requestSeconds } = await kept(window);
    return requestSeconds === seconds;
  });
}
