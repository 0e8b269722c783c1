//! Forms and what their pickers offer.

use serde_json::Value;
use tauri::State;
use yundeck_app::App;
use yundeck_app::reads::choices::Choices;
use yundeck_app::reads::forms::OperationForm;
use yundeck_catalogue::Problem;
use yundeck_domain::InstanceType;
/// Parameters as JSON: their shape is the catalogue's, not TypeScript's.
#[derive(Debug, serde::Serialize, serde::Deserialize, specta::Type)]
#[serde(transparent)]
pub struct Json(#[specta(type = specta_typescript::Any)] pub Value);

type Answer<T> = Result<T, yundeck_domain::Error>;

/// The form of an operation.
///
/// # Errors
/// As of the use case.
#[tauri::command]
#[specta::specta]
pub fn operation_form(app: State<'_, App>, cloud: String, operation: String) -> Answer<OperationForm> {
    app.reads.operation_form(&cloud, &operation)
}

/// Everything that is wrong with parameters.
///
/// # Errors
/// As of the use case.
#[tauri::command]
#[specta::specta]
pub fn validate_params(app: State<'_, App>, cloud: String, operation: String, params: Json) -> Answer<Vec<Problem>> {
    app.reads.validate_params(&cloud, &operation, &params.0)
}

/// The choices for an `x-ref` kind.
///
/// # Errors
/// As of the use case.
#[tauri::command]
#[specta::specta]
pub async fn choices(app: State<'_, App>, account: String, region: String, kind: String) -> Answer<Choices> {
    app.reads.choices(&account, &region, &kind).await
}

/// The instance types on offer.
///
/// # Errors
/// As of the use case.
#[tauri::command]
#[specta::specta]
pub async fn instance_types(
    app: State<'_, App>,
    account: String,
    region: String,
    zone: Option<String>,
) -> Answer<Vec<InstanceType>> {
    app.reads.instance_types(&account, &region, zone.as_deref()).await
}
