import { expect } from "vitest";
import * as explorer from "./pages/explorer.js";
import * as wizard from "./pages/wizard.js";
import type { AppWindow } from "./window.js";

/** Goes to a page and waits for something on it. */
const page = (name: string, sign: string) => async (window: AppWindow) => {
  await window.click(`nav-${name}`);
  await window.see(sign);
};

/** The pages that the states below go to. */
export const SEEN = ["instances", "create", "quotes", "images", "explorer", "journal", "accounts", "settings", "help"];

/** What a person may have in front of them: how one gets there, from wherever one is. */
export const STATES: [name: string, reach: (window: AppWindow) => Promise<unknown>][] = [
  ["the first start", (window) => window.see("welcome-try-sandbox")],
  [
    "instances",
    async (window) => {
      await window.click("welcome-try-sandbox");
      await window.see("instance-row");
    },
  ],
  [
    "an instance's details",
    async (window) => {
      await window.click("instance-row");
      await window.see("details-panel");
    },
  ],
  [
    "selected instances",
    async (window) => {
      await window.press("ESCAPE");
      await window.clickCss('[data-testid="instance-row"][data-state="running"] input[type="checkbox"]');
      await window.seeCss('[role="toolbar"]');
    },
  ],
  [
    "a confirmation",
    async (window) => {
      await window.click("action-reboot", ':not([aria-disabled="true"])');
      await window.see("confirm-apply");
    },
  ],
  [
    "a confirmation by name",
    async (window) => {
      await window.press("ESCAPE");
      await window.click("action-terminate", ':not([aria-disabled="true"])');
      await window.see("confirm-name");
    },
  ],
  [
    "activity",
    async (window) => {
      await window.press("ESCAPE");
      await window.click("action-reboot", ':not([aria-disabled="true"])');
      await window.click("confirm-apply");
      await window.until("the dialog is gone", async () => !(await window.sees("confirm-dialog")));
      await window.click("activity-bar");
      // Its end stands in the panel, and nowhere else while that is open.
      await window.see("activity-item", '[data-phase="done"]');
      await window.until("no notice", async () => !(await window.sees("activity-notice")));
    },
  ],
  [
    "the palette",
    async (window) => {
      // The first Escape may be for the hint of the button that was clicked.
      await window.until("the panel is gone", async () => {
        if (await window.sees("activity-item")) await window.press("ESCAPE");
        return !(await window.sees("activity-item"));
      });
      await window.driver.executeScript(`document.querySelector('[data-testid="activity-notice"] button')?.click()`);
      await window.until("the notice is gone", async () => !(await window.sees("activity-notice")));
      // Who closes it does not want to see more of it.
      expect(await window.sees("activity-item")).toBe(false);
      await window.click("search-open");
      await window.see("palette-entry");
    },
  ],
  [
    "the palette with results",
    async (window) => {
      await window.fill('[data-testid="search-input"]', "e");
      await window.see("palette-instances");
      await window.see("palette-operations");
    },
  ],
  [
    "the list of shortcuts",
    async (window) => {
      await window.press("ESCAPE");
      await window.until("the palette is gone", async () => !(await window.sees("palette")));
      await window.driver.executeScript("document.activeElement.blur()");
      await window.driver.actions().sendKeys("?").perform();
      await window.see("shortcuts");
    },
  ],
  [
    "the wizard",
    async (window) => {
      await window.press("ESCAPE");
      await window.until("the list is gone", async () => !(await window.sees("shortcuts")));
      await page("create", "wizard-step-place")(window);
    },
  ],
  ...["image", "type", "storage", "network", "login", "billing", "review"].map(
    (step): (typeof STATES)[number] => [`the wizard, ${step}`, (window) => wizard.step(window, step)],
  ),
  ["quotes", page("quotes", "quotes-tab")],
  [
    "spot prices",
    async (window) => {
      await window.clickCss('[data-testid="quotes-tab"] input[value="spot"] + label');
      await window.see("pick-instance-type");
    },
  ],
  [
    "a table of types",
    async (window) => {
      await window.click("pick-instance-type");
      await window.see("type-row");
    },
  ],
  [
    "images",
    async (window) => {
      await window.press("ESCAPE");
      await window.until("the dialog is gone", async () => !(await window.sees("type-row")));
      await page("images", "image-row")(window);
    },
  ],
  [
    "an image and its shares",
    async (window) => {
      await window.click("image-row");
      await window.see("details-panel");
    },
  ],
  [
    "making an image",
    async (window) => {
      await window.press("ESCAPE");
      await window.click("image-create-open");
      await window.see("image-create");
    },
  ],
  [
    "the explorer",
    async (window) => {
      await window.press("ESCAPE");
      await window.until("the dialog is gone", async () => !(await window.sees("image-create")));
      await page("explorer", "explorer-search")(window);
    },
  ],
  ["an operation", (window) => explorer.open(window, "tencent", "RunInstances")],
  [
    "a reply",
    async (window) => {
      await explorer.open(window, "tencent", "DescribeInstances");
      await explorer.read(window);
    },
  ],
  ["a reply as a tree", (window) => explorer.view(window, "tree")],
  ["a request", (window) => explorer.request(window, "curl")],
  [
    "the calls of before",
    async (window) => {
      await window.click("explorer-history");
      await window.see("explorer-call");
    },
  ],
  ["the journal", page("journal", "journal-row")],
  [
    "a line of the journal",
    async (window) => {
      await window.click("journal-row");
      await window.see("details-panel");
    },
  ],
  ["accounts", page("accounts", "account-card")],
  [
    "the form of an account",
    async (window) => {
      await window.click("account-add");
      await window.click("account-cloud-tencent");
      await window.see("account-form");
    },
  ],
  ["settings", page("settings", "settings-language")],
  ["help", page("help", "help-account")],
  ["help by cloud", (window) => window.click("help-topic-prices")],
  [
    "diagnostics",
    async (window) => {
      await window.click("help-topic-diagnostics");
      await window.click("help-diagnostics");
      await window.see("help-diagnostics-text");
    },
  ],
];
