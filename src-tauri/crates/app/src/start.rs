//! Starting: from the folder that the operating system names to the running application, or to what is in the way and what
//! can be done about it.

use std::path::{Path, PathBuf};
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use serde::Serialize;
use yundeck_domain::{Error, ErrorKind, Text};

use crate::app::{App, Options};
use crate::ground::data_folder::{DATABASE, DataFolder};
use crate::ground::database_file;
use crate::ground::folder_lock::FolderLock;
use crate::ground::kept_journal::{self, KeptJournal};
use crate::ground::owner_only;
use crate::ground::trouble::{Trouble, TroubleKind};

/// Whoever quits and starts again at once meets the process that is still ending: how often its folder is tried again, and how
/// long apart.
const ENDING_LOOKS: u32 = 15;
const ENDING_PAUSE: Duration = Duration::from_millis(100);

/// What the application is to be made of, given the folder of its files.
type Assemble = Box<dyn Fn(&Path) -> Options + Send + Sync>;

/// The start of the application, as often as it takes.
pub struct Start {
    home: PathBuf,
    assemble: Assemble,
    standing: Mutex<Standing>,
}

#[derive(Default)]
struct Standing {
    trouble: Option<Trouble>,
    /// The folder it is about; the one that is looked at, put aside from, and read.
    folder: PathBuf,
    /// A folder without a database that the person chose and has not confirmed yet.
    chosen: Option<PathBuf>,
    started: bool,
}

/// The running application and where its files are.
pub struct Started {
    /// The application.
    pub app: App,
    /// Its folder.
    pub folder: DataFolder,
}

/// What came of choosing a folder.
pub enum Choice {
    /// It has a database, and the application runs on it, from now on.
    Started(Box<Started>),
    /// It has none; `make_in_chosen` makes one.
    Empty(PathBuf),
}

/// What is in the way, and which ways out there are, for the window. Trying again is always one.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, specta::Type)]
#[serde(rename_all = "camelCase")]
pub struct TroubleView {
    /// What it is.
    pub kind: TroubleKind,
    /// The folder or file it is about.
    pub path: String,
    /// The folder that was to be used.
    pub folder: String,
    /// The technical circumstances, for a report.
    pub context: String,
    /// Whether another folder can be chosen: not when that could not be noted down.
    pub can_choose: bool,
    /// The folder that the operating system names, when another one was to be used.
    pub usual: Option<String>,
    /// Whether what is in the way can be put aside, to start anew.
    pub can_start_anew: bool,
    /// Whether there is a database whose journal may be read.
    pub has_journal: bool,
}

/// The new names of what was put aside.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, specta::Type)]
pub struct PutAside {
    /// The folder they are in.
    pub folder: String,
    /// The names; none when there was nothing to put aside.
    pub names: Vec<String>,
}

impl Start {
    /// A start in the folder that the operating system names.
    pub fn new(home: PathBuf, assemble: impl Fn(&Path) -> Options + Send + Sync + 'static) -> Self {
        let standing = Standing { folder: home.clone(), ..Standing::default() };
        Self { home, assemble: Box::new(assemble), standing: Mutex::new(standing) }
    }

    /// Starts, where the files are said to be. `None`: it runs already.
    ///
    /// # Errors
    /// What is in the way; `trouble` tells it from then on.
    pub fn attempt(&self) -> Result<Option<Started>, Trouble> {
        let mut standing = self.standing();
        if standing.started {
            return Ok(None);
        }
        let mut folder = DataFolder::new(self.home.clone());
        let mut open = || folder.open().and_then(|path| App::open((self.assemble)(&path)));
        let mut opened = open();
        for _ in 0..ENDING_LOOKS {
            if !opened.as_ref().is_err_and(|trouble| trouble.kind == TroubleKind::InUse) {
                break;
            }
            std::thread::sleep(ENDING_PAUSE);
            opened = open();
        }
        standing.folder = folder.current().to_owned();
        match opened {
            Ok(app) => {
                folder.settle(&app.desk.store);
                Ok(Some(standing.begin(Started { app, folder })))
            }
            Err(trouble) => {
                standing.trouble = Some(trouble.clone());
                Err(trouble)
            }
        }
    }

    /// What is in the way. `None` once the application runs.
    pub fn trouble(&self) -> Option<TroubleView> {
        let standing = self.standing();
        standing.trouble.as_ref().map(|trouble| self.view(trouble, &standing.folder))
    }

    /// The folder that what is in the way is about.
    pub fn folder(&self) -> PathBuf {
        self.standing().folder.clone()
    }

    /// The folder that the operating system names.
    pub fn usual(&self) -> &Path {
        &self.home
    }

    /// Uses another folder, from now on, if there is a database in it. `None`: the application runs already.
    ///
    /// # Errors
    /// What is in the way there; what was in the way before is so still.
    pub fn choose(&self, folder: &Path, stamp: &str) -> Result<Option<Choice>, TroubleView> {
        let mut standing = self.standing();
        if standing.started {
            return Ok(None);
        }
        if folder.join(DATABASE).symlink_metadata().is_err() {
            standing.chosen = Some(folder.to_owned());
            return Ok(Some(Choice::Empty(folder.to_owned())));
        }
        standing.chosen = None;
        self.take(&mut standing, folder, stamp).map(|started| Some(Choice::Started(Box::new(started))))
    }

