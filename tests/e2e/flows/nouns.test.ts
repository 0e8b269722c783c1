import { describe, expect, test } from "vitest";
import { CLOUDS, cloudOf } from "../clouds.js";
import * as accounts from "../pages/accounts.js";
import * as nouns from "../pages/nouns.js";
import { Session } from "../session.js";

describe("key pairs and disks, on their pages", () => {
  const session = Session.forTheseTests();

  test("a key pair is made, renamed without being asked which, and removed after the system's question", async () => {
    const { window, sandbox } = session;
    for (const cloud of CLOUDS) await accounts.add(window, cloud, sandbox.clouds[cloud.key]);
    const cloud = cloudOf("tencent");
    await nouns.open(window, "key_pair");
    const before = await nouns.rows(window, cloud.id);
    expect(before.length).toBeGreaterThan(0);
    // What has none of it says so beside the title.
    await window.read("UCloudStack", '[data-testid="noun-lacking"]');

    await window.click("noun-create");
    await window.click("noun-creation", `[data-cloud="${cloud.id}"][data-operation="ImportKeyPair"]`);
    await window.fill('[data-testid="act-dialog"] [data-field="KeyName"] input', "e2e_page");
    await window.fill(
      '[data-testid="act-dialog"] [data-field="PublicKey"] :is(input, textarea)',
      "ssh-rsa AAAAB3NzaC1yc2EAAAADAQABAAABAQDTheKeyOfThePageTest me@here",
    );
    await window.clickCss('[data-testid="act-dialog"] [data-testid="explorer-send"]');
    const made = async () => (await nouns.rows(window, cloud.id)).find(({ text }) => text.includes("e2e_page"));
    await nouns.confirm(window, async () => (await made()) !== undefined);
    const { id } = (await made()) ?? { id: "" };

    await nouns.details(window, id);
    await nouns.choose(window, "ModifyKeyPairAttribute");
    await window.see("act-dialog");
    expect(await window.seesCss('[data-testid="act-dialog"] [data-field="KeyId"]')).toBe(false);
    await window.fill('[data-testid="act-dialog"] [data-field="KeyName"] input', "e2e_renamed");
    await window.clickCss('[data-testid="act-dialog"] [data-testid="explorer-send"]');
    await window.until("the new name is in the table", async () => {
      await window.tryClick('[data-testid="confirm-apply"]:not([disabled]):not([data-loading])').catch(() => undefined);
      return (await nouns.rows(window, cloud.id)).some((row) => row.id === id && row.text.includes("e2e_renamed"));
    });

    await nouns.choose(window, "DeleteKeyPairs");
    const gone = async () => !(await nouns.rows(window, cloud.id)).some((row) => row.id === id);
    expect(await nouns.confirm(window, gone)).toHaveLength(1);
    expect((await nouns.rows(window, cloud.id)).map((row) => row.id).sort()).toEqual(before.map((row) => row.id).sort());
  });

  test("what a cloud refuses is said, and the thing stays", async () => {
    const { window, sandbox } = session;
    const cloud = cloudOf("tencent");
    await nouns.open(window, "key_pair");
    const [first] = await nouns.rows(window, cloud.id);
    if (!first) throw new Error("no key pair");
    await sandbox.inject({
      cloud: cloud.key,
      operation: "DeleteKeyPairs",
      kind: "refuse",
      code: "InvalidParameterValue",
      message: "The key pair is in use.",
    });
    await nouns.details(window, first.id);
    await nouns.choose(window, "DeleteKeyPairs");
    await nouns.confirm(window, async () => true);
    await window.read("1 个失败", '[data-testid="activity-bar"]');
    await window.click("activity-bar");
    await window.read("The key pair is in use.", '[data-testid="activity-item"][data-phase="failed"]');
    await window.click("activity-bar");
    expect((await nouns.rows(window, cloud.id)).map(({ id }) => id)).toContain(first.id);
  });

  test("a disk is taken off the instance that it is on, which is filled in", async () => {
    const { window, sandbox } = session;
    const cloud = cloudOf("jdcloud");
    await nouns.open(window, "disk");
    const disk = (await nouns.rows(window, cloud.id)).find(({ text }) => text.includes("已挂载") && !/vda|sys/.test(text));
    if (!disk) throw new Error("no disk is attached");
    await nouns.details(window, disk.id);
    await nouns.choose(window, "detachDisk");
    await window.until("the instance that it is on", async () =>
      (await window.text('[data-testid="act-dialog"] [data-field="instanceId"]')).includes("i-"),
    );
    await window.clickCss('[data-testid="act-dialog"] [data-testid="explorer-send"]');
    await nouns.confirm(window, async () => true);
    await window.see("activity-notice");
    // The cloud takes its time, and the page looks again by itself.
    await sandbox.advance(120);
    await window.until("it is off", async () =>
      (await nouns.rows(window, cloud.id)).some(({ id, text }) => id === disk.id && text.includes("未挂载")),
    );
  });
});
