import { afterAll, beforeAll, describe, expect, test } from "vitest";
import * as explorer from "../pages/explorer.js";
import * as wizard from "../pages/wizard.js";
import { AppWindow } from "../window.js";

const REPLY = '[data-testid="explorer-reply"]';
const REQUEST = '[data-testid="explorer-request"]';

/** A password that must be nowhere but in its field. */
const PASSWORD = "Quiet2580-Lake";

describe("the explorer's form, on the sandbox inside the application", () => {
  let window: AppWindow;
  beforeAll(async () => {
    window = await AppWindow.openOnSandbox();
  });
  afterAll(async () => {
    await window?.close();
  });

  test("an operation is found by a part of its name in either language, by noun, cloud and effect", async () => {
    const found = async (words: string, wanted: string[]) => {
      await explorer.search(window, words);
      await window.until(`${words}: ${wanted}`, async () => {
        const listed = await explorer.listed(window);
        return wanted.every((one) => listed.includes(one)) && !listed.includes("tencent DescribeZones");
      });
      return explorer.listed(window);
    };
    expect(await found("创建密钥", ["tencent CreateKeyPair", "kingsoft CreateKey", "jdcloud createKeypair"])).toHaveLength(3);
    expect(await found("eyPair", ["tencent CreateKeyPair", "jdcloud createKeypair"])).not.toContain("kingsoft CreateKey");
    expect(await found("create key", ["tencent CreateKeyPair", "kingsoft CreateKey"])).not.toContain("tencent DeleteKeyPairs");
    const nouns = await found("京东 密钥", ["jdcloud createKeypair", "jdcloud deleteKeypair"]);
    expect(nouns.filter((one) => !one.startsWith("jdcloud "))).toEqual([]);
    // By effect alone, then by noun in the tree.
    await window.click("language-toggle");
    expect(await found("key pair", ["tencent CreateKeyPair", "tencent DeleteKeyPairs"])).not.toEqual([]);
    await window.click("language-toggle");
    await explorer.search(window, "密钥");
    await window.clickCss('button[aria-pressed="false"]:nth-of-type(4)');
    await window.until("only what destroys", async () => {
      const listed = await explorer.listed(window);
      return listed.includes("tencent DeleteKeyPairs") && !listed.includes("tencent CreateKeyPair");
    });
    await window.clickCss('button[aria-pressed="true"]');
    await explorer.search(window, " ");
    const noun = '[data-cloud="tencent"][data-noun="key_pair"]';
    await window.driver.executeScript(
      `document.querySelector('[data-testid="explorer-group"]').closest('[role="tree"]').scrollTop = 0`,
    );
    await window.click("explorer-group", noun);
    await window.see("explorer-operation", '[data-cloud="tencent"][data-operation="CreateKeyPair"]');
    await window.click("explorer-group", noun);
  });

  test("what is wrong stands beside its field as one types, and goes when it is mended", async () => {
    await explorer.open(window, "tencent", "DescribeInstances");
    await window.click("more-parameters");
    await window.fill('[data-field="Limit"] input', "1000");
    await window.until("a problem", async () => (await explorer.problemOf(window, "Limit")) !== "");
    expect(await explorer.problemOf(window, "Limit")).toMatch(/100/);
    await window.fill('[data-field="Limit"] input', "10");
    await window.until("no problem", async () => (await explorer.problemOf(window, "Limit")) === "");
  });

  test("structures are added to a list, filled in and removed", async () => {
    await explorer.open(window, "tencent", "DescribeInstances");
    await window.click("explorer-reset");
    await explorer.paste(window, JSON.stringify({ Filters: [{ Name: "zone", Values: ["a"] }] }));
    await window.clickCss('[data-field="Filters"] fieldset > div:last-child button');
    await window.fill('[data-field="Filters/1/Name"] input', "instance-name");
    await window.fill('[data-field="Filters/1/Values"] input', "web");
    await window.press("ENTER");
    await window.until("both in the request", async () => {
      const text = await window.text(`${REQUEST} pre`);
      return text.includes('"zone"') && text.includes('"instance-name"');
    });
    await window.clickCss('[data-field="Filters"] [data-testid="list-item"] > button');
    await window.until("one in the request", async () => {
      const text = await window.text(`${REQUEST} pre`);
      return !text.includes('"zone"') && text.includes('"instance-name"');
    });
    expect(await window.count('[data-field="Filters"] [data-testid="list-item"]')).toBe(1);
  });

  test("a reference is picked from what there is", async () => {
    await explorer.open(window, "tencent", "DescribeInstanceInternetBandwidthConfigs");
    await window.clickCss('[data-field="InstanceId"] [data-picker]');
    await window.clickCss('[data-choice-id]:has([data-tone="good"])');
    await window.until("an instance in the request", async () => /"ins-\w{8}"/.test(await window.text(`${REQUEST} pre`)));
    await explorer.read(window);
  });

  test("a nested structure is filled in through its own fields", async () => {
    await explorer.open(window, "tencent", "RunInstances");
    await wizard.make(window, { how: "pick", field: "Placement/Zone", id: undefined });
    await window.seeCss('[data-field="Placement/Zone"] [data-picker][data-value]');
  });

  test("the request, what is signed, and a password in neither", async () => {
    await explorer.open(window, "tencent", "ResetInstancesPassword");
    await explorer.paste(window, JSON.stringify({ InstanceIds: ["ins-12345678"], Password: PASSWORD, ForceStop: true }));
    await window.click("explorer-tab-request");
    await window.until("the request", async () => (await window.text(REQUEST)).includes("ins-12345678"));
    const shown = await window.text(REQUEST);
    expect(shown).toContain("规范请求");
    expect(shown).toMatch(/POST\n\/\n\ncontent-type:application\/json\nhost:127.0.0.1:\d+\nx-tc-action:[a-z]+\nx-tc-region:[a-z-]+\nx-tc-version:2017-03-12\n\ncontent-type;host;x-tc-action;x-tc-region;x-tc-version\n[0-9a-f]{64}/);
    expect(shown).toContain("待签名字符串");
    expect(shown).toMatch(/TC3-HMAC-SHA256\n\d{10}\n\d{4}-\d\d-\d\d\/cvm\/tc3_request\n[0-9a-f]{64}/);
    expect(shown).toMatch(/Signature=\*{6}/);
    expect(shown).toMatch(/"Password": "\*{6}"/);
    for (const form of ["http", "curl", "cli"] as const) {
      expect(await explorer.request(window, form)).toContain("******");
      expect(await window.text()).not.toContain(PASSWORD);
    }
  });

  test("the script, the tool's line and the reply are copied as they stand there", async () => {
    await explorer.open(window, "tencent", "DescribeImages");
    await explorer.paste(window, "Limit=2&Filters.0.Name=image-type&Filters.0.Values.0=PUBLIC_IMAGE");
    for (const form of ["curl", "cli"] as const) {
      const shown = await explorer.request(window, form);
      expect(shown).toMatch(form === "curl" ? /YUNDECK_SECRET/ : /^tccli cvm DescribeImages /);
      // A script made a moment later may have another time in it.
      const told = (text: string) => text.replaceAll(/\d{10}|[0-9a-f]{64}/g, "").trim();
      expect(told(await explorer.copied(window, REQUEST))).toBe(told(shown));
    }
    await explorer.read(window);
    const raw = await explorer.view(window, "raw");
    expect(JSON.parse(raw)).toHaveProperty("ImageSet");
    expect((await explorer.copied(window, `${REPLY} [class*="bar"]`)).trim()).toBe(raw);
  });

  test("the tree of a reply folds and unfolds, as a whole and line by line", async () => {
    await explorer.view(window, "tree");
    const lines = () => window.count(`${REPLY} [role="treeitem"]`);
    await window.click("explorer-reply-fold");
    await window.until("only the root's own", async () => (await lines()) === 4);
    await window.clickCss(`${REPLY} [role="treeitem"][aria-expanded="false"]`);
    await window.until("one more level", async () => (await lines()) === 6);
    await window.click("explorer-reply-unfold");
    await window.until("all", async () => (await lines()) > 15);
  });
});
