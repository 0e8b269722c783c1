//! The journal of a database that the application cannot start on: read as far as it can be, and only read.
//!
//! The database may be damaged, or of a layout that this version does not know. So nothing is asked of it but rows of a table
//! named `journal`, and nothing of a row but what is there.

use std::collections::BTreeMap;
use std::path::Path;

use rusqlite::types::ValueRef;
use rusqlite::{Connection, OpenFlags, Row};
use serde::Serialize;
use serde_json::Value;
use yundeck_catalogue::shown;
use yundeck_domain::{Error, ErrorKind, Text};

use crate::ground::database_file::part;

/// So many lines are handed to the window, the latest.
const MOST: usize = 5_000;

/// What could be read of a journal.
#[derive(Debug, Clone, PartialEq, Serialize, specta::Type)]
#[serde(rename_all = "camelCase")]
pub struct KeptJournal {
    /// The database.
    pub file: String,
    /// The lines, the latest first; at most 5,000.
    pub lines: Vec<KeptLine>,
    /// How many lines were found.
    pub total: u32,
    /// Whether some could not be reached, or the latest changes could not be looked at.
    pub incomplete: bool,
}

/// An act, as far as its line says.
#[derive(Debug, Clone, Default, PartialEq, Serialize, specta::Type)]
#[serde(rename_all = "camelCase")]
pub struct KeptLine {
    /// The line's id.
    pub id: String,
    /// When it was written (RFC 3339).
    pub at: Option<String>,
    /// The account's label.
    pub account_label: Option<String>,
    /// The cloud's id.
    pub cloud: Option<String>,
    /// Whether it was the sandbox's.
    pub sandbox: bool,
    /// The region.
    pub region: Option<String>,
    /// The operation.
    pub operation: Option<String>,
    /// What the operation does.
    pub title: Option<Text>,
    /// What it does to the account, in the word that is stored.
    pub effect: Option<String>,
    /// What it acted on.
    pub subject: Option<String>,
    /// What became of it, in the word that is stored.
    pub outcome: Option<String>,
    /// What came out of it, by the cloud's ids.
    pub resources: Vec<String>,
    /// The cloud's id of the request.
    pub request_id: Option<String>,
}

/// Reads the journal of a database.
///
/// # Errors
/// When nothing of it can be read.
pub fn read(database: &Path) -> Result<KeptJournal, Error> {
    let (rows, incomplete) = match from_copy(database) {
        Ok(found) => found,
        // There is no room for a copy: without the log beside it, the file itself can be read in a way that changes nothing.
        Err(Copying::Failed(why)) => {
            tracing::warn!(why, "the database could not be copied to be read");
            let logged = std::fs::metadata(part(database, "-wal")).is_ok_and(|log| log.len() > 0);
            let (rows, incomplete) =
                opened(&uri(database)).and_then(|db| rows_of(&db)).map_err(|why| unreadable(&why))?;
            (rows, incomplete || logged)
        }
        Err(Copying::Unreadable(why)) => return Err(unreadable(&why)),
    };
    let mut lines: Vec<KeptLine> = rows.values().map(line).collect();
    lines.sort_by(|one, other| other.at.cmp(&one.at));
    let total = u32::try_from(lines.len()).unwrap_or(u32::MAX);
    lines.truncate(MOST);
    Ok(KeptJournal { file: database.display().to_string(), lines, total, incomplete })
}

/// A row's columns by their names, by the row's number.
type Rows = BTreeMap<i64, BTreeMap<String, String>>;

enum Copying {
    Failed(String),
    Unreadable(rusqlite::Error),
}

/// From a copy with its log, in a folder of its own that is gone afterwards: so SQLite can write what it needs for reading.
fn from_copy(database: &Path) -> Result<(Rows, bool), Copying> {
    let failed = |error: std::io::Error| Copying::Failed(error.to_string());
    let folder = tempfile::tempdir().map_err(failed)?;
    let copy = folder.path().join("copy.db");
    for ending in ["", "-wal"] {
        let from = part(database, ending);
        if from.exists() {
            std::fs::copy(from, part(&copy, ending)).map_err(failed)?;
        }
    }
    let flags = OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_NO_MUTEX;
    let read = Connection::open_with_flags(&copy, flags).and_then(|db| rows_of(&db));
    read.map_err(Copying::Unreadable)
}

