//! A half-filled wizard.

use serde::{Deserialize, Serialize};
use serde_json::Value;
use yundeck_domain::AccountId;

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
