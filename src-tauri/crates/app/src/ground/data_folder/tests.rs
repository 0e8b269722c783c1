//! Moving the files, and using what is in another folder already.

use super::*;
use crate::ground::store::Store;

fn labels(folder: &Path) -> Vec<String> {
    let store = Store::open(folder).unwrap();
    store
        .with(|db| db.prepare("SELECT id FROM accounts ORDER BY id")?.query_map([], |row| row.get(0))?.collect())
        .unwrap()
}

fn add(store: &Store, id: &str) {
    store.with(|db| db.execute("INSERT INTO accounts (id, position, body) VALUES (?1, 1, '{}')", [id])).unwrap();
}

#[test]
fn what_was_written_after_a_move_was_asked_for_moves_too() {
    let (old, new) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
    let mut folder = DataFolder::new(old.path().to_owned());
    let store = Store::open(&folder.open().unwrap()).unwrap();
    add(&store, "before");
    let view = folder.ask_for(new.path()).unwrap();
    assert_eq!((view.folder, view.next), (old.path().display().to_string(), Some(new.path().display().to_string())));
    assert_eq!(std::fs::read_dir(new.path()).unwrap().count(), 0, "nothing stays of the trial");
    add(&store, "meanwhile");
    // A process that still runs goes on writing: nothing moves under it.
    assert_eq!(folder.open().unwrap_err().kind, TroubleKind::InUse);
    // The process may end without closing the database: what is in its log moves too.
    let log = old.path().join("yundeck.db-wal");
    let kept = std::fs::read(&log).unwrap();
    drop(store);
    std::fs::write(&log, kept).unwrap();
    assert_eq!(folder.open().unwrap(), new.path());
    assert_eq!(labels(new.path()), ["before", "meanwhile"]);
    assert!(!old.path().join(DATABASE).exists() && old.path().join("moved-yundeck.db").exists());
    assert_eq!(folder.view().usual, Some(old.path().display().to_string()));
    assert_eq!(DataFolder::new(old.path().to_owned()).open().unwrap(), new.path(), "from then on");

    folder.ask_for(old.path()).unwrap();
    assert_eq!(folder.open().unwrap(), old.path(), "and back");
    assert_eq!((labels(old.path()).len(), folder.view().usual), (2, None));
}

#[test]
fn a_move_that_cannot_be_done_changes_nothing() {
    let (old, new) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
    let mut folder = DataFolder::new(old.path().to_owned());
    add(&Store::open(old.path()).unwrap(), "a");
    assert_eq!(folder.ask_for(old.path()).unwrap_err().kind, ErrorKind::Conflict);
    assert_eq!(folder.ask_for(Path::new("relative")).unwrap_err().kind, ErrorKind::Conflict);
    std::fs::write(new.path().join("file"), "").unwrap();
    assert_eq!(folder.ask_for(&new.path().join("file")).unwrap_err().kind, ErrorKind::Bug);
    std::fs::write(new.path().join(DATABASE), "another's").unwrap();
    assert_eq!(folder.ask_for(new.path()).unwrap_err().kind, ErrorKind::Conflict);
    assert_eq!(std::fs::read_to_string(new.path().join(DATABASE)).unwrap(), "another's");
    assert_eq!((folder.view().next, folder.open().unwrap()), (None, old.path().to_owned()));
}

#[test]
fn a_folder_that_is_in_the_way_at_the_next_start_leaves_the_old_one_in_use() {
    let (old, new) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
    let mut folder = DataFolder::new(old.path().to_owned());
    add(&Store::open(old.path()).unwrap(), "a");
    folder.ask_for(new.path()).unwrap();
    std::fs::write(new.path().join(DATABASE), "came meanwhile").unwrap();
    assert_eq!(folder.open().unwrap(), old.path());
    assert!(folder.view().failure.is_some());
    assert_eq!(labels(old.path()), ["a"]);
    assert_eq!(folder.keep().unwrap().next, None);
}

#[test]
fn a_damaged_database_is_not_moved() {
    let (old, new) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
    std::fs::write(old.path().join(DATABASE), "no database at all, but long enough to look at it".repeat(200)).unwrap();
    let folder = DataFolder::new(old.path().to_owned());
    assert!(folder.ask_for(new.path()).unwrap_err().words.is_some());
    assert_eq!((std::fs::read_dir(new.path()).unwrap().count(), folder.view().next), (0, None));
}

