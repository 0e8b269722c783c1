// Long: begins before the others (tests/e2e/suite).
import { describe, expect, test } from "vitest";
import { CLOUDS, cloudOf } from "../clouds.js";
import * as accounts from "../pages/accounts.js";
import * as images from "../pages/images.js";
import * as instances from "../pages/instances.js";
import * as journal from "../pages/journal.js";
import type { Worlds } from "../sandbox.js";
import { Session } from "../session.js";

/** Someone else's account, in the form that each cloud asks for. */
const PARTNER: Record<string, string> = { tencent: "100012345678", kec: "73400001", jdcloud: "partner-team" };

describe("an image of a stopped instance, shared and taken back", () => {
  const session = Session.forTheseTests();

  test.each(CLOUDS.filter(({ shares }) => shares))("on $id", async (cloud) => {
    const { window, sandbox } = session;
    const partner = PARTNER[cloud.key] ?? "";
    const name = `e2e_image_${cloud.id}`;
    await accounts.add(window, cloud, sandbox.clouds[cloud.key]);
    const source = (await sandbox.state())[cloud.key].instances.find(({ state }) => state === "running");
    if (!source) throw new Error("nothing runs");

    // Stopped through the table.
    await instances.search(window, source.name);
    await instances.rowOf(window, source.name, "running");
    await instances.select(window, source.name);
    await instances.act(window, "stop");
    const stateNow = (worlds: Worlds) => worlds[cloud.key].instances.find(({ id }) => id === source.id)?.state;
    await sandbox.until("it is being stopped", (worlds) => stateNow(worlds) !== "running");
    await sandbox.advance(120);
    await instances.rowOf(window, source.name, "stopped");
    await instances.open(window, source.name);
    await window.see("instance-history", ' [data-outcome="done"]');
    expect(await window.count('[data-testid="instance-history"] [data-outcome]')).toBe(1);

    await images.open(window, cloud.label);
    await images.create(window, source.id, name);
    await sandbox.until("the image is being made", (worlds) => worlds[cloud.key].images.some((image) => image.name === name));
    await sandbox.advance(600);
    const id = await images.details(window, name);
    const sharesNow = async () => (await sandbox.state())[cloud.key].images.find((image) => image.id === id)?.shares;
    expect(await sharesNow()).toEqual([]);

    expect(await images.share(window, partner)).toContain("当前共享给 1 个账号");
    expect(await sharesNow()).toEqual([partner]);
    expect(await images.unshare(window, partner)).toContain("当前共享给 0 个账号");
    expect(await sharesNow()).toEqual([]);

    await journal.open(window, name);
    await window.until("both changes of the list are written down", async () => {
      const lines = await journal.linesOn(window, name);
      return lines.length === 2 && lines.every((line) => line.includes("成功"));
    });
  });

  test("UCloudStack says that it has none", async () => {
    const { window, sandbox } = session;
    const cloud = cloudOf("ucloudstack");
    await accounts.add(window, cloud, sandbox.clouds[cloud.key]);
    await images.open(window, cloud.label);
    await window.click("image-row");
    await window.read("共享", '[data-testid="share-unsupported"]');
    expect(await window.sees("share-add")).toBe(false);
  });
});
