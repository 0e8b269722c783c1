//! What `prepare` adds to a request: the vectors prove the signatures themselves.

use serde_json::{Value, json};
use yundeck_catalogue::cloud::{CloudSpec, SigningScheme};
use yundeck_catalogue::operation::Operation;
use yundeck_wire::{Credential, Moment, Request, Signed, Target, WireError, prepare};

use crate::clouds::{self, operation};

fn prepared(
    cloud: &CloudSpec,
    operation: &Operation,
    scheme: SigningScheme,
    credential: &Credential,
) -> Result<Signed, WireError> {
    let target = Target { endpoint: Some("http://127.0.0.1:9"), region: "r-1", scheme };
    let moment = Moment { unix_seconds: 1_551_113_065, nonce: "ebf8b26d-c3be-402f-9f10-f8b6573fd823".to_owned() };
    prepare(cloud, operation, &json!({ "Limit": 1 }), &target, credential, &moment)
}

fn request(cloud: &CloudSpec, method: &str, scheme: SigningScheme, token: Option<&str>) -> Request {
    let operation = operation("List", method, "/", Value::Null);
    prepared(cloud, &operation, scheme, &Credential::new("ID", "SECRET", token.map(str::to_owned))).unwrap().request
}

#[track_caller]
fn signs(request: &Request, names: &str) {
    let authorization = request.header("authorization").unwrap();
    assert!(authorization.contains(&format!("SignedHeaders={names}, ")), "{authorization}");
}

/// The vendor's page on signatures: the operation may be signed, and values are in lower case. Signed for one operation, a
/// request is not good for another.
#[test]
fn tc3_signs_the_operation_in_lower_case() {
    let (cloud, list) = (clouds::tencent(), operation("List", "POST", "/", Value::Null));
    let credential = Credential::new("ID", "SECRET", None);
    let signed = prepared(&cloud, &list, SigningScheme::Tc3HmacSha256, &credential).unwrap();
    let canonical = signed.canonical_request.unwrap();
    assert!(canonical.contains("\nx-tc-action:list\n"), "{}", *canonical);
    assert_eq!(signed.request.header("X-TC-Action"), Some("List"), "sent as it is spelled");
}

#[test]
fn the_session_token_goes_where_each_scheme_has_it() {
    let (tencent, kingsoft, jdcloud) = (clouds::tencent(), clouds::kingsoft(), clouds::jdcloud());
    let tc3 = request(&tencent, "POST", SigningScheme::Tc3HmacSha256, Some("t/k"));
    assert_eq!(tc3.header("X-TC-Token"), Some("t/k"));
    signs(&tc3, "content-type;host;x-tc-action;x-tc-region;x-tc-version");

    let v1 = request(&tencent, "GET", SigningScheme::QueryHmacSha1, Some("t/k"));
    assert!(v1.query.contains("&SignatureMethod=HmacSHA1&Token=t%2Fk&Signature="), "{}", v1.query);

    let aws4 = request(&kingsoft, "GET", SigningScheme::Aws4Header, Some("t/k"));
    assert_eq!(aws4.header("X-Amz-Security-Token"), Some("t/k"));
    signs(&aws4, "accept;host;x-amz-date;x-amz-security-token");

    let in_query = request(&kingsoft, "GET", SigningScheme::Aws4Query, Some("t/k"));
    assert!(
        in_query.query.contains("&X-Amz-SignedHeaders=host&X-Amz-Security-Token=t%2Fk&X-Amz-Signature="),
        "{}",
        in_query.query
    );
    assert_eq!(in_query.header("authorization"), None);

    // In base64, as the SDK sends it.
    let jd3 = request(&jdcloud, "GET", SigningScheme::Jdcloud3, Some("t/k"));
    assert_eq!(jd3.header("x-jdcloud-security-token"), Some("dC9r"));
    signs(&jd3, "content-type;host;x-jdcloud-security-token");
    let jd2 = request(&jdcloud, "GET", SigningScheme::Jdcloud2, Some("t/k"));
    signs(&jd2, "content-type;host;x-jdcloud-date;x-jdcloud-nonce;x-jdcloud-security-token");
}

#[test]
fn without_a_token_none_is_sent() {
    let cases = [
        (clouds::tencent(), "POST", SigningScheme::Tc3HmacSha256),
        (clouds::tencent(), "POST", SigningScheme::QueryHmacSha256),
        (clouds::kingsoft(), "GET", SigningScheme::Aws4Header),
        (clouds::kingsoft(), "GET", SigningScheme::Aws4Query),
        (clouds::jdcloud(), "GET", SigningScheme::Jdcloud3),
        (clouds::jdcloud(), "GET", SigningScheme::Jdcloud2),
    ];
    for (cloud, method, scheme) in cases {
        let request = request(&cloud, method, scheme, Some(""));
        let names: Vec<String> = request.headers.iter().map(|(name, _)| name.to_lowercase()).collect();
        assert!(!names.iter().any(|name| name.contains("token")), "{scheme:?}: {names:?}");
        assert!(!request.query.contains("Token"), "{scheme:?}: {}", request.query);
        assert!(!String::from_utf8_lossy(&request.body).contains("Token"), "{scheme:?}");
    }
}

#[test]
fn the_query_scheme_signs_a_post_in_the_header() {
    let request = request(&clouds::kingsoft(), "POST", SigningScheme::Aws4Query, None);
    assert_eq!(request.query, "");
    signs(&request, "accept;content-type;host;x-amz-date");
}

#[test]
fn a_line_break_cannot_get_into_a_header() {
    let list = operation("List", "POST", "/", Value::Null);
    for credential in [
        Credential::new("ID\r\nX-Evil: 1", "S", None),
        Credential::new("ID", "S", Some("t\nk".to_owned())),
        Credential::new("密钥", "S", None),
    ] {
        let refused = prepared(&clouds::tencent(), &list, SigningScheme::Tc3HmacSha256, &credential);
        assert!(matches!(refused, Err(WireError::Header { .. })), "{refused:?}");
    }
}

#[test]
fn what_debug_shows_has_no_secret() {
    let list = operation("List", "POST", "/", Value::Null);
    let credential = Credential::new("ID", "SECRET", Some("TOKEN".to_owned()));
    for (cloud, scheme) in [
        (clouds::tencent(), SigningScheme::Tc3HmacSha256),
        (clouds::tencent(), SigningScheme::QueryHmacSha1),
        (clouds::kingsoft(), SigningScheme::Aws4Header),
        (clouds::jdcloud(), SigningScheme::Jdcloud3),
        (clouds::ucloudstack(), SigningScheme::SortedSha1),
    ] {
        let signed = prepared(&cloud, &list, scheme, &credential).unwrap();
        let shown = format!("{signed:?} {}", *signed.string_to_sign);
        assert!(!shown.contains("SECRET") && !shown.contains("Signature="), "{shown}");
        assert!(!format!("{signed:?}").contains("TOKEN"), "{signed:?}");
    }
}

#[test]
fn a_time_outside_of_the_calendar_is_refused() {
    let list = operation("List", "POST", "/", Value::Null);
    let target = Target { endpoint: None, region: "r", scheme: SigningScheme::Tc3HmacSha256 };
    let moment = Moment { unix_seconds: i64::MAX, nonce: "1".to_owned() };
    let refused = prepare(&clouds::tencent(), &list, &json!({}), &target, &Credential::new("I", "S", None), &moment);
    assert_eq!(refused, Err(WireError::Moment { unix_seconds: i64::MAX }));
}
