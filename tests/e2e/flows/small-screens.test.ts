import { type ChildProcess, execFileSync, spawn } from "node:child_process";
import { mkdirSync, mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, describe, expect, test } from "vitest";
import { atRest } from "../accessibility.js";
import * as explorer from "../pages/explorer.js";
import { outOfReach } from "../reach.js";
import { STATES } from "../states.js";
import { AppWindow } from "../window.js";

interface Screen {
  name: string;
  width: number;
  height: number;
}

const SMALLEST: Screen = { name: "1024x600", width: 1024, height: 600 };
const NOTEBOOKS: Screen[] = [
  { name: "1366x768", width: 1366, height: 768 },
  { name: "1280x720", width: 1280, height: 720 },
];

/** What has the same frame as another state, and is not on the way to one. */
const ALIKE = ["a reply as a tree", "a request", "the palette with results", "help by cloud", "diagnostics"];

/** The dialogs and pages that the states do not come by: how one gets there, from wherever one is. */
const MORE: typeof STATES = [
  [
    "importing credentials",
    async (window) => {
      await window.click("nav-accounts");
      await window.click("account-import");
      await window.see("import-dialog");
    },
  ],
  [
    "pasting parameters",
    async (window) => {
      await window.press("ESCAPE");
      await window.until("the dialog is gone", async () => !(await window.sees("import-dialog")));
      await explorer.open(window, "tencent", "RunInstances");
      await window.click("explorer-paste");
      await window.see("explorer-paste-text");
    },
  ],
  [
    "what comes last in the settings",
    async (window) => {
      await window.press("ESCAPE");
      await window.until("the dialog is gone", async () => !(await window.sees("explorer-paste-text")));
      await window.click("nav-settings");
      await window.see("settings-language");
    },
  ],
];

describe("on a small screen", () => {
  let held: ChildProcess | undefined;
  let window: AppWindow | undefined;
  afterEach(async () => {
    await window?.close();
    window = undefined;
    held?.kill();
  });

  /** Another virtual screen; how a program is shown on it. */
  async function screen({ width, height }: Screen): Promise<{ DISPLAY: string }> {
    const server = spawn("Xvfb", ["-displayfd", "1", "-screen", "0", `${width}x${height}x24`, "-nolisten", "tcp"], {
      stdio: ["ignore", "pipe", "ignore"],
    });
    held = server;
    const display = await new Promise<string>((resolve, reject) => {
      server.stdout.once("data", (said: Buffer) => resolve(said.toString().trim()));
      server.once("exit", (code) => reject(new Error(`Xvfb ended with ${code}`)));
    });
    return { DISPLAY: `:${display}` };
  }

  function geometry(env: { DISPLAY: string }): { x: number; y: number; width: number; height: number } {
    const shell = ["search", "--onlyvisible", "--name", "^Yundeck$", "getwindowgeometry", "--shell"];
    const said = execFileSync("xdotool", shell, { encoding: "utf8", env: { ...process.env, ...env } });
    const value = (name: string) => Number(new RegExp(`^${name}=(-?\\d+)$`, "m").exec(said)?.[1]);
    return { x: value("X"), y: value("Y"), width: value("WIDTH"), height: value("HEIGHT") };
  }

  /** The window is inside of the screen, with room for a title bar. */
  function fits(env: { DISPLAY: string }, { width, height }: Screen): void {
    const at = geometry(env);
    expect(at.x >= 0 && at.y >= 0 && at.x + at.width <= width && at.y + at.height + 30 <= height, JSON.stringify(at)).toBe(true);
    expect(at.width).toBeGreaterThan(width * 0.9 - 128);
  }

  async function walk(states: typeof STATES): Promise<void> {
    if (!window) throw new Error("no window");
    for (const [name, reach] of states) {
      await reach(window);
      await atRest(window);
      expect.soft(await outOfReach(window), name).toEqual([]);
    }
  }

  test("of 1024x600, every page and dialog can be got at to its last button", async () => {
    const env = await screen(SMALLEST);
    window = await AppWindow.open(undefined, env);
    await window.see("welcome-try-sandbox");
    fits(env, SMALLEST);
    await walk([...STATES.filter(([name]) => !ALIKE.includes(name)), ...MORE]);
  });

  test("of 1024x600, so can what is in the way of a start", async () => {
    const env = await screen(SMALLEST);
    const home = mkdtempSync(join(tmpdir(), "yundeck-home-"));
    const data = join(home, "data", "cn.yundeck.desktop");
    mkdirSync(data, { recursive: true });
    writeFileSync(join(data, "yundeck.db"), "no database");
    window = await AppWindow.open(home, env);
    await walk([
      ["the trouble", (at) => at.see("trouble")],
      [
        "beginning anew",
        async (at) => {
          await at.click("trouble-anew");
          await at.see("trouble-anew-dialog");
        },
      ],
    ]);
  });

  test.each(NOTEBOOKS)("of $name, the window is inside, whatever place was kept", async (size) => {
    const env = await screen(size);
    const home = mkdtempSync(join(tmpdir(), "yundeck-home-"));
    const config = join(home, "config", "cn.yundeck.desktop");
    mkdirSync(config, { recursive: true });
    const place = { width: 1280, height: 900, x: 5000, y: -3000, prev_x: 0, prev_y: 0 };
    const state = { maximized: false, visible: true, decorated: true, fullscreen: false };
    writeFileSync(join(config, ".window-state.json"), JSON.stringify({ main: { ...place, ...state } }));
    window = await AppWindow.open(home, env);
    await window.see("welcome-try-sandbox");
    fits(env, size);
    // To the confirmation by name: what is lower stands on the smallest screen, too.
    await walk(STATES.slice(0, 6));
  });
});