#[test]
fn folder_that_holds_data_is_used_as_it_is_from_the_next_start_on_and_nothing_is_overwritten() {
    let (old, other) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
    let mut folder = DataFolder::new(old.path().to_owned());
    add(&Store::open(old.path()).unwrap(), "here");
    let there = Store::open(other.path()).unwrap();
    add(&there, "there");
    add(&there, "there too");
    there.with(|db| db.execute("INSERT INTO drafts VALUES ('d', '2026-01-01', '{}')", [])).unwrap();
    drop(there);

    let view = folder.ask_for(other.path()).unwrap();
    let held = view.held.unwrap();
    assert_eq!((held.accounts, held.drafts, held.acts, held.latest), (2, 1, 0, None));
    assert_eq!((view.next, held.folder), (None, other.path().display().to_string()), "only offered");
    assert_eq!(folder.clone().open().unwrap(), old.path(), "nobody said yes");

    let view = folder.use_held().unwrap();
    assert_eq!((view.next, view.held, view.as_it_is), (Some(other.path().display().to_string()), None, true));
    assert_eq!(folder.open().unwrap(), other.path());
    assert_eq!(labels(other.path()), ["there", "there too"], "as it was");
    assert_eq!(labels(old.path()), ["here"], "left where it is");
    let view = folder.view();
    assert_eq!((view.next, view.as_it_is, view.usual), (None, false, Some(old.path().display().to_string())));
    assert_eq!(DataFolder::new(old.path().to_owned()).open().unwrap(), other.path(), "from then on");

    folder.ask_for(old.path()).unwrap();
    folder.use_held().unwrap();
    assert_eq!((folder.open().unwrap(), labels(old.path())), (old.path().to_owned(), vec!["here".to_owned()]));
}

#[test]
fn offer_of_what_a_folder_holds_is_taken_back() {
    let (old, other) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
    let mut folder = DataFolder::new(old.path().to_owned());
    add(&Store::open(old.path()).unwrap(), "here");
    add(&Store::open(other.path()).unwrap(), "there");
    assert!(folder.ask_for(other.path()).unwrap().held.is_some());
    assert_eq!(folder.keep().unwrap().held, None);
    assert_eq!(folder.use_held().unwrap_err().kind, ErrorKind::Conflict, "nothing is offered any more");
    assert!(folder.ask_for(other.path()).unwrap().held.is_some());
    folder.use_held().unwrap();
    assert_eq!(folder.keep().unwrap().next, None);
    assert_eq!(folder.open().unwrap(), old.path());
}

#[test]
fn data_that_this_version_cannot_use_is_not_offered_and_one_that_is_gone_is_not_changed_to() {
    let (old, other) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
    let mut folder = DataFolder::new(old.path().to_owned());
    add(&Store::open(old.path()).unwrap(), "here");
    let there = Store::open(other.path()).unwrap();
    there.with(|db| db.pragma_update(None, "user_version", 999)).unwrap();
    drop(there);
    let newer = folder.ask_for(other.path()).unwrap_err();
    assert!(newer.words.unwrap().en.contains("newer"));
    assert_eq!(folder.view().held, None);

    let third = tempfile::tempdir().unwrap();
    add(&Store::open(third.path()).unwrap(), "there");
    folder.ask_for(third.path()).unwrap();
    folder.use_held().unwrap();
    std::fs::remove_file(third.path().join(DATABASE)).unwrap();
    assert_eq!(folder.open().unwrap(), old.path());
    assert!(folder.view().failure.is_some());
    assert!(!third.path().join(DATABASE).exists(), "none is made in its place");
}

/// A start: the database of the folder, after which what moves left behind is gone through.
fn start(folder: &mut DataFolder) -> PathBuf {
    let place = folder.open().unwrap();
    folder.settle(&Store::open(&place).unwrap());
    place
}

fn left_in(folder: &Path) -> Vec<String> {
    let names = std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().file_name().into_string().unwrap());
    let mut names: Vec<String> = names.filter(|name| name.starts_with("moved-")).collect();
    names.sort();
    names
}

