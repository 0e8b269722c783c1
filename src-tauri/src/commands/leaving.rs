//! Closing the window while something is unfinished.

use tauri::{AppHandle, Manager, State};
use yundeck_app::App;
use yundeck_app::records::unfinished::Unfinished;

use crate::leaving::{self, Leaving};
type Answer<T> = Result<T, yundeck_domain::Error>;

/// Closes the window at once. What was sent without an answer is looked for at the next start; it is not sent again.
///
/// # Errors
/// None.
#[tauri::command]
#[specta::specta]
pub fn leave_now(handle: AppHandle) -> Answer<()> {
    if let Some(app) = handle.try_state::<App>() {
        app.acts.close_anyway();
    }
    leaving::now(&handle);
    Ok(())
}

/// What closing the window waits for, which a page that was loaded meanwhile has not heard; nothing while nobody wants to.
///
/// # Errors
/// None.
#[tauri::command]
#[specta::specta]
pub fn leaving_held(leaving: State<'_, Leaving>) -> Answer<Option<Unfinished>> {
    Ok(leaving.held_by())
}

/// Takes back the wish to close the window.
///
/// # Errors
/// None.
#[tauri::command]
#[specta::specta]
pub fn stay(leaving: State<'_, Leaving>) -> Answer<()> {
    leaving.stay();
    Ok(())
}
