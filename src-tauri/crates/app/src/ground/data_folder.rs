//! Where the application's files are, and moving them to another folder.
//!
//! A move is asked for while the application runs and done when it next starts, before the database is opened: so nothing
//! that was written meanwhile is left behind. The files are in the old folder until the new one has all of them, checked.

mod copying;
mod held;
mod moved;

use std::io;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use serde::{Deserialize, Serialize};
use yundeck_domain::{Error, ErrorKind, Text};

use crate::ground::database_file::{self, PARTS, part};
use crate::ground::folder_lock::FolderLock;
use crate::ground::owner_only::{self, Others};
use crate::ground::saved_file;
use crate::ground::store::{Store, to_json};
use crate::ground::trouble::{Trouble, TroubleKind};
use copying::copy;
pub use held::HeldData;
use moved::Moved;

/// The name of the database in its folder.
pub const DATABASE: &str = "yundeck.db";

/// Says, in the folder that the operating system names, where the files are.
const LOCATION: &str = "location.json";

/// The folder of the application's files.
#[derive(Debug, Clone)]
pub struct DataFolder {
    home: PathBuf,
    /// The folder in use, once it was opened.
    current: PathBuf,
    failure: Option<Text>,
    /// What a folder that was chosen holds already, until the person says what to do. All clones have the same one.
    held: Arc<Mutex<Option<Held>>>,
}

/// A folder that was chosen and holds data.
#[derive(Debug, Clone)]
struct Held {
    folder: PathBuf,
    data: HeldData,
}

/// Where the files are and where they are to go.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
struct Location {
    /// Where they are, when not in the folder that the operating system names.
    folder: Option<PathBuf>,
    /// Where they are to be from the next start on.
    next: Option<PathBuf>,
    /// Whether what is there already is used, and nothing is copied.
    #[serde(default)]
    as_it_is: bool,
    /// What moves left behind and is not deleted yet.
    #[serde(default)]
    moved: Vec<Moved>,
}

/// Where the files are, for the window.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, specta::Type)]
#[serde(rename_all = "camelCase")]
pub struct DataFolderView {
    /// The folder in use.
    pub folder: String,
    /// The folder from the next start on, when it is another.
    pub next: Option<String>,
    /// The folder that the operating system names, when another is in use.
    pub usual: Option<String>,
    /// Why the files are not in the folder that was asked for, when moving them failed at this start.
    pub failure: Option<Text>,
    /// Whether the data that is in that folder already is used then, and nothing is copied there.
    pub as_it_is: bool,
    /// What the folder that was chosen last holds already. It can be used as it is; nothing has changed yet.
    pub held: Option<HeldData>,
    /// The databases that were moved from and are there still. Each is deleted at the second start on its copy.
    pub moved: Vec<String>,
    /// What others may do in the folder in use.
    pub others: Others,
}

impl DataFolder {
    /// The folder that the operating system names for the application.
    pub fn new(home: PathBuf) -> Self {
        Self::at(home.clone(), home)
    }

    /// Another folder, once it is in use. `remember` makes it the one for the starts to come.
    pub fn at(home: PathBuf, folder: PathBuf) -> Self {
        Self { home, current: folder, failure: None, held: Arc::default() }
    }

    /// The folder to be used. A move that was asked for is done now; one that fails is tried again at the next start, and the
    /// old folder stays in use. The folder that the operating system names is made when it is missing, another one never: what
    /// is not there may be on a disk that is not mounted.
    ///
    /// # Errors
    /// When it cannot be found out where the files are, or the folder, or the database in it, is not there.
    pub fn open(&mut self) -> Result<PathBuf, Trouble> {
        if self.home.is_dir() {
            owner_only::close(&self.home);
        }
        // What is noted in a home that others may write into could be anybody's.
        owner_only::others_in(&self.home).map_err(|how| Trouble::new(TroubleKind::Shared, &self.home, how))?;
        let location = self.location()?;
        self.current = location.folder.clone().unwrap_or_else(|| self.home.clone());
        if self.current == self.home {
            make_usual(&self.home)?;
        } else {
            must_hold_database(&self.current)?;
        }
        Trouble::unless_own(&self.current)?;
        let Some(next) = location.next else { return Ok(self.current.clone()) };
        // Another process may be writing what is to be copied.
        let lock = FolderLock::take(&self.current)?;
        let done = match location.as_it_is {
            true => self.adopt(&next),
            false => self.finish(&self.current, &next),
        };
        match done {
            Ok(()) => self.current = next,
            Err(error) => self.failure = error.words.or(Some(Text::same(error.context))),
        }
        drop(lock);
        Ok(self.current.clone())
    }

