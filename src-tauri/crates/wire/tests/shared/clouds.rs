//! Four small clouds, one per protocol and envelope.
#![allow(dead_code, reason = "each test binary uses its part")]

use serde_json::{Value, json};
use yundeck_catalogue::cloud::CloudSpec;
use yundeck_catalogue::operation::Operation;

/// Operations named by JSON headers or parameters, `Response` around everything.
pub fn tencent() -> CloudSpec {
    cloud(json!({
        "id": "tencent",
        "protocol": { "kind": "action_json", "arrayBase": 0 },
        "signing": ["TC3-HMAC-SHA256", "HmacSHA256", "HmacSHA1"],
        "defaultService": "cvm",
        "services": { "cvm": { "host": "cvm.tencentcloudapi.com", "version": "2017-03-12" } },
        "regions": [
            { "id": "ap-guangzhou", "title": { "zh": "广州", "en": "Guangzhou" } },
            { "id": "ap-shanghai-fsi", "title": { "zh": "上海金融", "en": "Shanghai Finance" },
              "hosts": { "cvm": "cvm.ap-shanghai-fsi.tencentcloudapi.com" } }
        ],
        "envelope": {
            "result": "Response", "errorCode": "Response.Error.Code", "errorMessage": "Response.Error.Message",
            "requestId": "Response.RequestId"
        },
        "errors": {
            "AuthFailure.*": { "kind": "credential_rejected" },
            "AuthFailure.SignatureExpire": { "kind": "clock_skew" }
        }
    }))
}

/// Flattened parameters in a query or form, lists from 1, a version parameter, errors under `Error`.
pub fn kingsoft() -> CloudSpec {
    cloud(json!({
        "id": "kingsoft",
        "protocol": {
            "kind": "query", "arrayBase": 1, "versionParameter": "Version", "regionParameter": null,
            "accept": "application/json"
        },
        "signing": ["AWS4-HMAC-SHA256", "AWS4-HMAC-SHA256-query"],
        "defaultService": "kec",
        "services": {
            "kec": { "host": "kec.{region}.api.ksyun.com", "version": "2016-03-04" },
            "market": { "host": "market.api.ksyun.com", "version": "v1", "signing_name": "cloud-market" }
        },
        "regions": [],
        "envelope": {
            "result": "", "errorCode": "Error.Code", "errorMessage": "Error.Message", "requestId": "RequestId"
        },
        "errors": { "InvalidParameterValue": { "kind": "invalid_params" }, "LimitExceeded": { "kind": "rate_limited" } }
    }))
}

/// A path per operation, errors with a number and a status.
pub fn jdcloud() -> CloudSpec {
    cloud(json!({
        "id": "jdcloud",
        "protocol": { "kind": "rest_json", "arrayBase": 1, "regionParameter": "regionId" },
        "signing": ["JDCLOUD3-HMAC-SHA256", "JDCLOUD2-HMAC-SHA256"],
        "defaultService": "vm",
        "services": { "vm": { "host": "vm.jdcloud-api.com", "version": "v1" } },
        "regions": [],
        "envelope": {
            "result": "result", "errorCode": "error.code", "errorStatus": "error.status",
            "errorMessage": "error.message", "requestId": "requestId"
        },
        "errors": {
            "QUOTA_EXCEEDED": { "kind": "quota_exceeded" }, "400": { "kind": "invalid_params" },
            "404": { "kind": "not_found" }
        }
    }))
}

/// Flattened parameters in a form, lists from 0, a region parameter, a code that is 0 on success.
pub fn ucloudstack() -> CloudSpec {
    cloud(json!({
        "id": "ucloudstack",
        "protocol": {
            "kind": "query", "arrayBase": 0, "versionParameter": null, "regionParameter": "Region", "accept": null
        },
        "signing": ["ucloud-sha1"],
        "endpointRequired": true,
        "defaultService": "api",
        "services": { "api": { "host": null, "version": null } },
        "regions": [],
        "envelope": {
            "result": "", "errorCode": "RetCode", "errorMessage": "Message", "requestId": "RequestId",
            "successCodes": ["0"]
        },
        "errors": { "8039": { "kind": "not_found" } }
    }))
}

/// An operation with no more than what a request needs.
pub fn operation(name: &str, method: &str, path: &str, input: Value) -> Operation {
    let mut operation: Operation = serde_json::from_value(json!({
        "title": { "zh": "操作", "en": "Operation" },
        "effect": "read",
        "http": { "method": method, "path": path },
        "input": input,
        "source": "test",
        "example": {}
    }))
    .expect("an operation");
    operation.name = name.to_owned();
    operation
}

fn cloud(what_differs: Value) -> CloudSpec {
    let text = json!({ "zh": "云", "en": "Cloud" });
    let mut spec = json!({
        "title": text, "product": text, "colour": "#000000", "rateLimitPerSecond": 10, "jobs": {},
        "credential": { "id": "Id", "secret": "Secret", "sessionToken": true, "console": null, "policies": null }
    });
    for (name, value) in what_differs.as_object().expect("an object") {
        spec[name] = value.clone();
    }
    serde_json::from_value(spec).expect("a cloud")
}
