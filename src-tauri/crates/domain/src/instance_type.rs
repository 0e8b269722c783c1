//! An instance type: what a cloud sells as one size.

use serde::{Deserialize, Serialize};
use yundeck_catalogue::Text;

use crate::{Money, PricePer};

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
    /// Number of GPUs; 0 when it has none, a part of 1 when it has a share of a card.
    #[specta(type = u32)]
    pub gpus: f64,
    /// Zones that offer it; empty when the cloud does not say.
    pub zones: Vec<String>,
    /// Zones, of those, that have none left.
    pub sold_out_zones: Vec<String>,
    /// What the type alone costs (no disks, no network) when paid as one goes, by zone, as the cloud's list of types has
    /// it, whether or not the zone has any left. Empty when the list says nothing. A quote is the authority.
    pub prices: Vec<TypePrice>,
    /// The kinds of disks that it takes; `None` where the cloud does not say.
    pub disks: Option<TypeDisks>,
    /// What else matters when choosing it (disk limits, network, ...), in the cloud's facts.
    pub note: Option<Text>,
}

/// The kinds of disks that an instance type takes, as an order names them.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, specta::Type)]
#[serde(rename_all = "camelCase")]
pub struct TypeDisks {
    /// For the system disk.
    pub system: Vec<String>,
    /// For data disks.
    pub data: Vec<String>,
}

/// What an instance type costs in a zone.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, specta::Type)]
#[serde(rename_all = "camelCase")]
pub struct TypePrice {
    /// Zone, as the cloud names it.
    pub zone: String,
    /// The price after discounts.
    pub price: Money,
    /// What it is paid by.
    pub per: PricePer,
}
