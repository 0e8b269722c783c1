import type { AppWindow } from "./window.js";

/**
 * What a person would press or fill in and cannot get at: outside of the window, cut off by something that does not scroll, or
 * under something else. What can be scrolled to can be got at, and so can what is under a panel: it can be closed. With a dialog
 * in front, only what is in it counts.
 */
const FIND = `
const shown = (one) => one.checkVisibility({ visibilityProperty: true, opacityProperty: true });
const name = (one) => one.dataset.testid ?? one.getAttribute("aria-label") ?? (one.innerText?.trim().slice(0, 40) || one.className);
const dialog = [...document.querySelectorAll('[aria-modal="true"]')].filter(shown).at(-1);
const pieces = (dialog ?? document.body).querySelectorAll("button, a[href], input, textarea, select, [role=tab], [role=option], [role=treeitem]");
const found = [];
if (document.documentElement.scrollHeight > innerHeight + 1) found.push("the page is higher than the window");
if (document.documentElement.scrollWidth > innerWidth + 1) found.push("the page is wider than the window");
for (const one of pieces) {
  // The link for who has no mouse comes when it has the focus.
  if (!shown(one) || one.dataset.testid === "skip" || one.closest(".yd-unseen, [aria-hidden=true]")) continue;
  const { left, top, width, height } = one.getBoundingClientRect();
  if (width < 3 || height < 3) continue;
  const box = { left, top, width, height };
  let { position } = getComputedStyle(one);
  let cut = null;
  for (let around = one.parentElement; around && !cut; around = around.parentElement) {
    const style = getComputedStyle(around);
    const holds = style.transform !== "none" || style.contain.includes("paint");
    if (position === "fixed" && !holds) continue;
    if (position === "absolute" && style.position === "static" && !holds) continue;
    position = style.position;
    const frame = around.getBoundingClientRect();
    for (const [overflow, from, size, room] of [[style.overflowX, "left", "width", "scrollWidth"], [style.overflowY, "top", "height", "scrollHeight"]]) {
      if (overflow === "visible") continue;
      // Of what does not scroll, enough must show to be pressed: the title of a column is longer than the column.
      const seen = Math.min(box[from] + box[size], frame[from] + frame[size]) - Math.max(box[from], frame[from]);
      if (seen >= box[size] - 2) continue;
      if (overflow === "auto" || overflow === "scroll") {
        box[size] = Math.min(box[size], frame[size]);
        box[from] = Math.max(frame[from], Math.min(box[from], frame[from] + frame[size] - box[size]));
        if (frame[size] < 24) cut = around;
      } else if (seen < 18) cut = around;
    }
  }
  if (cut) found.push(name(one) + " is cut off by " + name(cut));
  else if (box.left < -2 || box.top < -2 || box.left + box.width > innerWidth + 2 || box.top + box.height > innerHeight + 2)
    found.push(name(one) + " is outside of the window");
  else if (box.left === left && box.top === top && box.width === width && box.height === height) {
    const over = document.elementFromPoint(left + width / 2, top + height / 2);
    const related = over && (over.contains(one) || one.contains(over) || one.labels?.[0]?.contains(over) || one.parentElement.contains(over));
    if (over && !related && !over.closest("aside")) found.push(name(one) + " is under " + name(over));
  }
}
// The buttons of a dialog are in sight without scrolling.
for (const one of dialog?.querySelectorAll(".yd-dialog-buttons button") ?? []) {
  const { left, top, width, height } = one.getBoundingClientRect();
  const over = document.elementFromPoint(left + width / 2, top + height / 2);
  if (!over || !(one.contains(over) || over.contains(one))) found.push(name(one) + " has to be scrolled to");
}
if (dialog && !dialog.querySelector(".yd-dialog-buttons") && dialog.querySelectorAll("form button[type=submit], footer button").length > 0)
  found.push("the buttons of the dialog do not stay in sight");
return found;`;

/** What cannot be got at in the window as it is. */
export async function outOfReach(window: AppWindow): Promise<string[]> {
  return window.driver.executeScript(FIND);
}
