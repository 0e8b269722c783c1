//! The keys a request is signed with.

use std::fmt;

use zeroize::{Zeroize, ZeroizeOnDrop};

/// A key pair, perhaps with a session token. Neither `Serialize` nor `Display`; `Debug` shows none of the secrets, and
/// the memory is wiped when it is dropped.
#[derive(Clone, Zeroize, ZeroizeOnDrop)]
pub struct Credential {
    id: String,
    secret: String,
    token: Option<String>,
}

impl Credential {
    /// A credential from its parts. An empty token counts as none.
    pub fn new(id: impl Into<String>, secret: impl Into<String>, token: Option<String>) -> Self {
        Self { id: id.into(), secret: secret.into(), token: token.filter(|token| !token.is_empty()) }
    }

    /// The public part.
    pub fn id(&self) -> &str {
        &self.id
    }

    /// The secret part, for the signers only.
    pub(crate) fn secret(&self) -> &str {
        &self.secret
    }

    /// The session token of a temporary credential, for the signers only.
    pub(crate) fn token(&self) -> Option<&str> {
        self.token.as_deref()
    }

    /// The same id with every secret replaced by a word, to show what a request looks like.
    pub(crate) fn masked(&self, word: &str) -> Self {
        Self::new(self.id.clone(), word, self.token.as_ref().map(|_| word.to_owned()))
    }
}

impl fmt::Debug for Credential {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Credential")
            .field("id", &self.id)
            .field("secret", &format_args!("<redacted>"))
            .field("token", &self.token.as_ref().map(|_| format_args!("<redacted>")))
            .finish()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn debug_shows_no_secret() {
        let text = format!("{:?}", Credential::new("AKID", "s3cret", Some("t0ken".to_owned())));
        assert_eq!(text, "Credential { id: \"AKID\", secret: <redacted>, token: Some(<redacted>) }");
    }
}
