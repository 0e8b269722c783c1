import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import type { AppWindow } from "./window.js";

const AXE = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");

/** How the window looks. */
export interface Look {
  language: "zh-CN" | "en";
  scheme: "light" | "dark";
}

/** The rules whose answer another scheme may change. */
const OF_COLOURS = ["color-contrast", "link-in-text-block"];

/**
 * What axe finds serious or critical, a line each: the rule, the element, and why. `colours`: only what another scheme may
 * have changed since the last look at the same page.
 */
export async function flaws(window: AppWindow, colours = false): Promise<string[]> {
  if (!(await window.driver.executeScript("return 'axe' in window"))) await window.driver.executeScript(AXE);
  return window.driver.executeAsyncScript(
    `const only = arguments[0];
     const done = arguments[1];
     axe.run(document, { resultTypes: ["violations"], ...(only ? { runOnly: only } : {}) }).then(
       ({ violations }) => done(violations
         .filter(({ impact }) => impact === "serious" || impact === "critical")
         .flatMap(({ id, nodes }) => nodes.map(({ html, any, all, none }) => {
           const why = [...any, ...all, ...none].map(({ message }) => message).join("; ");
           return id + ": " + html.slice(0, 200) + " -- " + why.slice(0, 240);
         }))),
       (error) => done([String(error)]));`,
    colours ? OF_COLOURS : null,
  );
}

/** Waits until nothing moves, and what is there is drawn. */
export async function atRest(window: AppWindow): Promise<void> {
  await window.until("the page is at rest", () =>
    window.driver.executeScript(`return document.querySelectorAll('.mantine-Skeleton-root').length === 0
      && document.getAnimations().every((one) => one.playState !== 'running' || one.effect?.getComputedTiming().iterations === Infinity)`),
  );
  await window.driver.executeAsyncScript(
    "const done = arguments[0]; requestAnimationFrame(() => requestAnimationFrame(() => requestAnimationFrame(done)))",
  );
}

/** How it looks now. */
export async function lookOf(window: AppWindow): Promise<Look> {
  return window.driver.executeScript(
    `const { lang, dataset } = document.documentElement;
     return { language: lang, scheme: dataset.mantineColorScheme };`,
  );
}

/** Makes it look so, by its own switches; they work behind a dialog as well when a script presses them. */
export async function turn(window: AppWindow, wanted: Look): Promise<void> {
  const now = await lookOf(window);
  const press = (testId: string) =>
    window.driver.executeScript(`document.querySelector('[data-testid="' + arguments[0] + '"]').click()`, testId);
  if (now.language !== wanted.language) await press("language-toggle");
  if (now.scheme !== wanted.scheme) await press("theme-toggle");
  await window.until(`${wanted.language}, ${wanted.scheme}`, async () => {
    const { language, scheme } = await lookOf(window);
    return language === wanted.language && scheme === wanted.scheme;
  });
}
