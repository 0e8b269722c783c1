//! What a plan, an activity and a line of the journal say alike of an act.

use serde::{Deserialize, Serialize};
use yundeck_catalogue::cloud::SigningScheme;
use yundeck_catalogue::{Effect, Text};
use yundeck_domain::{Account, Quote, Scope};

/// One call that is not a read: what it is, where, and at which price.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, specta::Type)]
#[serde(rename_all = "camelCase")]
pub struct Act {
    /// Its id: the plan's, the activity's and the journal line's.
    pub id: String,
    /// The account.
    pub account: String,
    /// Its label then.
    pub account_label: String,
    /// Its cloud.
    pub cloud: String,
    /// Whether it is the sandbox's.
    pub sandbox: bool,
    /// The region.
    pub region: String,
    /// The operation.
    pub operation: String,
    /// What the operation does.
    pub title: Text,
    /// What it does to the account.
    pub effect: Effect,
    /// What it acts on: a name, or an id where there is none.
    #[serde(serialize_with = "yundeck_catalogue::shown::as_name")]
    #[specta(type = String)]
    pub subject: String,
    /// The cloud's price.
    pub quote: Option<Quote>,
}

impl Act {
    /// The region of the account that it is done in.
    pub fn scope(&self) -> Scope {
        Scope { account: self.account.clone(), region: self.region.clone() }
    }
}

/// Where an act goes, as it was reviewed: the same account with another key or address is another place.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Place {
    /// The public part of the key.
    pub(crate) key_id: String,
    /// The address in place of the cloud's public one; empty where there is none.
    pub(crate) host: String,
    /// The signing scheme, when it is not the cloud's default.
    pub(crate) scheme: Option<SigningScheme>,
}

impl Place {
    /// Where an account's calls go now.
    pub(crate) fn of(account: &Account) -> Self {
        Self {
            key_id: account.access_key_id.clone(),
            host: account.endpoint.clone().unwrap_or_default(),
            scheme: account.signing,
        }
    }

    /// Whether an account's calls go to the same world with the same rights. How they are signed does not change that.
    pub(crate) fn is_world_of(&self, account: &Account) -> bool {
        let now = Self::of(account);
        // The sandbox's key and port are new at each start; its world is, too, and then its acts cannot be told any more.
        self.key_id == now.key_id && self.host == now.host
    }
}
