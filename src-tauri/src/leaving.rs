//! Closing the window: at once, or, while something would be left behind, when that has ended or the person says so.
//!
//! On macOS "Quit" is made to close the window, too. What ends the program from elsewhere is not held: "Quit" in the Dock, the
//! end of the session, a signal. Then the next start looks for the outcome, as after a crash.

use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use tauri::menu::{Menu, MenuEvent, MenuItem, MenuItemKind};
use tauri::{AppHandle, CloseRequestApi, Manager, Window, Wry};
use tauri_specta::Event as _;
use yundeck_app::App;
use yundeck_app::records::unfinished::Unfinished;

use crate::commands::events::LeavingHeld;

/// The id of the menu's "Quit".
const QUIT: &str = "quit";

/// How often one looks whether everything has ended.
const LOOK_EVERY: Duration = Duration::from_millis(150);

/// The person's wish to leave. Each new word of theirs has a number of its own, and ends the waiting for the one before.
#[derive(Default)]
pub struct Leaving {
    latest: AtomicU64,
    /// What the closing waits for, while it does.
    held: Mutex<Option<Unfinished>>,
}

impl Leaving {
    /// The person stays; the window does not close by itself any more.
    pub fn stay(&self) {
        let mut held = self.held();
        self.latest.fetch_add(1, Ordering::Relaxed);
        *held = None;
    }

    /// What the closing waits for; `None` while nobody wants to leave.
    pub fn held_by(&self) -> Option<Unfinished> {
        self.held().clone()
    }

    /// Notes what the closing waits for, unless the person has thought better of it.
    fn note(&self, asked: u64, unfinished: &Unfinished) {
        let mut held = self.held();
        if self.holds(asked) {
            *held = Some(unfinished.clone());
        }
    }

    fn held(&self) -> MutexGuard<'_, Option<Unfinished>> {
        self.held.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn ask(&self) -> u64 {
        self.latest.fetch_add(1, Ordering::Relaxed) + 1
    }

    fn holds(&self, asked: u64) -> bool {
        self.latest.load(Ordering::Relaxed) == asked
    }
}

/// The window was asked to close. While something would be left behind it stays open, says what, and closes as soon as
/// nothing is.
pub fn requested(window: &Window, api: &CloseRequestApi) {
    let Some(app) = window.try_state::<App>().map(|app| app.inner().clone()) else { return };
    if app.acts.close() {
        return;
    }
    api.prevent_close();
    let asked = window.state::<Leaving>().ask();
    tauri::async_runtime::spawn(close_when_finished(window.app_handle().clone(), app, asked));
}

async fn close_when_finished(handle: AppHandle, app: App, asked: u64) {
    let mut told = None;
    while handle.state::<Leaving>().holds(asked) {
        if app.acts.close() {
            return now(&handle);
        }
        let unfinished = app.acts.unfinished();
        if told.as_ref() != Some(&unfinished) {
            handle.state::<Leaving>().note(asked, &unfinished);
            if let Err(error) = LeavingHeld(unfinished.clone()).emit(&handle) {
                tracing::warn!(%error, "the window did not hear that leaving waits");
            }
            told = Some(unfinished);
        }
        tokio::time::sleep(LOOK_EVERY).await;
    }
}

/// The menu of macOS, in which "Quit" (Cmd-Q) asks the window to close. Tauri's own ends the program without an event that
/// could be held: neither `CloseRequested` nor `ExitRequested` comes of it (tauri-apps/tauri#9198).
///
/// Never tried on macOS: only on Linux, where the same menu held and ended the program as closing the window does.
///
/// # Errors
/// When the menu cannot be made.
pub fn menu(handle: &AppHandle) -> tauri::Result<Menu<Wry>> {
    let menu = Menu::default(handle)?;
    // The first menu is the application's, and its last item is "Quit".
    if let Some(MenuItemKind::Submenu(application)) = menu.items()?.first() {
        application.remove_at(application.items()?.len().saturating_sub(1))?;
        let text = format!("Quit {}", handle.package_info().name);
        application.append(&MenuItem::with_id(handle, QUIT, text, true, Some("Cmd+Q"))?)?;
    }
    Ok(menu)
}

/// What was chosen in that menu.
pub fn chosen(handle: &AppHandle, event: &MenuEvent) {
    if event.id() != QUIT {
        return;
    }
    for (_, window) in handle.webview_windows() {
        if let Err(error) = window.close() {
            tracing::error!(%error, "the window was not asked to close");
        }
    }
}

/// Closes the window, whatever is left behind.
pub fn now(handle: &AppHandle) {
    for (_, window) in handle.webview_windows() {
        if let Err(error) = window.destroy() {
            tracing::error!(%error, "the window did not close");
        }
    }
}
