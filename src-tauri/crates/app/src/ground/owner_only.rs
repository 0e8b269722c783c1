//! Files and folders that only their owner may enter and read, whatever the umask says.
//!
//! Unix only: elsewhere a person's profile is theirs by the system's own rules, and what is made in it inherits them.

use std::fs::{DirBuilder, File, OpenOptions};
use std::io;
use std::path::{Path, PathBuf};

use serde::Serialize;

/// Makes a folder, and the ones above it that are missing. One that is there stays as it is.
///
/// # Errors
/// What the system says.
pub fn make_folder(folder: &Path) -> io::Result<()> {
    if folder.is_dir() {
        return Ok(());
    }
    let mut builder = DirBuilder::new();
    builder.recursive(true);
    #[cfg(unix)]
    std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
    builder.create(folder)?;
    restrict_folder(folder);
    Ok(())
}

/// Whether files can be made in a folder. One is, without a name, and is gone at once.
pub fn is_writable(folder: &Path) -> bool {
    folder.is_dir() && tempfile::tempfile_in(folder).is_ok()
}

/// Makes a folder for this time, among the system's temporary ones.
///
/// # Errors
/// What the system says.
pub fn make_temporary_folder() -> io::Result<PathBuf> {
    tempfile::Builder::new().prefix("yundeck-").tempdir().map(tempfile::TempDir::keep)
}

/// Opens a file to read and write; makes it when it is missing.
///
/// # Errors
/// What the system says.
pub fn open_or_make_file(path: &Path) -> io::Result<File> {
    let file = options().create(true).truncate(false).open(path)?;
    restrict_file(path);
    Ok(file)
}

/// Makes an empty file.
///
/// # Errors
/// What the system says; when something stands there already.
pub fn make_file(path: &Path) -> io::Result<File> {
    let file = options().create_new(true).open(path)?;
    restrict_file(path);
    Ok(file)
}

