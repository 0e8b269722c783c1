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

/// The floors of the application, the lowest first.
const FLOORS: &[&str] = &["ground", "records", "registers", "reach", "reads", "acts", "desk", "app", "start"];

#[test]
fn floors_of_the_application_import_lower_ones_only() {
    let source = Path::new(env!("CARGO_MANIFEST_DIR")).join("../src-tauri/crates/app/src");
    let named = regex::Regex::new(r"\bcrate::(?:\{([^}]*)\}|(\w+))").unwrap();
    let mut wrong = Vec::new();
    let mut seen = BTreeSet::new();
    for file in yundeck_tests::files_below(&source, &["rs"]) {
        let place = file.strip_prefix(&source).unwrap();
        let first = place.components().next().unwrap().as_os_str().to_string_lossy();
        let floor = first.trim_end_matches(".rs").to_owned();
        // What a test puts together may stand higher than what it tests.
        if floor == "lib" || place.ends_with("tests.rs") {
            continue;
        }
        let height = FLOORS.iter().position(|known| *known == floor);
        let height = height.unwrap_or_else(|| panic!("{}: no floor of this name; add it to FLOORS", place.display()));
        seen.insert(height);
        let text = std::fs::read_to_string(&file).unwrap();
        let code = text.split("#[cfg(test)]").next().unwrap_or_default();
        for found in named.captures_iter(code) {
            let names = found.get(1).or(found.get(2)).unwrap().as_str();
            for name in names.split(',').map(|name| name.trim().split("::").next().unwrap_or_default()) {
                match FLOORS.iter().position(|known| *known == name) {
                    Some(other) if other <= height => {}
                    _ => wrong.push(format!("{} ({floor}) imports crate::{name}", place.display())),
                }
            }
        }
    }
    assert_eq!(seen.len(), FLOORS.len(), "a floor is empty");
    assert!(wrong.is_empty(), "a floor imports lower ones only:\n{}", wrong.join("\n"));
}

#[test]
fn registers_alone_speak_sql() {
    let source = Path::new(env!("CARGO_MANIFEST_DIR")).join("../src-tauri/crates/app/src");
    let allowed = ["registers", "ground", "desk/export"];
    let speaks = |file: &Path| {
        let text = std::fs::read_to_string(file).unwrap();
        let code = text.split("#[cfg(test)]").next().unwrap_or_default().to_owned();
        ["SELECT ", "INSERT ", "UPDATE ", "DELETE FROM"].iter().any(|word| code.contains(word))
    };
    let wrong: Vec<String> = yundeck_tests::files_below(&source, &["rs"])
        .into_iter()
        .filter(|file| {
            let place = file.strip_prefix(&source).unwrap().to_string_lossy().replace('\\', "/");
            !allowed.iter().any(|allowed| place.starts_with(allowed)) && speaks(file)
        })
        .map(|file| file.display().to_string())
        .collect();
    assert!(wrong.is_empty(), "a table's SQL stands in its register: {wrong:?}");
}
