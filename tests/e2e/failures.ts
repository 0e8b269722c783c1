import { afterAll, afterEach } from "vitest";
import { leaveEvidence, openWindows, wasTold } from "./evidence.js";
import { Sandbox } from "./sandbox.js";
import { giveUp, waitedFor } from "./waiting.js";
import { AppWindow } from "./window.js";

/** What there was to be seen when a test failed, unless the wait that failed has told already. A window that is dead is replaced. */
afterEach(async ({ task }) => {
  if (task.result?.state !== "fail") return;
  // A test that took too long goes on by itself.
  const waited = waitedFor().map((wait) => `  still waited for: ${wait}\n`);
  giveUp();
  const evidence = wasTold() ? "" : await leaveEvidence();
  process.stderr.write(`\n${task.file.name} > ${task.name}: failed${evidence}\n${waited.join("")}`);
  for (const window of openWindows) {
    // The next test is not to fail of it.
    if (window instanceof AppWindow && !(await window.answers())) await window.revive();
  }
});

/** What a file has left open since its preparation failed: the next file would meet it. */
afterAll(async () => {
  giveUp();
  for (const window of openWindows) if (window instanceof AppWindow) await window.close();
  Sandbox.stopAll();
});
