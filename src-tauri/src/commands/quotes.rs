//! Quotes.

use tauri::State;
use yundeck_app::App;
use yundeck_app::reads::quotes::QuoteAnswer;
use yundeck_domain::quote::SpotPrice;

use crate::commands::forms::Json;
type Answer<T> = Result<T, yundeck_domain::Error>;

/// Prices a configuration.
///
/// # Errors
/// As of the use case.
#[tauri::command]
#[specta::specta]
pub async fn quote(
    app: State<'_, App>,
    account: String,
    region: String,
    operation: String,
    params: Json,
) -> Answer<QuoteAnswer> {
    app.reads.quote(&account, &region, &operation, &params.0).await
}

/// The history of a spot price.
///
/// # Errors
/// As of the use case.
#[tauri::command]
#[specta::specta]
pub async fn spot_history(
    app: State<'_, App>,
    account: String,
    region: String,
    instance_type: String,
    zone: String,
    hours: u32,
) -> Answer<Vec<SpotPrice>> {
    app.reads.spot_history(&account, &region, &instance_type, &zone, hours).await
}
