//! The verifiers against the vendors' vectors: they believe each of these requests, and none with a flipped byte.
//!
//! The vectors are those of the `wire` crate; they are facts and belong to neither side.
#![allow(clippy::unwrap_used, clippy::panic, reason = "a test that cannot go on has failed")]

use std::path::PathBuf;

use chrono::{DateTime, TimeZone as _, Utc};
use serde_json::Value;
use yundeck_sandbox::RawRequest;
use yundeck_sandbox::decode::percent::encode;
use yundeck_sandbox::verify::sigv4::{AWS4, Family, JDCLOUD2, JDCLOUD3, TC3};
use yundeck_sandbox::verify::{AuthFailure, Caller, Gate, Key, KeyRing, Nonces, sorted_sha1, tencent_query};

fn vectors(file: &str, scheme: &str) -> Vec<Value> {
    let path = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../wire/fixtures").join(file);
    let text = std::fs::read_to_string(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
    let all: Value = serde_json::from_str(&text).unwrap();
    let found: Vec<Value> =
        all["vectors"].as_array().unwrap().iter().filter(|vector| vector["scheme"] == scheme).cloned().collect();
    assert!(!found.is_empty(), "no {scheme} in {file}");
    found
}

fn text<'v>(vector: &'v Value, name: &str) -> &'v str {
    vector[name].as_str().unwrap_or_default()
}

fn at(vector: &Value) -> DateTime<Utc> {
    Utc.timestamp_opt(vector["timestamp"].as_i64().unwrap_or_default(), 0).unwrap()
}

fn key(vector: &Value) -> Key {
    let part = |names: &[&str]| {
        names.iter().find_map(|name| vector["credentials"][name].as_str()).map(str::to_owned).unwrap_or_default()
    };
    let token = vector["credentials"]["token"].as_str().or(vector["headers"]["x-jdcloud-security-token"].as_str());
    Key {
        id: part(&["secret_id", "access_key", "public_key"]),
        secret: part(&["secret_key", "private_key"]),
        token: token.map(str::to_owned),
    }
}

/// The request as it would arrive.
fn request(vector: &Value, headers: &Value, target: String, body: &str) -> RawRequest {
    let mut headers: Vec<(String, String)> = headers
        .as_object()
        .into_iter()
        .flatten()
        .map(|(name, value)| (name.clone(), value.as_str().unwrap().to_owned()))
        .collect();
    if let Some(authorization) = vector["authorization"].as_str() {
        headers.push(("authorization".to_owned(), authorization.to_owned()));
    }
    RawRequest {
        method: text(vector, "method").to_owned(),
        target,
        headers,
        body: body.as_bytes().to_vec(),
        received: at(vector),
        listener: String::new(),
    }
}

fn target(vector: &Value, query: &str) -> String {
    let path = text(vector, "path");
    if query.is_empty() { path.to_owned() } else { format!("{path}?{query}") }
}

