import type { CloudKey } from "./sandbox.js";

/** A cloud as the tests see it. */
export interface Cloud {
  /** Its member of the sandbox's start line. */
  key: CloudKey;
  /** Its id in the application. */
  id: string;
  /** What its account is called in the tests. */
  label: string;
  /** The operation that creates instances. */
  creates: string;
  /** What the price panel must say: an amount with its unit, or that there is none. */
  price: RegExp;
  /** Whether the cloud can be asked for a price. */
  hasQuote: boolean;
  /** Whether the list of instance types says what they cost. */
  listsPrices: boolean;
  /** Whether images can be shared with other accounts. */
  shares: boolean;
}

export const CLOUDS: readonly Cloud[] = [
  {
    key: "tencent",
    id: "tencent",
    label: "广州生产",
    creates: "RunInstances",
    price: /¥\s?\d[\d.,]*\s*\/\s*小时/,
    hasQuote: true,
    listsPrices: true,
    shares: true,
  },
  {
    key: "kec",
    id: "kingsoft",
    label: "北京测试",
    creates: "RunInstances",
    price: /¥\s?\d[\d.,]*\s*\/\s*(天|日|小时)/,
    hasQuote: true,
    listsPrices: false,
    shares: true,
  },
  {
    key: "jdcloud",
    id: "jdcloud",
    label: "华北预发",
    creates: "createInstances",
    price: /没有询价接口/,
    hasQuote: false,
    listsPrices: false,
    shares: true,
  },
  {
    key: "ucloudstack",
    id: "ucloudstack",
    label: "机房私有云",
    creates: "CreateVMInstance",
    // Which currency it is, no reply of this cloud says.
    price: /¤\s?\d[\d.,]*\s*\/\s*(小时|月|天)/,
    hasQuote: true,
    listsPrices: false,
    shares: false,
  },
];

export function cloudOf(key: CloudKey): Cloud {
  const cloud = CLOUDS.find((one) => one.key === key);
  if (!cloud) throw new Error(key);
  return cloud;
}
