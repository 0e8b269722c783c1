//! How reading the instances stands, and what tells one from another.

use serde::Serialize;
use yundeck_domain::{Error, Scope};

/// How refreshing stands.
#[derive(Debug, Clone, PartialEq, Serialize, specta::Type)]
#[serde(rename_all = "camelCase")]
pub struct InventoryStatus {
    /// How many scopes there are.
    pub scopes: u32,
    /// How many are being read.
    pub running: u32,
    /// Since when scopes are being read (RFC 3339); `None` while none is.
    pub started_at: Option<String>,
    /// What failed, beside what worked.
    pub failures: Vec<ScopeFailure>,
    /// How many instances were read and are not shown, because their accounts are narrowed to other projects.
    pub hidden: u32,
    /// When the scope read longest ago was last complete (RFC 3339); `None` while one never was.
    pub refreshed_at: Option<String>,
}

/// A scope that could not be read.
#[derive(Debug, Clone, PartialEq, Serialize, specta::Type)]
#[serde(rename_all = "camelCase")]
pub struct ScopeFailure {
    /// Which.
    pub scope: Scope,
    /// Its cloud.
    pub cloud: String,
    /// Its account's label.
    pub account_label: String,
    /// Why.
    pub error: Error,
    /// The cloud has rejected the key, or does not let it look: it is not asked again by itself, until the account changes or
    /// somebody asks.
    pub paused: bool,
}

/// Identifies an instance among all accounts.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, serde::Deserialize, specta::Type)]
#[serde(rename_all = "camelCase")]
pub struct InstanceKey {
    /// Account.
    pub account: String,
    /// Region.
    pub region: String,
    /// The cloud's id.
    pub id: String,
}

impl InstanceKey {
    /// The scope it is in.
    pub fn scope(&self) -> Scope {
        Scope { account: self.account.clone(), region: self.region.clone() }
    }
}
