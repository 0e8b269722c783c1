//! What the help can do: open a page of its list, show the logs, and say how things stand here.

use tauri::{AppHandle, State};
use tauri_plugin_opener::OpenerExt;
use yundeck_app::App;
use yundeck_app::desk::diagnostics::Program;
use yundeck_app::ground::logs;
use yundeck_domain::{Error, ErrorKind};

use super::app::build;
type Answer<T> = Result<T, Error>;

/// The system's web view.
const WEB_VIEW: &str = if cfg!(windows) {
    "WebView2"
} else if cfg!(target_os = "linux") {
    "WebKitGTK"
} else {
    "WebKit"
};

/// Opens a page of a vendor in the browser: one that the catalogue's help names, and no other.
///
/// # Errors
/// `Unsupported` when the help does not name it, `Bug` when the system opens no browser.
#[tauri::command]
#[specta::specta]
pub fn open_help_link(handle: AppHandle, app: State<'_, App>, url: String) -> Answer<()> {
    let listed = app.reads.clouds().iter().any(|cloud| cloud.help.links.iter().any(|link| link.url == url));
    if !listed || !url.starts_with("https://") {
        return Err(Error::not_sent(ErrorKind::Unsupported, "not a page of the help"));
    }
    handle.opener().open_url(url, None::<&str>).map_err(|error| Error::bug(format!("no browser: {error}")))
}

/// Shows the folder of the logs in the file manager.
///
/// # Errors
/// `Bug` when nothing is kept on disk, or the system shows no folder.
#[tauri::command]
#[specta::specta]
pub fn open_logs(handle: AppHandle, app: State<'_, App>) -> Answer<()> {
    let folder = app.data_dir().ok_or_else(|| Error::bug("no data folder"))?.join(logs::FOLDER);
    handle
        .opener()
        .open_path(folder.display().to_string(), None::<&str>)
        .map_err(|error| Error::bug(format!("no file manager: {error}")))
}

/// What someone who helps needs to know of this installation, without whose it is.
///
/// # Errors
/// As of the use case.
#[tauri::command]
#[specta::specta]
pub async fn diagnostics(app: State<'_, App>) -> Answer<String> {
    let (commit, built_at) = build();
    let program = Program {
        version: env!("CARGO_PKG_VERSION").to_owned(),
        commit,
        built_at,
        web_view: tauri::webview_version().ok().map(|version| format!("{WEB_VIEW} {version}")),
    };
    app.desk.diagnostics(&program).await
}
