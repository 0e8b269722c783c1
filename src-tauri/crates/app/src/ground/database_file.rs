//! The database as files: looked at without being touched, made whole or not at all, put aside.

use std::fs::File;
use std::io::{self, Read};
use std::path::{Path, PathBuf};

use rusqlite::config::DbConfig;
use rusqlite::{Connection, OpenFlags};
use yundeck_domain::{Error, ErrorKind, Text};

use crate::ground::owner_only;
use crate::ground::trouble::{Trouble, TroubleKind};

/// What SQLite keeps beside a database, by the ending of its name; the database itself first.
pub const PARTS: [&str; 4] = ["", "-wal", "-shm", "-journal"];

/// A file that is not larger than this is read through at every start: a few milliseconds when the system still holds it, and
/// about 150 when a slow disk has to. A larger one would be felt, so only its tables of a few lines are; damage elsewhere in it
/// is told when it is met.
const READ_THROUGH: u64 = 8 << 20;

/// Every SQLite file begins so.
const MAGIC: &[u8; 16] = b"SQLite format 3\0";

/// Where the header holds `user_version`, as four bytes, the highest first.
const USER_VERSION: std::ops::Range<usize> = 60..64;

/// The header of a log (`-wal`) has so many bytes; a longer one holds changes that are not in the database's file yet.
const LOG_HEADER: u64 = 32;

/// One of a database's files.
pub fn part(database: &Path, ending: &str) -> PathBuf {
    let mut name = database.as_os_str().to_owned();
    name.push(ending);
    name.into()
}

/// The first of these names of which nothing stands there, nor what would belong to a database of that name.
pub fn free_name_among(candidates: impl IntoIterator<Item = PathBuf>) -> PathBuf {
    let free = |path: &PathBuf| PARTS.iter().all(|ending| part(path, ending).symlink_metadata().is_err());
    candidates.into_iter().find(free).unwrap_or_default()
}

/// Opens a database that is there. Up to its answer neither the database's file nor its log was changed, not even by closing
/// it again; the index beside them (`-shm`) may be, which SQLite makes anew whenever it likes.
///
/// # Errors
/// When it cannot be read or written, is damaged, or has a layout later than `known`.
pub fn open(database: &Path, known: usize) -> Result<Connection, Trouble> {
    let version = stored_version(database)?;
    let newer = |version: u32| {
        let context = format!("layout {version}; this version knows layouts up to {known}");
        Trouble::new(TroubleKind::Newer, database, context)
    };
    let logged = std::fs::metadata(part(database, "-wal")).is_ok_and(|log| log.len() > LOG_HEADER);
    // What the file's own header says is all there is to know, unless the log goes on from there.
    if !logged && version as usize > known {
        return Err(newer(version));
    }
    let failed = |error: rusqlite::Error| Trouble::of_database(database, &error);
    let flags = OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_NO_MUTEX;
    let connection = Connection::open_with_flags(database, flags).map_err(failed)?;
    if connection.is_readonly(rusqlite::MAIN_DB).map_err(failed)? {
        return Err(Trouble::new(TroubleKind::Unwritable, database, "the database can only be read"));
    }
    // Who closes a database last writes its log into it; not one that this version must not touch.
    connection.set_db_config(DbConfig::SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, logged).map_err(failed)?;
    let version: u32 = connection.pragma_query_value(None, "user_version", |row| row.get(0)).map_err(failed)?;
    if version as usize > known {
        return Err(newer(version));
    }
    check(&connection, database)?;
    connection.set_db_config(DbConfig::SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, false).map_err(failed)?;
    Ok(connection)
}

/// The layout that the file's header names.
fn stored_version(database: &Path) -> Result<u32, Trouble> {
    let mut header = [0; 100];
    let read = File::open(database).and_then(|mut file| file.read_exact(&mut header));
    read.map_err(|error| match error.kind() {
        io::ErrorKind::UnexpectedEof => {
            Trouble::new(TroubleKind::Damaged, database, "the file is shorter than a database's header")
        }
        io::ErrorKind::PermissionDenied => Trouble::new(TroubleKind::Unreadable, database, error),
        io::ErrorKind::NotFound => Trouble::new(TroubleKind::DatabaseMissing, database, error),
        _ => Trouble::new(TroubleKind::Damaged, database, error),
    })?;
    if !header.starts_with(MAGIC) {
        return Err(Trouble::new(TroubleKind::Damaged, database, "the file does not begin as a database does"));
    }
    let mut version = [0; 4];
    version.copy_from_slice(&header[USER_VERSION]);
    Ok(u32::from_be_bytes(version))
}

/// Whether a file can be read and begins as a database does.
pub fn begins_as_one(database: &Path) -> bool {
    stored_version(database).is_ok()
}

/// Looks for damage as far as that is quick (`READ_THROUGH`).
fn check(connection: &Connection, database: &Path) -> Result<(), Trouble> {
    let size: u64 =
        PARTS.iter().filter_map(|ending| std::fs::metadata(part(database, ending)).ok()).map(|file| file.len()).sum();
    if size <= READ_THROUGH {
        return check_all(connection, database);
    }
    for table in ["settings", "accounts", "drafts"] {
        verdict(connection, database, Some(table))?;
    }
    Ok(())
}

