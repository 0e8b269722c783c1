//! Accounts.

use tauri::{State, WebviewWindow};
use yundeck_app::App;
use yundeck_app::desk::accounts::ca_file::CaFileView;
use yundeck_app::desk::import::{FoundCredentials, ImportChoice, ImportOutcome, Surroundings};
use yundeck_app::ground::secrets::SecretInput;
use yundeck_app::records::account::{AccountDraft, AccountView, ConnectionReport};

use crate::{open_dialog, sandbox};
type Answer<T> = Result<T, yundeck_domain::Error>;

/// All accounts.
///
/// # Errors
/// As of the use case.
#[tauri::command]
#[specta::specta]
pub async fn accounts(app: State<'_, App>) -> Answer<Vec<AccountView>> {
    app.desk.accounts().await
}

/// Adds an account.
///
/// # Errors
/// As of the use case.
#[tauri::command]
#[specta::specta]
pub async fn add_account(app: State<'_, App>, draft: AccountDraft, secret: SecretInput) -> Answer<AccountView> {
    app.desk.add_account(draft, secret).await
}

/// Changes everything but the key.
///
/// # Errors
/// As of the use case.
#[tauri::command]
#[specta::specta]
pub async fn update_account(app: State<'_, App>, id: String, draft: AccountDraft) -> Answer<AccountView> {
    app.desk.update_account(&id, draft).await
}

/// Gives the account another key.
///
/// # Errors
/// As of the use case.
#[tauri::command]
#[specta::specta]
pub async fn rekey_account(
    app: State<'_, App>,
    id: String,
    access_key_id: String,
    secret: SecretInput,
) -> Answer<AccountView> {
    app.desk.rekey_account(&id, access_key_id, secret).await
}

/// Removes the account and its keychain entry.
///
/// # Errors
/// As of the use case.
#[tauri::command]
#[specta::specta]
pub async fn remove_account(app: State<'_, App>, id: String, anyway: bool) -> Answer<()> {
    app.desk.remove_account(&id, anyway).await
}

/// Tests an account with a harmless read.
///
/// # Errors
/// As of the use case.
#[tauri::command]
#[specta::specta]
pub async fn test_account(app: State<'_, App>, id: String) -> Answer<ConnectionReport> {
    app.desk.test_account(&id).await
}

/// Tests what was filled in, keeping nothing.
///
/// # Errors
/// As of the use case.
#[tauri::command]
#[specta::specta]
pub async fn test_draft(app: State<'_, App>, draft: AccountDraft, secret: SecretInput) -> Answer<ConnectionReport> {
    app.desk.test_draft(draft, secret).await
}

/// Starts the sandbox and makes its accounts.
///
/// # Errors
/// As of the use case.
#[tauri::command]
#[specta::specta]
pub async fn start_sandbox(app: State<'_, App>, running: State<'_, sandbox::Running>) -> Answer<Vec<AccountView>> {
    sandbox::start(&app, &running).await
}

/// Asks for a file with certificate authorities and says what it holds. Nothing when the person cancels.
///
/// # Errors
/// None: what is wrong with the file is told with it.
#[tauri::command]
#[specta::specta]
pub async fn choose_ca_file(window: WebviewWindow, app: State<'_, App>) -> Answer<Option<CaFileView>> {
    let chosen = open_dialog::file(&window, "PEM", &["pem", "crt", "cer", "ca-bundle"]).await;
    Ok(chosen.map(|path| app.desk.look_at_ca_file(&path.display().to_string())))
}

/// What a file with certificate authorities holds.
///
/// # Errors
/// None: what is wrong with the file is told with it.
#[tauri::command]
#[specta::specta]
pub async fn look_at_ca_file(app: State<'_, App>, path: String) -> Answer<CaFileView> {
    Ok(app.desk.look_at_ca_file(&path))
}

/// Looks for credentials that the vendors' own tools left on this computer.
///
/// # Errors
/// As of the use case.
#[tauri::command]
#[specta::specta]
pub async fn find_credentials(app: State<'_, App>) -> Answer<FoundCredentials> {
    app.desk.find_credentials(&Surroundings::of_this_process())
}

/// Imports what was found and chosen.
///
/// # Errors
/// As of the use case.
#[tauri::command]
#[specta::specta]
pub async fn import_accounts(app: State<'_, App>, choices: Vec<ImportChoice>) -> Answer<Vec<ImportOutcome>> {
    app.desk.import_accounts(choices, &Surroundings::of_this_process()).await
}

/// Deletes a file with credentials that was found.
///
/// # Errors
/// As of the use case.
#[tauri::command]
#[specta::specta]
pub async fn delete_credential_file(app: State<'_, App>, id: String, anyway: bool) -> Answer<()> {
    app.desk.delete_credential_file(&id, anyway, &Surroundings::of_this_process())
}
