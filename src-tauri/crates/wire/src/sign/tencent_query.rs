//! HMAC over the raw parameters, sorted, in the parameter `Signature`
//! (source: 003_f63cfc2fea05dd08.txt, section 接口鉴权; tencentcloud-sdk-python-common).

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use sha2::{Digest, Sha256};
use yundeck_catalogue::cloud::SigningScheme;
use zeroize::{Zeroize, Zeroizing};

use super::digest::{hmac_sha1, hmac_sha256};
use super::{Context, Signed, append, parameters};
use crate::error::WireError;
use crate::request::Request;

/// Adds key, time, nonce and signature to the parameters.
///
/// # Errors
/// `Key` when the secret cannot be a key.
pub fn sign(mut request: Request, context: &Context<'_>) -> Result<Signed, WireError> {
    let method = match context.scheme {
        SigningScheme::QueryHmacSha256 => "HmacSHA256",
        _ => "HmacSHA1",
    };
    let mut common = vec![
        ("Timestamp".to_owned(), context.moment.unix_seconds.to_string()),
        ("Nonce".to_owned(), number(&context.moment.nonce)),
        ("SecretId".to_owned(), context.credential.id().to_owned()),
        ("SignatureMethod".to_owned(), method.to_owned()),
    ];
    if let Some(token) = context.credential.token() {
        common.push(("Token".to_owned(), token.to_owned()));
    }
    append(&mut request, &common);
    complete(request, context)
}

/// Adds the signature of parameters that are otherwise complete.
///
/// # Errors
/// `Key` when the secret cannot be a key.
pub fn complete(mut request: Request, context: &Context<'_>) -> Result<Signed, WireError> {
    let string_to_sign = string_to_sign(&request);
    let signature = signature(&string_to_sign, context)?;
    append(&mut request, &[("Signature".to_owned(), signature)]);
    Ok(Signed { request, canonical_request: None, string_to_sign })
}

/// The signature of a string, in base64.
///
/// # Errors
/// `Key` when the secret cannot be a key.
pub fn signature(string_to_sign: &str, context: &Context<'_>) -> Result<String, WireError> {
    let secret = context.credential.secret().as_bytes();
    let mac = match context.scheme {
        SigningScheme::QueryHmacSha256 => hmac_sha256(secret, string_to_sign),
        SigningScheme::QueryHmacSha1 => hmac_sha1(secret, string_to_sign),
        scheme => Err(WireError::Scheme { scheme }),
    }?;
    Ok(STANDARD.encode(mac.as_slice()))
}

/// Method, host, path and the parameters as they read before encoding, sorted by the bytes of their names.
/// The SDK writes `.` for `_` in names here, and only here. A password reads as it is: it is wiped when it is dropped.
pub fn string_to_sign(request: &Request) -> Zeroizing<String> {
    let mut pairs = parameters(request);
    for (name, _) in &mut pairs {
        *name = name.replace('_', ".");
    }
    pairs.sort_by(|a, b| a.0.cmp(&b.0));
    let mut parts = vec![request.method.as_str(), &request.authority, &request.path, "?"];
    for (at, (name, value)) in pairs.iter().enumerate() {
        parts.extend([if at == 0 { "" } else { "&" }, name, "=", value]);
    }
    // In one piece: what grows leaves itself behind.
    let whole = Zeroizing::new(parts.concat());
    for (_, value) in &mut pairs {
        value.zeroize();
    }
    whole
}

/// A positive integer: the nonce itself if it is one, else 31 bits of its digest.
fn number(nonce: &str) -> String {
    if nonce.parse::<u64>().is_ok_and(|number| number > 0) {
        return nonce.to_owned();
    }
    let digest = Sha256::digest(nonce.as_bytes());
    let bits = digest.iter().take(4).fold(0_u32, |bits, byte| (bits << 8) | u32::from(*byte));
    ((bits >> 1) | 1).to_string()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Moment;
    use crate::credential::Credential;

    /// The example of 003_f63cfc2fea05dd08.txt, lines 430-520, whose printed signature has a misread letter.
    #[test]
    fn the_documented_example_has_its_documented_signature() {
        let request = Request {
            method: "GET".to_owned(),
            base: "https://cvm.tencentcloudapi.com".to_owned(),
            authority: "cvm.tencentcloudapi.com".to_owned(),
            path: "/".to_owned(),
            query:
                "Action=DescribeInstances&InstanceIds.0=ins-09dx96dg&Limit=20&Nonce=11886&Offset=0&Region=ap-guangzhou\
                    &SecretId=AKIDz8krbsJ5yKBZQpn74WFkmLPx3EXAMPLE&Timestamp=1465185768&Version=2017-03-12"
                    .to_owned(),
            headers: Vec::new(),
            body: Vec::new(),
        };
        let context = Context {
            scheme: SigningScheme::QueryHmacSha1,
            service: "cvm",
            region: "ap-guangzhou",
            credential: &Credential::new(
                "AKIDz8krbsJ5yKBZQpn74WFkmLPx3EXAMPLE",
                "Gu5t9xGARNpq86cd98joQYCN3EXAMPLE",
                None,
            ),
            moment: &Moment { unix_seconds: 1_465_185_768, nonce: "11886".to_owned() },
        };
        let signed = complete(request, &context).unwrap();
        assert!(
            signed.request.query.ends_with("&Signature=EliP9YW3pW28FpsEdkXt%2F%2BWcGeI%3D"),
            "{}",
            signed.request.query
        );
        assert_eq!(signature(&signed.string_to_sign, &context).unwrap(), "EliP9YW3pW28FpsEdkXt/+WcGeI=");
    }

    #[test]
    fn any_nonce_becomes_a_positive_integer() {
        assert_eq!(number("11886"), "11886");
        for nonce in ["", "0", "-5", "ebf8b26d-c3be-402f-9f10-f8b6573fd823"] {
            assert!(number(nonce).parse::<i32>().is_ok_and(|number| number > 0), "{nonce}");
        }
    }
}
