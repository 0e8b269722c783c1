import { execFileSync } from "node:child_process";
import type { AppWindow } from "../window.js";

/** The system's own dialog for files. No WebDriver reaches it: keys go to it as a person's would. */
const TITLE = "Save|保存|Open|打开|Select|选择";

function xdotool(...words: string[]): string {
  return execFileSync("xdotool", words, { encoding: "utf8", timeout: 5_000 }).trim();
}

/** The windows that are dialogs for files. Without one, xdotool fails. */
function dialogs(): string[] {
  try {
    return xdotool("search", "--onlyvisible", "--name", TITLE).split("\n").filter(Boolean);
  } catch {
    return [];
  }
}

async function appeared(window: AppWindow): Promise<string> {
  await window.until("a file dialog", async () => dialogs().length > 0);
  const [dialog = ""] = dialogs();
  // No window manager gives it the focus here.
  xdotool("windowfocus", "--sync", dialog);
  return dialog;
}

async function gone(window: AppWindow): Promise<void> {
  await window.until("the file dialog is gone", async () => dialogs().length === 0);
}

/** Saves under a path. */
export async function save(window: AppWindow, path: string): Promise<void> {
  await appeared(window);
  xdotool("key", "--clearmodifiers", "ctrl+a");
  xdotool("type", "--clearmodifiers", path);
  xdotool("key", "Return");
  await gone(window);
}

/** Opens the file or the folder of a path. While the dialog still reads a folder it takes a key for something else: then again. */
export async function open(window: AppWindow, path: string): Promise<void> {
  await appeared(window);
  const end = Date.now() + 30_000;
  while (dialogs().length > 0 && Date.now() < end) {
    // Where the path is typed.
    xdotool("key", "--clearmodifiers", "ctrl+l");
    xdotool("key", "--clearmodifiers", "ctrl+a");
    xdotool("type", "--clearmodifiers", path);
    xdotool("key", "Return");
    await window.until("the dialog is gone", async () => dialogs().length === 0, 2_000).catch(() => undefined);
  }
  await gone(window);
}

/** Thinks better of it. */
export async function cancel(window: AppWindow): Promise<void> {
  await appeared(window);
  xdotool("key", "Escape");
  await gone(window);
}
