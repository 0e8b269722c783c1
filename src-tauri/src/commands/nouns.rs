//! The nouns that have a page.

use tauri::State;
use yundeck_app::App;
use yundeck_app::records::noun::{NounActView, NounFilter, NounPage, NounRecord, NounView, RowKey};
type Answer<T> = Result<T, yundeck_domain::Error>;

/// The nouns that have a page, of all clouds.
///
/// # Errors
/// None.
#[tauri::command]
#[specta::specta]
pub fn nouns(app: State<'_, App>) -> Answer<Vec<NounView>> {
    Ok(app.reads.nouns())
}

/// Reads a noun from every account and region anew; progress comes by `RowsChanged`. Unless a person `asked`, those whose key was
/// rejected are left alone.
///
/// # Errors
/// As of the use case.
#[tauri::command]
#[specta::specta]
pub async fn refresh_noun(app: State<'_, App>, noun: String, asked: bool) -> Answer<()> {
    app.reads.refresh_noun(&noun, asked).await
}

/// The rows `from..to` of a noun.
///
/// # Errors
/// None.
#[tauri::command]
#[specta::specta]
pub fn noun_page(app: State<'_, App>, noun: String, filter: NounFilter, from: u32, to: u32) -> Answer<NounPage> {
    Ok(app.reads.noun_page(&noun, filter, from, to))
}

/// A thing in full; `None` when it is not known.
///
/// # Errors
/// None.
#[tauri::command]
#[specta::specta]
pub fn noun_record(app: State<'_, App>, noun: String, key: RowKey) -> Answer<Option<NounRecord>> {
    Ok(app.reads.noun_record(&noun, &key))
}

/// What can be done with things of an `x-ref` kind of a cloud.
///
/// # Errors
/// As of the use case.
#[tauri::command]
#[specta::specta]
pub fn noun_acts(app: State<'_, App>, cloud: String, kind: String) -> Answer<Vec<NounActView>> {
    app.reads.noun_acts(&cloud, &kind)
}

/// What makes new things of an `x-ref` kind of a cloud.
///
/// # Errors
/// As of the use case.
#[tauri::command]
#[specta::specta]
pub fn noun_creations(app: State<'_, App>, cloud: String, kind: String) -> Answer<Vec<NounActView>> {
    app.reads.noun_creations(&cloud, &kind)
}
