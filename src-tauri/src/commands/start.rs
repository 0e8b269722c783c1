//! Starting when something is in the way.

use std::path::Path;

use serde::Serialize;
use tauri::{AppHandle, Manager, State, WebviewWindow};
use tauri_plugin_opener::OpenerExt;
use yundeck_app::ground::kept_journal::KeptJournal;
use yundeck_app::start::{Choice, PutAside, Start, TroubleView};
use yundeck_domain::Error;

use crate::{open_dialog, starting};
type Answer<T> = Result<T, Error>;

/// What came of choosing a folder.
#[derive(Debug, Clone, Serialize, specta::Type)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum FolderChosen {
    /// Nothing: the person cancelled.
    Cancelled,
    /// The application runs.
    Started,
    /// There is no database in it.
    Empty {
        /// The folder.
        folder: String,
    },
    /// The application cannot start there either.
    Refused {
        /// Why not.
        trouble: TroubleView,
    },
}

/// What came of putting aside what was in the way.
#[derive(Debug, Clone, Serialize, specta::Type)]
pub struct StartedAnew {
    /// Where it is now.
    pub kept: PutAside,
    /// What is in the way all the same.
    pub trouble: Option<TroubleView>,
}

/// What keeps the application from running; nothing when it runs. The window asks this first.
///
/// # Errors
/// None.
#[tauri::command]
#[specta::specta]
pub fn start_trouble(start: State<'_, Start>) -> Answer<Option<TroubleView>> {
    Ok(start.trouble())
}

/// Tries once more to start. What is in the way, if something is.
///
/// # Errors
/// None.
#[tauri::command]
#[specta::specta]
pub async fn retry_start(handle: AppHandle) -> Answer<Option<TroubleView>> {
    aside(handle, |handle| {
        let _ = starting::attempt(handle);
        Ok(handle.state::<Start>().trouble())
    })
    .await
}

/// Uses another folder from now on: the one that the person chooses, or `usual`, the one that the operating system names.
///
/// # Errors
/// None: a folder that is not fit says why in the answer.
#[tauri::command]
#[specta::specta]
pub async fn choose_start_folder(handle: AppHandle, window: WebviewWindow, usual: bool) -> Answer<FolderChosen> {
    let (home, folder) = {
        let start = handle.state::<Start>();
        (start.usual().to_owned(), start.folder())
    };
    let chosen = if usual { Some(home) } else { open_dialog::folder(&window, Some(there(&folder))).await };
    let Some(chosen) = chosen else { return Ok(FolderChosen::Cancelled) };
    aside(handle, move |handle| {
        Ok(match handle.state::<Start>().choose(&chosen, &stamp()) {
            Ok(Some(Choice::Empty(folder))) => FolderChosen::Empty { folder: folder.display().to_string() },
            Ok(Some(Choice::Started(started))) => {
                starting::run(handle, *started);
                FolderChosen::Started
            }
            Ok(None) => FolderChosen::Started,
            Err(trouble) => FolderChosen::Refused { trouble },
        })
    })
    .await
}

/// Makes an empty database in the folder that was chosen, and uses it from now on. What is in the way there, if something is.
///
/// # Errors
/// None.
#[tauri::command]
#[specta::specta]
pub async fn make_in_chosen_folder(handle: AppHandle) -> Answer<Option<TroubleView>> {
    aside(handle, |handle| match handle.state::<Start>().make_in_chosen(&stamp()) {
        Ok(started) => {
            if let Some(started) = started {
                starting::run(handle, started);
            }
            Ok(None)
        }
        Err(trouble) => Ok(Some(trouble)),
    })
    .await
}

/// Puts what is in the way aside, under a name with a date in it, and starts without it. Nothing is deleted.
///
/// # Errors
/// When nothing could be put aside; nothing was changed then.
#[tauri::command]
#[specta::specta]
pub async fn start_anew(handle: AppHandle) -> Answer<StartedAnew> {
    aside(handle, |handle| {
        let kept = handle.state::<Start>().put_aside(&stamp())?;
        let _ = starting::attempt(handle);
        Ok(StartedAnew { kept, trouble: handle.state::<Start>().trouble() })
    })
    .await
}

/// The journal of the database that is in the way, as far as it can be read; nothing is written.
///
/// # Errors
/// When nothing of it can be read.
#[tauri::command]
#[specta::specta]
pub async fn read_only_journal(handle: AppHandle) -> Answer<KeptJournal> {
    aside(handle, |handle| handle.state::<Start>().journal()).await
}

/// Shows the folder that is in the way, or the nearest one above it that is there, in the file manager.
///
/// # Errors
/// `Bug` when the system shows no folder.
#[tauri::command]
#[specta::specta]
pub fn show_start_folder(handle: AppHandle, start: State<'_, Start>) -> Answer<()> {
    let folder = start.folder();
    handle
        .opener()
        .open_path(there(&folder).display().to_string(), None::<&str>)
        .map_err(|error| Error::bug(format!("no file manager: {error}")))
}

/// A folder, or the nearest one above it that is there.
fn there(folder: &Path) -> &Path {
    folder.ancestors().find(|folder| folder.is_dir()).unwrap_or(folder)
}

/// Waits for disks beside the window's thread.
async fn aside<T: Send + 'static>(
    handle: AppHandle,
    work: impl FnOnce(&AppHandle) -> Answer<T> + Send + 'static,
) -> Answer<T> {
    tauri::async_runtime::spawn_blocking(move || work(&handle))
        .await
        .map_err(|error| Error::bug(format!("not started: {error}")))?
}

/// The present moment, for a file's name.
fn stamp() -> String {
    chrono::Local::now().format("%Y-%m-%d-%H%M%S").to_string()
}
