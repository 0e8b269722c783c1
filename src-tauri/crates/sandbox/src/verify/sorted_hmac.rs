//! Signatures by HMAC-SHA256 over sorted, escaped parameters, in the `Signature` parameter in hex.
//!
//! String to sign: `name=value` of every parameter but the signature, escaped by RFC 3986, sorted by the name's bytes and
//! joined by `&`; neither method nor host nor path. `Timestamp` is judged where there is one: one of the vendor's SDKs
//! sends none. Read from `kingsoftcloud/sdk-node@0fcae02b` (`dist/lib/sign.js`), `kingsoftcloud/sdk-go@810d605c`
//! (`ksyun/common/sign.go`) and `yunionio/cloudmux@227b858b` (`pkg/multicloud/ksyun/ksyun.go`).

use chrono::{DateTime, Duration, Utc};
use hmac::{Hmac, KeyInit as _, Mac as _};
use sha2::Sha256;

use super::{AuthFailure, Caller, Gate};
use crate::decode::pairs::members;
use crate::decode::percent::encode;
use crate::raw::RawRequest;

/// The one method of the scheme, as `SignatureMethod` says it.
const METHOD: &str = "HMAC-SHA256";

/// How far a timestamp may be from the server's time, both ways. No source says; as the cloud's other scheme.
const WINDOW: Duration = Duration::minutes(15);

/// Whether the request claims to be signed so.
pub fn claims(request: &RawRequest) -> bool {
    let all = sent(request);
    ["Signature", "SignatureMethod"].iter().any(|name| all.iter().any(|(found, _)| found == name))
}

/// Checks the signature and its time. Service and region are those of the parameters of these names.
///
/// # Errors
/// Why the request is not believed.
pub fn verify(request: &RawRequest, gate: &Gate<'_>) -> Result<Caller, AuthFailure> {
    let all = sent(request);
    let member = |name: &str| {
        all.iter().find(|(found, _)| found == name).map(|(_, value)| value.as_str()).filter(|value| !value.is_empty())
    };
    let signature = member("Signature").ok_or(AuthFailure::Missing)?;
    match member("SignatureMethod") {
        Some(METHOD) => {}
        Some(other) => return Err(AuthFailure::Algorithm(other.to_owned())),
        None => return Err(AuthFailure::Malformed("SignatureMethod")),
    }
    if let Some(version) = member("SignatureVersion").filter(|version| *version != "1.0") {
        return Err(AuthFailure::Algorithm(format!("{METHOD} {version}")));
    }
    let key_id = member("Accesskey").ok_or(AuthFailure::Malformed("Accesskey"))?;
    let key = gate.keys.find(key_id).ok_or_else(|| AuthFailure::UnknownKey(key_id.to_owned()))?;
    if let Some(text) = member("Timestamp") {
        let at = time(text).ok_or(AuthFailure::Malformed("timestamp"))?;
        if (gate.now - at).abs() > WINDOW {
            return Err(AuthFailure::Expired { at, now: gate.now });
        }
    }
    let string_to_sign = string_to_sign(request);
    if !signature.eq_ignore_ascii_case(&sign(&string_to_sign, &key.secret)) {
        return Err(AuthFailure::BadSignature { string_to_sign });
    }
    if key.token.as_deref() != member("SecurityToken") {
        return Err(AuthFailure::Token);
    }
    Ok(Caller {
        key_id: key.id.clone(),
        service: member("Service").map(str::to_owned),
        region: member("Region").map(str::to_owned),
    })
}

/// The string that should have been signed.
pub fn string_to_sign(request: &RawRequest) -> String {
    let mut all = sent(request);
    all.retain(|(name, _)| name != "Signature");
    all.sort();
    let joined: Vec<String> =
        all.iter().map(|(name, value)| format!("{}={}", encode(name.as_bytes()), encode(value.as_bytes()))).collect();
    joined.join("&")
}

fn sign(text: &str, secret: &str) -> String {
    // An HMAC takes keys of any length: there is no error to speak of.
    let mac = Hmac::<Sha256>::new_from_slice(secret.as_bytes());
    hex::encode(mac.map(|mac| mac.chain_update(text.as_bytes()).finalize().into_bytes().to_vec()).unwrap_or_default())
}

fn time(text: &str) -> Option<DateTime<Utc>> {
    DateTime::parse_from_rfc3339(text).ok().map(|at| at.with_timezone(&Utc))
}

