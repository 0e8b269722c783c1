import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { focusIn, press, tabAround, tabTo, type } from "../keyboard.js";
import { AppWindow } from "../window.js";

describe("without a mouse", () => {
  let window: AppWindow;
  beforeAll(async () => {
    window = await AppWindow.open();
  });
  afterAll(async () => {
    await window?.close();
  });

  const at = (place: string) =>
    window.until(`at ${place}`, async () =>
      (await window.driver.executeScript<string>("return location.hash")).startsWith(`#${place}`),
    );
  /** Types into the palette and takes its first entry, once it is the one that is meant. */
  async function jump(text: string, entry: string): Promise<void> {
    if (await window.sees("palette")) await press(window, "Escape");
    await window.seeGone("palette");
    await press(window, "Control+K");
    await window.until("the palette has the focus", () => focusIn(window, '[data-testid="search-input"]'));
    await type(window, text);
    await window.until(`${text}: ${entry} is first`, async () => {
      if (await window.sees("palette-entry", `[data-entry^="${entry}"][data-combobox-selected]`)) return true;
      throw new Error(await window.text('[data-testid="palette"]'));
    });
    await press(window, "Enter");
    await window.seeGone("palette");
  }

  test("from the first start to the sandbox", async () => {
    await window.see("welcome-try-sandbox");
    await tabTo(window, '[data-testid="skip"]');
    await press(window, "Enter");
    await window.until("the page has the focus", () => focusIn(window, "main"));
    await tabTo(window, '[data-testid="welcome-try-sandbox"]', 3);
    await press(window, "Enter");
    await window.see("instance-row", '[data-state="running"]');
  });

  test("the palette finds pages, accounts, operations of every cloud, and instances, by words of either language", async () => {
    await jump("settings", "page/settings");
    await at("/settings");
    await jump("镜像", "page/images");
    await at("/images");
    await jump("RunInstances tencent", "operation/tencent/RunInstances");
    await at("/explorer?cloud=tencent&operation=RunInstances");
    const operations = await window.driver.executeAsyncScript<{ cloud: string; name: string }[]>(
      `const done = arguments[0]; window.__TAURI_INTERNALS__.invoke("operations").then(done, (error) => done([]));`,
    );
    expect(operations.length).toBeGreaterThanOrEqual(165);
    for (const cloud of new Set(operations.map((one) => one.cloud))) {
      const last = operations.filter((one) => one.cloud === cloud).at(-1);
      if (last) await jump(last.name, `operation/${cloud}/${last.name}`);
    }
    const label = await window.driver.executeAsyncScript<string>(
      `const done = arguments[0];
       window.__TAURI_INTERNALS__.invoke("accounts").then((all) => done(all[0].account.label), (error) => done(String(error)));`,
    );
    // In the other language: the sandbox's own label has the word in this one, and then its instances fit as well.
    await jump(`${label} account`, "account/");
    await at("/accounts?edit=");
    await press(window, "Control+1");
    await at("/instances");
    const name = await window.text('[data-testid="instance-row"] strong');
    await jump(name, "instance/");
    await window.see("details-panel");
    await press(window, "Escape");
    // What was chosen last is offered first.
    await press(window, "Control+K");
    await window.see("palette-recent");
    await window.read(name, '[data-testid="palette-recent"]');
    await press(window, "Escape");
    await window.seeGone("palette");
  });

  test("from the table to an act and its end, and back", async () => {
    await press(window, "/");
    await window.until("the search has the focus", () => focusIn(window, '[data-testid="instance-search"]'));
    // Arrow down leads from the search into the first row.
    await press(window, "Down");
    await window.until("the table has the focus", () => focusIn(window, '[role="grid"]'));
    await press(window, "Down");
    await press(window, "Enter");
    await window.until("the details have the focus", () => focusIn(window, '[data-testid="details-panel"]'));
    await press(window, "Escape");
    await window.until("the table has the focus again", () => focusIn(window, '[role="grid"]'));
    const running = await window.driver.executeScript<number>(
      `return [...document.querySelectorAll('[data-testid="instance-row"]')].findIndex((row) => row.dataset.state === "running")`,
    );
    for (let row = 1; row > running; row -= 1) await press(window, "Up");
    for (let row = 1; row < running; row += 1) await press(window, "Down");
    await press(window, "Space");
    await window.seeCss('[role="toolbar"]');
    await window.see("action-reboot", ':not([aria-disabled="true"])');
    await press(window, "Control+Shift+B");
    await window.see("confirm-apply");
    // Behind a dialog nothing is called up.
    await press(window, "Control+2");
    expect(await window.sees("confirm-apply")).toBe(true);
    await tabTo(window, '[data-testid="confirm-apply"]');
    await press(window, "Enter");
    await window.seeGone("confirm-dialog");
    await press(window, "Control+J");
    await window.see("activity-item");
    await window.until("the panel has the focus", () => focusIn(window, '[data-testid="details-panel"]'));
    await press(window, "Escape");
    await window.seeGone("details-panel");
  });

  test("shortcuts do what the list says, and nothing while one types", async () => {
    await window.driver.executeScript("document.activeElement.blur()");
    await press(window, "Shift+?");
    await window.see("shortcuts");
    await window.read("切换语言", '[data-testid="shortcuts"]');
    await press(window, "Escape");
    await window.seeGone("shortcuts");
    await press(window, "Control+Shift+L");
    await window.until("English", async () => (await window.text("h1")) === "Instances");
    await press(window, "Control+Shift+L");
    await window.until("Chinese", async () => (await window.text("h1")) === "实例");
    await press(window, "/");
    await window.until("the search has the focus", () => focusIn(window, '[data-testid="instance-search"]'));
    await type(window, "?/a");
    await expect.poll(() => window.value('[data-testid="instance-search"]')).toBe("?/a");
    expect(await window.sees("shortcuts")).toBe(false);
    await press(window, "Escape");
    await press(window, "Control+N");
    await at("/create");
  });

  test("everything on every page is reached by Tab, and shows it", async () => {
    const pages = await window.driver.executeScript<string[]>(
      `return [...document.querySelectorAll("nav a[data-testid^=nav-]")].map((link) => link.dataset.testid)`,
    );
    for (const page of pages) {
      await window.click(page);
      await window.seeCss("h1");
      await window.until("it has come", async () => (await window.count(".mantine-Skeleton-root")) === 0);
      const { missed, unseen } = await tabAround(window);
      expect.soft(missed, `${page}: not reached`).toEqual([]);
      expect.soft(unseen, `${page}: the focus is not to be seen`).toEqual([]);
    }
  });
});
