//! Replies of every envelope, and what is no reply.

use serde_json::{Value, json};
use yundeck_catalogue::cloud::{CloudSpec, ErrorKind};
use yundeck_wire::{Fault, Reply, parse};

use crate::clouds;

#[track_caller]
fn check_reply(cloud: &CloudSpec, body: Value, result: Value, request_id: Option<&str>) {
    let expected = Reply { result, request_id: request_id.map(str::to_owned) };
    assert_eq!(parse(cloud, 200, &[], body.to_string().as_bytes()), Ok(expected));
}

/// Code, message, request id and kind of the vendor's error.
#[track_caller]
fn check_vendor(cloud: &CloudSpec, status: u16, body: &str, expected: (&str, &str, Option<&str>, ErrorKind)) {
    let (code, message, request_id, kind) = expected;
    let fault = Fault::Vendor {
        code: code.to_owned(),
        message: message.to_owned(),
        request_id: request_id.map(str::to_owned),
        http_status: status,
        kind,
        known: true,
        beside: None,
    };
    assert_eq!(parse(cloud, status, &[], body.as_bytes()), Err(fault));
}

/// Kind, and whether the code is known and a part is done.
#[track_caller]
fn check_doubt(cloud: &CloudSpec, status: u16, body: &str, expected: (ErrorKind, bool, bool)) {
    let found = match parse(cloud, status, &[], body.as_bytes()) {
        Err(Fault::Vendor { kind, known, beside, .. }) => Some((kind, known, beside.is_some())),
        _ => None,
    };
    assert_eq!(found, Some(expected), "HTTP {status} {body}");
}

#[track_caller]
fn check_bad(cloud: &CloudSpec, status: u16, body: &str, kind: ErrorKind, shown: &str) {
    let fault = parse(cloud, status, &[], body.as_bytes()).unwrap_err();
    assert_eq!(fault.kind(), kind, "{fault}");
    assert!(
        matches!(&fault, Fault::Bad { http_status, excerpt, .. } if *http_status == status && excerpt == shown),
        "{fault:?}"
    );
}

#[test]
fn a_result_comes_without_its_envelope() {
    check_reply(
        &clouds::tencent(),
        json!({ "Response": { "TotalCount": 0, "RequestId": "r-1" } }),
        json!({ "TotalCount": 0, "RequestId": "r-1" }),
        Some("r-1"),
    );
    check_reply(
        &clouds::kingsoft(),
        json!({ "RequestId": "r-1", "InstancesSet": [] }),
        json!({ "RequestId": "r-1", "InstancesSet": [] }),
        Some("r-1"),
    );
    check_reply(
        &clouds::jdcloud(),
        json!({ "requestId": "r-1", "result": { "a": 1 } }),
        json!({ "a": 1 }),
        Some("r-1"),
    );
    check_reply(&clouds::jdcloud(), json!({ "requestId": "r-1", "error": null }), json!({}), Some("r-1"));
    check_reply(
        &clouds::ucloudstack(),
        json!({ "RetCode": 0, "Action": "XResponse" }),
        json!({ "RetCode": 0, "Action": "XResponse" }),
        None,
    );
}

#[test]
fn an_error_is_one_whatever_the_status() {
    let tencent =
        r#"{"Response":{"Error":{"Code":"AuthFailure.SignatureFailure","Message":"wrong"},"RequestId":"r-1"}}"#;
    check_vendor(
        &clouds::tencent(),
        200,
        tencent,
        ("AuthFailure.SignatureFailure", "wrong", Some("r-1"), ErrorKind::CredentialRejected),
    );
    let late = tencent.replace("SignatureFailure", "SignatureExpire");
    check_vendor(
        &clouds::tencent(),
        200,
        &late,
        ("AuthFailure.SignatureExpire", "wrong", Some("r-1"), ErrorKind::ClockSkew),
    );
    let kingsoft = r#"{"RequestId":"r-1","Error":{"Type":"Sender","Code":"LimitExceeded","Message":"slow"}}"#;
    check_vendor(&clouds::kingsoft(), 409, kingsoft, ("LimitExceeded", "slow", Some("r-1"), ErrorKind::RateLimited));
    let jdcloud = r#"{"requestId":"r-1","error":{"code":400,"status":"QUOTA_EXCEEDED","message":"full"}}"#;
    check_vendor(&clouds::jdcloud(), 400, jdcloud, ("QUOTA_EXCEEDED", "full", Some("r-1"), ErrorKind::QuotaExceeded));
    let ucloudstack = r#"{"RetCode":8039,"Action":"XResponse","Message":"gone"}"#;
    check_vendor(&clouds::ucloudstack(), 200, ucloudstack, ("8039", "gone", None, ErrorKind::NotFound));
}

