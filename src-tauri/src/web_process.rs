//! The process of the web view, in which the page runs. When it ends by a crash, of the web view or of a graphics driver, the
//! window would stay empty: the page is loaded again. What is under way goes on meanwhile; it is not the page's.

use tauri::WebviewWindow;

/// Loads the page again whenever its process has crashed.
///
/// # Errors
/// When the web view is gone.
#[cfg(target_os = "linux")]
pub fn outlive(window: &WebviewWindow) -> tauri::Result<()> {
    use std::cell::Cell;
    use std::time::{Duration, Instant};

    use webkit2gtk::{WebProcessTerminationReason, WebViewExt};

    /// A page that crashes again so soon would crash for ever.
    const AGAIN: Duration = Duration::from_secs(5);

    window.with_webview(|view| {
        let last: Cell<Option<Instant>> = Cell::new(None);
        view.inner().connect_web_process_terminated(move |view, reason| {
            let soon = last.replace(Some(Instant::now())).is_some_and(|last| last.elapsed() < AGAIN);
            if reason == WebProcessTerminationReason::TerminatedByApi || soon {
                return tracing::error!(?reason, "the page ended");
            }
            tracing::error!(?reason, "the page ended, and is loaded again");
            view.reload();
        });
    })
}

/// Elsewhere the web view is left to itself.
///
/// # Errors
/// None.
#[cfg(not(target_os = "linux"))]
pub fn outlive(_: &WebviewWindow) -> tauri::Result<()> {
    Ok(())
}
