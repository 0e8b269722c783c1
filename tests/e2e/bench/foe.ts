import { createServer, type Server, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";

/** How much is written at once, in letters. */
const PIECE = 64 * 1024;

/** Until a trickle gives its next letter, in milliseconds. */
const DRIP = 100;

type Manner = (response: ServerResponse, turn: number) => void | Promise<void>;

/** A text that is said over and over, between a beginning and an end, up to a size. Without its length when it is not told. */
function long(size: number, told: boolean, [head, one, tail]: [string, string, string]): Manner {
  const piece = one.repeat(Math.ceil(PIECE / one.length));
  const pieces = Math.floor((size - head.length - tail.length) / piece.length);
  return async (response) => {
    if (told) response.setHeader("content-length", head.length + pieces * piece.length + tail.length);
    response.write(head);
    for (let at = 0; at < pieces && !response.destroyed; at += 1)
      if (!response.write(piece)) await new Promise((resolve) => response.once("drain", resolve).once("close", resolve));
    response.end(tail);
  };
}

/** A page of a list that never ends, no two instances of which are alike. */
function pages(rows: number, name: string): Manner {
  return (response, turn) => {
    const set = Array.from({ length: rows }, (_, at) => ({
      InstanceId: `ins-${turn}-${at}`,
      InstanceName: `${name} ${turn} ${at}`,
      InstanceState: "RUNNING",
      InstanceType: "S5.LARGE8",
      CPU: 4,
      Memory: 8,
      PrivateIpAddresses: ["10.0.0.1"],
      CreatedTime: "2026-01-01T00:00:00Z",
      Tags: [{ Key: "env", Value: "prod" }],
    }));
    response.end(JSON.stringify({ Response: { TotalCount: 1_000_000, InstanceSet: set, RequestId: "r" } }));
  };
}

const MIB = 1024 * 1024;
const ERROR: [string, string, string] = ['{"Response":{"Error":{"Code":"', "code", '","Message":"m"},"RequestId":"r"}}'];

/** The ways to be hostile. */
export const MANNERS: Record<string, Manner> = {
  "code of 32 MiB": long(32 * MIB, true, ERROR),
  "code of 32 MiB, its length not told": long(32 * MIB, false, ERROR),
  "code of just under 8 MiB": long(7.9 * MIB, false, ERROR),
  "list of numbers, 7.9 MiB": long(7.9 * MIB, false, ['{"Response":{"InstanceSet":[', "0,", '0],"RequestId":"r"}}']),
  "list of objects, 1.8 MiB": long(1.8 * MIB, false, ['{"Response":{"InstanceSet":[', '{"aaaaaaaaaaaaaaaaaaaaaaaaaa":1},', '0],"RequestId":"r"}}']),
  "nested 4,000,000 deep": long(4 * MIB, false, ['{"Response":{"InstanceSet":', "[", "]"]),
  "pages without end, 100 rows each": pages(100, "web"),
  "pages without end, rows of 20 kB": pages(20, "n".repeat(20_000)),
  trickle: (response) => {
    response.setHeader("content-length", 1_000_000);
    const drip = setInterval(() => response.write(" "), DRIP);
    response.once("close", () => clearInterval(drip));
  },
};

/** A cloud that means ill. */
export class Foe {
  /** How it answers from now on. */
  manner: Manner = (response) => void response.end("{}");
  asked = 0;
  private readonly server: Server;

  constructor() {
    this.server = createServer((request, response) => {
      this.asked += 1;
      request.resume();
      request.once("end", () => void this.manner(response, this.asked));
    });
  }

  async listen(): Promise<string> {
    await new Promise<void>((resolve) => this.server.listen(0, "127.0.0.1", resolve));
    return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}`;
  }

  close(): void {
    this.server.closeAllConnections();
    this.server.close();
  }
}
