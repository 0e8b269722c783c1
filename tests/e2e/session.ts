import { afterAll, beforeAll } from "vitest";
import { Sandbox } from "./sandbox.js";
import { AppWindow } from "./window.js";

/** A window and a sandbox for the tests of a file. */
export class Session {
  private held: { window: AppWindow; sandbox: Sandbox } | undefined;

  get window(): AppWindow {
    return this.now.window;
  }

  get sandbox(): Sandbox {
    return this.now.sandbox;
  }

  /** Begins before the tests, ends after them whatever happens. */
  static forTheseTests(...options: string[]): Session {
    const session = new Session();
    beforeAll(async () => {
      const sandbox = await Sandbox.start(...options);
      const window = await AppWindow.open().catch((error: unknown) => {
        sandbox.stop();
        throw error;
      });
      session.held = { window, sandbox };
    });
    afterAll(async () => {
      await session.held?.window.close();
      session.held?.sandbox.stop();
    });
    return session;
  }

  /** The same installation in a new process. `before`: while nothing runs. */
  async restart(before?: () => void | Promise<void>): Promise<void> {
    const { window, sandbox } = this.now;
    await window.close();
    await before?.();
    this.held = { window: await AppWindow.open(window.home), sandbox };
  }

  private get now(): { window: AppWindow; sandbox: Sandbox } {
    if (!this.held) throw new Error("the session has not begun");
    return this.held;
  }
}
