//! JD Cloud VM: REST with a path per operation, JSON bodies, `JDCLOUD3-HMAC-SHA256` and the older `JDCLOUD2`.
//!
//! Facts: the operations and their rules are from the overview documents `001_d0714f2b801d126a.txt` (newer) and
//! `000_48d5d7d748ccd274.txt` (2018); parameters, types and the companion services are from the vendor's SDK. What was
//! checked against what is in the folder's README.

use std::sync::LazyLock;

use yundeck_catalogue::CloudSpec;
use yundeck_catalogue::load::Sources;

use crate::embedded;

pub mod adapter;
mod map;
pub mod sandbox;

/// JD Cloud's catalogue.
static SPEC: LazyLock<CloudSpec> = LazyLock::new(|| {
    embedded(&Sources {
        cloud: include_str!("jdcloud/catalogue/cloud.json"),
        shapes: include_str!("jdcloud/catalogue/shapes.json"),
        pages: include_str!("jdcloud/catalogue/nouns.json"),
        nouns: &[
            ("instance", include_str!("jdcloud/catalogue/instance.json")),
            ("template", include_str!("jdcloud/catalogue/template.json")),
            ("instance_type", include_str!("jdcloud/catalogue/instance_type.json")),
            ("image", include_str!("jdcloud/catalogue/image.json")),
            ("key_pair", include_str!("jdcloud/catalogue/key_pair.json")),
            ("disk", include_str!("jdcloud/catalogue/disk.json")),
            ("network", include_str!("jdcloud/catalogue/network.json")),
            ("quota", include_str!("jdcloud/catalogue/quota.json")),
        ],
    })
});

#[cfg(test)]
mod tests;
