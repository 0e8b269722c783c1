//! Files and folders that only their owner may enter and read, whatever the umask says.
//!
//! Unix only: elsewhere a person's profile is theirs by the system's own rules, and what is made in it inherits them.

use std::fs::{DirBuilder, File, OpenOptions};
use std::io;
use std::path::{Path, PathBuf};

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

/// Puts on the disk what was renamed, made or taken away in a folder: the names in it, not the files.
///
/// # Errors
/// What the system says.
pub fn sync_folder(folder: &Path) -> io::Result<()> {
    // Windows has no such call; its file systems keep names in order by themselves.
    if cfg!(unix) { File::open(folder)?.sync_all() } else { Ok(()) }
}
