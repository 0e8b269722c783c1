import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { Desktop } from "../notifications.js";
import * as instances from "../pages/instances.js";
import { AppWindow } from "../window.js";

describe("what takes long", { retry: 0 }, () => {
  let window: AppWindow;
  let desktop: Desktop;
  beforeAll(async () => {
    desktop = await Desktop.start();
    window = await AppWindow.openOnSandbox();
    await window.see("instance-row", '[data-state="running"]');
  });
  afterAll(async () => {
    await window?.close();
    desktop?.stop();
  });

  /** Begins to stop a running instance that was not stopped before; its name and id. */
  const used = new Set<string>();
  async function stopOne(): Promise<{ name: string; id: string }> {
    let id = "";
    await window.until("another one runs", async () => {
      const rows = await instances.rows(window);
      id = rows.find((row) => row.cloud === "tencent" && row.state === "running" && !used.has(row.id))?.id ?? "";
      return id !== "";
    });
    used.add(id);
    const name = await window.text(`[data-instance-id="${id}"] strong`);
    await window.clickCss(`[data-instance-id="${id}"] input[type="checkbox"]`);
    await instances.act(window, "stop");
    return { name, id };
  }

  const inFront = () => window.driver.executeScript<boolean>("return document.hasFocus()");
  async function away(): Promise<void> {
    await window.driver.manage().window().minimize();
    await window.until("the window is not in front", async () => !(await inFront()));
  }
  async function back(): Promise<void> {
    await window.driver.manage().window().setRect({ x: 0, y: 0, width: 1280, height: 900 });
    await window.until("the window is in front", inFront);
  }

  test("is told to the desktop when the window is not in front, by name and without ids", async () => {
    const { name, id } = await stopOne();
    await away();
    await window.until("the desktop is told", async () => desktop.told.length > 0);
    await back();
    expect(desktop.told).toEqual([{ summary: "已完成", body: `关闭实例 · ${name}` }]);
    expect(JSON.stringify(desktop.told)).not.toContain(id);
  });

  test("is not told to the desktop while one looks at it; it stands in the panel, and can be given up", async () => {
    const { name, id } = await stopOne();
    await window.click("activity-bar");
    await window.see("activity-group-running");
    expect(await window.text('[data-testid="activity-group-running"]')).toContain(name);
    await window.click("activity-cancel");
    // It is given up while it is waited for; or, as the machine's speed has it, before it was sent or after its end.
    const left = '[data-testid="activity-item"][data-phase="waiting"] [data-testid="activity-recheck"]';
    const count = (phase: string) => window.count(`[data-testid="activity-item"][data-phase="${phase}"]`);
    await window.until(
      "given up, or ended before",
      async () => (await window.count(left)) === 1 || (await count("not_sent")) === 1 || (await count("done")) === 2,
    );
    if ((await window.count(left)) === 1) {
      expect(await window.text('[data-testid="activity-group-ended"]')).toContain("会继续进行");
      await window.clickCss(left);
      await window.until("both are done", async () => (await count("done")) === 2);
      await window.see("instance-row", `[data-instance-id="${id}"][data-state="stopped"]`);
    }
    expect(desktop.told).toHaveLength(1);
  });

  test("what has ended can be cleared away", async () => {
    await window.click("activity-clear");
    await window.until("nothing is left", async () => (await window.count('[data-testid="activity-item"]')) === 0);
    expect(await window.text('[data-testid="details-panel"]')).toContain("没有进行中的操作");
  });

  test("the desktop is told in the window's language", async () => {
    await window.press("ESCAPE");
    await window.click("language-toggle");
    const { name } = await stopOne();
    await away();
    await window.until("the desktop is told", async () => desktop.told.length > 1);
    await back();
    // The second thing it hears at all: of what ended while one looked it heard nothing.
    expect(desktop.told.slice(1)).toEqual([{ summary: "Done", body: `Stop instances · ${name}` }]);
  });
});
