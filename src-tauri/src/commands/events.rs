//! What the window hears of by itself.

use serde::Serialize;
use yundeck_app::records::activity::Activity;
use yundeck_app::records::inventory::InventoryStatus;
use yundeck_app::records::unfinished::Unfinished;

/// Instances, or how refreshing stands, changed.
#[derive(Debug, Clone, Serialize, specta::Type, tauri_specta::Event)]
pub struct InventoryChanged(pub InventoryStatus);

/// Rows of a noun, or how reading them stands, changed; the noun's id.
#[derive(Debug, Clone, Serialize, specta::Type, tauri_specta::Event)]
pub struct RowsChanged(pub String);

/// An applied plan came further.
#[derive(Debug, Clone, Serialize, specta::Type, tauri_specta::Event)]
pub struct ActivityChanged(pub Activity);

/// Accounts were added, changed, tested or removed.
#[derive(Debug, Clone, Serialize, specta::Type, tauri_specta::Event)]
pub struct AccountsChanged(pub ());

/// A newer version of the program was told of, or is not to be told of any more.
#[derive(Debug, Clone, Serialize, specta::Type, tauri_specta::Event)]
pub struct UpdateChanged(pub ());

/// The window was asked to close and waits for what is unfinished.
#[derive(Debug, Clone, Serialize, specta::Type, tauri_specta::Event)]
pub struct LeavingHeld(pub Unfinished);
