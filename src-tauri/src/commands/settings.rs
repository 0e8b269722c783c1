//! The person's settings.

use tauri::State;
use yundeck_app::App;
use yundeck_app::settings::Settings;
type Answer<T> = Result<T, yundeck_domain::Error>;

/// The settings.
///
/// # Errors
/// As of the use case.
#[tauri::command]
#[specta::specta]
pub fn settings(app: State<'_, App>) -> Answer<Settings> {
    app.settings()
}

/// Saves the settings.
///
/// # Errors
/// As of the use case.
#[tauri::command]
#[specta::specta]
pub fn save_settings(app: State<'_, App>, settings: Settings) -> Answer<()> {
    app.save_settings(&settings)
}
