//! Half-filled wizards.

use tauri::State;
use yundeck_app::App;
use yundeck_app::drafts::Draft;
type Answer<T> = Result<T, yundeck_domain::Error>;

/// All drafts.
///
/// # Errors
/// As of the use case.
#[tauri::command]
#[specta::specta]
pub fn drafts(app: State<'_, App>) -> Answer<Vec<Draft>> {
    app.drafts()
}

/// Saves a draft, without its secrets.
///
/// # Errors
/// As of the use case.
#[tauri::command]
#[specta::specta]
pub fn save_draft(app: State<'_, App>, draft: Draft) -> Answer<()> {
    app.save_draft(draft)
}

/// Throws a draft away.
///
/// # Errors
/// As of the use case.
#[tauri::command]
#[specta::specta]
pub fn delete_draft(app: State<'_, App>, id: String) -> Answer<()> {
    app.delete_draft(&id)
}
