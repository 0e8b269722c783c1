//! The journal of a database that the application cannot start on.

use std::fs;
use std::path::Path;

use yundeck_app::ground::kept_journal::KeptJournal;
use yundeck_app::records::journal::JournalFilter;
use yundeck_app::records::plan::Confirmed;
use yundeck_tests::life::Life;
use yundeck_tests::orders::order;
use yundeck_tests::{House, seats};

use super::files::{set_version_in_log, snapshot, write_at};
use super::start;

fn read(home: &Path) -> KeptJournal {
    let start = start(home);
    start.attempt().map(|_| ()).unwrap_err();
    assert!(start.trouble().unwrap().has_journal);
    start.journal().unwrap()
}

/// Buys some machines at each cloud, and leaves what a process leaves that was killed: the latest lines are in the log only.
/// The ids of the lines, the latest first.
fn bought(home: &Path, count: usize) -> Vec<String> {
    let living = tempfile::tempdir().unwrap();
    let outside = tokio::runtime::Runtime::new().unwrap();
    let house = outside.block_on(House::build(None));
    let life = Life::begin(living.path());
    let ids = life.run(async {
        for view in life.app.desk.adopt_sandbox(seats(&house.sandbox)).await.unwrap() {
            let (account, endpoint) = (&view.account, house.sandbox.endpoint(&view.account.cloud).unwrap());
            for number in 0..count {
                let order = order(endpoint, &format!("kept-{number}"), 1);
                let plan = life.app.acts.plan_create(&account.id, &account.regions[0], &order).await.unwrap();
                life.app.acts.apply_plan(&plan.id, &Confirmed::default()).await.unwrap();
            }
        }
        let entries = life.app.journal.page(&JournalFilter::default(), 0, 1000).unwrap().entries;
        assert_eq!(entries.len(), count * house.accounts.len());
        entries.into_iter().map(|entry| entry.act.id).collect()
    });
    for name in ["yundeck.db", "yundeck.db-wal"] {
        fs::copy(living.path().join(name), home.join(name)).unwrap();
    }
    life.end();
    ids
}

#[test]
fn journal_of_newer_database_is_read_with_what_only_its_log_holds() {
    let home = tempfile::tempdir().unwrap();
    bought(home.path(), 2);
    // All lines are in the log: the file itself holds only the layout.
    set_version_in_log(&home.path().join("yundeck.db"), 999);
    let before = snapshot(home.path());
    let journal = read(home.path());
    assert_eq!((journal.total, journal.lines.len(), journal.incomplete), (8, 8, false));
    for line in &journal.lines {
        let title = line.title.as_ref().unwrap();
        assert!(!title.zh.is_empty() && line.at.is_some() && line.region.is_some() && line.operation.is_some());
        assert!(line.subject.as_ref().unwrap().contains("kept-") && line.sandbox, "{line:?}");
        assert_eq!(line.effect.as_deref(), Some("purchase"));
        assert!(line.cloud.is_some() && line.account_label.is_some() && line.outcome.is_some());
    }
    for cloud in yundeck_clouds::REGISTRY {
        let id = Some(cloud.adapter.spec().id.clone());
        assert_eq!(journal.lines.iter().filter(|line| line.cloud == id).count(), 2, "{id:?}");
    }
    assert!(journal.lines.windows(2).all(|pair| pair[0].at >= pair[1].at), "the latest first");
    let mut after = snapshot(home.path());
    after.remove("yundeck.lock");
    assert_eq!(after, before, "nothing is written");
}

#[test]
fn journal_of_damaged_database_is_read_from_both_ends() {
    let home = tempfile::tempdir().unwrap();
    let ids = bought(home.path(), 12);
    let database = home.path().join("yundeck.db");
    // What was killed is opened and left properly, so that all is in the file.
    drop(yundeck_tests::open_app(Some(home.path().to_owned())));
    let size = fs::metadata(&database).unwrap().len();
    write_at(&database, size / 2 / 4096 * 4096, &[0xa5; 2 * 4096]);
    let journal = read(home.path());
    assert!(journal.incomplete, "{} of 48", journal.total);
    assert!((8..48).contains(&journal.total), "{} of 48", journal.total);
    let read: Vec<&String> = journal.lines.iter().map(|line| &line.id).collect();
    assert_eq!((read.first(), read.last()), (Some(&&ids[0]), Some(&&ids[47])), "before the damage and behind it");
}

#[test]
fn journal_of_file_that_is_none_is_refused_in_words() {
    let home = tempfile::tempdir().unwrap();
    fs::write(home.path().join("yundeck.db"), "no database").unwrap();
    let start = start(home.path());
    start.attempt().map(|_| ()).unwrap_err();
    assert!(!start.trouble().unwrap().has_journal);
    assert!(start.journal().unwrap_err().words.is_some());
}
