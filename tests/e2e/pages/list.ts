import { By } from "selenium-webdriver";
import { type AppWindow, textOf } from "../window.js";

/** Chooses from a drop-down list the option that bears a text. */
export async function choose(window: AppWindow, selector: string, text: string): Promise<void> {
  const shown = async () => (await (await window.seeCss(selector)).getAttribute("value")) ?? "";
  if ((await shown()).includes(text)) return;
  await window.clickCss(selector);
  await window.until(`option ${text}`, async () => {
    for (const option of await window.driver.findElements(By.css('[role="option"]'))) {
      if ((await textOf(window.driver, option)).includes(text)) {
        await option.click();
        window.hands.clicks += 1;
        return true;
      }
    }
    return false;
  });
  await window.until(`${selector} says ${text}`, async () => (await shown()).includes(text));
}
