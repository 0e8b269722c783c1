//! Starting: the window first, and then what is shown in it, the application or what is in its way. The application joins in
//! when it can be put together, be it later: until then the commands that need it answer that it is not there.

use std::error::Error;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use tauri::{AppHandle, Manager, WebviewWindowBuilder};
use tauri_specta::Event as _;
use yundeck_app::acts::watch::patience::Patience;
use yundeck_app::ground::trouble::Trouble;
use yundeck_app::ground::{logs, owner_only};
use yundeck_app::start::{Start, Started};
use yundeck_app::{App, Event, Options};
use yundeck_client::Client;

use crate::asking::Asking;
use crate::commands::events::{AccountsChanged, ActivityChanged, InventoryChanged, RowsChanged, UpdateChanged};
use crate::{leaving, notifications, page_bounds, placing, sandbox, updates, web_process};

/// What is logged, in place of the level that is set: for a hunt.
const LEVEL_VARIABLE: &str = "YUNDECK_LOG";

/// The service name under which the keychain lists Yundeck's entries.
const KEYCHAIN_SERVICE: &str = "Yundeck";

/// Opens the window and starts the application.
///
/// # Errors
/// When there can be no window. What keeps the application from starting is said in it.
pub fn open(handle: &AppHandle) -> Result<(), Box<dyn Error>> {
    open_window(handle)?;
    let asks = handle.clone();
    handle.manage(Start::new(handle.path().app_data_dir()?, move |folder: &Path| options(folder, &asks)));
    handle.manage(sandbox::Running::default());
    handle.manage(leaving::Leaving::default());
    // The window asks for what is in the way.
    let _ = attempt(handle);
    Ok(())
}

/// Starts the application, unless it runs already.
///
/// # Errors
/// What is in the way.
pub fn attempt(handle: &AppHandle) -> Result<(), Trouble> {
    let started = handle.state::<Start>().attempt().inspect_err(|trouble| tracing::error!(%trouble, "not started"))?;
    if let Some(started) = started {
        run(handle, started);
    }
    Ok(())
}

/// Connects the application to the window.
pub fn run(handle: &AppHandle, Started { app, folder }: Started) {
    if let Some(failure) = folder.view().failure {
        tracing::error!(why = failure.en, "the data folder could not be moved; the old one stays in use");
    }
    match app.desk.settings() {
        Ok(settings) => logs::set_level(settings.log_level),
        Err(error) => tracing::error!(%error, "the log level stays as it is"),
    }
    let (events, window) = (app.events.subscribe(), handle.clone());
    tauri::async_runtime::spawn(forward(events, window, app.clone()));
    tauri::async_runtime::spawn(notifications::follow(app.events.subscribe(), handle.clone(), app.clone()));
    tauri::async_runtime::spawn(updates::follow(app.clone()));
    handle.manage(folder);
    handle.manage(app.clone());
    let window = handle.clone();
    tauri::async_runtime::spawn(async move {
        // The sandbox's world is gone with the last process; its accounts get a new one before anything asks them.
        if app.desk.has_sandbox_accounts().unwrap_or(false)
            && let Err(error) = sandbox::start(&app, &window.state::<sandbox::Running>()).await
        {
            tracing::error!(%error, "the sandbox did not start");
        }
        if let Err(error) = app.acts.resume() {
            tracing::error!(%error, "what was under way could not be taken up");
        }
    });
}

/// What the application is made of, with its files in a folder.
fn options(folder: &Path, handle: &AppHandle) -> Options {
    logs::write_to(&folder.join(logs::FOLDER), std::env::var(LEVEL_VARIABLE).ok().as_deref());
    Options {
        adapters: yundeck_clouds::REGISTRY.iter().map(|cloud| cloud.adapter).collect(),
        data_dir: Some(folder.to_owned()),
        keychain_service: KEYCHAIN_SERVICE.to_owned(),
        client: Client::new(yundeck_client::Options::default()),
        person: Arc::new(Asking(handle.clone())),
        patience: Patience::default(),
    }
}

/// A folder that the web view has for this time.
struct Lent(PathBuf);

/// Takes away what was there for this time only, at the end of the program.
pub fn leave(handle: &AppHandle) {
    if let Some(lent) = handle.try_state::<Lent>() {
        // What the system still holds of it goes with the other temporary files.
        let _ = std::fs::remove_dir_all(&lent.0);
    }
}

/// The one window. The web view keeps files, too: where it cannot have its folder, it is lent one, since a window that
/// remembers nothing is better than none.
fn open_window(handle: &AppHandle) -> Result<(), Box<dyn Error>> {
    let mut config = handle.config().app.windows.first().ok_or("no window is described")?.clone();
    placing::place(handle, &mut config);
    let mut window = page_bounds::keep(handle, WebviewWindowBuilder::from_config(handle, &config)?);
    let folder = handle.path().app_local_data_dir()?;
    let made = owner_only::make_folder(&folder);
    // On macOS the system itself gives it its place.
    if !cfg!(target_os = "macos") && (made.is_err() || !owner_only::is_writable(&folder)) {
        let lent = Lent(owner_only::make_temporary_folder()?);
        window = window.data_directory(lent.0.clone());
        handle.manage(lent);
    }
    web_process::outlive(&window.build()?)?;
    Ok(())
}

/// Hands what happens in the application to the window. Where more happened than could be handed on, the present state takes the
/// place of what was missed.
async fn forward(mut events: tokio::sync::broadcast::Receiver<Event>, window: AppHandle, app: App) {
    use tokio::sync::broadcast::error::RecvError;
    loop {
        let sent = match events.recv().await {
            Ok(Event::Inventory(status)) => InventoryChanged(status).emit(&window),
            Ok(Event::Rows(noun)) => RowsChanged(noun).emit(&window),
            Ok(Event::Activity(activity)) => ActivityChanged(*activity).emit(&window),
            Ok(Event::Accounts) => AccountsChanged(()).emit(&window),
            Ok(Event::Update) => UpdateChanged(()).emit(&window),
            Err(RecvError::Lagged(_)) => present(&window, &app),
            Err(RecvError::Closed) => return,
        };
        if let Err(error) = sent {
            tracing::warn!(%error, "the window did not hear of a change");
        }
    }
}

/// Tells the window how everything stands now. Each activity counts its changes: what it has heard already changes nothing.
fn present(window: &AppHandle, app: &App) -> tauri::Result<()> {
    for activity in app.acts.activities().into_iter().rev() {
        ActivityChanged(activity).emit(window)?;
    }
    InventoryChanged(app.reads.inventory_status()).emit(window)?;
    UpdateChanged(()).emit(window)?;
    for noun in app.reads.nouns() {
        RowsChanged(noun.id).emit(window)?;
    }
    AccountsChanged(()).emit(window)
}
