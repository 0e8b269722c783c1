//! An instance type: what a cloud sells as one size.

use serde::{Deserialize, Serialize};
use yundeck_catalogue::Text;

/// A size of instance.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, specta::Type)]
#[serde(rename_all = "camelCase")]
pub struct InstanceType {
    /// The cloud's name for it.
    pub id: String,
    /// The cloud's name for its family.
    pub family: String,
    /// The family in words, where the cloud gives them.
    pub family_title: Option<String>,
    /// Number of virtual CPUs.
    pub vcpus: u32,
    /// Memory in MiB.
    pub memory_mib: u32,
    /// Number of GPUs; 0 when it has none.
    pub gpus: u32,
    /// Zones that offer it; empty when the cloud does not say.
    pub zones: Vec<String>,
    /// Zones, of those, that have none left.
    pub sold_out_zones: Vec<String>,
    /// What else matters when choosing it (disk limits, network, ...), in the cloud's facts.
    pub note: Option<Text>,
}
