//! The application itself and the clouds it knows.

use serde::Serialize;
use tauri::{AppHandle, State};
use tauri_plugin_opener::OpenerExt;
use yundeck_app::App;
use yundeck_app::ground::secrets::KeychainStatus;
use yundeck_app::reads::clouds::{CloudView, view};
use yundeck_domain::{Error, ErrorKind};

use crate::sandbox;

/// What the application is and where it keeps its things.
#[derive(Debug, Clone, Serialize, specta::Type)]
#[serde(rename_all = "camelCase")]
pub struct AppInfo {
    /// Version.
    pub version: String,
    /// The commit it was built from; `None` for a development build and outside a repository.
    pub commit: Option<String>,
    /// That commit's time (RFC 3339), or the one that the build was told.
    pub built_at: Option<String>,
    /// Whether there is a keychain.
    pub keychain: KeychainStatus,
    /// The folder of its files.
    pub data_dir: String,
    /// Whether the sandbox runs.
    pub sandbox_running: bool,
}

/// What the application is and where it keeps its things.
#[tauri::command]
#[specta::specta]
pub async fn app_info(app: State<'_, App>, running: State<'_, sandbox::Running>) -> Result<AppInfo, Error> {
    let (commit, built_at) = build();
    Ok(AppInfo {
        version: env!("CARGO_PKG_VERSION").to_owned(),
        commit,
        built_at,
        keychain: app.secrets.keychain().await,
        data_dir: app.data_dir().map(|folder| folder.display().to_string()).unwrap_or_default(),
        sandbox_running: running.is_running().await,
    })
}

/// The commit that the program was built from, and its time.
pub(super) fn build() -> (Option<String>, Option<String>) {
    (Some(env!("YUNDECK_COMMIT").to_owned()).filter(|commit| !commit.is_empty()), built_at(env!("YUNDECK_BUILD_EPOCH")))
}

/// Seconds since the epoch, as the build script wrote them, in RFC 3339.
fn built_at(epoch: &str) -> Option<String> {
    let time = chrono::DateTime::from_timestamp(epoch.parse().ok()?, 0)?;
    Some(time.to_rfc3339_opts(chrono::SecondsFormat::Secs, true))
}

/// All clouds, whether the application runs or not.
///
/// # Errors
/// None.
#[tauri::command]
#[specta::specta]
pub fn clouds() -> Result<Vec<CloudView>, Error> {
    Ok(yundeck_clouds::REGISTRY.iter().map(|cloud| view(cloud.adapter)).collect())
}

/// Opens a cloud's console, at the page where keys are made, in the browser. Only addresses of the catalogue are opened.
///
/// # Errors
/// `Unsupported` when the catalogue names no address, `Bug` when the system opens no browser.
#[tauri::command]
#[specta::specta]
pub fn open_console(handle: AppHandle, app: State<'_, App>, cloud: String) -> Result<(), Error> {
    let address = app.reads.clouds().into_iter().find(|view| view.id == cloud).and_then(|view| view.credential.console);
    let address = address.ok_or_else(|| Error::not_sent(ErrorKind::Unsupported, "no console address"))?;
    handle.opener().open_url(address, None::<&str>).map_err(|error| Error::bug(format!("no browser: {error}")))
}