/// Believed as it is and at its time; refused a day later, with another secret, and with any one byte changed.
#[track_caller]
fn check(
    vector: &Value,
    request: &RawRequest,
    verify: impl Fn(&RawRequest, &Gate<'_>) -> Result<Caller, AuthFailure>,
    timed: bool,
) {
    let id = text(vector, "id");
    let ring = KeyRing::new(vec![key(vector)]);
    let judge = |request: &RawRequest, ring: &KeyRing, now: DateTime<Utc>| {
        verify(request, &Gate { keys: ring, nonces: &Nonces::default(), now })
    };
    let now = at(vector);
    let caller = judge(request, &ring, now).unwrap_or_else(|failure| panic!("{id}: {failure}: {failure:?}"));
    assert_eq!(caller.key_id, key(vector).id, "{id}");

    if timed {
        let late = judge(request, &ring, now + chrono::Duration::days(1));
        assert!(matches!(late, Err(AuthFailure::Expired { .. })), "{id}: a day later: {late:?}");
    }
    let other = KeyRing::new(vec![Key { secret: "another".into(), ..key(vector) }]);
    let wrong = judge(request, &other, now);
    assert!(matches!(wrong, Err(AuthFailure::BadSignature { .. })), "{id}: another secret: {wrong:?}");
    let nobody = judge(request, &KeyRing::default(), now);
    assert!(matches!(nobody, Err(AuthFailure::UnknownKey(_))), "{id}: no such key: {nobody:?}");

    let unsigned_body = request.header("x-tc-content-sha256") == Some("UNSIGNED-PAYLOAD");
    if !request.body.is_empty() && !unsigned_body {
        let mut changed = request.clone();
        let last = changed.body.len() - 1;
        changed.body[last] ^= 1;
        assert!(judge(&changed, &ring, now).is_err(), "{id}: a changed body is believed");
    }
    let mut changed = request.clone();
    changed.method = if request.method == "GET" { "POST".to_owned() } else { "GET".to_owned() };
    if request.header("authorization").is_some() {
        assert!(judge(&changed, &ring, now).is_err(), "{id}: a changed method is believed");
    }
    if !request.query().is_empty() {
        let mut changed = request.clone();
        changed.target.push_str("&Extra=1");
        assert!(judge(&changed, &ring, now).is_err(), "{id}: an added parameter is believed");
    }
}

#[track_caller]
fn check_family(family: Family, file: &str) -> usize {
    let found = vectors(file, family.algorithm);
    for vector in &found {
        let headers = if vector["sent_headers"].is_object() { &vector["sent_headers"] } else { &vector["headers"] };
        let request = request(vector, headers, target(vector, text(vector, "query")), text(vector, "body"));
        let steps = family.explain(&request, &key(vector).secret).unwrap();
        let id = text(vector, "id");
        assert_eq!(steps.canonical_request, text(vector, "canonical_request"), "{id}: canonical request");
        assert_eq!(steps.string_to_sign, text(vector, "string_to_sign"), "{id}: string to sign");
        assert_eq!(steps.signature, text(vector, "signature"), "{id}: signature");
        check(vector, &request, |request: &RawRequest, gate: &Gate<'_>| family.verify(request, gate), true);
    }
    found.len()
}

#[test]
fn tc3_requests_are_believed() {
    assert_eq!(check_family(TC3, "tencent.json"), 18);
}

#[test]
fn aws4_requests_signed_in_the_header_are_believed() {
    assert_eq!(check_family(AWS4, "kec.json"), 21);
}

#[test]
fn jdcloud_requests_of_both_versions_are_believed() {
    assert_eq!(check_family(JDCLOUD3, "jdcloud.json"), 21);
    assert_eq!(check_family(JDCLOUD2, "jdcloud.json"), 21);
}

#[test]
fn aws4_requests_signed_in_the_query_are_believed() {
    for vector in vectors("kec.json", "AWS4-HMAC-SHA256-query") {
        let host = serde_json::json!({ "host": vector["host"] });
        let request = request(&vector, &host, target(&vector, text(&vector, "signed_query")), text(&vector, "body"));
        let steps = AWS4.explain(&request, &key(&vector).secret).unwrap();
        assert_eq!(steps.canonical_request, text(&vector, "canonical_request"));
        check(&vector, &request, |request: &RawRequest, gate: &Gate<'_>| AWS4.verify(request, gate), true);
    }
}

#[test]
fn sorted_query_requests_are_believed() {
    let mut count = 0;
    for scheme in ["HmacSHA256", "HmacSHA1"] {
        for vector in vectors("tencent.json", scheme) {
            let wire = match vector["wire"].as_str() {
                Some(wire) => wire.to_owned(),
                None => format!(
                    "{}&Signature={}",
                    form(&vector["all_params"]),
                    encode(text(&vector, "signature").as_bytes())
                ),
            };
            let post = vector["method"] == "POST";
            let headers =
                serde_json::json!({ "host": vector["host"], "content-type": "application/x-www-form-urlencoded" });
            let (query, body) = if post { ("", wire.as_str()) } else { (wire.as_str(), "") };
            let request = request(&vector, &headers, target(&vector, query), body);
            assert_eq!(tencent_query::string_to_sign(&request), text(&vector, "string_to_sign"), "{}", vector["id"]);
            check(&vector, &request, tencent_query::verify, true);
            count += 1;
        }
    }
    assert_eq!(count, 12);
}

#[test]
fn sorted_sha1_requests_are_believed() {
    let all = vectors("ucloudstack.json", "ucloud-sha1");
    for vector in &all {
        let headers = serde_json::json!({ "host": "127.0.0.1", "content-type": vector["content_type"] });
        let request = request(vector, &headers, "/".to_owned(), text(vector, "wire"));
        check(vector, &request, sorted_sha1::verify, false);
    }
    assert_eq!(all.len(), 20);
}

#[test]
fn a_nonce_is_believed_once() {
    let vector = vectors("jdcloud.json", JDCLOUD2.algorithm).remove(0);
    let request = request(&vector, &vector["sent_headers"], target(&vector, text(&vector, "query")), "");
    let (ring, nonces) = (KeyRing::new(vec![key(&vector)]), Nonces::default());
    let gate = Gate { keys: &ring, nonces: &nonces, now: at(&vector) };
    assert!(JDCLOUD2.verify(&request, &gate).is_ok());
    assert_eq!(JDCLOUD2.verify(&request, &gate), Err(AuthFailure::Replayed));
}

/// The vendor's JavaScript SDK escapes the colon on the wire and signs the path as it sends it.
#[test]
fn jdcloud2_signature_over_the_path_as_sent_is_believed() {
    let mut vector = vectors("jdcloud.json", JDCLOUD2.algorithm)
        .into_iter()
        .find(|vector| text(vector, "path").contains(':'))
        .unwrap();
    vector["path"] = text(&vector, "path").replace(':', "%3A").into();
    let request = request(&vector, &vector["sent_headers"], target(&vector, ""), text(&vector, "body"));
    check(&vector, &request, |request: &RawRequest, gate: &Gate<'_>| JDCLOUD2.verify(request, gate), true);
}

/// The sample of the vendor's page on signatures, which signs the operation in lower case and sends it as it is spelled. Its
/// canonical request has the hash that the page prints; the key is the vectors' (the page's is masked).
#[test]
fn tc3_signature_over_values_in_lower_case_is_believed() {
    let vector = vectors("tencent.json", TC3.algorithm).remove(0);
    let body = r#"{"Limit": 1, "Filters": [{"Values": ["\u672a\u547d\u540d"], "Name": "instance-name"}]}"#;
    let authorization = format!(
        "TC3-HMAC-SHA256 Credential={}/2019-02-25/cvm/tc3_request, SignedHeaders=content-type;host;x-tc-action, \
         Signature=644be983de9a8a3f00db8eadaba61467c3b429e2215758ba897b738ca469fd26",
        key(&vector).id
    );
    let headers = |action: &str| {
        [
            ("content-type", "application/json; charset=utf-8"),
            ("host", "cvm.tencentcloudapi.com"),
            ("x-tc-action", action),
            ("x-tc-timestamp", "1551113065"),
            ("authorization", &authorization),
        ]
        .map(|(name, value)| (name.to_owned(), value.to_owned()))
    };
    let ring = KeyRing::new(vec![key(&vector)]);
    let judge = |action: &str| {
        let request = RawRequest::new("POST", "/", headers(action), body);
        TC3.verify(&request, &Gate { keys: &ring, nonces: &Nonces::default(), now: at(&vector) })
    };
    assert!(judge("DescribeInstances").is_ok());
    assert!(judge("TerminateInstances").is_err(), "signed for another operation");
}

#[test]
fn an_empty_session_token_is_none() {
    let believed = |request: &RawRequest, vector: &Value, verify: &dyn Fn(&RawRequest, &Gate<'_>) -> bool| {
        let ring = KeyRing::new(vec![key(vector)]);
        verify(request, &Gate { keys: &ring, nonces: &Nonces::default(), now: at(vector) })
    };
    let families = [
        (TC3, "tencent.json", "x-tc-token"),
        (AWS4, "kec.json", "x-amz-security-token"),
        (JDCLOUD2, "jdcloud.json", "x-jdcloud-security-token"),
        (JDCLOUD3, "jdcloud.json", "x-jdcloud-security-token"),
    ];
    for (family, file, header) in families {
        let vector = vectors(file, family.algorithm).remove(0);
        let headers = if vector["sent_headers"].is_object() { &vector["sent_headers"] } else { &vector["headers"] };
        let mut request = request(&vector, headers, target(&vector, text(&vector, "query")), text(&vector, "body"));
        assert!(key(&vector).token.is_none());
        request.headers.push((header.to_owned(), String::new()));
        assert!(believed(&request, &vector, &|request, gate| family.verify(request, gate).is_ok()), "{file}");
    }
    // A parameter is part of what is signed, an empty one too.
    let mut vector = vectors("ucloudstack.json", "ucloud-sha1").remove(0);
    vector["credentials"] = serde_json::json!({ "public_key": "key", "private_key": "secret" });
    let signed = "PublicKeykeySecurityToken";
    let signature = hex::encode(<sha1::Sha1 as sha1::Digest>::digest(format!("{signed}secret")));
    let form = ("content-type".to_owned(), "application/x-www-form-urlencoded".to_owned());
    let request = RawRequest::new("POST", "/", [form], format!("PublicKey=key&SecurityToken=&Signature={signature}"));
    assert!(believed(&request, &vector, &|request, gate| sorted_sha1::verify(request, gate).is_ok()));
}

#[test]
fn a_refused_request_does_not_use_up_its_nonce() {
    let vector = vectors("jdcloud.json", JDCLOUD2.algorithm).remove(0);
    let request = request(&vector, &vector["sent_headers"], target(&vector, text(&vector, "query")), "");
    let nonces = Nonces::default();
    let wrong = KeyRing::new(vec![Key { secret: "another".into(), ..key(&vector) }]);
    let right = KeyRing::new(vec![key(&vector)]);
    assert!(JDCLOUD2.verify(&request, &Gate { keys: &wrong, nonces: &nonces, now: at(&vector) }).is_err());
    assert!(JDCLOUD2.verify(&request, &Gate { keys: &right, nonces: &nonces, now: at(&vector) }).is_ok());
}

#[test]
fn a_header_that_must_be_signed_cannot_be_left_out() {
    let vector = vectors("kec.json", AWS4.algorithm).remove(0);
    let mut request = request(&vector, &vector["headers"], target(&vector, text(&vector, "query")), "");
    for (name, value) in &mut request.headers {
        if name == "authorization" {
            *value = value.replace("accept;host;x-amz-date", "accept;x-amz-date");
        }
    }
    let ring = KeyRing::new(vec![key(&vector)]);
    let gate = Gate { keys: &ring, nonces: &Nonces::default(), now: at(&vector) };
    assert_eq!(AWS4.verify(&request, &gate), Err(AuthFailure::Unsigned("host")));
}

#[test]
fn the_edge_of_the_window_is_still_inside() {
    let vector = vectors("tencent.json", TC3.algorithm).remove(0);
    let request = request(&vector, &vector["headers"], "/".to_owned(), text(&vector, "body"));
    let ring = KeyRing::new(vec![key(&vector)]);
    let judge = |seconds: i64| {
        let now = at(&vector) + chrono::Duration::seconds(seconds);
        TC3.verify(&request, &Gate { keys: &ring, nonces: &Nonces::default(), now })
    };
    assert!(judge(300).is_ok() && judge(-300).is_ok());
    assert!(matches!(judge(301), Err(AuthFailure::Expired { .. })));
    assert!(matches!(judge(-301), Err(AuthFailure::Expired { .. })));
}

/// A form of these members, escaped.
fn form(members: &Value) -> String {
    let parts: Vec<String> = members
        .as_object()
        .unwrap()
        .iter()
        .map(|(name, value)| format!("{}={}", encode(name.as_bytes()), encode(value.as_str().unwrap().as_bytes())))
        .collect();
    parts.join("&")
}
