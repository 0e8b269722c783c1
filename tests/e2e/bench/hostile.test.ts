import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { cpus, totalmem } from "node:os";
import { dirname } from "node:path";
import { expect, test } from "vitest";
import { invoke } from "../invoke.js";
import { memoryOf, processesIn } from "../processes.js";
import { filesBelow } from "../traces.js";
import { AppWindow } from "../window.js";
import { Foe, MANNERS } from "./foe.js";

/** What a hostile endpoint may cost at most: MiB of memory, MiB of log in an hour, milliseconds of a frame. */
const MOST_MEMORY = 64;
const MOST_LOG = 1;
const MOST_FRAME = 100;

/** How long it is watched, and how often the memory is looked at, in milliseconds. */
const WATCHED = 25_000;
const OFTEN = 100;

/** How often the instances are asked for in an hour, unless a person sets it otherwise. */
const REFRESHES = 30;

const report = process.env.YUNDECK_BENCH ?? "";

interface Cost {
  manner: string;
  asked: number;
  memory: number;
  log: number;
  frame: number;
}

function logOf(home: string): number {
  const logs = filesBelow(home).filter((path) => path.endsWith(".log"));
  return logs.reduce((sum, path) => sum + readFileSync(path).length, 0);
}

const pause = (millis: number) => new Promise((resolve) => setTimeout(resolve, millis));

/** Notes the longest time between two frames. */
const WATCH_FRAMES = `
let last = performance.now();
window.__longest = 0;
window.__frames = 0;
const next = (now) => {
  window.__longest = Math.max(window.__longest, now - last);
  window.__frames += 1;
  last = now;
  requestAnimationFrame(next);
};
if (!window.__watching) requestAnimationFrame((now) => { last = now; requestAnimationFrame(next); });
window.__watching = true;`;

test("a hostile endpoint costs little", { timeout: 900_000 }, async () => {
  const foe = new Foe();
  const url = await foe.listen();
  const window = await AppWindow.open();
  try {
    const clouds = (await invoke(window, "clouds", {}, "no")).value as { id: string; regions: { id: string }[] }[];
    const [cloud] = clouds;
    const draft = {
      cloud: cloud?.id,
      label: "foe",
      accessKeyId: "AKIDfoe",
      regions: cloud?.regions.map(({ id }) => id),
      endpoint: url,
      caFile: null,
      caAnew: false,
      signing: null,
      ownerId: null,
      proxy: null,
      keepForSession: true,
      currency: null,
      projects: [],
    };
    const secret = { secret: "hush", sessionToken: null };
    expect(await invoke(window, "add_account", { draft, secret }, "yes")).toMatchObject({ ok: true });
    await window.click("nav-instances");
    const [pid] = processesIn(window.home);
    if (pid === undefined) throw new Error("the application does not run");

    const costs: Cost[] = [];
    for (const [manner, way] of Object.entries(MANNERS)) {
      await invoke(window, "cancel_refresh", {}, "no");
      await pause(3_000);
      const before = { memory: memoryOf(pid), log: logOf(window.home), asked: foe.asked };
      foe.manner = way;
      await window.driver.executeScript(WATCH_FRAMES);
      await window.driver.executeScript(`window.__longest = 0; window.__TAURI_INTERNALS__.invoke("refresh_inventory", { asked: true });`);
      let most = 0;
      const end = Date.now() + WATCHED;
      while (Date.now() < end) {
        most = Math.max(most, memoryOf(pid));
        await pause(OFTEN);
      }
      const frame = await window.driver.executeScript<number>("return window.__longest");
      costs.push({
        manner,
        asked: foe.asked - before.asked,
        memory: most - before.memory,
        log: ((logOf(window.home) - before.log) * REFRESHES) / 1024 / 1024,
        frame,
      });
    }
    const [cpu] = cpus();
    const rows = costs.map(
      ({ manner, asked, memory, log, frame }) =>
        `| ${manner} | ${asked} | ${memory.toFixed(0)} MiB | ${log.toFixed(2)} MiB | ${frame.toFixed(0)} ms |`,
    );
    const text = [
      "| it answers with | requests | more memory, at most | log, times 30 | longest frame |",
      "|---|---:|---:|---:|---:|",
      ...rows,
      "",
      `One account in ${draft.regions?.length} regions, refreshed once and watched for ${WATCHED / 1000} s, in the real window on ${cpus().length} cores (${cpu?.model.trim()}),`,
      `${Math.round(totalmem() / 2 ** 30)} GiB, software rendering on a virtual screen. Memory: proportional set size of the whole process tree, looked at ten`,
      "times a second, beside what it was before. Log: what one refresh wrote, as often as there are refreshes in an hour. Frame: the",
      "longest time between two animation frames of the page.",
      "",
    ].join("\n");
    process.stdout.write(`\n${text}\n`);
    if (report !== "") {
      mkdirSync(dirname(report), { recursive: true });
      writeFileSync(report, `# A hostile endpoint\n\nWritten by \`make bench-trust\`.\n\n${text}`);
    }
    for (const { manner, memory, log, frame } of costs) {
      expect.soft(memory, `${manner}: memory`).toBeLessThanOrEqual(MOST_MEMORY);
      expect.soft(log, `${manner}: log`).toBeLessThanOrEqual(MOST_LOG);
      expect.soft(frame, `${manner}: frame`).toBeLessThanOrEqual(MOST_FRAME);
    }
  } finally {
    await window.close();
    foe.close();
  }
});
