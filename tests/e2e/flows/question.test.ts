// The system's own question, answered by the keyboard as a person does: nothing counts before it could be read, and "no" is the default.
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { CLOUDS } from "../clouds.js";
import { Desktop } from "../desktop.js";
import * as accounts from "../pages/accounts.js";
import * as instances from "../pages/instances.js";
import * as question from "../pages/question.js";
import { Session } from "../session.js";

describe("the system's question, by keyboard", () => {
  const session = Session.forTheseTests();
  const [cloud] = CLOUDS;
  if (!cloud) throw new Error("no cloud");
  // Who gives a new window the focus, and closes one by its button.
  let desktop: Desktop;
  /** The machine it is about. */
  let id = "";

  beforeAll(async () => {
    desktop = await Desktop.start();
    await accounts.add(session.window, cloud, session.sandbox.clouds[cloud.key]);
    await review();
  });
  afterAll(() => desktop?.stop());

  /** Goes as far as the page's own review of destroying one machine that runs; another than before. */
  async function review(): Promise<void> {
    const { window } = session;
    await window.click("nav-instances");
    const next = async () => (await instances.rows(window)).find((row) => row.state === "running" && row.id !== id)?.id;
    await window.until("a machine that runs", async () => (await next()) !== undefined);
    id = (await next()) ?? "";
    await window.clickCss(`[data-testid="instance-row"][data-instance-id="${id}"] input[type="checkbox"]`);
    await window.click("action-terminate", ':not([aria-disabled="true"])');
    await window.see("confirm-name");
    const name = await window.driver.executeScript<string>(
      `return document.querySelector('[data-testid="confirm-name"]').dataset.name ?? ""`,
    );
    await window.fill('[data-testid="confirm-name"]', name);
  }

  /** Applies in the page, and waits for the question. */
  async function asked(): Promise<question.Question> {
    await session.window.click("confirm-apply", ":not([disabled])");
    return question.appearing();
  }

  /** What the cloud was told to destroy. */
  async function destroyed(): Promise<number> {
    return (await session.sandbox.state())[cloud?.key ?? "tencent"].calls.TerminateInstances?.applied ?? 0;
  }

  /** That it was a no: the review stands as it did, and nothing was sent. */
  async function refused(): Promise<void> {
    await session.window.until("the question is gone", async () => !question.isAsked());
    await session.window.see("confirm-apply", ":not([disabled])");
    expect(await destroyed()).toBe(0);
  }

  test.each([
    ["Enter", ["Return"]],
    ["Space", ["space"]],
    ["Escape", ["Escape"]],
    ["the yes button by Tab", ["Tab", "space", "Tab", "Return"]],
    ["the yes button by an arrow", ["Right", "Return"]],
  ])("%s in its first half second answers nothing, and later Enter is a no", async (_, keys) => {
    // A machine that is too busy to press in time has not tried it.
    await session.window.until(`${keys.join(" ")} in time`, async () => {
      const one = await asked();
      const inTime = one.press(...keys);
      if (inTime) {
        await one.readable();
        expect(question.isAsked()).toBe(true);
      }
      await one.answerBy("Return");
      await refused();
      return inTime;
    });
  });

  test("closing it in its first half second answers nothing either; later it is a no", async () => {
    const { window } = session;
    await window.until("closed in time", async () => {
      const one = await asked();
      desktop.close(one.id);
      const inTime = one.isEarly();
      await one.readable();
      if (inTime) expect(question.isAsked()).toBe(true);
      if (question.isAsked()) desktop.close(one.id);
      await refused();
      return inTime;
    });
  });

  test("Escape is a no once it could be read", async () => {
    const one = await asked();
    await one.readable();
    await one.answerBy("Escape");
    await refused();
  });

  test("the yes button, by an arrow and Enter, says yes", async () => {
    const one = await asked();
    await one.readable();
    await one.answerBy("Right", "Return");
    await session.window.seeGone("confirm-dialog");
    await session.window.until("one is destroyed", async () => (await destroyed()) === 1);
  });

  test("the yes button, by Tab and Space, says yes", async () => {
    await review();
    const one = await asked();
    await one.readable();
    await one.answerBy("Tab", "space");
    await session.window.seeGone("confirm-dialog");
    await session.window.until("another is destroyed", async () => (await destroyed()) === 2);
  });
});
