import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { AppWindow } from "../window.js";

/** Every page of the navigation. */
const PAGES = ["instances", "create", "quotes", "images", "explorer", "journal", "accounts", "settings", "help"];

describe("two languages", () => {
  let window: AppWindow;
  beforeAll(async () => {
    window = await AppWindow.openOnSandbox();
  });
  afterAll(async () => {
    await window?.close();
  });

  /** The title of the page and the words of the navigation. */
  async function words(): Promise<string> {
    return window.driver.executeScript(
      `return [...document.querySelectorAll('nav, h1')].map((one) => one.innerText).join('\\n')`,
    );
  }

  test("the window begins in Chinese", async () => {
    for (const page of PAGES) {
      await window.click(`nav-${page}`);
      expect(await words(), page).toMatch(/[\u4e00-\u9fff]/);
    }
    expect(await window.driver.executeScript("return document.documentElement.lang")).toBe("zh-CN");
  });

  test("the switch turns every page into English, and it stays so after a restart", async () => {
    await window.click("language-toggle");
    for (const page of PAGES) {
      await window.click(`nav-${page}`);
      await window.until(`${page} in English`, async () => !/[\u4e00-\u9fff]/.test(await words()));
    }
    window = await window.restart();
    await window.see("nav-settings");
    await window.until("English after a restart", async () => !/[\u4e00-\u9fff]/.test(await words()));
    expect(await window.driver.executeScript("return document.documentElement.lang")).toBe("en");
  });

  test("the theme turns and stays, too", async () => {
    const scheme = () =>
      window.driver.executeScript<string>("return document.documentElement.dataset.mantineColorScheme");
    const before = await scheme();
    await window.click("theme-toggle");
    await window.until("the other theme", async () => (await scheme()) !== before);
    const after = await scheme();
    window = await window.restart();
    await window.see("nav-settings");
    await window.until("the theme after a restart", async () => (await scheme()) === after);
  });
});
