//! Copying a database to another folder.

use std::path::Path;
use std::time::Duration;

use rusqlite::backup::Backup;
use rusqlite::{Connection, OpenFlags};
use yundeck_domain::{Error, ErrorKind, Text};

use crate::ground::data_folder::moved;
use crate::ground::owner_only;

/// Copies a database page by page, with what is still in its log, and checks the copy. The copy's generation.
pub(super) fn copy(from: &Path, to: &Path) -> Result<i32, Error> {
    let rows = || -> rusqlite::Result<(String, bool, i32)> {
        let source = Connection::open_with_flags(from, OpenFlags::SQLITE_OPEN_READ_WRITE)?;
        let mut target = Connection::open_with_flags(to, OpenFlags::SQLITE_OPEN_READ_WRITE)?;
        Backup::new(&source, &mut target)?.run_to_completion(256, Duration::ZERO, None)?;
        moved::age(&target)?;
        let verdict: String = target.pragma_query_value(None, "integrity_check", |row| row.get(0))?;
        let count = |db: &Connection| -> rusqlite::Result<i64> {
            db.query_row("SELECT (SELECT count(*) FROM accounts) + (SELECT count(*) FROM journal)", [], |row| {
                row.get(0)
            })
        };
        Ok((verdict, count(&source)? == count(&target)?, moved::generation(&target)?))
    };
    let failed = |why: String| {
        // Half a copy is no copy.
        let _ = std::fs::remove_file(to);
        Error::not_sent(ErrorKind::Bug, format!("copying the database: {why}")).with_words(Text::new(
            "数据没能完整复制到那里，仍使用原来的文件夹。请检查权限和磁盘空间。",
            "The data could not be copied there as a whole; the old folder stays in use. Check permissions and disk space.",
        ))
    };
    owner_only::make_file(to).map_err(|error| failed(error.to_string()))?;
    match rows() {
        Ok((verdict, true, generation)) if verdict == "ok" => {
            let synced = std::fs::File::open(to).and_then(|file| file.sync_all());
            synced.map(|()| generation).map_err(|error| failed(error.to_string()))
        }
        Ok((verdict, ..)) => Err(failed(verdict)),
        Err(error) => Err(failed(error.to_string())),
    }
}
