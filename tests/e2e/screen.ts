import { readFile, writeFile } from "node:fs/promises";
import { crc32, deflateSync } from "node:zlib";
import { environment } from "./environment.js";

/** The 32-bit members of the X window dump that matter here. */
const HEADER_SIZE = 0;
const WIDTH = 4;
const HEIGHT = 5;
const BITS_PER_PIXEL = 11;
const BYTES_PER_LINE = 12;
const COLOURS = 19;

/**
 * Writes what the virtual screen shows, as PNG: also when the window's driver is dead, and with the system's own dialogs, which
 * no driver sees. The screen keeps itself in a file, as an X window dump.
 */
export async function pictureOfScreen(path: string): Promise<void> {
  const dump = await readFile(environment.screen);
  const member = (index: number) => dump.readUInt32BE(index * 4);
  const [width, height, perLine] = [member(WIDTH), member(HEIGHT), member(BYTES_PER_LINE)];
  if (member(BITS_PER_PIXEL) !== 32) throw new Error(`${member(BITS_PER_PIXEL)} bits per pixel`);
  const begin = member(HEADER_SIZE) + member(COLOURS) * 12;
  const bytesPerRow = 1 + width * 3;
  const rows = Buffer.alloc(height * bytesPerRow);
  for (let y = 0; y < height; y += 1) {
    for (let x = 0; x < width; x += 1) {
      const from = begin + y * perLine + x * 4;
      const to = y * bytesPerRow + 1 + x * 3;
      // Blue, green, red, nothing.
      rows[to] = dump[from + 2] ?? 0;
      rows[to + 1] = dump[from + 1] ?? 0;
      rows[to + 2] = dump[from] ?? 0;
    }
  }
  await writeFile(path, png(width, height, rows));
}

/** Rows of red, green and blue, each after a byte that says that they are not filtered. */
function png(width: number, height: number, rows: Buffer): Buffer {
  const header = Buffer.alloc(13);
  header.writeUInt32BE(width, 0);
  header.writeUInt32BE(height, 4);
  // Eight bits of each colour.
  header.writeUInt16BE(0x0802, 8);
  const signature = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);
  return Buffer.concat([signature, chunk("IHDR", header), chunk("IDAT", deflateSync(rows, { level: 1 })), chunk("IEND", Buffer.alloc(0))]);
}

function chunk(name: string, data: Buffer): Buffer {
  const body = Buffer.concat([Buffer.from(name, "latin1"), data]);
  const [length, sum] = [Buffer.alloc(4), Buffer.alloc(4)];
  length.writeUInt32BE(data.length);
  sum.writeUInt32BE(crc32(body));
  return Buffer.concat([length, body, sum]);
}
