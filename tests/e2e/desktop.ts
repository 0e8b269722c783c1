import { type ChildProcess, execFileSync, spawn } from "node:child_process";
import { PATIENCE } from "./patience.js";
import { waitUntil } from "./waiting.js";

/** A window manager on the virtual screen, and a person's hands on windows: what the page cannot do to its own window. */
export class Desktop {
  private constructor(private readonly manager: ChildProcess) {}

  static async start(): Promise<Desktop> {
    const manager = spawn("openbox", ["--sm-disable"], { stdio: "ignore" });
    // Only a window manager knows how many desktops there are.
    await waitUntil("no window manager", () => xdotool("get_num_desktops") !== "");
    return new Desktop(manager);
  }

  /** The windows of the application that are to be seen; what it says beside the pointer is a window of X, and none of a person. */
  windows(): string[] {
    const managed = execFileSync("wmctrl", ["-l"], { encoding: "utf8" }).split("\n").map((line) => Number(line.split(" ")[0]));
    const seen = xdotool("search", "--onlyvisible", "--name", "^Yundeck$").split("\n").filter(Boolean);
    return seen.filter((id) => managed.includes(Number(id)));
  }

  /** The window in front. */
  active(): string {
    return xdotool("getactivewindow").trim();
  }

  minimise(id: string): void {
    xdotool("windowminimize", "--sync", id);
  }

  /** Moves and sizes a window. */
  place(id: string, x: number, y: number, width: number, height: number): void {
    xdotool("windowsize", "--sync", id, String(width), String(height));
    xdotool("windowmove", "--sync", id, String(x), String(y));
  }

  geometry(id: string): { x: number; y: number; width: number; height: number } {
    const said = Object.fromEntries(
      xdotool("getwindowgeometry", "--shell", id)
        .split("\n")
        .map((line) => line.split("=") as [string, string]),
    );
    return { x: Number(said.X), y: Number(said.Y), width: Number(said.WIDTH), height: Number(said.HEIGHT) };
  }

  /** Closes a window through the window manager, as its button does: keys sent to a busy screen may be lost. */
  close(id: string): void {
    execFileSync("wmctrl", ["-i", "-c", id], { stdio: "ignore", timeout: PATIENCE });
  }

  stop(): void {
    this.manager.kill();
  }
}

/** What it prints; nothing when it finds nothing. */
function xdotool(...rest: string[]): string {
  try {
    return execFileSync("xdotool", rest, { encoding: "utf8", stdio: ["ignore", "pipe", "ignore"], timeout: PATIENCE });
  } catch {
    return "";
  }
}
