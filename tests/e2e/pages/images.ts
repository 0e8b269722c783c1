import { Hopeless } from "../waiting.js";
import type { AppWindow } from "../window.js";
import { choose } from "./list.js";
import * as question from "./question.js";

/** Opens the page at an account. */
export async function open(window: AppWindow, label: string): Promise<void> {
  await window.click("nav-images");
  await choose(window, '[data-testid="account-select"]', label);
}

/** Makes an image of a stopped instance, and waits until it is listed. */
export async function create(window: AppWindow, instance: string, name: string): Promise<void> {
  await window.click("image-create-open");
  await window.click("image-create-instance", `[data-instance-id="${instance}"]`);
  await window.fill('[data-testid="image-create-name"]', name);
  await window.click("image-create-plan");
  await confirmed(window, "image-create-plan");
}

/** Opens the image with a name, once it can be used. */
export async function details(window: AppWindow, name: string): Promise<string> {
  let id = "";
  await window.until(`image ${name} is ready`, async () => {
    id = await window.driver.executeScript(
      `return [...document.querySelectorAll('[data-testid="image-row"][data-ready="true"]')]
        .find((row) => row.innerText.split("\\n").includes(arguments[0]))?.dataset.imageId ?? ""`,
      name,
    );
    return id !== "";
  });
  await window.click("image-row", `[data-image-id="${id}"]`);
  await window.see("details-panel");
  return id;
}

/** Shares the open image with an account. What the window says when it has read the list back. */
export async function share(window: AppWindow, account: string): Promise<string> {
  await window.fill('[data-testid="share-input"]', account);
  await window.press("ENTER");
  await window.click("share-add");
  await readBack(window, account);
  return outcome(window);
}

/** Confirms the sharing, and waits until the account stands in the list. */
export async function readBack(window: AppWindow, account: string): Promise<void> {
  await confirmed(window, "confirm-dialog", () => window.sees("share-row", `[data-account-id="${account}"]`));
}

/** Takes a share back. */
export async function unshare(window: AppWindow, account: string): Promise<string> {
  await window.click("share-row", `[data-account-id="${account}"] [data-testid="share-remove"]`);
  await confirmed(window, "confirm-dialog", async () => !(await window.sees("share-row", `[data-account-id="${account}"]`)));
  return outcome(window);
}

async function outcome(window: AppWindow): Promise<string> {
  await window.see("share-outcome", '[data-phase="done"]');
  return window.text('[data-testid="share-outcome"]');
}

/**
 * Confirms where that is asked, and waits until the dialogs are gone and what was meant is to be seen: the question comes a moment
 * after the click, when its plan is made.
 */
async function confirmed(window: AppWindow, from: string, meant = async (): Promise<boolean> => true): Promise<void> {
  await question.yesUntil(window, "the dialogs are gone", async () => {
    if (await window.sees("error-notice")) throw new Hopeless(await window.text('[data-testid="error-notice"]'));
    // What needs no confirmation goes out by itself while one looks.
    await window.tryClick('[data-testid="confirm-apply"]:not([disabled]):not([data-loading])').catch(() => undefined);
    return !(await window.sees("confirm-dialog")) && !(await window.sees(from)) && (await meant());
  });
}
