import * as question from "./pages/question.js";
import type { AppWindow } from "./window.js";

/** What a command said: its value, or the kind of its error; and what the system asked the person meanwhile. */
export interface Said {
  ok: boolean;
  value: unknown;
  asked: string[];
}

/** Calls a command from within the page. Whenever the system asks, the person answers with `word`. */
export async function invoke(window: AppWindow, command: string, args: object, word: "yes" | "no"): Promise<Said> {
  await window.driver.executeScript(
    `window.__said = null;
     window.__TAURI_INTERNALS__.invoke(arguments[0], arguments[1]).then(
       (value) => { window.__said = { ok: true, value }; },
       (error) => { window.__said = { ok: false, value: error.kind ?? String(error) }; });`,
    command,
    args,
  );
  let said: Omit<Said, "asked"> | null = null;
  const asked = await question.answerUntil(window, word, `${command} answers`, async () => {
    said = await window.driver.executeScript("return window.__said");
    return said !== null;
  });
  if (!said) throw new Error(command);
  return { ...(said as Omit<Said, "asked">), asked };
}
