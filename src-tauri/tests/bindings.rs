//! The TypeScript beside the commands is the one generated from them, and the window may call exactly these commands.

#![allow(clippy::unwrap_used, clippy::panic, reason = "a test fails by panicking")]

use std::path::PathBuf;

use specta_typescript::Typescript;

fn committed() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../ui/src/ipc/bindings.ts")
}

fn generated() -> String {
    let folder =
        std::env::temp_dir().join(format!("yundeck-bindings-{}-{:?}", std::process::id(), std::thread::current().id()));
    std::fs::create_dir_all(&folder).unwrap();
    let path = folder.join("bindings.ts");
    let header = "// Generated from src-tauri/src/commands by `make bindings`. A test keeps it fresh; do not edit.\n// @ts-nocheck\n";
    yundeck::commands::bindings().export(Typescript::default().header(header), &path).unwrap();
    let text = std::fs::read_to_string(&path).unwrap();
    std::fs::remove_dir_all(&folder).unwrap();
    text
}

#[test]
fn bindings_are_fresh() {
    let fresh = generated();
    if std::env::var_os("YUNDECK_WRITE_BINDINGS").is_some() {
        std::fs::write(committed(), &fresh).unwrap();
    }
    let there = std::fs::read_to_string(committed()).unwrap();
    assert!(there == fresh, "ui/src/ipc/bindings.ts is not what the commands say; run `make bindings`");
}

#[test]
fn the_window_may_call_exactly_our_commands() {
    let capability: serde_json::Value = serde_json::from_str(include_str!("../capabilities/main.json")).unwrap();
    let mut allowed: Vec<String> = capability["permissions"]
        .as_array()
        .unwrap()
        .iter()
        .filter_map(|permission| permission.as_str()?.strip_prefix("allow-"))
        .map(|command| command.replace('-', "_"))
        .collect();
    let bindings = generated();
    let mut called: Vec<String> = bindings
        .lines()
        .filter_map(|line| {
            line.split_once("__TAURI_INVOKE")?
                .1
                .split_once('(')?
                .1
                .strip_prefix('"')?
                .split('"')
                .next()
                .map(str::to_owned)
        })
        .filter(|command| !command.starts_with("plugin:"))
        .collect();
    assert!(!called.is_empty(), "the generated text calls no command: its form has changed");
    allowed.sort();
    called.sort();
    called.dedup();
    assert_eq!(allowed, called);
}
