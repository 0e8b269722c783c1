import type { CloudKey, SandboxCloud } from "./sandbox.js";

/** What a person does in one field of the wizard. Without an id, they take the first thing on offer. */
export type Choice =
  | { how: "image"; id: string | undefined }
  | { how: "type"; id: string | undefined }
  | { how: "pick"; field: string; id: string | undefined }
  | { how: "choose"; field: string; title: string }
  | { how: "type-in"; field: string; text: string };

export interface Step {
  step: "place" | "image" | "type" | "storage" | "network" | "login" | "billing";
  choices: Choice[];
}

/** The password of the tests' instances: every cloud's rules allow it. */
export const PASSWORD = "Deck2580-Moon";

/** An order for one small instance on each cloud, step by step. */
export function orderOf(key: CloudKey, name: string, at?: SandboxCloud, password = PASSWORD): Step[] {
  const pick = (field: string, id?: string): Choice => ({ how: "pick", field, id });
  const write = (field: string, text: string): Choice => ({ how: "type-in", field, text });
  const choose = (field: string, title: string): Choice => ({ how: "choose", field, title });
  const image: Step = { step: "image", choices: [{ how: "image", id: at?.image_id }] };
  const type: Step = { step: "type", choices: [{ how: "type", id: at?.instance_type }] };
  switch (key) {
    case "tencent":
      return [
        { step: "place", choices: [pick("Placement/Zone", at?.zone)] },
        image,
        type,
        {
          step: "network",
          choices: [
            pick("VirtualPrivateCloud/VpcId", at?.vpc_id),
            pick("VirtualPrivateCloud/SubnetId", at?.subnet_id),
            pick("SecurityGroupIds", at?.security_group_id),
          ],
        },
        { step: "login", choices: [write("LoginSettings/Password", password)] },
        { step: "billing", choices: [write("InstanceName", name)] },
      ];
    case "kec":
      return [
        { step: "place", choices: [pick("SubnetId", at?.subnet_id)] },
        image,
        type,
        { step: "network", choices: [pick("SecurityGroupId", at?.security_group_id)] },
        { step: "login", choices: [write("InstancePassword", password)] },
        { step: "billing", choices: [choose("ChargeType", "按量计费"), write("InstanceName", name)] },
      ];
    case "jdcloud":
      return [
        { step: "place", choices: [pick("instanceSpec/az", at?.zone)] },
        image,
        type,
        {
          step: "network",
          choices: [
            pick("instanceSpec/primaryNetworkInterface/networkInterface/subnetId", at?.subnet_id),
            pick("instanceSpec/primaryNetworkInterface/networkInterface/securityGroups", at?.security_group_id),
          ],
        },
        { step: "login", choices: [write("instanceSpec/password", password)] },
        { step: "billing", choices: [write("instanceSpec/name", name)] },
      ];
    case "ucloudstack":
      return [
        image,
        {
          step: "type",
          choices: [pick("VMType", at?.instance_type), choose("CPU", "2"), choose("Memory", "4 GiB")],
        },
        { step: "storage", choices: [pick("BootDiskSetType", at ? "StorageSetA" : undefined)] },
        { step: "network", choices: [pick("VPCID", at?.vpc_id), pick("SubnetID", at?.subnet_id)] },
        { step: "login", choices: [write("Password", password)] },
        { step: "billing", choices: [choose("ChargeType", "按小时，先付"), write("Name", name)] },
      ];
  }
}
