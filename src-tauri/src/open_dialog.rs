//! Which file or folder a person means: asked of them, never taken from the window.

use std::path::{Path, PathBuf};

use tauri::WebviewWindow;
use tauri_plugin_dialog::{DialogExt, FileDialogBuilder, FilePath};
use tokio::sync::oneshot;

/// Asks for a file with one of these endings. `None`: they cancelled.
pub async fn file(window: &WebviewWindow, kind: &str, endings: &[&str]) -> Option<PathBuf> {
    asked(window, |dialog, answer| dialog.add_filter(kind, endings).pick_file(answer)).await
}

/// Asks for a folder, beginning where the person is likely to look for it. `None`: they cancelled.
pub async fn folder(window: &WebviewWindow, near: Option<&Path>) -> Option<PathBuf> {
    asked(window, |mut dialog, answer| {
        if let Some(near) = near {
            dialog = dialog.set_directory(near);
        }
        dialog.set_can_create_directories(true).pick_folder(answer);
    })
    .await
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
