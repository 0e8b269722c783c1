//! What the clouds answered is understood as it is meant: the repository's own replies, and those of a folder that
//! `YUNDECK_REPLIES` names.

use std::path::{Path, PathBuf};

use yundeck_tests::{replies, repository};

#[track_caller]
fn check(folder: &Path) -> usize {
    let (wrong, count) = replies::check(&replies::read(folder));
    assert!(wrong.is_empty(), "{} of {count} in {}:\n{}", wrong.len(), folder.display(), wrong.join("\n"));
    count
}

#[test]
fn own_replies_are_understood() {
    assert!(check(&repository().join("tests/replies")) > 30);
}

#[test]
fn replies_of_the_folder_that_is_named_are_understood() {
    if let Some(folder) = std::env::var_os("YUNDECK_REPLIES") {
        check(&PathBuf::from(folder));
    }
}

#[test]
fn reply_that_is_read_wrongly_is_told() {
    let read = replies::read(&repository().join("tests/replies"));
    let (mut entry, found) = read.into_iter().find(|(entry, _)| entry.file == "tencent/error-busy.json").unwrap();
    entry.expect = Some(
        serde_json::json!({ "kind": ["sold_out"], "instances": 1, "/fault/delivery": "answered", "mood": "good" }),
    );
    let (wrong, count) = replies::check(&[(entry, found)]);
    assert_eq!(count, 1);
    assert_eq!(wrong.len(), 3, "{wrong:?}");
    assert!(wrong[0].contains("conflict"), "{wrong:?}");
}

#[test]
fn file_that_is_missing_and_cloud_that_nobody_knows_stop_nothing() {
    let folder = tempfile::tempdir().unwrap();
    let index = r#"[{ "file": "gone.json", "cloud": "tencent", "operation": "errors", "status": 200 },
                    { "file": "index.json", "cloud": "cirrus", "operation": "errors", "status": 200 }]"#;
    std::fs::write(folder.path().join("index.json"), index).unwrap();
    let read = replies::read(folder.path());
    assert!(read.iter().all(|(_, found)| found["problem"].is_string()), "{read:?}");
}
