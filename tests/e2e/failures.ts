import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { afterEach } from "vitest";
import { environment } from "./environment.js";
import { openWindows } from "./window.js";

/** What the windows showed when a test failed: a picture of each, and its text in the log. One that is dead is replaced. */
afterEach(async ({ task }) => {
  if (task.result?.state !== "fail") return;
  mkdirSync(environment.failures, { recursive: true });
  const name = `${task.file.name} ${task.suite?.name ?? ""} ${task.name}`.replace(/[^\w一-龥]+/g, "-");
  for (const [index, window] of [...openWindows].entries()) {
    const path = join(environment.failures, `${name}-${task.result.retryCount ?? 0}-${index}.png`);
    await window.picture(path).catch(() => undefined);
    const text = await window.text().catch(() => undefined);
    process.stderr.write(`\n${task.name}: the window showed (${path})\n${text?.slice(0, 2_000) ?? "nothing"}\n`);
    // The next try, and the next test, are not to fail of it.
    if (text === undefined) await window.revive();
  }
});
