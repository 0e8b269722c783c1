//! The instances of all accounts.

use tauri::State;
use yundeck_app::App;
use yundeck_app::records::inventory::InstanceKey;
use yundeck_app::records::plan::ActionPreview;
use yundeck_app::registers::inventory::view::{InventoryPage, InventoryView};
use yundeck_domain::{Instance, InstanceAction};
type Answer<T> = Result<T, yundeck_domain::Error>;

/// Reads every scope anew; progress comes by `InventoryChanged`. Unless a person `asked`, those whose key was rejected are left
/// alone.
///
/// # Errors
/// As of the use case.
#[tauri::command]
#[specta::specta]
pub async fn refresh_inventory(app: State<'_, App>, asked: bool) -> Answer<()> {
    if asked { app.reads.refresh_inventory().await } else { app.reads.refresh_inventory_again().await }
}

/// Ends the refresh under way.
///
/// # Errors
/// None.
#[tauri::command]
#[specta::specta]
pub fn cancel_refresh(app: State<'_, App>) -> Answer<()> {
    app.reads.cancel_refresh();
    Ok(())
}

/// The rows `from..to` of a view.
///
/// # Errors
/// None.
#[tauri::command]
#[specta::specta]
pub fn inventory_page(app: State<'_, App>, view: InventoryView, from: u32, to: u32) -> Answer<InventoryPage> {
    Ok(app.reads.inventory_page(view, from, to))
}

/// An instance with the cloud's own record; `None` when it is not in the inventory.
///
/// # Errors
/// None.
#[tauri::command]
#[specta::specta]
pub async fn instance(app: State<'_, App>, key: InstanceKey) -> Answer<Option<Instance>> {
    Ok(app.reads.instance_with_record(&key).await)
}

/// Which instances an action can be done to.
///
/// # Errors
/// As of the use case.
#[tauri::command]
#[specta::specta]
pub fn action_preview(app: State<'_, App>, action: InstanceAction, keys: Vec<InstanceKey>) -> Answer<ActionPreview> {
    app.acts.action_preview(action, &keys)
}
