// A page that somebody else has taken over: whatever it calls, nothing is bought, destroyed or given away, and nothing goes elsewhere.
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { CLOUDS } from "../clouds.js";
import * as accounts from "../pages/accounts.js";
import * as instances from "../pages/instances.js";
import * as question from "../pages/question.js";
import { Session } from "../session.js";

/** What a command said: its value, or the kind of its error. */
interface Said {
  ok: boolean;
  value: unknown;
}

/** A plan, with what has to be typed where something has. */
interface Planned {
  id: string;
  confirm: { name?: string };
}

/** Acts of one cloud that destroy, give access or data away, or cost, as the explorer would send them. */
const ACTS = (id: string, image: string): Record<string, object> => ({
  TerminateInstances: { InstanceIds: [id] },
  ResetInstancesPassword: { InstanceIds: [id], Password: "Hostile2580-Moon", ForceStop: true },
  ModifyImageSharePermission: { ImageId: image, AccountIds: ["100000000099"], Permission: "SHARE" },
  AssociateInstancesKeyPairs: { InstanceIds: [id], KeyIds: ["skey-12345678"], ForceStop: true },
  DeleteImages: { ImageIds: [image] },
  RenewInstances: { InstanceIds: [id], InstanceChargePrepaid: { Period: 1 } },
});

