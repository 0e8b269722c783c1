//! The explorer: any operation of any cloud.

use tauri::State;
use yundeck_app::App;
use yundeck_app::explorer::call::CallReply;
use yundeck_app::explorer::commands::CallCommands;
use yundeck_app::explorer::history::CallHistoryPage;
use yundeck_app::explorer::operations::{OperationDetails, OperationSummary};
use yundeck_app::explorer::reply::ReplySecret;
use yundeck_app::plans::{Plan, Preview};

use crate::commands::forms::Json;
type Answer<T> = Result<T, yundeck_domain::Error>;

/// Every operation of every cloud.
///
/// # Errors
/// None.
#[tauri::command]
#[specta::specta]
pub fn operations(app: State<'_, App>) -> Answer<Vec<OperationSummary>> {
    Ok(app.operations())
}

/// What is known of an operation.
///
/// # Errors
/// As of the use case.
#[tauri::command]
#[specta::specta]
pub fn operation_details(app: State<'_, App>, cloud: String, operation: String) -> Answer<OperationDetails> {
    app.operation_details(&cloud, &operation)
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
    app.preview_call(&account, &region, &operation, &params.0).await
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
    app.call_commands(&account, &region, &operation, &params.0).await
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
    app.call_operation(&account, &region, &operation, &params.0).await
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
    app.plan_operation(&account, &region, &operation, &params.0).await
}

/// What an applied plan of this session answered, secrets masked.
///
/// # Errors
/// None.
#[tauri::command]
#[specta::specta]
pub fn activity_reply(app: State<'_, App>, id: String) -> Answer<Option<Json>> {
    Ok(app.activity_reply(&id).map(Json))
}

/// The secrets that the cloud made for an applied plan, once.
///
/// # Errors
/// None.
#[tauri::command]
#[specta::specta]
pub fn take_reply_secrets(app: State<'_, App>, id: String) -> Answer<Vec<ReplySecret>> {
    Ok(app.take_reply_secrets(&id))
}

/// The calls `from..to`, the latest first.
///
/// # Errors
/// As of the use case.
#[tauri::command]
#[specta::specta]
pub fn call_history(app: State<'_, App>, from: u32, to: u32) -> Answer<CallHistoryPage> {
    app.call_history(from, to)
}

/// Forgets all calls.
///
/// # Errors
/// As of the use case.
#[tauri::command]
#[specta::specta]
pub fn clear_call_history(app: State<'_, App>) -> Answer<()> {
    app.clear_call_history()
}

/// The parameters that a pasted text says.
///
/// # Errors
/// As of the use case.
#[tauri::command]
#[specta::specta]
pub fn read_params(app: State<'_, App>, cloud: String, operation: String, text: String) -> Answer<Json> {
    app.read_params(&cloud, &operation, &text).map(Json)
}
