//! Half-filled wizards.

use tauri::State;
use yundeck_app::App;
use yundeck_app::records::draft::Draft;
use yundeck_app::records::unreadable::Unreadable;
type Answer<T> = Result<T, yundeck_domain::Error>;

/// All drafts.
///
/// # Errors
/// As of the use case.
#[tauri::command]
#[specta::specta]
pub fn drafts(app: State<'_, App>) -> Answer<Vec<Draft>> {
    app.desk.drafts()
}

/// The drafts that this version cannot read.
///
/// # Errors
/// As of the use case.
#[tauri::command]
#[specta::specta]
pub fn unreadable_drafts(app: State<'_, App>) -> Answer<Vec<Unreadable>> {
    app.desk.unreadable_drafts()
}

/// Saves a draft, without its secrets.
///
/// # Errors
/// As of the use case.
#[tauri::command]
#[specta::specta]
pub fn save_draft(app: State<'_, App>, draft: Draft) -> Answer<()> {
    app.desk.save_draft(draft)
}

/// Throws a draft away.
///
/// # Errors
/// As of the use case.
#[tauri::command]
#[specta::specta]
pub fn delete_draft(app: State<'_, App>, id: String) -> Answer<()> {
    app.desk.delete_draft(&id)
}
