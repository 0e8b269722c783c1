//! Signatures by SHA-1 over sorted names and values and the private key, in the `Signature` parameter.
//!
//! String to sign: name and value of every parameter but the signature, unescaped, sorted by name, with nothing between
//! them, and the private key at the end. The scheme has neither timestamp nor nonce: a request can be repeated.

use sha1::{Digest as _, Sha1};

use super::{AuthFailure, Caller, Gate};
use crate::decode::pairs::pairs;
use crate::raw::RawRequest;

/// Checks the signature.
///
/// # Errors
/// Why the request is not believed.
pub fn verify(request: &RawRequest, gate: &Gate<'_>) -> Result<Caller, AuthFailure> {
    let mut members = members(request);
    let member = |name: &str| members.iter().find(|(found, _)| found == name).map(|(_, value)| value.clone());
    let signature = member("Signature").ok_or(AuthFailure::Missing)?;
    let key_id = member("PublicKey").ok_or(AuthFailure::Malformed("PublicKey"))?;
    let key = gate.keys.find(&key_id).ok_or(AuthFailure::UnknownKey(key_id))?;
    // An empty one is none.
    if key.token != member("SecurityToken").filter(|token| !token.is_empty()) {
        return Err(AuthFailure::Token);
    }
    members.retain(|(name, _)| name != "Signature");
    members.sort();
    let text: String = members.iter().flat_map(|(name, value)| [name.as_str(), value]).collect();
    if signature != hex::encode(Sha1::digest(format!("{text}{}", key.secret).as_bytes())) {
        // The text ends where the private key would follow.
        return Err(AuthFailure::BadSignature { string_to_sign: text });
    }
    Ok(Caller { key_id: key.id.clone(), service: None, region: None })
}

/// Names and values, unescaped: of a form's body and of the query.
fn members(request: &RawRequest) -> Vec<(String, String)> {
    let mut all = pairs(request.query());
    if request.method == "POST" {
        all.extend(pairs(&String::from_utf8_lossy(&request.body)));
    }
    all.into_iter().map(|pair| (pair.name(), pair.value())).collect()
}
