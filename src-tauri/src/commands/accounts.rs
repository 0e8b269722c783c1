//! Accounts.

use tauri::State;
use yundeck_app::App;
use yundeck_app::accounts::{AccountDraft, AccountView, ConnectionReport};
use yundeck_app::secrets::SecretInput;

use crate::sandbox;
type Answer<T> = Result<T, yundeck_domain::Error>;

/// All accounts.
///
/// # Errors
/// As of the use case.
#[tauri::command]
#[specta::specta]
pub async fn accounts(app: State<'_, App>) -> Answer<Vec<AccountView>> {
    app.accounts().await
}

/// Adds an account.
///
/// # Errors
/// As of the use case.
#[tauri::command]
#[specta::specta]
pub async fn add_account(app: State<'_, App>, draft: AccountDraft, secret: SecretInput) -> Answer<AccountView> {
    app.add_account(draft, secret).await
}

/// Changes everything but the key.
///
/// # Errors
/// As of the use case.
#[tauri::command]
#[specta::specta]
pub async fn update_account(app: State<'_, App>, id: String, draft: AccountDraft) -> Answer<AccountView> {
    app.update_account(&id, draft).await
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
    app.rekey_account(&id, access_key_id, secret).await
}

/// Removes the account and its keychain entry.
///
/// # Errors
/// As of the use case.
#[tauri::command]
#[specta::specta]
pub async fn remove_account(app: State<'_, App>, id: String) -> Answer<()> {
    app.remove_account(&id).await
}

/// Tests an account with a harmless read.
///
/// # Errors
/// As of the use case.
#[tauri::command]
#[specta::specta]
pub async fn test_account(app: State<'_, App>, id: String) -> Answer<ConnectionReport> {
    app.test_account(&id).await
}

/// Tests what was filled in, keeping nothing.
///
/// # Errors
/// As of the use case.
#[tauri::command]
#[specta::specta]
pub async fn test_draft(app: State<'_, App>, draft: AccountDraft, secret: SecretInput) -> Answer<ConnectionReport> {
    app.test_draft(draft, secret).await
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
