//! The way out to the clouds.

use serde::{Deserialize, Serialize};

/// By which proxy requests go. This computer itself (loopback) is always spoken to directly.
#[derive(Debug, Clone, Default, PartialEq, Eq, Hash, Serialize, Deserialize, specta::Type)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum Proxy {
    /// As the operating system and the environment say.
    #[default]
    System,
    /// By none.
    Direct,
    /// By this one.
    Manual {
        /// Its address: `http`, `https`, `socks5` or `socks5h`, host and port. Never a user name or a password.
        url: String,
        /// The user name it asks for; the password that belongs to it is in the keychain.
        username: Option<String>,
    },
}