/// Reads the whole database and looks for damage.
///
/// # Errors
/// When there is some, or it cannot be read.
pub fn check_all(connection: &Connection, database: &Path) -> Result<(), Trouble> {
    verdict(connection, database, None)
}

fn verdict(connection: &Connection, database: &Path, table: Option<&str>) -> Result<(), Trouble> {
    let question = table.map_or("PRAGMA quick_check(3)".to_owned(), |table| format!("PRAGMA quick_check({table})"));
    let lines = || -> rusqlite::Result<Vec<String>> {
        connection.prepare(&question)?.query_map([], |row| row.get(0))?.take(3).collect()
    };
    let lines = lines().map_err(|error| Trouble::of_database(database, &error))?;
    if lines == ["ok"] { Ok(()) } else { Err(Trouble::new(TroubleKind::Damaged, database, lines.join("; "))) }
}

/// Makes a database, with what `fill` puts into it. Whatever happens meanwhile, there is either none or a whole one: so a file
/// without content is never taken for a first start.
///
/// # Errors
/// When it cannot be written.
pub fn make(database: &Path, fill: impl FnOnce(&mut Connection) -> rusqlite::Result<()>) -> Result<(), Trouble> {
    let unfinished = part(database, ".new");
    let clear = || {
        for ending in PARTS {
            let _ = std::fs::remove_file(part(&unfinished, ending));
        }
    };
    // Left over from a start that was cut off.
    clear();
    let written = || -> io::Result<()> {
        owner_only::make_file(&unfinished)?;
        let mut connection = Connection::open(&unfinished).map_err(io::Error::other)?;
        fill(&mut connection).map_err(io::Error::other)?;
        connection.close().map_err(|(_, error)| io::Error::other(error))?;
        File::options().write(true).open(&unfinished)?.sync_all()?;
        std::fs::rename(&unfinished, database)?;
        owner_only::sync_folder(database.parent().unwrap_or(Path::new(".")))
    };
    written().inspect_err(|_| clear()).map_err(|error| {
        match error.get_ref().and_then(|inner| inner.downcast_ref::<rusqlite::Error>()) {
            Some(inner) => Trouble::of_database(database, inner),
            None => Trouble::of_io(database, &error),
        }
    })
}

/// Renames a database and what belongs to it, so that it is out of the way and still opens under its new name, which has a date
/// in it. The new names; nothing is deleted.
///
/// # Errors
/// When they cannot be renamed; all have their old names then.
pub fn put_aside(database: &Path, stamp: &str) -> Result<Vec<PathBuf>, Error> {
    let parts = PARTS.map(|ending| part(database, ending));
    let there: Vec<(PathBuf, &str)> =
        parts.into_iter().zip(PARTS).filter(|(path, _)| path.symlink_metadata().is_ok()).collect();
    let mut moved: Vec<(PathBuf, PathBuf)> = Vec::new();
    let kept = free_name(database, stamp);
    for (from, ending) in there {
        let to = part(&kept, ending);
        if let Err(error) = std::fs::rename(&from, &to) {
            for (from, to) in moved.iter().rev() {
                // What was renamed a moment ago can be renamed back; were it not so, nothing is lost either.
                let _ = std::fs::rename(to, from);
            }
            return Err(not_put_aside(&from, &error));
        }
        moved.push((from, to));
    }
    Ok(moved.into_iter().map(|(_, to)| to).collect())
}

/// Renames a file that stands where something else should. Its new name.
///
/// # Errors
/// When it cannot be renamed.
pub fn put_file_aside(path: &Path, stamp: &str) -> Result<PathBuf, Error> {
    let kept = free_name(path, stamp);
    std::fs::rename(path, &kept).map_err(|error| not_put_aside(path, &error))?;
    Ok(kept)
}

fn not_put_aside(path: &Path, error: &io::Error) -> Error {
    Error::not_sent(ErrorKind::Bug, format!("{}: {error}", path.display())).with_words(Text::new(
        "原来的文件无法改名，没有改动任何东西。请检查文件夹的权限。",
        "The old file could not be renamed; nothing was changed. Check the permissions of the folder.",
    ))
}

/// `yundeck.db` becomes `yundeck-kept-<stamp>.db`; with a number when that stands there already.
fn free_name(path: &Path, stamp: &str) -> PathBuf {
    let name = |part: Option<&std::ffi::OsStr>| part.unwrap_or_default().to_string_lossy().into_owned();
    let (stem, ending) = (name(path.file_stem()), name(path.extension()));
    // A folder's name (`cn.yundeck.desktop`) has no ending, whatever stands behind its last dot.
    let (stem, ending) = match ending.as_str() {
        ending @ ("db" | "json") => (stem, format!(".{ending}")),
        _ => (name(path.file_name()), String::new()),
    };
    let candidates = (1_u32..).map(|number| {
        let number = if number == 1 { String::new() } else { format!("-{number}") };
        path.with_file_name(format!("{stem}-kept-{stamp}{number}{ending}"))
    });
    free_name_among(candidates)
}
