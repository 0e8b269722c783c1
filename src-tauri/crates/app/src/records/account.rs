//! An account, as it is filled in, shown and tested.

use serde::{Deserialize, Serialize};
use yundeck_catalogue::cloud::SigningScheme;
use yundeck_domain::{Account, Error, Proxy};

use crate::ground::secrets::SecretPlace;

/// An account as the person fills it in, without its secret.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize, specta::Type)]
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
    /// A PEM file with the account's own certificate authorities, which alone are trusted then.
    pub ca_file: Option<String>,
    /// Whether that file is read although it is the one that was read before.
    #[serde(default)]
    pub ca_anew: bool,
    /// The signing scheme, when not the cloud's default.
    pub signing: Option<SigningScheme>,
    /// The cloud's own id of the account.
    pub owner_id: Option<String>,
    /// By which proxy its calls go, when not by that of the application.
    pub proxy: Option<Proxy>,
    /// What its prices are in (ISO 4217), where that does not follow from its endpoint.
    #[serde(default)]
    pub currency: Option<String>,
    /// The projects whose instances are shown; all when there are none.
    #[serde(default)]
    pub projects: Vec<String>,
    /// Keep the secret in memory only; holds when a secret is given.
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
    /// The regions that its cloud listed for it last, where it was asked already.
    pub listed: Option<ListedRegions>,
}

/// The regions that a cloud lists for an account. The catalogue's are where one starts; these are what there is.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, specta::Type)]
#[serde(rename_all = "camelCase")]
pub struct ListedRegions {
    /// When the cloud was asked last (RFC 3339), whether or not it answered.
    pub at: String,
    /// What it answered last; none where it never did.
    pub regions: Vec<ListedRegion>,
}

/// A region that a cloud lists.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, specta::Type)]
#[serde(rename_all = "camelCase")]
pub struct ListedRegion {
    /// The cloud's id.
    pub id: String,
    /// The cloud's name for it.
    pub name: String,
    /// Its zones, as the cloud listed them last; none where it was not asked for them.
    #[serde(default)]
    pub zones: Vec<String>,
}

/// How a connection test went.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, specta::Type)]
#[serde(rename_all = "camelCase")]
pub struct ConnectionReport {
    /// When (RFC 3339).
    pub at: String,
    /// Whether the cloud accepted key, signature and region, and lets the key list instances, without which nothing works.
    pub ok: bool,
    /// How long the answer took, in milliseconds.
    pub millis: u32,
    /// The read it was tested with.
    pub operation: String,
    /// The cloud's id of the request.
    pub request_id: Option<String>,
    /// What went wrong.
    pub error: Option<Error>,
    /// The other reads that the pages need. None in a report of an earlier version.
    #[serde(default)]
    pub checks: Vec<ConnectionCheck>,
    /// What the key may do, as far as reads tell.
    #[serde(default)]
    pub may: Abilities,
}

/// A read that was tried for what needs it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, specta::Type)]
#[serde(rename_all = "camelCase")]
pub struct ConnectionCheck {
    /// What needs it.
    pub need: Need,
    /// The operation.
    pub operation: String,
    /// What the cloud answered other than what was asked for.
    pub error: Option<Error>,
}

/// What the pages need to read.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, specta::Type)]
#[serde(rename_all = "snake_case")]
pub enum Need {
    /// The list of instances.
    Instances,
    /// The places (projects) that instances are in.
    Places,
    /// The list of images.
    Images,
    /// What can be bought.
    InstanceTypes,
    /// The price of an order.
    Price,
}

/// What a key may do.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize, specta::Type)]
#[serde(rename_all = "camelCase")]
pub struct Abilities {
    /// See what there is.
    pub look: Ability,
    /// Start, stop, change and remove it.
    pub operate: Ability,
    /// Buy.
    pub buy: Ability,
}

/// Whether a key may do something. What is not known is never a yes.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize, specta::Type)]
#[serde(rename_all = "snake_case")]
pub enum Ability {
    /// It did.
    Yes,
    /// The cloud refuses something that it takes.
    Lacking,
    /// Nothing that it takes was refused; whether it may is known only when it does.
    #[default]
    NotTried,
    /// It was tried on what does not exist, and not refused for lack of a permission.
    NotRefused,
    /// The cloud did not answer in a way that tells.
    Unknown,
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