/// A folder with an account in it, as a start leaves it.
fn home_with(account: &str) -> (tempfile::TempDir, DataFolder) {
    let home = tempfile::tempdir().unwrap();
    let mut folder = DataFolder::new(home.path().to_owned());
    add(&Store::open(&folder.open().unwrap()).unwrap(), account);
    (home, folder)
}

#[test]
fn database_that_was_moved_from_is_deleted_at_the_second_start_on_its_copy() {
    let ((old, mut folder), new) = (home_with("a"), tempfile::tempdir().unwrap());
    folder.ask_for(new.path()).unwrap();
    assert_eq!(start(&mut folder), new.path());
    assert_eq!(left_in(old.path()), ["moved-yundeck.db"], "the copy was opened once");
    assert_eq!(folder.view().moved, [old.path().join("moved-yundeck.db").display().to_string()]);
    let again = &mut DataFolder::new(old.path().to_owned());
    start(again);
    assert_eq!((left_in(old.path()), again.view().moved), (vec![], vec![]));
    assert_eq!(labels(new.path()), ["a"]);
    assert_eq!(start(again), new.path());
}

#[test]
fn database_that_was_moved_from_stays_when_another_came_in_the_place_of_its_copy() {
    let ((old, mut folder), new) = (home_with("a"), tempfile::tempdir().unwrap());
    folder.ask_for(new.path()).unwrap();
    start(&mut folder);
    for ending in PARTS {
        let _ = std::fs::remove_file(part(&new.path().join(DATABASE), ending));
    }
    std::fs::remove_file(new.path().join("yundeck.lock")).unwrap();
    add(&Store::open(new.path()).unwrap(), "another");
    for _ in 0..3 {
        start(&mut folder);
    }
    assert_eq!(left_in(old.path()), ["moved-yundeck.db"]);

    // Its folder is moved from once more.
    folder.ask_for(old.path()).unwrap();
    start(&mut folder);
    folder.ask_for(new.path()).unwrap();
    for _ in 0..3 {
        start(&mut folder);
    }
    assert_eq!(left_in(old.path()), ["moved-yundeck.db"], "neither overwritten nor taken for the second");
    std::fs::rename(old.path().join("moved-yundeck.db"), old.path().join(DATABASE)).unwrap();
    assert_eq!((labels(old.path()), labels(new.path())), (vec!["a".to_owned()], vec!["another".to_owned()]));
}

#[test]
fn second_move_out_of_a_folder_leaves_what_the_first_left() {
    let ((old, mut folder), new, third) = (home_with("a"), tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
    for next in [new.path(), old.path(), third.path()] {
        // None of the copies is started twice: nothing has proven itself.
        folder.ask_for(next).unwrap();
        assert_eq!(folder.open().unwrap(), next);
    }
    assert_eq!(left_in(old.path()), ["moved-yundeck-2.db", "moved-yundeck.db"]);
    for _ in 0..2 {
        start(&mut folder);
    }
    assert_eq!((left_in(old.path()), left_in(new.path())), (vec![], vec![]), "the last copy comes from all of them");
    assert_eq!(labels(third.path()), ["a"]);
}

#[test]
fn database_that_an_older_version_left_is_deleted_only_if_all_of_it_is_in_the_one_in_use() {
    for (more, stays) in [(None, false), (Some("only there"), true)] {
        let ((old, mut folder), new) = (home_with("a"), tempfile::tempdir().unwrap());
        folder.ask_for(new.path()).unwrap();
        folder.open().unwrap();
        // So the versions before wrote it.
        let note = to_json(&serde_json::json!({ "folder": new.path(), "next": null, "as_it_is": false })).unwrap();
        std::fs::write(old.path().join(LOCATION), note).unwrap();
        if let Some(more) = more {
            let left = rusqlite::Connection::open(old.path().join("moved-yundeck.db")).unwrap();
            left.execute("INSERT INTO drafts VALUES (?1, '2026-01-01', '{}')", [more]).unwrap();
        }
        start(&mut folder);
        assert_eq!(left_in(old.path()).contains(&"moved-yundeck.db".to_owned()), stays);
    }
    let ((old, mut folder), nothing) = (home_with("a"), "no database, but long enough to be looked at".repeat(9));
    std::fs::write(old.path().join("moved-yundeck.db"), &nothing).unwrap();
    start(&mut folder);
    assert_eq!(std::fs::read_to_string(old.path().join("moved-yundeck.db")).unwrap(), nothing);
}
