import { type ChildProcess, spawn } from "node:child_process";
import { readdirSync, readFileSync } from "node:fs";

/** How often the processes are looked at, in milliseconds. */
const OFTEN = 50;

/** What passes by outside of the window: the session bus, and the command lines and environments of every process. */
export class Surroundings {
  private readonly bus: Buffer[] = [];
  private readonly lines = new Set<string>();
  private readonly monitor: ChildProcess;
  private readonly timer: NodeJS.Timeout;

  constructor() {
    this.monitor = spawn("dbus-monitor", ["--session"], { stdio: ["ignore", "pipe", "inherit"] });
    this.monitor.stdout?.on("data", (bytes: Buffer) => this.bus.push(bytes));
    this.timer = setInterval(() => this.look(), OFTEN);
  }

  /** Everything that was said on the session bus. */
  get said(): Buffer {
    return Buffer.concat(this.bus);
  }

  /** Every command line and environment that there was. */
  get processes(): string {
    return [...this.lines].join("\n");
  }

  end(): void {
    clearInterval(this.timer);
    this.monitor.kill();
  }

  private look(): void {
    for (const pid of readdirSync("/proc").filter((name) => /^\d+$/.test(name))) {
      for (const file of ["cmdline", "environ"]) {
        try {
          this.lines.add(readFileSync(`/proc/${pid}/${file}`, "utf8"));
        } catch {
          // It has ended meanwhile, or is not ours to look at.
        }
      }
    }
  }
}
