//! Accounts.

use tauri::{State, WebviewWindow};
use yundeck_app::App;
use yundeck_app::desk::accounts::ca_file::CaFileView;
use yundeck_app::desk::accounts::endpoint::EndpointView;
use yundeck_app::desk::import::{FoundCredentials, ImportChoice, ImportOutcome, Surroundings};
use yundeck_app::ground::secrets::SecretInput;
use yundeck_app::records::account::{AccountDraft, AccountView, ConnectionReport};
use yundeck_app::records::unreadable::Unreadable;

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

/// The accounts that this version cannot read.
///
/// # Errors
/// As of the use case.
#[tauri::command]
#[specta::specta]
pub fn unreadable_accounts(app: State<'_, App>) -> Answer<Vec<Unreadable>> {
    app.desk.unreadable_accounts()
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

/// Changes everything but the key; where its calls go, only with its secret.
///
/// # Errors
/// As of the use case.
#[tauri::command]
#[specta::specta]
pub async fn update_account(
    app: State<'_, App>,
    id: String,
    draft: AccountDraft,
    secret: Option<SecretInput>,
) -> Answer<AccountView> {
    match secret {
        Some(secret) => app.desk.move_account(&id, draft, secret).await,
        None => app.desk.update_account(&id, draft).await,
    }
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
    for_session: bool,
) -> Answer<AccountView> {
    app.desk.rekey_account_kept(&id, access_key_id, secret, for_session).await
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

/// Tests an account, and tries what its key may do by calls that cannot do anything.
///
/// # Errors
/// As of the use case.
#[tauri::command]
#[specta::specta]
pub async fn try_account(app: State<'_, App>, id: String) -> Answer<ConnectionReport> {
    let tried = app.acts.try_abilities(&id).await?;
    app.desk.test_account_knowing(&id, tried).await
}

/// Tests what was filled in, keeping nothing.
///
/// # Errors
/// As of the use case.
#[tauri::command]
#[specta::specta]
pub async fn test_draft(
    app: State<'_, App>,
    draft: AccountDraft,
    secret: SecretInput,
    proxy_password: Option<SecretInput>,
) -> Answer<ConnectionReport> {
    app.desk.test_draft(draft, secret, proxy_password).await
}

/// Tests what stands in the form of an account that is kept, with the kept secret where none was entered; nothing is changed.
///
/// # Errors
/// As of the use case.
#[tauri::command]
#[specta::specta]
pub async fn test_change(
    app: State<'_, App>,
    id: String,
    draft: AccountDraft,
    secret: Option<SecretInput>,
    proxy_password: Option<SecretInput>,
) -> Answer<ConnectionReport> {
    app.desk.test_change(&id, draft, secret, proxy_password).await
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
    Ok(match chosen {
        Some(path) => Some(app.desk.look_at_ca_file(&path.display().to_string()).await),
        None => None,
    })
}

/// What a file with certificate authorities holds.
///
/// # Errors
/// None: what is wrong with the file is told with it.
#[tauri::command]
#[specta::specta]
pub async fn look_at_ca_file(app: State<'_, App>, path: String) -> Answer<CaFileView> {
    Ok(app.desk.look_at_ca_file(&path).await)
}

/// What an account's endpoint means: which hosts are called, and what they charge in.
///
/// # Errors
/// As of the use case.
#[tauri::command]
#[specta::specta]
pub async fn look_at_endpoint(
    app: State<'_, App>,
    cloud: String,
    endpoint: Option<String>,
    region: String,
) -> Answer<EndpointView> {
    app.desk.look_at_endpoint(&cloud, endpoint.as_deref(), &region)
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
    app.desk.delete_credential_file(&id, anyway, &Surroundings::of_this_process()).await
}
