import { mkdirSync } from "node:fs";
import { basename, join } from "node:path";
import { expect } from "vitest";
import { environment } from "./environment.js";
import { within } from "./patience.js";
import { pictureOfScreen } from "./screen.js";

/** A window that can be looked at when something has gone wrong. */
export interface Witness {
  /** What a person reads in it now. */
  words(): Promise<string>;
  /** Writes what it shows to a file. */
  picture(path: string): Promise<void>;
  /** The last lines of the application's log. */
  log(): string;
}

/** The windows that are open now. */
export const openWindows = new Set<Witness>();

/** How long a window may take to say what it shows, in milliseconds. A dead one says nothing. */
const ANSWER = 15_000;

/** The tests of which something was left already. */
const told = new Set<string>();

/** What is tried now: the test, or the file whose tests are prepared. */
function nameOfNow(): string {
  const { currentTestName, testPath } = expect.getState();
  return [basename(testPath ?? "", ".test.ts"), currentTestName ?? "before or after its tests"].join(" ");
}

/** Whether evidence was left of what is tried now. */
export function wasTold(): boolean {
  return told.has(nameOfNow());
}

/**
 * Leaves pictures of the screen and of every open window, and says where they are, what the windows say, and how the
 * application's log ends.
 */
export async function leaveEvidence(): Promise<string> {
  const name = nameOfNow();
  // The first thing that did not come is what went wrong; looking at a dead window, too, is waiting in vain.
  if (told.has(name)) return "";
  told.add(name);
  mkdirSync(environment.failures, { recursive: true });
  const file = (part: string) => join(environment.failures, `${name} ${part}`.replace(/[^\w一-龥]+/g, "-").slice(0, 180) + ".png");
  const lines = await pictureOfScreen(file("screen")).then(
    () => [`  the screen: ${file("screen")}`],
    (error: unknown) => [`  no picture of the screen: ${String(error)}`],
  );
  for (const [index, window] of [...openWindows].entries()) {
    const path = file(`window ${index}`);
    const picture = await within(ANSWER, "a picture", window.picture(path)).then(
      () => path,
      (error: unknown) => `no picture, ${String(error).split("\n")[0]}`,
    );
    const text = await within(ANSWER, "its words", window.words()).catch((error: unknown) => `nothing, ${String(error).split("\n")[0]}`);
    lines.push(`  window ${index}: ${picture}`, indented(text.slice(0, 2_000)), "  its log ends:", indented(window.log()));
  }
  return `\n${lines.join("\n")}`;
}

function indented(text: string): string {
  return text.replaceAll(/^/gm, "    | ");
}
