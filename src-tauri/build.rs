//! Declares our commands to Tauri. The capability file is the one list of them: what is not in it cannot be called.

use std::error::Error;
use std::process::Command;

const CAPABILITY: &str = "capabilities/main.json";

/// Where the pages are after `npm run build`.
const PAGES: &str = "../ui/dist";

fn main() -> Result<(), Box<dyn Error>> {
    println!("cargo::rerun-if-changed={PAGES}");
    if !std::path::Path::new(PAGES).join("index.html").exists() {
        // The pages are not needed to compile or to test Rust code; `make run` builds them first.
        std::fs::create_dir_all(PAGES)?;
        std::fs::write(
            format!("{PAGES}/index.html"),
            "<!doctype html><p>The pages are not built. Start with: make run</p>",
        )?;
    }
    println!("cargo::rerun-if-changed={CAPABILITY}");
    let capability: serde_json::Value = serde_json::from_str(&std::fs::read_to_string(CAPABILITY)?)?;
    let commands: Vec<&'static str> = capability["permissions"]
        .as_array()
        .into_iter()
        .flatten()
        .filter_map(|permission| permission.as_str()?.strip_prefix("allow-"))
        .map(|command| &*command.replace('-', "_").leak())
        .collect();
    let manifest = tauri_build::AppManifest::new().commands(commands.leak());
    tauri_build::try_build(tauri_build::Attributes::new().app_manifest(manifest))?;
    describe_build();
    Ok(())
}

/// What "About" says of this build: its commit, and the commit's time, so that the same sources make the same program.
/// `SOURCE_DATE_EPOCH` stands in for the time. A development build says neither: each commit would build it anew.
fn describe_build() {
    println!("cargo::rerun-if-env-changed=SOURCE_DATE_EPOCH");
    let release = std::env::var("PROFILE").is_ok_and(|profile| profile == "release");
    if let Some(log) = git(&["rev-parse", "--git-path", "logs/HEAD"]).filter(|_| release) {
        println!("cargo::rerun-if-changed={log}");
    }
    let asked = |what: &str| git(&["log", "-1", "--abbrev=12", &format!("--format={what}")]).filter(|_| release);
    let time = std::env::var("SOURCE_DATE_EPOCH").ok().or_else(|| asked("%ct"));
    println!("cargo::rustc-env=YUNDECK_COMMIT={}", asked("%h").unwrap_or_default());
    println!("cargo::rustc-env=YUNDECK_BUILD_EPOCH={}", time.unwrap_or_default());
}

/// What git answers; nothing where there is no git or no repository.
fn git(arguments: &[&str]) -> Option<String> {
    let output = Command::new("git").args(arguments).output().ok().filter(|output| output.status.success())?;
    Some(String::from_utf8(output.stdout).ok()?.trim().to_owned()).filter(|answer| !answer.is_empty())
}
