import { spawn } from "node:child_process";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { cloudOf } from "../clouds.js";
import { Desktop } from "../desktop.js";
import { environment } from "../environment.js";
import { orderOf } from "../orders.js";
import * as accounts from "../pages/accounts.js";
import * as explorer from "../pages/explorer.js";
import * as images from "../pages/images.js";
import * as journal from "../pages/journal.js";
import * as settings from "../pages/settings.js";
import * as question from "../pages/question.js";
import * as wizard from "../pages/wizard.js";
import { processesIn, webProcesses } from "../processes.js";
import { Sandbox } from "../sandbox.js";
import { waitUntil } from "../waiting.js";
import { AppWindow } from "../window.js";

describe("coming and going", () => {
  const cloud = cloudOf("tencent");
  let desktop: Desktop;
  let sandbox: Sandbox;
  let window: AppWindow;

  beforeAll(async () => {
    desktop = await Desktop.start();
    sandbox = await Sandbox.start();
    window = await AppWindow.open();
  });
  afterAll(async () => {
    await window?.close();
    sandbox?.stop();
    desktop?.stop();
  });

  /** The one window, once it is there. */
  async function shown(): Promise<string> {
    await waitUntil("one window", () => desktop.windows().length === 1);
    return desktop.windows()[0] ?? "";
  }

  async function ended(): Promise<void> {
    await waitUntil("the end of the program", () => processesIn(window.home).length === 0);
  }

  test("a second start shows the first window and ends", async () => {
    const id = await shown();
    desktop.minimise(id);
    await waitUntil("minimised", () => desktop.windows().length === 0);
    const { home } = window;
    const env = { ...process.env, HOME: home, XDG_DATA_HOME: join(home, "data"), XDG_CONFIG_HOME: join(home, "config") };
    const second = spawn(environment.app, [], { env, stdio: "ignore" });
    const code = await new Promise((resolve) => second.once("exit", resolve));
    expect(code).toBe(0);
    await waitUntil("in front", () => desktop.active() === id);
    expect(desktop.windows()).toEqual([id]);
    expect(processesIn(home)).toHaveLength(1);
  });

  test("closing quits, and the next start is where one was: size, place, page and filters", async () => {
    await accounts.add(window, cloud, sandbox.clouds.tencent);
    await images.open(window, cloud.label);
    await window.click("image-source", ' input[value="public"] + label');
    await explorer.open(window, cloud.id, "DescribeZoneInstanceConfigInfos");
    await journal.open(window);
    const chip = 'main button[aria-pressed]';
    await window.clickCss(chip);
    await window.seeCss(`${chip}[aria-pressed="true"]`);
    const words = await window.text(`${chip}[aria-pressed="true"]`);
    desktop.place(await shown(), 60, 40, 1100, 760);
    await expect.poll(async () => desktop.geometry(await shown())).toMatchObject({ width: 1100, height: 760 });
    const before = desktop.geometry(await shown());

    desktop.close(await shown());
    await ended();
    window = await window.restart();
    await window.see("journal-search");
    await expect.poll(() => window.text(`${chip}[aria-pressed="true"]`)).toBe(words);
    // The window manager moves and sizes it in its own time.
    await expect.poll(async () => desktop.geometry(await shown())).toMatchObject({ width: 1100, height: 760 });
    const after = desktop.geometry(await shown());
    // The frame that the window manager draws is counted by some and not by others.
    expect(Math.abs(after.x - before.x) + Math.abs(after.y - before.y)).toBeLessThan(60);
    await window.clickCss(`${chip}[aria-pressed="true"]`);
    await window.click("nav-explorer");
    await expect.poll(() => window.value('[data-testid="explorer-search"]')).toBe("DescribeZoneInstanceConfigInfos");
    await expect.poll(() => window.count('[data-testid="explorer-operation"]')).toBe(1);
    await window.click("nav-images");
    await expect.poll(() => window.text('[data-testid="image-source"] label[data-active]')).toBe("公共");
  });

  test("a page whose process has crashed is loaded again", async () => {
    const [crashed] = webProcesses(window.home);
    if (crashed === undefined) throw new Error("no page");
    // The driver loses sight of it then: what is seen is that the new page reads the instances.
    const reads = async () => (await sandbox.state()).tencent.calls.DescribeInstances?.received ?? 0;
    const before = await reads();
    process.kill(crashed, "SIGKILL");
    await waitUntil("another process runs the page", () => webProcesses(window.home).some((pid) => pid !== crashed));
    await window.until("the page reads the instances", async () => (await reads()) > before);
    desktop.close(await shown());
    await ended();
    window = await window.restart();
  });

  /** The review of an order of that name. */
  async function order(name: string): Promise<void> {
    // The client's patience is not what is tried here.
    await window.click("nav-settings");
    await settings.requestsMayTake(window, 300);
    await wizard.open(window, cloud.label);
    await wizard.fill(window, orderOf(cloud.key, name, sandbox.clouds.tencent));
    await wizard.review(window);
  }

  test("closing while a purchase is being sent says so, and waits for the answer", async () => {
    const name = "while-leaving";
    await order(name);
    await sandbox.inject({ cloud: cloud.key, operation: cloud.creates, kind: "hold_after" });
    await window.click("wizard-buy");
    await question.answer(window, "yes");
    await sandbox.holds(cloud.creates);

    desktop.close(await shown());
    await window.see("leaving-dialog");
    await window.read(/正在核对或提交[\s\S]*广州生产[\s\S]*自动关闭/, '[data-testid="leaving-dialog"]');
    await window.click("leaving-stay");
    await window.seeGone("leaving-dialog");

    // Asked again, it closes by itself, when the answer is there and not before.
    desktop.close(await shown());
    await window.see("leaving-dialog");
    expect(processesIn(window.home)).toHaveLength(1);
    await sandbox.release(cloud.creates);
    await ended();
    window = await window.restart();
    await journal.open(window, name);
    await journal.line(window, cloud.creates, name);
    expect(await sandbox.named(cloud.key, name)).toHaveLength(1);
    expect((await sandbox.state()).tencent.calls[cloud.creates]).toMatchObject({ received: 1 });
  });

  test("closing at once after the click that buys says so, too, and loses nothing", async () => {
    const name = "just-bought";
    await order(name);
    // It is looked first what is there: that is held back, and then the answer to the purchase.
    await sandbox.inject({ cloud: cloud.key, operation: "DescribeInstances", kind: "hold" });
    await sandbox.inject({ cloud: cloud.key, operation: cloud.creates, kind: "hold_after" });
    const id = await shown();
    await window.click("wizard-buy");
    await question.answer(window, "yes");
    desktop.close(id);
    await window.see("leaving-dialog");
    await window.read(new RegExp(`${name}[\\s\\S]*${cloud.label}`), '[data-testid="leaving-dialog"]');

    // However often it is asked again while the line is written and the request goes out, it stays.
    await sandbox.holds("DescribeInstances");
    await sandbox.release("DescribeInstances");
    await waitUntil("the purchase is sent", async () => {
      for (let times = 0; times < 10; times += 1) desktop.close(id);
      return (await sandbox.held()).includes(cloud.creates);
    });
    expect(processesIn(window.home)).toHaveLength(1);
    await window.see("leaving-dialog");

    await sandbox.release(cloud.creates);
    await ended();
    window = await window.restart();
    await journal.open(window, name);
    await journal.line(window, cloud.creates, name);
    expect(await sandbox.named(cloud.key, name)).toHaveLength(1);
  });
});
