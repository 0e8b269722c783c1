// A list of parts (CycloneDX) from standard input to standard output, the same for the same parts: in order, dated by
// SOURCE_DATE_EPOCH, with a serial number made of its content. The tools that write them take their hash maps' order, the time of
// day and a random number.
import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";

const epoch = Number(process.env.SOURCE_DATE_EPOCH);
if (!Number.isSafeInteger(epoch)) throw new Error("SOURCE_DATE_EPOCH, the time of the commit, is needed");

/** Members by name; members of lists by what they say. */
function settled(value) {
  if (Array.isArray(value)) {
    const text = new Map(value.map(settled).map((item) => [JSON.stringify(item), item]));
    return [...text.keys()].sort().map((key) => text.get(key));
  }
  if (value === null || typeof value !== "object") return value;
  return Object.fromEntries(
    Object.keys(value)
      .sort()
      .map((name) => [name, settled(value[name])]),
  );
}

const list = settled(JSON.parse(readFileSync(0, "utf8")));
delete list.serialNumber;
if (list.metadata) list.metadata.timestamp = new Date(epoch * 1000).toISOString();
const digest = createHash("sha256").update(JSON.stringify(list)).digest("hex");
// As a number of version 8 (RFC 9562), which is for such.
const serial = digest.replace(/^(.{8})(.{4}).(.{3}).(.{3})(.{12}).*/, "$1-$2-8$3-8$4-$5");
process.stdout.write(`${JSON.stringify({ ...list, serialNumber: `urn:uuid:${serial}` }, null, 1)}\n`);
