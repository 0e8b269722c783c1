//! Closing the window while something is unfinished.

use tauri::{AppHandle, State};

use crate::leaving::{self, Leaving};
type Answer<T> = Result<T, yundeck_domain::Error>;

/// Closes the window at once. What was sent without an answer is looked for at the next start; it is not sent again.
///
/// # Errors
/// None.
#[tauri::command]
#[specta::specta]
pub fn leave_now(handle: AppHandle) -> Answer<()> {
    leaving::now(&handle);
    Ok(())
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
