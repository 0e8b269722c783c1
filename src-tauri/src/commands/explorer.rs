//! The explorer: any operation of any cloud.

use tauri::{State, WebviewWindow};
use yundeck_app::App;
use yundeck_app::ground::saved_file;
use yundeck_app::reads::explorer::call::CallReply;
use yundeck_app::reads::explorer::commands::CallCommands;
use yundeck_app::reads::explorer::operations::{OperationDetails, OperationSummary};
use yundeck_app::records::call::CallHistoryPage;
use yundeck_app::records::plan::{Plan, Preview};
use yundeck_app::registers::replies::ActReply;
use yundeck_domain::Text;

use crate::commands::forms::Json;
use crate::save_dialog;
type Answer<T> = Result<T, yundeck_domain::Error>;

/// Every operation of every cloud.
///
/// # Errors
/// None.
#[tauri::command]
#[specta::specta]
pub fn operations(app: State<'_, App>) -> Answer<Vec<OperationSummary>> {
    Ok(app.reads.operations())
}

/// What is known of an operation.
///
/// # Errors
/// As of the use case.
#[tauri::command]
#[specta::specta]
pub fn operation_details(app: State<'_, App>, cloud: String, operation: String) -> Answer<OperationDetails> {
    app.reads.operation_details(&cloud, &operation)
}

/// The exact request as it would be sent now, secrets masked.
///
/// # Errors
/// As of the use case.
#[tauri::command]
#[specta::specta]
pub async fn preview_call(
    app: State<'_, App>,
    account: String,
    region: String,
    operation: String,
    params: Json,
) -> Answer<Preview> {
    app.reads.preview_call(&account, &region, &operation, &params.0).await
}

/// A call as commands for a terminal, without a secret.
///
/// # Errors
/// As of the use case.
#[tauri::command]
#[specta::specta]
pub async fn call_commands(
    app: State<'_, App>,
    account: String,
    region: String,
    operation: String,
    params: Json,
) -> Answer<CallCommands> {
    app.reads.call_commands(&account, &region, &operation, &params.0).await
}

/// Sends a read.
///
/// # Errors
/// As of the use case.
#[tauri::command]
#[specta::specta]
pub async fn call_operation(
    app: State<'_, App>,
    account: String,
    region: String,
    operation: String,
    params: Json,
) -> Answer<CallReply> {
    app.reads.call_operation(&account, &region, &operation, &params.0).await
}

/// Plans an operation that is not a read.
///
/// # Errors
/// As of the use case.
#[tauri::command]
#[specta::specta]
pub async fn plan_operation(
    app: State<'_, App>,
    account: String,
    region: String,
    operation: String,
    params: Json,
) -> Answer<Plan> {
    app.acts.plan_operation(&account, &region, &operation, &params.0).await
}

/// What an applied plan of this session answered, secrets masked, as JSON text. `open`: with what lets one into a machine, for
/// the person who asks to see it.
///
/// # Errors
/// None.
#[tauri::command]
#[specta::specta]
pub fn activity_reply(app: State<'_, App>, id: String, open: bool) -> Answer<Option<ActReply>> {
    Ok(app.acts.activity_reply(&id, open))
}

/// Asks where to save the private key that the cloud made for an applied plan, and writes it there. The key itself never
/// goes to the window. The file, or nothing when the person cancels.
///
/// # Errors
/// As of the use case.
#[tauri::command]
#[specta::specta]
pub async fn save_private_key(window: WebviewWindow, app: State<'_, App>, id: String) -> Answer<Option<String>> {
    let chosen = save_dialog::place_for(&window, &app.acts.private_key_name(&id)?).await;
    chosen.map(|path| app.acts.save_private_key(&id, &path).map(|()| path.display().to_string())).transpose()
}

/// Asks where to save a reply, and writes it there. The file, or nothing when the person cancels.
///
/// # Errors
/// When the file cannot be written.
#[tauri::command]
#[specta::specta]
pub async fn save_reply(window: WebviewWindow, operation: String, text: String) -> Answer<Option<String>> {
    let chosen = save_dialog::place_for(&window, &saved_file::name_of(&operation, "json")).await;
    chosen.map(|path| saved_file::write(&path, &text).map(|()| path.display().to_string())).transpose()
}

/// The calls `from..to`, the latest first.
///
/// # Errors
/// As of the use case.
#[tauri::command]
#[specta::specta]
pub fn call_history(app: State<'_, App>, from: u32, to: u32) -> Answer<CallHistoryPage> {
    app.calls.page(from, to)
}

/// Forgets all calls.
///
/// # Errors
/// As of the use case.
#[tauri::command]
#[specta::specta]
pub fn clear_call_history(app: State<'_, App>) -> Answer<()> {
    app.calls.clear()
}

/// What a pasted text says.
#[derive(Debug, serde::Serialize, specta::Type)]
pub struct PastedJson {
    /// The parameters.
    params: Json,
    /// What was not read as it stands there.
    notes: Vec<Text>,
}

/// The parameters that a pasted text says.
///
/// # Errors
/// As of the use case.
#[tauri::command]
#[specta::specta]
pub fn read_params(app: State<'_, App>, cloud: String, operation: String, text: String) -> Answer<PastedJson> {
    let pasted = app.reads.read_params(&cloud, &operation, &text)?;
    Ok(PastedJson { params: Json(pasted.params), notes: pasted.notes })
}
