import type { AppWindow } from "../window.js";
import * as question from "./question.js";

/** The page, narrowed to a text: rows do not move any more when it returns. */
export async function search(window: AppWindow, text: string): Promise<void> {
  await window.click("nav-instances");
  await window.fill('[data-testid="instance-search"]', text);
  await window.until(`only what has ${text} is shown`, async () =>
    (await rows(window)).every(({ lines }) => lines.some((line) => line.includes(text))),
  );
}

/** A row of the table as it stands there. */
export interface Row {
  id: string;
  cloud: string;
  state: string;
  /** What a person reads, line by line. */
  lines: string[];
}

/** The rows on the screen. */
export async function rows(window: AppWindow): Promise<Row[]> {
  return window.driver.executeScript(
    `return [...document.querySelectorAll('[data-testid="instance-row"]')].map((row) => ({
      id: row.dataset.instanceId, cloud: row.dataset.cloud, state: row.dataset.state, lines: row.innerText.split("\\n"),
    }))`,
  );
}

/** The row with a name, once it is there (in a state). */
export async function rowOf(window: AppWindow, name: string, state?: string): Promise<Row> {
  let found: Row | undefined;
  await window.until(`instance ${name} ${state ?? ""}`, async () => {
    found = (await rows(window)).find((row) => row.lines.includes(name) && (state ?? row.state) === row.state);
    return found !== undefined;
  });
  if (!found) throw new Error(name);
  return found;
}

/** Marks the row with a name. */
export async function select(window: AppWindow, name: string): Promise<void> {
  const { id } = await rowOf(window, name);
  await window.clickCss(`[data-testid="instance-row"][data-instance-id="${id}"] input[type="checkbox"]`);
  await window.seeCss('[role="toolbar"]');
}

/** Does something with the marked rows and confirms it, with the name where that is asked for. */
export async function act(window: AppWindow, action: string, name?: string): Promise<void> {
  await window.click(`action-${action}`, ':not([aria-disabled="true"])');
  await window.see("confirm-dialog");
  if (name !== undefined) await window.fill('[data-testid="confirm-name"]', name);
  await window.click("confirm-apply");
  await question.yesUntil(window, "the dialog is gone", async () => !(await window.sees("confirm-dialog")));
}

/** Opens the details of the instance with a name. */
export async function open(window: AppWindow, name: string): Promise<void> {
  const { id } = await rowOf(window, name);
  await window.click("instance-row", `[data-instance-id="${id}"]`);
  await window.see("details-panel");
}
