//! Which file or folder a person means: asked of them, never taken from the window.

use std::path::PathBuf;

use tauri::WebviewWindow;
use tauri_plugin_dialog::{DialogExt, FileDialogBuilder, FilePath};
use tokio::sync::oneshot;

/// Asks for a file with one of these endings. `None`: they cancelled.
pub async fn file(window: &WebviewWindow, kind: &str, endings: &[&str]) -> Option<PathBuf> {
    asked(window, |dialog, answer| dialog.add_filter(kind, endings).pick_file(answer)).await
}

/// Asks for a folder. `None`: they cancelled.
pub async fn folder(window: &WebviewWindow) -> Option<PathBuf> {
    asked(window, |dialog, answer| dialog.set_can_create_directories(true).pick_folder(answer)).await
}

type Answer = Box<dyn FnOnce(Option<FilePath>) + Send>;

async fn asked(window: &WebviewWindow, ask: impl FnOnce(FileDialogBuilder<tauri::Wry>, Answer)) -> Option<PathBuf> {
    let (answer, chosen) = oneshot::channel();
    let answer: Answer = Box::new(move |place| {
        // Nobody waits any more when the window has gone.
        let _ = answer.send(place);
    });
    ask(window.dialog().file().set_parent(window), answer);
    chosen.await.ok().flatten()?.into_path().ok()
}
