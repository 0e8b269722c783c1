//! An image, and with whom it is shared.

use chrono::{DateTime, FixedOffset};
use serde::{Deserialize, Serialize};
use serde_json::Value;

/// A disk image instances are made from.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, specta::Type)]
#[serde(rename_all = "camelCase")]
pub struct Image {
    /// The cloud's id.
    pub id: String,
    /// Its name.
    #[serde(serialize_with = "yundeck_catalogue::shown::as_name")]
    #[specta(type = String)]
    pub name: String,
    /// Its description.
    pub description: Option<String>,
    /// Where it comes from.
    pub source: ImageSource,
    /// Operating system with version, as the cloud writes it.
    pub os: Option<String>,
    /// The platform family, for grouping: `CentOS`, `Ubuntu`, `Windows`, ...
    pub platform: Option<String>,
    /// Processor architecture, as the cloud writes it.
    pub architecture: Option<String>,
    /// Size in GiB.
    pub size_gib: Option<u32>,
    /// Whether it can be used now.
    pub ready: bool,
    /// The cloud's own word for its state.
    pub vendor_state: String,
    /// Whether it holds data disks too.
    pub whole_machine: bool,
    /// When it was made.
    pub created: Option<DateTime<FixedOffset>>,
    /// The owner's account id at the cloud, when it says so.
    pub owner_id: Option<String>,
    /// The cloud's own record, complete.
    #[specta(type = specta_typescript::Any)]
    pub raw: Value,
}

/// Where an image comes from.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, specta::Type)]
#[serde(rename_all = "snake_case")]
pub enum ImageSource {
    /// Offered by the cloud to everyone.
    Public,
    /// Made by this account.
    Private,
    /// Shared with this account by another.
    Shared,
    /// From the cloud's image market.
    Market,
}

/// One account an image is shared with.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, specta::Type)]
#[serde(rename_all = "camelCase")]
pub struct ImageShare {
    /// The account's id at the cloud.
    pub account_id: String,
    /// Since when, when the cloud says it.
    pub since: Option<DateTime<FixedOffset>>,
}
