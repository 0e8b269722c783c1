//! The person's settings, where the files are, and taking everything along.

use tauri::{AppHandle, State, WebviewWindow};
use tauri_plugin_opener::OpenerExt;
use yundeck_app::App;
use yundeck_app::desk::export::left_out::LeftOut;
use yundeck_app::desk::export::restore::ImportPreview;
use yundeck_app::ground::data_folder::{DataFolder, DataFolderView};
use yundeck_app::ground::logs;
use yundeck_app::ground::saved_file;
use yundeck_app::ground::secrets::SecretInput;
use yundeck_app::records::settings::Settings;
use yundeck_domain::Error;

use crate::{open_dialog, save_dialog};
type Answer<T> = Result<T, Error>;

/// The settings.
///
/// # Errors
/// As of the use case.
#[tauri::command]
#[specta::specta]
pub fn settings(app: State<'_, App>) -> Answer<Settings> {
    app.desk.settings()
}

/// Saves the settings.
///
/// # Errors
/// As of the use case.
#[tauri::command]
#[specta::specta]
pub async fn save_settings(app: State<'_, App>, settings: Settings) -> Answer<()> {
    app.desk.save_settings(&settings).await?;
    logs::set_level(settings.log_level);
    Ok(())
}

/// Keeps the password of the application's proxy, or of an account's; an empty one forgets it.
///
/// # Errors
/// As of the use case.
#[tauri::command]
#[specta::specta]
pub async fn keep_proxy_password(app: State<'_, App>, account: Option<String>, password: SecretInput) -> Answer<()> {
    app.desk.keep_proxy_password(account.as_ref(), password).await
}

/// Where the files are.
///
/// # Errors
/// None.
#[tauri::command]
#[specta::specta]
pub fn data_folder(folder: State<'_, DataFolder>) -> Answer<DataFolderView> {
    Ok(folder.view())
}

/// Shows the folder of the files in the file manager.
///
/// # Errors
/// When the system shows no folder.
#[tauri::command]
#[specta::specta]
pub fn open_data_folder(handle: AppHandle, folder: State<'_, DataFolder>) -> Answer<()> {
    handle
        .opener()
        .open_path(folder.view().folder, None::<&str>)
        .map_err(|error| Error::bug(format!("no file manager: {error}")))
}

/// Asks for another folder, to be used from the next start on. Nothing when the person cancels.
///
/// # Errors
/// As of the use case.
#[tauri::command]
#[specta::specta]
pub async fn choose_data_folder(
    window: WebviewWindow,
    folder: State<'_, DataFolder>,
) -> Answer<Option<DataFolderView>> {
    let chosen = open_dialog::folder(&window, None).await;
    chosen.map(|path| folder.ask_for(&path)).transpose()
}

/// Uses what the folder that was chosen holds already, as it is, from the next start on.
///
/// # Errors
/// As of the use case.
#[tauri::command]
#[specta::specta]
pub fn adopt_data_folder(folder: State<'_, DataFolder>) -> Answer<DataFolderView> {
    folder.use_held()
}

/// Takes back that another folder was asked for.
///
/// # Errors
/// As of the use case.
#[tauri::command]
#[specta::specta]
pub fn keep_data_folder(folder: State<'_, DataFolder>) -> Answer<DataFolderView> {
    folder.keep()
}

/// Asks where to, and writes everything but secrets there. The file, or nothing when the person cancels.
///
/// # Errors
/// As of the use case; when the file cannot be written.
#[tauri::command]
#[specta::specta]
pub async fn export_everything(window: WebviewWindow, app: State<'_, App>) -> Answer<Option<Exported>> {
    let name = format!("yundeck-{}", chrono::Local::now().format("%Y-%m-%d"));
    let chosen = save_dialog::place_for(&window, &saved_file::name_of(&name, "json")).await;
    let Some(path) = chosen else { return Ok(None) };
    saved_file::write(&path, &app.desk.export()?)?;
    Ok(Some(Exported { path: path.display().to_string(), left_out: app.desk.left_out()? }))
}

/// A file that everything but secrets was written to.
#[derive(Debug, Clone, serde::Serialize, specta::Type)]
#[serde(rename_all = "camelCase")]
pub struct Exported {
    /// The file.
    path: String,
    /// What is not in it, because this version cannot read it.
    left_out: Vec<LeftOut>,
}

/// Asks where to, and writes the journal there as JSON lines. The file, or nothing when the person cancels.
///
/// # Errors
/// As of the use case; when the file cannot be written.
#[tauri::command]
#[specta::specta]
pub async fn export_journal(window: WebviewWindow, app: State<'_, App>) -> Answer<Option<String>> {
    let name = format!("yundeck-journal-{}", chrono::Local::now().format("%Y-%m-%d"));
    let chosen = save_dialog::place_for(&window, &saved_file::name_of(&name, "jsonl")).await;
    chosen
        .map(|path| saved_file::write(&path, &app.desk.export_journal()?).map(|()| path.display().to_string()))
        .transpose()
}

/// Asks for an exported file and says what it would do. Nothing when the person cancels.
///
/// # Errors
/// As of the use case.
#[tauri::command]
#[specta::specta]
pub async fn choose_export(window: WebviewWindow, app: State<'_, App>) -> Answer<Option<ImportPreview>> {
    let chosen = open_dialog::file(&window, "Yundeck", &["json"]).await;
    chosen.map(|path| app.desk.look_at_export(&path)).transpose()
}

/// Takes in the exported file that was looked at, of its accounts those that were chosen. The settings as they are then.
///
/// # Errors
/// As of the use case.
#[tauri::command]
#[specta::specta]
pub async fn take_export(app: State<'_, App>, id: String, accounts: Vec<String>) -> Answer<Settings> {
    app.desk.take_export(&id, &accounts).await?;
    let settings = app.desk.settings()?;
    logs::set_level(settings.log_level);
    Ok(settings)
}