    /// The folder in use, or the one that would be if it could.
    pub fn current(&self) -> &Path {
        &self.current
    }

    /// Where the files are and where they are to go.
    pub fn view(&self) -> DataFolderView {
        let Location { next, as_it_is, moved, .. } = self.location().unwrap_or_default();
        let text = |path: &PathBuf| path.display().to_string();
        DataFolderView {
            folder: text(&self.current),
            next: next.as_ref().map(text),
            usual: (self.current != self.home).then(|| text(&self.home)),
            failure: self.failure.clone().filter(|_| next.is_some()),
            as_it_is: as_it_is && next.is_some(),
            held: self.held().as_ref().map(|held| held.data.clone()),
            moved: moved.iter().map(|one| &one.database).filter(|path| path.exists()).map(text).collect(),
            others: owner_only::others_in(&self.current).unwrap_or(Others::Unknown),
        }
    }

    /// Asks for another folder from the next start on. The files are copied there once now, to see that they can be. One that
    /// holds data already is only offered to be used as it is: see [`Self::use_held`].
    ///
    /// # Errors
    /// `Conflict` when the folder is the one in use, or holds data that this version cannot use; `Bug` with words when it cannot
    /// be written. Nothing changes then.
    pub fn ask_for(&self, next: &Path) -> Result<DataFolderView, Error> {
        let current = &self.current;
        *self.held() = None;
        if !next.is_absolute() {
            return Err(refused(
                "not an absolute path",
                "请填写完整的文件夹路径。",
                "The whole path of a folder is needed.",
            ));
        }
        owner_only::make_folder(next).map_err(|error| unwritable(next, &error))?;
        let same = |path: &Path| path.canonicalize().ok();
        if same(next) == same(current) {
            return Err(refused("the same folder", "现在用的就是这个文件夹。", "This is the folder in use."));
        }
        must_be_own(next)?;
        if next.join(DATABASE).exists() {
            let data = held::look(next)?;
            *self.held() = Some(Held { folder: next.to_owned(), data });
            return Ok(self.view());
        }
        let trial = next.join("yundeck.db.trial");
        // Left over from a try that was cut off.
        let _ = std::fs::remove_file(&trial);
        let copied = copy(&current.join(DATABASE), &trial);
        // What was tried out is not needed any more, whether it went well or not.
        let _ = std::fs::remove_file(&trial);
        copied?;
        self.write(Some(next.to_owned()), false)?;
        Ok(self.view())
    }

    /// Uses what the folder that was chosen holds, as it is, from the next start on. What is in the present one stays there.
    ///
    /// # Errors
    /// `Conflict` when none is offered; when it cannot be written down.
    pub fn use_held(&self) -> Result<DataFolderView, Error> {
        let held = self.held().take();
        let Some(Held { folder, .. }) = held else {
            return Err(refused(
                "no folder is offered",
                "没有可以改用的文件夹，请重新选择。",
                "There is no folder to be used. Choose it again.",
            ));
        };
        self.write(Some(folder), true)?;
        Ok(self.view())
    }

    /// Takes back that another folder was asked for.
    ///
    /// # Errors
    /// When it cannot be written down.
    pub fn keep(&self) -> Result<DataFolderView, Error> {
        *self.held() = None;
        self.write(None, false)?;
        Ok(self.view())
    }

