//! What quitting now would leave behind.

use serde::Serialize;
use yundeck_catalogue::Text;

/// What quitting now would leave behind. What is merely waited for is not among it: it is taken up at the next start.
#[derive(Debug, Clone, Default, PartialEq, Serialize, specta::Type)]
#[serde(rename_all = "camelCase")]
pub struct Unfinished {
    /// Acts that were confirmed and have no answer yet. The client's time limits end them, one way or the other.
    pub sending: Vec<UnfinishedAct>,
    /// Acts that made a private key which is saved nowhere. It would be lost.
    pub unsaved_keys: Vec<UnfinishedAct>,
}

/// An act in words.
#[derive(Debug, Clone, PartialEq, Serialize, specta::Type)]
#[serde(rename_all = "camelCase")]
pub struct UnfinishedAct {
    /// The cloud.
    pub cloud: String,
    /// The operation, as the cloud spells it.
    pub operation: String,
    /// What the operation does.
    pub title: Text,
    /// What it acts on.
    pub subject: String,
    /// The label of the account.
    pub account_label: String,
}

impl Unfinished {
    /// Whether nothing would be left behind.
    pub fn is_empty(&self) -> bool {
        self.sending.is_empty() && self.unsaved_keys.is_empty()
    }
}
