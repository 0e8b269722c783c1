//! What was applied and is under way.

use tauri::State;
use yundeck_app::App;
use yundeck_app::activity::Activity;
type Answer<T> = Result<T, yundeck_domain::Error>;

/// The acts of this session.
///
/// # Errors
/// None.
#[tauri::command]
#[specta::specta]
pub fn activities(app: State<'_, App>) -> Answer<Vec<Activity>> {
    Ok(app.activities())
}

/// Looks again for an act.
///
/// # Errors
/// As of the use case.
#[tauri::command]
#[specta::specta]
pub async fn recheck_activity(app: State<'_, App>, id: String) -> Answer<Activity> {
    app.recheck_activity(&id)
}
