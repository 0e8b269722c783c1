//! Where the application's files are, and moving them to another folder.
//!
//! A move is asked for while the application runs and done when it next starts, before the database is opened: so nothing
//! that was written meanwhile is left behind. The files are in the old folder until the new one has all of them, checked.

use std::io;
use std::path::{Path, PathBuf};
use std::time::Duration;

use rusqlite::backup::Backup;
use rusqlite::{Connection, OpenFlags};
use serde::{Deserialize, Serialize};
use yundeck_domain::{Error, ErrorKind, Text};

use crate::ground::database_file::{self, PARTS};
use crate::ground::folder_lock::FolderLock;
use crate::ground::owner_only;
use crate::ground::saved_file;
use crate::ground::store::to_json;
use crate::ground::trouble::{Trouble, TroubleKind};

/// The name of the database in its folder.
pub const DATABASE: &str = "yundeck.db";

/// Says, in the folder that the operating system names, where the files are.
const LOCATION: &str = "location.json";

/// The folder of the application's files.
#[derive(Debug, Clone)]
pub struct DataFolder {
    home: PathBuf,
    /// The folder in use, once it was opened.
    current: PathBuf,
    failure: Option<Text>,
}

/// Where the files are and where they are to go.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
struct Location {
    /// Where they are, when not in the folder that the operating system names.
    folder: Option<PathBuf>,
    /// Where they are to be from the next start on.
    next: Option<PathBuf>,
}

/// Where the files are, for the window.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, specta::Type)]
#[serde(rename_all = "camelCase")]
pub struct DataFolderView {
    /// The folder in use.
    pub folder: String,
    /// The folder from the next start on, when it is another.
    pub next: Option<String>,
    /// The folder that the operating system names, when another is in use.
    pub usual: Option<String>,
    /// Why the files are not in the folder that was asked for, when moving them failed at this start.
    pub failure: Option<Text>,
}

impl DataFolder {
    /// The folder that the operating system names for the application.
    pub fn new(home: PathBuf) -> Self {
        Self { current: home.clone(), home, failure: None }
    }

    /// Another folder, once it is in use. `remember` makes it the one for the starts to come.
    pub fn at(home: PathBuf, folder: PathBuf) -> Self {
        Self { home, current: folder, failure: None }
    }

    /// The folder to be used. A move that was asked for is done now; one that fails is tried again at the next start, and the
    /// old folder stays in use. The folder that the operating system names is made when it is missing, another one never: what
    /// is not there may be on a disk that is not mounted.
    ///
    /// # Errors
    /// When it cannot be found out where the files are, or the folder, or the database in it, is not there.
    pub fn open(&mut self) -> Result<PathBuf, Trouble> {
        let location = self.location()?;
        self.current = location.folder.clone().unwrap_or_else(|| self.home.clone());
        if self.current == self.home {
            make_usual(&self.home)?;
        } else {
            must_hold_database(&self.current)?;
        }
        let Some(next) = location.next else { return Ok(self.current.clone()) };
        // Another process may be writing what is to be copied.
        let lock = FolderLock::take(&self.current)?;
        match self.finish(&self.current, &next) {
            Ok(()) => self.current = next,
            Err(error) => self.failure = error.words.or(Some(Text::same(error.context))),
        }
        drop(lock);
        Ok(self.current.clone())
    }

    /// The folder in use, or the one that would be if it could.
    pub fn current(&self) -> &Path {
        &self.current
    }

    /// Where the files are and where they are to go.
    pub fn view(&self) -> DataFolderView {
        let next = self.location().ok().and_then(|location| location.next);
        let text = |path: &PathBuf| path.display().to_string();
        DataFolderView {
            folder: text(&self.current),
            next: next.as_ref().map(text),
            usual: (self.current != self.home).then(|| text(&self.home)),
            failure: self.failure.clone().filter(|_| next.is_some()),
        }
    }

    /// Asks for another folder from the next start on. The files are copied there once now, to see that they can be.
    ///
    /// # Errors
    /// `Conflict` when the folder is the one in use or holds files of Yundeck; `Bug` with words when it cannot be written.
    /// Nothing changes then.
    pub fn ask_for(&self, next: &Path) -> Result<DataFolderView, Error> {
        let current = &self.current;
        if !next.is_absolute() {
            return Err(refused(
                "not an absolute path",
                "请填写完整的文件夹路径。",
                "The whole path of a folder is needed.",
            ));
        }
        owner_only::make_folder(next).map_err(|error| unwritable(next, &error))?;
        let same = |path: &Path| path.canonicalize().ok();
        if same(next) == same(current) {
            return Err(refused("the same folder", "现在用的就是这个文件夹。", "This is the folder in use."));
        }
        if next.join(DATABASE).exists() {
            return Err(taken());
        }
        let trial = next.join("yundeck.db.trial");
        // Left over from a try that was cut off.
        let _ = std::fs::remove_file(&trial);
        let copied = copy(&current.join(DATABASE), &trial);
        // What was tried out is not needed any more, whether it went well or not.
        let _ = std::fs::remove_file(&trial);
        copied?;
        self.write(Some(next.to_owned()))?;
        Ok(self.view())
    }

