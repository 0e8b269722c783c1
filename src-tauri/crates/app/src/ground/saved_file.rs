//! A file that a person saves, at the place they chose.

use std::io::Write;
use std::path::Path;

use yundeck_domain::{Error, ErrorKind, Text};

/// So long may the name of a proposed file be, in letters.
const LONGEST: usize = 80;

/// Writes a text as a whole or not at all. On Unix only this user may read it.
///
/// # Errors
/// `Bug` with words when the place cannot be written; what stood there before is untouched then.
pub fn write(path: &Path, text: &str) -> Result<(), Error> {
    let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
    let written = tempfile::NamedTempFile::new_in(folder).and_then(|mut file| {
        file.write_all(text.as_bytes())?;
        file.as_file().sync_all()?;
        file.persist(path).map_err(|error| error.error)
    });
    written.map(drop).map_err(|error| {
        Error::not_sent(ErrorKind::Bug, format!("{}: {error}", path.display())).with_words(Text::new(
            "文件没有保存。请检查那个文件夹能不能写入、磁盘有没有空间，或换一个位置。",
            "The file was not saved. Check that the folder can be written and the disk is not full, or choose another place.",
        ))
    })
}

/// A file name for a thing: its own name, without what file systems refuse.
pub fn name_of(thing: &str, extension: &str) -> String {
    let kept = |letter: char| letter.is_alphanumeric() || matches!(letter, '-' | '_' | '.' | '+');
    let name: String = thing.chars().take(LONGEST).map(|letter| if kept(letter) { letter } else { '_' }).collect();
    let name = name.trim_matches(|letter| matches!(letter, '.' | '_'));
    format!("{}.{extension}", if name.is_empty() { "yundeck" } else { name })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_is_replaced_as_a_whole_and_only_the_user_may_read_it() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("key.pem");
        std::fs::write(&path, "before, and longer").unwrap();
        write(&path, "after").unwrap();
        assert_eq!(std::fs::read_to_string(&path).unwrap(), "after");
        assert_eq!(std::fs::read_dir(folder.path()).unwrap().count(), 1, "nothing else is left there");
        #[cfg(unix)]
        {
            use std::os::unix::fs::PermissionsExt;
            assert_eq!(std::fs::metadata(&path).unwrap().permissions().mode() & 0o777, 0o600);
        }
    }

    #[test]
    fn a_place_that_cannot_be_written_is_told_in_words() {
        let folder = tempfile::tempdir().unwrap();
        let error = write(&folder.path().join("missing").join("key.pem"), "key").unwrap_err();
        assert!(error.words.is_some() && !error.to_string().contains("key\""), "{error}");
    }

    #[test]
    fn a_proposed_name_holds_nothing_that_leads_elsewhere() {
        assert_eq!(name_of("web-1", "pem"), "web-1.pem");
        assert_eq!(name_of("../../etc/passwd", "json"), "etc_passwd.json");
        assert_eq!(name_of("密钥 甲", "pem"), "密钥_甲.pem");
        assert_eq!(name_of("..", "pem"), "yundeck.pem");
    }
}
