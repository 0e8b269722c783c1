import { PATIENCE } from "../patience.js";
import type { AppWindow } from "../window.js";

/** What became of an operation whose example was filled in and sent. */
export interface Visit {
  cloud: string;
  operation: string;
  effect: string;
  /** The request shown before sending holds the operation, and nothing in the form is wrong. */
  shown: boolean;
  /**
   * A read: the HTTP status or the kind of its error. An act: `plan` when its effect and its request were shown and, if it
   * destroys, a name is to be typed; the phase of its activity when it went out without a question; else `refused`.
   */
  outcome: string;
  /** What the notice says when it was refused. */
  refused: string;
}

/**
 * Goes through the operations of a cloud in scripts within the page, by the same elements that a person uses: opens each
 * by its address, fills in its example, waits for its request, pastes the example with things that are there in place of
 * those it names, and sends it. A plan is looked at and given back, so that what is there stays; what needs no
 * confirmation is done.
 */
export async function visitAll(window: AppWindow, cloud: string): Promise<Visit[]> {
  const operations = await window.driver.executeAsyncScript<string[]>(OPERATIONS, cloud);
  const visits: Visit[] = [];
  for (const operation of operations) {
    const visit = await window.driver.executeAsyncScript<Visit | string>(VISIT, cloud, operation, PATIENCE - 5_000);
    if (typeof visit === "string") throw new Error(`${cloud} ${operation}: ${visit}`);
    visits.push(visit);
  }
  return visits;
}

const OPERATIONS = `
const [cloud, done] = arguments;
window.__TAURI_INTERNALS__.invoke("operations").then((all) => done(all.filter((one) => one.cloud === cloud).map(({ name }) => name)));
`;

const VISIT = `
const [cloud, wanted, patience, done] = arguments;
const find = (selector) => document.querySelector(selector);
const piece = (id, more = "") => find('[data-testid="' + id + '"]' + more);
const until = (what, holds) => new Promise((resolve, reject) => {
  const end = performance.now() + patience;
  const look = () => {
    const seen = holds();
    if (seen) resolve(seen);
    else if (performance.now() > end) reject(new Error(what));
    else setTimeout(look, 8);
  };
  look();
});
const invoke = (command, more) => window.__TAURI_INTERNALS__.invoke(command, more);
/** What the pickers offered, by kind, once asked for. */
const offered = ((window.__offered ??= {})[cloud] ??= new Map());
let place;
/** What the examples name by its true name. */
const TRUE = ["instance_type", "zone", "region", "line", "disk_type", "vm_type"];
/** So many things of a kind that the pickers offer. */
const some = async (kind, count) => {
  if (kind === undefined || TRUE.includes(kind)) return [];
  if (!offered.has(kind)) {
    const { items } = await invoke("choices", { ...place, kind }).catch(() => ({ items: [] }));
    offered.set(kind, items.filter(({ unavailable }) => !unavailable).map(({ id }) => id));
  }
  return offered.get(kind).slice(0, count);
};
/** Parameters with things that are there. */
const real = async (schema, value) => {
  if (Array.isArray(value)) {
    const there = await some(schema["x-ref"] ?? schema.items?.["x-ref"], value.length);
    return there.length > 0 ? there : Promise.all(value.map((each) => real(schema.items ?? {}, each)));
  }
  if (value !== null && typeof value === "object") {
    const members = Object.entries(value).map(async ([name, each]) => [name, await real(schema.properties?.[name] ?? {}, each)]);
    return Object.fromEntries(await Promise.all(members));
  }
  return (typeof value === "string" && (await some(schema["x-ref"], 1))[0]) || value;
};
const paste = async (text) => {
  piece("explorer-paste").click();
  const field = await until("the dialog to paste", () => piece("explorer-paste-text"));
  Object.getOwnPropertyDescriptor(HTMLTextAreaElement.prototype, "value").set.call(field, text);
  field.dispatchEvent(new Event("input", { bubbles: true }));
  (await until("the button to paste", () => piece("explorer-paste-apply", ":not([disabled])"))).click();
  await until("the end of the dialog", () => !piece("explorer-paste-text"));
};
const visit = async ({ name, effect }) => {
  location.hash = "#/explorer?" + new URLSearchParams({ cloud, operation: name });
  await until("its form", () => piece("explorer-title", '[data-cloud="' + cloud + '"][data-operation="' + name + '"]'));
  piece("explorer-example").click();
  await until("its request", () => piece("explorer-request", ":not([data-stale])"));
  const text = piece("explorer-request").innerText;
  const shown = text.length > 60 && !find("[data-wrong]") && !piece("error-notice");
  const { example, form } = await invoke("operation_details", { cloud, operation: name });
  const params = await real(form.schema, example);
  if (JSON.stringify(params) !== JSON.stringify(example)) {
    await paste(JSON.stringify(params));
    await until("its request", () => piece("explorer-request", ":not([data-stale])"));
  }
  piece("explorer-send").click();
  const visited = { cloud, operation: name, effect, shown, outcome: "", refused: "" };
  if (effect === "read") {
    const reply = await until("its reply", () => piece("explorer-reply", ':not([data-status="sending"], [data-status="none"])'));
    visited.outcome = reply.dataset.status;
    visited.refused = reply.querySelector('[data-testid="error-notice"]')?.innerText ?? "";
    return visited;
  }
  const end = await until("its plan", () => {
    const dialog = piece("confirm-dialog");
    const activity = piece("explorer-activity");
    if (activity) {
      const { phase } = activity.dataset;
      const refused = activity.querySelector('[data-testid="error-notice"]')?.innerText ?? "";
      return phase === "preparing" || phase === "sending" || (phase === "failed" && refused === "") ? null : { phase, refused };
    }
    if (dialog?.querySelector('[data-testid="confirm-apply"]')) return { plan: dialog };
    const notice = dialog?.querySelector('[data-testid="error-notice"]') ?? piece("explorer-problems");
    return notice ? { refused: notice.innerText, dialog } : null;
  });
  if (end.plan) {
    // Its parameters may make more of it than it is without them, and never less.
    const strengths = ["mutate", "purchase", "destroy"];
    const confirmed = end.plan.querySelector("[data-effect]")?.dataset.effect;
    const enough = strengths.indexOf(confirmed) >= strengths.indexOf(effect);
    const whole = enough && end.plan.querySelector('[data-testid="request-view"]');
    const typed = end.plan.querySelector('[data-testid="confirm-name"]');
    visited.outcome = whole && Boolean(typed) === (confirmed === "destroy") ? "plan" : "part of a plan";
  } else visited.outcome = end.phase ?? "refused";
  visited.refused = end.refused ?? "";
  const dialog = piece("confirm-dialog");
  if (dialog) {
    dialog.querySelector("footer button, button")?.click();
    await until("the end of the dialog", () => !piece("confirm-dialog"));
  }
  return visited;
};
(async () => {
  const { account } = (await invoke("accounts")).find((one) => one.account.cloud === cloud);
  place = { account: account.id, region: account.regions[0] };
  return visit((await invoke("operations")).find((one) => one.cloud === cloud && one.name === wanted));
})().then(done, (error) => done(error.message + " " + document.body.innerText.slice(-400)));
`;
