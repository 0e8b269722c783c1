import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { atRest, flaws, type Look, turn } from "../accessibility.js";
import { SEEN, STATES } from "../states.js";
import { AppWindow } from "../window.js";

const LOOKS: Look[] = [
  { language: "zh-CN", scheme: "light" },
  { language: "zh-CN", scheme: "dark" },
  { language: "en", scheme: "dark" },
  { language: "en", scheme: "light" },
];

// One goes from state to state: what cannot be reached ends the round.
describe("nothing that axe calls serious or critical", () => {
  let window: AppWindow;
  let lost: string | undefined;
  beforeAll(async () => {
    window = await AppWindow.open();
    await window.see("welcome-try-sandbox");
  });
  afterAll(async () => {
    await window?.close();
  });

  /** In both languages and both schemes, beginning with how it looks already. */
  async function everyLook(name: string): Promise<void> {
    await atRest(window);
    let language = "";
    for (const look of LOOKS) {
      await turn(window, look);
      await atRest(window);
      const found = await flaws(window, look.language === language);
      expect.soft(found, `${name}: ${look.language}, ${look.scheme}`).toEqual([]);
      language = look.language;
    }
    LOOKS.reverse();
  }

  test.each(STATES)("%s", async (name, reach) => {
    expect(lost, "a state before could not be reached").toBeUndefined();
    lost = name;
    await reach(window);
    lost = undefined;
    await everyLook(name);
  });

  test("every other page of the navigation", async () => {
    const links = await window.driver.executeScript<string[]>(
      `return [...document.querySelectorAll("nav a[data-testid^=nav-]")].map((link) => link.dataset.testid.slice(4))`,
    );
    for (const link of links.filter((one) => !SEEN.includes(one))) {
      await window.click(`nav-${link}`);
      await window.seeCss(`[data-testid="nav-${link}"][data-status="active"]`);
      await everyLook(link);
    }
  });
});
