//! SHA-1 over the sorted names and values and the private key, in the parameter `Signature`
//! (source: ucloud-sdk-python3; the UCloudStack document describes no signature).

use zeroize::Zeroizing;

use super::digest::sha1_hex;
use super::{Context, Signed, append, parameters};
use crate::error::WireError;
use crate::request::Request;

/// Adds the public key and the signature to the parameters. The scheme knows neither time nor session tokens.
///
/// # Errors
/// None; the signature of its neighbours.
pub fn sign(mut request: Request, context: &Context<'_>) -> Result<Signed, WireError> {
    append(&mut request, &[("PublicKey".to_owned(), context.credential.id().to_owned())]);
    let pairs = parameters(&request);
    let signature = signature(&string_to_sign(&pairs, context.credential.secret()));
    append(&mut request, &[("Signature".to_owned(), signature)]);
    Ok(Signed { request, canonical_request: None, string_to_sign: string_to_sign(&pairs, "<redacted>") })
}

/// Names and values, sorted by the bytes of the names, with nothing between them, and the private key: it is made in one piece,
/// since what grows leaves itself behind, and wiped when it is dropped.
pub fn string_to_sign(pairs: &[(String, String)], secret: &str) -> Zeroizing<String> {
    let mut sorted: Vec<&(String, String)> = pairs.iter().collect();
    sorted.sort_by(|a, b| a.0.cmp(&b.0));
    let parts = sorted.into_iter().flat_map(|(name, value)| [name.as_str(), value.as_str()]).chain([secret]);
    Zeroizing::new(parts.collect::<Vec<_>>().concat())
}

/// The signature of a string, hexadecimal.
pub fn signature(string_to_sign: &str) -> String {
    sha1_hex(string_to_sign.as_bytes())
}
