import { type ChildProcess, spawn } from "node:child_process";
import { createServer } from "node:net";
import { Builder, Capabilities, type WebDriver } from "selenium-webdriver";
import { environment } from "./environment.js";
import { aMoment, PATIENCE } from "./patience.js";
import { waitFor } from "./waiting.js";

/** Below the ports that the system gives to whoever asks for any: what is free here now is not given away in a moment. */
const PORTS = { first: 10_000, last: 30_000 };

/** How long a command may take. Longer than any script, which ends by itself. */
const COMMAND = PATIENCE + 30_000;

/** A driver of the web view, and the process that brings it to the application. */
export interface Session {
  driver: WebDriver;
  process: ChildProcess;
}

/** Starts an application under a driver. */
export async function drive(application: string, env: NodeJS.ProcessEnv): Promise<Session> {
  const [port, native] = [await freePort(), await freePort()];
  const child = spawn(
    environment.driver,
    ["--port", String(port), "--native-port", String(native), "--native-driver", "/usr/bin/WebKitWebDriver"],
    { env, stdio: ["ignore", "ignore", "ignore"] },
  );
  try {
    await reachable(port, child);
    const capabilities = new Capabilities();
    capabilities.setBrowserName("wry");
    capabilities.set("tauri:options", { application });
    const building = new Builder().usingServer(`http://127.0.0.1:${port}/`).withCapabilities(capabilities).build();
    const driver = await waitFor("the driver has no session", Promise.resolve(building));
    await driver.manage().setTimeouts({ script: PATIENCE, pageLoad: PATIENCE });
    return { driver: bounded(driver), process: child };
  } catch (error) {
    child.kill();
    throw error;
  }
}

/** The driver, whose commands end: one that is not answered is told with its place in the tests. */
function bounded(driver: WebDriver): WebDriver {
  const execute = driver.execute.bind(driver);
  driver.execute = (command) => waitFor(`the driver does not answer: ${command.getName()}`, execute(command), COMMAND);
  return driver;
}

async function freePort(): Promise<number> {
  for (;;) {
    const port = PORTS.first + Math.floor(Math.random() * (PORTS.last - PORTS.first));
    if (await isFree(port)) return port;
  }
}

async function isFree(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const server = createServer();
    server.once("error", () => resolve(false));
    server.listen(port, "127.0.0.1", () => server.close(() => resolve(true)));
  });
}

async function reachable(port: number, child: ChildProcess): Promise<void> {
  const end = Date.now() + PATIENCE;
  while (Date.now() < end) {
    if (child.exitCode !== null) throw new Error(`tauri-driver ended with ${child.exitCode}`);
    const up = await fetch(`http://127.0.0.1:${port}/status`, { signal: AbortSignal.timeout(5_000) }).then(
      (reply) => reply.ok,
      () => false,
    );
    if (up) return;
    await aMoment();
  }
  throw new Error("tauri-driver did not start");
}
