//! Requests and replies as they are on the wire.

use super::*;

fn request(form: &str) -> RawRequest {
    RawRequest {
        method: "POST".into(),
        target: "/".into(),
        headers: vec![("content-type".into(), "application/x-www-form-urlencoded".into())],
        body: form.as_bytes().to_vec(),
        received: DateTime::UNIX_EPOCH,
        listener: "vm".into(),
    }
}

fn decode(form: &str) -> Result<Incoming, Refusal> {
    Ucloudstack.decode(&request(form), &Caller { key_id: "key".into(), service: None, region: None })
}

#[test]
fn a_form_becomes_typed_parameters_without_the_common_ones() {
    let incoming = decode(
        "Action=DescribeVMInstance&Region=cn&Zone=zone-01&ProjectId=org-1&VMIDs.0=vm-1&VMIDs.1=vm-2&Limit=20&PublicKey=k%3D%3D&Signature=s",
    )
    .unwrap();
    assert_eq!(incoming.name(), "DescribeVMInstance");
    assert_eq!(incoming.region, "cn");
    assert_eq!(incoming.params, json!({ "VMIDs": ["vm-1", "vm-2"], "Limit": 20 }));
}

#[test]
fn what_cannot_be_understood_is_refused_in_the_clouds_words() {
    for (form, code) in [
        ("Region=cn", "101"),
        ("Action=DescribeNothing&Region=cn", "110"),
        ("Action=DescribeVMInstance", "3"),
        ("Action=DescribeVMInstance&Region=mars", "4"),
        ("Action=DescribeVMInstance&Region=cn&VMIDs.1=vm-1", "4"),
    ] {
        assert_eq!(decode(form).unwrap_err().code, code, "{form}");
    }
    assert!(decode("Action=DescribeRegion").is_ok(), "regions are asked for before one is known");
}

#[test]
fn a_wrong_key_and_a_wrong_secret_are_told_apart() {
    let code = |failure| Ucloudstack.not_authentic(&failure).code;
    assert_eq!(code(AuthFailure::Missing), "104");
    assert_eq!(code(AuthFailure::UnknownKey("k".into())), "103");
    assert_eq!(code(AuthFailure::BadSignature { string_to_sign: String::new() }), "109");
}

#[test]
fn replies_have_the_clouds_envelope() {
    let request = request("Action=StartVMInstance&Region=cn&VMID=vm-1");
    let incoming = decode("Action=StartVMInstance&Region=cn&VMID=vm-1").unwrap();
    let body = |incoming, outcome: &Result<Value, Refusal>| {
        let reply = Ucloudstack.reply(&request, incoming, outcome, "id-1");
        assert_eq!((reply.status, reply.content_type.as_str()), (200, "application/json"));
        assert_eq!(reply.headers, [("X-UCLOUD-REQUEST-UUID".to_owned(), "id-1".to_owned())]);
        serde_json::from_slice::<Value>(&reply.body).unwrap()
    };
    assert_eq!(
        body(Some(&incoming), &Ok(json!({ "X": 1 }))),
        json!({ "RetCode": 0, "Action": "StartVMInstanceResponse", "Message": "", "X": 1 })
    );
    let refused = Err(crate::ucloudstack::sandbox::refusal(109, "Signature VerifyAC Error"));
    assert_eq!(
        body(None, &refused),
        json!({ "RetCode": 109, "Action": "StartVMInstanceResponse", "Message": "Signature VerifyAC Error" })
    );
}

#[test]
fn every_code_the_sandbox_answers_has_a_meaning() {
    for code in ["560", "199", "101", "104", "109", "103", "602", "3", "4", "651", "202", "23001", "200", "2"] {
        assert!(SPEC.meaning_of(code, "").is_some(), "{code}");
    }
}