    /// Takes back that another folder was asked for.
    ///
    /// # Errors
    /// When it cannot be written down.
    pub fn keep(&self) -> Result<DataFolderView, Error> {
        self.write(None)?;
        Ok(self.view())
    }

    /// Makes the folder in use the one for the starts to come. A note of before that cannot be read is put aside.
    ///
    /// # Errors
    /// When it cannot be written down; the note of before stands then.
    pub fn remember(&self, stamp: &str) -> Result<(), Error> {
        let note = self.home.join(LOCATION);
        if self.location().is_err() && note.is_file() {
            database_file::put_file_aside(&note, stamp)?;
        }
        self.write(None)
    }

    /// Copies, checks, and only then says that the files are there. The old database is put aside, not deleted.
    fn finish(&self, current: &Path, next: &Path) -> Result<(), Error> {
        if !next.is_dir() {
            return Err(refused(
                "the folder is not there",
                "那个文件夹不在了（磁盘没有挂载？），仍使用原来的文件夹。",
                "That folder is not there (is its disk mounted?); the old one stays in use.",
            ));
        }
        let (from, to) = (current.join(DATABASE), next.join(DATABASE));
        if to.exists() {
            return Err(taken());
        }
        if from.exists() {
            let part = next.join("yundeck.db.part");
            // Left over from a start that was cut off.
            let _ = std::fs::remove_file(&part);
            copy(&from, &part)?;
            let named = std::fs::rename(&part, &to).and_then(|()| owner_only::sync_folder(next));
            named.map_err(|error| unwritable(next, &error))?;
        }
        if let Err(error) = Self::at(self.home.clone(), next.to_owned()).write(None) {
            // The old one is still the one in use.
            let _ = std::fs::remove_file(&to);
            return Err(error);
        }
        for ending in PARTS {
            let name = format!("{DATABASE}{ending}");
            // The copy is whole; what is put aside is only a courtesy.
            let _ = std::fs::rename(current.join(&name), current.join(format!("moved-{name}")));
        }
        Ok(())
    }

    fn location(&self) -> Result<Location, Trouble> {
        let note = self.home.join(LOCATION);
        let unreadable = |why: &dyn ToString| Trouble::new(TroubleKind::LocationUnreadable, &note, why.to_string());
        let text = match std::fs::read_to_string(&note) {
            Ok(text) => text,
            // Whether the folder itself is fit to be used is seen when it is opened.
            Err(error) if matches!(error.kind(), io::ErrorKind::NotFound | io::ErrorKind::NotADirectory) => {
                return Ok(Location::default());
            }
            Err(error) if note.symlink_metadata().is_err() => {
                return Err(Trouble::new(TroubleKind::Unreadable, &self.home, error));
            }
            Err(error) => return Err(unreadable(&error)),
        };
        let location: Location = serde_json::from_str(&text).map_err(|error| unreadable(&error))?;
        for path in [&location.folder, &location.next].into_iter().flatten() {
            if !path.is_absolute() {
                return Err(unreadable(&format!("{} is no absolute path", path.display())));
            }
        }
        Ok(location)
    }

    /// Notes where the files are, and where they are to go.
    fn write(&self, next: Option<PathBuf>) -> Result<(), Error> {
        let folder = (self.current != self.home).then(|| self.current.clone());
        owner_only::make_folder(&self.home).map_err(|error| unwritable(&self.home, &error))?;
        saved_file::write(&self.home.join(LOCATION), &to_json(&Location { folder, next })?)?;
        owner_only::sync_folder(&self.home).map_err(|error| unwritable(&self.home, &error))
    }
}

/// Sees to the folder that the operating system names.
fn make_usual(home: &Path) -> Result<(), Trouble> {
    match home.metadata() {
        Ok(found) if !found.is_dir() => {
            return Err(Trouble::new(TroubleKind::NotAFolder, home, "a file of this name stands there"));
        }
        // A link that leads nowhere: to a disk that is not mounted.
        Err(error) if home.symlink_metadata().is_ok() && error.kind() == io::ErrorKind::NotFound => {
            return Err(Trouble::new(TroubleKind::FolderMissing, home, "what the link leads to is not there"));
        }
        _ => {}
    }
    owner_only::make_folder(home).map_err(|error| Trouble::of_io(home, &error))?;
    owner_only::restrict_folder(home);
    Ok(())
}

