//! Logs: one file a day, more where one would be too large, a week of them, for their owner alone. What is logged is chosen to hold no secret; what a library logs
//! is redacted.

mod redact;

use std::io::{self, Write};
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, MutexGuard, OnceLock, PoisonError};
use std::time::SystemTime;

use serde::{Deserialize, Serialize};
use tracing_appender::rolling::{Builder, RollingFileAppender, Rotation};
use tracing_subscriber::fmt::MakeWriter;
use tracing_subscriber::layer::SubscriberExt;
use tracing_subscriber::util::SubscriberInitExt;
use tracing_subscriber::{EnvFilter, Registry, fmt, reload};

use crate::ground::owner_only;
pub use redact::redacted;

/// The folder of the logs in the data folder.
pub const FOLDER: &str = "logs";

/// How many files are kept: those of a week, where none was too large.
const FILES: usize = 7;

/// A file that is larger is put aside, and another one begun on the same day.
const LARGEST: u64 = 4 << 20;

/// How a log file's name begins and ends; the date stands between.
const NAME: (&str, &str) = ("yundeck", "log");

/// How much is written to the log. A level includes those before it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, specta::Type)]
#[serde(rename_all = "snake_case")]
pub enum LogLevel {
    /// What failed.
    Error,
    /// What is unusual.
    Warn,
    /// What happens.
    Info,
    /// Every call.
    Debug,
    /// Everything.
    Trace,
}

/// The log of this process, once there is one.
static LOG: OnceLock<Log> = OnceLock::new();

struct Log {
    filter: reload::Handle<EnvFilter, Registry>,
    /// Whether it was given from outside, for a hunt: settings do not change it then.
    fixed: bool,
    files: Arc<Mutex<Files>>,
}

/// Sends the log to files in a folder, from now on. `directives`, in the words of `tracing_subscriber::EnvFilter`, stand in for
/// the level that is set. A log that cannot be written is not a reason not to start.
pub fn write_to(folder: &Path, directives: Option<&str>) {
    let Some(files) = Files::open(folder) else { return };
    if let Some(log) = LOG.get() {
        // Started in another folder than the one that was tried first.
        *log.files.lock().unwrap_or_else(PoisonError::into_inner) = files;
        return;
    }
    let files = Arc::new(Mutex::new(files));
    let given = directives.and_then(|directives| EnvFilter::try_new(directives).ok());
    let fixed = given.is_some();
    let (filter, handle) = reload::Layer::new(given.unwrap_or_else(|| filter(LogLevel::Info)));
    let lines = fmt::layer().with_writer(Redacting(files.clone())).with_ansi(false);
    if tracing_subscriber::registry().with(filter).with(lines).try_init().is_ok() {
        let _ = LOG.set(Log { filter: handle, fixed, files });
    }
}

/// How much is logged from now on.
pub fn set_level(level: LogLevel) {
    if let Some(log) = LOG.get()
        && !log.fixed
        && let Err(error) = log.filter.reload(filter(level))
    {
        tracing::warn!(%error, "the log level stays as it is");
    }
}

/// The last lines that tell of something unusual or wrong, the latest last; of all days that are kept.
pub fn unusual(folder: &Path, most: usize) -> Vec<String> {
    let mut found = Vec::new();
    for file in logs_in(folder).iter().rev() {
        let text = std::fs::read(file).map(|bytes| String::from_utf8_lossy(&bytes).into_owned()).unwrap_or_default();
        found.extend(text.lines().rev().filter(|line| is_unusual(line)).take(most - found.len()).map(str::to_owned));
        if found.len() == most {
            break;
        }
    }
    found.reverse();
    found
}

/// The files of a folder that are logs, the latest last.
fn logs_in(folder: &Path) -> Vec<PathBuf> {
    let is_log = |name: &str| name.starts_with(NAME.0) && name.ends_with(NAME.1);
    let mut files: Vec<_> = std::fs::read_dir(folder)
        .into_iter()
        .flatten()
        .flatten()
        .filter(|entry| entry.file_name().to_str().is_some_and(is_log))
        .map(|entry| entry.path())
        .collect();
    // The date in the name sorts, and what was put aside on a day comes before the day's own: `.01.log` before `.log`.
    files.sort();
    files
}

/// A line begins with its time and its level.
fn is_unusual(line: &str) -> bool {
    matches!(line.split_whitespace().nth(1), Some("WARN" | "ERROR"))
}

/// What a level lets through: ours from that level on, of the libraries what is unusual.
fn filter(level: LogLevel) -> EnvFilter {
    EnvFilter::new(match level {
        LogLevel::Error => "error",
        LogLevel::Warn => "warn",
        LogLevel::Info => "warn,yundeck=info",
        LogLevel::Debug => "warn,yundeck=debug",
        LogLevel::Trace => "info,yundeck=trace",
    })
}

/// The files of a folder.
struct Files {
    /// `None`: it could not be begun anew, and nothing is written until it can.
    appender: Option<RollingFileAppender>,
    folder: PathBuf,
    /// How much was written since it was last looked how large the file is.
    written: u64,
    /// When something had been made or taken away in the folder, the last time one looked.
    changed: Option<SystemTime>,
}

impl Files {
    fn open(folder: &Path) -> Option<Self> {
        // The appender would complain aloud of a folder that is not there.
        let _ = owner_only::make_folder(folder);
        owner_only::restrict_folder(folder);
        let appender = Some(appender_in(folder)?);
        // The file may have been begun by an earlier start.
        let mut files = Self { appender, folder: folder.to_owned(), written: LARGEST, changed: None };
        files.restrict();
        Some(files)
    }