    /// Makes a database in the folder that was chosen, and uses it from now on. `None`: none was chosen, or it runs already.
    ///
    /// # Errors
    /// As of `choose`.
    pub fn make_in_chosen(&self, stamp: &str) -> Result<Option<Started>, TroubleView> {
        let mut standing = self.standing();
        let Some(folder) = standing.chosen.take().filter(|_| !standing.started) else { return Ok(None) };
        if !folder.is_dir() {
            return Err(self.view(&Trouble::new(TroubleKind::FolderMissing, &folder, "it is gone"), &folder));
        }
        // The person knows that there is none, whatever was there once.
        let forgotten = Trouble::unless_own(&folder)
            .and_then(|()| FolderLock::take(&folder))
            .and_then(|mut lock| lock.unmark().map_err(|error| Trouble::of_io(&folder, &error)));
        forgotten.map_err(|trouble| self.view(&trouble, &folder))?;
        self.take(&mut standing, &folder, stamp).map(Some)
    }

    /// Puts aside what is in the way, under a name with a date in it, and starts without it.
    ///
    /// # Errors
    /// `Conflict` when that is no way out of this trouble; when nothing could be put aside, and then nothing was changed.
    pub fn put_aside(&self, stamp: &str) -> Result<PutAside, Error> {
        let standing = self.standing();
        let Some(trouble) =
            standing.trouble.as_ref().filter(|trouble| self.view(trouble, &standing.folder).can_start_anew)
        else {
            return Err(Error::not_sent(ErrorKind::Conflict, "nothing to put aside").with_words(Text::new(
                "现在没有可以另存的文件，没有改动任何东西。请重试启动。",
                "There is nothing to put aside now; nothing was changed. Try to start again.",
            )));
        };
        let folder = &standing.folder;
        let kept = if trouble.kind == TroubleKind::NotAFolder {
            vec![database_file::put_file_aside(folder, stamp)?]
        } else {
            let mut lock = FolderLock::take(folder).map_err(|trouble| in_words(&trouble))?;
            let kept = database_file::put_aside(&folder.join(DATABASE), stamp)?;
            lock.unmark().map_err(|error| in_words(&Trouble::of_io(folder, &error)))?;
            kept
        };
        // An index that SQLite makes anew is not worth a word.
        let kept: Vec<PathBuf> = kept.into_iter().filter(|path| !path.to_string_lossy().ends_with("-shm")).collect();
        let inside = kept.first().and_then(|path| path.parent()).unwrap_or(folder);
        let name = |path: &PathBuf| path.file_name().unwrap_or_default().to_string_lossy().into_owned();
        Ok(PutAside { folder: inside.display().to_string(), names: kept.iter().map(name).collect() })
    }

    /// The journal of the database that is in the way, as far as it can be read. Nothing in its folder is changed.
    ///
    /// # Errors
    /// When nothing of it can be read.
    pub fn journal(&self) -> Result<KeptJournal, Error> {
        kept_journal::read(&self.folder().join(DATABASE))
    }

    fn take(&self, standing: &mut Standing, folder: &Path, stamp: &str) -> Result<Started, TroubleView> {
        let refused = |trouble: &Trouble| self.view(trouble, folder);
        let app = App::open((self.assemble)(folder)).map_err(|trouble| refused(&trouble))?;
        let folder = DataFolder::at(self.home.clone(), folder.to_owned());
        folder
            .remember(stamp)
            .map_err(|error| refused(&Trouble::new(TroubleKind::Unwritable, &self.home, error.context)))?;
        standing.folder = folder.current().to_owned();
        Ok(standing.begin(Started { app, folder }))
    }

    fn view(&self, trouble: &Trouble, folder: &Path) -> TroubleView {
        use TroubleKind as Kind;

        let usual = folder == self.home;
        let database = folder.join(DATABASE);
        let writable = || owner_only::is_writable(folder) && FolderLock::take(folder).is_ok();
        let can_start_anew = match trouble.kind {
            Kind::Damaged | Kind::Newer | Kind::Other | Kind::Unwritable | Kind::Unreadable => {
                database.symlink_metadata().is_ok() && writable()
            }
            // An empty folder that was chosen is where a disk is mounted, and its database comes back with the disk.
            Kind::DatabaseMissing => usual && writable(),
            Kind::NotAFolder => usual && folder.symlink_metadata().is_ok_and(|found| !found.is_dir()),
            Kind::DiskFull | Kind::FolderMissing | Kind::LocationUnreadable | Kind::Shared | Kind::InUse => false,
        };
        TroubleView {
            kind: trouble.kind,
            path: trouble.path.clone(),
            folder: folder.display().to_string(),
            context: trouble.context.clone(),
            // Where others may write, they could say where the folder is.
            can_choose: owner_only::is_writable(&self.home) && owner_only::others_in(&self.home).is_ok(),
            usual: (!usual || trouble.kind == Kind::LocationUnreadable).then(|| self.home.display().to_string()),
            can_start_anew,
            has_journal: trouble.kind != Kind::InUse && database_file::begins_as_one(&database),
        }
    }

    fn standing(&self) -> MutexGuard<'_, Standing> {
        self.standing.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Standing {
    fn begin(&mut self, started: Started) -> Started {
        self.trouble = None;
        self.chosen = None;
        self.started = true;
        started
    }
}

fn in_words(trouble: &Trouble) -> Error {
    Error::not_sent(ErrorKind::Bug, trouble.to_string()).with_words(Text::new(
        "文件夹现在不能写入，或正被另一个程序使用，没有改动任何东西。",
        "The folder cannot be written now, or another program has it; nothing was changed.",
    ))
}
