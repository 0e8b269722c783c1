import { readdirSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";

/** The forms in which a text may lie somewhere: as it is, escaped, encoded, or in the two-byte letters of web storage. */
export function formsOf(text: string): Buffer[] {
  const utf8 = Buffer.from(text, "utf8");
  const forms = [
    utf8,
    Buffer.from(text, "utf16le"),
    Buffer.from(encodeURIComponent(text)),
    Buffer.from(JSON.stringify(text).slice(1, -1)),
    Buffer.from(utf8.toString("hex")),
  ];
  // Base64 of the text within other bytes: it begins at any of three places. Only whole groups are compared.
  for (const shift of [0, 1, 2]) {
    const encoded = Buffer.concat([Buffer.alloc(shift), utf8])
      .toString("base64")
      .replace(/=+$/, "");
    forms.push(Buffer.from(encoded.slice(shift === 0 ? 0 : shift + 1, -1)));
  }
  return forms;
}

/** Whether a text lies in some bytes, in any of its forms. */
export function liesIn(bytes: Buffer | string, text: string): boolean {
  const where = typeof bytes === "string" ? Buffer.from(bytes) : bytes;
  return formsOf(text).some((form) => where.includes(form));
}

/** All files below a folder. */
export function filesBelow(folder: string): string[] {
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) return filesBelow(path);
    return entry.isFile() && statSync(path).size > 0 ? [path] : [];
  });
}

/** The files below a folder in which a text lies. */
export function filesWith(folder: string, text: string): string[] {
  return filesBelow(folder).filter((path) => liesIn(readFileSync(path), text));
}