/// A folder that was chosen once must have what is expected in it.
fn must_hold_database(folder: &Path) -> Result<(), Trouble> {
    let trouble = |kind, error: &dyn ToString| Err(Trouble::new(kind, folder, error.to_string()));
    match folder.metadata() {
        Ok(found) if !found.is_dir() => return trouble(TroubleKind::NotAFolder, &"a file of this name stands there"),
        Ok(_) => {}
        Err(error) => match error.kind() {
            io::ErrorKind::PermissionDenied => return trouble(TroubleKind::Unreadable, &error),
            _ => return trouble(TroubleKind::FolderMissing, &error),
        },
    }
    match folder.join(DATABASE).symlink_metadata() {
        Ok(_) => Ok(()),
        Err(error) if error.kind() == io::ErrorKind::NotFound => trouble(TroubleKind::DatabaseMissing, &error),
        Err(error) => trouble(TroubleKind::Unreadable, &error),
    }
}

/// Copies a database page by page, with what is still in its log, and checks the copy.
fn copy(from: &Path, to: &Path) -> Result<(), Error> {
    let rows = || -> rusqlite::Result<(String, bool)> {
        let source = Connection::open_with_flags(from, OpenFlags::SQLITE_OPEN_READ_WRITE)?;
        let mut target = Connection::open_with_flags(to, OpenFlags::SQLITE_OPEN_READ_WRITE)?;
        Backup::new(&source, &mut target)?.run_to_completion(256, Duration::ZERO, None)?;
        let verdict: String = target.pragma_query_value(None, "integrity_check", |row| row.get(0))?;
        let count = |db: &Connection| -> rusqlite::Result<i64> {
            db.query_row("SELECT (SELECT count(*) FROM accounts) + (SELECT count(*) FROM journal)", [], |row| {
                row.get(0)
            })
        };
        Ok((verdict, count(&source)? == count(&target)?))
    };
    let failed = |why: String| {
        // Half a copy is no copy.
        let _ = std::fs::remove_file(to);
        Error::not_sent(ErrorKind::Bug, format!("copying the database: {why}")).with_words(Text::new(
            "数据没能完整复制到那里，仍使用原来的文件夹。请检查权限和磁盘空间。",
            "The data could not be copied there as a whole; the old folder stays in use. Check permissions and disk space.",
        ))
    };
    owner_only::make_file(to).map_err(|error| failed(error.to_string()))?;
    match rows() {
        Ok((verdict, true)) if verdict == "ok" => {
            std::fs::File::open(to).and_then(|file| file.sync_all()).map_err(|error| failed(error.to_string()))
        }
        Ok((verdict, _)) => Err(failed(verdict)),
        Err(error) => Err(failed(error.to_string())),
    }
}

fn refused(context: &str, zh: &str, en: &str) -> Error {
    Error::not_sent(ErrorKind::Conflict, context).with_words(Text::new(zh, en))
}

fn taken() -> Error {
    refused(
        "the folder has a database",
        "这个文件夹里已有 Yundeck 的数据，不会覆盖。请另选一个文件夹。",
        "That folder holds data of Yundeck already, which is not overwritten. Choose another.",
    )
}

fn unwritable(folder: &Path, error: &std::io::Error) -> Error {
    Error::not_sent(ErrorKind::Bug, format!("{}: {error}", folder.display())).with_words(Text::new(
        "那个文件夹不能写入，仍使用原来的文件夹。",
        "That folder cannot be written; the old one stays in use.",
    ))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ground::store::Store;

    fn labels(folder: &Path) -> Vec<String> {
        let store = Store::open(folder).unwrap();
        store
            .with(|db| db.prepare("SELECT id FROM accounts ORDER BY id")?.query_map([], |row| row.get(0))?.collect())
            .unwrap()
    }

    fn add(store: &Store, id: &str) {
        store.with(|db| db.execute("INSERT INTO accounts VALUES (?1, 1, '{}', NULL)", [id])).unwrap();
    }

    #[test]
    fn what_was_written_after_a_move_was_asked_for_moves_too() {
        let (old, new) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
        let mut folder = DataFolder::new(old.path().to_owned());
        let store = Store::open(&folder.open().unwrap()).unwrap();
        add(&store, "before");
        let view = folder.ask_for(new.path()).unwrap();
        assert_eq!(
            (view.folder, view.next),
            (old.path().display().to_string(), Some(new.path().display().to_string()))
        );
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
        std::fs::write(old.path().join(DATABASE), "no database at all, but long enough to look at it".repeat(200))
            .unwrap();
        let folder = DataFolder::new(old.path().to_owned());
        assert!(folder.ask_for(new.path()).unwrap_err().words.is_some());
        assert_eq!((std::fs::read_dir(new.path()).unwrap().count(), folder.view().next), (0, None));
    }
}
