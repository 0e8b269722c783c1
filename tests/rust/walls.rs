//! The walls of the house: which crate may depend on which, and where the heavy libraries may be used.

#![allow(clippy::unwrap_used, clippy::panic, reason = "a test fails by panicking")]

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use cargo_metadata::{DependencyKind, MetadataCommand};

fn normal_dependencies() -> BTreeMap<String, BTreeSet<String>> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../Cargo.toml");
    let metadata = MetadataCommand::new().manifest_path(root).no_deps().exec().unwrap();
    metadata
        .packages
        .iter()
        .map(|package| {
            let needs = package.dependencies.iter().filter(|needed| needed.kind == DependencyKind::Normal);
            (package.name.to_string(), needs.map(|needed| needed.name.clone()).collect())
        })
        .collect()
}

#[track_caller]
fn check_ours(dependencies: &BTreeMap<String, BTreeSet<String>>, package: &str, allowed: &[&str]) {
    let ours: BTreeSet<&str> = dependencies[package].iter().filter_map(|name| name.strip_prefix("yundeck-")).collect();
    let extra: Vec<_> = ours.difference(&allowed.iter().copied().collect()).copied().collect();
    assert!(extra.is_empty(), "{package} must not depend on {extra:?}");
}

#[test]
fn crates_depend_downwards_only() {
    let dependencies = normal_dependencies();
    check_ours(&dependencies, "yundeck-catalogue", &[]);
    check_ours(&dependencies, "yundeck-wire", &["catalogue"]);
    check_ours(&dependencies, "yundeck-domain", &["catalogue"]);
    check_ours(&dependencies, "yundeck-client", &["catalogue", "wire", "domain"]);
    check_ours(&dependencies, "yundeck-app", &["catalogue", "wire", "domain", "client"]);
    // The sandbox shares nothing with the client, else one mistake verifies itself.
    check_ours(&dependencies, "yundeck-sandbox", &["catalogue"]);
    // A cloud cannot sign, encode or send.
    check_ours(&dependencies, "yundeck-clouds", &["catalogue", "domain", "sandbox"]);
}

#[test]
fn heavy_libraries_stay_in_their_crate() {
    let dependencies = normal_dependencies();
    for (library, home) in
        [("tauri", "yundeck"), ("reqwest", "yundeck-client"), ("keyring", "yundeck-app"), ("axum", "yundeck-sandbox")]
    {
        // The bare window is no part of the program: it stands beside it to be measured.
        let users: Vec<&String> = dependencies
            .iter()
            .filter(|(package, needs)| needs.contains(library) && *package != "yundeck-bare")
            .map(|(package, _)| package)
            .collect();
        assert_eq!(users, [home], "{library}");
    }
}

#[test]
fn the_inner_crates_have_no_async_no_clock_and_no_randomness() {
    let dependencies = normal_dependencies();
    for package in ["yundeck-catalogue", "yundeck-wire", "yundeck-domain"] {
        for library in ["tokio", "futures", "uuid", "rand", "getrandom", "directories"] {
            assert!(!dependencies[package].contains(library), "{package} uses {library}");
        }
    }
}

#[test]
fn the_clouds_do_not_know_each_other() {
    let clouds = Path::new(env!("CARGO_MANIFEST_DIR")).join("../src-tauri/crates/clouds/src");
    let names: Vec<String> = yundeck_clouds::REGISTRY.iter().map(|cloud| cloud.adapter.spec().id.clone()).collect();
    for own in &names {
        for file in yundeck_tests::files_below(&clouds.join(own), &["rs"]) {
            let text = std::fs::read_to_string(&file).unwrap();
            for other in names.iter().filter(|other| *other != own) {
                assert!(!text.contains(&format!("crate::{other}")), "{} imports {other}", file.display());
            }
        }
    }
}
