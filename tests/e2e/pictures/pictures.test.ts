import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { atRest, turn } from "../accessibility.js";
import { CLOUDS } from "../clouds.js";
import { orderOf } from "../orders.js";
import * as explorer from "../pages/explorer.js";
import * as images from "../pages/images.js";
import { choose } from "../pages/list.js";
import * as wizard from "../pages/wizard.js";
import { AppWindow } from "../window.js";

/** Where the READMEs look for their pictures. */
const FOLDER = join(import.meta.dirname, "../../../ui/pictures");

/** How the clouds are named in lists of accounts. */
const NAMES: Record<string, string> = { tencent: "腾讯云", kingsoft: "金山云", ucloudstack: "UCloudStack" };

// The same window in either language: what is done is done in Chinese, whose words the orders know.
describe.each(["zh-CN", "en"] as const)("the main pages in %s", (language) => {
  let window: AppWindow;

  beforeAll(async () => {
    mkdirSync(join(FOLDER, language), { recursive: true });
    window = await AppWindow.open();
    await window.see("welcome-try-sandbox");
    // The sandbox names its accounts in the language of that moment.
    await turn(window, { language, scheme: "light" });
    await window.click("welcome-try-sandbox");
    await window.until("instances of four clouds", async () => {
      const seen = await window.driver.executeScript<string[]>(
        `return [...document.querySelectorAll('[data-testid="instance-row"]')].map((row) => row.dataset.cloud)`,
      );
      return CLOUDS.every(({ id }) => seen.includes(id));
    });
  });
  afterAll(async () => {
    await window?.close();
  });

  /** A picture of the page as it stands. */
  async function picture(name: string): Promise<void> {
    await turn(window, { language, scheme: "light" });
    // No focus in the picture, and no word of what was done before.
    await window.driver.executeScript("document.activeElement?.blur()");
    await window.until("no notification", () =>
      window.driver.executeScript(
        `const shown = [...document.querySelectorAll(".mantine-Notification-closeButton")];
         shown.forEach((button) => button.click());
         return shown.length === 0;`,
      ),
    );
    await atRest(window);
    await window.picture(join(FOLDER, language, `${name}.png`));
    await turn(window, { language: "zh-CN", scheme: "light" });
  }

  test("instances", () => picture("instances"));

  test("creating: a type with its price, the review, and the instance", async () => {
    await wizard.open(window, NAMES.tencent ?? "");
    for (const step of orderOf("tencent", "web-01")) {
      await wizard.fillStep(window, step);
      if (step.step !== "type") continue;
      await wizard.price(window);
      await picture("create");
    }
    expect(await wizard.price(window)).toMatch(/¥/);
    await wizard.review(window);
    await picture("review");
    await wizard.review(window);
    await wizard.buy(window);
    expect(await wizard.running(window)).toHaveLength(1);
  });

  test("quotes side by side", async () => {
    await window.click("nav-quotes");
    for (const cloud of CLOUDS.filter(({ hasQuote }) => hasQuote)) {
      await choose(window, '[data-testid="account-select"]', NAMES[cloud.id] ?? cloud.id);
      for (const choice of orderOf(cloud.key, "").flatMap(({ choices }) => choices)) {
        if (choice.how === "image" || choice.how === "type") {
          const row = choice.how === "image" ? "image-choice" : "type-row";
          await window.click(choice.how === "image" ? "pick-image" : "pick-instance-type");
          await window.click(row, ":not([data-sold-out])");
          await window.until("the table is gone", async () => !(await window.sees(row)));
        } else if (choice.how !== "type-in" && (await window.seesCss(`[data-field="${choice.field}"]`))) {
          // Only what a price needs is asked for here.
          await wizard.make(window, choice);
        }
      }
      await window.see("quote-panel", '[data-state="fresh"]');
      await window.click("quote-keep");
      await window.see("quote-row", `[data-cloud="${cloud.id}"]`);
    }
    await picture("quotes");
  });

  test("an image that is shared", async () => {
    await window.click("nav-images");
    await choose(window, '[data-testid="account-select"]', NAMES.tencent ?? "");
    await window.click("image-row");
    await images.share(window, "100012345678");
    await picture("images");
  });

  test("the explorer with a reply", async () => {
    await explorer.open(window, "tencent", "DescribeInstances");
    await explorer.read(window);
    await picture("explorer");
  });

  test("the journal", async () => {
    await window.click("nav-journal");
    await window.click("journal-row", '[data-operation="RunInstances"]');
    await window.see("details-panel");
    await picture("journal");
    await window.press("ESCAPE");
  });

  test("accounts, settings and help", async () => {
    await window.click("nav-accounts");
    await window.click("account-card-test");
    await window.see("connection-report");
    await picture("accounts");
    await window.click("nav-settings");
    await window.see("settings-language");
    await picture("settings");
    await window.click("nav-help");
    await window.click("help-topic-accounts");
    await window.see("help-account");
    await picture("help");
  });
});
