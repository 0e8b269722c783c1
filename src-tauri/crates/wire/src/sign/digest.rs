//! Hashes and message authentication codes.

use hmac::digest::KeyInit;
use hmac::{Hmac, Mac};
use sha1::Sha1;
use sha2::{Digest, Sha256};
use zeroize::Zeroizing;

use crate::error::WireError;

/// SHA-256 in lower-case hexadecimal digits.
pub(super) fn sha256_hex(data: &[u8]) -> String {
    hex::encode(Sha256::digest(data))
}

/// SHA-1 in lower-case hexadecimal digits.
pub(super) fn sha1_hex(data: &[u8]) -> String {
    hex::encode(Sha1::digest(data))
}

/// HMAC-SHA256. It may be a key of the next step, and is wiped when it is dropped.
pub(super) fn hmac_sha256(key: &[u8], message: &str) -> Result<Zeroizing<Vec<u8>>, WireError> {
    let mut mac = Hmac::<Sha256>::new_from_slice(key).map_err(|_| WireError::Key)?;
    mac.update(message.as_bytes());
    Ok(Zeroizing::new(mac.finalize().into_bytes().to_vec()))
}

/// HMAC-SHA1, likewise.
pub(super) fn hmac_sha1(key: &[u8], message: &str) -> Result<Zeroizing<Vec<u8>>, WireError> {
    let mut mac = Hmac::<Sha1>::new_from_slice(key).map_err(|_| WireError::Key)?;
    mac.update(message.as_bytes());
    Ok(Zeroizing::new(mac.finalize().into_bytes().to_vec()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_derived_from_a_secret_is_wiped_when_it_is_dropped() {
        // The type does it; a vector of its own would not.
        let wiped = |_: &Zeroizing<Vec<u8>>| ();
        wiped(&hmac_sha256(b"secret", "day").unwrap());
        wiped(&hmac_sha1(b"secret", "day").unwrap());
        let wiped = |_: &Zeroizing<String>| ();
        let text = crate::sign::sorted_sha1::string_to_sign(&[("a".to_owned(), "b".to_owned())], "secret");
        wiped(&text);
        assert_eq!((text.as_str(), text.capacity()), ("absecret", 8), "what grew would have left a part of itself");
    }
}
