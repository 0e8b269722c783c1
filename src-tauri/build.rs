//! Declares our commands to Tauri. The capability file is the one list of them: what is not in it cannot be called.

use std::error::Error;

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
    Ok(())
}
