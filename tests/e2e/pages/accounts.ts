import { Key } from "selenium-webdriver";
import type { Cloud } from "../clouds.js";
import type { SandboxCloud } from "../sandbox.js";
import { type AppWindow, textOf } from "../window.js";
import * as question from "./question.js";

/** Opens the form for a new account and chooses its cloud. */
export async function openForm(window: AppWindow, cloud: Cloud): Promise<void> {
  await window.click("nav-accounts");
  await window.click("account-add");
  await window.click(`account-cloud-${cloud.id}`);
  await window.see("account-form");
}

/** Fills the form as a person would, with the data that the cloud's console shows. */
export async function fillForm(
  window: AppWindow,
  cloud: Cloud,
  at: SandboxCloud,
  secret = at.secret_key,
): Promise<void> {
  await window.fill('[data-testid="account-label"]', cloud.label);
  await window.fill('[data-testid="account-key-id"]', at.secret_id);
  await window.fill('[data-testid="account-secret"]', secret);
  const regions = await window.see("account-regions");
  await regions.click();
  await regions.sendKeys(at.region, Key.ENTER);
  // Leaving the field closes its list; Escape would close the form.
  await regions.sendKeys(Key.TAB);
  // Where an address of its own is unusual, it is asked for under the advanced settings.
  if (!(await window.sees("account-endpoint")))
    await window.clickCss('details:has([data-testid="account-endpoint"]) > summary');
  await window.fill('[data-testid="account-endpoint"]', at.url);
}

/** Tests the connection from the form; the words of the report. */
export async function testForm(window: AppWindow): Promise<{ ok: boolean; words: string }> {
  await window.click("account-test");
  // Its address is none of the cloud's own.
  await question.yesUntil(window, "a report", () =>
    window.seesCss(`[data-testid="account-form"] [data-testid="connection-report"]`),
  );
  // A card may show what came of an earlier one.
  const report = await window.seeCss(`[data-testid="account-form"] [data-testid="connection-report"]`);
  return { ok: (await report.getAttribute("data-ok")) === "true", words: await textOf(window.driver, report) };
}

/** Saves the form, also when the test fails, and waits for the account's card. */
export async function save(window: AppWindow, cloud: Cloud): Promise<void> {
  await window.click("account-save");
  await question.yesUntil(window, "the account is kept", async () => {
    if (!(await window.sees("account-form"))) return true;
    if (await window.sees("account-save-anyway")) await window.click("account-save-anyway");
    return false;
  });
  // The first one leads to its instances.
  await window.click("nav-accounts");
  await window.read(cloud.label, `[data-testid="account-card"][data-cloud="${cloud.id}"]`);
}

/** Adds an account by hand, tested before it is saved. */
export async function add(window: AppWindow, cloud: Cloud, at: SandboxCloud): Promise<string> {
  await openForm(window, cloud);
  await fillForm(window, cloud, at);
  const { ok, words } = await testForm(window);
  if (!ok) throw new Error(`${cloud.id}: the connection test failed: ${words}`);
  await save(window, cloud);
  return words;
}
