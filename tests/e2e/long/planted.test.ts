// Secrets of every kind, planted on every cloud through the window, are in none of the channels around it; in each a canary is found,
// so that the search is known to work. The channels without a window: tests/rust/planted.rs.
import { mkdtempSync, readFileSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Key } from "selenium-webdriver";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { CLOUDS, type Cloud } from "../clouds.js";
import { Surroundings } from "../everywhere.js";
import { type OrderSecrets, paramsOf } from "../orders.js";
import * as accountSecrets from "../pages/accountSecrets.js";
import * as explorer from "../pages/explorer.js";
import * as fileDialog from "../pages/fileDialog.js";
import * as question from "../pages/question.js";
import * as settings from "../pages/settings.js";
import { Session } from "../session.js";
import { filesBelow, liesIn } from "../traces.js";
import { held, heard, listen } from "../wiretap.js";

/** The only requests that carry what is typed into a form. Never a reply, but of what was pasted; never an event. */
const CARRIERS = new Set(
  [
    ...["add_account", "update_account", "test_draft", "test_change", "rekey_account", "keep_proxy_password"],
    ...["read_params", "validate_params", "preview_call", "call_commands", "plan_operation"],
  ].map((name) => `request ${name}`),
).add("reply read_params");

/** How an account's key pair is made, and what gives a console's address: `token` in its reply lets one in. */
const ACTS: Record<string, { keyPair?: [string, object]; console: [string, string]; token: RegExp }> = {
  tencent: {
    keyPair: ["CreateKeyPair", { KeyName: "planted", ProjectId: 0 }],
    console: ["DescribeInstanceVncUrl", "InstanceId"],
    token: /"InstanceVncUrl": "([^"]+)"/,
  },
  kingsoft: {
    keyPair: ["CreateKey", { KeyName: "planted" }],
    console: ["DescribeInstanceVnc", "InstanceId"],
    token: /"vncUrl": "([^"]+)"/,
  },
  jdcloud: {
    keyPair: ["createKeypair", { keyName: "planted" }],
    console: ["describeInstanceVncUrl", "instanceId"],
    token: /"vncUrl": "([^"]+)"/,
  },
  ucloudstack: { console: ["GetVMVNCInfo", "VMID"], token: /"VNCPassword": "([^"]+)"/ },
};

interface Planted {
  cloud: string;
  kind: string;
  text: string;
}

/** What the application showed or gave away somewhere, and what must be found in it. */
interface Channel {
  name: string;
  bytes: Buffer | string;
  canary: string;
}

