import { execFileSync } from "node:child_process";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { CLOUDS } from "../clouds.js";
import * as accounts from "../pages/accounts.js";
import * as explorer from "../pages/explorer.js";
import * as journal from "../pages/journal.js";
import * as question from "../pages/question.js";
import { PATIENCE } from "../patience.js";
import { Session } from "../session.js";
import { AppWindow } from "../window.js";

/** A list of each cloud, asked for in its smallest pages. On two clouds these hold all that the sandbox begins with. */
const LISTS = [
  { cloud: "tencent", words: "查看实例列表", operation: "DescribeInstances", params: { Limit: 2 }, pages: true },
  { cloud: "kingsoft", words: "DescribeInst", operation: "DescribeInstances", params: { MaxResults: 5 }, pages: false },
  { cloud: "jdcloud", words: "describeinstances", operation: "describeInstances", params: { pageSize: 10 }, pages: false },
  { cloud: "ucloudstack", words: "VMInstance", operation: "DescribeVMInstance", params: { Limit: 1 }, pages: true },
];

const NAME = "e2e_key";

/** A key pair's life, where there are key pairs. */
const KEYS = [
  {
    cloud: "tencent",
    create: "CreateKeyPair",
    subject: NAME,
    params: { KeyName: NAME, ProjectId: 0 },
    remove: "DeleteKeyPairs",
    which: (reply: { KeyPair: { KeyId: string } }) => ({ params: { KeyIds: [reply.KeyPair.KeyId] }, name: reply.KeyPair.KeyId }),
  },
  {
    cloud: "kingsoft",
    create: "CreateKey",
    // The name may be left out there.
    subject: NAME,
    params: { KeyName: NAME },
    remove: "DeleteKey",
    which: (reply: { Key: { KeyId: string } }) => ({ params: { KeyId: reply.Key.KeyId }, name: reply.Key.KeyId }),
  },
  {
    cloud: "jdcloud",
    create: "createKeypair",
    subject: NAME,
    params: { keyName: NAME },
    remove: "deleteKeypair",
    which: () => ({ params: { keyName: NAME }, name: NAME }),
  },
];

describe("the explorer, on the sandbox inside the application", () => {
  let window: AppWindow;
  beforeAll(async () => {
    window = await AppWindow.openOnSandbox();
  });
  afterAll(async () => {
    await window?.close();
  });

  test.each(LISTS)("$cloud: a list as a table, as a tree, page by page", async (list) => {
    await explorer.open(window, list.cloud, list.operation, list.words);
    await explorer.paste(window, JSON.stringify(list.params));
    for (const [name, value] of Object.entries(list.params)) await explorer.holds(window, name, String(value));
    expect(await explorer.read(window)).toMatch(/^HTTP 200 .*(毫秒|ms|秒).* \S{8,}/);
    const first = await explorer.rows(window);
    expect(first.length).toBeGreaterThan(0);
    if (list.pages) {
      expect(first).toHaveLength(Object.values(list.params)[0] ?? 0);
      const second = await explorer.nextPage(window);
      expect(second.filter((row) => first.includes(row))).toEqual([]);
    }
    const shown = (await explorer.rows(window))[0]?.split("\n")[0]?.trim();
    expect(await explorer.view(window, "raw")).toContain(shown);
    expect(await explorer.view(window, "tree")).not.toBe("");
  });

  test.each(KEYS)("$cloud: a key pair is made, and removed by its typed name", async (keys) => {
    await explorer.open(window, keys.cloud, keys.create);
    await explorer.paste(window, JSON.stringify(keys.params));
    await explorer.act(window, "mutate");
    await window.see("private-key", '[data-state="unsaved"]');
    const made = await explorer.reply<never>(window);
    expect(JSON.stringify(made)).not.toMatch(/PRIVATE KEY/);
    const { params, name } = keys.which(made);

    await explorer.open(window, keys.cloud, keys.remove);
    await explorer.paste(window, JSON.stringify(params));
    await explorer.act(window, "destroy", name);

    await journal.open(window, keys.create);
    await journal.line(window, keys.create, keys.subject);
    await journal.open(window, name);
    await journal.line(window, keys.remove, name);
  });

  test("ucloudstack: an instance is stopped, and removed by its typed name", async () => {
    await explorer.open(window, "ucloudstack", "DescribeVMInstance");
    await explorer.paste(window, "Limit=100");
    await explorer.read(window);
    const { Infos } = await explorer.reply<{ Infos: { VMID: string; State: string }[] }>(window);
    const id = Infos.find(({ State }) => State === "Running")?.VMID ?? "";
    expect(id).not.toBe("");

    await explorer.open(window, "ucloudstack", "StopVMInstance");
    await explorer.paste(window, `VMID=${id}`);
    await explorer.act(window, "mutate");
    await explorer.open(window, "ucloudstack", "DeleteVMInstance");
    await explorer.paste(window, `VMID=${id}`);
    await explorer.act(window, "destroy", id);

    await journal.open(window, id);
    await journal.line(window, "StopVMInstance", id);
    await journal.line(window, "DeleteVMInstance", id);
  });

  test("a call is opened again after a restart, with its parameters", async () => {
    await explorer.open(window, "tencent", "DescribeImages");
    await explorer.paste(window, "Limit=7&Offset=3");
    await explorer.read(window);
    window = await window.restart();
    await window.see("nav-explorer");
    await explorer.reopen(window, "tencent", "DescribeImages");
    await explorer.holds(window, "Limit", "7");
    await explorer.holds(window, "Offset", "3");
    await explorer.read(window);
  });

  test("a text that is neither JSON nor a query is refused in words", async () => {
    await explorer.open(window, "tencent", "DescribeImages");
    await window.click("explorer-paste");
    await window.fill('[data-testid="explorer-paste-text"]', "{ nonsense");
    await window.click("explorer-paste-apply");
    await window.read("JSON", '[role="dialog"] [data-testid="error-notice"]');
    await window.press("ESCAPE");
  });
});

