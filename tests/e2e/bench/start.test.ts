import { execFileSync } from "node:child_process";
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { cpus, totalmem } from "node:os";
import { dirname } from "node:path";
import { expect, test } from "vitest";
import { environment } from "../environment.js";
import { memoryOf, processesIn } from "../processes.js";
import { AppWindow } from "../window.js";

const RUNS = 10;

/** What Yundeck may take at most, as multiples of the bare window. */
const MOST_TIME = 2;
const MOST_MEMORY = 1.4;

const bare = process.env.YUNDECK_BARE ?? "";
const report = process.env.YUNDECK_BENCH ?? "";

interface Start {
  /** From the start of the process to the page's `ready` mark, in milliseconds. */
  ready: number;
  /** What the process and all it started hold of the memory (proportional set size), in MiB, two seconds later. */
  memory: number;
}

/** When a process started, in milliseconds of the clock; exact to a hundredth of a second. */
function startOf(pid: number): number {
  // After the name in parentheses, which may hold anything, the start is the twentieth field.
  const ticks = Number(readFileSync(`/proc/${pid}/stat`, "utf8").split(") ")[1]?.split(" ")[19]);
  const uptime = Number(readFileSync("/proc/uptime", "utf8").split(" ")[0]);
  const perSecond = Number(execFileSync("getconf", ["CLK_TCK"], { encoding: "utf8" }));
  return Date.now() - uptime * 1000 + (ticks / perSecond) * 1000;
}

async function start(application: string, home?: string): Promise<Start> {
  const window = await AppWindow.open(home, {}, application);
  try {
    let ready: number | null = null;
    await window.until("the ready mark", async () => {
      ready = await window.driver.executeScript<number | null>(
        "const mark = performance.getEntriesByName('ready')[0]; return mark ? performance.timeOrigin + mark.startTime : null",
      );
      return ready !== null;
    });
    const [pid] = processesIn(window.home, application);
    if (pid === undefined || ready === null) throw new Error(`${application} does not run`);
    await new Promise((resolve) => setTimeout(resolve, 2_000));
    return { ready: ready - startOf(pid), memory: memoryOf(pid) };
  } finally {
    await window.close();
  }
}

function median(values: number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = Math.floor(sorted.length / 2);
  return sorted.length % 2 === 1 ? (sorted[middle] ?? 0) : ((sorted[middle - 1] ?? 0) + (sorted[middle] ?? 0)) / 2;
}

test("a start is little more than that of a bare window", { timeout: 600_000 }, async () => {
  // A home where Yundeck was used: four accounts, instances, and the sandbox that comes with them.
  const used = await AppWindow.openOnSandbox();
  await used.close();

  const kinds = [
    { name: "bare Tauri window", open: () => start(bare) },
    { name: "Yundeck, first start", open: () => start(environment.app) },
    { name: "Yundeck with four sandbox accounts, sandbox included", open: () => start(environment.app, used.home) },
  ];
  const starts: Start[][] = kinds.map(() => []);
  // The first of each fills the caches of the disk.
  for (const { open } of kinds) await open();
  for (let run = 0; run < RUNS; run += 1) {
    for (const [index, { open }] of kinds.entries()) starts[index]?.push(await open());
  }

  const medians = starts.map((of) => ({
    ready: median(of.map((one) => one.ready)),
    memory: median(of.map((one) => one.memory)),
  }));
  const [base, first] = medians;
  if (!base || !first) throw new Error("nothing was measured");
  const rows = kinds.map(({ name }, index) => {
    const { ready, memory } = medians[index] ?? base;
    const times = (value: number, of: number) => `${(value / of).toFixed(2)} ×`;
    return `| ${name} | ${Math.round(ready)} ms | ${times(ready, base.ready)} | ${Math.round(memory)} MiB | ${times(memory, base.memory)} |`;
  });
  const [cpu] = cpus();
  const text = [
    "| | ready | | memory | |",
    "|---|---:|---:|---:|---:|",
    ...rows,
    "",
    `Medians of ${RUNS} alternating starts of release builds on ${cpus().length} cores (${cpu?.model.trim()}), ${Math.round(totalmem() / 2 ** 30)} GiB,`,
    "software rendering on a virtual screen. Ready: from the start of the process to the first frame in which the first page can",
    "be used. Memory: proportional set size of the whole process tree two seconds later.",
    "",
  ].join("\n");
  process.stdout.write(`\n${text}\n`);
  if (report !== "") {
    mkdirSync(dirname(report), { recursive: true });
    writeFileSync(report, `# Start\n\nWritten by \`make bench-start\`.\n\n${text}`);
  }
  expect(first.ready / base.ready, "time of a bare window").toBeLessThanOrEqual(MOST_TIME);
  expect(first.memory / base.memory, "memory of a bare window").toBeLessThanOrEqual(MOST_MEMORY);
});
