import { spawnSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { environment } from "../environment.js";
import { aMoment } from "../patience.js";
import type { AppWindow } from "../window.js";

/** The system's own dialog for files. No WebDriver reaches it: keys go to it as a person's would. */
const TITLE = "Save|保存|Open|打开|Select|选择";

/** How long it may take to close once it was answered, in milliseconds, before it is answered again; then twice as long. */
const CLOSING = 2_000;

/** How many looks in a row must find a program at rest. */
const LOOKS = 4;

/** How long one waits for that rest at most, in milliseconds: something may be turning on the page. */
const REST = 3_000;

/** What it prints. Nothing, when it finds nothing; that it could not look is another thing. */
function xdotool(...words: string[]): string {
  const { status, signal, stdout, stderr } = spawnSync("xdotool", words, { encoding: "utf8", timeout: 10_000 });
  if (status === 0 || (status === 1 && stderr === "")) return stdout.trim();
  throw new Error(`xdotool ${words.join(" ")}: ${signal ?? status} ${stderr}`);
}

/** The windows that are dialogs for files. */
function dialogs(): string[] {
  return xdotool("search", "--onlyvisible", "--name", TITLE).split("\n").filter(Boolean);
}

/** What a program's first thread does, and how much it has done. */
function doing(pid: string): string {
  const members = readFileSync(`/proc/${pid}/stat`, "utf8").split(") ").at(-1)?.split(" ") ?? [];
  return [members[0], members[11], members[12]].join();
}

/** Waits until the screen and the program behind a dialog have taken what they were given. */
async function settled(dialog: string): Promise<void> {
  const pids = [environment.screenProcess, xdotool("getwindowpid", dialog)];
  const end = Date.now() + REST;
  let last = "";
  for (let looks = 0; looks < LOOKS && Date.now() < end; looks += 1) {
    await aMoment();
    const now = pids.map(doing).join(" ");
    if (now !== last || !pids.every((pid) => doing(pid).startsWith("S"))) looks = 0;
    last = now;
  }
}

/**
 * Waits for a dialog and gives it keys, until it is gone. While it opens, or still reads a folder, it takes a key for something
 * else or not at all: then it gets them again.
 */
async function answer(window: AppWindow, ...keys: string[][]): Promise<void> {
  await window.until("no file dialog", async () => dialogs().length > 0);
  let patience = CLOSING;
  await window.until("the file dialog does not go", async () => {
    for (const words of keys) {
      const [dialog] = dialogs();
      if (dialog === undefined) return true;
      await settled(dialog);
      // No window manager gives it the focus here; and when it is gone, the keys are not for the window behind it.
      xdotool("windowfocus", "--sync", dialog);
      xdotool(...words);
    }
    const end = Date.now() + patience;
    patience *= 2;
    while (dialogs().length > 0 && Date.now() < end) await aMoment();
    return dialogs().length === 0;
  });
}

const key = (...keys: string[]): string[] => ["key", "--clearmodifiers", ...keys];
const type = (text: string): string[] => ["type", "--clearmodifiers", text];

/** Saves under a path. */
export async function save(window: AppWindow, path: string): Promise<void> {
  await answer(window, key("ctrl+a"), type(path), key("Return"));
}

/** Opens the file or the folder of a path. */
export async function open(window: AppWindow, path: string): Promise<void> {
  // Where the path is typed.
  await answer(window, key("ctrl+l"), key("ctrl+a"), type(path), key("Return"));
}

/** Thinks better of it. */
export async function cancel(window: AppWindow): Promise<void> {
  await answer(window, key("Escape"));
}
