//! Keeping half-filled wizards, without their secrets.

use serde_json::Value;
use yundeck_catalogue::schema;
use yundeck_domain::Error;

use crate::desk::Desk;
use crate::records::draft::Draft;
use crate::records::unreadable::Unreadable;

impl Desk {
    /// All drafts, the latest first.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub fn drafts(&self) -> Result<Vec<Draft>, Error> {
        self.drafts.all()
    }

    /// The drafts that this version cannot read.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub fn unreadable_drafts(&self) -> Result<Vec<Unreadable>, Error> {
        self.drafts.unreadable()
    }

    /// Saves a draft over the one of the same id.
    ///
    /// # Errors
    /// When the cloud is unknown or the database cannot be written.
    pub fn save_draft(&self, mut draft: Draft) -> Result<(), Error> {
        let spec = self.reach.adapter(&draft.cloud)?.spec();
        let input = spec.job("create_instance").map_or(&Value::Null, |operation| &operation.input);
        draft.params = schema::pruned(&schema::masked(input, &draft.params, ""));
        draft.saved_at = self.reach.now().to_rfc3339();
        self.drafts.save(&draft)
    }

    /// Throws a draft away; one that is not there is no error.
    ///
    /// # Errors
    /// When the database cannot be written.
    pub fn delete_draft(&self, id: &str) -> Result<(), Error> {
        self.drafts.delete(id)
    }
}