#[test]
fn parse_of_unknown_code_judges_by_the_status_and_says_so() {
    let body = |code: &str| format!(r#"{{"RequestId":"r","Error":{{"Code":"{code}","Message":"m"}}}}"#);
    for (status, kind) in [
        (400, ErrorKind::InvalidParams),
        (401, ErrorKind::CredentialRejected),
        (403, ErrorKind::PermissionDenied),
        (404, ErrorKind::InvalidParams),
        (409, ErrorKind::Conflict),
        (429, ErrorKind::RateLimited),
        (503, ErrorKind::Unavailable),
        (200, ErrorKind::InvalidParams),
    ] {
        check_doubt(&clouds::kingsoft(), status, &body("Novel"), (kind, false, false));
    }
}

#[test]
fn parse_of_number_is_no_http_status_unless_the_table_says_so() {
    let jdcloud = r#"{"requestId":"r","error":{"code":404,"message":"m"}}"#;
    check_doubt(&clouds::jdcloud(), 200, jdcloud, (ErrorKind::NotFound, true, false));
    for code in [401, 404, 503, 9999] {
        let body = format!(r#"{{"RetCode":{code},"Action":"XResponse","Message":"the region's licence has run out"}}"#);
        check_doubt(&clouds::ucloudstack(), 200, &body, (ErrorKind::InvalidParams, false, false));
    }
}

#[test]
fn parse_of_two_codes_knows_the_error_by_the_more_specific_one() {
    let body =
        |status: &str| format!(r#"{{"requestId":"r","error":{{"code":400,"status":"{status}","message":"m"}}}}"#);
    check_doubt(&clouds::jdcloud(), 400, &body("QUOTA_EXCEEDED"), (ErrorKind::QuotaExceeded, true, false));
    check_doubt(&clouds::jdcloud(), 400, &body("NOVEL"), (ErrorKind::InvalidParams, false, false));
}

#[test]
fn parse_of_error_beside_a_result_says_that_a_part_is_done() {
    let body = |result: &str| {
        format!(
            r#"{{"requestId":"r","result":{result},"error":{{"code":429,"status":"QUOTA_EXCEEDED","message":"m"}}}}"#
        )
    };
    check_doubt(&clouds::jdcloud(), 200, &body(r#"{"instanceIds":["i-1"]}"#), (ErrorKind::QuotaExceeded, true, true));
    for nothing in ["null", "{}", r#"{"instanceIds":null}"#, r#""""#] {
        check_doubt(&clouds::jdcloud(), 200, &body(nothing), (ErrorKind::QuotaExceeded, true, false));
    }
    let inside = r#"{"Response":{"Error":{"Code":"AuthFailure.TokenFailure","Message":"m"},"RequestId":"r"}}"#;
    check_doubt(&clouds::tencent(), 200, inside, (ErrorKind::CredentialRejected, true, false));
}

#[test]
fn an_error_in_xml_is_understood() {
    let xml = "<?xml version=\"1.0\"?>\n<ErrorResponse><RequestId>r-1</RequestId><Error><Type>Sender</Type>\
               <Code>InvalidParameterValue</Code><Message>a &lt;b&gt; &amp;amp;</Message></Error></ErrorResponse>";
    check_vendor(
        &clouds::kingsoft(),
        400,
        xml,
        ("InvalidParameterValue", "a <b> &amp;", Some("r-1"), ErrorKind::InvalidParams),
    );
}

#[test]
fn a_result_in_xml_is_what_it_would_be_in_json() {
    let xml = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<!-- as asked --><RunInstancesResponse xmlns=\"http://vm.example/\">\
               <ResponseMetadata><RequestId>r-1</RequestId></ResponseMetadata><Tags/>\
               <InstancesSet><Item><InstanceId>i-1</InstanceId><Name>a &lt;b&gt;</Name></Item>\
               <Item><InstanceId>i-2</InstanceId><Name><![CDATA[<c>]]></Name></Item></InstancesSet>\
               <Zone>z-1</Zone><Zone>z-2</Zone></RunInstancesResponse>\n";
    let expected = json!({
        "RequestId": "r-1", "Tags": null, "Zone": ["z-1", "z-2"],
        "InstancesSet": [{ "InstanceId": "i-1", "Name": "a <b>" }, { "InstanceId": "i-2", "Name": "<c>" }],
    });
    let reply = parse(&clouds::kingsoft(), 200, &[], xml.as_bytes()).unwrap();
    assert_eq!(reply, Reply { result: expected, request_id: Some("r-1".to_owned()) });
}

#[test]
fn parse_of_xml_that_is_no_result_is_bad() {
    let deep = format!("<XResponse><RequestId>r</RequestId>{}</XResponse>", "<a>".repeat(200));
    let nested = format!("<XResponse>{}{}</XResponse>", "<a>".repeat(100), "</a>".repeat(100));
    for text in [
        "<XResponse><RequestId>r</RequestId>",
        "<XResponse><RequestId>r</Request></XResponse>",
        "<XResponse><A>1</A></XResponse>",
        "<html><RequestId>r</RequestId></html>",
        "<XResponse><RequestId>r</RequestId></XResponse><p>",
        "<XResponse>r</XResponse>",
        &deep,
        &nested,
    ] {
        let fault = parse(&clouds::kingsoft(), 200, &[], text.as_bytes()).unwrap_err();
        assert_eq!(fault.kind(), ErrorKind::BadReply, "{text}");
    }
    let elsewhere = "<XResponse><requestId>r</requestId></XResponse>";
    assert!(parse(&clouds::jdcloud(), 200, &[], elsewhere.as_bytes()).is_err(), "this cloud answers in JSON alone");
}

/// A gateway, or a page to sign in, answers with what is an object too.
#[test]
fn parse_of_object_without_a_request_id_is_bad_where_the_reply_is_the_result() {
    let headers = [("X-Request-Id".to_owned(), "of-a-proxy".to_owned())];
    for text in ["{}", r#"{"status":"login required"}"#] {
        let fault = parse(&clouds::kingsoft(), 200, &headers, text.as_bytes()).unwrap_err();
        assert_eq!(fault.kind(), ErrorKind::BadReply, "{text}");
    }
}

#[test]
fn parse_of_code_that_does_not_decide_alone_asks_the_message() {
    let mut cloud = clouds::ucloudstack();
    let meaning = json!({
        "kind": "not_found", "decidesAlone": false,
        "messages": { "no such": { "kind": "not_found" }, "timed out": { "kind": "unavailable" } },
    });
    cloud.errors.insert("110".to_owned(), serde_json::from_value(meaning).unwrap());
    let body = |message: &str| format!(r#"{{"RetCode":110,"Action":"XResponse","Message":"{message}"}}"#);
    check_doubt(&cloud, 200, &body("no such operation"), (ErrorKind::NotFound, true, false));
    check_doubt(&cloud, 200, &body("timed out after 60 s"), (ErrorKind::Unavailable, true, false));
    // Gone is only what the cloud certainly calls so.
    check_doubt(&cloud, 200, &body("in words of tomorrow"), (ErrorKind::InvalidParams, false, false));
}

#[test]
fn what_is_no_reply_is_shown_in_short() {
    let kingsoft = clouds::kingsoft();
    let page = "<html><head><title>502 Bad Gateway</title></head>\n<body>\r\n<center>nginx</center></body></html>";
    check_bad(&kingsoft, 502, page, ErrorKind::Unavailable, "502 Bad Gateway nginx");
    check_bad(&kingsoft, 200, page, ErrorKind::BadReply, "502 Bad Gateway nginx");
    check_bad(&kingsoft, 429, "slow down", ErrorKind::RateLimited, "slow down");
    check_bad(&kingsoft, 200, "", ErrorKind::BadReply, "");
    check_bad(&kingsoft, 200, "[1]", ErrorKind::BadReply, "[1]");
    check_bad(&kingsoft, 302, "{}", ErrorKind::BadReply, "{}");
    check_bad(&kingsoft, 500, r#"{"RequestId":"r"}"#, ErrorKind::Unavailable, r#"{"RequestId":"r"}"#);
    check_bad(&kingsoft, 200, &"甲".repeat(500), ErrorKind::BadReply, &format!("{}…", "甲".repeat(200)));
    check_bad(&clouds::tencent(), 200, "{}", ErrorKind::BadReply, "{}");
    check_bad(&clouds::jdcloud(), 200, r#"{"a":1}"#, ErrorKind::BadReply, r#"{"a":1}"#);
    check_bad(&clouds::ucloudstack(), 200, r#"{"a":1}"#, ErrorKind::BadReply, r#"{"a":1}"#);
}

#[test]
fn a_request_id_in_a_header_serves_too() {
    let headers = [("Date".to_owned(), "x".to_owned()), ("X-Jdcloud-Request-Id".to_owned(), "h-1".to_owned())];
    let reply = parse(&clouds::jdcloud(), 204, &headers, b"").unwrap();
    assert_eq!(reply, Reply { result: json!({}), request_id: Some("h-1".to_owned()) });
    let reply = parse(&clouds::jdcloud(), 200, &headers, b"{\"requestId\":\"b-1\",\"result\":{}}").unwrap();
    assert_eq!(reply.request_id.as_deref(), Some("b-1"));
}

#[test]
fn a_byte_order_mark_and_broken_utf8_do_no_harm() {
    let reply = parse(&clouds::kingsoft(), 200, &[], b"\xef\xbb\xbf{\"RequestId\":\"r\xff\"}").unwrap();
    assert_eq!(reply.request_id.as_deref(), Some("r\u{fffd}"));
}

#[test]
fn an_error_of_a_megabyte_is_cut_when_it_is_read() {
    let long = "x".repeat(1 << 20);
    let body = json!({ "Response": { "Error": { "Code": long, "Message": long }, "RequestId": long } }).to_string();
    let Err(Fault::Vendor { code, message, request_id, .. }) = parse(&clouds::tencent(), 200, &[], body.as_bytes())
    else {
        panic!("no error");
    };
    assert_eq!((code.chars().count(), message.len() <= 4096), (128, true));
    assert_eq!(request_id.map(|id| id.chars().count()), Some(128));
    let header = [("X-Request-Id".to_owned(), long)];
    let reply = parse(&clouds::tencent(), 200, &header, br#"{"Response":{"A":1}}"#).unwrap();
    assert_eq!(reply.request_id.map(|id| id.chars().count()), Some(128));
}
