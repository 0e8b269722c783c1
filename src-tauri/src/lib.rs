//! The shell: assembles the application and adapts it to the window. It decides nothing.

pub mod commands;
mod leaving;
mod notifications;
mod open_dialog;
mod sandbox;
mod save_dialog;
mod web_process;

use std::error::Error;
use std::path::PathBuf;

use tauri::{AppHandle, Manager, WindowEvent};
use tauri_plugin_window_state::StateFlags;
use tauri_specta::Event as _;
use yundeck_app::acts::watch::patience::Patience;
use yundeck_app::ground::data_folder::DataFolder;
use yundeck_app::ground::logs;
use yundeck_app::{App, Event, Options};
use yundeck_client::Client;

use crate::commands::events::{AccountsChanged, ActivityChanged, InventoryChanged};

/// What is logged, in place of the level that is set: for a hunt.
const LEVEL_VARIABLE: &str = "YUNDECK_LOG";

/// The service name under which the keychain lists Yundeck's entries.
const KEYCHAIN_SERVICE: &str = "Yundeck";

/// Opens the window and runs until it is closed.
///
/// # Errors
/// When the data folder or the window cannot be opened.
pub fn run() -> Result<(), Box<dyn Error>> {
    // Read while the window system starts; who asks for a catalogue meanwhile waits for this reading.
    std::thread::spawn(|| {
        yundeck_clouds::REGISTRY.iter().map(|cloud| cloud.adapter.spec().operations.len()).sum::<usize>()
    });
    let bindings = commands::bindings();
    let mut builder = tauri::Builder::default();
    if single_instance_possible() {
        // A second start shows the first window: two processes on one journal could both buy.
        builder = builder.plugin(tauri_plugin_single_instance::init(|app, _, _| show(app)));
    }
    if cfg!(target_os = "macos") {
        builder = builder.menu(leaving::menu).on_menu_event(|app, event| leaving::chosen(app, &event));
    }
    builder
        .plugin(
            tauri_plugin_window_state::Builder::new()
                .with_state_flags(StateFlags::all() & !StateFlags::VISIBLE)
                .build(),
        )
        .plugin(tauri_plugin_opener::init())
        .plugin(tauri_plugin_dialog::init())
        .plugin(tauri_plugin_notification::init())
        .plugin(tauri_plugin_clipboard_manager::init())
        .on_window_event(|window, event| {
            if let WindowEvent::CloseRequested { api, .. } = event {
                leaving::requested(window, api);
            }
        })
        .invoke_handler(bindings.invoke_handler())
        .setup(move |tauri| {
            bindings.mount_events(tauri);
            assemble(tauri.handle())
        })
        .run(tauri::generate_context!())?;
    Ok(())
}

/// Puts the application together and connects it to the window.
fn assemble(handle: &AppHandle) -> Result<(), Box<dyn Error>> {
    let mut folder = DataFolder::new(handle.path().app_data_dir()?);
    let data_dir: PathBuf = folder.open();
    logs::write_to(&data_dir.join(logs::FOLDER), std::env::var(LEVEL_VARIABLE).ok().as_deref());
    if let Some(failure) = folder.view().failure {
        tracing::error!(why = failure.en, "the data folder could not be moved; the old one stays in use");
    }
    let app = App::open(Options {
        adapters: yundeck_clouds::REGISTRY.iter().map(|cloud| cloud.adapter).collect(),
        data_dir: Some(data_dir),
        keychain_service: KEYCHAIN_SERVICE.to_owned(),
        client: Client::new(yundeck_client::Options::default()),
        patience: Patience::default(),
    })?;
    logs::set_level(app.desk.settings()?.log_level);
    handle.manage(app.clone());
    handle.manage(folder);
    handle.manage(sandbox::Running::default());
    handle.manage(leaving::Leaving::default());
    if let Some(window) = handle.get_webview_window("main") {
        web_process::outlive(&window)?;
    }

    let (events, window) = (app.events.subscribe(), handle.clone());
    tauri::async_runtime::spawn(forward(events, window));
    tauri::async_runtime::spawn(notifications::follow(app.events.subscribe(), handle.clone(), app.clone()));
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
    Ok(())
}

/// Hands what happens in the application to the window.
async fn forward(mut events: tokio::sync::broadcast::Receiver<Event>, window: AppHandle) {
    use tokio::sync::broadcast::error::RecvError;
    loop {
        let sent = match events.recv().await {
            Ok(Event::Inventory(status)) => InventoryChanged(status).emit(&window),
            Ok(Event::Activity(activity)) => ActivityChanged(*activity).emit(&window),
            Ok(Event::Accounts) => AccountsChanged(()).emit(&window),
            // The window reads the present state when it hears of any later change.
            Err(RecvError::Lagged(_)) => Ok(()),
            Err(RecvError::Closed) => return,
        };
        if let Err(error) = sent {
            tracing::warn!(%error, "the window did not hear of a change");
        }
    }
}

fn show(app: &AppHandle) {
    if let Some(window) = app.get_webview_window("main") {
        // A window that cannot be raised is still the only one.
        let _ = window.unminimize();
        let _ = window.set_focus();
    }
}

/// On Linux the first instance is found over the session bus; without a bus there is nobody to ask.
fn single_instance_possible() -> bool {
    !cfg!(target_os = "linux") || std::env::var_os("DBUS_SESSION_BUS_ADDRESS").is_some()
}
