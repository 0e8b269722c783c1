//! What a cloud calls a key and its parts, and what one has to be allowed to do.

use serde::{Deserialize, Serialize};

/// What a cloud calls the parts of a credential, and where a person gets one.
#[derive(Debug, Clone, Serialize, Deserialize, specta::Type)]
#[serde(deny_unknown_fields, rename_all = "camelCase")]
pub struct CredentialWords {
    /// The public part: `SecretId`, `AccessKey`, `PublicKey`.
    pub id: String,
    /// The secret part.
    pub secret: String,
    /// Whether the cloud has temporary credentials with a session token.
    pub session_token: bool,
    /// Where in that cloud's console keys are made.
    pub console: Option<String>,
    /// The least that a key must be allowed to do, to copy into the console.
    pub policies: Option<Policies>,
}

/// The least that a key must be allowed to do, by what it is for. Each names one by one what it allows, and no console's address
/// is among it.
#[derive(Debug, Clone, Serialize, Deserialize, specta::Type)]
#[serde(deny_unknown_fields)]
pub struct Policies {
    /// To look at what there is, and at prices.
    pub look: String,
    /// To start, stop and save machines as well.
    pub operate: String,
    /// To buy, destroy and share as well.
    pub buy: String,
}
