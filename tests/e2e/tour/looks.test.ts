import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, test } from "vitest";
import { atRest, type Look, turn } from "../accessibility.js";
import { environment } from "../environment.js";
import { orderOf } from "../orders.js";
import * as instances from "../pages/instances.js";
import * as wizard from "../pages/wizard.js";
import { STATES } from "../states.js";
import { AppWindow } from "../window.js";

const LOOKS: Look[] = [
  { language: "en", scheme: "light" },
  { language: "en", scheme: "dark" },
  { language: "zh-CN", scheme: "dark" },
  { language: "zh-CN", scheme: "light" },
];

/** What is worth a look and no state of the other tests. What is done is done in Chinese, whose words the orders know. */
const MORE: typeof STATES = [
  [
    "a renewal of two",
    async (window) => {
      await window.press("ESCAPE");
      await window.click("nav-instances");
      // Ids tell the clouds apart: several have machines of one name.
      await instances.search(window, "ins-");
      for (const name of ["web-01", "db-master"]) await instances.select(window, name);
      await window.click("action-renew");
      await window.click("renew-months", '[data-months="3"]');
      await window.see("plans-sum");
    },
  ],
  [
    "a termination of two",
    async (window) => {
      await window.press("ESCAPE");
      await window.seeGone("confirm-dialog");
      await window.click("action-terminate", ':not([aria-disabled="true"])');
      await window.see("confirm-name");
    },
  ],
  [
    "an order to be bought",
    async (window) => {
      await window.press("ESCAPE");
      await window.seeGone("confirm-dialog");
      await wizard.open(window, "腾讯云");
      await wizard.fill(window, orderOf("tencent", "web-looks"));
      await wizard.review(window);
    },
  ],
  [
    "what was bought",
    async (window) => {
      await wizard.buy(window);
      await wizard.running(window);
    },
  ],
  [
    "details of what was bought",
    async (window) => {
      await window.click("progress-open");
      await window.see("details-panel");
    },
  ],
  [
    "one like it",
    async (window) => {
      await window.click("action-again");
      await window.see("left-behind");
    },
  ],
];

// For eyes: every state as it looks in both languages and both themes, on a screen as large as YUNDECK_SCREEN_SIZE.
describe("every state, as it looks", () => {
  const folder = join(environment.tour, "looks");
  let window: AppWindow;
  beforeAll(async () => {
    mkdirSync(folder, { recursive: true });
    window = await AppWindow.open();
  });
  afterAll(async () => {
    await window?.close();
  });

  test.each([...STATES, ...MORE].map(([name, reach], at) => ({ name, reach, at })))("$name", async ({ name, reach, at }) => {
    await reach(window);
    for (const look of LOOKS) {
      await turn(window, look);
      await atRest(window);
      const number = String(at + 1).padStart(2, "0");
      const title = name.replaceAll(/[^a-z]+/gi, "-");
      await window.picture(join(folder, `${number}-${title}-${look.language}-${look.scheme}.png`));
    }
  });
});
