import { defineConfig } from "vitest/config";

// One window at a time: the tests share a screen.
export default defineConfig({
  test: {
    include: ["**/*.test.ts"],
    fileParallelism: false,
    setupFiles: ["failures.ts"],
    // The window, its driver and its web process are three programs: what fails once may be the machine, twice is not.
    retry: 1,
    testTimeout: 120_000,
    hookTimeout: 120_000,
    reporters: ["verbose"],
  },
});
