//! Whose the files are, and files that one may not write or read. Permissions mean nothing to root: root lets itself be
//! somebody else.

use std::fs::{self, Permissions};
use std::os::unix::fs::{MetadataExt, PermissionsExt};
use std::os::unix::process::CommandExt;
use std::path::Path;
use std::process::Command;

use yundeck_app::ground::logs;
use yundeck_app::ground::owner_only::Others;
use yundeck_app::ground::trouble::TroubleKind;

use super::files::{Home, snapshot};
use super::start;

/// Says that this process is the one that does a test's work.
const INNER: &str = "YUNDECK_TEST_INNER";

/// Nobody, on every Unix that runs these tests.
const NOBODY: u32 = 65_534;

/// Does a test's work in a process of its own, with a umask that hides nothing, and never as root.
fn alone(test: &str, work: impl FnOnce()) {
    if std::env::var_os(INNER).is_some() {
        return work();
    }
    let root = fs::metadata("/proc/self").is_ok_and(|own| own.uid() == 0);
    let mut inner = Command::new("sh");
    inner.args(["-c", r#"umask 000; exec "$0" --exact "$1""#]);
    inner.arg(std::env::current_exe().unwrap()).arg(format!("permissions::{test}"));
    inner.env(INNER, "1").env("HOME", "/nonexistent");
    if root {
        inner.uid(NOBODY).gid(NOBODY);
    }
    let output = inner.output().unwrap();
    let told = String::from_utf8_lossy(&output.stdout).into_owned() + &String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success() && told.contains("1 passed"), "{told}");
}

fn allow(path: &Path, mode: u32) {
    fs::set_permissions(path, Permissions::from_mode(mode)).unwrap();
}

fn mode(path: &Path) -> u32 {
    fs::metadata(path).unwrap().permissions().mode() & 0o777
}

#[test]
fn new_files_are_their_owners_alone_whatever_the_umask() {
    alone("new_files_are_their_owners_alone_whatever_the_umask", || {
        let outside = tempfile::tempdir().unwrap();
        let home = outside.path().join("above").join("cn.yundeck.desktop");
        let started = start(&home).attempt().unwrap().unwrap();
        logs::write_to(&home.join(logs::FOLDER), None);
        tracing::error!("a line");
        assert_eq!((mode(&home), mode(home.parent().unwrap())), (0o700, 0o700));
        assert_eq!(mode(&home.join(logs::FOLDER)), 0o700);
        let log = fs::read_dir(home.join(logs::FOLDER)).unwrap().next().unwrap().unwrap().path();
        for path in ["yundeck.db", "yundeck.db-wal", "yundeck.db-shm", "yundeck.lock"].map(|name| home.join(name)) {
            assert_eq!(mode(&path), 0o600, "{}", path.display());
        }
        assert_eq!(mode(&log), 0o600);
        // One that the day began.
        let next = home.join(logs::FOLDER).join("yundeck.2099-01-01.log");
        fs::write(&next, "").unwrap();
        tracing::error!("another line");
        assert_eq!(mode(&next), 0o600);

        let other = outside.path().join("other");
        started.folder.ask_for(&other).unwrap();
        drop(started);
        drop(start(&home).attempt().unwrap());
        assert_eq!((mode(&other), mode(&other.join("yundeck.db"))), (0o700, 0o600), "moved");
    });
}

#[test]
fn old_files_become_their_owners_alone() {
    alone("old_files_become_their_owners_alone", || {
        let home = Home::with_data();
        allow(home.path(), 0o755);
        allow(&home.database(), 0o644);
        let _started = start(home.path()).attempt().unwrap();
        assert_eq!((mode(home.path()), mode(&home.database())), (0o700, 0o600));
        assert_eq!(mode(&home.path().join("yundeck.db-wal")), 0o600);
    });
}

#[test]
fn chosen_folder_with_nothing_else_in_it_becomes_its_owners_alone() {
    alone("chosen_folder_with_nothing_else_in_it_becomes_its_owners_alone", || {
        let (home, named) = (tempfile::tempdir().unwrap(), Home::with_data());
        super::files::locate(home.path(), named.path());
        let kept = ["yundeck-kept-2026-01-01.db", "yundeck-kept-2026-01-01.db-wal", "moved-yundeck.db"];
        for name in kept {
            fs::write(named.path().join(name), "of before").unwrap();
            allow(&named.path().join(name), 0o666);
        }
        allow(&named.database(), 0o644);
        allow(named.path(), 0o777);
        let started = start(home.path()).attempt().unwrap().unwrap();
        assert_eq!(mode(named.path()), 0o700);
        for name in kept.into_iter().chain(["yundeck.db", "yundeck.db-wal", "yundeck.db-shm", "yundeck.lock"]) {
            assert_eq!(mode(&named.path().join(name)), 0o600, "{name}");
        }
        assert_eq!(started.folder.view().others, Others::Nothing);

        let empty = tempfile::tempdir().unwrap();
        allow(empty.path(), 0o777);
        started.folder.ask_for(empty.path()).unwrap();
        assert_eq!(mode(empty.path()), 0o700);
    });
}

#[test]
fn folder_that_others_may_write_into_is_refused_in_words_and_left_as_it_is() {
    alone("folder_that_others_may_write_into_is_refused_in_words_and_left_as_it_is", || {
        let (home, named, other) = (tempfile::tempdir().unwrap(), Home::with_data(), tempfile::tempdir().unwrap());
        super::files::locate(home.path(), named.path());
        for folder in [named.path(), other.path()] {
            fs::write(folder.join("somebody's"), "").unwrap();
        }
        for open in [0o777, 0o770, 0o702, 0o1777] {
            allow(named.path(), open);
            let bytes = snapshot(named.path());
            let attempt = start(home.path());
            let trouble = attempt.attempt().map(|_| ()).unwrap_err();
            assert_eq!(
                (trouble.kind, &trouble.path),
                (TroubleKind::Shared, &named.path().display().to_string()),
                "{open:o}"
            );
            let view = attempt.trouble().unwrap();
            assert!(view.can_choose && view.has_journal && !view.can_start_anew, "{view:?}");
            assert_eq!((mode(named.path()), snapshot(named.path())), (open & 0o777, bytes), "{open:o}");
        }
        allow(named.path(), 0o755);
        let started = start(home.path()).attempt().unwrap().unwrap();
        assert_eq!(started.folder.view().others, Others::See, "told, not changed");
        assert_eq!(mode(named.path()), 0o755);

        allow(other.path(), 0o777);
        let words = started.folder.ask_for(other.path()).unwrap_err().words.unwrap();
        assert!(words.en.contains("Others may write") && words.zh.contains("其他用户可以写入"), "{words:?}");
        assert_eq!((mode(other.path()), fs::read_dir(other.path()).unwrap().count()), (0o777, 1));
        // Opened to others between the choice and the next start.
        allow(other.path(), 0o755);
        started.folder.ask_for(other.path()).unwrap();
        drop(started);
        allow(other.path(), 0o775);
        let started = start(home.path()).attempt().unwrap().unwrap();
        assert!(started.folder.view().failure.unwrap().en.contains("Others may write"));
        assert_eq!(started.app.data_dir().unwrap(), named.path());
        assert_eq!(fs::read_dir(other.path()).unwrap().count(), 1);

        // Chosen as the way out of trouble.
        drop(started);
        allow(named.path(), 0o777);
        let attempt = start(home.path());
        attempt.attempt().map(|_| ()).unwrap_err();
        attempt.choose(other.path(), "stamp").map(|_| ()).unwrap();
        assert_eq!(attempt.make_in_chosen("stamp").map(|_| ()).unwrap_err().kind, TroubleKind::Shared);
        assert_eq!(fs::read_dir(other.path()).unwrap().count(), 1);
    });
}

#[test]
fn file_in_place_of_the_folder_is_told_as_such_and_left_as_open_as_it_is() {
    alone("file_in_place_of_the_folder_is_told_as_such_and_left_as_open_as_it_is", || {
        let outside = tempfile::tempdir().unwrap();
        let home = outside.path().join("cn.yundeck.desktop");
        fs::write(&home, "not a folder").unwrap();
        assert_eq!(start(&home).attempt().map(|_| ()).unwrap_err().kind, TroubleKind::NotAFolder);
        assert_eq!(mode(&home), 0o666);
    });
}

/// Only root can give a folder away.
#[test]
fn folder_of_another_user_is_refused() {
    let (home, named) = (tempfile::tempdir().unwrap(), Home::with_data());
    if fs::metadata(home.path()).unwrap().uid() != 0 {
        return;
    }
    let give = |path: &Path, to| std::os::unix::fs::chown(path, Some(to), None).unwrap();
    super::files::locate(home.path(), named.path());
    for folder in [named.path(), home.path()] {
        give(folder, NOBODY);
        let attempt = start(home.path());
        let trouble = attempt.attempt().map(|_| ()).unwrap_err();
        assert_eq!((trouble.kind, trouble.path), (TroubleKind::Shared, folder.display().to_string()));
        assert_eq!(
            attempt.trouble().unwrap().can_choose,
            folder == named.path(),
            "where others say where the folder is"
        );
        give(folder, 0);
    }
    assert!(start(home.path()).attempt().is_ok());
}

#[test]
fn start_where_nothing_may_be_written_says_so() {
    alone("start_where_nothing_may_be_written_says_so", || {
        // The folder that the system names would be opened up by its owner: it is another one that stays shut.
        let (home, named) = (tempfile::tempdir().unwrap(), Home::with_data());
        super::files::locate(home.path(), named.path());
        for shut in ["database", "lock", "folder with its lock", "folder"] {
            let (path, before) = match shut {
                "database" => (named.database(), 0o600),
                "lock" => (named.path().join("yundeck.lock"), 0o600),
                _ => (named.path().to_owned(), 0o700),
            };
            if shut == "folder" {
                // As on a medium that could never be written.
                fs::remove_file(named.path().join("yundeck.lock")).unwrap();
            }
            allow(&path, before & 0o555);
            let bytes = snapshot(named.path());
            let start = start(home.path());
            assert_eq!(start.attempt().map(|_| ()).unwrap_err().kind, TroubleKind::Unwritable, "{shut}");
            let view = start.trouble().unwrap();
            assert!(view.can_choose && view.has_journal, "{shut}");
            assert_eq!(view.can_start_anew, shut == "database", "{shut}: only what can be renamed");
            assert_eq!(start.journal().unwrap().lines, [], "{shut}");
            assert_eq!(snapshot(named.path()), bytes, "{shut}");
            allow(&path, before);
        }
    });
}

#[test]
fn start_where_nothing_may_be_read_says_so() {
    alone("start_where_nothing_may_be_read_says_so", || {
        let (home, named) = (tempfile::tempdir().unwrap(), Home::with_data());
        super::files::locate(home.path(), named.path());
        for path in [named.path().to_owned(), named.database()] {
            let before = mode(&path);
            allow(&path, 0);
            let start = start(home.path());
            assert_eq!(start.attempt().map(|_| ()).unwrap_err().kind, TroubleKind::Unreadable, "{}", path.display());
            assert!(!start.trouble().unwrap().has_journal);
            allow(&path, before);
        }
        assert!(start(home.path()).attempt().is_ok());
    });
}

#[test]
fn start_where_folder_cannot_be_made_says_so() {
    alone("start_where_folder_cannot_be_made_says_so", || {
        let outside = tempfile::tempdir().unwrap();
        allow(outside.path(), 0o500);
        let home = outside.path().join("cn.yundeck.desktop");
        let start = start(&home);
        assert_eq!(start.attempt().map(|_| ()).unwrap_err().kind, TroubleKind::Unwritable);
        assert!(!start.trouble().unwrap().can_choose);
        allow(outside.path(), 0o700);
        assert!(start.attempt().is_ok());
    });
}
