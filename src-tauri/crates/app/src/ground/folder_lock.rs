//! One process a data folder: two on one journal could both buy.

use std::fs::{File, TryLockError};
use std::io::{Read, Seek, Write};
use std::path::Path;

use crate::ground::owner_only;
use crate::ground::trouble::{Trouble, TroubleKind};

/// The file that the process which has the folder keeps locked. It stays behind; only the lock on it means anything.
const NAME: &str = "yundeck.lock";

/// What stands in it once a database was made here: a folder of which this remains has lost its database.
const MARK: &str = "Yundeck keeps its data in this folder. While it runs, it holds a lock on this file.\n";

/// The folder is this process's until this is dropped. The system gives the lock back if the process ends in any other way.
#[derive(Debug)]
pub struct FolderLock(File);

impl FolderLock {
    /// Takes a folder.
    ///
    /// # Errors
    /// `InUse` when another process (or another part of this one) has it; when the lock's file cannot be written. A file
    /// system that has no locks is refused: SQLite could not keep a database on it either.
    pub fn take(folder: &Path) -> Result<Self, Trouble> {
        let file = owner_only::open_or_make_file(&folder.join(NAME)).map_err(|error| Trouble::of_io(folder, &error))?;
        match file.try_lock() {
            Ok(()) => Ok(Self(file)),
            Err(TryLockError::WouldBlock) => {
                Err(Trouble::new(TroubleKind::InUse, folder, format!("{NAME} is locked by another process")))
            }
            Err(TryLockError::Error(error)) => {
                Err(Trouble::new(TroubleKind::Unwritable, folder, format!("{NAME} cannot be locked: {error}")))
            }
        }
    }

    /// Whether there was a database in the folder before.
    pub fn is_marked(&mut self) -> bool {
        let mut first = [0];
        self.0.rewind().is_ok() && self.0.read(&mut first).is_ok_and(|count| count > 0)
    }

    /// Notes that there is a database in the folder. A note that cannot be written is missed only if the database is lost.
    pub fn mark(&mut self) {
        if !self.is_marked()
            && let Err(error) = self.0.write_all(MARK.as_bytes())
        {
            tracing::warn!(%error, "the lock's file could not be written");
        }
    }

    /// Forgets that there was a database in the folder: the person starts anew.
    ///
    /// # Errors
    /// What the system says.
    pub fn unmark(&mut self) -> std::io::Result<()> {
        self.0.set_len(0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_folder_is_had_by_one_until_it_is_given_back() {
        let folder = tempfile::tempdir().unwrap();
        let first = FolderLock::take(folder.path()).unwrap();
        assert_eq!(FolderLock::take(folder.path()).unwrap_err().kind, TroubleKind::InUse);
        drop(first);
        let mut next = FolderLock::take(folder.path()).unwrap();
        assert!(!next.is_marked());
        next.mark();
        next.mark();
        drop(next);
        let mut later = FolderLock::take(folder.path()).unwrap();
        assert!(later.is_marked(), "for the processes to come");
        assert_eq!(std::fs::read_to_string(folder.path().join(NAME)).unwrap(), MARK);
        later.unmark().unwrap();
        assert!(!later.is_marked());
    }
}
