// What a page still holds of the secrets that were typed into it. Without an ear on its traffic, which would hold them itself.
import { describe, expect, test } from "vitest";
import { CLOUDS } from "../clouds.js";
import { type Found, findIn } from "../memory.js";
import * as accountSecrets from "../pages/accountSecrets.js";
import { webProcesses } from "../processes.js";
import { Session } from "../session.js";

/** How long the page has to forget, in milliseconds. */
const FORGOTTEN = 10_000;

/** A text that was made of what was typed: it stands under its name in it. */
const MADE = /"(secret|sessionToken|proxyPassword|password)":/;

describe("the memory of the page's process", () => {
  const session = Session.forTheseTests();

  test.each(CLOUDS)("ten seconds after an account at $id was saved", { timeout: 240_000 }, async (cloud) => {
    const { window, sandbox } = session;
    const at = sandbox.clouds[cloud.key];
    const { apiSecret, proxyPassword, sessionToken } = await accountSecrets.add(window, cloud, at);
    await new Promise((resolve) => setTimeout(resolve, FORGOTTEN));
    const texts = [apiSecret, proxyPassword, ...(sessionToken === null ? [] : [sessionToken])];
    const [pid] = webProcesses(window.home);
    if (pid === undefined) throw new Error("no page");
    const found: Found[] = findIn(pid, [...texts, at.secret_id]);
    expect(found.filter(({ text }) => text === at.secret_id), "the search finds the key's id").not.toEqual([]);
    const leaks = found.filter(({ text }) => text !== at.secret_id);
    process.stdout.write(`${cloud.id}: ${leaks.length} places\n${leaks.map(({ at, around }) => `${at} ${around}`).join("\n")}\n`);
    // A field's own letters are the browser's: no script can wipe them (SECURITY.md). But nobody makes texts of them that stay.
    const made = leaks.filter(({ around }) => MADE.test(around.replaceAll("·", "")));
    expect(made).toEqual([]);
  });
});
