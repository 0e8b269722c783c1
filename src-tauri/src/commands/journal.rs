//! The journal.

use tauri::State;
use yundeck_app::App;
use yundeck_app::journal::{JournalFilter, JournalPage};
type Answer<T> = Result<T, yundeck_domain::Error>;

/// The lines `from..to` that a filter lets through.
///
/// # Errors
/// As of the use case.
#[tauri::command]
#[specta::specta]
pub fn journal(app: State<'_, App>, filter: JournalFilter, from: u32, to: u32) -> Answer<JournalPage> {
    app.journal(&filter, from, to)
}
