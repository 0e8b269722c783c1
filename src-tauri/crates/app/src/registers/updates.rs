//! What is known of new versions of the program.

use chrono::{DateTime, Utc};
use rusqlite::OptionalExtension;
use yundeck_domain::Error;

use crate::ground::store::Store;

/// The one line about it.
#[derive(Clone)]
pub struct Updates {
    store: Store,
}

/// What is known.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Known {
    /// When it was asked for last.
    pub(crate) asked_at: Option<DateTime<Utc>>,
    /// The newer version that was told of then.
    pub(crate) version: Option<String>,
    /// The version of which the person wants to hear no more.
    pub(crate) dismissed: Option<String>,
}

impl Updates {
    /// That of a database.
    pub(crate) fn new(store: Store) -> Self {
        Self { store }
    }

    /// What is known.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub(crate) fn get(&self) -> Result<Known, Error> {
        let row: Option<(String, Option<String>, Option<String>)> = self.store.with(|db| {
            db.query_row("SELECT asked_at, version, dismissed FROM updates WHERE id = 1", [], |row| {
                Ok((row.get(0)?, row.get(1)?, row.get(2)?))
            })
            .optional()
        })?;
        Ok(row.map_or_else(Known::default, |(asked_at, version, dismissed)| {
            let asked_at = DateTime::parse_from_rfc3339(&asked_at).ok().map(|at| at.to_utc());
            Known { asked_at, version, dismissed }
        }))
    }

    /// Notes that it is asked for now.
    ///
    /// # Errors
    /// When the database cannot be written.
    pub(crate) fn note_asked(&self, at: DateTime<Utc>) -> Result<(), Error> {
        self.write(
            "INSERT INTO updates (id, asked_at) VALUES (1, ?1) ON CONFLICT (id) DO UPDATE SET asked_at = ?1",
            &at.to_rfc3339(),
        )
    }

    /// Notes the newer version, or that there is none.
    ///
    /// # Errors
    /// When the database cannot be written.
    pub(crate) fn note_version(&self, version: Option<&str>) -> Result<(), Error> {
        self.write("UPDATE updates SET version = nullif(?1, '')", version.unwrap_or_default())
    }

    /// Notes that the person wants to hear no more of a version.
    ///
    /// # Errors
    /// When the database cannot be written.
    pub(crate) fn dismiss(&self, version: &str) -> Result<(), Error> {
        self.write("UPDATE updates SET dismissed = ?1", version)
    }

    fn write(&self, sql: &str, value: &str) -> Result<(), Error> {
        self.store.with(|db| db.execute(sql, [value])).map(drop)
    }
}
