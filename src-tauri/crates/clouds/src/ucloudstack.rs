//! UCloudStack, a private cloud: 13 operations on virtual machines, and the companion reads that fill their parameters.
//!
//! Every installation has its own address, so every account names its endpoint. What is peculiar to this cloud, and
//! what was verified against what, stands in `ucloudstack/README.md`.

use std::sync::LazyLock;

use yundeck_catalogue::CloudSpec;
use yundeck_catalogue::load::Sources;

use crate::embedded;

pub mod adapter;
mod map;
pub mod sandbox;

#[cfg(test)]
mod tests;

/// The catalogue, embedded in the binary.
static SPEC: LazyLock<CloudSpec> = LazyLock::new(|| embedded(&SOURCES));

const SOURCES: Sources = Sources {
    cloud: include_str!("ucloudstack/catalogue/cloud.json"),
    shapes: include_str!("ucloudstack/catalogue/shapes.json"),
    pages: include_str!("ucloudstack/catalogue/nouns.json"),
    nouns: &[
        ("instance", include_str!("ucloudstack/catalogue/instance.json")),
        ("pricing", include_str!("ucloudstack/catalogue/pricing.json")),
        ("image", include_str!("ucloudstack/catalogue/image.json")),
        ("disk", include_str!("ucloudstack/catalogue/disk.json")),
        ("network", include_str!("ucloudstack/catalogue/network.json")),
        ("placement", include_str!("ucloudstack/catalogue/placement.json")),
    ],
};