describe("what the explorer gives to a terminal", () => {
  const session = Session.forTheseTests();
  const read = { tencent: "DescribeZones", kec: "DescribeRegions", jdcloud: "describeInstances", ucloudstack: "DescribeVMInstance" };

  test.each(CLOUDS)("$id: the script shows no secret, and with it gets the same answer", async (cloud) => {
    const { window, sandbox } = session;
    const at = sandbox.clouds[cloud.key];
    await accounts.add(window, cloud, at);
    await explorer.open(window, cloud.id, read[cloud.key]);
    const http = await explorer.request(window, "http");
    const script = await explorer.request(window, "curl");
    for (const text of [http, script, await window.text()]) expect(text).not.toContain(at.secret_key);
    expect(script).toContain("YUNDECK_SECRET");
    const env = { ...process.env, YUNDECK_SECRET: at.secret_key };
    const answer = execFileSync("sh", ["-c", script], { env, encoding: "utf8", timeout: PATIENCE });

    await explorer.read(window);
    const shown = await explorer.reply<Record<string, unknown>>(window);
    for (const name of Object.keys(shown)) expect(answer).toContain(`"${name}"`);
    expect(answer).not.toMatch(/AuthFailure|SignatureDoesNotMatch|"RetCode": ?10[349]\b|UNAUTHENTICATED/);
  });

  test("a purchase shows its price, and a double click buys once; it is removed by its typed name", async () => {
    const { window, sandbox } = session;
    const at = sandbox.clouds.tencent;
    const params = {
      Placement: { Zone: at.zone },
      ImageId: at.image_id,
      InstanceType: at.instance_type,
      InstanceName: "e2e-explored",
      VirtualPrivateCloud: { VpcId: at.vpc_id, SubnetId: at.subnet_id },
    };
    await explorer.open(window, "tencent", "RunInstances");
    await explorer.paste(window, JSON.stringify(params));
    await window.click("explorer-send", '[data-effect="purchase"]');
    await window.read(/¥\s?\d[\d.,]*\s*\/\s*小时/, '[data-testid="confirm-dialog"] [data-testid="quote-total"]');
    await window.driver.actions().doubleClick(await window.see("confirm-apply")).perform();
    await question.answer(window, "yes");
    await sandbox.boots("tencent", "e2e-explored");
    await window.see("explorer-activity", '[data-phase="done"]');
    const bought = await sandbox.named("tencent", "e2e-explored");
    expect(bought).toHaveLength(1);
    expect((await sandbox.state()).tencent.calls.RunInstances).toEqual({ received: 1, applied: 1 });

    const id = bought[0]?.id ?? "";
    await explorer.open(window, "tencent", "TerminateInstances");
    await explorer.paste(window, `InstanceIds.0=${id}`);
    await explorer.act(window, "destroy", id);
    expect(await sandbox.named("tencent", "e2e-explored")).toEqual([]);
  });
});
