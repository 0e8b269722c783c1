//! Half-filled wizards, kept until they are bought or thrown away. Secrets are taken out before saving.

use serde::{Deserialize, Serialize};
use serde_json::Value;
use yundeck_catalogue::schema;
use yundeck_domain::{AccountId, Error};

use crate::app::App;
use crate::store::{from_json, to_json};

/// A half-filled creation wizard.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, specta::Type)]
#[serde(rename_all = "camelCase")]
pub struct Draft {
    /// Chosen by the window.
    pub id: String,
    /// The cloud.
    pub cloud: String,
    /// The account.
    pub account: AccountId,
    /// The region.
    pub region: String,
    /// The parameters so far, without secrets.
    #[specta(type = specta_typescript::Any)]
    pub params: Value,
    /// A line that tells it from others.
    pub title: String,
    /// When it was saved (RFC 3339); set on saving.
    pub saved_at: String,
}

impl App {
    /// All drafts, the latest first.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub fn drafts(&self) -> Result<Vec<Draft>, Error> {
        let texts: Vec<String> = self.store().with(|db| {
            db.prepare("SELECT body FROM drafts ORDER BY saved_at DESC")?.query_map([], |row| row.get(0))?.collect()
        })?;
        Ok(texts.iter().filter_map(|text| from_json(text)).collect())
    }

    /// Saves a draft over the one of the same id.
    ///
    /// # Errors
    /// When the cloud is unknown or the database cannot be written.
    pub fn save_draft(&self, mut draft: Draft) -> Result<(), Error> {
        let spec = self.adapter(&draft.cloud)?.spec();
        let input = spec.job("create_instance").map_or(&Value::Null, |operation| &operation.input);
        draft.params = schema::pruned(&schema::masked(input, &draft.params, ""));
        draft.saved_at = chrono::Utc::now().to_rfc3339();
        let body = to_json(&draft)?;
        self.store()
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
    pub fn delete_draft(&self, id: &str) -> Result<(), Error> {
        self.store().with(|db| db.execute("DELETE FROM drafts WHERE id = ?1", [id])).map(drop)
    }
}
