//! The one SQLite file: accounts, settings, drafts, journal, explorer calls, cached inventory. Secrets are never in it.

use std::path::Path;
use std::sync::{Arc, Mutex, PoisonError};

use rusqlite::Connection;
use yundeck_domain::{Error, ErrorKind, Text};

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
];

/// The open file. All clones are the same one.
#[derive(Clone)]
pub struct Store {
    connection: Arc<Mutex<Connection>>,
}

impl Store {
    /// Opens or makes the file and brings it to the present layout.
    ///
    /// # Errors
    /// When the folder cannot be written, the file is damaged, or it is from a newer version of the application.
    pub fn open(path: &Path) -> Result<Self, Error> {
        let connection = Connection::open(path).map_err(|error| failed(&error))?;
        Self::prepare(connection)
    }

    /// A store that is gone when dropped, for tests.
    ///
    /// # Errors
    /// When SQLite itself fails.
    pub fn in_memory() -> Result<Self, Error> {
        Self::prepare(Connection::open_in_memory().map_err(|error| failed(&error))?)
    }

    fn prepare(mut connection: Connection) -> Result<Self, Error> {
        let mut work = || -> rusqlite::Result<u32> {
            // FULL: a journal line is on the disk before the request it speaks of is sent.
            connection.pragma_update(None, "journal_mode", "WAL")?;
            connection.pragma_update(None, "synchronous", "FULL")?;
            let done: u32 = connection.pragma_query_value(None, "user_version", |row| row.get(0))?;
            for (number, step) in (1_u32..).zip(MIGRATIONS).filter(|(number, _)| *number > done) {
                let change = connection.transaction()?;
                change.execute_batch(step)?;
                change.pragma_update(None, "user_version", number)?;
                change.commit()?;
            }
            Ok(done)
        };
        let done = work().map_err(|error| failed(&error))?;
        if done as usize > MIGRATIONS.len() {
            return Err(Error::not_sent(
                ErrorKind::Unsupported,
                format!("database layout {done} is newer than this version"),
            )
            .with_words(Text::new(
                "数据文件来自更新的版本。请升级 Yundeck，数据没有被改动。",
                "The data file is from a newer version. Update Yundeck; the data was not touched.",
            )));
        }
        Ok(Self { connection: Arc::new(Mutex::new(connection)) })
    }

    /// Works on the database.
    ///
    /// # Errors
    /// What SQLite says, as a fault of this application.
    pub fn with<T>(&self, work: impl FnOnce(&Connection) -> rusqlite::Result<T>) -> Result<T, Error> {
        let connection = self.connection.lock().unwrap_or_else(PoisonError::into_inner);
        work(&connection).map_err(|error| failed(&error))
    }
}

fn failed(error: &rusqlite::Error) -> Error {
    Error::not_sent(ErrorKind::Bug, format!("database: {error}")).with_words(Text::new(
        "本地数据文件无法读写。请检查磁盘空间和数据目录的权限。",
        "The local data file cannot be read or written. Check disk space and the permissions of the data folder.",
    ))
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
    fn a_file_from_a_newer_version_is_refused_untouched() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("yundeck.db");
        Store::open(&path).unwrap().with(|db| db.pragma_update(None, "user_version", 999)).unwrap();
        assert_eq!(Store::open(&path).err().map(|error| error.kind), Some(ErrorKind::Unsupported));
    }

    #[test]
    fn a_file_of_any_older_layout_is_brought_up_to_date_with_what_it_holds() {
        for done in 1..=MIGRATIONS.len() {
            let folder = tempfile::tempdir().unwrap();
            let path = folder.path().join("yundeck.db");
            let old = Connection::open(&path).unwrap();
            MIGRATIONS[..done].iter().for_each(|step| old.execute_batch(step).unwrap());
            old.pragma_update(None, "user_version", done as u32).unwrap();
            old.execute("INSERT INTO settings VALUES (1, '{}')", []).unwrap();
            drop(old);
            let store = Store::open(&path).unwrap();
            let held = store.with(|db| db.query_row("SELECT count(*) FROM settings", [], |row| row.get::<_, i64>(0)));
            assert_eq!(held.unwrap(), 1);
            store.with(|db| db.execute("INSERT INTO calls (id, body) VALUES ('a', '{}')", [])).unwrap();
        }
    }

    #[test]
    fn what_is_written_is_there_after_opening_again() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("yundeck.db");
        Store::open(&path).unwrap().with(|db| db.execute("INSERT INTO settings VALUES (1, '{}')", [])).unwrap();
        let count: i64 = Store::open(&path)
            .unwrap()
            .with(|db| db.query_row("SELECT count(*) FROM settings", [], |row| row.get(0)))
            .unwrap();
        assert_eq!(count, 1);
    }
}
