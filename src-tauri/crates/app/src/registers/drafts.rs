//! Half-filled wizards, kept until they are bought or thrown away.

use yundeck_domain::Error;

use crate::ground::store::{Store, from_json, to_json};
use crate::records::draft::Draft;
use crate::records::unreadable::Unreadable;

/// The drafts.
#[derive(Clone)]
pub struct Drafts {
    store: Store,
}

impl Drafts {
    /// Those in a database.
    pub(crate) fn new(store: Store) -> Self {
        Self { store }
    }

    /// All drafts, the latest first.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub fn all(&self) -> Result<Vec<Draft>, Error> {
        let texts: Vec<String> = self.store.with(|db| {
            db.prepare("SELECT body FROM drafts ORDER BY saved_at DESC")?.query_map([], |row| row.get(0))?.collect()
        })?;
        Ok(texts.iter().filter_map(|text| from_json(text)).collect())
    }

    /// Those that this version cannot read, the latest first.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub fn unreadable(&self) -> Result<Vec<Unreadable>, Error> {
        let rows: Vec<(String, String)> = self.store.with(|db| {
            db.prepare("SELECT id, body FROM drafts ORDER BY saved_at DESC")?
                .query_map([], |row| Ok((row.get(0)?, row.get(1)?)))?
                .collect()
        })?;
        let strange = rows.into_iter().filter(|(_, body)| from_json::<Draft>(body).is_none());
        Ok(strange.map(|(id, body)| Unreadable::of(id, &body, "title")).collect())
    }

    /// Saves a draft over the one of the same id. Secrets were taken out of it before.
    ///
    /// # Errors
    /// When the database cannot be written.
    pub(crate) fn save(&self, draft: &Draft) -> Result<(), Error> {
        let body = to_json(draft)?;
        self.store
            .with(|db| {
                db.execute(
                    "INSERT INTO drafts VALUES (?1, ?2, ?3) ON CONFLICT (id) DO UPDATE SET saved_at = ?2, body = ?3",
                    (&draft.id, &draft.saved_at, &body),
                )
            })
            .map(drop)
    }

    /// Throws a draft away; one that is not there is no error.
    ///
    /// # Errors
    /// When the database cannot be written.
    pub fn delete(&self, id: &str) -> Result<(), Error> {
        self.store.with(|db| db.execute("DELETE FROM drafts WHERE id = ?1", [id])).map(drop)
    }
}
