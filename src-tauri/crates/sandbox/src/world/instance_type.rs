//! A size of instance on sale.

use serde_json::{Map, Value};

/// A size of instance.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct InstanceType {
    /// The cloud's name for it.
    pub id: String,
    /// The cloud's name for its family.
    pub family: String,
    /// Number of virtual CPUs.
    pub vcpus: u32,
    /// Memory in MiB.
    pub memory_mib: u32,
    /// Number of GPUs.
    pub gpus: u32,
    /// Zones that offer it; empty: all of them.
    pub zones: Vec<String>,
    /// Zones, of those, that have none left.
    pub sold_out_zones: Vec<String>,
    /// What the cloud records beyond this.
    pub extra: Map<String, Value>,
}

impl InstanceType {
    /// A size on sale everywhere.
    pub fn new(id: &str, family: &str, vcpus: u32, memory_mib: u32) -> Self {
        Self { id: id.to_owned(), family: family.to_owned(), vcpus, memory_mib, ..Self::default() }
    }

    /// Whether the zone has it on its list, sold out or not.
    pub fn offered_in(&self, zone: &str) -> bool {
        self.zones.is_empty() || self.zones.iter().any(|known| known == zone)
    }

    /// Whether one can be bought in the zone now.
    pub fn available_in(&self, zone: &str) -> bool {
        self.offered_in(zone) && !self.sold_out_zones.iter().any(|known| known == zone)
    }
}