describe("secrets planted through the window", () => {
  process.env.YUNDECK_LOG = "trace";
  const folder = mkdtempSync(join(tmpdir(), "yundeck-planted-"));
  const planted: Planted[] = [];
  const channels: Channel[] = [];
  const consoles: { cloud: string; activity: string }[] = [];
  let around: Surroundings;
  beforeAll(() => {
    around = new Surroundings();
  });
  const session = Session.forTheseTests();
  beforeAll(() => listen(session.window));
  afterAll(() => {
    around.end();
    delete process.env.YUNDECK_LOG;
  });

  const plant = (cloud: Cloud, kind: string, text: string): string => {
    planted.push({ cloud: cloud.id, kind, text });
    return text;
  };
  const canary = (cloud: Cloud) => `canary-${cloud.id}`;

  test("the proxy's password", async () => {
    const { window } = session;
    await window.click("nav-settings");
    await settings.option(window, "proxy-kind", 3);
    await window.fill('[data-testid="proxy-url"]', `http://127.0.0.1:9${Key.TAB}`);
    await question.answer(window, "yes");
    await window.fill('[data-testid="proxy-username"]', `all${Key.TAB}`);
    const password = "planted-password-of-the-proxy";
    for (const cloud of CLOUDS) plant(cloud, "proxy password", password);
    await window.fill('[data-testid="proxy-password"]', password);
    await window.click("proxy-password-keep");
    await window.read("已存进系统钥匙串");
  });

  test.each(CLOUDS)("of an account at $id", async (cloud) => {
    const secrets = await accountSecrets.add(session.window, cloud, session.sandbox.clouds[cloud.key]);
    plant(cloud, "API secret", secrets.apiSecret);
    plant(cloud, "account's proxy password", secrets.proxyPassword);
    if (secrets.sessionToken !== null) plant(cloud, "session token", secrets.sessionToken);
  });

  test.each(CLOUDS)("of an order, a key pair and a console at $id", async (cloud) => {
    const { window, sandbox } = session;
    const at = sandbox.clouds[cloud.key];
    const { keyPair, console: named } = ACTS[cloud.id] ?? { console: ["", ""] };
    const secrets: OrderSecrets = {
      password: plant(cloud, "instance password", `Plant2580-${cloud.id.slice(0, 4)}`),
      userData: plant(cloud, "user data", Buffer.from(`planted-user-data-of-${cloud.id}`).toString("base64")),
      metadata: `planted-metadata-of-${cloud.id}`,
    };
    const params = JSON.stringify(paramsOf(cloud.key, canary(cloud), at, secrets));
    if (params.includes(secrets.metadata)) plant(cloud, "metadata", secrets.metadata);
    await explorer.open(window, cloud.id, cloud.creates);
    await explorer.paste(window, params);
    for (const kind of ["http", "curl"] as const) {
      channels.push({ name: `request as ${kind}`, bytes: await explorer.request(window, kind), canary: canary(cloud) });
    }
    const copied = await explorer.copied(window, '[data-testid="explorer-request"]');
    channels.push({ name: "clipboard", bytes: copied, canary: canary(cloud) });
    await Promise.all([explorer.act(window, "purchase"), sandbox.boots(cloud.key, canary(cloud))]);
    const [machine] = await sandbox.named(cloud.key, canary(cloud));
    const id = machine?.id ?? "";

    if (keyPair) {
      await explorer.open(window, cloud.id, keyPair[0]);
      await explorer.paste(window, JSON.stringify(keyPair[1]));
      await explorer.act(window, "mutate");
      const path = join(folder, `${cloud.id}.pem`);
      await window.click("private-key-save");
      await fileDialog.save(window, path);
      await window.see("private-key", '[data-state="saved"]');
      expect(modeOf(path)).toBe("600");
      plant(cloud, "private key", readFileSync(path, "utf8").split("\n")[1] ?? "");
    }

    const [operation, member] = named;
    await explorer.open(window, cloud.id, operation);
    await explorer.paste(window, JSON.stringify({ [member]: id }));
    await explorer.act(window, "mutate");
    const activity = await window.driver.executeAsyncScript<string>(
      `const [operation, done] = arguments;
       window.__TAURI_INTERNALS__.invoke("activities").then((all) => done(all.find((one) => one.operation === operation)?.id ?? ""));`,
      operation,
    );
    consoles.push({ cloud: cloud.id, activity });
    channels.push({ name: `page of ${cloud.id}`, bytes: JSON.stringify(await held(window)), canary: operation });
  });

  test("a reply, both exports and the diagnostics are saved", async () => {
    const { window } = session;
    const [cloud] = CLOUDS;
    if (!cloud) throw new Error("no cloud");
    await explorer.open(window, cloud.id, "DescribeInstances");
    await explorer.read(window);
    const save = async (name: string, button: string, done: string, known: string) => {
      const path = join(folder, name);
      await window.click(button);
      await fileDialog.save(window, path);
      await window.read(path, `[data-testid="${done}"]`);
      expect(modeOf(path)).toBe("600");
      channels.push({ name, bytes: readFileSync(path), canary: known });
    };
    await save("reply.json", "explorer-reply-save", "explorer-reply-saved", canary(cloud));
    await window.click("nav-settings");
    await save("everything.json", "settings-export", "settings-exported", canary(cloud));
    await save("journal.jsonl", "settings-export-journal", "settings-exported", cloud.creates);
    await window.click("nav-help");
    await window.click("help-topic-diagnostics");
    await window.click("help-diagnostics");
    const text = await window.text('[data-testid="help-diagnostics-text"]');
    channels.push({ name: "diagnostics", bytes: text, canary: "version: " });
  });

  test("are in no channel", async () => {
    const { window } = session;
    const messages = await heard(window);
    const kept = [...new Set(filesBelow(window.home))].map((path) => ({ path, bytes: readFileSync(path) }));
    const data = join(window.home, "data", "cn.yundeck.desktop");
    expect(modeOf(data)).toBe("700");
    expect(kept.some(({ path }) => path.endsWith(".log")) && kept.some(({ path }) => path.endsWith(".db"))).toBe(true);
    const [cloud] = CLOUDS;
    for (const { path, bytes } of kept) channels.push({ name: path, bytes, canary: "" });
    channels.push(
      { name: "files", bytes: Buffer.concat(kept.map(({ bytes }) => bytes)), canary: canary(cloud as Cloud) },
      { name: "page and its stores", bytes: JSON.stringify(await held(window)), canary: "Yundeck" },
      { name: "session bus", bytes: around.said, canary: "org.freedesktop.Secret" },
      { name: "command lines and environments", bytes: around.processes, canary: "YUNDECK_SANDBOX_BIN" },
    );
    // Only now, for whoever asks to see it.
    for (const { cloud: id, activity } of consoles) {
      const reply = await window.driver.executeAsyncScript<string>(
        `const [id, done] = arguments;
         window.__TAURI_INTERNALS__.invoke("activity_reply", { id, open: true }).then((reply) => done(reply.text));`,
        activity,
      );
      const token = ACTS[id]?.token.exec(reply)?.[1];
      expect(token, `${id}: ${reply}`).toBeTruthy();
      // What lets one in stands at the end of an address.
      planted.push({ cloud: id, kind: "console token", text: token?.split("=").at(-1) ?? "" });
    }
    const kinds: Record<string, number> = {};
    for (const { kind } of planted) kinds[kind] = (kinds[kind] ?? 0) + 1;
    expect(kinds).toEqual({
      "proxy password": 4,
      "account's proxy password": 4,
      // Two clouds have no temporary keys in their forms.
      "session token": 2,
      "API secret": 4,
      "instance password": 4,
      "user data": 4,
      metadata: 2,
      "private key": 3,
      "console token": 4,
    });

    const leaks: string[] = [];
    for (const { name, bytes, canary: known } of channels) {
      if (known !== "") expect(liesIn(bytes, known), `${name}: the search finds ${known}`).toBe(true);
      for (const { cloud: of, kind, text } of planted) if (liesIn(bytes, text)) leaks.push(`${kind} of ${of}: ${name}`);
    }
    for (const { cloud: of, kind, text } of planted) {
      const those = messages.filter((message) => liesIn(message.text, text)).map(({ way, name }) => `${way} ${name}`);
      for (const one of new Set(those)) if (!CARRIERS.has(one)) leaks.push(`${kind} of ${of}: ${one}`);
      if (!["private key", "console token"].includes(kind)) expect(those.length, `${kind} of ${of} was heard on its way in`).toBeGreaterThan(0);
    }
    process.stdout.write(`${planted.length} secrets, ${channels.length} channels and ${messages.length} messages\n`);
    expect(leaks).toEqual([]);
  });
});

function modeOf(path: string): string {
  return (statSync(path).mode & 0o777).toString(8);
}
