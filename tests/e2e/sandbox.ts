import { type ChildProcess, spawn } from "node:child_process";
import { createInterface } from "node:readline";
import { environment } from "./environment.js";
import { waitUntil } from "./waiting.js";

/** One cloud of the running sandbox, as its start line describes it. */
export interface SandboxCloud {
  url: string;
  secret_id: string;
  secret_key: string;
  region: string;
  zone: string;
  image_id: string;
  instance_type: string;
  vpc_id: string;
  subnet_id: string;
  security_group_id: string;
}

export type CloudKey = "tencent" | "kec" | "jdcloud" | "ucloudstack";

type StartLine = Record<CloudKey, SandboxCloud> & { control: { url: string; token: string } };

/** What exists on a cloud of the sandbox. */
export interface World {
  instances: { id: string; name: string; region: string; state: string }[];
  images: { id: string; name: string; shares: string[] }[];
  /** By operation: the calls that arrived, and those that were done. */
  calls: Record<string, { received: number; applied: number }>;
}

/** What exists on all clouds. */
export type Worlds = Record<CloudKey, World>;

/** What to do wrong, once: see the sandbox crate's faults. */
export interface Fault {
  cloud?: string;
  operation?: string;
  kind: string;
  times?: number;
  [more: string]: unknown;
}

/** The sandbox as a process of its own, with its control listener. */
export class Sandbox {
  private static readonly running = new Set<ChildProcess>();

  private constructor(
    private readonly process: ChildProcess,
    readonly clouds: Record<CloudKey, SandboxCloud>,
    private readonly control: StartLine["control"],
  ) {}

  static async start(...options: string[]): Promise<Sandbox> {
    const child = spawn(environment.sandbox, ["--json", ...options], { stdio: ["ignore", "pipe", "inherit"] });
    Sandbox.running.add(child);
    const line = await new Promise<string>((resolve, reject) => {
      child.once("error", reject);
      child.once("exit", (code) => reject(new Error(`the sandbox ended with ${code}`)));
      if (child.stdout) createInterface(child.stdout).once("line", resolve);
    });
    const parsed = JSON.parse(line) as StartLine;
    return new Sandbox(child, parsed, parsed.control);
  }

  async inject(fault: Fault): Promise<void> {
    await this.send("POST", "/faults", fault);
  }

  /** How many faults have not struck yet. */
  async waitingFaults(): Promise<number> {
    return (JSON.parse(await this.send("GET", "/faults")) as { waiting: unknown[] }).waiting.length;
  }

  /** Waits until a call is held back, by a fault of the kind `hold` or `hold_after`. */
  async holds(operation: string): Promise<void> {
    await waitUntil(`${operation} is held back`, async () => (await this.held()).includes(operation));
  }

  /** The operations of the calls that are held back now. */
  async held(): Promise<string[]> {
    return (JSON.parse(await this.send("GET", "/faults")) as { held: string[] }).held;
  }

  /** Lets go the calls of an operation that are held back now. */
  async release(operation: string): Promise<void> {
    await this.send("POST", "/release", { operation });
  }

  /** Takes back the faults that have not struck, or strike until then, and lets go what they hold back. */
  async mend(): Promise<void> {
    await this.send("DELETE", "/faults");
  }

  async advance(seconds: number): Promise<void> {
    await this.send("POST", "/clock", { advance_seconds: seconds });
  }

  /** What exists in the sandbox's worlds now. */
  async state(): Promise<Worlds> {
    return JSON.parse(await this.send("GET", "/state")) as Worlds;
  }

  /** Waits until the worlds are as they should be. */
  async until(what: string, holds: (worlds: Worlds) => boolean): Promise<void> {
    await waitUntil(what, async () => holds(await this.state()));
  }

  /** Waits until an instance of that name has been made, and lets time pass until it runs. */
  async boots(cloud: CloudKey, name: string): Promise<void> {
    await this.until(`${name} is made`, (worlds) => worlds[cloud].instances.some((instance) => instance.name === name));
    // Longer than any instance takes, and little: machines made after the times that clouds tell are nobody's.
    await this.advance(20);
  }

  /** The instances of a cloud that bear a name. */
  async named(cloud: CloudKey, name: string): Promise<World["instances"]> {
    return (await this.state())[cloud].instances.filter((instance) => instance.name === name);
  }

  stop(): void {
    this.process.kill();
    Sandbox.running.delete(this.process);
  }

  /** Ends all that run. */
  static stopAll(): void {
    for (const child of Sandbox.running) child.kill();
    Sandbox.running.clear();
  }

  private async send(method: string, path: string, body?: unknown): Promise<string> {
    const init: RequestInit = { method, headers: { authorization: `Bearer ${this.control.token}` } };
    if (body !== undefined) init.body = JSON.stringify(body);
    const reply = await fetch(this.control.url + path, init);
    const text = await reply.text();
    if (!reply.ok) throw new Error(`${method} ${path}: ${reply.status} ${text}`);
    return text;
  }
}