fn options() -> OpenOptions {
    let mut options = OpenOptions::new();
    options.read(true).write(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    options
}

/// Shuts a folder to others. On a file system that knows no owners it stays as it is.
pub fn restrict_folder(folder: &Path) {
    restrict(folder, 0o700);
}

/// Shuts a file to others, when there is one. On a file system that knows no owners it stays as it is.
pub fn restrict_file(path: &Path) {
    restrict(path, 0o600);
}

#[cfg(unix)]
fn restrict(path: &Path, mode: u32) {
    use std::fs::{Permissions, metadata, set_permissions};
    use std::os::unix::fs::PermissionsExt;

    if metadata(path).is_ok_and(|found| found.permissions().mode() & 0o777 != mode) {
        // Not logged: the log's own files come by here.
        let _ = set_permissions(path, Permissions::from_mode(mode));
    }
}

#[cfg(not(unix))]
fn restrict(_: &Path, _: u32) {}

/// Takes away what others may do with a folder or file, and nothing from its owner. On a file system that knows no owners it
/// stays as it is.
pub fn close(path: &Path) {
    #[cfg(unix)]
    if let Ok(found) = std::fs::metadata(path) {
        use std::os::unix::fs::PermissionsExt;

        restrict(path, found.permissions().mode() & 0o700);
    }
    #[cfg(not(unix))]
    restrict(path, 0);
}

/// Closes a folder in which nothing lies but what the application keeps. One that holds other things too stays as it is: who
/// may see those is not for this application to say.
pub fn close_own_folder(folder: &Path) {
    let is_ours = |name: &str| OURS.iter().any(|ours| name.starts_with(ours));
    let Ok(mut entries) = std::fs::read_dir(folder) else { return };
    if entries.all(|entry| entry.is_ok_and(|entry| entry.file_name().to_str().is_some_and(is_ours))) {
        close(folder);
    }
}

/// Closes the files that the application keeps in a folder: databases with what belongs to them, what was put aside, notes.
pub fn close_own_files(folder: &Path) {
    let is_ours = |name: &str| OURS.iter().any(|ours| name.starts_with(ours));
    for entry in std::fs::read_dir(folder).into_iter().flatten().flatten() {
        // A link leads to what is somebody's own to close.
        let is_file = entry.file_type().is_ok_and(|kind| kind.is_file());
        if is_file && entry.file_name().to_str().is_some_and(is_ours) {
            close(&entry.path());
        }
    }
}

/// How the names begin of what the application keeps in a data folder.
const OURS: [&str; 4] = ["yundeck", "moved-yundeck", "location", "logs"];

/// What others may do with what lies in a folder.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, specta::Type)]
#[serde(rename_all = "snake_case")]
pub enum Others {
    /// Nothing.
    Nothing,
    /// See which files there are. What the files say is not read by that.
    See,
    /// Nobody can say: the file system keeps no permissions, as on most removable disks.
    Unknown,
}

/// What others may do in a folder.
///
/// # Errors
/// How they could put files of their own in the place of those in it.
pub fn others_in(folder: &Path) -> Result<Others, String> {
    #[cfg(unix)]
    return match std::fs::metadata(folder) {
        Ok(found) if found.is_dir() => judge(Mark::of(&found), Mark::of_own_file(folder)),
        // No folder: told elsewhere.
        _ => Ok(Others::Nothing),
    };
    // Elsewhere that is for the system's own rules: see above.
    #[cfg(not(unix))]
    return Ok(if folder.is_dir() { Others::Nothing } else { Others::Unknown });
}

/// Mode and owner.
#[cfg(unix)]
#[derive(Debug, Clone, Copy)]
struct Mark {
    mode: u32,
    owner: u32,
}

#[cfg(unix)]
impl Mark {
    fn of(found: &std::fs::Metadata) -> Self {
        use std::os::unix::fs::MetadataExt;

        Self { mode: found.mode() & 0o777, owner: found.uid() }
    }

    /// How the system marks a file in a folder that is to be its owner's alone. It has no name and is gone at once.
    fn of_own_file(folder: &Path) -> Option<Self> {
        use std::os::unix::fs::PermissionsExt;

        let file = tempfile::tempfile_in(folder).ok()?;
        // A file system that keeps no modes refuses this or forgets it.
        let _ = file.set_permissions(std::fs::Permissions::from_mode(0o600));
        file.metadata().ok().map(|found| Self::of(&found))
    }
}

/// What the marks of a folder and of a file that was made in it with mode 600 say; no file could be made in one that may not be
/// written, which is told elsewhere.
#[cfg(unix)]
fn judge(folder: Mark, made: Option<Mark>) -> Result<Others, String> {
    if made.is_some_and(|made| made.mode & 0o077 != 0) {
        return Ok(Others::Unknown);
    }
    if folder.mode & 0o022 != 0 {
        return Err(format!("others may write into the folder: its mode is {:03o}", folder.mode));
    }
    match made {
        Some(made) if made.owner != folder.owner => {
            Err(format!("the folder belongs to user {}, this is user {}", folder.owner, made.owner))
        }
        _ if folder.mode & 0o077 != 0 => Ok(Others::See),
        _ => Ok(Others::Nothing),
    }
}

/// Puts on the disk what was renamed, made or taken away in a folder: the names in it, not the files.
///
/// # Errors
/// What the system says.
pub fn sync_folder(folder: &Path) -> io::Result<()> {
    // Windows has no such call; its file systems keep names in order by themselves.
    if cfg!(unix) { File::open(folder)?.sync_all() } else { Ok(()) }
}

#[cfg(all(test, unix))]
mod tests {
    use super::*;

    #[test]
    fn judge_of_a_folder_s_marks_says_what_others_may_do() {
        let mark = |mode, owner| Mark { mode, owner };
        let own = Some(mark(0o600, 7));
        for (folder, made, right) in [
            (mark(0o700, 7), own, Ok(Others::Nothing)),
            (mark(0o755, 7), own, Ok(Others::See)),
            (mark(0o711, 7), own, Ok(Others::See)),
            (mark(0o770, 7), own, Err("mode is 770")),
            (mark(0o702, 7), own, Err("mode is 702")),
            (mark(0o777, 7), None, Err("mode is 777")),
            (mark(0o700, 8), own, Err("belongs to user 8, this is user 7")),
            (mark(0o755, 0), None, Ok(Others::See)),
            // As FAT and NTFS are mounted: whatever is asked for, every file has the same modes.
            (mark(0o755, 7), Some(mark(0o755, 7)), Ok(Others::Unknown)),
            (mark(0o777, 7), Some(mark(0o777, 7)), Ok(Others::Unknown)),
        ] {
            let judged = judge(folder, made);
            match right {
                Ok(right) => assert_eq!(judged, Ok(right), "{folder:?} {made:?}"),
                Err(words) => assert!(judged.unwrap_err().contains(words), "{folder:?} {made:?}"),
            }
        }
    }
}