    fn write(&mut self, text: &str) -> io::Result<()> {
        self.written = self.written.saturating_add(text.len() as u64);
        if self.written > LARGEST {
            self.make_room(text.len() as u64);
        }
        let Some(appender) = &mut self.appender else { return Ok(()) };
        appender.write_all(text.as_bytes())
    }

    /// Puts the day's file aside if it is too large with what comes, and the oldest ones away.
    fn make_room(&mut self, coming: u64) {
        let size = |file: &PathBuf| std::fs::metadata(file).map(|file| file.len()).unwrap_or_default();
        let latest = logs_in(&self.folder).pop();
        let taken = latest.as_ref().map(size).unwrap_or_default().saturating_add(coming);
        self.written = taken;
        let Some(latest) = latest.filter(|_| taken > LARGEST) else { return };
        // Not every system renames a file that is open.
        self.appender = None;
        let name = latest.file_name().and_then(|name| name.to_str()).and_then(|name| name.strip_suffix(NAME.1));
        if let Some(name) = name {
            // After those of the day: the numbers of what was put away are not taken again, or the order would be lost.
            let number_of = |file: &PathBuf| {
                let file = file.file_name()?.to_str()?.strip_prefix(name)?;
                file.strip_suffix(NAME.1)?.strip_suffix('.')?.parse::<u32>().ok()
            };
            let last = logs_in(&self.folder).iter().filter_map(number_of).max().unwrap_or_default();
            let part = format!("{name}{:06}.{}", last.saturating_add(1), NAME.1);
            let _ = std::fs::rename(&latest, self.folder.join(part));
        }
        let files = logs_in(&self.folder);
        // The one that is begun now is one of them.
        for old in files.iter().take((files.len() + 1).saturating_sub(FILES)) {
            let _ = std::fs::remove_file(old);
        }
        self.appender = appender_in(&self.folder);
        self.written = coming;
    }

    /// Shuts the files to others: those of before, and the one that the appender has begun with the day.
    fn restrict(&mut self) {
        let changed = std::fs::metadata(&self.folder).and_then(|folder| folder.modified()).ok();
        if cfg!(unix) && self.changed != changed {
            logs_in(&self.folder).iter().for_each(|file| owner_only::restrict_file(file));
            self.changed = changed;
        }
    }
}

/// What writes into the day's file of a folder.
fn appender_in(folder: &Path) -> Option<RollingFileAppender> {
    Builder::new()
        .rotation(Rotation::DAILY)
        .filename_prefix(NAME.0)
        .filename_suffix(NAME.1)
        .max_log_files(FILES)
        .build(folder)
        .ok()
}

/// Redacts each event on its way into the file.
struct Redacting(Arc<Mutex<Files>>);

/// One event. The layer writes an event at once, so nothing is torn in two.
struct Event<'a>(MutexGuard<'a, Files>);

impl<'a> MakeWriter<'a> for Redacting {
    type Writer = Event<'a>;

    fn make_writer(&'a self) -> Event<'a> {
        Event(self.0.lock().unwrap_or_else(PoisonError::into_inner))
    }
}

impl Write for Event<'_> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0.write(&redacted(&String::from_utf8_lossy(bytes)))?;
        self.0.restrict();
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        self.0.appender.as_mut().map_or(Ok(()), Write::flush)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn write_of_more_than_a_file_takes_begins_another_and_keeps_a_bounded_number() {
        let folder = tempfile::tempdir().unwrap();
        let mut files = Files::open(folder.path()).unwrap();
        let sizes = || -> Vec<u64> {
            logs_in(folder.path()).iter().map(|file| std::fs::metadata(file).unwrap().len()).collect()
        };
        let line = |number: usize| format!("{number:08} WARN a: {}\n", "x".repeat(64 << 10));
        for number in 0..800 {
            files.write(&line(number)).unwrap();
        }
        let held = sizes();
        assert!(held.len() > 2 && held.len() <= FILES && held.iter().all(|size| *size <= LARGEST), "{held:?}");
        // The latest lines are in the last file, and in order across the files.
        let found = unusual(folder.path(), 100);
        let numbers: Vec<usize> = found.iter().map(|line| line[..8].parse().unwrap()).collect();
        assert_eq!(numbers, (700..800).collect::<Vec<_>>());
        // What an earlier start left is counted.
        drop(files);
        let mut files = Files::open(folder.path()).unwrap();
        files.write(&line(800)).unwrap();
        assert!(sizes().iter().all(|size| *size <= LARGEST), "{:?}", sizes());
        assert_eq!(unusual(folder.path(), 1)[0][..8], *"00000800");
    }

    #[test]
    fn the_latest_unusual_lines_are_found_across_days() {
        let folder = tempfile::tempdir().unwrap();
        let write = |name: &str, text: &str| std::fs::write(folder.path().join(name), text).unwrap();
        write("yundeck.2026-11-19.log", "t1  WARN a: one\nt2  INFO a: WARN is a word here\n");
        write("yundeck.2026-11-20.log", "t3 ERROR a: two\nand its second line\nt4  WARN a: three\n");
        write("other.txt", "t5 ERROR a: not ours\n");
        let found = |most| unusual(folder.path(), most);
        assert_eq!(found(9), ["t1  WARN a: one", "t3 ERROR a: two", "t4  WARN a: three"]);
        assert_eq!(found(2), ["t3 ERROR a: two", "t4  WARN a: three"]);
        assert_eq!(unusual(&folder.path().join("none"), 9), Vec::<String>::new());
    }
}
