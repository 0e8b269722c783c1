//! What maintainers rely on: packages by digest, actions by commit, and documents that are true of the repository.

#![allow(clippy::unwrap_used, clippy::panic, reason = "a test fails by panicking")]

use std::collections::BTreeMap;
use std::path::PathBuf;

use regex::Regex;
use yundeck_tests::{files_below, repository};

fn read(name: &str) -> String {
    std::fs::read_to_string(repository().join(name))
        .unwrap_or_else(|error| panic!("{name}: {error}"))
        .replace("\r\n", "\n")
}

fn found<'t>(text: &'t str, pattern: &str) -> Vec<&'t str> {
    Regex::new(pattern).unwrap().captures_iter(text).map(|found| found.get(1).unwrap().as_str()).collect()
}

/// The versions that a list of Python packages names; names are compared as the index does.
fn pins(text: &str) -> BTreeMap<String, String> {
    let lines = text.lines().filter(|line| line.starts_with(|letter: char| letter.is_alphanumeric()));
    lines
        .map(|line| {
            let (name, version) =
                line.trim_end_matches(" \\").split_once("==").unwrap_or_else(|| panic!("no ==: {line}"));
            (name.to_lowercase().replace(['_', '.'], "-"), version.trim().to_owned())
        })
        .collect()
}

#[test]
fn each_python_package_has_its_digests_and_is_the_one_that_is_named() {
    let lists: Vec<PathBuf> = [".ci", "tests/vendor-sdk"]
        .map(|folder| repository().join(folder))
        .into_iter()
        .flat_map(|folder| {
            let entries = std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path());
            entries.filter(|path| path.extension().is_some_and(|ending| ending == "in")).collect::<Vec<_>>()
        })
        .collect();
    assert!(lists.len() > 3, "{lists:?}");
    for list in lists {
        let name = list.display();
        let [named, locked] =
            [list.clone(), list.with_extension("txt")].map(|path| std::fs::read_to_string(path).unwrap_or_default());
        assert_eq!(pins(&named), pins(&locked), "{name}: `make requirements` writes the .txt");
        let packages = locked.replace("\n    ", " ");
        for package in packages.lines().filter(|line| line.contains("==")) {
            assert!(package.contains(" --hash=sha256:"), "{name}: {package} has no digest");
        }
    }
    let makefile = read("Makefile");
    let installs: Vec<&str> =
        makefile.lines().filter(|line| line.contains("pip install") || line.contains("/$(PIP)")).collect();
    assert!(installs.len() > 4, "{installs:?}");
    for line in installs {
        assert!(line.contains("--require-hashes") || line.contains("/$(PIP) "), "installs without digests: {line}");
    }
}

#[test]
fn each_action_of_a_workflow_is_pinned_to_a_commit_and_none_has_a_secret() {
    let files = files_below(&repository().join(".github/workflows"), &["yml", "yaml"]);
    assert!(!files.is_empty());
    let commit = Regex::new(r"@[0-9a-f]{40}$").unwrap();
    for file in files {
        let (name, text) = (file.display(), std::fs::read_to_string(&file).unwrap());
        for action in found(&text, r"(?m)^\s*(?:- )?uses: (\S+)") {
            let pinned = commit.is_match(action);
            assert!(pinned, "{name}: {action}: write OWNER/NAME@ and the commit's 40 digits");
        }
        assert!(!text.contains("secrets."), "{name} uses a secret");
    }
}

#[test]
fn what_is_promised_names_a_test_that_is_there() {
    let makefile = read("Makefile");
    for name in ["SECURITY.md", "README.md", "README.zh-CN.md"] {
        let text = read(name);
        let promised = match name {
            "SECURITY.md" => {
                text.split_once("## Promised").unwrap().1.split_once("## Not promised").unwrap().0.to_owned()
            }
            _ => found(&text, r"(?s)## (?:Security model|安全模型)\n(.*?)\n## ").concat(),
        };
        let rows: Vec<&str> = promised.lines().filter(|line| line.starts_with('|')).skip(2).collect();
        assert!(rows.len() > 7, "{name}");
        for row in rows {
            let tests = found(row.trim_end_matches(" |").rsplit(" | ").next().unwrap(), r"`([^`]+)`");
            assert!(!tests.is_empty(), "{name}: no test beside {row}");
            for test in tests {
                let there = match test.strip_prefix("make ") {
                    Some(target) => makefile.contains(&format!("\n{target}:")),
                    None => repository().join(test).exists(),
                };
                assert!(there, "{name}: {test} is not there");
            }
        }
    }
    let security = read("SECURITY.md");
    assert!(!Regex::new(r"https?://|\w@\w").unwrap().is_match(&security), "no address that nobody answers at");
}

#[test]
fn changelog_has_the_version_and_the_parts_of_its_form() {
    let text = read("CHANGELOG.md");
    let versions = found(&text, r"(?m)^## \[(Unreleased|\d+\.\d+\.\d+)\](?: - \d{4}-\d\d-\d\d)?$");
    assert_eq!(versions.len(), text.lines().filter(|line| line.starts_with("## ")).count(), "{versions:?}");
    assert_eq!(versions[0], "Unreleased");
    let version = found(&read("Cargo.toml"), r#"(?m)^version = "([^"]+)""#)[0].to_owned();
    assert!(versions.contains(&version.as_str()), "{version} is not in CHANGELOG.md");
    let kinds = ["Added", "Changed", "Deprecated", "Removed", "Fixed", "Security"];
    for kind in found(&text, r"(?m)^### (.*)$") {
        assert!(kinds.contains(&kind), "{kind} is none of {kinds:?}");
    }
}
