import { execFileSync } from "node:child_process";
import { aMoment } from "../patience.js";
import type { AppWindow } from "../window.js";

/** The system's own dialog for files. No WebDriver reaches it: keys go to it as a person's would. */
const TITLE = "Save|保存|Open|打开|Select|选择";

/** How long it may take to close once it was answered, in milliseconds, before it is answered again; then twice as long. */
const CLOSING = 2_000;

function xdotool(...words: string[]): string {
  return execFileSync("xdotool", words, { encoding: "utf8", timeout: 10_000 }).trim();
}

/** The windows that are dialogs for files. Without one, xdotool fails. */
function dialogs(): string[] {
  try {
    return xdotool("search", "--onlyvisible", "--name", TITLE).split("\n").filter(Boolean);
  } catch {
    return [];
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
