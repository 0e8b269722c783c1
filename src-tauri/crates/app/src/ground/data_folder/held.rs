//! What a folder that was chosen holds already.

use std::path::Path;

use rusqlite::Connection;
use serde::Serialize;
use yundeck_domain::{Error, ErrorKind, Text};

use crate::ground::data_folder::DATABASE;
use crate::ground::database_file::{self, part};
use crate::ground::store;
use crate::ground::trouble::TroubleKind;

/// What a folder holds already.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, specta::Type)]
#[serde(rename_all = "camelCase")]
pub struct HeldData {
    /// The folder.
    pub folder: String,
    /// How many accounts.
    pub accounts: u32,
    /// How many drafts.
    pub drafts: u32,
    /// How many lines of the journal.
    pub acts: u32,
    /// When the latest of these was written (RFC 3339).
    pub latest: Option<String>,
}

/// Looks at a copy of the data in a folder; nothing there is touched.
///
/// # Errors
/// `Conflict` when this version cannot use it.
pub(super) fn look(folder: &Path) -> Result<HeldData, Error> {
    let place = tempfile::tempdir().map_err(|error| unusable(&error, None))?;
    let copy = place.path().join(DATABASE);
    for ending in ["", "-wal"] {
        let from = part(&folder.join(DATABASE), ending);
        // The log is there only at times.
        if ending.is_empty() || from.exists() {
            std::fs::copy(from, part(&copy, ending)).map_err(|error| unusable(&error, None))?;
        }
    }
    let opened = database_file::open(&copy, store::LAYOUT).map_err(|trouble| unusable(&trouble, Some(trouble.kind)))?;
    count(&opened, folder).map_err(|error| unusable(&error, None))
}

fn count(db: &Connection, folder: &Path) -> rusqlite::Result<HeldData> {
    let count = |table: &str| db.query_row(&format!("SELECT count(*) FROM {table}"), [], |row| row.get(0));
    Ok(HeldData {
        folder: folder.display().to_string(),
        accounts: count("accounts")?,
        drafts: count("drafts")?,
        acts: count("journal")?,
        latest: db.query_row("SELECT max(at) FROM journal", [], |row| row.get(0))?,
    })
}

fn unusable(error: &dyn std::fmt::Display, kind: Option<TroubleKind>) -> Error {
    let words = match kind {
        Some(TroubleKind::Newer) => Text::new(
            "那里有更新的 Yundeck 写下的数据，这个版本读不懂。没有改动任何东西，仍使用现在的文件夹。",
            "The data there is by a newer Yundeck, which this version cannot read. Nothing was changed; the present folder stays in use.",
        ),
        _ => Text::new(
            "那里已有 Yundeck 的数据，但不能读出来（损坏，或没有权限）。没有改动任何东西，仍使用现在的文件夹。",
            "Data of Yundeck is there already, but cannot be read (damaged, or no permission). Nothing was changed; the present folder stays in use.",
        ),
    };
    Error::not_sent(ErrorKind::Conflict, format!("the data of the folder cannot be used: {error}")).with_words(words)
}
