import { type ChildProcess, spawn } from "node:child_process";
import { mkdtempSync, readdirSync, readFileSync, readlinkSync, writeFileSync } from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Builder, By, Capabilities, Key, type WebDriver, type WebElement } from "selenium-webdriver";
import { environment } from "./environment.js";

/** How long something may take to be seen. Generous: the machine may be building beside the tests. */
const PATIENCE = 20_000;

/** How often one looks, in milliseconds. */
const POLL = 60;

/**
 * The first element that a person could see. WebDriver's own question takes text that is cut off by an ellipsis for
 * hidden; so does its question for the text of an element.
 */
const FIRST_SEEN = `return [...document.querySelectorAll(arguments[0])].find((one) =>
  one.checkVisibility({ visibilityProperty: true, opacityProperty: true }) && one.getClientRects().length > 0) ?? null`;

/** The text of an element as it is rendered. */
export async function textOf(driver: WebDriver, element: WebElement): Promise<string> {
  return driver.executeScript("return arguments[0].innerText", element);
}

async function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once("error", reject);
    server.listen(0, "127.0.0.1", () => {
      const address = server.address();
      const port = typeof address === "object" && address ? address.port : 0;
      server.close(() => resolve(port));
    });
  });
}

/** The windows that are open now. */
export const openWindows = new Set<AppWindow>();

/** The application's real window. `home` outlives a restart; nothing else does. */
export class AppWindow {
  private constructor(
    private session: { driver: WebDriver; process: ChildProcess },
    readonly home: string,
    private readonly application: string,
    private readonly more: NodeJS.ProcessEnv,
  ) {}

  get driver(): WebDriver {
    return this.session.driver;
  }

  /** Starts the application, in a home of its own unless one is given. */
  static async open(
    home = mkdtempSync(join(tmpdir(), "yundeck-home-")),
    more: NodeJS.ProcessEnv = {},
    application = environment.launcher,
  ): Promise<AppWindow> {
    // Now and then the driver of the web view ends or hangs before it has a session. That is no fault of the window.
    const first = await AppWindow.attempt(home, more, application).catch((error: unknown) => error as Error);
    return first instanceof AppWindow ? first : AppWindow.attempt(home, more, application);
  }

  private static async attempt(home: string, more: NodeJS.ProcessEnv, application: string): Promise<AppWindow> {
    const [port, native] = [await freePort(), await freePort()];
    const env = {
      ...process.env,
      HOME: home,
      XDG_DATA_HOME: join(home, "data"),
      XDG_CONFIG_HOME: join(home, "config"),
      XDG_CACHE_HOME: join(home, "cache"),
      ...more,
    };
    const child = spawn(
      environment.driver,
      ["--port", String(port), "--native-port", String(native), "--native-driver", "/usr/bin/WebKitWebDriver"],
      { env, stdio: ["ignore", "ignore", "ignore"] },
    );
    try {
      await reachable(port);
      const capabilities = new Capabilities();
      capabilities.setBrowserName("wry");
      capabilities.set("tauri:options", { application });
      const building = new Builder().usingServer(`http://127.0.0.1:${port}/`).withCapabilities(capabilities).build();
      const driver = await within(PATIENCE, "a session", Promise.resolve(building));
      await driver.manage().setTimeouts({ script: PATIENCE, pageLoad: PATIENCE });
      const window = new AppWindow({ driver, process: child }, home, application, more);
      openWindows.add(window);
      return window;
    } catch (error) {
      child.kill();
      await ended(home, application);
      throw error;
    }
  }

  /** The same on the sandbox inside the application, where a first start is shown the way to it. */
  static async openOnSandbox(...where: Parameters<typeof AppWindow.open>): Promise<AppWindow> {
    const window = await AppWindow.open(...where);
    await window.click("welcome-try-sandbox");
    await window.see("instance-row");
    return window;
  }

  /** Closes the window as a person would; the home stays. */
  async close(): Promise<void> {
    openWindows.delete(this);
    await within(PATIENCE, "the end of the session", this.driver.quit()).catch(() => undefined);
    this.session.process.kill();
    await ended(this.home, this.application);
  }

  /** Takes the place of a window that does not answer any more, with the same installation. */
  async revive(): Promise<void> {
    await this.close();
    const another = await AppWindow.open(this.home, this.more, this.application);
    openWindows.delete(another);
    this.session = another.session;
    openWindows.add(this);
  }

  /** The same installation in a new process. */
  async restart(): Promise<AppWindow> {
    await this.close();
    return AppWindow.open(this.home);
  }

  /** The visible element with a test id, waiting for it. */
  async see(testId: string, more = "", patience = PATIENCE): Promise<WebElement> {
    return this.seeCss(`[data-testid="${testId}"]${more}`, patience);
  }

  async seeCss(selector: string, patience = PATIENCE): Promise<WebElement> {
    let seen: WebElement | null = null;
    await this.driver.wait(
      async () => {
        seen = await this.driver.executeScript<WebElement | null>(FIRST_SEEN, selector).catch(() => null);
        return seen !== null;
      },
      patience,
      `not to be seen: ${selector}`,
      POLL,
    );
    if (!seen) throw new Error(`not to be seen: ${selector}`);
    return seen;
  }

