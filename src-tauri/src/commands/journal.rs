//! The journal.

use tauri::State;
use yundeck_app::App;
use yundeck_app::records::journal::{JournalFilter, JournalPage, JournalStep};
type Answer<T> = Result<T, yundeck_domain::Error>;

/// The lines `from..to` that a filter lets through.
///
/// # Errors
/// As of the use case.
#[tauri::command]
#[specta::specta]
pub fn journal(app: State<'_, App>, filter: JournalFilter, from: u32, to: u32) -> Answer<JournalPage> {
    app.journal.page(&filter, from, to)
}

/// What happened to an act, step by step.
///
/// # Errors
/// As of the use case.
#[tauri::command]
#[specta::specta]
pub fn journal_steps(app: State<'_, App>, id: String) -> Answer<Vec<JournalStep>> {
    app.journal.steps(&id)
}
