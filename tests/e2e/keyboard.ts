import { Key } from "selenium-webdriver";
import type { AppWindow } from "./window.js";

/** Presses a combination as on the keyboard: `Control+K`, `/`, `Enter`. */
export async function press(window: AppWindow, combination: string): Promise<void> {
  const names: Record<string, string> = {
    Control: Key.CONTROL,
    Shift: Key.SHIFT,
    Enter: Key.ENTER,
    Escape: Key.ESCAPE,
    Tab: Key.TAB,
    Space: Key.SPACE,
    Down: Key.ARROW_DOWN,
    Up: Key.ARROW_UP,
    Delete: Key.DELETE,
  };
  const keys = combination.split("+").map((key) => names[key] ?? key.toLowerCase());
  window.hands.keys += 1;
  const actions = window.driver.actions();
  for (const key of keys) actions.keyDown(key);
  for (const key of keys.reverse()) actions.keyUp(key);
  await actions.perform();
}

/** Types where the focus is; what a person would not type but paste counts as one stroke. */
export async function type(window: AppWindow, text: string, manner: "typed" | "pasted" = "typed"): Promise<void> {
  window.hands.keys += manner === "pasted" ? 1 : text.length;
  await window.driver.actions().sendKeys(text).perform();
}

/** Whether the focus is on, or in, what a selector names. */
export async function focusIn(window: AppWindow, selector: string): Promise<boolean> {
  return window.driver.executeScript("return document.activeElement?.closest(arguments[0]) !== null", selector);
}

/** Goes on with Tab until the focus is there. */
export async function tabTo(window: AppWindow, selector: string, most = 60): Promise<void> {
  for (let turn = 0; turn < most; turn += 1) {
    if (await focusIn(window, selector)) return;
    await press(window, "Tab");
  }
  throw new Error(`not reached by Tab: ${selector}`);
}

/** What a round with Tab through the window came by, and what it left out. */
export interface Round {
  /** What can be clicked, stands in the page, and never got the focus. Parts of a composite (a table, a tree) count with it. */
  missed: string[];
  /** What got the focus without showing it. */
  unseen: string[];
}

/** Goes through the whole window with Tab, once around. */
export async function tabAround(window: AppWindow): Promise<Round> {
  await window.driver.executeScript("window.__reached = new Set(); window.__unseen = new Set(); document.activeElement?.blur()");
  let first: string | null = null;
  for (let turn = 0; turn < 150; turn += 1) {
    await press(window, "Tab");
    const at = await window.driver.executeScript<string | null>(
      `const one = document.activeElement;
       if (!one || one === document.body) return null;
       const again = window.__reached.has(one);
       window.__reached.add(one);
       const style = (of) => getComputedStyle(of);
       const rings = (of) => of && (style(of).outlineStyle !== "none" || style(of).boxShadow !== "none");
       const frame = one.closest("[class*=Input-wrapper], [class*=Checkbox], [class*=SegmentedControl], label");
       const marked = one.getAttribute("role") === "grid" || one.getAttribute("role") === "tree";
       const bordered = ["INPUT", "TEXTAREA"].includes(one.tagName);
       const beside = one.nextElementSibling;
       if (!rings(one) && !rings(frame) && !rings(beside) && !marked && !bordered) window.__unseen.add(one.outerHTML.slice(0, 160));
       return again ? "again" : "on";`,
    );
    if (at === "again") break;
    if (at === null && first !== null) break;
    first ??= at;
  }
  return window.driver.executeScript(
    `const reached = window.__reached;
     const composite = "[role=grid], [role=tree], [role=radiogroup], [role=tablist], [role=listbox], [data-chips]";
     const all = [...document.querySelectorAll("a[href], button, input, textarea, select, summary, [role=button], [tabindex='0']")];
     const missed = all.filter((one) => {
       if (reached.has(one) || one.disabled || one.closest("[inert], [aria-hidden=true]")) return false;
       if (!one.checkVisibility({ visibilityProperty: true }) || one.getClientRects().length === 0) return false;
       const whole = one.closest(composite);
       if (whole && (reached.has(whole) || [...reached].some((other) => whole.contains(other)))) return false;
       // One of a group of radio buttons stands for all.
       if (one.type === "radio") return ![...reached].some((other) => other.type === "radio" && other.name === one.name);
       // What empties or opens a field beside it does what the keyboard does in the field.
       return one.tabIndex >= 0 || !one.closest("[class*=Input-section], [class*=NumberInput], [class*=Pill]");
     });
     return { missed: missed.map((one) => one.outerHTML.slice(0, 160)), unseen: [...window.__unseen] };`,
  );
}
