//! The settings, as they are stored.

use rusqlite::OptionalExtension;
use yundeck_domain::Error;

use crate::ground::store::{Store, to_json};
use crate::records::settings::{Settings, over_defaults};

/// The one set of settings.
#[derive(Clone)]
pub struct SettingsRegister {
    store: Store,
}

impl SettingsRegister {
    /// That of a database.
    pub(crate) fn new(store: Store) -> Self {
        Self { store }
    }

    /// The settings; the defaults until something was saved.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub fn get(&self) -> Result<Settings, Error> {
        let text: Option<String> = self
            .store
            .with(|db| db.query_row("SELECT body FROM settings WHERE id = 1", [], |row| row.get(0)).optional())?;
        Ok(text.as_deref().map(over_defaults).unwrap_or_default())
    }

    /// Stores the settings. They are in force once `Reach::take_settings` has read them.
    ///
    /// # Errors
    /// When the database cannot be written.
    pub(crate) fn save(&self, settings: &Settings) -> Result<(), Error> {
        let body = to_json(settings)?;
        self.store
            .with(|db| {
                db.execute("INSERT INTO settings VALUES (1, ?1) ON CONFLICT (id) DO UPDATE SET body = ?1", [body])
            })
            .map(drop)
    }
}
