//! Checking signatures from a request's raw bytes: whatever the request itself says is signed, is checked.
//!
//! Written from the clouds' documents, apart from the client's signers, so that both cannot make the same mistake.

pub mod key_ring;
pub mod nonces;
pub mod sigv4;
pub mod sorted_hmac;
pub mod sorted_sha1;
pub mod tencent_query;

use chrono::{DateTime, Utc};

pub use key_ring::{Key, KeyRing};
pub use nonces::Nonces;

/// What a request is judged by.
#[derive(Debug, Clone, Copy)]
pub struct Gate<'g> {
    /// The keys that exist.
    pub keys: &'g KeyRing,
    /// The nonces that have been used.
    pub nonces: &'g Nonces,
    /// The time that timestamps are compared with.
    pub now: DateTime<Utc>,
}

/// Who sent a request, once it is believed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Caller {
    /// The public part of the key.
    pub key_id: String,
    /// The service the signature is for, where the scheme names one.
    pub service: Option<String>,
    /// The region the signature is for, where the scheme names one.
    pub region: Option<String>,
}

/// Why a request is not believed.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum AuthFailure {
    /// It carries no signature.
    #[error("no signature")]
    Missing,
    /// What stands in the place of the signature cannot be read.
    #[error("{0} cannot be read")]
    Malformed(&'static str),
    /// It is signed with another algorithm.
    #[error("algorithm {0} is not supported")]
    Algorithm(String),
    /// There is no such key.
    #[error("no key {0}")]
    UnknownKey(String),
    /// The signature is another one than that of these bytes. Holds the text that should have been signed.
    #[error("the signature does not match")]
    BadSignature {
        /// The string to sign as the server sees it. It holds no secret.
        string_to_sign: String,
    },
    /// A header that must be signed is not.
    #[error("header {0} is not signed")]
    Unsigned(&'static str),
    /// The signature is for another date, service or terminator than the request.
    #[error("the scope's {0} is wrong")]
    Scope(&'static str),
    /// The timestamp is too old or lies in the future.
    #[error("{at} is too far from {now}")]
    Expired {
        /// The timestamp.
        at: DateTime<Utc>,
        /// The server's time.
        now: DateTime<Utc>,
    },
    /// The nonce has been used before.
    #[error("the nonce has been used")]
    Replayed,
    /// The session token is missing or not that of the key.
    #[error("the session token is wrong")]
    Token,
}
