import type { AppWindow } from "../window.js";

/** Opens the journal, narrowed to a text. */
export async function open(window: AppWindow, text = ""): Promise<void> {
  await window.click("nav-journal");
  await window.see("journal-search");
  if (text !== "") await window.fill('[data-testid="journal-search"]', text);
}

/** The line of an operation on something, once its outcome is what it should be. */
export async function line(window: AppWindow, operation: string, subject: string, outcome = "done"): Promise<string> {
  const selector = `[data-testid="journal-row"][data-operation="${operation}"][data-outcome="${outcome}"]`;
  let found: string | undefined;
  await window.until(`journal: ${operation} ${subject} ${outcome}`, async () => {
    found = (await window.texts(selector)).find((text) => text.includes(subject));
    return found !== undefined;
  });
  return found ?? "";
}

/** All lines on something. */
export async function linesOn(window: AppWindow, subject: string): Promise<string[]> {
  return (await window.texts('[data-testid="journal-row"]')).filter((text) => text.includes(subject));
}
