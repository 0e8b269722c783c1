//! What a call is made as.

use std::fmt;

use yundeck_catalogue::CloudSpec;
use yundeck_domain::{Account, Secret};

use crate::route::Route;

/// An account with its secret and its cloud. `Debug` shows neither secret.
#[derive(Clone)]
pub struct Access {
    /// The account.
    pub account: Account,
    /// The secret part of its credential.
    pub secret: Secret,
    /// The session token of a temporary credential.
    pub session_token: Option<Secret>,
    /// The account's cloud.
    pub cloud: &'static CloudSpec,
    /// By which proxy its calls go.
    pub route: Route,
}

impl Access {
    /// What the account's prices are in where a reply does not say it, if that is known: what the person said, else what its
    /// endpoint's site charges.
    pub fn currency(&self) -> Option<&str> {
        if let Some(said) = &self.account.currency {
            return Some(said);
        }
        self.cloud.currency(self.account.endpoint.as_deref())
    }
}

impl fmt::Debug for Access {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter
            .debug_struct("Access")
            .field("account", &self.account.id)
            .field("cloud", &self.cloud.id)
            .field("secret", &self.secret)
            .field("session_token", &self.session_token)
            .finish()
    }
}
