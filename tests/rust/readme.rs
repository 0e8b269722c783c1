//! The two READMEs and the guide: in step with each other, and true of the repository.
//!
//! `YUNDECK_WRITE_README=1 cargo test -p yundeck-tests --test readme` takes over what `make bench-start` measured.

#![allow(clippy::unwrap_used, clippy::panic, reason = "a test fails by panicking")]

use std::collections::BTreeSet;

use regex::Regex;
use yundeck_tests::{files_below, repository};

/// A README, and the folder of its pictures.
const READMES: [(&str, &str); 2] = [("README.md", "en"), ("README.zh-CN.md", "zh-CN")];
const GUIDE: &str = "CONTRIBUTING.md";

const BEGIN: &str = "<!-- bench: from bench/start.md, a test keeps it fresh -->\n";
const END: &str = "<!-- end of bench -->";

/// The words of the measured table in Chinese.
const IN_CHINESE: [(&str, &str); 5] = [
    ("| | ready | | memory | |", "| | 可用 | | 内存 | |"),
    ("| bare Tauri window |", "| 空白的 Tauri 窗口 |"),
    ("| Yundeck, first start |", "| Yundeck，第一次启动 |"),
    ("| Yundeck with four sandbox accounts, sandbox included |", "| Yundeck，带四个演练账号，含演练环境本身 |"),
    (" × |", " 倍 |"),
];

fn read(name: &str) -> String {
    std::fs::read_to_string(repository().join(name)).unwrap().replace("\r\n", "\n")
}

fn found<'t>(text: &'t str, pattern: &str) -> Vec<&'t str> {
    Regex::new(pattern).unwrap().captures_iter(text).map(|found| found.get(1).unwrap().as_str()).collect()
}

#[test]
fn both_have_the_same_parts_tables_and_commands() {
    let [english, chinese] = READMES.map(|(name, _)| read(name));
    for (what, pattern) in [
        ("levels of headings", r"(?m)^(#+) "),
        ("blocks of commands", r"(?s)(```\w*\n.*?```)"),
        ("pictures", r"\]\(ui/pictures/[\w-]+/([\w-]+\.png)\)"),
        ("names of the clouds' calls", r"(`[A-Za-z]+Price[A-Za-z]*`|`[Cc]lientToken`)"),
        ("steps and points", r"(?m)^(\d\.|-) "),
    ] {
        let (one, other) = (found(&english, pattern), found(&chinese, pattern));
        assert!(!one.is_empty(), "{what}");
        assert_eq!(one, other, "{what}");
    }
    let cells = |text: &str| -> Vec<usize> {
        text.lines().filter(|line| line.starts_with('|')).map(|line| line.matches('|').count()).collect()
    };
    assert_eq!(cells(&english), cells(&chinese), "rows and columns of the tables");
}

#[test]
fn every_picture_is_there_in_its_own_language_and_is_shown() {
    for (readme, language) in READMES {
        let text = read(readme);
        let shown: BTreeSet<String> =
            found(&text, r"\]\((ui/pictures/[^)]+)\)").into_iter().map(str::to_owned).collect();
        let taken: BTreeSet<String> = files_below(&repository().join("ui/pictures").join(language), &["png"])
            .iter()
            .map(|path| format!("ui/pictures/{language}/{}", path.file_name().unwrap().to_string_lossy()))
            .collect();
        assert_eq!(shown, taken, "{readme}: `make pictures` takes them");
    }
}

#[test]
fn what_they_lead_to_is_there() {
    let makefile = read("Makefile");
    let targets: BTreeSet<&str> = found(&makefile, r"(?m)^([a-z][a-z-]*):").into_iter().collect();
    for name in READMES.map(|(name, _)| name).into_iter().chain([GUIDE]) {
        let text = read(name);
        let commands = found(&text, r"(?m)(?:^|`)make ([a-z-]+)");
        assert!(commands.len() > 2, "{name}");
        for command in commands {
            assert!(targets.contains(command), "{name}: no `make {command}`");
        }
        for link in found(&text, r"\]\(([^)#:]+)\)") {
            assert!(repository().join(link).exists(), "{name} leads to {link}");
        }
        for path in found(&text, r"`((?:src-tauri|ui|tests)/[\w./-]+)`") {
            assert!(repository().join(path).exists(), "{name} names {path}");
        }
        for test in found(&text, r"--test ([a-z_]+)") {
            let known = [format!("tests/rust/{test}.rs"), format!("src-tauri/crates/clouds/tests/{test}.rs")];
            assert!(known.iter().any(|path| repository().join(path).exists()), "{name}: no test {test}");
        }
    }
}

#[test]
fn the_numbers_of_operations_are_those_of_the_catalogues() {
    let counts: Vec<String> = yundeck_clouds::REGISTRY
        .iter()
        .map(|cloud| cloud.adapter.spec().operations.values().filter(|operation| !operation.companion).count())
        .map(|count| count.to_string())
        .collect();
    let row = format!("| {} |", counts.join(" | "));
    for (readme, _) in READMES {
        assert!(read(readme).lines().any(|line| line.ends_with(&row)), "{readme} does not say {row}");
    }
}

/// Below the table: how it came about. In its place: that there is none.
const MEASURED: [&str; 2] = [
    "Medians of starts of release builds that take turns; [bench/start.md](bench/start.md) says on what machine and how.",
    "发布版轮流启动的中位数；在什么机器上、怎样测的，见 [bench/start.md](bench/start.md)。",
];
const NOT_MEASURED: [&str; 2] = ["Not measured yet.", "还没有测量。"];

#[test]
fn start_and_memory_are_what_was_measured() {
    let wanted = match std::fs::read_to_string(repository().join("bench/start.md")) {
        Ok(measured) => {
            let rows = measured.lines().filter(|line| line.starts_with('|'));
            let table: String = rows.map(|line| format!("{line}\n")).collect();
            assert!(table.lines().count() > 3, "bench/start.md has a table");
            let chinese = IN_CHINESE.iter().fold(table.clone(), |table, (word, own)| table.replace(word, own));
            [format!("\n{table}\n{}\n\n", MEASURED[0]), format!("\n{chinese}\n{}\n\n", MEASURED[1])]
        }
        Err(_) => NOT_MEASURED.map(|words| format!("\n{words}\n\n")),
    };
    for ((readme, _), wanted) in READMES.into_iter().zip(wanted) {
        let text = read(readme);
        let (before, rest) = text.split_once(BEGIN).unwrap();
        let (shown, after) = rest.split_once(END).unwrap();
        if std::env::var_os("YUNDECK_WRITE_README").is_some() {
            std::fs::write(repository().join(readme), format!("{before}{BEGIN}{wanted}{END}{after}")).unwrap();
        } else {
            assert_eq!(shown, wanted, "{readme} is stale; this test's first lines say how to write it");
        }
    }
}