  /** Whether it is to be seen now. */
  async seesCss(selector: string): Promise<boolean> {
    return (await this.driver.executeScript(FIRST_SEEN, selector)) !== null;
  }

  async sees(testId: string, more = ""): Promise<boolean> {
    return this.seesCss(`[data-testid="${testId}"]${more}`);
  }

  /** The visible text of the page. */
  async text(selector = "body"): Promise<string> {
    return (await textOf(this.driver, await this.seeCss(selector))).trim();
  }

  /** The visible texts of all that fits. */
  async texts(selector: string): Promise<string[]> {
    return this.driver.executeScript(
      "return [...document.querySelectorAll(arguments[0])].map((one) => one.innerText)",
      selector,
    );
  }

  /** Waits until a person could read the words. */
  async read(words: string | RegExp, selector = "body", patience = PATIENCE): Promise<string> {
    let text = "";
    await this.driver
      .wait(
        async () => {
          text = (await this.texts(selector)).join("\n");
          return typeof words === "string" ? text.includes(words) : words.test(text);
        },
        patience,
        `not to be read in ${selector}: ${words}`,
        POLL,
      )
      .catch((error: Error) => {
        throw new Error(`${error.message}\nThere stands: ${text.slice(0, 1500)}`);
      });
    return text;
  }

  /** Clicks, again while the page is still moving under the pointer. */
  async click(testId: string, more = ""): Promise<void> {
    await this.clickCss(`[data-testid="${testId}"]${more}`);
  }

  async clickCss(selector: string): Promise<void> {
    let last: unknown;
    const end = Date.now() + PATIENCE;
    while (Date.now() < end) {
      try {
        const element = await this.seeCss(selector);
        if (!(await element.isEnabled())) throw new Error(`${selector} is disabled`);
        await this.driver.executeScript("arguments[0].scrollIntoView({block: 'center'})", element);
        await element.click();
        return;
      } catch (error) {
        last = error;
        await this.driver.sleep(150);
      }
    }
    throw last;
  }

  /** Replaces what stands in a field. */
  async fill(selector: string, text: string): Promise<void> {
    const field = await this.seeCss(selector);
    await this.driver.executeScript("arguments[0].scrollIntoView({block: 'center'})", field);
    await field.click();
    await field.sendKeys(Key.chord(Key.CONTROL, "a"), Key.BACK_SPACE);
    await field.sendKeys(text);
  }

  /** Presses a key where the focus is. */
  async press(key: keyof typeof Key): Promise<void> {
    await this.driver.actions().sendKeys(String(Key[key])).perform();
  }

  /** How many elements there are now. */
  async count(selector: string): Promise<number> {
    return (await this.driver.findElements(By.css(selector))).length;
  }

  /** Waits until a condition on the page holds. */
  async until(what: string, holds: () => Promise<boolean>, patience = PATIENCE): Promise<void> {
    await this.driver.wait(() => holds().catch(() => false), patience, what, POLL);
  }

  async picture(path: string): Promise<void> {
    writeFileSync(path, await this.driver.takeScreenshot(), "base64");
  }
}

/** The processes of an application that run in a home. */
export function processesIn(home: string, application = environment.app): number[] {
  return processesOf(home, (program) => [application, environment.app].some((one) => program.startsWith(one)));
}

/** The processes of the web view, which run the pages of the application in a home. */
export function webProcesses(home: string): number[] {
  return processesOf(home, (program) => program.endsWith("/WebKitWebProcess"));
}

function processesOf(home: string, fits: (program: string) => boolean): number[] {
  return readdirSync("/proc")
    .map(Number)
    .filter((pid) => {
      if (!Number.isInteger(pid)) return false;
      try {
        return (
          fits(readlinkSync(`/proc/${pid}/exe`)) &&
          readFileSync(`/proc/${pid}/environ`, "utf8").split("\0").includes(`HOME=${home}`)
        );
      } catch {
        // It has ended meanwhile, or is not ours to look at.
        return false;
      }
    });
}

/**
 * Waits until the application in a home has ended, and ends it when it does not. While it lives, a second one hands over
 * to it and goes away, as it should.
 */
async function ended(home: string, application: string): Promise<void> {
  const end = Date.now() + 3_000;
  while (processesIn(home, application).length > 0 && Date.now() < end) await new Promise((resolve) => setTimeout(resolve, 50));
  for (const pid of processesIn(home, application)) process.kill(pid, "SIGKILL");
}

/** Gives up on something that does not come. */
async function within<Value>(patience: number, what: string, coming: Promise<Value>): Promise<Value> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error(`${what}: did not come in ${patience} ms`)), patience);
  });
  return Promise.race([coming, late]).finally(() => clearTimeout(timer));
}

async function reachable(port: number): Promise<void> {
  for (let tries = 0; tries < 100; tries += 1) {
    const up = await fetch(`http://127.0.0.1:${port}/status`, { signal: AbortSignal.timeout(1000) }).then(
      (reply) => reply.ok,
      () => false,
    );
    if (up) return;
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  throw new Error("tauri-driver did not start");
}
