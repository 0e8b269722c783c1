//! Hashes and message authentication codes.

use hmac::digest::KeyInit;
use hmac::{Hmac, Mac};
use sha1::Sha1;
use sha2::{Digest, Sha256};

use crate::error::WireError;

/// SHA-256 in lower-case hexadecimal digits.
pub(super) fn sha256_hex(data: &[u8]) -> String {
    hex::encode(Sha256::digest(data))
}

/// SHA-1 in lower-case hexadecimal digits.
pub(super) fn sha1_hex(data: &[u8]) -> String {
    hex::encode(Sha1::digest(data))
}

/// HMAC-SHA256.
pub(super) fn hmac_sha256(key: &[u8], message: &str) -> Result<Vec<u8>, WireError> {
    let mut mac = Hmac::<Sha256>::new_from_slice(key).map_err(|_| WireError::Key)?;
    mac.update(message.as_bytes());
    Ok(mac.finalize().into_bytes().to_vec())
}

/// HMAC-SHA1.
pub(super) fn hmac_sha1(key: &[u8], message: &str) -> Result<Vec<u8>, WireError> {
    let mut mac = Hmac::<Sha1>::new_from_slice(key).map_err(|_| WireError::Key)?;
    mac.update(message.as_bytes());
    Ok(mac.finalize().into_bytes().to_vec())
}
