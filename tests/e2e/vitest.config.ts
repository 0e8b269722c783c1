import { defineConfig } from "vitest/config";
import { PATIENCE, POLL } from "./patience.js";

// One window at a time: the tests share a screen.
export default defineConfig({
  test: {
    include: ["**/*.test.ts"],
    fileParallelism: false,
    setupFiles: ["failures.ts"],
    // Bounds for what hangs. Each wait has its own, and says what it waited for.
    testTimeout: 5 * PATIENCE,
    hookTimeout: 5 * PATIENCE,
    expect: { poll: { timeout: PATIENCE, interval: POLL } },
    reporters: ["verbose"],
  },
});
