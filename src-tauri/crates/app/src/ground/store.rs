//! The one SQLite file: accounts, settings, drafts, journal, explorer calls, cached inventory. Secrets are never in it.

pub(crate) mod cleaning;

use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};

use rusqlite::{Connection, ErrorCode};
use yundeck_domain::{Error, ErrorKind, Text};

use crate::ground::data_folder::DATABASE;
use crate::ground::database_file::{self, PARTS, part};
use crate::ground::folder_lock::FolderLock;
use crate::ground::owner_only;
use crate::ground::trouble::{Trouble, TroubleKind};

/// The layout that this version writes, and the latest that it can read.
pub(crate) const LAYOUT: usize = MIGRATIONS.len() + 1;

/// The last step, which takes out what versions before kept of clouds' replies and left as long as it came. It changes no table, and
/// takes out again what the cleanings before took out: in their places stand empty steps.
const CLEANED: u32 = LAYOUT as u32;

/// The steps from an empty file to the present layout; a step, once released, never changes.
const MIGRATIONS: &[&str] = &[
    "CREATE TABLE accounts (id TEXT PRIMARY KEY, position INTEGER NOT NULL, body TEXT NOT NULL, last_test TEXT);
     CREATE TABLE settings (id INTEGER PRIMARY KEY CHECK (id = 1), body TEXT NOT NULL);
     CREATE TABLE drafts (id TEXT PRIMARY KEY, saved_at TEXT NOT NULL, body TEXT NOT NULL);
     CREATE TABLE journal (
         id TEXT PRIMARY KEY, at TEXT NOT NULL, account TEXT NOT NULL, effect TEXT NOT NULL, outcome TEXT NOT NULL,
         words TEXT NOT NULL, body TEXT NOT NULL);
     CREATE INDEX journal_at ON journal (at DESC);
     CREATE TABLE inventory (account TEXT NOT NULL, region TEXT NOT NULL, at TEXT NOT NULL, body TEXT NOT NULL,
         PRIMARY KEY (account, region));",
    "CREATE TABLE calls (number INTEGER PRIMARY KEY AUTOINCREMENT, id TEXT NOT NULL UNIQUE, body TEXT NOT NULL);",
    // The journal in typed columns, with the steps of each act. What a line of before cannot say (where it was sent, its
    // digest) stays empty; `done` only said that the cloud had accepted it; a line that is not JSON keeps its text.
    "ALTER TABLE journal RENAME TO journal_of_before;
     DROP INDEX journal_at;
     CREATE TABLE journal (
         id TEXT PRIMARY KEY, version INTEGER NOT NULL, at TEXT NOT NULL, origin TEXT NOT NULL, digest TEXT NOT NULL,
         account TEXT NOT NULL, place TEXT NOT NULL, region TEXT NOT NULL, operation TEXT NOT NULL, effect TEXT NOT NULL,
         token TEXT, params TEXT NOT NULL, goal TEXT NOT NULL, answer TEXT NOT NULL, reached TEXT NOT NULL,
         outcome TEXT NOT NULL, resources TEXT NOT NULL, settled_at TEXT, words TEXT NOT NULL, body TEXT NOT NULL);
     CREATE TABLE journal_steps (
         act TEXT NOT NULL, number INTEGER NOT NULL, at TEXT NOT NULL, step TEXT NOT NULL, note TEXT,
         PRIMARY KEY (act, number));
     WITH old AS (
         SELECT id, at, account, effect, outcome, words, body,
             CASE WHEN json_valid(body) THEN body ELSE '{}' END AS json FROM journal_of_before
     ), parts AS (
         SELECT *, coalesce(json_array_length(json, '$.entry.resources'), 0) > 0 AS made FROM old
     )
     INSERT INTO journal
     SELECT id, 1, at, 'here', '', account, 'null',
         coalesce(json_extract(json, '$.entry.region'), ''), coalesce(json_extract(json, '$.entry.operation'), ''), effect,
         NULL, coalesce(json -> '$.params', 'null'), coalesce(json -> '$.goal', 'null'),
         CASE outcome WHEN 'done' THEN 'accepted' WHEN 'failed' THEN iif(made, 'accepted', 'refused') ELSE outcome END,
         CASE outcome WHEN 'failed' THEN iif(made, 'broken', 'left') WHEN 'sent' THEN 'open' WHEN 'unknown' THEN 'open'
             ELSE 'left' END,
         CASE outcome WHEN 'done' THEN 'accepted' WHEN 'failed' THEN iif(made, 'broken', 'failed') ELSE outcome END,
         coalesce((SELECT json_group_array(json_object('id', value, 'state', NULL, 'standing', 'open', 'words', NULL))
             FROM json_each(parts.json, '$.entry.resources')), '[]'),
         json_extract(json, '$.entry.settledAt'), words,
         CASE WHEN json_type(json, '$.entry') = 'object' THEN json -> '$.entry' ELSE body END
     FROM parts;
     DROP TABLE journal_of_before;
     CREATE INDEX journal_at ON journal (at DESC);
     CREATE INDEX journal_open ON journal (answer, reached);",
    // The regions that a cloud lists for an account.
    "ALTER TABLE accounts ADD COLUMN listed TEXT;",
    // A cleaning.
    "",
    // What is known of new versions of the program.
    "CREATE TABLE updates (
         id INTEGER PRIMARY KEY CHECK (id = 1), asked_at TEXT NOT NULL, version TEXT, dismissed TEXT);",
];

