//! What the floors above stand on: the database, the keychain, files, logs. It knows nobody above.

pub mod data_folder;
pub mod json_text;
pub mod logs;
pub mod saved_file;
pub mod secrets;
pub mod store;
