//! Where a person wants a file: asked of them, never taken from the window.

use std::path::PathBuf;

use tauri::WebviewWindow;
use tauri_plugin_dialog::DialogExt;
use tokio::sync::oneshot;

/// Asks for a place, proposing a name. `None`: they cancelled.
pub async fn place_for(window: &WebviewWindow, name: &str) -> Option<PathBuf> {
    let (answer, chosen) = oneshot::channel();
    let dialog = window.dialog().file().set_parent(window).set_file_name(name);
    dialog.save_file(move |place| {
        // Nobody waits any more when the window has gone.
        let _ = answer.send(place);
    });
    chosen.await.ok().flatten()?.into_path().ok()
}
