import { mkdtempSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { By, Key, type WebDriver, type WebElement } from "selenium-webdriver";
import { drive, type Session } from "./driver.js";
import { environment } from "./environment.js";
import { openWindows, type Witness } from "./evidence.js";
import { within } from "./patience.js";
import { ended, processesIn } from "./processes.js";
import { Hopeless, waitUntil } from "./waiting.js";

/** Time to answer or to end for what may be dead, in milliseconds. */
const ANSWER = 20_000;

/** How many lines of the application's log are told when something has failed. */
const LINES = 12;

/**
 * The first element that a person could see. WebDriver's own question takes text that is cut off by an ellipsis for
 * hidden; so does its question for the text of an element.
 */
const FIRST_SEEN = `return [...document.querySelectorAll(arguments[0])].find((one) =>
  one.checkVisibility({ visibilityProperty: true, opacityProperty: true }) && one.getClientRects().length > 0) ?? null`;

/** Notes in the page when what was not there before comes to be there. */
const WATCH = `const [selector, words] = arguments;
  const those = () => new Set([...document.querySelectorAll(selector)].filter((one) => one.innerText.includes(words)));
  let last = those();
  window.__came = false;
  window.__watch?.disconnect();
  window.__watch = new MutationObserver(() => {
    const now = those();
    window.__came ||= [...now].some((one) => !last.has(one));
    last = now;
  });
  window.__watch.observe(document, { subtree: true, childList: true, attributes: true, characterData: true });`;

/**
 * Makes ready for a click on an element: it is in view, and what the pointer meets instead, because the page moved under it or
 * the element became another's, hears nothing of the click.
 */
const AIM = `const [element, selector] = arguments;
  element.scrollIntoView({ block: "center" });
  window.__aim?.abort();
  const aim = window.__aim = new AbortController();
  window.__missed = false;
  const judge = (event) => {
    if (event.type === "mousedown") {
      window.__missed = !(element.contains(event.target) && element.matches(selector));
      // What a click on a label brings about is no click of its own.
      if (!window.__missed) return aim.abort();
    }
    event.preventDefault();
    event.stopImmediatePropagation();
    if (event.type === "click") aim.abort();
  };
  for (const type of ["mousedown", "mouseup", "click"]) window.addEventListener(type, judge, { capture: true, signal: aim.signal });`;

/** The text of an element as it is rendered. */
export async function textOf(driver: WebDriver, element: WebElement): Promise<string> {
  return driver.executeScript("return arguments[0].innerText", element);
}

/** What hands have done: clicks, strokes of the keyboard (a chord is one, and so is pasting), answers to the system's questions. */
export interface Hands {
  clicks: number;
  keys: number;
  answers: number;
}

/** The application's real window. `home` outlives a restart; nothing else does. */
export class AppWindow implements Witness {
  /** What the hands of the test have done in this window so far. */
  readonly hands: Hands = { clicks: 0, keys: 0, answers: 0 };

  private constructor(
    private session: Session,
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
    const env = {
      ...process.env,
      HOME: home,
      XDG_DATA_HOME: join(home, "data"),
      XDG_CONFIG_HOME: join(home, "config"),
      XDG_CACHE_HOME: join(home, "cache"),
      ...more,
    };
    try {
      const window = new AppWindow(await drive(application, env), home, application, more);
      openWindows.add(window);
      return window;
    } catch (error) {
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

  /** Ends the application without asking it; the home stays. */
  async close(): Promise<void> {
    openWindows.delete(this);
    await within(ANSWER, "the end of the session", this.driver.quit()).catch(() => undefined);
    // The driver ends the application, if it is left the time.
    await ended(this.home, this.application).finally(() => this.session.process.kill());
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
  async see(testId: string, more = ""): Promise<WebElement> {
    return this.seeCss(`[data-testid="${testId}"]${more}`);
  }

  async seeCss(selector: string): Promise<WebElement> {
    let seen: WebElement | null = null;
    await this.until(`not to be seen: ${selector}`, async () => {
      seen = await this.firstSeen(selector);
      return seen !== null;
    });
    if (!seen) throw new Error(`not to be seen: ${selector}`);
    return seen;
  }

  /** Waits until nothing of the kind is to be seen. */
  async seeGone(testId: string, more = ""): Promise<void> {
    await this.until(`still to be seen: ${testId}${more}`, async () => !(await this.sees(testId, more)));
  }

  /** Whether it is to be seen now. */
  async seesCss(selector: string): Promise<boolean> {
    return (await this.firstSeen(selector)) !== null;
  }

  async sees(testId: string, more = ""): Promise<boolean> {
    return this.seesCss(`[data-testid="${testId}"]${more}`);
  }

  private async firstSeen(selector: string): Promise<WebElement | null> {
    return this.driver.executeScript<WebElement | null>(FIRST_SEEN, selector);
  }

  /** The visible text of the page, or of a part once it is there. */
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

  /** What stands in a field, once it is there. */
  async value(selector: string): Promise<string> {
    return (await (await this.seeCss(selector)).getAttribute("value")) ?? "";
  }

  /** Waits until a person could read the words. */
  async read(words: string | RegExp, selector = "body"): Promise<string> {
    let text = "";
    await this.until(`not to be read in ${selector}: ${words}`, async () => {
      text = (await this.texts(selector)).join("\n");
      if (typeof words === "string" ? text.includes(words) : words.test(text)) return true;
      throw new Error(`there stands: ${text.slice(0, 800)}`);
    });
    return text;
  }

  /** Clicks, again while the page is still moving under the pointer. */
  async click(testId: string, more = ""): Promise<void> {
    await this.clickCss(`[data-testid="${testId}"]${more}`);
  }

  async clickCss(selector: string): Promise<void> {
    await this.until(`not to be clicked: ${selector}`, async () => this.tryClick(selector));
  }

  /** Clicks if that can be done now; whether it was. */
  async tryClick(selector: string): Promise<boolean> {
    const element = await this.firstSeen(selector);
    if (!element) return false;
    if (!(await element.isEnabled())) throw new Error("it is disabled");
    await this.driver.executeScript(AIM, element, selector);
    await element.click();
    // Who was clicked away cannot say so.
    const missed = await this.driver.executeScript("return window.__missed").catch(() => false);
    if (missed) throw new Error("the page moved under the pointer");
    this.hands.clicks += 1;
    return true;
  }

  /** Does something and waits until it has brought words to be seen, however short they stand there. */
  async brings(selector: string, words: string, act: () => Promise<unknown>): Promise<void> {
    await this.driver.executeScript(WATCH, selector, words);
    await act();
    await this.until(`did not come: ${selector} ${words}`, () => this.driver.executeScript("return window.__came === true"));
  }

  /** Replaces what stands in a field; what a person would not type but paste counts as one stroke. */
  async fill(selector: string, text: string, manner: "typed" | "pasted" = "typed"): Promise<void> {
    await this.clickCss(selector);
    const field = await this.seeCss(selector);
    this.hands.keys += manner === "pasted" ? 1 : text.length;
    // Marking all and beginning to type is enough to replace it.
    if (((await field.getAttribute("value")) ?? "") !== "") this.hands.keys += 1;
    await field.sendKeys(Key.chord(Key.CONTROL, "a"), Key.BACK_SPACE);
    await field.sendKeys(text);
  }

  /** Presses a key where the focus is. */
  async press(key: keyof typeof Key): Promise<void> {
    this.hands.keys += 1;
    await this.driver.actions().sendKeys(String(Key[key])).perform();
  }

  /** How many elements there are now. */
  async count(selector: string): Promise<number> {
    return (await this.driver.findElements(By.css(selector))).length;
  }

  /** Waits until a condition on the page holds; what cannot come any more ends it. */
  async until(what: string, holds: () => Promise<boolean>, patience?: number): Promise<void> {
    await waitUntil(
      what,
      () =>
        holds().catch((error: unknown) => {
          if (this.hasEnded()) throw new Hopeless(`${what}: the application has ended; ${String(error)}`);
          throw error;
        }),
      patience,
    );
  }

  /** Whether the application is gone, so that nothing more will come of it. */
  hasEnded(): boolean {
    return processesIn(this.home, this.application).length === 0;
  }

  /** Whether the page still answers. */
  async answers(): Promise<boolean> {
    return within(ANSWER, "an answer", this.words()).then(
      () => true,
      () => false,
    );
  }

  async words(): Promise<string> {
    // The navigation is always the same.
    return this.driver.executeScript(
      `return document.body.innerText.replace(document.querySelector("nav")?.innerText ?? "", "").replaceAll(/\\n\\s*\\n/g, "\\n").trim()`,
    );
  }

  async picture(path: string): Promise<void> {
    writeFileSync(path, await this.driver.takeScreenshot(), "base64");
  }

  log(): string {
    const folder = join(this.home, "data", "cn.yundeck.desktop", "logs");
    try {
      const [last] = readdirSync(folder).sort().reverse();
      return readFileSync(join(folder, last ?? ""), "utf8").trim().split("\n").slice(-LINES).join("\n");
    } catch (error) {
      return `no log: ${String(error)}`;
    }
  }
}
