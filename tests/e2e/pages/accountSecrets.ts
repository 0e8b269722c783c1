import { Key } from "selenium-webdriver";
import { expect } from "vitest";
import type { Cloud } from "../clouds.js";
import type { SandboxCloud } from "../sandbox.js";
import type { AppWindow } from "../window.js";
import * as accounts from "./accounts.js";
import * as settings from "./settings.js";

/** The secrets that an account's form takes. */
export interface AccountSecrets {
  apiSecret: string;
  proxyPassword: string;
  /** Where there are temporary keys: of one that does not belong to the key, which is refused. */
  sessionToken: string | null;
}

/** Adds an account with every secret that its form takes. */
export async function add(window: AppWindow, cloud: Cloud, at: SandboxCloud): Promise<AccountSecrets> {
  const secrets: AccountSecrets = {
    apiSecret: at.secret_key,
    proxyPassword: `planted-proxy-word-of-${cloud.id}`,
    sessionToken: null,
  };
  await accounts.openForm(window, cloud);
  await accounts.fillForm(window, cloud, at);
  const proxy = '[data-testid="account-proxy"]';
  if (!(await window.sees("account-proxy"))) await window.clickCss(`[data-testid="account-form"] details:has(${proxy}) > summary`);
  await settings.option(window, "proxy-kind", 4);
  await window.fill('[data-testid="proxy-url"]', "http://127.0.0.1:9");
  await window.fill('[data-testid="proxy-username"]', "own");
  await window.fill(`${proxy} input[type="password"]`, secrets.proxyPassword);
  if (await window.sees("account-session-token")) {
    secrets.sessionToken = `planted-token-of-${cloud.id}`;
    await window.fill('[data-testid="account-session-token"]', secrets.sessionToken);
    expect((await accounts.testForm(window)).ok).toBe(false);
    await window.fill('[data-testid="account-session-token"]', Key.BACK_SPACE);
  }
  await accounts.save(window, cloud);
  return secrets;
}
