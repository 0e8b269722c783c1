import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { cloudOf } from "../clouds.js";
import { Desktop } from "../notifications.js";
import * as accounts from "../pages/accounts.js";
import * as instances from "../pages/instances.js";
import { Sandbox } from "../sandbox.js";
import { AppWindow } from "../window.js";

describe("what takes long", () => {
  const cloud = cloudOf("tencent");
  let window: AppWindow;
  let sandbox: Sandbox;
  let desktop: Desktop;
  beforeAll(async () => {
    desktop = await Desktop.start();
    sandbox = await Sandbox.start();
    window = await AppWindow.open();
    await accounts.add(window, cloud, sandbox.clouds[cloud.key]);
    await window.click("nav-instances");
  });
  afterAll(async () => {
    await window?.close();
    sandbox?.stop();
    desktop?.stop();
  });

  /** Begins to stop a running instance that was not stopped before, whose answer the cloud holds back; its name and id. */
  const used = new Set<string>();
  async function stopOne(): Promise<{ name: string; id: string }> {
    let id = "";
    await window.until("another one runs", async () => {
      const rows = await instances.rows(window);
      id = rows.find((row) => row.state === "running" && !used.has(row.id))?.id ?? "";
      return id !== "";
    });
    used.add(id);
    const name = await window.text(`[data-instance-id="${id}"] strong`);
    await sandbox.inject({ cloud: cloud.key, operation: "StopInstances", kind: "hold_after" });
    await window.clickCss(`[data-instance-id="${id}"] input[type="checkbox"]`);
    await instances.act(window, "stop");
    await sandbox.holds("StopInstances");
    return { name, id };
  }

  /** Lets the cloud answer, and the instance be stopped. */
  async function stops(): Promise<void> {
    await sandbox.mend();
    await sandbox.advance(120);
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
    await stops();
    await window.until("the desktop is told", async () => desktop.told.length > 0);
    await back();
    expect(desktop.told).toEqual([{ summary: "已完成", body: `关机 · ${name}` }]);
    expect(JSON.stringify(desktop.told)).not.toContain(id);
  });

  test("is not told to the desktop while one looks at it; it stands in the panel, and can be given up", async () => {
    const { name, id } = await stopOne();
    await window.click("activity-bar");
    await window.read(name, '[data-testid="activity-group-running"]');
    // It is accepted, and nobody learns yet what becomes of it.
    await sandbox.inject({ cloud: cloud.key, kind: "hold", times: 0 });
    await sandbox.release("StopInstances");
    await window.see("activity-item", '[data-phase="waiting"]');
    await window.click("activity-cancel");
    const left = '[data-testid="activity-item"][data-phase="waiting"] [data-testid="activity-recheck"]';
    await window.seeCss(left);
    await window.read("会继续进行", '[data-testid="activity-group-ended"]');

    await stops();
    await window.clickCss(left);
    const done = () => window.count('[data-testid="activity-item"][data-phase="done"]');
    await window.until("both are done", async () => (await done()) === 2);
    await window.see("instance-row", `[data-instance-id="${id}"][data-state="stopped"]`);
    expect(desktop.told).toHaveLength(1);
  });

  test("what has ended can be cleared away", async () => {
    await window.click("activity-clear");
    await window.until("nothing is left", async () => (await window.count('[data-testid="activity-item"]')) === 0);
    await window.read("没有进行中的操作", '[data-testid="details-panel"]');
  });

  test("the desktop is told in the window's language", async () => {
    await window.press("ESCAPE");
    await window.click("language-toggle");
    const { name } = await stopOne();
    await away();
    await stops();
    await window.until("the desktop is told", async () => desktop.told.length > 1);
    await back();
    // The second thing it hears at all: of what ended while one looked it heard nothing.
    expect(desktop.told.slice(1)).toEqual([{ summary: "Done", body: `Stop · ${name}` }]);
  });
});
