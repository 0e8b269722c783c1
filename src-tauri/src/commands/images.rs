//! Images and their sharing.

use tauri::State;
use yundeck_app::App;
use yundeck_app::reads::images::{ImageList, ShareList};
use yundeck_domain::ImageSource;
type Answer<T> = Result<T, yundeck_domain::Error>;

/// The images of a source.
///
/// # Errors
/// As of the use case.
#[tauri::command]
#[specta::specta]
pub async fn images(app: State<'_, App>, account: String, region: String, source: ImageSource) -> Answer<ImageList> {
    app.reads.images(&account, &region, source).await
}

/// The ids of a source's images that an instance type can use; nothing where the cloud does not say.
///
/// # Errors
/// As of the use case.
#[tauri::command]
#[specta::specta]
pub async fn images_for(
    app: State<'_, App>,
    account: String,
    region: String,
    source: ImageSource,
    instance_type: String,
) -> Answer<Option<Vec<String>>> {
    app.reads.images_for(&account, &region, source, &instance_type).await
}

/// With whom an image is shared.
///
/// # Errors
/// As of the use case.
#[tauri::command]
#[specta::specta]
pub async fn image_shares(app: State<'_, App>, account: String, region: String, image_id: String) -> Answer<ShareList> {
    app.reads.image_shares(&account, &region, &image_id).await
}