    /// Makes the folder in use the one for the starts to come. A note of before that cannot be read is put aside.
    ///
    /// # Errors
    /// When it cannot be written down; the note of before stands then.
    pub fn remember(&self, stamp: &str) -> Result<(), Error> {
        let note = self.home.join(LOCATION);
        if self.location().is_err() && note.is_file() {
            database_file::put_file_aside(&note, stamp)?;
        }
        self.write(None, false)
    }

    /// Changes over to what another folder holds, if it can still be used.
    fn adopt(&self, next: &Path) -> Result<(), Error> {
        must_be_own(next)?;
        held::look(next)?;
        Self::at(self.home.clone(), next.to_owned()).write(None, false)
    }

    /// Goes through what moves left behind, after a start on a database: what has proven itself there makes its origin
    /// superfluous.
    pub fn settle(&self, store: &Store) {
        let Ok(location) = self.location() else { return };
        let settled = store.with(|db| {
            let left = moved::settle(location.moved.clone(), &self.current, db);
            for folder in [&self.home, &self.current] {
                moved::settle_unnoted(folder, &location.moved, db);
            }
            Ok(left)
        });
        let Ok(moved) = settled else { return };
        if moved != location.moved
            && let Err(error) = self.note(&Location { moved, ..location })
        {
            tracing::warn!(%error, "what a move left behind could not be noted down");
        }
    }

    /// Copies, checks, and only then says that the files are there. The old database is put aside, not deleted.
    fn finish(&self, current: &Path, next: &Path) -> Result<(), Error> {
        if !next.is_dir() {
            return Err(refused(
                "the folder is not there",
                "那个文件夹不在了（磁盘没有挂载？），仍使用原来的文件夹。",
                "That folder is not there (is its disk mounted?); the old one stays in use.",
            ));
        }
        must_be_own(next)?;
        let (from, to) = (current.join(DATABASE), next.join(DATABASE));
        if to.exists() {
            return Err(taken());
        }
        let mut moved = self.location().map(|location| location.moved).unwrap_or_default();
        let aside = moved::free_name(current);
        if from.exists() {
            let unfinished = next.join("yundeck.db.part");
            // Left over from a start that was cut off.
            let _ = std::fs::remove_file(&unfinished);
            let generation = copy(&from, &unfinished)?;
            moved = moved::after(moved, current, next, aside.clone(), generation);
            let named = std::fs::rename(&unfinished, &to).and_then(|()| owner_only::sync_folder(next));
            named.map_err(|error| unwritable(next, &error))?;
        }
        let there = Location { folder: (next != self.home).then(|| next.to_owned()), moved, ..Location::default() };
        if let Err(error) = self.note(&there) {
            // The old one is still the one in use.
            let _ = std::fs::remove_file(&to);
            return Err(error);
        }
        for ending in PARTS {
            // The copy is whole; what is put aside is only a courtesy.
            let _ = std::fs::rename(part(&from, ending), part(&aside, ending));
        }
        Ok(())
    }

    fn location(&self) -> Result<Location, Trouble> {
        let note = self.home.join(LOCATION);
        let unreadable = |why: &dyn ToString| Trouble::new(TroubleKind::LocationUnreadable, &note, why.to_string());
        let text = match std::fs::read_to_string(&note) {
            Ok(text) => text,
            // Whether the folder itself is fit to be used is seen when it is opened.
            Err(error) if matches!(error.kind(), io::ErrorKind::NotFound | io::ErrorKind::NotADirectory) => {
                return Ok(Location::default());
            }
            Err(error) if note.symlink_metadata().is_err() => {
                return Err(Trouble::new(TroubleKind::Unreadable, &self.home, error));
            }
            Err(error) => return Err(unreadable(&error)),
        };
        let location: Location = serde_json::from_str(&text).map_err(|error| unreadable(&error))?;
        for path in [&location.folder, &location.next].into_iter().flatten() {
            if !path.is_absolute() {
                return Err(unreadable(&format!("{} is no absolute path", path.display())));
            }
        }
        Ok(location)
    }

