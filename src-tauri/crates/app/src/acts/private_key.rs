//! What an act answered, and the private key that a cloud made with it.

use std::path::Path;

use yundeck_domain::Error;

use crate::acts::Acts;
use crate::ground::saved_file;
use crate::records::activity::PrivateKey;
use crate::registers::replies::{ActReply, no_key};

impl Acts {
    /// The result of an applied plan of this session, its secrets masked; `None` while there is none. `open`: with what lets one
    /// into a machine, for the person who asks to see it.
    pub fn activity_reply(&self, id: &str, open: bool) -> Option<ActReply> {
        self.replies.result(id, open)
    }

    /// The file name to propose for the private key of an act.
    ///
    /// # Errors
    /// `NotFound` when there is none to save.
    pub fn private_key_name(&self, id: &str) -> Result<String, Error> {
        let activity = self.activities.get(id).filter(|_| self.replies.has_key(id));
        activity.map(|activity| saved_file::name_of(&activity.act.subject, "pem")).ok_or_else(no_key)
    }

    /// Writes the private key that a cloud made for an act into a file that only this user of the computer may read. It is
    /// forgotten here once it is written, and not before.
    ///
    /// # Errors
    /// `NotFound` when there is none to save; when the file cannot be written.
    pub fn save_private_key(&self, id: &str, path: &Path) -> Result<(), Error> {
        self.replies.save_keys(id, path)?;
        self.activities.change(id, |activity| activity.private_key = Some(PrivateKey::Saved));
        Ok(())
    }
}
