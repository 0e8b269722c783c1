//! A key pair for logging in, and what it is made of.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use chrono::{DateTime, Utc};
use serde_json::{Map, Value};
use sha2::{Digest as _, Sha256};

use super::ids::Ids;
use super::shelf::Thing;

/// A key pair. The private half is shown once, when it is made, and never kept.
#[derive(Debug, Clone, PartialEq)]
pub struct KeyPair {
    /// Id; on clouds without one, the name.
    pub id: String,
    /// Region; empty: in every region.
    pub region: String,
    /// Name.
    pub name: String,
    /// Description.
    pub description: String,
    /// The public half, in OpenSSH's form.
    pub public_key: String,
    /// When it was made.
    pub created: DateTime<Utc>,
    /// What the cloud records beyond this.
    pub extra: Map<String, Value>,
}

impl KeyPair {
    /// A fingerprint of the public half: 16 bytes in hex, joined by colons.
    pub fn fingerprint(&self) -> String {
        let digest = Sha256::digest(self.public_key.as_bytes());
        digest.iter().take(16).map(|byte| format!("{byte:02x}")).collect::<Vec<_>>().join(":")
    }
}

/// A public half in OpenSSH's form: it reads like an RSA key, and nobody has the private one.
pub fn public_key(ids: &mut Ids) -> String {
    let mut blob = Vec::new();
    for part in [b"ssh-rsa".to_vec(), vec![1, 0, 1], modulus(ids)] {
        blob.extend(u32::try_from(part.len()).unwrap_or_default().to_be_bytes());
        blob.extend(part);
    }
    format!("ssh-rsa {}", STANDARD.encode(blob))
}

/// A private half in PEM's form. It opens nothing: the numbers in it are not a key.
pub fn private_key(ids: &mut Ids) -> String {
    let text = STANDARD.encode([modulus(ids), modulus(ids), modulus(ids)].concat());
    let lines: Vec<&str> = text.as_bytes().chunks(64).filter_map(|line| std::str::from_utf8(line).ok()).collect();
    let kind = "RSA PRIVATE KEY";
    format!("-----BEGIN {kind}-----\n{}\n-----END {kind}-----\n", lines.join("\n"))
}

/// Whether a text looks like a public key in OpenSSH's form.
pub fn is_public_key(text: &str) -> bool {
    let mut words = text.split_ascii_whitespace();
    let kind = words.next().is_some_and(|kind| kind.starts_with("ssh-") || kind.starts_with("ecdsa-"));
    kind && words.next().is_some_and(|blob| STANDARD.decode(blob).is_ok_and(|bytes| bytes.len() > 16))
}

fn modulus(ids: &mut Ids) -> Vec<u8> {
    std::iter::once(0).chain((0..32).flat_map(|_| (ids.number() | 1 << 63).to_be_bytes())).collect()
}

impl Thing for KeyPair {
    fn id(&self) -> &str {
        &self.id
    }
    fn region(&self) -> &str {
        &self.region
    }
}
