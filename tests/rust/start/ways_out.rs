//! What one can do about it: start anew with the old file kept, or go to another folder.

use yundeck_app::ground::trouble::TroubleKind;
use yundeck_app::records::settings::Settings;
use yundeck_app::start::{Choice, Started};
use yundeck_domain::ErrorKind;

use super::files::{self, Home, damage, locate, set_version, snapshot};
use super::{start, trouble};

const STAMP: &str = "2026-11-28-120000";

#[track_caller]
fn started(choice: Option<Choice>) -> Started {
    match choice {
        Some(Choice::Started(started)) => *started,
        Some(Choice::Empty(folder)) => panic!("{} has no database", folder.display()),
        None => panic!("it runs already"),
    }
}

#[test]
fn put_aside_of_damaged_database_keeps_every_byte_and_starts_anew() {
    for (what, spoil) in damage() {
        let home = Home::with_data();
        spoil(&home.database());
        // As after a crash: the log is part of it.
        std::fs::write(home.path().join("yundeck.db-wal"), "what was in the log ".repeat(9)).unwrap();
        let old = snapshot(home.path());
        let start = start(home.path());
        start.attempt().map(|_| ()).unwrap_err();
        let view = start.trouble().unwrap();
        assert!(view.can_start_anew && view.can_choose && view.usual.is_none(), "{what}");

        let kept = start.put_aside(STAMP).unwrap();
        assert_eq!(kept.names, [format!("yundeck-kept-{STAMP}.db"), format!("yundeck-kept-{STAMP}.db-wal")], "{what}");
        assert_eq!(kept.folder, home.path().display().to_string());
        let started = start.attempt().unwrap().unwrap();
        assert_eq!(started.app.desk.settings().unwrap(), Settings::default(), "{what}");
        let now = snapshot(home.path());
        assert_eq!(now[&kept.names[0]], old["yundeck.db"], "{what}");
        assert_eq!(now[&kept.names[1]], old["yundeck.db-wal"], "{what}");
    }
}

#[test]
fn put_aside_twice_in_a_second_overwrites_nothing() {
    let home = Home::with_data();
    let mut names = Vec::new();
    for version in [998, 999] {
        set_version(&home.database(), version);
        let start = start(home.path());
        start.attempt().map(|_| ()).unwrap_err();
        names.extend(start.put_aside(STAMP).unwrap().names);
        drop(start.attempt().unwrap());
    }
    assert_eq!(names, [format!("yundeck-kept-{STAMP}.db"), format!("yundeck-kept-{STAMP}-2.db")]);
    for (name, version) in names.iter().zip([998_u32, 999]) {
        assert_eq!(std::fs::read(home.path().join(name)).unwrap()[60..64], version.to_be_bytes());
    }
}

#[test]
fn put_aside_of_newer_database_can_be_taken_back() {
    let home = Home::with_data();
    let own = super::files::version(&home.database());
    set_version(&home.database(), 999);
    let start = start(home.path());
    start.attempt().map(|_| ()).unwrap_err();
    let kept = start.put_aside(STAMP).unwrap();
    drop(start.attempt().unwrap());
    // The newer version is there again.
    set_version(&home.path().join(&kept.names[0]), own);
    std::fs::rename(home.path().join(&kept.names[0]), home.database()).unwrap();
    let app = super::start(home.path()).attempt().unwrap().unwrap().app;
    assert_eq!(app.desk.settings().unwrap(), files::kept());
}

#[test]
fn put_aside_of_file_in_place_of_folder_keeps_it() {
    let outside = tempfile::tempdir().unwrap();
    let home = outside.path().join("cn.yundeck.desktop");
    std::fs::write(&home, "somebody's").unwrap();
    let start = start(&home);
    start.attempt().map(|_| ()).unwrap_err();
    let view = start.trouble().unwrap();
    assert!(view.can_start_anew && !view.can_choose, "there is nowhere to note down another folder");
    let kept = start.put_aside(STAMP).unwrap();
    assert_eq!(kept.names, [format!("cn.yundeck.desktop-kept-{STAMP}")]);
    assert!(start.attempt().unwrap().is_some());
    assert_eq!(std::fs::read_to_string(outside.path().join(&kept.names[0])).unwrap(), "somebody's");
}

#[test]
fn put_aside_where_database_is_gone_starts_anew_and_keeps_its_log() {
    let home = Home::with_data();
    std::fs::rename(home.database(), home.path().join("yundeck.db-wal")).unwrap();
    let start = start(home.path());
    assert_eq!(start.attempt().map(|_| ()).unwrap_err().kind, TroubleKind::DatabaseMissing);
    assert_eq!(start.put_aside(STAMP).unwrap().names, [format!("yundeck-kept-{STAMP}.db-wal")]);
    assert_eq!(start.attempt().unwrap().unwrap().app.desk.settings().unwrap(), Settings::default());
}

