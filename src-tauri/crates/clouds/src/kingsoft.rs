//! Kingsoft Cloud: the elastic compute service KEC, with the keys (SKS), networks (VPC) and elastic IP lines (EIP) it needs.
//!
//! What is odd about it stands in `kingsoft/README.md`.

use std::sync::LazyLock;

use yundeck_catalogue::CloudSpec;
use yundeck_catalogue::load::Sources;

pub mod adapter;
mod map;
pub mod sandbox;

/// The catalogue of this cloud.
static SPEC: LazyLock<CloudSpec> = LazyLock::new(|| crate::embedded(&SOURCES));

const SOURCES: Sources = Sources {
    cloud: include_str!("kingsoft/catalogue/cloud.json"),
    shapes: include_str!("kingsoft/catalogue/shapes.json"),
    pages: include_str!("kingsoft/catalogue/nouns.json"),
    nouns: &[
        ("instance", include_str!("kingsoft/catalogue/instance.json")),
        ("instance_type", include_str!("kingsoft/catalogue/instance_type.json")),
        ("pricing", include_str!("kingsoft/catalogue/pricing.json")),
        ("template", include_str!("kingsoft/catalogue/template.json")),
        ("placement", include_str!("kingsoft/catalogue/placement.json")),
        ("image", include_str!("kingsoft/catalogue/image.json")),
        ("snapshot", include_str!("kingsoft/catalogue/snapshot.json")),
        ("disk", include_str!("kingsoft/catalogue/disk.json")),
        ("tag", include_str!("kingsoft/catalogue/tag.json")),
        ("project", include_str!("kingsoft/catalogue/project.json")),
        ("region", include_str!("kingsoft/catalogue/region.json")),
        ("network", include_str!("kingsoft/catalogue/network.json")),
        ("key_pair", include_str!("kingsoft/catalogue/key_pair.json")),
    ],
};

#[cfg(test)]
mod catalogue_tests;
