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

/** What an order can hold that is secret. */
export interface OrderSecrets {
  password: string;
  /** In base64, as user data travels. */
  userData: string;
  metadata: string;
}

/** The same order as parameters, with every secret that the cloud takes. */
export function paramsOf(key: CloudKey, name: string, at: SandboxCloud, secrets: OrderSecrets): object {
  const { password, userData, metadata } = secrets;
  switch (key) {
    case "tencent":
      return {
        Placement: { Zone: at.zone },
        ImageId: at.image_id,
        InstanceType: at.instance_type,
        VirtualPrivateCloud: { VpcId: at.vpc_id, SubnetId: at.subnet_id },
        SecurityGroupIds: [at.security_group_id],
        LoginSettings: { Password: password },
        InstanceName: name,
        UserData: userData,
        Metadata: { Items: [{ Key: "k", Value: metadata }] },
      };
    case "kec":
      return {
        ImageId: at.image_id,
        InstanceType: at.instance_type,
        SubnetId: at.subnet_id,
        SecurityGroupId: at.security_group_id,
        ChargeType: "HourlyInstantSettlement",
        InstancePassword: password,
        InstanceName: name,
        MaxCount: 1,
        MinCount: 1,
        UserData: userData,
      };
    case "jdcloud":
      return {
        maxCount: 1,
        instanceSpec: {
          az: at.zone,
          instanceType: at.instance_type,
          imageId: at.image_id,
          name,
          password,
          primaryNetworkInterface: {
            networkInterface: { subnetId: at.subnet_id, securityGroups: [at.security_group_id] },
          },
          systemDisk: { diskCategory: "cloud", cloudDiskSpec: { diskType: "ssd.gp1", diskSizeGB: 40 } },
          charge: { chargeMode: "postpaid_by_duration" },
          userdata: [{ key: "launch-script", value: userData }],
          metadata: [{ key: "k", value: metadata }],
        },
      };
    case "ucloudstack":
      return {
        Name: name,
        Password: password,
        ChargeType: "Dynamic",
        VMType: at.instance_type,
        ImageID: at.image_id,
        CPU: 2,
        Memory: 4096,
        BootDiskSetType: "StorageSetA",
        VPCID: at.vpc_id,
        SubnetID: at.subnet_id,
        WANSGID: at.security_group_id,
        UserData: userData,
      };
  }
}