/// The open file. All clones are the same one.
#[derive(Clone)]
pub struct Store {
    inner: Arc<Inner>,
}

struct Inner {
    connection: Mutex<Connection>,
    path: PathBuf,
    /// Given back after the file is closed: fields are dropped in their order.
    _lock: Option<FolderLock>,
}

impl Store {
    /// Takes a folder for this process, opens the file in it, and brings it to the present layout. Folder and file are made
    /// where they are missing, for this user alone; the file only where there never was one.
    ///
    /// # Errors
    /// What keeps the application from starting. A file that is damaged, newer or not to be written was not changed then.
    pub fn open(folder: &Path) -> Result<Self, Trouble> {
        owner_only::make_folder(folder).map_err(|error| Trouble::of_io(folder, &error))?;
        Trouble::unless_own(folder)?;
        let mut lock = FolderLock::take(folder)?;
        let database = folder.join(DATABASE);
        // Before the file is opened: SQLite makes the ones beside it as open as it is.
        owner_only::close_own_files(folder);
        if database.symlink_metadata().is_err() {
            let left = PARTS.iter().map(|ending| part(&database, ending)).find(|path| path.exists());
            if let Some(left) = left {
                let context = format!("{} is there without its database", left.display());
                return Err(Trouble::new(TroubleKind::DatabaseMissing, folder, context));
            }
            if lock.is_marked() {
                return Err(Trouble::new(TroubleKind::DatabaseMissing, folder, "there was a database in this folder"));
            }
            database_file::make(&database, migrate)?;
        }
        let connection = database_file::open(&database, LAYOUT)?;
        owner_only::close_own_files(folder);
        lock.mark();
        Self::prepare(connection, database, Some(lock))
    }

    /// A store that is gone when dropped, for tests.
    ///
    /// # Errors
    /// When SQLite itself fails.
    pub fn in_memory() -> Result<Self, Trouble> {
        let path = PathBuf::from(":memory:");
        let connection = Connection::open_in_memory().map_err(|error| Trouble::of_database(&path, &error))?;
        Self::prepare(connection, path, None)
    }

    fn prepare(mut connection: Connection, path: PathBuf, lock: Option<FolderLock>) -> Result<Self, Trouble> {
        let prepared = flush_through(&connection).and_then(|()| migrate(&mut connection));
        prepared.map_err(|error| Trouble::of_database(&path, &error))?;
        Ok(Self { inner: Arc::new(Inner { connection: Mutex::new(connection), path, _lock: lock }) })
    }

    /// Works on the database.
    ///
    /// # Errors
    /// What SQLite says, as a fault of this application.
    pub fn with<T>(&self, work: impl FnOnce(&Connection) -> rusqlite::Result<T>) -> Result<T, Error> {
        let connection = self.inner.connection.lock().unwrap_or_else(PoisonError::into_inner);
        work(&connection).map_err(|error| failed(&error))
    }

    /// Why the application does not start when its first questions fail: damage, if there is some, else what they said.
    pub fn trouble(&self, error: &Error) -> Trouble {
        let connection = self.inner.connection.lock().unwrap_or_else(PoisonError::into_inner);
        let damage = database_file::check_all(&connection, &self.inner.path).err();
        damage.unwrap_or_else(|| Trouble::new(TroubleKind::Other, &self.inner.path, &error.context))
    }
}

/// What is written is on the disk before the work goes on: a journal line before the request it speaks of is sent.
fn flush_through(connection: &Connection) -> rusqlite::Result<()> {
    connection.pragma_update(None, "journal_mode", "WAL")?;
    connection.pragma_update(None, "synchronous", "FULL")?;
    // What a database that somebody else wrote says in its schema calls nothing that does more than compute.
    connection.pragma_update(None, "trusted_schema", false)?;
    // What is deleted is gone, where that needs no further writing.
    connection.pragma_update(None, "secure_delete", "FAST")?;
    // On macOS a drive holds back what it was given until it is asked in this way. Elsewhere these change nothing.
    connection.pragma_update(None, "fullfsync", true)?;
    connection.pragma_update(None, "checkpoint_fullfsync", true)
}

