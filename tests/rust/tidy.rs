//! What no linter of the field checks: house rules over the text of the repository.

#![allow(clippy::unwrap_used, clippy::panic, reason = "a test fails by panicking")]

use std::path::{Path, PathBuf};

use regex::Regex;
use yundeck_tests::{files_below, repository};

fn sources() -> Vec<PathBuf> {
    files_below(&repository().join("src-tauri"), &["rs"])
}

fn offences(files: &[PathBuf], rule: &str, allowed: impl Fn(&Path) -> bool) -> Vec<String> {
    let rule = Regex::new(rule).unwrap();
    let mut found = Vec::new();
    for file in files.iter().filter(|file| !allowed(file)) {
        let text = std::fs::read_to_string(file).unwrap();
        for (number, line) in text.lines().enumerate().filter(|(_, line)| rule.is_match(line)) {
            found.push(format!("{}:{}: {}", file.display(), number + 1, line.trim()));
        }
    }
    found
}

#[track_caller]
fn none(found: &[String], what: &str) {
    assert!(found.is_empty(), "{what}:\n{}", found.join("\n"));
}

fn below(file: &Path, part: &str) -> bool {
    file.to_string_lossy().replace('\\', "/").contains(part)
}

#[test]
fn signed_bytes_are_sent_bytes() {
    let found = offences(
        &files_below(&repository().join("src-tauri/crates/client/src"), &["rs"]),
        r"\.(query|form|json)\(",
        |_| false,
    );
    none(&found, "a request is built by wire alone");
}

#[test]
fn nothing_skips_certificate_checks() {
    let found = offences(&sources(), r"danger_accept_invalid|danger_accept_any", |_| false);
    none(&found, "a CA file per account instead");
}

#[test]
fn the_inner_crates_do_not_ask_for_the_time_or_the_environment() {
    let inner =
        |file: &Path| ["/catalogue/", "/wire/", "/domain/"].iter().any(|part| below(file, &format!("crates{part}src")));
    let files: Vec<PathBuf> = sources().into_iter().filter(|file| inner(file)).collect();
    none(&offences(&files, r"::now\(\)|std::env::var|Instant::", |_| false), "time, nonces and ids are passed in");
}

/// Folders in which nothing asks the world for time or chance but the ports themselves.
const PORTED: &[&str] = &["src-tauri/crates/client/src", "src-tauri/crates/app/src", "src-tauri/crates/sandbox/src"];

/// The ports.
const PORTS: &[&str] = &[
    "crates/client/src/clock.rs",
    "crates/client/src/entropy.rs",
    "crates/sandbox/src/world/clock.rs",
    "crates/sandbox/src/world/ids.rs",
    // Which log file is the oldest is asked of the file system.
    "crates/app/src/ground/logs.rs",
];

/// What asks the world for the time of day, for a time of its own, or for chance.
const WORLDLY: &str = r"\b(Utc|Local|SystemTime)::now\b|\bstd::time::(\{.*)?(Instant|SystemTime)|\bstd::time;|\bUuid::(new_v4|now_v\d)\b|\b(rand|fastrand|getrandom)::|\bRandomState\b";

fn ported() -> Vec<PathBuf> {
    PORTED.iter().flat_map(|folder| files_below(&repository().join(folder), &["rs"])).collect()
}

#[test]
fn nothing_but_the_ports_asks_for_time_or_chance() {
    let is_port = |file: &Path| PORTS.iter().any(|port| below(file, port));
    none(&offences(&ported(), WORLDLY, is_port), "time and chance are given in: Clock, Entropy, tokio's Instant");
    let files: Vec<PathBuf> = ported()
        .into_iter()
        .filter(|file| {
            let text = std::fs::read_to_string(file).unwrap();
            !Regex::new(r"tokio::time::(\{[^}]*)?\bInstant").unwrap().is_match(&text)
        })
        .collect();
    none(&offences(&files, r"\bInstant::now\b", is_port), "only tokio's Instant stands still when a test pauses it");
}

#[test]
fn choices_between_futures_have_an_order() {
    let rule = Regex::new(r"select!\s*\{\s*(\S+)").unwrap();
    for file in ported() {
        let text = std::fs::read_to_string(&file).unwrap();
        for found in rule.captures_iter(&text) {
            assert_eq!(&found[1], "biased;", "a select! without an order draws lots: {}", file.display());
        }
    }
}

#[test]
fn what_asks_the_world_is_recognised() {
    let rule = Regex::new(WORLDLY).unwrap();
    for bad in [
        "let at = chrono::Utc::now();",
        "use std::time::{Duration, Instant};",
        "std::time::Instant::now()",
        "use std::time;",
        "SystemTime::now()",
        "uuid::Uuid::new_v4()",
        "rand::random()",
    ] {
        assert!(rule.is_match(bad), "{bad}");
    }
    for good in
        ["use std::time::Duration;", "use tokio::time::Instant;", "clock.now()", "self.brand::x", "Instant::now()"]
    {
        assert!(!rule.is_match(good), "{good}");
    }
}

#[test]
fn no_cloud_is_named_outside_its_folder() {
    let allowed = |file: &Path| {
        below(file, "crates/clouds/")
            || below(file, "/tests/")
            || below(file, "crates/wire/src/sign")
            || below(file, "/target/")
    };
    let found: Vec<String> = offences(&sources(), r#""(tencent|kingsoft|jdcloud|ucloudstack)""#, allowed);
    none(&found, "no `if cloud == ...` outside clouds/");
}

#[test]
fn there_are_no_mod_rs_and_no_catch_all_files() {
    let found: Vec<String> = sources()
        .iter()
        .filter(|file| {
            let name = file.file_stem().unwrap_or_default().to_string_lossy();
            ["mod", "misc", "common", "helpers", "utils", "util"].contains(&name.as_ref())
        })
        .map(|file| file.display().to_string())
        .collect();
    none(&found, "foo.rs beside foo/, and a noun for every file");
}

#[test]
fn secrets_are_not_serialisable() {
    let text = std::fs::read_to_string(repository().join("src-tauri/crates/domain/src/secret.rs")).unwrap();
    assert!(
        !text.contains("impl serde::Serialize")
            && !text.contains("Serialize,")
            && !text.contains("impl std::fmt::Display")
    );
}

#[test]
fn only_the_ipc_folder_of_the_window_imports_tauri() {
    let files = files_below(&repository().join("ui/src"), &["ts", "tsx"]);
    assert!(!files.is_empty());
    none(
        &offences(&files, r#"from ["']@tauri-apps/"#, |file| {
            below(file, "ui/src/ipc/") || below(file, ".test.ts") || below(file, "ui/src/testing/")
        }),
        "ui/src/ipc is the only door",
    );
}
