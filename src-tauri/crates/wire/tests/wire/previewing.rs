//! A preview shows the request and none of its secrets.

use serde_json::{Value, json};
use yundeck_catalogue::cloud::{CloudSpec, SigningScheme};
use yundeck_catalogue::operation::Operation;
use yundeck_wire::{Credential, Moment, Preview, Target, prepare, preview};

use crate::clouds::{self, operation};

const SECRETS: [&str; 4] = ["pa ss+word", "SECRET-KEY", "SESSION-TOKEN", "U0VTU0lPTi1UT0tFTg=="];

fn cases() -> Vec<(CloudSpec, Operation, SigningScheme)> {
    let input = json!({ "properties": { "Password": { "writeOnly": true } } });
    let by = |method: &str| operation("RunInstances", method, "/", input.clone());
    vec![
        (clouds::tencent(), by("POST"), SigningScheme::Tc3HmacSha256),
        (clouds::tencent(), by("GET"), SigningScheme::QueryHmacSha1),
        (clouds::tencent(), by("POST"), SigningScheme::QueryHmacSha256),
        (clouds::kingsoft(), by("GET"), SigningScheme::Aws4Header),
        (clouds::kingsoft(), by("POST"), SigningScheme::Aws4Header),
        (clouds::kingsoft(), by("GET"), SigningScheme::Aws4Query),
        (clouds::jdcloud(), by("POST"), SigningScheme::Jdcloud3),
        (clouds::jdcloud(), by("DELETE"), SigningScheme::Jdcloud2),
        (clouds::ucloudstack(), by("POST"), SigningScheme::SortedSha1),
    ]
}

fn moment() -> Moment {
    Moment { unix_seconds: 1_551_113_065, nonce: "17".to_owned() }
}

fn shown(case: &(CloudSpec, Operation, SigningScheme), params: &Value, token: Option<&str>) -> Preview {
    let (cloud, operation, scheme) = case;
    let target = Target { endpoint: Some("https://api.example.com"), region: "r-1", scheme: *scheme };
    let credential = Credential::new("ID", "SECRET-KEY", token.map(str::to_owned));
    preview(cloud, operation, params, &target, &credential, &moment()).unwrap()
}

#[test]
fn no_secret_and_no_signature_is_shown() {
    let params = json!({ "Name": "visible-name", "Password": SECRETS[0] });
    for case in cases() {
        let preview = shown(&case, &params, Some("SESSION-TOKEN"));
        let text = serde_json::to_string(&preview).unwrap();
        let scheme = case.2;
        for secret in SECRETS.into_iter().chain(["pa%20ss%2Bword", "pa+ss%2Bword", "MASKED"]) {
            assert!(!text.contains(secret), "{scheme:?} shows {secret}: {text}");
        }
        let signatures = text.split("Signature=").skip(1);
        assert!(signatures.into_iter().all(|rest| rest.starts_with("******")), "{scheme:?} shows a signature: {text}");
        assert!(text.contains("visible-name") && text.contains("******"), "{scheme:?}: {text}");
        assert!(!preview.exact, "{scheme:?}");
    }
}

#[test]
fn without_secrets_the_texts_are_those_that_are_signed() {
    let params = json!({ "Name": "a b" });
    for case in cases() {
        let preview = shown(&case, &params, None);
        let (cloud, operation, scheme) = &case;
        let target = Target { endpoint: Some("https://api.example.com"), region: "r-1", scheme: *scheme };
        let credential = Credential::new("ID", "SECRET-KEY", None);
        let signed = prepare(cloud, operation, &params, &target, &credential, &moment()).unwrap();
        assert!(preview.exact, "{scheme:?}");
        assert_eq!(preview.canonical_request, signed.canonical_request.map(|text| text.to_string()), "{scheme:?}");
        assert_eq!(preview.string_to_sign, *signed.string_to_sign, "{scheme:?}");
        assert_eq!(preview.headers.len(), signed.request.headers.len() + 1, "{scheme:?}");
    }
}

#[test]
fn it_crosses_to_the_window_in_camel_case() {
    let preview = serde_json::to_value(shown(&cases()[0], &json!({}), None)).unwrap();
    assert_eq!(preview["headers"][0], json!({ "name": "Host", "value": "api.example.com" }));
    assert_eq!(preview["url"], "https://api.example.com/");
    assert!(preview["canonicalRequest"].is_string() && preview["stringToSign"].is_string());
}