/// Brings the file to the present layout.
fn migrate(connection: &mut Connection) -> rusqlite::Result<()> {
    let done: u32 = connection.pragma_query_value(None, "user_version", |row| row.get(0))?;
    for (number, step) in (1_u32..).zip(MIGRATIONS).filter(|(number, _)| *number > done) {
        let change = connection.transaction()?;
        change.execute_batch(step)?;
        change.pragma_update(None, "user_version", number)?;
        change.commit()?;
    }
    if done < CLEANED {
        // One that was just made has nothing in it to clean.
        let cleaned = if done == 0 { Ok(()) } else { cleaning::clean(connection) };
        match cleaned {
            Ok(()) => connection.pragma_update(None, "user_version", CLEANED)?,
            // It takes room for a second copy: no reason not to start. The next start tries again.
            Err(error) => tracing::warn!(%error, "what an earlier version kept of replies could not be taken out yet"),
        }
    }
    Ok(())
}

fn failed(error: &rusqlite::Error) -> Error {
    let words = match error.sqlite_error_code() {
        Some(ErrorCode::NotADatabase | ErrorCode::DatabaseCorrupt) => Text::new(
            "本地数据文件已损坏，这一步没有完成。请关闭 Yundeck 再打开，它会说明能做什么。",
            "The local data file is damaged; this was not done. Close Yundeck and open it again: it will say what can be done.",
        ),
        Some(ErrorCode::DiskFull) => Text::new(
            "磁盘空间不足，没有写入本地数据文件。请腾出空间后再试。",
            "The disk is full; nothing was written to the local data file. Make room and try again.",
        ),
        _ => Text::new(
            "本地数据文件无法读写。请检查磁盘空间和数据目录的权限。",
            "The local data file cannot be read or written. Check disk space and the permissions of the data folder.",
        ),
    };
    Error::not_sent(ErrorKind::Bug, format!("database: {error}")).with_words(words)
}

/// A record as the JSON text it is stored as.
///
/// # Errors
/// A record that is not JSON is a mistake of this application.
pub fn to_json<T: serde::Serialize>(record: &T) -> Result<String, Error> {
    serde_json::to_string(record).map_err(|error| Error::bug(format!("cannot store: {error}")))
}

/// A record from its JSON text; `None`, and a line in the log, when it is from another version and does not fit.
pub fn from_json<T: serde::de::DeserializeOwned>(text: &str) -> Option<T> {
    serde_json::from_str(text)
        .map_err(|error| tracing::warn!(%error, "a stored record does not fit and is left out"))
        .ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_of_any_older_layout_is_brought_up_to_date_with_what_it_holds() {
        for done in 1..=MIGRATIONS.len() {
            let folder = tempfile::tempdir().unwrap();
            let old = Connection::open(folder.path().join(DATABASE)).unwrap();
            MIGRATIONS[..done].iter().for_each(|step| old.execute_batch(step).unwrap());
            old.pragma_update(None, "user_version", done as u32).unwrap();
            old.execute("INSERT INTO settings VALUES (1, '{}')", []).unwrap();
            drop(old);
            let store = Store::open(folder.path()).unwrap();
            let held = store.with(|db| db.query_row("SELECT count(*) FROM settings", [], |row| row.get::<_, i64>(0)));
            assert_eq!(held.unwrap(), 1);
            store.with(|db| db.execute("INSERT INTO calls (id, body) VALUES ('a', '{}')", [])).unwrap();
        }
    }

    #[test]
    fn what_is_written_is_there_after_opening_again() {
        let folder = tempfile::tempdir().unwrap();
        let store = Store::open(folder.path()).unwrap();
        store.with(|db| db.execute("INSERT INTO settings VALUES (1, '{}')", [])).unwrap();
        drop(store);
        let count: i64 = Store::open(folder.path())
            .unwrap()
            .with(|db| db.query_row("SELECT count(*) FROM settings", [], |row| row.get(0)))
            .unwrap();
        assert_eq!(count, 1);
    }

    #[test]
    fn a_line_that_is_written_has_been_through_the_drives_own_memory() {
        let folder = tempfile::tempdir().unwrap();
        let store = Store::open(folder.path()).unwrap();
        let number = |name| store.with(|db| db.pragma_query_value(None, name, |row| row.get::<_, i64>(0))).unwrap();
        assert_eq!(["synchronous", "fullfsync", "checkpoint_fullfsync"].map(number), [2, 1, 1]);
        assert_eq!(number("trusted_schema"), 0);
        let mode = store.with(|db| db.pragma_query_value(None, "journal_mode", |row| row.get::<_, String>(0)));
        assert_eq!(mode.unwrap(), "wal");
    }

    #[test]
    fn damage_that_is_met_later_is_called_damage() {
        let store = Store::in_memory().unwrap();
        let code = rusqlite::ffi::Error::new(rusqlite::ffi::SQLITE_CORRUPT);
        let error = store.with::<()>(|_| Err(rusqlite::Error::SqliteFailure(code, None))).unwrap_err();
        assert!(error.words.unwrap().en.contains("damaged"));
    }
}
