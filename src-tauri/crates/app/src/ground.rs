//! What the floors above stand on: the database, the keychain, files, logs. It knows nobody above.

pub mod data_folder;
pub mod database_file;
pub mod folder_lock;
pub mod json_text;
pub mod kept_journal;
pub mod keychain;
pub mod logs;
pub mod owner_only;
pub mod process;
pub mod saved_file;
pub mod secrets;
pub mod store;
pub mod trouble;
