//! Starting when something is wrong with the files: it is told by kind, nothing is lost, and there is a way on.

#![allow(clippy::unwrap_used, clippy::panic, reason = "a test fails by panicking")]

#[path = "start/files.rs"]
mod files;
#[path = "start/journal.rs"]
mod journal;
#[cfg(unix)]
#[path = "start/permissions.rs"]
mod permissions;
#[path = "start/ways_out.rs"]
mod ways_out;

use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use files::{Home, damage, set_version, set_version_in_log, snapshot, version};
use yundeck_app::App;
use yundeck_app::ground::trouble::TroubleKind;
use yundeck_app::records::settings::Settings;
use yundeck_app::start::Start;
use yundeck_tests::{open_app, options};

/// A start in a home.
fn start(home: &Path) -> Start {
    Start::new(home.to_owned(), |folder| options(Some(folder.to_owned())))
}

/// What keeps the application from starting in a home.
#[track_caller]
fn trouble(home: &Path) -> TroubleKind {
    start(home).attempt().map(|_| ()).unwrap_err().kind
}

#[test]
fn start_with_damaged_database_says_so_and_leaves_it_as_it_is() {
    for (what, spoil) in damage() {
        let home = Home::with_data();
        spoil(&home.database());
        let before = snapshot(home.path());
        assert_eq!(trouble(home.path()), TroubleKind::Damaged, "{what}");
        assert_eq!(snapshot(home.path()), before, "{what}");
    }
}

#[test]
fn start_with_newer_database_says_so_and_leaves_it_as_it_is() {
    let home = Home::with_data();
    set_version(&home.database(), 999);
    let before = snapshot(home.path());
    assert_eq!(trouble(home.path()), TroubleKind::Newer);
    assert_eq!(snapshot(home.path()), before);
}

#[test]
fn start_with_newer_database_known_by_its_log_alone_says_so_and_leaves_it_as_it_is() {
    let home = Home::with_data();
    let own = version(&home.database());
    set_version_in_log(&home.database(), 999);
    let before = snapshot(home.path());
    assert_eq!(version(&home.database()), own, "the file alone does not say it");
    assert!(before["yundeck.db-wal"].0 > 32);
    for _ in 0..2 {
        assert_eq!(trouble(home.path()), TroubleKind::Newer);
        assert_eq!(snapshot(home.path()), before);
    }
}

#[test]
fn start_with_file_in_place_of_folder_says_so() {
    let outside = tempfile::tempdir().unwrap();
    let home = outside.path().join("cn.yundeck.desktop");
    std::fs::write(&home, "not a folder").unwrap();
    assert_eq!(trouble(&home), TroubleKind::NotAFolder);
    assert_eq!(std::fs::read_to_string(&home).unwrap(), "not a folder");
}

#[test]
fn start_with_database_gone_says_so_and_makes_none() {
    let home = Home::with_data();
    std::fs::remove_file(home.database()).unwrap();
    assert_eq!(trouble(home.path()), TroubleKind::DatabaseMissing, "it was there once");
    assert!(!home.database().exists());

    let fresh = tempfile::tempdir().unwrap();
    std::fs::write(fresh.path().join("yundeck.db-wal"), "of a database that is gone").unwrap();
    assert_eq!(trouble(fresh.path()), TroubleKind::DatabaseMissing, "a log is played into whatever stands beside it");
    assert_eq!(std::fs::read_to_string(fresh.path().join("yundeck.db-wal")).unwrap(), "of a database that is gone");
}

#[test]
fn start_with_folder_of_location_missing_makes_nothing() {
    let (home, outside) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
    let named = outside.path().join("disk").join("yundeck");
    files::locate(home.path(), &named);
    assert_eq!(trouble(home.path()), TroubleKind::FolderMissing);
    assert!(!outside.path().join("disk").exists());

    std::fs::create_dir_all(&named).unwrap();
    assert_eq!(trouble(home.path()), TroubleKind::DatabaseMissing, "the place where the disk would be mounted");
    assert_eq!(std::fs::read_dir(&named).unwrap().count(), 0);

    std::fs::remove_dir(&named).unwrap();
    std::fs::write(&named, "").unwrap();
    assert_eq!(trouble(home.path()), TroubleKind::NotAFolder);
}

#[test]
fn start_with_link_to_missing_folder_makes_nothing() {
    #[cfg(unix)]
    {
        let outside = tempfile::tempdir().unwrap();
        let (home, disk) = (outside.path().join("home"), outside.path().join("disk"));
        std::os::unix::fs::symlink(&disk, &home).unwrap();
        assert_eq!(trouble(&home), TroubleKind::FolderMissing);
        assert!(!disk.exists());
    }
}

