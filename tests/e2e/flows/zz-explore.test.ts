import { writeFileSync } from "node:fs";
import { afterAll, beforeAll, test } from "vitest";
import { CLOUDS } from "../clouds.js";
import * as accounts from "../pages/accounts.js";
import * as wizard from "../pages/wizard.js";
import { Sandbox } from "../sandbox.js";
import { AppWindow } from "../window.js";
let window: AppWindow, sandbox: Sandbox;
beforeAll(async () => { sandbox = await Sandbox.start(); window = await AppWindow.open(); });
afterAll(async () => { await window?.close(); sandbox?.stop(); });
test.each(CLOUDS)("explore $id", async (cloud) => {
  const t = Date.now();
  try {
  console.log(await accounts.add(window, cloud, sandbox.clouds[cloud.key]), Date.now() - t);
  await wizard.open(window, cloud);
  console.log("wizard", Date.now() - t);
  for (const s of ["place","image","type","storage","network","login","billing","review"]) {
    await wizard.step(window, s);
    await new Promise(r => setTimeout(r, 1200));
    await window.picture(`/tmp/y/x-${cloud.id}-${s}.png`);
    const f = await window.driver.executeScript(`return [...document.querySelectorAll('[data-field]')].map(e => e.dataset.field + (e.querySelector('[title="必填"]') ? ' *' : '') + ' :: ' + [...e.querySelectorAll('input,button,[data-picker]')].map(i=>i.tagName+(i.type||'')+(i.dataset.picker!==undefined?'(picker '+i.dataset.kind+')':'')).join(','))`) as string[];
    console.log(cloud.id, s, "\n  " + f.join("\n  "));
  }
  console.log(await window.text('[data-testid="wizard-review"]'), await window.text('[data-testid="quote-panel"]'), await (await window.see("quote-panel")).getAttribute("data-state"));
  } catch (e) { await window.picture(`/tmp/y/x-fail-${cloud.id}.png`); throw e; }
});