/// Opens a file that nobody changes meanwhile, without writing anything anywhere.
fn opened(uri: &str) -> rusqlite::Result<Connection> {
    Connection::open_with_flags(uri, OpenFlags::SQLITE_OPEN_READ_ONLY | OpenFlags::SQLITE_OPEN_URI)
}

fn uri(database: &Path) -> String {
    let path = database.display().to_string().replace('\\', "/");
    let path = path.replace('%', "%25").replace('?', "%3f").replace('#', "%23");
    let root = if path.starts_with('/') { "" } else { "/" };
    format!("file://{root}{path}?immutable=1")
}

/// The rows from both ends, since damage lies somewhere between them: and whether there was any.
fn rows_of(db: &Connection) -> rusqlite::Result<(Rows, bool)> {
    let mut rows = Rows::new();
    let Err(first) = collect(db, "ASC", &mut rows) else { return Ok((rows, false)) };
    let backwards = collect(db, "DESC", &mut rows);
    if rows.is_empty() && backwards.is_err() { Err(first) } else { Ok((rows, true)) }
}

/// Adds the rows in an order, up to the first that cannot be reached.
fn collect(db: &Connection, order: &str, into: &mut Rows) -> rusqlite::Result<()> {
    let mut statement = db.prepare(&format!("SELECT rowid, * FROM journal ORDER BY rowid {order}"))?;
    let names: Vec<String> = statement.column_names().map(str::to_owned).collect();
    let mut rows = statement.query([])?;
    while let Some(row) = rows.next()? {
        let number = row.get(0)?;
        if into.contains_key(&number) {
            return Ok(());
        }
        into.insert(number, columns(row, &names));
    }
    Ok(())
}

fn columns(row: &Row, names: &[String]) -> BTreeMap<String, String> {
    let text = |index| match row.get_ref(index) {
        Ok(ValueRef::Text(bytes)) => Some(String::from_utf8_lossy(bytes).into_owned()),
        Ok(ValueRef::Integer(number)) => Some(number.to_string()),
        _ => None,
    };
    names.iter().enumerate().skip(1).filter_map(|(index, name)| Some((name.clone(), text(index)?))).collect()
}

/// What a row says: in its columns, and in the record that one of them holds.
fn line(columns: &BTreeMap<String, String>) -> KeptLine {
    let record: Value = columns.get("body").and_then(|body| serde_json::from_str(body).ok()).unwrap_or_default();
    let entry = if record["entry"].is_object() { &record["entry"] } else { &record };
    let text = |name: &str, column: &str| {
        let stored = entry[name].as_str().map(str::to_owned);
        stored.or_else(|| columns.get(column).cloned()).filter(|text| !text.is_empty())
    };
    let title = || {
        let of = |language: &str| entry["title"][language].as_str();
        Some(Text::new(of("zh")?, of("en")?))
    };
    let resources = entry["resources"].as_array().into_iter().flatten();
    KeptLine {
        id: text("id", "id").unwrap_or_default(),
        at: text("at", "at"),
        account_label: text("accountLabel", "account"),
        cloud: text("cloud", "cloud"),
        sandbox: entry["sandbox"].as_bool().unwrap_or_default(),
        region: text("region", "region"),
        operation: text("operation", "operation"),
        title: title(),
        effect: text("effect", "effect"),
        subject: text("subject", "subject").map(|subject| shown::name(&subject)),
        outcome: text("outcome", "outcome"),
        // The first version wrote ids alone.
        resources: resources.filter_map(|it| it.as_str().or(it["id"].as_str())).map(str::to_owned).collect(),
        request_id: text("requestId", "request_id").map(shown::id),
    }
}

fn unreadable(why: &rusqlite::Error) -> Error {
    Error::not_sent(ErrorKind::Bug, format!("reading the journal: {why}")).with_words(Text::new(
        "这个文件里的操作记录读不出来。没有改动任何东西。",
        "The journal in this file cannot be read. Nothing was changed.",
    ))
}
