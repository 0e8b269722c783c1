//! What was applied and is under way.

use tauri::State;
use yundeck_app::App;
use yundeck_app::records::activity::Activity;
type Answer<T> = Result<T, yundeck_domain::Error>;

/// The acts of this session.
///
/// # Errors
/// None.
#[tauri::command]
#[specta::specta]
pub fn activities(app: State<'_, App>) -> Answer<Vec<Activity>> {
    Ok(app.acts.activities())
}

/// Stops waiting for an act, and withdraws it if it was not sent yet.
///
/// # Errors
/// As of the use case.
#[tauri::command]
#[specta::specta]
pub fn cancel_activity(app: State<'_, App>, id: String) -> Answer<Activity> {
    app.acts.cancel_activity(&id)
}

/// Puts away what has ended. All acts of this session, as they are then.
///
/// # Errors
/// None.
#[tauri::command]
#[specta::specta]
pub fn clear_activities(app: State<'_, App>) -> Answer<Vec<Activity>> {
    Ok(app.acts.clear_activities())
}

/// Says that what turned up late is what an order made; of more than was ordered, those that were chosen.
///
/// # Errors
/// As of the use case.
#[tauri::command]
#[specta::specta]
pub fn recognise_activity(app: State<'_, App>, id: String, chosen: Option<Vec<String>>) -> Answer<Activity> {
    chosen.map_or_else(|| app.acts.recognise(&id), |chosen| app.acts.recognise_these(&id, &chosen))
}

/// Says that what turned up late has nothing to do with an order.
///
/// # Errors
/// As of the use case.
#[tauri::command]
#[specta::specta]
pub fn dismiss_resembling(app: State<'_, App>, id: String) -> Answer<Activity> {
    app.acts.dismiss_resembling(&id)
}

/// Asks the cloud once more, with the token that it recognises the call by.
///
/// # Errors
/// As of the use case.
#[tauri::command]
#[specta::specta]
pub async fn ask_again(app: State<'_, App>, id: String) -> Answer<Activity> {
    app.acts.ask_again(&id).await
}

/// Looks again for an act.
///
/// # Errors
/// As of the use case.
#[tauri::command]
#[specta::specta]
pub async fn recheck_activity(app: State<'_, App>, id: String) -> Answer<Activity> {
    app.acts.recheck_activity(&id)
}
