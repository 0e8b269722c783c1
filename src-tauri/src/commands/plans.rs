//! Plans: prepare, confirm, apply.

use tauri::State;
use yundeck_app::App;
use yundeck_app::records::activity::Activity;
use yundeck_app::records::inventory::InstanceKey;
use yundeck_app::records::plan::{Confirmed, Plan};
use yundeck_domain::InstanceAction;

use crate::commands::forms::Json;
type Answer<T> = Result<T, yundeck_domain::Error>;

/// Plans the creation of instances.
///
/// # Errors
/// As of the use case.
#[tauri::command]
#[specta::specta]
pub async fn plan_create(app: State<'_, App>, account: String, region: String, params: Json) -> Answer<Plan> {
    app.acts.plan_create(&account, &region, &params.0).await
}

/// Plans an action, one plan for each instance.
///
/// # Errors
/// As of the use case.
#[tauri::command]
#[specta::specta]
pub async fn plan_action(app: State<'_, App>, action: InstanceAction, keys: Vec<InstanceKey>) -> Answer<Vec<Plan>> {
    app.acts.plan_action(action, &keys).await
}

/// Plans making an image.
///
/// # Errors
/// As of the use case.
#[tauri::command]
#[specta::specta]
pub async fn plan_create_image(
    app: State<'_, App>,
    key: InstanceKey,
    name: String,
    description: String,
) -> Answer<Plan> {
    app.acts.plan_create_image(&key, &name, &description).await
}

/// Plans removing an image.
///
/// # Errors
/// As of the use case.
#[tauri::command]
#[specta::specta]
pub async fn plan_delete_image(app: State<'_, App>, account: String, region: String, image_id: String) -> Answer<Plan> {
    app.acts.plan_delete_image(&account, &region, &image_id).await
}

/// Plans sharing an image, or ending that.
///
/// # Errors
/// As of the use case.
#[tauri::command]
#[specta::specta]
pub async fn plan_share(
    app: State<'_, App>,
    account: String,
    region: String,
    image_id: String,
    accounts: Vec<String>,
    share: bool,
) -> Answer<Plan> {
    app.acts.plan_share(&account, &region, &image_id, &accounts, share).await
}

/// Has the system ask about plans that are confirmed together, where they take that; whether they may be applied.
///
/// # Errors
/// As of the use case.
#[tauri::command]
#[specta::specta]
pub async fn confirm_plans(app: State<'_, App>, ids: Vec<String>) -> Answer<bool> {
    app.acts.confirm_plans(&ids).await
}

/// Applies a plan, once. What costs, destroys or gives away has the system ask first, unless it has been said yes to.
///
/// # Errors
/// As of the use case.
#[tauri::command]
#[specta::specta]
pub async fn apply_plan(app: State<'_, App>, id: String, confirmed: Confirmed) -> Answer<Activity> {
    app.acts.apply_plan(&id, &confirmed).await
}

/// Throws a plan away.
///
/// # Errors
/// None.
#[tauri::command]
#[specta::specta]
pub fn discard_plan(app: State<'_, App>, id: String) -> Answer<()> {
    app.acts.discard_plan(&id);
    Ok(())
}
