//! That there is a newer version.

use tauri::{AppHandle, State};
use tauri_plugin_opener::OpenerExt;
use yundeck_app::App;
use yundeck_app::records::update::UpdateNotice;
use yundeck_domain::{Error, ErrorKind};

use crate::updates::looking;

/// That there is a newer version, unless nobody looks, or the person wants to hear no more of it.
///
/// # Errors
/// As of the use case.
#[tauri::command]
#[specta::specta]
pub fn update_notice(app: State<'_, App>) -> Result<Option<UpdateNotice>, Error> {
    looking().map_or(Ok(None), |looking| app.desk.update_notice(&looking.source, &looking.current))
}

/// Tells no more of a version.
///
/// # Errors
/// As of the use case.
#[tauri::command]
#[specta::specta]
pub fn dismiss_update(app: State<'_, App>, version: String) -> Result<(), Error> {
    app.desk.dismiss_update(&version)
}

/// Opens the page that tells of releases in the browser: the one that is compiled in.
///
/// # Errors
/// `Unsupported` when there is none, `Bug` when the system opens no browser.
#[tauri::command]
#[specta::specta]
pub fn open_update_page(handle: AppHandle) -> Result<(), Error> {
    let page = looking().and_then(|looking| looking.source.page.clone());
    let page = page.ok_or_else(|| Error::not_sent(ErrorKind::Unsupported, "no page of releases"))?;
    handle.opener().open_url(page, None::<&str>).map_err(|error| Error::bug(format!("no browser: {error}")))
}
