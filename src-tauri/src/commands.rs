//! What the window can ask for: adapters of a few lines each, and the TypeScript that describes them.

pub mod accounts;
pub mod activity;
pub mod app;
pub mod drafts;
pub mod events;
pub mod explorer;
pub mod forms;
pub mod help;
pub mod images;
pub mod inventory;
pub mod journal;
pub mod leaving;
pub mod nouns;
pub mod plans;
pub mod quotes;
pub mod settings;
pub mod start;
pub mod updates;

use tauri_specta::{Builder, collect_commands, collect_events};

/// All commands and events.
pub fn bindings() -> Builder<tauri::Wry> {
    Builder::new()
        .disable_serde_phases()
        .commands(collect_commands![
            app::app_info,
            app::clouds,
            app::open_console,
            help::open_help_link,
            help::open_logs,
            help::diagnostics,
            updates::update_notice,
            updates::dismiss_update,
            updates::open_update_page,
            start::start_trouble,
            start::retry_start,
            start::choose_start_folder,
            start::make_in_chosen_folder,
            start::start_anew,
            start::read_only_journal,
            start::show_start_folder,
            leaving::leave_now,
            leaving::stay,
            leaving::leaving_held,
            settings::settings,
            settings::save_settings,
            settings::keep_proxy_password,
            settings::data_folder,
            settings::open_data_folder,
            settings::choose_data_folder,
            settings::adopt_data_folder,
            settings::keep_data_folder,
            settings::export_everything,
            settings::export_journal,
            settings::choose_export,
            settings::take_export,
            drafts::drafts,
            drafts::unreadable_drafts,
            drafts::save_draft,
            drafts::delete_draft,
            accounts::accounts,
            accounts::unreadable_accounts,
            accounts::add_account,
            accounts::update_account,
            accounts::rekey_account,
            accounts::remove_account,
            accounts::test_account,
            accounts::try_account,
            accounts::test_draft,
            accounts::test_change,
            accounts::start_sandbox,
            accounts::choose_ca_file,
            accounts::look_at_ca_file,
            accounts::look_at_endpoint,
            accounts::find_credentials,
            accounts::import_accounts,
            accounts::delete_credential_file,
            inventory::refresh_inventory,
            inventory::cancel_refresh,
            inventory::inventory_page,
            inventory::instance,
            inventory::action_preview,
            nouns::nouns,
            nouns::refresh_noun,
            nouns::noun_page,
            nouns::noun_record,
            nouns::noun_acts,
            nouns::noun_creations,
            forms::operation_form,
            forms::validate_params,
            forms::choices,
            forms::instance_types,
            images::images,
            images::images_for,
            images::image_shares,
            quotes::quote,
            quotes::spot_history,
            plans::plan_create,
            plans::plan_action,
            plans::plan_create_image,
            plans::plan_delete_image,
            plans::plan_share,
            plans::confirm_plans,
            plans::apply_plan,
            plans::discard_plan,
            activity::activities,
            activity::cancel_activity,
            activity::clear_activities,
            activity::recheck_activity,
            activity::ask_again,
            activity::recognise_activity,
            activity::dismiss_resembling,
            journal::journal,
            journal::journal_steps,
            explorer::operations,
            explorer::operation_details,
            explorer::preview_call,
            explorer::call_commands,
            explorer::call_operation,
            explorer::plan_operation,
            explorer::activity_reply,
            explorer::save_private_key,
            explorer::save_reply,
            explorer::call_history,
            explorer::clear_call_history,
            explorer::read_params,
        ])
        .events(collect_events![
            events::InventoryChanged,
            events::RowsChanged,
            events::ActivityChanged,
            events::AccountsChanged,
            events::LeavingHeld,
            events::UpdateChanged
        ])
}
