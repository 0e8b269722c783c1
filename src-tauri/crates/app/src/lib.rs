//! The use cases: accounts, inventory, instances, images, quotes, plans, journal, secrets, settings.
//!
//! `App` is the one value the shell holds. It knows no cloud by name: the adapters are handed in.

pub mod accounts;
pub mod activity;
pub mod app;
pub mod apply;
pub mod choices;
pub mod clouds;
pub mod database_file;
pub mod diagnostics;
pub mod drafts;
pub mod event;
pub mod explorer;
pub mod export;
pub mod folder_lock;
pub mod forms;
pub mod goal;
pub mod images;
pub mod import;
pub mod inventory;
pub mod journal;
pub mod json_text;
pub mod kept_journal;
pub mod leaving;
pub mod logs;
pub mod owner_only;
pub mod plans;
pub mod quotes;
pub mod saved_file;
pub mod secrets;
pub mod settings;
pub mod start;
pub mod store;
pub mod trouble;

pub use app::{App, Options};
pub use event::Event;