    /// Notes where the files are, and where they are to go.
    fn write(&self, next: Option<PathBuf>, as_it_is: bool) -> Result<(), Error> {
        let folder = (self.current != self.home).then(|| self.current.clone());
        let moved = self.location().map(|location| location.moved).unwrap_or_default();
        self.note(&Location { folder, next, as_it_is, moved })
    }

    fn note(&self, location: &Location) -> Result<(), Error> {
        owner_only::make_folder(&self.home).map_err(|error| unwritable(&self.home, &error))?;
        saved_file::write(&self.home.join(LOCATION), &to_json(location)?)?;
        owner_only::sync_folder(&self.home).map_err(|error| unwritable(&self.home, &error))
    }

    fn held(&self) -> MutexGuard<'_, Option<Held>> {
        self.held.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Sees to the folder that the operating system names.
fn make_usual(home: &Path) -> Result<(), Trouble> {
    match home.metadata() {
        Ok(found) if !found.is_dir() => {
            return Err(Trouble::new(TroubleKind::NotAFolder, home, "a file of this name stands there"));
        }
        // A link that leads nowhere: to a disk that is not mounted.
        Err(error) if home.symlink_metadata().is_ok() && error.kind() == io::ErrorKind::NotFound => {
            return Err(Trouble::new(TroubleKind::FolderMissing, home, "what the link leads to is not there"));
        }
        _ => {}
    }
    owner_only::make_folder(home).map_err(|error| Trouble::of_io(home, &error))?;
    owner_only::restrict_folder(home);
    Ok(())
}

/// A folder that was chosen once must have what is expected in it.
fn must_hold_database(folder: &Path) -> Result<(), Trouble> {
    let trouble = |kind, error: &dyn ToString| Err(Trouble::new(kind, folder, error.to_string()));
    match folder.metadata() {
        Ok(found) if !found.is_dir() => return trouble(TroubleKind::NotAFolder, &"a file of this name stands there"),
        Ok(_) => {}
        Err(error) => match error.kind() {
            io::ErrorKind::PermissionDenied => return trouble(TroubleKind::Unreadable, &error),
            _ => return trouble(TroubleKind::FolderMissing, &error),
        },
    }
    match folder.join(DATABASE).symlink_metadata() {
        Ok(_) => Ok(()),
        Err(error) if error.kind() == io::ErrorKind::NotFound => trouble(TroubleKind::DatabaseMissing, &error),
        Err(error) => trouble(TroubleKind::Unreadable, &error),
    }
}

fn refused(context: &str, zh: &str, en: &str) -> Error {
    Error::not_sent(ErrorKind::Conflict, context).with_words(Text::new(zh, en))
}

/// Data goes only where nobody else can put theirs in its place.
fn must_be_own(folder: &Path) -> Result<(), Error> {
    Trouble::unless_own(folder).map_err(|trouble| {
        refused(
            &trouble.context,
            "其他用户可以写入这个文件夹，能换掉里面的数据。没有改动任何东西；请换一个只有你能写入的文件夹，或先收回其他用户的写入权限。",
            "Others may write into that folder, and could put their own data in place of yours. Nothing was changed; choose a folder that only you can write to, or take that right from the others first.",
        )
    })
}

fn taken() -> Error {
    refused(
        "the folder has a database",
        "这个文件夹里已有 Yundeck 的数据，不会覆盖。请另选一个文件夹。",
        "That folder holds data of Yundeck already, which is not overwritten. Choose another.",
    )
}

fn unwritable(folder: &Path, error: &std::io::Error) -> Error {
    Error::not_sent(ErrorKind::Bug, format!("{}: {error}", folder.display())).with_words(Text::new(
        "那个文件夹不能写入，仍使用原来的文件夹。",
        "That folder cannot be written; the old one stays in use.",
    ))
}

#[cfg(test)]
mod tests;
