//! An account, as it is filled in, shown and tested.

use serde::{Deserialize, Serialize};
use yundeck_catalogue::cloud::SigningScheme;
use yundeck_domain::{Account, Error, Proxy};

use crate::ground::secrets::SecretPlace;

/// An account as the person fills it in, without its secret.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, specta::Type)]
#[serde(rename_all = "camelCase")]
pub struct AccountDraft {
    /// The cloud.
    pub cloud: String,
    /// What to call it.
    pub label: String,
    /// The public part of the credential.
    pub access_key_id: String,
    /// Regions in use, the default one first.
    pub regions: Vec<String>,
    /// Base URL in place of the cloud's public one.
    pub endpoint: Option<String>,
    /// A PEM file with further certificate authorities.
    pub ca_file: Option<String>,
    /// The signing scheme, when not the cloud's default.
    pub signing: Option<SigningScheme>,
    /// The cloud's own id of the account.
    pub owner_id: Option<String>,
    /// By which proxy its calls go, when not by that of the application.
    pub proxy: Option<Proxy>,
    /// Keep the secret in memory only.
    pub keep_for_session: bool,
}

/// An account as the window shows it.
#[derive(Debug, Clone, PartialEq, Serialize, specta::Type)]
#[serde(rename_all = "camelCase")]
pub struct AccountView {
    /// The account.
    pub account: Account,
    /// Where its secret is.
    pub secret_place: SecretPlace,
    /// How the last connection test went.
    pub last_test: Option<ConnectionReport>,
}

/// How a connection test went.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, specta::Type)]
#[serde(rename_all = "camelCase")]
pub struct ConnectionReport {
    /// When (RFC 3339).
    pub at: String,
    /// Whether the cloud accepted key, signature and region.
    pub ok: bool,
    /// How long the answer took, in milliseconds.
    pub millis: u32,
    /// The read it was tested with.
    pub operation: String,
    /// The cloud's id of the request.
    pub request_id: Option<String>,
    /// What went wrong.
    pub error: Option<Error>,
}

/// An account of the sandbox, as the sandbox offers it.
#[derive(Debug, Clone)]
pub struct SandboxSeat {
    /// The cloud it plays.
    pub cloud: String,
    /// What to call the account.
    pub label: String,
    /// Its loopback address.
    pub endpoint: String,
    /// The public part of the credential.
    pub access_key_id: String,
    /// The secret part.
    pub secret: yundeck_domain::Secret,
    /// The region its things are in.
    pub region: String,
    /// The account's id in the sandbox.
    pub owner_id: Option<String>,
}
