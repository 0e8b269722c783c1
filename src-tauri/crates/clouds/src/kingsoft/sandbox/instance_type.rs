//! The sizes on sale. Families, their zones and disks are the document's; memory follows the letter of a size
//! (A, B, C, D: 1, 2, 4, 8 GB a CPU), as in its samples.

use serde_json::{Value, json};
use yundeck_sandbox::world::{InstanceType, Region};
use yundeck_sandbox::{Incoming, World};

use super::{Outcome, refuse};

/// A family: its name, the name in words, where it is sold (empty: everywhere), its system disks, whether it has a local
/// data disk, and its sizes.
struct Family(
    &'static str,
    &'static str,
    &'static [&'static str],
    &'static [&'static str],
    bool,
    &'static [&'static str],
);

const LOCAL: &[&str] = &["Local_SSD"];
const CLOUD: &[&str] = &["SSD3.0", "EHDD"];
/// Disks of the families of today.
const ESSD: &[&str] =
    &["ESSD_SYSTEM_PL0", "ESSD_SYSTEM_PL1", "ESSD_SYSTEM_PL2", "ESSD_SYSTEM_Entry", "ESSD_SYSTEM_AutoPL"];
const BOTH: &[&str] = &["Local_SSD", "SSD3.0", "EHDD"];

const FAMILIES: &[Family] = &[
    Family(
        "S3",
        "标准型S3",
        &[],
        BOTH,
        true,
        &[
            "1A", "1B", "1C", "2A", "2B", "2C", "4A", "4B", "4C", "4D", "8A", "8B", "8C", "8D", "12B", "12C", "16A",
            "16B", "16C", "24B", "24C", "32B",
        ],
    ),
    Family(
        "S4",
        "标准型S4",
        &["cn-shanghai-2b", "cn-beijing-6c", "cn-beijing-6a"],
        CLOUD,
        false,
        &["1A", "1C", "2B", "4B", "8C", "32B", "32C"],
    ),
    Family(
        "N3",
        "通用型N3",
        &[],
        CLOUD,
        false,
        &["2B", "2C", "4B", "4C", "4D", "8B", "8C", "8D", "12B", "12C", "16B", "16C", "24B", "24C", "32B"],
    ),
    Family("S6", "标准型S6", &[], CLOUD, false, &["1A", "2A", "2B", "4B", "4C", "8B", "16B"]),
    Family("N6", "通用型N6", &[], CLOUD, false, &["2B", "2C", "4B", "4C", "8B", "8C", "16B"]),
    Family("X7", "通用型X7", &[], ESSD, false, &["2B", "2C", "4B", "4C", "8B", "8C", "16C"]),
    Family("N2", "通用型N2", &["cn-beijing-6b"], CLOUD, false, &["1B", "2B", "4B"]),
    Family(
        "E1",
        "基础型E1",
        &[],
        BOTH,
        false,
        &["1A", "1B", "1C", "1D", "2A", "2B", "2C", "2D", "4A", "4B", "4C", "4D", "8B", "16B"],
    ),
    Family(
        "I1",
        "IO优化型I1",
        &["cn-beijing-6b", "cn-beijing-6a", "cn-hongkong-2a", "cn-shanghai-2a", "cn-shanghai-2b"],
        LOCAL,
        true,
        &["1A", "1B", "1C", "2B", "2C", "4B", "4C", "8B", "8C", "16B"],
    ),
    Family(
        "I2",
        "IO优化型I2",
        &["eu-east-1a", "cn-beijing-6b", "cn-beijing-6a", "cn-shanghai-2a", "ap-singapore-1a", "cn-guangzhou-1a"],
        LOCAL,
        true,
        &["1A", "1B", "2B", "2C", "4B", "4C", "8B", "8C", "16B"],
    ),
    Family(
        "I3",
        "IO优化型I3",
        &["cn-beijing-6b", "cn-shanghai-2b"],
        LOCAL,
        true,
        &["2B", "2C", "4B", "4C", "8B", "8C", "16B", "16C", "32B"],
    ),
    Family(
        "C1",
        "计算优化型C1",
        &["cn-beijing-6a", "cn-shanghai-2a"],
        LOCAL,
        true,
        &["1A", "1B", "2B", "4B", "8B", "16B"],
    ),
    Family("C3", "计算优化型C3", &["cn-beijing-6b"], LOCAL, true, &["4B", "4C", "8B", "8C", "16B", "16C", "32B"]),
    Family("P3", "GPU通用计算型(P3)", &["cn-beijing-6a"], LOCAL, true, &["28A1", "56B2", "56C4"]),
    Family("P4V", "GPU通用计算型(P4V)", &["cn-beijing-6a"], LOCAL, true, &["8A1", "16B2", "28C4", "56D8"]),
    Family(
        "P3IN",
        "GPU推理计算型(P3IN)",
        &["cn-beijing-6a", "cn-shanghai-2b"],
        LOCAL,
        true,
        &["4A1", "8B1", "16C2", "32D4"],
    ),
];

