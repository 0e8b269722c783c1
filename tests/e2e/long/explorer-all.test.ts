import { afterAll, beforeAll, describe, expect, test } from "vitest";
import * as round from "../pages/explorerRound.js";
import { AppWindow } from "../window.js";

/** How many operations of each cloud its document describes; the catalogue has a few from elsewhere besides. */
const CLOUDS = [
  { cloud: "tencent", documented: 59 },
  { cloud: "kingsoft", documented: 54 },
  { cloud: "jdcloud", documented: 39 },
  { cloud: "ucloudstack", documented: 13 },
];

/** Ends that need no reason. */
const WELL = ["200", "plan", "done", "waiting"];

/** What a cloud says of its own, or what keeps an act from being planned: the code, or the state that it needs. */
const SAYS_WHY = /错误码\n\S+|状态是 \S+，需要 \S+/;

describe("every operation, from its form in the window to the sandbox", () => {
  const visits: round.Visit[] = [];
  let window: AppWindow;
  beforeAll(async () => {
    window = await AppWindow.openOnSandbox();
  });
  afterAll(async () => {
    await window?.close();
  });

  test.each(CLOUDS)("$cloud: each is opened, filled in, shown and sent", async ({ cloud, documented }) => {
    const visited = await round.visitAll(window, cloud);
    visits.push(...visited);
    expect(visited.length).toBeGreaterThanOrEqual(documented);
    expect(visited.filter(({ shown }) => !shown).map(({ operation }) => operation)).toEqual([]);
    // Whatever became of it, the sandbox or the rules of the catalogue said so: nothing broke on the way.
    const broken = visited.filter(({ outcome, refused }) => !WELL.includes(outcome) && !SAYS_WHY.test(refused));
    expect(broken).toEqual([]);
  });

  test("nearly all reads are answered, and acts are planned or done", () => {
    const reads = visits.filter(({ effect }) => effect === "read");
    const acts = visits.filter(({ effect }) => effect !== "read");
    // Some ask of a thing that the sandbox does not begin with, or that is not in the state it takes.
    const unanswered = reads.filter(({ outcome }) => outcome !== "200").map(({ operation }) => operation);
    expect(unanswered.length, unanswered.join(", ")).toBeLessThan(reads.length / 10);
    expect(acts.filter(({ outcome }) => ["plan", "done", "waiting"].includes(outcome)).length).toBeGreaterThan(acts.length / 2);
    const unasked = acts.filter(({ effect, outcome }) => effect !== "mutate" && ["done", "waiting", "failed"].includes(outcome));
    expect(unasked, "what costs or destroys never goes out without a question").toEqual([]);
  });
});
