//! Signatures over sorted, unescaped parameters, by HMAC in the `Signature` parameter.
//!
//! String to sign: method, host (with its port), path, `?`, and `name=value` of every parameter but the signature,
//! unescaped, sorted by byte and joined by `&`. `SignatureMethod=HmacSHA256` selects SHA-256, anything else SHA-1.
//! Source: `003_f63cfc2fea05dd08.txt`, signature v1; the vectors hold what the document prints wrong.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use chrono::{DateTime, Duration};
use hmac::{Hmac, KeyInit as _, Mac as _};
use sha1::Sha1;
use sha2::Sha256;

use super::{AuthFailure, Caller, Gate};
use crate::decode::pairs::pairs;
use crate::raw::RawRequest;

/// How far a timestamp may be from the server's time, both ways.
pub const WINDOW: Duration = Duration::minutes(5);

/// Whether the request claims to be signed so.
pub fn claims(request: &RawRequest) -> bool {
    members(request).iter().any(|(name, _)| name == "Signature")
}

/// Checks the signature, its time and its nonce.
///
/// # Errors
/// Why the request is not believed.
pub fn verify(request: &RawRequest, gate: &Gate<'_>) -> Result<Caller, AuthFailure> {
    let members = members(request);
    let member = |name: &'static str| {
        members
            .iter()
            .find(|(found, _)| found == name)
            .map(|(_, value)| value.as_str())
            .filter(|value| !value.is_empty())
    };
    let signature = member("Signature").ok_or(AuthFailure::Missing)?;
    let key_id = member("SecretId").ok_or(AuthFailure::Malformed("SecretId"))?;
    let key = gate.keys.find(key_id).ok_or_else(|| AuthFailure::UnknownKey(key_id.to_owned()))?;
    let nonce = member("Nonce").ok_or(AuthFailure::Malformed("Nonce"))?;
    let at = member("Timestamp")
        .and_then(|seconds| seconds.parse().ok())
        .and_then(|seconds| DateTime::from_timestamp(seconds, 0))
        .ok_or(AuthFailure::Malformed("Timestamp"))?;
    if (gate.now - at).abs() > WINDOW {
        return Err(AuthFailure::Expired { at, now: gate.now });
    }
    let string_to_sign = string_to_sign(request);
    if signature != sign(&string_to_sign, &key.secret, member("SignatureMethod")) {
        return Err(AuthFailure::BadSignature { string_to_sign });
    }
    if key.token.as_deref() != member("Token") {
        return Err(AuthFailure::Token);
    }
    if !gate.nonces.note(format!("{}/{}/{nonce}", key.id, at.timestamp()), gate.now, WINDOW) {
        return Err(AuthFailure::Replayed);
    }
    Ok(Caller { key_id: key.id.clone(), service: None, region: None })
}

/// The string that should have been signed.
pub fn string_to_sign(request: &RawRequest) -> String {
    let mut members = members(request);
    members.retain(|(name, _)| name != "Signature");
    members.sort();
    let joined: Vec<String> = members.into_iter().map(|(name, value)| format!("{name}={value}")).collect();
    format!("{}{}{}?{}", request.method, request.authority(), request.path(), joined.join("&"))
}

/// The signature of a string.
pub fn sign(text: &str, secret: &str, method: Option<&str>) -> String {
    let bytes = if method == Some("HmacSHA256") {
        Hmac::<Sha256>::new_from_slice(secret.as_bytes())
            .map(|mac| mac.chain_update(text.as_bytes()).finalize().into_bytes().to_vec())
    } else {
        Hmac::<Sha1>::new_from_slice(secret.as_bytes())
            .map(|mac| mac.chain_update(text.as_bytes()).finalize().into_bytes().to_vec())
    };
    STANDARD.encode(bytes.unwrap_or_default())
}

/// Names and values, unescaped: of the query, and of the body of a form (by whatever method: that the cloud takes GET and
/// POST only is said to those who are believed).
fn members(request: &RawRequest) -> Vec<(String, String)> {
    let mut all = pairs(request.query());
    if request.media_type() == "application/x-www-form-urlencoded" {
        all.extend(pairs(&String::from_utf8_lossy(&request.body)));
    }
    all.into_iter().map(|pair| (pair.name(), pair.value())).collect()
}
