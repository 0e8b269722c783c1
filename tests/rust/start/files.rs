//! The files of an application that has run, and what may have happened to them.

use std::collections::BTreeMap;
use std::fs::{self, File};
use std::hash::{DefaultHasher, Hash, Hasher};
use std::io::{Seek, SeekFrom, Write};
use std::path::{Path, PathBuf};

use yundeck_app::records::settings::{Language, Settings};
use yundeck_tests::open_app;

/// What was set before.
pub fn kept() -> Settings {
    Settings { language: Language::En, refresh_seconds: 45, ..Settings::default() }
}

/// A folder that the application was used in, and has left.
pub struct Home(tempfile::TempDir);

impl Home {
    pub fn with_data() -> Self {
        let home = tempfile::tempdir().unwrap();
        let app = open_app(Some(home.path().to_owned()));
        tokio::runtime::Runtime::new().unwrap().block_on(app.desk.save_settings(&kept())).unwrap();
        Self(home)
    }

    pub fn path(&self) -> &Path {
        self.0.path()
    }

    pub fn database(&self) -> PathBuf {
        self.path().join("yundeck.db")
    }
}

/// Every file of a folder with its length and its content in short, but what SQLite makes anew whenever it likes.
pub fn snapshot(folder: &Path) -> BTreeMap<String, (usize, u64)> {
    let files = fs::read_dir(folder).unwrap().flatten().map(|entry| entry.path()).filter(|path| path.is_file());
    files
        .filter(|path| !path.to_string_lossy().ends_with("-shm"))
        .map(|path| (path.file_name().unwrap().to_string_lossy().into_owned(), digest(&path)))
        .collect()
}

fn digest(path: &Path) -> (usize, u64) {
    let bytes = fs::read(path).unwrap();
    let mut hasher = DefaultHasher::new();
    bytes.hash(&mut hasher);
    (bytes.len(), hasher.finish())
}

/// Says in a home where the files are.
pub fn locate(home: &Path, folder: &Path) {
    let note = serde_json::json!({ "folder": folder, "next": null });
    fs::write(home.join("location.json"), note.to_string()).unwrap();
}

/// The layout that the header of a database names.
pub fn version(database: &Path) -> u32 {
    u32::from_be_bytes(std::fs::read(database).unwrap()[60..64].try_into().unwrap())
}

/// Writes the layout's number where SQLite keeps it.
pub fn set_version(database: &Path, version: u32) {
    write_at(database, 60, &version.to_be_bytes());
}

/// The same as a newer version would: by SQLite, and no further than into the log when the process ends then.
pub fn set_version_in_log(database: &Path, version: u32) {
    let db = rusqlite::Connection::open(database).unwrap();
    db.set_db_config(rusqlite::config::DbConfig::SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, true).unwrap();
    db.pragma_update(None, "user_version", version).unwrap();
}

pub fn write_at(file: &Path, place: u64, bytes: &[u8]) {
    let mut file = File::options().write(true).open(file).unwrap();
    file.seek(SeekFrom::Start(place)).unwrap();
    file.write_all(bytes).unwrap();
}

type Spoil = fn(&Path);

/// Ways in which a database gets damaged.
pub fn damage() -> [(&'static str, Spoil); 6] {
    [
        ("nothing is left of it", |database| fs::write(database, "").unwrap()),
        ("another file's content", |database| {
            fs::write(database, "no database, and long enough ".repeat(200)).unwrap()
        }),
        ("cut off in its header", |database| set_length(database, 50)),
        ("cut off in its middle", |database| set_length(database, fs::metadata(database).unwrap().len() / 2)),
        ("its first page is zeros", |database| write_at(database, 0, &[0; 4096])),
        ("a page of a table is noise", |database| write_at(database, 2 * 4096, &[0xa5; 4096])),
    ]
}

fn set_length(file: &Path, length: u64) {
    File::options().write(true).open(file).unwrap().set_len(length).unwrap();
}
