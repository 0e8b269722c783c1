import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { AppWindow } from "../window.js";

/**
 * What WebKit tells a page while an input method composes and ends: the end before the key that made it. The events are the
 * page's own; the field, its handlers and the order in which they hear are those of the real window.
 */
const COMPOSE = `
const [field, text, key] = arguments;
const set = Object.getOwnPropertyDescriptor(HTMLInputElement.prototype, "value").set;
const tell = (event) => field.dispatchEvent(event);
const press = (key, more) => {
  tell(new KeyboardEvent("keydown", { key, code: key, bubbles: true, cancelable: true, ...more }));
  tell(new KeyboardEvent("keyup", { key, code: key, bubbles: true, ...more }));
};
field.focus();
tell(new CompositionEvent("compositionstart", { bubbles: true }));
set.call(field, text);
tell(new InputEvent("input", { bubbles: true, isComposing: true, inputType: "insertCompositionText", data: text }));
for (const one of ["Enter", "Escape", "Tab", ",", "ArrowDown"]) press(one, { keyCode: 229, isComposing: true });
tell(new CompositionEvent("compositionend", { bubbles: true, data: text }));
press(key, { keyCode: key === "Enter" ? 13 : 27 });`;

describe("an input method", () => {
  let window: AppWindow;
  beforeAll(async () => {
    window = await AppWindow.openOnSandbox();
  });
  afterAll(async () => {
    await window?.close();
  });

  async function compose(selector: string, text: string, key: "Enter" | "Escape"): Promise<void> {
    await window.driver.executeScript(COMPOSE, await window.seeCss(selector), text, key);
  }

  test("neither chooses in the palette nor closes it, and its text is searched for", async () => {
    await window.click("search-open");
    for (const key of ["Escape", "Enter"] as const) {
      await compose('[data-testid="search-input"]', "操作记录", key);
      await window.see("palette-entry");
    }
    expect(await window.value('[data-testid="search-input"]')).toBe("操作记录");
    await window.press("ENTER");
    await window.see("journal-search");
  });

  test("does not clear a search, and Escape of the person's own does", async () => {
    await compose('[data-testid="journal-search"]', "重启", "Escape");
    expect(await window.value('[data-testid="journal-search"]')).toBe("重启");
    await window.press("ESCAPE");
    await window.until("cleared", async () => (await window.value('[data-testid="journal-search"]')) === "");
  });

  test("splits no list and closes no panel", async () => {
    await window.click("nav-accounts");
    await window.click("account-add");
    await window.click("account-cloud-tencent");
    const before = await window.count('[data-testid="account-form"] .mantine-Pill-root');
    await compose('[data-testid="account-regions"]', "上海", "Enter");
    await window.see("account-form");
    expect(await window.count('[data-testid="account-form"] .mantine-Pill-root')).toBe(before);
    expect(await window.value('[data-testid="account-regions"]')).toBe("上海");
    await window.press("ENTER");
    await window.until("taken", async () => (await window.count('[data-testid="account-form"] .mantine-Pill-root')) > before);
  });
});