/// The type that has none left, so that being sold out can be tried.
const SOLD_OUT: (&str, &str) = ("P3.56C4", "cn-beijing-6a");

/// Every size.
pub fn on_sale(regions: &[Region]) -> Vec<InstanceType> {
    let everywhere: Vec<String> = regions.iter().flat_map(|region| region.zones.clone()).collect();
    let sizes = |family: &'static Family| family.5.iter().filter_map(|size| of_size(family, size, &everywhere));
    FAMILIES.iter().flat_map(sizes).collect()
}

/// A size such as `32B` or, with GPUs, `56C4`.
fn of_size(family: &Family, size: &str, everywhere: &[String]) -> Option<InstanceType> {
    let Family(name, title, zones, system_disks, local, _) = family;
    let letter_at = size.find(|letter: char| letter.is_ascii_uppercase())?;
    let vcpus: u32 = size.get(..letter_at)?.parse().ok()?;
    let ratio = match size.get(letter_at..=letter_at)? {
        "A" => 1,
        "B" => 2,
        "C" => 4,
        _ => 8,
    };
    let gpus = size.get(letter_at + 1..).and_then(|gpus| gpus.parse().ok()).unwrap_or(0);
    let mut kind = InstanceType::new(&format!("{name}.{size}"), name, vcpus, vcpus * ratio * 1024);
    kind.gpus = gpus;
    kind.zones =
        if zones.is_empty() { everywhere.to_vec() } else { zones.iter().map(|zone| (*zone).to_owned()).collect() };
    if kind.id == SOLD_OUT.0 {
        kind.sold_out_zones = vec![SOLD_OUT.1.to_owned()];
    }
    kind.extra.insert("Title".to_owned(), json!(title));
    kind.extra.insert("SystemDisks".to_owned(), json!(system_disks));
    kind.extra.insert("LocalDataDisk".to_owned(), json!(local));
    kind.extra.insert("Interfaces".to_owned(), json!(if vcpus >= 8 { 4 } else { 2 }));
    Some(kind)
}

/// Whether the type has a local data disk.
pub fn has_local_data_disk(kind: &InstanceType) -> bool {
    kind.extra.get("LocalDataDisk").and_then(Value::as_bool).unwrap_or(false)
}

/// The system disk types of a type, the default one first.
pub fn system_disks(kind: &InstanceType) -> Vec<&str> {
    kind.extra.get("SystemDisks").and_then(Value::as_array).into_iter().flatten().filter_map(Value::as_str).collect()
}

/// The cloud disks that a type takes as data disks: ESSD ones are for the families that have them as system disks.
pub fn data_disks(kind: &InstanceType) -> impl Iterator<Item = &'static str> {
    let essd = system_disks(kind).contains(&"ESSD_SYSTEM_PL0");
    let all = ["SSD3.0", "EHDD", "ESSD_PL0", "ESSD_PL1", "ESSD_PL2", "ESSD_PL3", "ESSD_Entry", "ESSD_AutoPL"];
    all.into_iter().filter(move |disk| disk.starts_with("ESSD") == essd)
}

