import { writeSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { atRest } from "../accessibility.js";
import { CLOUDS, type Cloud } from "../clouds.js";
import { environment } from "../environment.js";
import { orderOf } from "../orders.js";
import { choose } from "../pages/list.js";
import * as images from "../pages/images.js";
import * as instances from "../pages/instances.js";
import * as journal from "../pages/journal.js";
import * as question from "../pages/question.js";
import * as wizard from "../pages/wizard.js";
import { AppWindow } from "../window.js";

/** How the clouds are named in lists of accounts. */
const LABELS: Record<string, string> = {
  tencent: "腾讯云",
  kingsoft: "金山云",
  jdcloud: "京东云",
  ucloudstack: "UCloudStack",
};

/** An account id of the form that each cloud asks for. */
const STRANGER: Record<string, string> = { tencent: "100012345678", kingsoft: "73400001", jdcloud: "partner-team" };

describe("the tour through the window, on the sandbox", () => {
  let window: AppWindow;
  let number = 0;

  /** A picture of the window as it is now, and a line on what it shows. */
  async function show(name: string, words: string): Promise<void> {
    number += 1;
    const file = `${String(number).padStart(2, "0")}-${name}.png`;
    await atRest(window);
    await window.picture(join(environment.tour, file));
    writeSync(1, `tour ${file}  ${words}\n`);
  }

  /** Opens the table behind a field and takes its first row on offer. */
  async function pickInDialog(field: string, row: string): Promise<void> {
    await window.click(field);
    await window.click(row, ":not([data-sold-out])");
    await window.until("the table is gone", async () => !(await window.sees(row)));
  }

  beforeAll(async () => {
    window = await AppWindow.open();
  });
  afterAll(async () => {
    await window?.close();
  });

  test("first start: the sandbox in one click", async () => {
    await window.see("welcome-try-sandbox");
    await show("welcome", "first start: two choices, and where secrets live");
    await window.click("welcome-try-sandbox");
    await window.until("instances of four clouds", async () => {
      const rows = await window.texts('[data-testid="instance-row"]');
      return CLOUDS.every(({ id }) => rows.some((row) => row.includes(LABELS[id] ?? id)));
    });
    await show("instances", "instances of all accounts in one table");
  });

  test("accounts, and the form for another one", async () => {
    await window.click("nav-accounts");
    await window.until("four accounts", async () => (await window.count('[data-testid="account-card"]')) === 4);
    await window.click("account-card-test");
    await window.see("connection-report");
    await show("accounts", "accounts by cloud, where each secret is, the last test");
    await window.click("account-add");
    await window.click("account-cloud-tencent");
    await window.see("account-form");
    await show("account-form", "adding an account");
  });

  test.each(CLOUDS)("quote, review, buy and run on $id", async (cloud: Cloud) => {
    const name = `tour-${cloud.id}`;
    await wizard.open(window, LABELS[cloud.id] ?? cloud.id);
    for (const step of orderOf(cloud.key, name)) {
      await wizard.fillStep(window, step);
      if (step.step === "billing") await wizard.price(window);
      if (cloud.id === "tencent" || step.step === "type") {
        await show(`create-${cloud.id}-${step.step}`, `wizard, ${step.step}`);
      }
    }
    expect(await wizard.price(window)).toMatch(cloud.price);
    await wizard.review(window);
    await show(`review-${cloud.id}`, "the order, its price, and what is not in it");
    await wizard.buy(window);
    await show(`progress-${cloud.id}`, "bought: on its way");
    expect(await wizard.running(window)).toHaveLength(1);
    await show(`running-${cloud.id}`, "running");
  });

  test("the table, an instance's details, and an act that asks for the name", async () => {
    await instances.search(window, "tour-");
    for (const { id } of CLOUDS) await instances.rowOf(window, `tour-${id}`, "running");
    await show("bought", "what was bought, running in the table");
    await instances.open(window, "tour-tencent");
    await window.see("details-panel");
    await show("details", "an instance's details");
    await window.press("ESCAPE");
    await instances.select(window, "tour-tencent");
    await window.click("action-terminate", ':not([aria-disabled="true"])');
    await window.see("confirm-dialog");
    await show("terminate", "terminating asks for the name");
    await window.fill('[data-testid="confirm-name"]', "tour-tencent");
    await window.click("confirm-apply");
    await question.yesUntil(window, "the dialog is gone", async () => !(await window.sees("confirm-dialog")));
  });

  test.each(CLOUDS)("an image and its sharing on $id", async (cloud: Cloud) => {
    await window.click("nav-images");
    await choose(window, '[data-testid="account-select"]', LABELS[cloud.id] ?? cloud.id);
    await window.see("image-row");
    if (cloud.id === "tencent") await show("images", "images: own, shared with me, public");
    // One that holds no data disks can be shared everywhere.
    const rows = await window.count('[data-testid="image-row"]');
    for (let at = 0; at < rows; at += 1) {
      await window.clickCss(`[data-testid="image-row"]:nth-of-type(${at + 1})`);
      await window.see("details-panel");
      await window.until("sharing, or why not", async () =>
        (await window.sees("share-add")) || (await window.sees("share-obstacles")) || (await window.sees("share-unsupported")),
      );
      if (!(await window.sees("share-obstacles"))) break;
    }
    if (!cloud.shares) {
      await window.see("share-unsupported");
      await show(`share-${cloud.id}`, "this cloud's API has no sharing, and the window says so");
      return;
    }
    const stranger = STRANGER[cloud.id] ?? "";
    await window.fill('[data-testid="share-input"]', stranger);
    await window.press("ENTER");
    await window.click("share-add");
    if (cloud.id === "tencent") {
      await window.see("confirm-dialog");
      await show("share-confirm", "who gets at what, before it is given away");
    }
    await images.readBack(window, stranger);
    await show(`share-${cloud.id}`, "shared, and read back from the cloud");
    await images.unshare(window, stranger);
  });

  test("quotes side by side, and a spot price's history", async () => {
    await window.click("nav-quotes");
    for (const cloud of CLOUDS.filter(({ hasQuote }) => hasQuote)) {
      await choose(window, '[data-testid="account-select"]', LABELS[cloud.id] ?? cloud.id);
      for (const choice of orderOf(cloud.key, "").flatMap(({ choices }) => choices)) {
        if (choice.how === "image") await pickInDialog("pick-image", "image-choice");
        else if (choice.how === "type") await pickInDialog("pick-instance-type", "type-row");
        // Only what a price needs is asked for here.
        else if (choice.how !== "type-in" && (await window.seesCss(`[data-field="${choice.field}"]`))) {
          await wizard.make(window, choice);
        }
      }
      await window.see("quote-panel", '[data-state="fresh"]');
      await window.click("quote-keep");
      await window.see("quote-row", `[data-cloud="${cloud.id}"]`);
    }
    await show("quotes", "quotes of three clouds side by side");

    await window.clickCss('[data-testid="quotes-tab"] input[value="spot"] + label');
    await window.clickCss("#spot-zone");
    await window.clickCss("[data-choice-id]:not([data-combobox-disabled])");
    // The cloud keeps a history for some families only.
    await window.click("pick-instance-type");
    await window.fill('[data-testid="type-search"]', "N3");
    await window.click("type-row", '[data-instance-type^="N3"]');
    await window.see("spot-chart", ':not([data-points="0"]) svg path[stroke]');
    await show("spot", "spot price against regular price");
  });

  test("any operation, from its form to the reply", async () => {
    await window.click("nav-explorer");
    await window.fill('[data-testid="explorer-search"]', "DescribeInstances");
    await window.click("explorer-operation", '[data-cloud="tencent"][data-operation="DescribeInstances"]');
    await window.click("explorer-send");
    await window.see("explorer-reply", '[data-status="200"]');
    await show("explorer", "a read: the form, and the reply as a table");
  });

  test("the journal and the activity panel", async () => {
    await journal.open(window);
    await window.see("journal-row");
    await show("journal", "every act that was not a read");
    await window.click("journal-row", '[data-operation="RunInstances"]');
    await window.see("details-panel");
    await show("journal-entry", "one act: price, outcome, request with secrets masked");
    await window.click("activity-bar");
    await window.see("activity-item");
    await show("activity", "what was applied in this session");
    await window.press("ESCAPE");
  });

  test("settings, English and dark", async () => {
    await window.click("nav-settings");
    await window.see("settings-language");
    await show("settings", "settings");
    await window.click("language-toggle");
    await window.click("nav-instances");
    await window.read("Instances");
    await show("instances-en", "the same table in English");
    await window.click("nav-create");
    await window.see("wizard-step-place");
    await show("create-en", "the wizard in English");
    await window.click("theme-toggle");
    await window.click("nav-instances");
    await window.see("instance-row");
    await show("instances-en-dark", "dark");
    await window.click("nav-images");
    await window.see("image-row");
    await show("images-en-dark", "images in English, dark");
    await window.click("language-toggle");
    await window.click("nav-journal");
    await window.see("journal-row");
    await show("journal-dark", "the journal, dark");
  });
});
