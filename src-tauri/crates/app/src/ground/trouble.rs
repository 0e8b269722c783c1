//! What keeps the application from starting, for the window that says so.

use std::io::{self, Write};
use std::path::Path;

use rusqlite::ErrorCode;
use serde::Serialize;

use crate::ground::owner_only;

/// Why the application did not start. Nothing was sent to a cloud then, and nothing in the data folder was changed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, specta::Type, thiserror::Error)]
#[error("{kind:?} ({path}): {context}")]
pub struct Trouble {
    /// What it is.
    pub kind: TroubleKind,
    /// The folder or file it is about.
    pub path: String,
    /// The technical circumstances, for a report.
    pub context: String,
}

/// What it is, and what the person can do.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, specta::Type)]
#[serde(rename_all = "snake_case")]
pub enum TroubleKind {
    /// The database is damaged: restore a copy of it, or put it aside and start anew.
    Damaged,
    /// The database was written by a newer version: update.
    Newer,
    /// The folder, or the database in it, cannot be written: change its permissions, or how its disk is mounted.
    Unwritable,
    /// The folder, or the database in it, cannot even be read: change its permissions.
    Unreadable,
    /// The disk is full: make room.
    DiskFull,
    /// A folder that was chosen is not there: mount its disk.
    FolderMissing,
    /// The folder is there, and the database that was in it is not: mount its disk, or restore a copy.
    DatabaseMissing,
    /// A file stands where the folder should be: move it away.
    NotAFolder,
    /// The file that says where the folder is cannot be understood: choose the folder again.
    LocationUnreadable,
    /// Others may write into the folder, and put their own in the place of the files: take that right away.
    Shared,
    /// Another program has the folder: close that one.
    InUse,
    /// Anything else.
    Other,
}

/// Whether a folder has no room for what a start needs. What is written to find out is gone at once.
fn is_full(folder: &Path) -> bool {
    let written = tempfile::tempfile_in(folder).and_then(|mut file| file.write_all(&[0; 64 << 10]));
    written.is_err_and(|error| matches!(error.kind(), io::ErrorKind::StorageFull | io::ErrorKind::QuotaExceeded))
}

impl Trouble {
    /// Something about a folder or file.
    pub fn new(kind: TroubleKind, path: &Path, context: impl ToString) -> Self {
        Self { kind, path: path.display().to_string(), context: context.to_string() }
    }

    /// Looks whether a folder is its user's alone, as far as writing goes. One that holds only what the application keeps is shut
    /// to others first.
    ///
    /// # Errors
    /// `Shared` when others may write into it, or it is another's.
    pub fn unless_own(folder: &Path) -> Result<(), Self> {
        owner_only::close_own_folder(folder);
        owner_only::others_in(folder).map(drop).map_err(|how| Self::new(TroubleKind::Shared, folder, how))
    }

    /// What the system said when something was to be made or written.
    pub fn of_io(path: &Path, error: &io::Error) -> Self {
        let kind = match error.kind() {
            io::ErrorKind::StorageFull | io::ErrorKind::QuotaExceeded => TroubleKind::DiskFull,
            io::ErrorKind::PermissionDenied | io::ErrorKind::ReadOnlyFilesystem => TroubleKind::Unwritable,
            io::ErrorKind::NotADirectory | io::ErrorKind::AlreadyExists => TroubleKind::NotAFolder,
            _ => TroubleKind::Other,
        };
        Self::new(kind, path, error)
    }

    /// What SQLite said of the database.
    pub fn of_database(path: &Path, error: &rusqlite::Error) -> Self {
        let kind = match error.sqlite_error_code() {
            Some(ErrorCode::NotADatabase | ErrorCode::DatabaseCorrupt) => TroubleKind::Damaged,
            Some(ErrorCode::ReadOnly | ErrorCode::PermissionDenied | ErrorCode::CannotOpen) => TroubleKind::Unwritable,
            Some(ErrorCode::DiskFull) => TroubleKind::DiskFull,
            Some(ErrorCode::DatabaseBusy | ErrorCode::DatabaseLocked) => TroubleKind::InUse,
            // So SQLite also says that there is no room for the files beside the database.
            Some(ErrorCode::SystemIoFailure) if path.parent().is_some_and(is_full) => TroubleKind::DiskFull,
            _ => TroubleKind::Other,
        };
        Self::new(kind, path, error)
    }
}