#[test]
fn start_with_unreadable_location_says_so() {
    let relative = r#"{ "folder": "yundeck", "next": null }"#;
    for note in ["", "{", "[]", r#"{ "folder": 7 }"#, relative, "{ \"folder\": \"/mnt/\u{0}"] {
        let home = tempfile::tempdir().unwrap();
        std::fs::write(home.path().join("location.json"), note).unwrap();
        assert_eq!(trouble(home.path()), TroubleKind::LocationUnreadable, "{note}");
        assert!(!home.path().join("yundeck.db").exists(), "{note}");
        assert_eq!(std::fs::read_to_string(home.path().join("location.json")).unwrap(), note);
    }
}

#[test]
fn start_with_move_to_missing_folder_stays_and_makes_nothing() {
    let (home, outside) = (Home::with_data(), tempfile::tempdir().unwrap());
    let next = outside.path().join("disk");
    let note = serde_json::json!({ "folder": null, "next": next });
    std::fs::write(home.path().join("location.json"), note.to_string()).unwrap();
    let started = start(home.path()).attempt().unwrap().unwrap();
    assert_eq!(started.app.desk.settings().unwrap(), files::kept());
    let view = started.folder.view();
    assert_eq!((view.folder, view.next), (home.path().display().to_string(), Some(next.display().to_string())));
    assert!(view.failure.unwrap().en.contains("mounted") && !next.exists());
}

#[test]
fn start_after_trouble_is_over_goes_on_in_the_same_process() {
    let (home, disk) = (tempfile::tempdir().unwrap(), Home::with_data());
    let mounted = disk.path().join("mounted");
    files::locate(home.path(), &mounted);
    let start = start(home.path());
    assert_eq!(start.attempt().map(|_| ()).unwrap_err().kind, TroubleKind::FolderMissing);
    assert_eq!(start.trouble().unwrap().folder, mounted.display().to_string());

    std::fs::create_dir(&mounted).unwrap();
    std::fs::rename(disk.database(), mounted.join("yundeck.db")).unwrap();
    let started = start.attempt().unwrap().unwrap();
    assert_eq!(started.app.desk.settings().unwrap(), files::kept());
    assert_eq!(start.trouble(), None);
    assert!(start.attempt().unwrap().is_none(), "it runs already");
}

#[test]
fn open_of_folder_in_use_is_refused_until_it_is_given_back() {
    let home = tempfile::tempdir().unwrap();
    let first = open_app(Some(home.path().to_owned()));
    let second = || App::open(options(Some(home.path().to_owned()))).map(|_| ()).map_err(|trouble| trouble.kind);
    assert_eq!(second(), Err(TroubleKind::InUse));
    assert_eq!(trouble(home.path()), TroubleKind::InUse);
    let settings = Settings { refresh_seconds: 30, ..Settings::default() };
    tokio::runtime::Runtime::new().unwrap().block_on(first.desk.save_settings(&settings)).unwrap();
    drop(first);
    assert_eq!(second(), Ok(()));
}

/// Whoever quits and starts again at once.
#[test]
fn start_while_the_process_before_is_ending_waits_for_it() {
    let home = tempfile::tempdir().unwrap();
    let ending = open_app(Some(home.path().to_owned()));
    let end = std::thread::spawn(move || {
        std::thread::sleep(std::time::Duration::from_millis(400));
        drop(ending);
    });
    assert!(start(home.path()).attempt().unwrap().is_some());
    end.join().unwrap();
}

/// A process that does not outlive its test, however that ends.
struct Killed(Child);

impl Drop for Killed {
    fn drop(&mut self) {
        let _ = self.0.kill();
    }
}

/// The folder that another process is to hold.
const HELD: &str = "YUNDECK_TEST_HELD";

#[test]
fn open_of_folder_of_killed_process_is_granted() {
    if let Some(folder) = std::env::var_os(HELD) {
        let _app = open_app(Some(folder.into()));
        std::thread::sleep(Duration::from_secs(600));
    }
    let home = tempfile::tempdir().unwrap();
    let mut other = Killed(
        Command::new(std::env::current_exe().unwrap())
            .args(["--exact", "open_of_folder_of_killed_process_is_granted"])
            .env(HELD, home.path())
            .stdout(Stdio::null())
            .spawn()
            .unwrap(),
    );
    let end = Instant::now() + Duration::from_secs(60);
    let refused = || {
        home.path().join("yundeck.db").exists()
            && App::open(options(Some(home.path().to_owned()))).is_err_and(|trouble| trouble.kind == TroubleKind::InUse)
    };
    while !refused() && Instant::now() < end {
        std::thread::sleep(Duration::from_millis(20));
    }
    assert!(refused(), "another process has it");
    other.0.kill().unwrap();
    other.0.wait().unwrap();
    open_app(Some(home.path().to_owned()));
}
