import { closeSync, openSync, readFileSync, readSync } from "node:fs";
/** How much is looked at at once, in bytes. */
const CHUNK = 8 * 1024 * 1024;

/** The size of a page, in bytes. */
const PAGE = 4096;

/** No form of a text that is looked for is longer, in bytes. */
const LONGEST = 1024;

/** Where a text was found in a process, with what stands around it. */
export interface Found {
  text: string;
  at: string;
  around: string;
}

/** Looks for texts, in letters of one byte and of two, in everything that a process may write to. */
export function findIn(pid: number, texts: string[]): Found[] {
  const forms = texts.flatMap((text) => [Buffer.from(text), Buffer.from(text, "utf16le")].map((form) => ({ text, form })));
  const found: Found[] = [];
  const memory = openSync(`/proc/${pid}/mem`, "r");
  const pages = openSync(`/proc/${pid}/pagemap`, "r");
  try {
    for (const line of readFileSync(`/proc/${pid}/maps`, "utf8").split("\n")) {
      const range = /^([0-9a-f]+)-([0-9a-f]+) rw.. \S+ \S+ \d+\s*(.*)$/.exec(line);
      if (!range) continue;
      const [, from = "", to = "", name = ""] = range;
      const end = Number.parseInt(to, 16);
      for (let at = Number.parseInt(from, 16); at < end; at += CHUNK) {
        if (!isThere(pages, at, Math.min(CHUNK, end - at))) continue;
        const bytes = Buffer.alloc(Math.min(CHUNK + LONGEST, end - at));
        let read = 0;
        try {
          read = readSync(memory, bytes, 0, bytes.length, at);
        } catch {
          // Not there any more, or nothing that can be read.
          continue;
        }
        const seen = bytes.subarray(0, read);
        for (const { text, form } of forms) {
          for (let place = seen.indexOf(form); place >= 0 && place < CHUNK; place = seen.indexOf(form, place + 1)) {
            const around = seen.subarray(Math.max(0, place - 96), place + form.length + 64);
            found.push({ text, at: `${(at + place).toString(16)} ${name}`, around: readable(around) });
          }
        }
      }
    }
  } finally {
    closeSync(memory);
    closeSync(pages);
  }
  return found;
}

/** Whether any page of a range is in memory: a web process reserves ten times as much as there is, and more. */
function isThere(pages: number, from: number, size: number): boolean {
  const entries = Buffer.alloc(Math.ceil(size / PAGE) * 8);
  const read = readSync(pages, entries, 0, entries.length, (from / PAGE) * 8);
  // The highest bits of each entry say so: present, or swapped out.
  for (let at = 7; at < read; at += 8) if (((entries[at] ?? 0) & 0xc0) !== 0) return true;
  return false;
}

/** The letters that can be read, one for each byte. */
function readable(bytes: Buffer): string {
  return bytes.toString("latin1").replaceAll(/[^\x20-\x7e]+/g, "·");
}
