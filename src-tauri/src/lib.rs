//! The shell: assembles the application, or what keeps it from starting, and adapts it to the window. It decides nothing.

mod asking;
pub mod commands;
mod leaving;
mod notifications;
mod open_dialog;
mod page_bounds;
mod placing;
mod sandbox;
mod save_dialog;
mod starting;
mod updates;
mod web_process;

use std::error::Error;

use tauri::{AppHandle, Manager, RunEvent, WindowEvent};
use tauri_plugin_window_state::StateFlags;

/// Opens the window and runs until it is closed.
///
/// # Errors
/// When the window cannot be opened. What is wrong with the application's files is said in it.
pub fn run() -> Result<(), Box<dyn Error>> {
    // Before there is a secret in the memory. A system that does not allow it is left as it is.
    let _ = yundeck_app::ground::process::leave_no_core();
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
                // It remembers the place; `placing` says where the window opens.
                .skip_initial_state("main")
                .build(),
        )
        // Rust opens addresses; a click in the page does not.
        .plugin(tauri_plugin_opener::Builder::new().open_js_links_on_click(false).build())
        .plugin(tauri_plugin_dialog::init())
        .plugin(tauri_plugin_notification::init())
        .on_window_event(|window, event| {
            if let WindowEvent::CloseRequested { api, .. } = event {
                leaving::requested(window, api);
            }
        })
        .invoke_handler(bindings.invoke_handler())
        .setup(move |tauri| {
            bindings.mount_events(tauri);
            starting::open(tauri.handle())
        })
        .build(tauri::generate_context!())?
        .run(|handle, event| {
            if matches!(event, RunEvent::Exit) {
                starting::leave(handle);
            }
        });
    Ok(())
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
