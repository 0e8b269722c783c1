//! The databases that moves left behind. Each is deleted once the one that was made of it has been opened at two starts; one that
//! did not become the data in use is never touched.

use std::path::{Path, PathBuf};

use rusqlite::Connection;
use serde::{Deserialize, Serialize};

use crate::ground::data_folder::DATABASE;
use crate::ground::database_file::{self, PARTS, part};

/// What a move left behind.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Moved {
    /// The database, under its new name.
    pub database: PathBuf,
    /// The folder that its copy went to.
    pub to: PathBuf,
    /// The generation of the copy there: who starts anew in that folder has another.
    pub generation: i32,
    /// Whether the copy has been opened at a start.
    pub opened: bool,
}

/// A name for the database of a folder that is moved from. What an earlier move left there stays under its own.
pub(super) fn free_name(folder: &Path) -> PathBuf {
    let names = (1_u32..).map(|number| match number {
        1 => folder.join(format!("moved-{DATABASE}")),
        _ => folder.join(format!("moved-yundeck-{number}.db")),
    });
    database_file::free_name_among(names)
}

/// How often the data in a database has moved. SQLite keeps the number in the file's header and makes no use of it.
pub(super) fn generation(db: &Connection) -> rusqlite::Result<i32> {
    db.pragma_query_value(None, "application_id", |row| row.get(0))
}

/// Makes a copy one of the next generation.
pub(super) fn age(db: &Connection) -> rusqlite::Result<()> {
    let before = generation(db)?;
    db.pragma_update(None, "application_id", before.wrapping_add(1))
}

/// What is to be remembered of moves after another one, from a folder to another, which left `database` behind and made a copy
/// of this generation. What became of the data in the old folder is what the new one has now; what is said to have gone to the
/// new folder before is not known to be in it any more, and stays.
pub(super) fn after(moved: Vec<Moved>, from: &Path, to: &Path, database: PathBuf, generation: i32) -> Vec<Moved> {
    let onward = |one: Moved| match one.to == from && one.generation == generation.wrapping_sub(1) {
        true => Moved { to: to.to_owned(), generation, opened: false, ..one },
        false => one,
    };
    let mut all: Vec<Moved> = moved.into_iter().filter(|one| one.to != to).map(onward).collect();
    all.push(Moved { database, to: to.to_owned(), generation, opened: false });
    all
}

/// Goes through what was left behind, after a start on the database `db` in `folder`. What is still to be remembered.
pub(super) fn settle(moved: Vec<Moved>, folder: &Path, db: &Connection) -> Vec<Moved> {
    let Ok(now) = generation(db) else { return moved };
    let is_copy = |one: &Moved| one.to == folder && one.generation == now;
    let (proven, mut left): (Vec<Moved>, Vec<Moved>) = moved.into_iter().partition(|one| is_copy(one) && one.opened);
    left.iter_mut().filter(|one| is_copy(one)).for_each(|one| one.opened = true);
    left.extend(proven.into_iter().filter(|one| !delete(&one.database)));
    left
}

/// Deletes what a version before left behind without a note, if all of it is in the database `db` too.
pub(super) fn settle_unnoted(folder: &Path, noted: &[Moved], db: &Connection) {
    let left = folder.join(format!("moved-{DATABASE}"));
    if noted.iter().any(|one| one.database == left) || !database_file::begins_as_one(&left) {
        return;
    }
    match is_within(&left, db) {
        Ok(true) => drop(delete(&left)),
        Ok(false) => tracing::info!("an old database holds what the one in use does not, and stays"),
        Err(error) => tracing::warn!(%error, "an old database cannot be read, and stays"),
    }
}

/// Whether every account, draft and journal line of a database is in another.
fn is_within(left: &Path, db: &Connection) -> rusqlite::Result<bool> {
    // Who may only read leaves SQLite's files beside it.
    let flags = rusqlite::OpenFlags::SQLITE_OPEN_READ_WRITE | rusqlite::OpenFlags::SQLITE_OPEN_NO_MUTEX;
    let old = Connection::open_with_flags(left, flags)?;
    for table in ["accounts", "drafts", "journal"] {
        let mut ids = old.prepare(&format!("SELECT id FROM {table}"))?;
        let mut known = db.prepare(&format!("SELECT 1 FROM {table} WHERE id = ?1"))?;
        let mut rows = ids.query([])?;
        while let Some(row) = rows.next()? {
            if !known.exists([row.get::<_, String>(0)?])? {
                return Ok(false);
            }
        }
    }
    Ok(true)
}

/// Deletes a database and what belongs to it. Whether nothing of it is there any more.
fn delete(database: &Path) -> bool {
    for ending in PARTS {
        let path = part(database, ending);
        if let Err(error) = std::fs::remove_file(&path)
            && error.kind() != std::io::ErrorKind::NotFound
        {
            tracing::warn!(%error, "an old database could not be deleted; the next start tries again");
            return false;
        }
    }
    true
}