/// Names and values, unescaped: of the query, and of the body of a form.
fn sent(request: &RawRequest) -> Vec<(String, String)> {
    let mut all = members(request.query());
    if request.media_type() == "application/x-www-form-urlencoded" {
        all.extend(members(&String::from_utf8_lossy(&request.body)));
    }
    all
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::verify::{Key, KeyRing, Nonces};

    /// Texts and signatures made by the vendor's `getSignedParams` (see above) with the secret `Oexample`.
    const VECTORS: &[(&str, &str, &str)] = &[
        (
            "Action=DescribeInstances&MaxResults=100&Marker=0&Accesskey=AKLTexample&SignatureMethod=HMAC-SHA256&SignatureVersion=1.0\
             &Service=kec&Format=json&Version=2016-03-04&Region=cn-beijing-6&Timestamp=2026-11-28T12%3A30%3A00Z",
            "Accesskey=AKLTexample&Action=DescribeInstances&Format=json&Marker=0&MaxResults=100&Region=cn-beijing-6&Service=kec\
             &SignatureMethod=HMAC-SHA256&SignatureVersion=1.0&Timestamp=2026-11-28T12%3A30%3A00Z&Version=2016-03-04",
            "da7b80052def689a62ad9d711127bca29cc5fa020f2d65f15c157e376bea8b76",
        ),
        (
            "Action=DescribeInstances&Search=%E7%BD%91+a%2Bb*(c)~'!/&Accesskey=AKLTexample&SignatureMethod=HMAC-SHA256\
             &SignatureVersion=1.0&Service=kec&Format=json&Version=2016-03-04&Region=cn-beijing-6&Timestamp=2026-11-28T12:30:00Z",
            "Accesskey=AKLTexample&Action=DescribeInstances&Format=json&Region=cn-beijing-6\
             &Search=%E7%BD%91%20a%2Bb%2A%28c%29~%27%21%2F&Service=kec&SignatureMethod=HMAC-SHA256&SignatureVersion=1.0\
             &Timestamp=2026-11-28T12%3A30%3A00Z&Version=2016-03-04",
            "a96d62f5518df46a4f405f69c10f48109fea9cb44c67e2dd0c20d4203e7daa70",
        ),
        (
            "a=lower&InstanceId.0=x&InstanceId.2=z&InstanceId.10=y&Action=RunInstances&Accesskey=AKLTexample\
             &SignatureMethod=HMAC-SHA256&Service=kec&Version=2016-03-04",
            "Accesskey=AKLTexample&Action=RunInstances&InstanceId.0=x&InstanceId.10=y&InstanceId.2=z&Service=kec\
             &SignatureMethod=HMAC-SHA256&Version=2016-03-04&a=lower",
            "75b62b5ec456c7831c94fe97a8f4d4d7dba45e06968e55d4834876940ad732ec",
        ),
    ];

    fn now() -> DateTime<Utc> {
        time("2026-11-28T12:30:00Z").unwrap()
    }

    fn ring(token: Option<&str>) -> KeyRing {
        KeyRing::new(vec![Key { token: token.map(str::to_owned), ..Key::new("AKLTexample", "Oexample") }])
    }

    fn judge(request: &RawRequest, ring: &KeyRing, now: DateTime<Utc>) -> Result<Caller, AuthFailure> {
        verify(request, &Gate { keys: ring, nonces: &Nonces::default(), now })
    }

    fn by_get(query: &str, signature: &str) -> RawRequest {
        RawRequest::new("GET", &format!("/?{query}&Signature={signature}"), [], "")
    }

    #[test]
    fn verify_believes_what_the_vendors_code_signed_in_a_query_and_in_a_form() {
        for (query, text, signature) in VECTORS {
            let form = ("content-type".to_owned(), "application/x-www-form-urlencoded".to_owned());
            let by_post = RawRequest::new("POST", "/", [form], format!("{query}&Signature={signature}"));
            for request in [by_get(query, signature), by_post] {
                assert!(claims(&request));
                assert_eq!(string_to_sign(&request), *text);
                let caller = judge(&request, &ring(None), now()).unwrap();
                assert_eq!((caller.key_id.as_str(), caller.service.as_deref()), ("AKLTexample", Some("kec")));
            }
        }
    }

    #[test]
    fn verify_refuses_what_was_changed_on_the_way() {
        let (query, _, signature) = VECTORS[0];
        let other = judge(&by_get(&query.replace("Marker=0", "Marker=1"), signature), &ring(None), now());
        assert!(matches!(other, Err(AuthFailure::BadSignature { .. })), "{other:?}");
        let added = judge(&by_get(&format!("{query}&DryRun=1"), signature), &ring(None), now());
        assert!(matches!(added, Err(AuthFailure::BadSignature { .. })), "{added:?}");
        let method = judge(&by_get(&query.replace("HMAC-SHA256", "HMAC-MD5"), signature), &ring(None), now());
        assert_eq!(method, Err(AuthFailure::Algorithm("HMAC-MD5".to_owned())));
        let nobody = judge(&by_get(query, signature), &KeyRing::default(), now());
        assert!(matches!(nobody, Err(AuthFailure::UnknownKey(_))), "{nobody:?}");
        assert_eq!(judge(&by_get(query, ""), &ring(None), now()), Err(AuthFailure::Missing));
        assert_eq!(judge(&by_get(query, signature), &ring(Some("t")), now()), Err(AuthFailure::Token));
    }

    #[test]
    fn verify_judges_a_timestamp_that_is_there() {
        let (query, _, signature) = VECTORS[0];
        let at = |minutes| judge(&by_get(query, signature), &ring(None), now() + Duration::minutes(minutes));
        assert!(at(15).is_ok() && at(-15).is_ok());
        assert!(matches!(at(16), Err(AuthFailure::Expired { .. })));
        let (untimed, _, signature) = VECTORS[2];
        assert!(judge(&by_get(untimed, signature), &ring(None), now() + Duration::days(9)).is_ok());
    }
}
