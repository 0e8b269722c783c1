//! Where things run: regions, compute clusters and storage clusters, as the platform's administrator set them up.

use serde_json::{Value, json};
use yundeck_sandbox::{Incoming, Refusal, World};

use super::matches;

/// A compute cluster.
pub struct VmType {
    /// What calls name it.
    pub id: &'static str,
    /// What people call it.
    pub alias: &'static str,
    /// Processor architecture; images must have the same.
    pub architecture: &'static str,
    /// Whether its hosts have GPUs.
    pub has_gpus: bool,
}

/// The compute clusters.
pub const VM_TYPES: [VmType; 3] = [
    VmType { id: "ComputeSetA", alias: "通用 x86 集群", architecture: "x86_64", has_gpus: false },
    VmType { id: "ComputeSetArm", alias: "国产化 ARM 集群", architecture: "aarch64", has_gpus: false },
    VmType { id: "ComputeSetGPU", alias: "GPU 集群", architecture: "x86_64", has_gpus: true },
];

/// The shares of a card that the GPU cluster's hosts offer.
pub const MDEV_NAMES: [&str; 2] = ["nvidia-231", "nvidia-232"];

/// The models of graphics cards that they have.
pub const GPU_MODELS: [&str; 1] = ["nvidia-2080ti"];

/// A storage cluster.
pub struct StorageType {
    /// What calls name it.
    pub id: &'static str,
    alias: &'static str,
}

/// The storage clusters, the plainest first.
pub const STORAGE_TYPES: [StorageType; 2] =
    [StorageType { id: "StorageSetA", alias: "HDD 容量型" }, StorageType { id: "StorageSetSSD", alias: "SSD 性能型" }];

/// The compute cluster of that name.
pub fn vm_type(id: &str) -> Option<&'static VmType> {
    VM_TYPES.iter().find(|known| known.id == id)
}

/// Whether there is a storage cluster of that name.
pub fn is_storage_type(id: &str) -> bool {
    STORAGE_TYPES.iter().any(|known| known.id == id)
}

/// `DescribeVMType`.
pub fn vm_types(incoming: &Incoming) -> Result<Value, Refusal> {
    let infos: Vec<Value> = VM_TYPES
        .iter()
        .map(|kind| {
            json!({ "Region": incoming.region, "VMType": kind.id, "VMTypeAlias": kind.alias, "SetArch": kind.architecture, "Permission": "all" })
        })
        .collect();
    Ok(json!({ "TotalCount": infos.len(), "Infos": infos }))
}

/// `DescribeStorageType`.
pub fn storage_types(incoming: &Incoming) -> Result<Value, Refusal> {
    let infos: Vec<Value> = STORAGE_TYPES
        .iter()
        .map(|kind| {
            json!({
                "Region": incoming.region, "StorageType": kind.id, "StorageTypeAlias": kind.alias, "SetArch": "x86_64", "SetUsage": "",
                "Permission": "all",
            })
        })
        .collect();
    Ok(json!({ "TotalCount": infos.len(), "Infos": infos }))
}

/// `DescribeRegion`.
pub fn regions(world: &World, incoming: &Incoming) -> Result<Value, Refusal> {
    let asked = |id: &str| incoming.region.is_empty() || incoming.region == id;
    let infos = world
        .regions
        .iter()
        .filter(|region| asked(&region.id) && matches(incoming, &[&region.id, &region.title_zh]))
        .map(|region| json!({ "Region": region.id, "RegionAlias": region.title_zh }));
    Ok(super::page(incoming, infos))
}