/// How many cloud disks any type takes.
pub const MOST_DATA_DISKS: usize = 8;

/// The smallest disk of that type, in GB. That of `Entry` and `AutoPL` is nowhere.
pub fn least_of(disk_type: &str) -> u32 {
    match disk_type {
        "ESSD_PL0" | "ESSD_PL1" => 40,
        "ESSD_PL2" | "ESSD_SYSTEM_PL2" => 461,
        "ESSD_PL3" => 1761,
        _ => 10,
    }
}

/// `DescribeKecInventory`: how many of a type can still be made in a zone.
pub fn inventory(world: &World, incoming: &Incoming) -> Outcome {
    let kind = find(world, incoming.text("InstanceType").unwrap_or_default())?;
    let zone = incoming.text("AvailabilityZone").unwrap_or_default();
    if !world.region(&incoming.region).is_some_and(|region| region.has_zone(zone)) {
        return Err(refuse::invalid("AvailabilityZone"));
    }
    Ok(json!({ "InstanceCount": if kind.available_in(zone) { 100 } else { 0 } }))
}

/// How many network interfaces an instance of the type can have, the primary one included.
pub fn interfaces(kind: &InstanceType) -> u64 {
    kind.extra.get("Interfaces").and_then(Value::as_u64).unwrap_or(2)
}

/// `DescribeInstanceTypeConfigs`.
pub fn configs(world: &World, incoming: &Incoming) -> Outcome {
    let filters = super::network::filters(incoming, &["availability-zone", "instance-type", "instance-family"])?;
    let matches = |kind: &InstanceType| {
        filters.iter().all(|(name, values)| match name.as_str() {
            "instance-type" => values.contains(&kind.id),
            "instance-family" => values.contains(&kind.family),
            _ => kind.zones.iter().any(|zone| values.contains(zone)),
        })
    };
    let set: Vec<Value> = world.instance_types.iter().filter(|kind| matches(kind)).map(config).collect();
    Ok(json!({ "InstanceTypeConfigSet": set }))
}

fn config(kind: &InstanceType) -> Value {
    let zones: Vec<Value> = kind.zones.iter().map(|zone| json!({ "AzCode": zone })).collect();
    let system: Vec<Value> = system_disks(kind).iter().map(|disk| json!({ "SystemDiskType": disk })).collect();
    let data = |disk: &str| json!({ "DataDiskType": disk, "DataDiskMinSize": 10.0, "DataDiskMaxsize": 16000.0, "DataDiskCount": MOST_DATA_DISKS });
    json!({
        "AvailabilityZoneSet": zones,
        "InstanceType": kind.id,
        "InstanceFamily": kind.family,
        "InstanceFamilyName": kind.extra.get("Title"),
        "SystemDiskQuotaSet": system,
        "DataDiskQuotaSet": data_disks(kind).map(data).collect::<Vec<_>>(),
        "CPU": kind.vcpus,
        "Memory": kind.memory_mib / 1024,
        "GPU": kind.gpus,
        "NetworkInterfaceQuota": { "NetworkInterfaceCount": interfaces(kind) },
    })
}

/// `DescribeInstanceFamilies`.
pub fn families(world: &World) -> Value {
    let zones = |family: &Family| {
        let found = world.instance_types.iter().find(|kind| kind.family == family.0);
        let zones = found.map(|kind| kind.zones.as_slice()).unwrap_or_default();
        zones.iter().map(|zone| json!({ "AzCode": zone })).collect::<Vec<_>>()
    };
    let set: Vec<Value> = FAMILIES
        .iter()
        .map(|family| json!({ "AvailabilityZoneSet": zones(family), "InstanceFamilyName": family.1, "InstanceFamily": family.0 }))
        .collect();
    json!({ "InstanceFamilySet": set })
}

/// The type of that name.
///
/// # Errors
/// There is none.
pub fn find<'w>(world: &'w World, id: &str) -> Result<&'w InstanceType, yundeck_sandbox::Refusal> {
    world.instance_type(id, None).ok_or_else(|| refuse::invalid("InstanceType"))
}
