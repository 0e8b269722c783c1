//! Paths, queries, bodies and envelopes.

use chrono::Utc;
use serde_json::{Value, json};
use yundeck_sandbox::{Behaviour, Incoming, RawRequest, Refusal};

use super::super::{Jdcloud, refuse};

fn request(method: &str, target: &str, body: &str) -> RawRequest {
    RawRequest {
        method: method.to_owned(),
        target: target.to_owned(),
        headers: vec![
            ("host".to_owned(), "127.0.0.1:1".to_owned()),
            ("content-type".to_owned(), "application/json".to_owned()),
        ],
        body: body.as_bytes().to_vec(),
        received: Utc::now(),
        listener: "vm".to_owned(),
    }
}

fn decoded(method: &str, target: &str, body: &str) -> Result<Incoming, Refusal> {
    let caller = yundeck_sandbox::verify::Caller { key_id: "k".into(), service: None, region: None };
    Jdcloud.decode(&request(method, target, body), &caller)
}

#[test]
fn paths_queries_and_bodies_are_read_as_the_sdk_writes_them() {
    let listed = decoded("GET", "/v1/regions/cn-north-1/instances?pageSize=50&filters.1.name=instanceId&filters.1.values.1=i-1&filters.1.values.2=i-2", "").unwrap();
    assert_eq!((listed.name(), listed.region.as_str()), ("describeInstances", "cn-north-1"));
    assert_eq!(
        listed.params,
        json!({ "pageSize": 50, "filters": [{ "name": "instanceId", "values": ["i-1", "i-2"] }] })
    );
    // The SDK repeats path parameters in the body and sends null for what is not set.
    let stop = decoded(
        "POST",
        "/v1/regions/cn-north-1/instances/i-1%3AstopInstance",
        r#"{"regionId":"cn-north-1","instanceId":"i-1","chargeOnStopped":null}"#,
    )
    .unwrap();
    assert_eq!((stop.name(), stop.params.clone()), ("stopInstance", json!({ "instanceId": "i-1" })));
    let vpcs = decoded("GET", "/v1/regions/cn-east-2/vpcs/", "").unwrap();
    assert_eq!((vpcs.name(), vpcs.service.as_str()), ("describeVpcs", "vpc"));
}

#[test]
fn what_leads_nowhere_is_refused() {
    let code = |method: &str, target: &str, body: &str| decoded(method, target, body).expect_err(target).code;
    assert_eq!(code("GET", "/v1/regions/cn-north-1/nothing", ""), "NOT_FOUND");
    assert_eq!(code("PUT", "/v1/regions/cn-north-1/instances", ""), "METHOD_NOT_ALLOWED");
    assert_eq!(code("GET", "/v1/regions/mars-1/instances", ""), "INVALID_ARGUMENT");
    assert_eq!(code("POST", "/v1/regions/cn-north-1/instances", "[1]"), "INVALID_ARGUMENT");
    assert_eq!(code("GET", "/v1/regions/cn-north-1/instances?filters.0.name=x", ""), "INVALID_ARGUMENT");
}

#[test]
fn replies_carry_the_request_id_and_errors_their_three_parts() {
    let reply = |outcome: Result<Value, Refusal>| {
        let reply = Jdcloud.reply(&request("GET", "/", ""), None, &outcome, "abc");
        (reply.status, serde_json::from_slice::<Value>(&reply.body).unwrap())
    };
    assert_eq!(reply(Ok(json!({ "x": 1 }))), (200, json!({ "requestId": "abc", "result": { "x": 1 } })));
    assert_eq!(reply(Ok(Value::Null)), (200, json!({ "requestId": "abc" })));
    let error = reply(Err(refuse::not_found("Image", "img-1")));
    assert_eq!(
        error,
        (
            404,
            json!({ "requestId": "abc", "error": { "code": 404, "status": "NOT_FOUND", "message": "Image 'img-1' not found" } })
        )
    );
}
