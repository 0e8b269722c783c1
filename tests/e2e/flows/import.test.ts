import { existsSync, mkdirSync, mkdtempSync, readFileSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { entries } from "../keychain.js";
import * as question from "../pages/question.js";
import { Sandbox } from "../sandbox.js";
import { filesWith, liesIn } from "../traces.js";
import { AppWindow } from "../window.js";
import { heard, held, listen } from "../wiretap.js";

/** A home with the files of the vendors' tools. */
function homeOf(sandbox: Sandbox): string {
  const home = mkdtempSync(join(tmpdir(), "yundeck-home-"));
  const put = (path: string, text: string) => {
    mkdirSync(join(home, path, ".."), { recursive: true });
    writeFileSync(join(home, path), text);
  };
  const { tencent, jdcloud, kec, ucloudstack } = sandbox.clouds;
  put(".tccli/default.credential", JSON.stringify({ secretId: tencent.secret_id, secretKey: tencent.secret_key }));
  put(".tccli/default.configure", JSON.stringify({ _sys_param: { region: tencent.region, output: "json" } }));
  put(".tccli/web.credential", JSON.stringify({ type: "oauth", secretId: "AKIDoauth", secretKey: "k", token: "t" }));
  put(
    ".jdc/config",
    `[default]\naccess_key = ${jdcloud.secret_id}\nsecret_key = ${jdcloud.secret_key}\nregion_id = ${jdcloud.region}\nendpoint = ${jdcloud.url.replace("http://", "")}\nscheme = http\ntimeout = 20\n`,
  );
  put(".ks/credentials", `[default]\nks_access_key_id = ${kec.secret_id}\nks_secret_access_key = `);
  put(".ks/config", "[default\nregion = broken\n");
  put(
    ".ucloud/credential.json",
    JSON.stringify([
      { public_key: ucloudstack.secret_id, private_key: ucloudstack.secret_key, profile: "lab" },
    ]),
  );
  put(".ucloud/config.json", JSON.stringify([{ region: ucloudstack.region, base_url: "https://api.ucloud.cn/", profile: "lab" }]));
  return home;
}

describe("accounts from what the vendors' tools left", () => {
  let sandbox: Sandbox;
  let window: AppWindow;
  beforeAll(async () => {
    sandbox = await Sandbox.start();
    window = await AppWindow.open(homeOf(sandbox));
    await listen(window);
  });
  afterAll(async () => {
    await window?.close();
    sandbox?.stop();
  });

  const place = (path: string) => `[data-testid="import-place"][data-path="${path}"]`;
  const inPlace = (path: string, more: string) => `${place(path)} ${more}`;

  test("are found, imported into the keychain, and work; their files are deleted when it is wished", async () => {
    const secrets = [sandbox.clouds.tencent, sandbox.clouds.jdcloud, sandbox.clouds.ucloudstack].map((at) => at.secret_key);
    const before = entries();
    await window.click("welcome-import");
    await window.see("import-dialog");
    await window.read("tccli 登录得到的临时密钥", place("~/.tccli/web.credential"));
    await window.read("密钥不完整", place("~/.ks/credentials"));
    await window.read("不是正确的 INI", place("~/.ks/config"));
    await window.read("UCloud 公有云的密钥", place("~/.ucloud/credential.json"));
    expect(await window.driver.executeScript(
      "return document.querySelector(arguments[0]).value",
      inPlace("~/.tccli/default.credential", '[data-testid="import-region"]'),
    )).toBe(sandbox.clouds.tencent.region);

    // A private cloud's account needs its address, and is taken only when it is asked for.
    await window.clickCss(inPlace("~/.ucloud/credential.json", '[data-testid="import-pick"]'));
    await window.read("还有必填项没填", '[role="dialog"]');
    await window.fill(inPlace("~/.ucloud/credential.json", '[data-testid="import-endpoint"]'), sandbox.clouds.ucloudstack.url);
    await window.read("导入 3 个账号", '[data-testid="import-accounts"]');
    await window.click("import-accounts");
    for (const path of ["~/.tccli/default.credential", "~/.jdc/config", "~/.ucloud/credential.json"]) {
      await question.yesUntil(window, `${path} is imported`, async () => (await window.text(place(path))).includes("已导入"));
    }
    expect(entries()).toBe(before + 3);

    const file = join(window.home, ".jdc", "config");
    expect(existsSync(file)).toBe(true);
    expect(await window.count(inPlace("~/.tccli/web.credential", '[data-testid="import-delete"][data-left="0"]'))).toBe(0);
    await window.clickCss(inPlace("~/.jdc/config", '[data-testid="import-delete"][data-left="0"]'));
    await window.read("这不等于安全擦除", '[role="dialog"]');
    await window.click("import-delete-confirm");
    expect(await question.answer(window, "yes")).toContain("删除");
    await window.until("the file is gone", async () => !existsSync(file));
    await window.until("and not shown any more", async () => (await window.count(place("~/.jdc/config"))) === 0);
    expect(existsSync(join(window.home, ".tccli/default.credential"))).toBe(true);

    const traffic = await heard(window);
    expect(traffic.some(({ name }) => name === "import_accounts")).toBe(true);
    for (const secret of secrets) {
      expect(traffic.filter(({ text }) => liesIn(text, secret)).map(({ way, name }) => `${way} ${name}`)).toEqual([]);
      expect(Object.entries(await held(window)).filter(([, text]) => liesIn(text, secret)).map(([at]) => at)).toEqual([]);
    }
    expect(filesWith(window.home, sandbox.clouds.jdcloud.secret_key)).toEqual([]);
    expect(readFileSync(join(window.home, ".tccli/default.credential"), "utf8")).toContain(sandbox.clouds.tencent.secret_key);
  });

  test("are recognised when they are looked for again, and their keys come out of the keychain", async () => {
    window = await window.restart();
    await window.click("nav-accounts");
    await window.clickCss('[data-testid="account-card"][data-cloud="jdcloud"] [data-testid="account-card-test"]');
    await window.see("connection-report", '[data-ok="true"]');
    await window.click("account-import");
    await window.read("已在账号", place("~/.tccli/default.credential"));
    expect(await window.count(inPlace("~/.tccli/default.credential", '[data-fate="importable"]'))).toBe(0);
  });
});