describe("a page in strange hands", () => {
  const session = Session.forTheseTests();
  const [cloud] = CLOUDS;
  if (!cloud) throw new Error("no cloud");
  let foreign: Server;
  let heard = 0;
  let elsewhere = "";
  let place: { account: string; region: string };

  beforeAll(async () => {
    foreign = createServer((_, response) => {
      heard += 1;
      response.end("{}");
    });
    foreign.on("connection", () => {
      heard += 1;
    });
    await new Promise<void>((resolve) => foreign.listen(0, "127.0.0.1", resolve));
    elsewhere = `http://127.0.0.1:${(foreign.address() as AddressInfo).port}`;
    await accounts.add(session.window, cloud, session.sandbox.clouds[cloud.key]);
    const all = await call("accounts", {});
    const [first] = all.value as { account: { id: string; regions: string[] } }[];
    place = { account: first?.account.id ?? "", region: first?.account.regions[0] ?? "" };
  });
  afterAll(() => foreign.close());

  /** Calls a command from within the page. Whenever the system asks, the person says no. */
  async function call(command: string, args: object): Promise<Said & { asked: string[] }> {
    const { window } = session;
    await window.driver.executeScript(
      `window.__said = null;
       window.__TAURI_INTERNALS__.invoke(arguments[0], arguments[1]).then(
         (value) => { window.__said = { ok: true, value }; },
         (error) => { window.__said = { ok: false, value: error.kind ?? String(error) }; });`,
      command,
      args,
    );
    let said: Said | null = null;
    const asked = await question.answerUntil(window, "no", `${command} answers`, async () => {
      said = await window.driver.executeScript("return window.__said");
      return said !== null;
    });
    if (!said) throw new Error(command);
    return { ...(said as Said), asked };
  }

  /** What the cloud has done, by operation. */
  async function done(): Promise<string[]> {
    const { calls } = (await session.sandbox.state())[cloud?.key ?? "tencent"];
    return Object.entries(calls)
      .filter(([, { applied }]) => applied > 0)
      .map(([name]) => name)
      .filter((name) => !/^(Describe|Inquiry)/.test(name));
  }

  async function planned(operation: string, params: object): Promise<Planned> {
    const plan = await call("plan_operation", { ...place, operation, params });
    expect(plan, operation).toMatchObject({ ok: true });
    return plan.value as Planned;
  }

  test("buys, destroys and gives away nothing by planning and applying", async () => {
    const at = session.sandbox.clouds[cloud.key];
    const order = {
      Placement: { Zone: at.zone },
      ImageId: at.image_id,
      InstanceType: at.instance_type,
      InstanceName: "hostile",
      VirtualPrivateCloud: { VpcId: at.vpc_id, SubnetId: at.subnet_id },
    };
    const bought = await call("plan_create", { ...place, params: order });
    const plan = bought.value as { id: string };
    const applied = await call("apply_plan", { id: plan.id, confirmed: { typedName: null, repeat: false } });
    expect(applied).toMatchObject({ ok: false, value: "cancelled" });
    expect(applied.asked).toHaveLength(1);

    const [machine] = (await session.sandbox.state())[cloud.key].instances;
    for (const [operation, params] of Object.entries(ACTS(machine?.id ?? "", at.image_id ?? ""))) {
      const made = await call("plan_operation", { ...place, operation, params });
      // What has no price cannot even be planned.
      if (!made.ok) continue;
      const { id, confirm } = made.value as Planned;
      const said = await call("apply_plan", { id, confirmed: { typedName: confirm.name ?? null, repeat: true } });
      expect(said, operation).toMatchObject({ ok: false, value: "cancelled" });
      expect(said.asked, operation).toHaveLength(1);
    }
    expect(await done()).toEqual([]);
  });

  test("gets no yes for several at once, and sends none of them", async () => {
    const machines = (await session.sandbox.state())[cloud.key].instances.slice(0, 3);
    const plans: Planned[] = [];
    for (const { id } of machines) plans.push(await planned("TerminateInstances", { InstanceIds: [id] }));
    const together = await call("confirm_plans", { ids: plans.map(({ id }) => id) });
    expect(together).toMatchObject({ ok: true, value: false });
    expect(together.asked).toHaveLength(1);
    for (const { id, confirm } of plans) {
      const said = await call("apply_plan", { id, confirmed: { typedName: confirm.name ?? null, repeat: false } });
      expect(said).toMatchObject({ ok: false, value: "cancelled" });
    }
    expect(await done()).toEqual([]);
  });

  test("sends no act as a read, and finds no command beside ours", async () => {
    const [machine] = (await session.sandbox.state())[cloud.key].instances;
    const params = { InstanceIds: [machine?.id] };
    expect(await call("call_operation", { ...place, operation: "TerminateInstances", params })).toMatchObject({ ok: false });
    for (const command of ["plugin:shell|execute", "plugin:fs|read_file", "plugin:http|fetch", "plugin:dialog|ask", "secret", "secrets"])
      expect(await call(command, {}), command).toMatchObject({ ok: false, asked: [] });
    expect(await done()).toEqual([]);
  });

  test("tries no key without a yes", async () => {
    const said = await call("try_account", { id: place.account });
    expect(said).toMatchObject({ ok: false, value: "cancelled" });
    expect(said.asked).toHaveLength(1);
    expect(await done()).toEqual([]);
  });

  test("by clicks that no hand made, comes as far as the system's question", async () => {
    const { window } = session;
    await window.click("nav-instances");
    await window.clickCss('[data-testid="instance-row"][data-state="running"] input[type="checkbox"]');
    await window.click("action-terminate", ':not([aria-disabled="true"])');
    await window.see("confirm-name");
    const name = await window.driver.executeScript<string>(
      `return document.querySelector('[data-testid="confirm-name"]').dataset.name ?? ""`,
    );
    await window.fill('[data-testid="confirm-name"]', name);
    await window.see("confirm-apply", ":not([disabled])");
    await window.driver.executeScript(`document.querySelector('[data-testid="confirm-apply"]').click()`);
    expect(await question.answer(window, "no")).toMatch(/销毁/);
    // Nothing has happened, and one may think again.
    await window.see("confirm-apply", ":not([disabled])");
    await window.press("ESCAPE");
    await window.seeGone("confirm-dialog");
    expect(await done()).toEqual([]);
    expect((await instances.rows(window)).length).toBeGreaterThan(0);
  });

  test("sends no key elsewhere: by another address of an account, a test, a new account, an import", async () => {
    const draft = {
      cloud: cloud.id,
      label: "hostile",
      accessKeyId: "AKIDhostile",
      regions: [place.region],
      endpoint: elsewhere,
      caFile: null,
      caAnew: false,
      signing: null,
      ownerId: null,
      proxy: null,
      keepForSession: false,
      currency: null,
      projects: [],
    };
    const secret = { secret: "hush", sessionToken: null };
    const moved = await call("update_account", { id: place.account, draft, secret: null });
    expect(moved).toMatchObject({ ok: false, value: "secret_elsewhere", asked: [] });
    for (const [command, args] of [
      ["test_draft", { draft, secret, proxyPassword: null }],
      ["add_account", { draft, secret }],
      ["update_account", { id: place.account, draft, secret }],
    ] as const) {
      const said = await call(command, args);
      expect(said, command).toMatchObject({ ok: false, value: "cancelled" });
      expect(said.asked, command).toHaveLength(1);
    }
    expect(await call("delete_credential_file", { id: "none", anyway: true })).toMatchObject({ ok: false });
    expect(heard).toBe(0);
  });

  test("goes nowhere, opens nothing, and calls nobody by the web's own means", async () => {
    const { window } = session;
    const before = await window.driver.executeScript<string>("return location.origin");
    await window.driver.executeScript(
      `const to = arguments[0];
       const quiet = (work) => { try { const all = work(); if (all?.catch) all.catch(() => undefined); } catch { /* refused */ } };
       quiet(() => fetch(to + "/fetch", { mode: "no-cors" }));
       quiet(() => navigator.sendBeacon(to + "/beacon", "x"));
       quiet(() => new WebSocket(to.replace("http", "ws")));
       quiet(() => new EventSource(to));
       quiet(() => window.open(to));
       quiet(() => { new Image().src = to + "/image"; });
       for (const [tag, name] of [["script", "src"], ["iframe", "src"], ["link", "href"], ["object", "data"], ["embed", "src"]])
         quiet(() => {
           const one = document.createElement(tag);
           if (tag === "link") one.rel = "stylesheet";
           one[name] = to + "/" + tag;
           document.body.append(one);
         });
       quiet(() => {
         const form = document.createElement("form");
         form.action = to; form.method = "post";
         document.body.append(form);
         form.submit();
       });
       quiet(() => { const base = document.createElement("base"); base.href = to; document.head.append(base); });
       quiet(() => { location.href = to; });`,
      elsewhere,
    );
    await window.until("the page is there", async () => (await window.driver.executeScript<string>("return location.origin")) === before);
    await window.see("nav-instances");
    await window.click("nav-settings");
    await window.see("settings-language");
    expect(heard).toBe(0);
  });
});
