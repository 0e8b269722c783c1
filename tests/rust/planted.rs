//! Secrets of every kind, planted on every cloud, are in none of the channels that have no window; in each a canary is found, so that
//! the search is known to work. Those with a window: `tests/e2e/long/planted.test.ts`.

#![allow(clippy::unwrap_used, clippy::panic, reason = "a test fails by panicking")]

#[path = "settings/proxy.rs"]
mod listener;
#[path = "planted/stage.rs"]
mod stage;

use std::os::unix::fs::PermissionsExt as _;

use yundeck_app::desk::diagnostics::Program;
use yundeck_app::ground::saved_file;
use yundeck_tests::files_in;
use yundeck_tests::planted::Search;

use stage::{CANARY, Stage};

/// A place where a secret would be seen, and what is seen there.
struct Channel {
    name: &'static str,
    bytes: Vec<u8>,
    /// What must be found.
    canaries: Vec<String>,
}

/// The kinds, and on how many clouds there is such a thing: one has no key pairs, two take no metadata.
const KINDS: [(&str, usize); 9] = [
    ("API secret", 4),
    ("session token", 4),
    ("instance password", 4),
    ("user data", 4),
    ("metadata", 2),
    ("proxy password", 4),
    ("account's proxy password", 4),
    ("private key", 3),
    ("console token", 4),
];

#[tokio::test(flavor = "multi_thread")]
async fn planted_secrets_of_every_kind_and_cloud_are_in_no_channel() {
    let mut stage = Stage::set().await;
    for cloud in yundeck_clouds::REGISTRY.iter().map(|cloud| cloud.adapter.spec()) {
        stage.play(cloud).await;
    }
    for (kind, clouds) in KINDS {
        let planted = stage.planted.iter().filter(|planted| planted.kind == kind).count();
        assert_eq!(planted, clouds, "{kind}");
    }
    let texts: Vec<&str> = stage.planted.iter().map(|planted| planted.text.as_str()).collect();
    assert!(texts.iter().all(|text| text.len() > 7), "short texts are part of others: {texts:?}");
    let search = Search::of(texts);

    let mut channels = seen(&stage).await;
    channels.push(Channel { name: "files of the closed application", ..files(&stage.close()) });
    let (mut leaks, mut looked) = (Vec::new(), 0);
    for Channel { name, bytes, canaries } in &channels {
        assert!(!canaries.is_empty());
        for canary in canaries {
            assert!(!Search::of([canary.as_str()]).finds(bytes).is_empty(), "{name}: the search finds {canary}");
        }
        looked += stage.planted.len();
        for text in search.finds(bytes) {
            let those = stage.planted.iter().filter(|planted| planted.text == text);
            leaks.extend(those.map(|planted| {
                format!(
                    "{name}: {} of {}: {}",
                    planted.kind,
                    planted.cloud,
                    around(bytes, search.place(bytes, text).unwrap())
                )
            }));
        }
    }
    println!(
        "{} secrets in {} channels: {looked} looked for, {} found",
        stage.planted.len(),
        channels.len(),
        leaks.len()
    );
    assert!(leaks.is_empty(), "{leaks:#?}");
}

/// What stands there, with what stands beside it.
fn around(bytes: &[u8], place: std::ops::Range<usize>) -> String {
    String::from_utf8_lossy(&bytes[place.start.saturating_sub(120)..(place.end + 60).min(bytes.len())]).into_owned()
}

async fn seen(stage: &Stage) -> Vec<Channel> {
    let app = stage.app();
    let program = Program { version: "9.8.7".to_owned(), commit: None, built_at: None, web_view: None };
    let diagnostics = app.desk.diagnostics(&program).await.unwrap();
    let ids = stage.instances.clone();
    let names = vec![CANARY.to_owned()];
    let channel = |name, text: String, canaries: Vec<String>| Channel { name, bytes: text.into_bytes(), canaries };
    let everything = app.desk.export().unwrap();
    saved_file::write(&stage.home().join("everything.json"), &everything).unwrap();
    vec![
        channel("requests as they are shown", stage.previews.clone(), names.clone()),
        channel("copied commands", stage.commands.clone(), vec!["YUNDECK_SECRET".to_owned()]),
        channel("replies", stage.replies.clone(), ids.clone()),
        channel("answers to the window", stage.answers().await, [ids.clone(), names.clone()].concat()),
        channel("events", stage.events(), ids.clone()),
        files(stage.home()),
        channel("the log at its most talkative", stage.log(), vec!["a call failed".to_owned(), "TRACE".to_owned()]),
        channel("diagnostics", diagnostics, vec!["version: 9.8.7".to_owned()]),
        channel("everything exported", everything, [ids.clone(), names].concat()),
        channel("the journal exported", app.desk.export_journal().unwrap(), ids),
        Channel {
            name: "command line and environment",
            bytes: ["cmdline", "environ"].map(|file| std::fs::read(format!("/proc/self/{file}")).unwrap()).concat(),
            canaries: vec!["planted".to_owned(), "PATH=".to_owned()],
        },
    ]
}

/// All files of the application, of which others may read none.
fn files(home: &std::path::Path) -> Channel {
    let files = files_in(home);
    for path in &files {
        let mode = std::fs::metadata(path).unwrap().permissions().mode();
        assert_eq!(mode & 0o077, 0, "{}: {mode:o}", path.display());
    }
    let named = |ending: &str| files.iter().any(|path| path.to_string_lossy().ends_with(ending));
    assert!(named("yundeck.db") && named(".log") && named("everything.json"), "{files:?}");
    let bytes = files.iter().flat_map(|path| std::fs::read(path).unwrap()).collect();
    Channel { name: "files of the running application", bytes, canaries: vec![CANARY.to_owned()] }
}
