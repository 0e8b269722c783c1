// Long: begins before the others (tests/e2e/suite).
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { CLOUDS } from "../clouds.js";
import { orderOf } from "../orders.js";
import * as accounts from "../pages/accounts.js";
import * as journal from "../pages/journal.js";
import * as wizard from "../pages/wizard.js";
import { Session } from "../session.js";
import { filesBelow, filesWith, liesIn } from "../traces.js";
import { held, heard, listen } from "../wiretap.js";

/** The only requests that carry a secret: from the form into the shell. Never a reply, never an event. */
const CARRIES_KEY = ["add_account", "test_draft", "test_change", "rekey_account"];
const CARRIES_PASSWORD = ["validate_params", "plan_create"];

/** An instance's password of its own for each cloud. */
const passwordOf = (id: string) => `Plant2580-${id.slice(0, 4)}`;

describe("secrets", () => {
  process.env.YUNDECK_LOG = "debug";
  const session = Session.forTheseTests();
  beforeAll(() => listen(session.window));
  afterAll(() => {
    delete process.env.YUNDECK_LOG;
  });

  test.each(CLOUDS)("are planted on $id: in the account, in an instance, in a rejected key", async (cloud) => {
    const { window, sandbox } = session;
    const at = sandbox.clouds[cloud.key];
    const name = `secret-${cloud.id}`;

    // A wrong one first, so that a refusal has something to tell.
    await accounts.openForm(window, cloud);
    await accounts.fillForm(window, cloud, at, `wrong-${at.secret_key}`);
    expect((await accounts.testForm(window)).ok).toBe(false);
    await window.fill('[data-testid="account-secret"]', at.secret_key);
    await accounts.save(window, cloud);

    await wizard.open(window, cloud.label);
    await wizard.fill(window, orderOf(cloud.key, name, at, passwordOf(cloud.id)));
    // A draft has been kept meanwhile.
    await window.see("draft-saved");
    await wizard.review(window);
    await window.clickCss('[data-testid="wizard-review"] [data-testid="request-view"] > summary');
    await wizard.buy(window);
    await sandbox.boots(cloud.key, name);
    await wizard.running(window);

    await journal.open(window, name);
    await journal.line(window, cloud.creates, name);
    await window.click("journal-row", `[data-operation="${cloud.creates}"]`);
    await window.see("request-view");
    expect(
      Object.entries(await held(window))
        .filter(([, text]) => hasSecret(text))
        .map(([place]) => place),
    ).toEqual([]);
  });

  /** Everything that was planted. */
  function planted(): { text: string; carriers: string[] }[] {
    return CLOUDS.flatMap((cloud) => [
      { text: session.sandbox.clouds[cloud.key].secret_key, carriers: CARRIES_KEY },
      { text: passwordOf(cloud.id), carriers: CARRIES_PASSWORD },
    ]);
  }

  function hasSecret(text: string): boolean {
    return planted().some((secret) => liesIn(text, secret.text));
  }

  test("the search finds what is there: the key ids in traffic and files, a canary in every store", async () => {
    const { window, sandbox } = session;
    const messages = await heard(window);
    for (const cloud of CLOUDS) {
      const keyId = sandbox.clouds[cloud.key].secret_id;
      expect(
        messages.some(({ way, text }) => way === "request" && liesIn(text, keyId)),
        `${cloud.id}: requests`,
      ).toBe(true);
      expect(
        messages.some(({ way, text }) => way === "reply" && liesIn(text, keyId)),
        `${cloud.id}: replies`,
      ).toBe(true);
      expect(
        messages.some(({ way, text }) => way === "event" && liesIn(text, `secret-${cloud.id}`)),
        `${cloud.id}: events`,
      ).toBe(true);
      expect(filesWith(window.home, keyId), `${cloud.id}: files`).not.toEqual([]);
    }
    // The password does go through the form, so the ear is where it goes.
    for (const { text, carriers } of planted()) {
      const names = messages.filter((message) => liesIn(message.text, text)).map(({ name }) => name);
      expect(
        names.some((name) => carriers.includes(name)),
        `heard on the way in: ${names}`,
      ).toBe(true);
    }
    const canary = "canary-7f3a91";
    await window.driver.executeScript(
      `localStorage.setItem("c", arguments[0]); sessionStorage.setItem("c", arguments[0]);`,
      canary,
    );
    const places = Object.entries(await held(window)).filter(([, text]) => liesIn(text, canary));
    expect(places.map(([place]) => place).sort()).toEqual(["localStorage", "sessionStorage"]);
    await window.driver.executeScript(`localStorage.removeItem("c"); sessionStorage.removeItem("c");`);
    expect(liesIn(Buffer.from(`x${"canary-7f3a91"}`).toString("base64"), canary)).toBe(true);
    expect(liesIn(Buffer.from(canary, "utf16le"), canary)).toBe(true);
  });

  test("are in no reply, no event, and no request but the form's own", async () => {
    const messages = await heard(session.window);
    const leaks = planted().flatMap(({ text, carriers }) =>
      messages
        .filter((message) => liesIn(message.text, text))
        .filter(({ way, name }) => way !== "request" || !carriers.includes(name))
        .map(({ way, name }) => `${way} ${name}`),
    );
    expect([...new Set(leaks)]).toEqual([]);
  });

  test("are nowhere on the page or in its stores", async () => {
    const places = await held(session.window);
    expect(places.failed).toBeUndefined();
    expect(Object.keys(places).filter((place) => hasSecret(places[place] ?? ""))).toEqual([]);
  });

  test("are in no file: database, journal, settings, logs, web storage; running and ended", async () => {
    const { home } = session.window;
    const found = () => planted().flatMap(({ text }) => filesWith(home, text));
    const files = filesBelow(home);
    expect(
      files.some((path) => path.endsWith(".log")),
      `a log among ${files}`,
    ).toBe(true);
    expect(
      files.some((path) => /\.(db|sqlite3?)$/.test(path)),
      `a database among ${files}`,
    ).toBe(true);
    expect(found()).toEqual([]);
    await session.restart(() => expect(found()).toEqual([]));
    // The keychain still has them: the accounts work.
    await session.window.click("nav-accounts");
    await session.window.click("account-card-test");
    await session.window.see("connection-report", '[data-ok="true"]');
  });
});
