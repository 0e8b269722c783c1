import { By, type WebElement } from "selenium-webdriver";
import type { Choice, Step } from "../orders.js";
import type { AppWindow } from "../window.js";
import { Hopeless } from "../waiting.js";
import { choose as chooseOption } from "./list.js";
import * as question from "./question.js";

/** Opens the wizard, at an account. */
export async function open(window: AppWindow, label: string): Promise<void> {
  // By way of another page, so that it begins anew.
  await window.click("nav-settings");
  await window.see("settings-language");
  await window.click("nav-create");
  // With a single account and region there is nothing to choose there, and it is skipped.
  await step(window, "place");
  await chooseOption(window, '[data-testid="account-select"]', label);
}

/** Goes to a step. */
export async function step(window: AppWindow, name: string): Promise<void> {
  await window.click(`wizard-step-${name}`);
  await window.see(`wizard-step-${name}`, '[aria-current="step"]');
}

/** Fills a step of an order. */
export async function fillStep(window: AppWindow, { step: name, choices }: Step): Promise<void> {
  await step(window, name);
  for (const choice of choices) await make(window, choice);
}

/** Fills all steps of an order, and stops before the review. */
export async function fill(window: AppWindow, steps: Step[]): Promise<void> {
  for (const one of steps) await fillStep(window, one);
}

/** Does in a field what an order says. */
export async function make(window: AppWindow, choice: Choice): Promise<void> {
  switch (choice.how) {
    case "image": {
      const wanted = choice.id === undefined ? "" : `[data-image-id="${choice.id}"]`;
      await window.click("image-choice", wanted);
      await window.see("picked-image", ':not([data-value=""])');
      return;
    }
    case "type": {
      if (choice.id !== undefined) await window.fill('[data-testid="type-search"]', choice.id);
      const wanted = choice.id === undefined ? ":not([data-sold-out])" : `[data-instance-type="${choice.id}"]`;
      await window.click("type-row", wanted);
      await window.see("picked-type", choice.id ? `[data-value="${choice.id}"]` : ':not([data-value=""])');
      return;
    }
    case "pick":
      await window.clickCss(`${field(choice.field)} [data-picker]`);
      await window.clickCss(
        choice.id === undefined ? "[data-choice-id]:not([data-combobox-disabled])" : `[data-choice-id="${choice.id}"]`,
      );
      // A picker of several things stays open.
      if (await window.seesCss("[data-choice-id]")) await window.press("ESCAPE");
      await window.until(
        `the list of ${choice.field} is gone`,
        async () => !(await window.seesCss("[data-choice-id]")),
      );
      return;
    case "choose":
      return chooseIn(window, choice.field, choice.title);
    case "type-in":
      return window.fill(`${field(choice.field)} input`, choice.text);
  }
}

function field(path: string): string {
  return `[data-field="${path}"]`;
}

/** One of a few titles: side by side, as suggestions below, or in a list. */
async function chooseIn(window: AppWindow, path: string, title: string): Promise<void> {
  await window.seeCss(field(path));
  const beside = await window.driver.executeScript<WebElement | null>(
    `return [...document.querySelectorAll(arguments[0])].find((one) => one.innerText.trim() === arguments[1]) ?? null`,
    `${field(path)} :is(label:not([id]), label[id*="mantine"], button[aria-pressed])`,
    title,
  );
  if (!beside) return chooseOption(window, `${field(path)} input`, title);
  await window.until(`${title} is chosen in ${path}`, async () => {
    const taken = await window.driver.executeScript<boolean>(
      `const one = arguments[0];
       one.scrollIntoView({ block: "center" });
       return one.getAttribute("aria-pressed") === "true" || one.control?.checked === true;`,
      beside,
    );
    if (!taken) await beside.click();
    return taken;
  });
}

/** What the table of types says a type costs. */
export async function typePrice(window: AppWindow, id: string): Promise<string> {
  return window.text(`[data-instance-type="${id}"] [data-testid="type-price"]`);
}

/** The panel beside the form, once it stands for what is filled in. */
export async function price(window: AppWindow): Promise<string> {
  await window.see("quote-panel", ':is([data-state="fresh"], [data-state="none"])');
  await window.until(
    "a price, or why there is none",
    async () => (await window.sees("quote-total")) || (await window.sees("no-quote")),
  );
  return window.text('[data-testid="quote-panel"]');
}

/** Goes to the review, and waits until it can be bought. The words of the button that buys. */
export async function review(window: AppWindow): Promise<string> {
  await step(window, "review");
  await window.until("it can be bought", async () => {
    if (await window.sees("wizard-buy", '[data-state="ready"]:not([disabled])')) return true;
    throw new Error(await window.text('[data-testid="wizard-review"]'));
  });
  return window.text('[data-testid="wizard-buy"]');
}

/** Buys, once, and says yes to the system's question; what that asked. */
export async function buy(window: AppWindow): Promise<string> {
  await window.click("wizard-buy");
  const asked = await question.answer(window, "yes");
  await window.see("purchase-progress");
  return asked;
}

/** Waits until what was bought runs; the ids of the instances. */
export async function running(window: AppWindow): Promise<string[]> {
  await window.until("what was bought runs", async () => {
    if (await window.sees("purchase-progress", ':is([data-phase="partly"], [data-phase="failed"], [data-phase="not_applied"], [data-phase="not_sent"])')) {
      throw new Hopeless(await window.text('[data-testid="purchase-progress"]'));
    }
    return window.sees("purchase-progress", '[data-phase="done"]');
  });
  await window.see("progress-instance", '[data-state="running"]');
  const found = await window.driver.findElements(By.css('[data-testid="progress-instance"]'));
  return Promise.all(found.map(async (one) => (await one.getAttribute("data-instance-id")) ?? ""));
}

/** Orders another one of what was just bought, under another name, up to the review. */
export async function again(window: AppWindow, steps: Step[], name: string): Promise<void> {
  await window.click("progress-again");
  await step(window, "place");
  for (const one of steps) {
    const naming = one.choices.filter((choice) => choice.how === "type-in" && choice.text === name);
    if (naming.length > 0) await fillStep(window, { step: one.step, choices: naming });
  }
  await review(window);
}
