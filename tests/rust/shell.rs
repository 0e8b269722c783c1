//! What a script in the page could do at most: the window's policy, its rights, and where it may go, as they are described.
//!
//! What the commands themselves refuse is tested with the commands; here stands that there is nothing beside them.

#![allow(clippy::unwrap_used, clippy::panic, reason = "a test fails by panicking")]

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

use serde_json::Value;
use yundeck_tests::{files_below, repository};

fn text(path: &str) -> String {
    std::fs::read_to_string(repository().join(path)).unwrap_or_else(|error| panic!("{path}: {error}"))
}

fn json(path: &str) -> Value {
    serde_json::from_str(&text(path)).unwrap_or_else(|error| panic!("{path}: {error}"))
}

fn texts(value: &Value) -> Vec<&str> {
    value.as_array().unwrap().iter().map(|text| text.as_str().unwrap()).collect()
}

#[test]
fn policy_of_the_window_lets_nothing_in_and_nothing_out() {
    let config = json("src-tauri/tauri.conf.json");
    let security = &config["app"]["security"];
    let policy: BTreeMap<&str, &str> = security["csp"]
        .as_str()
        .unwrap()
        .split(';')
        .map(|directive| directive.trim().split_once(' ').unwrap_or_else(|| panic!("{directive} allows everything")))
        .collect();
    let expected = BTreeMap::from([
        ("default-src", "'self'"),
        ("script-src", "'self'"),
        // Mantine and the virtual rows set styles of elements; a style sheet runs nothing and reaches no other host.
        ("style-src", "'self' 'unsafe-inline'"),
        ("img-src", "'self' data:"),
        ("font-src", "'self' data:"),
        // The shell, and nobody else.
        ("connect-src", "ipc: http://ipc.localhost"),
        // Each of these is not covered by default-src, or would be by 'self'.
        ("form-action", "'none'"),
        ("base-uri", "'none'"),
        ("object-src", "'none'"),
        ("frame-ancestors", "'none'"),
        ("frame-src", "'none'"),
        ("worker-src", "'none'"),
    ]);
    assert_eq!(policy, expected);
    assert_eq!(security["freezePrototype"], true, "what every object inherits is not to be changed by a script");
    assert_eq!(texts(&security["dangerousDisableAssetCspModification"]), ["style-src"]);
    assert_eq!(config["app"]["withGlobalTauri"], false, "a script finds no interface in the open");
    assert!(security.get("assetProtocol").is_none(), "files are not to be had by their address");
}

#[test]
fn rights_of_the_window_are_our_commands_and_hearing_their_events() {
    let config = json("src-tauri/tauri.conf.json");
    assert_eq!(texts(&config["app"]["security"]["capabilities"]), ["main"]);
    let files: Vec<PathBuf> = std::fs::read_dir(repository().join("src-tauri/capabilities"))
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .collect();
    assert_eq!(files.len(), 1, "{files:?}");
    let capability = json("src-tauri/capabilities/main.json");
    assert_eq!(texts(&capability["windows"]), ["main"]);
    assert!(capability.get("remote").is_none() && capability.get("webviews").is_none(), "no other page has them");
    // A right of a plugin has a colon; ours, which `src-tauri/tests/bindings.rs` compares with the commands, have none.
    let of_plugins: Vec<&str> =
        texts(&capability["permissions"]).into_iter().filter(|right| right.contains(':')).collect();
    assert_eq!(of_plugins, ["core:event:allow-listen", "core:event:allow-unlisten"]);
}

#[test]
fn plugins_of_the_shell_are_those_it_uses() {
    let manifest = text("src-tauri/Cargo.toml");
    let plugins: BTreeSet<&str> =
        manifest.lines().filter_map(|line| line.strip_prefix("tauri-plugin-")?.split(['.', ' ', '=']).next()).collect();
    assert_eq!(plugins, BTreeSet::from(["dialog", "notification", "opener", "single-instance", "window-state"]));
    let sources: String =
        files_below(&repository().join("src-tauri/src"), &["rs"]).iter().map(|file| read(file)).collect();
    for (plugin, use_of_it) in [
        ("dialog", "DialogExt"),
        ("notification", "NotificationExt"),
        ("opener", "OpenerExt"),
        ("single-instance", "tauri_plugin_single_instance::init"),
        ("window-state", "tauri_plugin_window_state"),
    ] {
        assert!(sources.contains(use_of_it), "tauri-plugin-{plugin} is there and not used");
    }
    let package = json("ui/package.json");
    let needs = |kind: &str| package[kind].as_object().unwrap().keys().cloned().collect::<Vec<_>>();
    let of_tauri: Vec<String> =
        needs("dependencies").into_iter().filter(|name| name.starts_with("@tauri-apps/")).collect();
    assert_eq!(of_tauri, ["@tauri-apps/api"], "a plugin's interface for the page");
}

#[test]
fn window_is_made_once_and_its_page_goes_nowhere() {
    let files = files_below(&repository().join("src-tauri/src"), &["rs"]);
    let made: usize = files
        .iter()
        .map(|file| read(file))
        .map(|source| source.matches("WebviewWindowBuilder::from_config").count())
        .sum();
    let kept = "page_bounds::keep(handle, WebviewWindowBuilder::from_config(handle, &config)?)";
    assert!(made == 1 && text("src-tauri/src/starting.rs").contains(kept), "made {made} times, or not kept");
    for file in &files {
        let source = read(file);
        for other in ["WebviewWindowBuilder::new", "WebviewBuilder::", "WindowBuilder::new"] {
            assert!(!source.contains(other), "{} makes another window", file.display());
        }
    }
    let bounds = text("src-tauri/src/page_bounds.rs");
    for refusal in [".on_navigation(", ".on_new_window(", ".on_download("] {
        assert!(bounds.contains(refusal), "{refusal} is missing");
    }
}

#[test]
fn development_window_opens_what_the_development_server_serves() {
    let config = json("src-tauri/tauri.conf.json");
    let address = config["build"]["devUrl"].as_str().unwrap();
    let port = address.rsplit_once(':').unwrap().1.trim_end_matches('/');
    let served = text("ui/vite.config.ts");
    assert!(served.contains(&format!("server: {{ port: {port}, strictPort: true }}")), "{address}");
}

fn read(file: &Path) -> String {
    std::fs::read_to_string(file).unwrap()
}
