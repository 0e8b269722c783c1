//! Tencent Cloud CVM: its data, its mapping and how the sandbox plays it.
//!
//! The source of facts is the API document of 2018-10-12 (59 operations); the companions, what is newer than the document
//! (`since`, `x-since`) and what it leaves open are from the vendor's SDK. `tencent/README.md` says where the two disagree.

use std::sync::LazyLock;

use yundeck_catalogue::CloudSpec;
use yundeck_catalogue::load::Sources;

pub mod adapter;
mod map;
pub mod sandbox;

#[cfg(test)]
mod catalogue_tests;

static SPEC: LazyLock<CloudSpec> = LazyLock::new(|| {
    crate::embedded(&Sources {
        cloud: include_str!("tencent/catalogue/cloud.json"),
        shapes: include_str!("tencent/catalogue/shapes.json"),
        pages: include_str!("tencent/catalogue/nouns.json"),
        nouns: &[
            ("instance", include_str!("tencent/catalogue/instance.json")),
            ("disk", include_str!("tencent/catalogue/disk.json")),
            ("pricing", include_str!("tencent/catalogue/pricing.json")),
            ("instance_type", include_str!("tencent/catalogue/instance_type.json")),
            ("network", include_str!("tencent/catalogue/network.json")),
            ("placement", include_str!("tencent/catalogue/placement.json")),
            ("image", include_str!("tencent/catalogue/image.json")),
            ("key_pair", include_str!("tencent/catalogue/key_pair.json")),
            ("host", include_str!("tencent/catalogue/host.json")),
            ("template", include_str!("tencent/catalogue/template.json")),
        ],
    })
});
