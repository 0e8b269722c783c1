import { spawnSync } from "node:child_process";
import { aMoment, PATIENCE } from "../patience.js";
import type { AppWindow } from "../window.js";

/** The system's own question before what costs, destroys or gives away. No WebDriver reaches it: hands on the desktop answer it. */
const TITLE = "[?？]$";

/** How long one waits for it to go once it was answered, in milliseconds: it takes no answer before it could be read. */
const GOING = 400;

/** What it prints. Nothing, when it finds nothing. */
function xdotool(...words: string[]): string {
  const { status, stdout } = spawnSync("xdotool", words, { encoding: "utf8", timeout: 10_000 });
  return status === 0 ? stdout.trim() : "";
}

function dialog(): string | undefined {
  return xdotool("search", "--onlyvisible", "--name", TITLE).split("\n").filter(Boolean)[0];
}

/** How long nothing is an answer, in milliseconds. */
const READ = 500;

/** Less than that, by what passes between its appearing and being seen to be there. */
const EARLY = 350;

/** A question as it stands on the screen, for hands on the keyboard. */
export class Question {
  private readonly seen = Date.now();

  constructor(readonly id: string) {}

  /** Whether it has surely not been there for half a second. */
  isEarly(): boolean {
    return Date.now() - this.seen < EARLY;
  }

  /** Presses keys one after the other, wherever they go; whether all of them were pressed in its first half second. */
  press(...keys: string[]): boolean {
    xdotool("windowfocus", this.id, "key", "--clearmodifiers", "--delay", "1", ...keys);
    return this.isEarly();
  }

  /** Waits until it has been there long enough to be read. */
  async readable(): Promise<void> {
    // Seen by its own clock, which a busy program is behind with.
    await new Promise((resolve) => setTimeout(resolve, this.seen + 2 * READ - Date.now()));
  }

  /** Presses keys once it can be answered. */
  async answerBy(...keys: string[]): Promise<void> {
    await this.readable();
    xdotool("windowfocus", "--sync", this.id, "key", "--clearmodifiers", ...keys);
  }
}

/** Looks for it without a pause, and has it as soon as it is there. */
export async function appearing(): Promise<Question> {
  const end = Date.now() + PATIENCE;
  while (Date.now() < end) {
    const id = dialog();
    if (id !== undefined) return new Question(id);
  }
  throw new Error("the system asked nothing");
}

/** Whether it is there. */
export function isAsked(): boolean {
  return dialog() !== undefined;
}

/** Waits for it and presses one of its buttons, until it is gone; what it asked, in one line. */
export async function answer(window: AppWindow, word: "yes" | "no"): Promise<string> {
  await window.until("the system's question", async () => isAsked());
  window.hands.answers += 1;
  return press(word);
}

/** Waits until something holds, and says yes whenever the system asks meanwhile. */
export async function yesUntil(window: AppWindow, what: string, holds: () => Promise<boolean>): Promise<void> {
  await answerUntil(window, "yes", what, holds);
}

/** Waits until something holds, and answers whenever the system asks meanwhile; what it asked. */
export async function answerUntil(
  window: AppWindow,
  word: "yes" | "no",
  what: string,
  holds: () => Promise<boolean>,
): Promise<string[]> {
  const asked: string[] = [];
  await window.until(what, async () => {
    if (isAsked()) {
      window.hands.answers += 1;
      asked.push(await press(word));
    }
    return holds();
  });
  return asked;
}

async function press(word: "yes" | "no"): Promise<string> {
  let title = "";
  for (let id = dialog(); id !== undefined; id = dialog()) {
    title = xdotool("getwindowname", id) || title;
    const { WIDTH, HEIGHT } = Object.fromEntries(
      xdotool("getwindowgeometry", "--shell", id)
        .split("\n")
        .map((line) => line.split("=") as [string, string]),
    );
    // Its two buttons stand side by side at its lower edge, "Cancel" first.
    const across = Math.round(Number(WIDTH) * (word === "yes" ? 0.75 : 0.25));
    xdotool("mousemove", "--window", id, String(across), String(Number(HEIGHT) - 20), "click", "1");
    const end = Date.now() + GOING;
    while (Date.now() < end && isAsked()) await aMoment();
  }
  // Where nothing is hovered over.
  xdotool("mousemove", "0", "0");
  return title;
}
