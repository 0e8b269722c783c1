//! What a cloud's error codes mean to us.

use indexmap::IndexMap;
use serde::{Deserialize, Serialize};

use crate::text::Text;

/// What an error code means to us.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "camelCase")]
pub struct ErrorMeaning {
    /// Our kind.
    pub kind: ErrorKind,
    /// The cause and the way out, in our words.
    pub text: Option<Text>,
    /// What the code means when the message begins like this, where a cloud uses one code for several things. `*` stands for
    /// anything.
    #[serde(default)]
    pub messages: IndexMap<String, ErrorMeaning>,
    /// Whether the code says what happened whatever the message is. `false` where it means different things in different
    /// releases of the cloud's software, and only a message of `messages` tells which.
    #[serde(default = "yes")]
    pub decides_alone: bool,
    /// Where it is from, by the keys of `errorSources`, several joined by a comma.
    pub source: Option<String>,
}

impl ErrorMeaning {
    /// What it means together with a message: the longest known form of the message, else the code alone. `None` where the
    /// code alone decides nothing.
    pub(super) fn with(&self, message: &str) -> Option<&Self> {
        let narrower = self.messages.iter().filter(|(form, _)| has_form(message, form));
        let narrower = narrower.max_by_key(|(form, _)| form.len()).map(|(_, narrower)| narrower);
        narrower.or_else(|| self.decides_alone.then_some(self))
    }
}

fn yes() -> bool {
    true
}

/// Whether a message begins like this, with anything in place of each `*`.
fn has_form(message: &str, form: &str) -> bool {
    let mut parts = form.split('*');
    let Some(mut rest) = parts.next().and_then(|beginning| message.strip_prefix(beginning)) else { return false };
    for part in parts {
        let Some((_, after)) = rest.split_once(part) else { return false };
        rest = after;
    }
    true
}

/// The kinds of error the application distinguishes. What the person should do is said at each.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, specta::Type)]
#[serde(rename_all = "snake_case")]
pub enum ErrorKind {
    /// Parameters are wrong: mend the named ones.
    InvalidParams,
    /// The key is unknown or the signature wrong: check id and secret.
    CredentialRejected,
    /// The computer's clock is off: set it.
    ClockSkew,
    /// The key lacks a permission: grant it in the cloud's console.
    PermissionDenied,
    /// The thing is not there (any more): refresh.
    NotFound,
    /// The thing's state does not allow it now: wait or change the state.
    Conflict,
    /// A quota of the account is used up: free something or ask for more.
    QuotaExceeded,
    /// The account's balance does not suffice: top up.
    InsufficientBalance,
    /// The cloud has none left of this type here: choose another type or zone.
    SoldOut,
    /// Too many calls: wait a moment.
    RateLimited,
    /// The cloud does not offer this.
    Unsupported,
    /// The cloud has a fault of its own: try later.
    Unavailable,
    /// The cloud cannot be reached: check network, proxy, endpoint, certificate.
    Network,
    /// No answer in time, to a call that changes nothing: try again.
    Timeout,
    /// The answer cannot be understood: report it.
    BadReply,
    /// A call that changes something was sent and not answered. It may have worked: do not repeat, look first.
    OutcomeUnknown,
    /// The operating system offers no keychain: start one, or keep the secret for this session.
    KeychainUnavailable,
    /// The secret is kept for another place than where the account's calls go now: enter it again for this one.
    SecretElsewhere,
    /// The plan is used up, too old or the price moved: review again.
    PlanExpired,
    /// The person cancelled it.
    Cancelled,
    /// A mistake of this application: report it.
    Bug,
}

#[cfg(test)]
mod tests {
    use super::has_form;

    #[test]
    fn has_form_matches_a_beginning_with_gaps() {
        assert!(has_form("Signature expired: now", "Signature expired"));
        assert!(has_form("Disk type 'ssd' is out of stock", "*out of stock"));
        assert!(has_form("Parameter ImageSource missing", "Parameter * missing"));
        assert!(!has_form("Image not ready", "*out of stock"));
        assert!(!has_form("The parameter X is missing", "Parameter * missing"));
        assert!(!has_form("Parameter X is wrong", "Parameter * missing"));
    }
}