#[test]
fn put_aside_is_no_way_out_of_a_disk_that_is_not_mounted_or_a_folder_in_use() {
    let (home, outside) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
    let named = outside.path().join("disk");
    locate(home.path(), &named);
    let first = start(home.path());
    first.attempt().map(|_| ()).unwrap_err();
    for _ in 0..2 {
        assert!(!first.trouble().unwrap().can_start_anew);
        assert_eq!(first.put_aside(STAMP).unwrap_err().kind, ErrorKind::Conflict);
        // The second time: the mount point is there, and empty.
        std::fs::create_dir_all(&named).unwrap();
        first.attempt().map(|_| ()).unwrap_err();
    }

    let used = Home::with_data();
    let _app = yundeck_tests::open_app(Some(used.path().to_owned()));
    let second = start(used.path());
    second.attempt().map(|_| ()).unwrap_err();
    let view = second.trouble().unwrap();
    assert!(!view.can_start_anew && !view.has_journal && view.can_choose);
    assert_eq!(second.put_aside(STAMP).unwrap_err().kind, ErrorKind::Conflict);
    assert!(used.database().exists());
}

#[test]
fn choose_of_folder_with_database_uses_it_from_then_on() {
    let (home, named, other) = (Home::with_data(), tempfile::tempdir().unwrap(), Home::with_data());
    locate(home.path(), &named.path().join("gone"));
    let first = start(home.path());
    first.attempt().map(|_| ()).unwrap_err();
    assert_eq!(first.trouble().unwrap().usual, Some(home.path().display().to_string()));
    let app = started(first.choose(other.path(), STAMP).unwrap()).app;
    assert_eq!(app.data_dir().unwrap(), other.path());
    assert_eq!(first.trouble(), None);
    drop(app);
    let next = start(home.path()).attempt().unwrap().unwrap();
    assert_eq!(next.folder.view().folder, other.path().display().to_string());
}

#[test]
fn choose_of_usual_folder_forgets_the_other() {
    let (home, named) = (Home::with_data(), tempfile::tempdir().unwrap());
    locate(home.path(), &named.path().join("gone"));
    let first = start(home.path());
    first.attempt().map(|_| ()).unwrap_err();
    drop(started(first.choose(home.path(), STAMP).unwrap()));
    let next = start(home.path()).attempt().unwrap().unwrap();
    assert_eq!(next.folder.view().usual, None);
    assert_eq!(next.app.desk.settings().unwrap(), files::kept());
}

#[test]
fn choose_of_empty_folder_makes_nothing_until_it_is_confirmed() {
    let (home, empty) = (Home::with_data(), tempfile::tempdir().unwrap());
    set_version(&home.database(), 999);
    let first = start(home.path());
    first.attempt().map(|_| ()).unwrap_err();
    assert!(first.make_in_chosen(STAMP).unwrap().is_none(), "none was chosen");
    let choice = first.choose(empty.path(), STAMP).unwrap().unwrap();
    assert!(matches!(choice, Choice::Empty(folder) if folder == empty.path()));
    assert_eq!(std::fs::read_dir(empty.path()).unwrap().count(), 0);
    assert!(!home.path().join("location.json").exists());

    let app = first.make_in_chosen(STAMP).unwrap().unwrap().app;
    assert_eq!(app.desk.settings().unwrap(), Settings::default());
    drop(app);
    let next = start(home.path()).attempt().unwrap().unwrap();
    assert_eq!(next.folder.view().folder, empty.path().display().to_string());
}

#[test]
fn choose_of_empty_folder_that_goes_away_makes_nothing() {
    let (home, outside) = (Home::with_data(), tempfile::tempdir().unwrap());
    set_version(&home.database(), 999);
    let first = start(home.path());
    first.attempt().map(|_| ()).unwrap_err();
    let folder = outside.path().join("stick");
    std::fs::create_dir(&folder).unwrap();
    assert!(matches!(first.choose(&folder, STAMP), Ok(Some(Choice::Empty(_)))));
    std::fs::remove_dir(&folder).unwrap();
    let refused = first.make_in_chosen(STAMP).map(|_| ()).unwrap_err();
    assert_eq!(refused.kind, TroubleKind::FolderMissing);
    assert!(!folder.exists());
}

#[test]
fn choose_of_folder_that_is_no_better_changes_nothing() {
    let (home, other) = (Home::with_data(), Home::with_data());
    set_version(&home.database(), 999);
    std::fs::write(other.database(), "damaged").unwrap();
    let first = start(home.path());
    first.attempt().map(|_| ()).unwrap_err();
    let refused = first.choose(other.path(), STAMP).map(|_| ()).unwrap_err();
    assert_eq!((refused.kind, refused.folder), (TroubleKind::Damaged, other.path().display().to_string()));
    assert_eq!(first.trouble().unwrap().kind, TroubleKind::Newer, "what was in the way is still told");
    assert!(!home.path().join("location.json").exists());
}

#[test]
fn choose_with_unreadable_location_puts_the_note_aside() {
    let (home, other) = (tempfile::tempdir().unwrap(), Home::with_data());
    std::fs::write(home.path().join("location.json"), "{ half a note").unwrap();
    let first = start(home.path());
    first.attempt().map(|_| ()).unwrap_err();
    let view = first.trouble().unwrap();
    assert!(!view.can_start_anew && view.can_choose && view.usual.is_some());
    drop(started(first.choose(other.path(), STAMP).unwrap()));
    let aside = std::fs::read_to_string(home.path().join(format!("location-kept-{STAMP}.json"))).unwrap();
    assert_eq!(aside, "{ half a note");
    assert!(start(home.path()).attempt().is_ok());
    assert_eq!(trouble(&home.path().join("location.json")), TroubleKind::NotAFolder);
}
