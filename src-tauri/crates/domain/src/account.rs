//! An account: where calls go and with which key, but never the secret itself.

use serde::{Deserialize, Serialize};
use yundeck_catalogue::cloud::SigningScheme;

use crate::proxy::Proxy;

/// Identifies an account in this installation; also the name of its entry in the keychain.
pub type AccountId = String;

/// A cloud account as the person set it up.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize, specta::Type)]
#[serde(rename_all = "camelCase")]
pub struct Account {
    /// Id in this installation.
    pub id: AccountId,
    /// The cloud's id.
    pub cloud: String,
    /// What the person calls it.
    pub label: String,
    /// The public part of the credential.
    pub access_key_id: String,
    /// The regions in use; the first is where new things go by default. Never empty.
    pub regions: Vec<String>,
    /// Base URL in place of the cloud's public one.
    pub endpoint: Option<String>,
    /// The file that the certificates of its own authority came from. It is not read again.
    pub ca_file: Option<String>,
    /// The certificates (PEM) of its own authority, which alone is trusted at its endpoint.
    #[serde(default)]
    pub authority: Option<String>,
    /// The signing scheme, when it is not the cloud's default.
    pub signing: Option<SigningScheme>,
    /// Whether it belongs to the sandbox: nothing in it costs anything.
    pub sandbox: bool,
    /// The cloud's own id of this account, when known (to forbid sharing with oneself).
    pub owner_id: Option<String>,
    /// By which proxy its calls go, when not by that of the application.
    pub proxy: Option<Proxy>,
    /// What its prices are in (ISO 4217), where the person said so: the site an account is of does not always follow from its
    /// endpoint.
    #[serde(default)]
    pub currency: Option<String>,
    /// The projects whose instances are shown, by the cloud's ids; all when there are none. What an act made is looked for in
    /// all of them nevertheless.
    #[serde(default)]
    pub projects: Vec<String>,
    /// Whether its secret is never put into the keychain.
    #[serde(default)]
    pub session_only: bool,
}

/// One region of one account: what a list is read from.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize, specta::Type)]
#[serde(rename_all = "camelCase")]
pub struct Scope {
    /// The account.
    pub account: AccountId,
    /// The region.
    pub region: String,
}
