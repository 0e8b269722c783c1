import { type ChildProcess, spawn } from "node:child_process";
import { busNames } from "./processes.js";
import { waitUntil } from "./waiting.js";

/** Who takes notifications on the session bus. */
const NAME = "org.freedesktop.Notifications";

/** What the desktop was told. */
export interface Told {
  summary: string;
  body: string;
}

/** A real notification server on the session bus of these tests. */
export class Desktop {
  private text = "";

  private constructor(private readonly process: ChildProcess) {
    process.stdout?.on("data", (piece: Buffer) => {
      this.text += piece.toString();
    });
  }

  static async start(): Promise<Desktop> {
    const child = spawn("dunst", ["-print"], { stdio: ["ignore", "pipe", "ignore"] });
    await new Promise((resolve, reject) => {
      child.once("error", reject);
      child.once("spawn", resolve);
    });
    // What is told before it listens is told to nobody.
    await waitUntil("no notification server", () => busNames().includes(NAME));
    return new Desktop(child);
  }

  /** All that was told so far. */
  get told(): Told[] {
    return [...this.text.matchAll(/^\tsummary: '(.*?)'\n\tbody: '(.*?)'\n\ticon:/gms)].map(([, summary = "", body = ""]) => ({
      summary,
      body,
    }));
  }

  stop(): void {
    this.process.kill();
  }
}
