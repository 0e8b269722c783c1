//! The keys a sandbox cloud knows.

/// A key. Worthless outside the sandbox, and still not shown by `Debug`.
#[derive(Clone, PartialEq, Eq)]
pub struct Key {
    /// The public part.
    pub id: String,
    /// The secret part.
    pub secret: String,
    /// The session token that has to come with it, when it is a temporary key.
    pub token: Option<String>,
}

impl Key {
    /// A key that does not expire.
    pub fn new(id: impl Into<String>, secret: impl Into<String>) -> Self {
        Self { id: id.into(), secret: secret.into(), token: None }
    }
}

impl std::fmt::Debug for Key {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.debug_struct("Key").field("id", &self.id).field("secret", &"<redacted>").finish_non_exhaustive()
    }
}

/// The keys that exist.
#[derive(Debug, Clone, Default)]
pub struct KeyRing(Vec<Key>);

impl KeyRing {
    /// A ring of these keys.
    pub fn new(keys: Vec<Key>) -> Self {
        Self(keys)
    }

    /// The key of that public part, whatever it looks like.
    pub fn find(&self, id: &str) -> Option<&Key> {
        self.0.iter().find(|key| key.id == id)
    }
}
