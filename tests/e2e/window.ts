import { type ChildProcess, spawn } from "node:child_process";
import { mkdtempSync, writeFileSync } from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Builder, By, Capabilities, Key, type WebDriver, type WebElement, until } from "selenium-webdriver";
import { environment } from "./environment.js";

/** How long something may take to be seen. Generous: the machine may be building beside the tests. */
const PATIENCE = 30_000;

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

/** The application's real window. `home` outlives a restart; nothing else does. */
export class AppWindow {
  private constructor(
    readonly driver: WebDriver,
    readonly home: string,
    private readonly process: ChildProcess,
  ) {}

  /** Starts the application, in a home of its own unless one is given. */
  static async open(home = mkdtempSync(join(tmpdir(), "yundeck-home-"))): Promise<AppWindow> {
    const [port, native] = [await freePort(), await freePort()];
    const env = {
      ...process.env,
      HOME: home,
      XDG_DATA_HOME: join(home, "data"),
      XDG_CONFIG_HOME: join(home, "config"),
      XDG_CACHE_HOME: join(home, "cache"),
    };
    const child = spawn(
      environment.driver,
      ["--port", String(port), "--native-port", String(native), "--native-driver", "/usr/bin/WebKitWebDriver"],
      { env, stdio: ["ignore", "ignore", "ignore"] },
    );
    await reachable(port);
    const capabilities = new Capabilities();
    capabilities.setBrowserName("wry");
    capabilities.set("tauri:options", { application: environment.app });
    const driver = await new Builder().usingServer(`http://127.0.0.1:${port}/`).withCapabilities(capabilities).build();
    await driver.manage().setTimeouts({ script: PATIENCE, pageLoad: PATIENCE });
    return new AppWindow(driver, home, child);
  }

  /** Closes the window as a person would; the home stays. */
  async close(): Promise<void> {
    await this.driver.quit().catch(() => undefined);
    this.process.kill();
  }

  /** The same installation in a new process. */
  async restart(): Promise<AppWindow> {
    await this.close();
    return AppWindow.open(this.home);
  }

  /** The visible element with a test id, waiting for it. */
  async see(testId: string, more = ""): Promise<WebElement> {
    return this.seeCss(`[data-testid="${testId}"]${more}`);
  }

  async seeCss(selector: string): Promise<WebElement> {
    const element = await this.driver.wait(until.elementLocated(By.css(selector)), PATIENCE, `no ${selector}`);
    await this.driver.wait(until.elementIsVisible(element), PATIENCE, `${selector} is hidden`);
    return element;
  }

  /** The visible text of the page. */
  async text(selector = "body"): Promise<string> {
    return (await this.seeCss(selector)).getText();
  }

  /** Waits until a person could read the words. */
  async read(words: string | RegExp, selector = "body", patience = PATIENCE): Promise<string> {
    let text = "";
    await this.driver.wait(
      async () => {
        text = await this.driver
          .findElement(By.css(selector))
          .getText()
          .catch(() => "");
        return typeof words === "string" ? text.includes(words) : words.test(text);
      },
      patience,
      `not to be read in ${selector}: ${words}`,
    );
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
        await this.driver.wait(until.elementIsEnabled(element), PATIENCE, `${selector} is disabled`);
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

  /** How many elements there are now. */
  async count(selector: string): Promise<number> {
    return (await this.driver.findElements(By.css(selector))).length;
  }

  /** Waits until a condition on the page holds. */
  async until(what: string, holds: () => Promise<boolean>, patience = PATIENCE): Promise<void> {
    await this.driver.wait(() => holds().catch(() => false), patience, what);
  }

  async picture(path: string): Promise<void> {
    writeFileSync(path, await this.driver.takeScreenshot(), "base64");
  }
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
