//! From a request to an operation and its parameters: `X-TC-` headers with a JSON body or a query (TC3), or everything in
//! the query or form (the older signature).

use serde_json::{Map, Value};
use yundeck_sandbox::decode::{DecodeError, flat, json_body, pairs};
use yundeck_sandbox::verify::sigv4::TC3;
use yundeck_sandbox::{Incoming, RawRequest, Refusal};

use super::tidy::tidied;
use super::words::refuse;
use crate::tencent::SPEC;

/// The common parameters of the older signature, and what the SDKs add to them.
const COMMON: &[&str] = &[
    "Action",
    "Region",
    "Timestamp",
    "Nonce",
    "SecretId",
    "Signature",
    "Version",
    "SignatureMethod",
    "Token",
    "Language",
    "RequestClient",
    "RequestSource",
];

/// Understands a request.
///
/// # Errors
/// In the cloud's words.
pub fn decode(request: &RawRequest) -> Result<Incoming, Refusal> {
    if !["GET", "POST"].contains(&request.method.as_str()) {
        return Err(refuse("UnsupportedProtocol", "Only GET and POST are supported."));
    }
    let by_header = TC3.claims(request);
    let form = request.media_type() == "application/x-www-form-urlencoded";
    let mut members = pairs::members(request.query());
    if request.method == "POST" && form {
        members.extend(pairs::members(&String::from_utf8_lossy(&request.body)));
    }
    let common = |name: &str| -> Option<String> {
        if by_header {
            return request.header(&format!("x-tc-{}", name.to_ascii_lowercase())).map(str::to_owned);
        }
        members.iter().find(|(found, _)| found == name).map(|(_, value)| value.clone())
    };
    let need = |name: &str| {
        common(name)
            .filter(|value| !value.is_empty())
            .ok_or_else(|| refuse("MissingParameter", format!("The request is missing a required parameter `{name}`.")))
    };
    let action = need("Action")?;
    let version = need("Version")?;
    let operation = SPEC
        .operation(&action)
        .ok_or_else(|| refuse("InvalidAction", format!("The action `{action}` is invalid or not found.")))?;
    let (service, spec) = SPEC.service_of(operation).ok_or_else(|| refuse("InternalError", "no service"))?;
    if spec.version.as_deref() != Some(version.as_str()) {
        return Err(refuse("NoSuchVersion", format!("The version `{version}` of service `{service}` does not exist.")));
    }
    let region = match common("Region").filter(|region| !region.is_empty()) {
        // The list of regions is the one operation that takes none, whatever is named.
        _ if action == "DescribeRegions" => String::new(),
        Some(region) if SPEC.regions.iter().any(|known| known.id == region) => region,
        Some(region) => return Err(refuse("UnsupportedRegion", format!("The region `{region}` is not supported."))),
        None => need("Region")?,
    };
    let params = if by_header && request.method == "POST" && !form {
        json_body::members(&request.body).map(Value::Object)
    } else {
        members.retain(|(name, _)| by_header || !COMMON.contains(&name.as_str()));
        flat::unflatten(&members, &operation.input, flat::Base::Zero)
    };
    let params = tidied(&operation.input, as_object(params.map_err(|error| unreadable(&error))?));
    Ok(Incoming { operation, service: service.to_owned(), version, region, params })
}

fn as_object(params: Value) -> Value {
    if params.is_object() { params } else { Value::Object(Map::new()) }
}

fn unreadable(error: &DecodeError) -> Refusal {
    refuse("InvalidParameter", format!("The request cannot be read: {error}."))
}

#[cfg(test)]
mod tests {
    use super::*;
    use chrono::Utc;
    use serde_json::json;

    fn request(method: &str, target: &str, headers: &[(&str, &str)], body: &str) -> RawRequest {
        RawRequest {
            method: method.to_owned(),
            target: target.to_owned(),
            headers: headers.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect(),
            body: body.as_bytes().to_vec(),
            received: Utc::now(),
            listener: "cvm".to_owned(),
        }
    }

    const TC3_HEADERS: &[(&str, &str)] = &[
        (
            "authorization",
            "TC3-HMAC-SHA256 Credential=id/2026-01-01/cvm/tc3_request, SignedHeaders=content-type;host, Signature=x",
        ),
        ("content-type", "application/json"),
        ("x-tc-action", "DescribeInstances"),
        ("x-tc-version", "2017-03-12"),
    ];

    fn code(request: &RawRequest) -> String {
        decode(request).map_or_else(|refusal| refusal.code, |incoming| panic!("{incoming:?}"))
    }

    #[test]
    fn the_same_call_is_read_from_a_json_body_and_from_a_query() {
        let wanted = json!({ "InstanceIds": ["ins-1", "ins-2"], "Limit": 20 });
        let headers: Vec<_> = TC3_HEADERS.iter().copied().chain([("x-tc-region", "ap-guangzhou")]).collect();
        let posted = decode(&request("POST", "/", &headers, &wanted.to_string())).unwrap();
        let query = "/?Action=DescribeInstances&Version=2017-03-12&Region=ap-guangzhou&InstanceIds.1=ins-2&InstanceIds.0=ins-1\
                     &Limit=20&Nonce=1&Timestamp=1&SecretId=id&Signature=x&SignatureMethod=HmacSHA256&Language=zh-CN&RequestClient=s";
        let got = decode(&request("GET", query, &[], "")).unwrap();
        for incoming in [posted, got] {
            assert_eq!(incoming.params, wanted);
            assert_eq!(
                (incoming.name(), incoming.region.as_str(), incoming.service.as_str()),
                ("DescribeInstances", "ap-guangzhou", "cvm")
            );
        }
    }

    #[test]
    fn what_is_wrong_with_the_common_parameters_has_a_code_each() {
        let call = |query: &str| code(&request("GET", &format!("/?Signature=x&{query}"), &[], ""));
        assert_eq!(call("Version=2017-03-12&Region=ap-guangzhou"), "MissingParameter");
        assert_eq!(call("Action=Nothing&Version=2017-03-12&Region=ap-guangzhou"), "InvalidAction");
        assert_eq!(call("Action=DescribeZones&Version=2016-01-01&Region=ap-guangzhou"), "NoSuchVersion");
        assert_eq!(call("Action=DescribeZones&Version=2017-03-12&Region=nowhere"), "UnsupportedRegion");
        assert_eq!(call("Action=DescribeZones&Version=2017-03-12"), "MissingParameter");
        assert_eq!(
            call("Action=DescribeInstances&Version=2017-03-12&Region=ap-guangzhou&InstanceIds.1=x"),
            "InvalidParameter"
        );
        assert_eq!(code(&request("PUT", "/", TC3_HEADERS, "")), "UnsupportedProtocol");
        assert!(decode(&request("GET", "/?Signature=x&Action=DescribeRegions&Version=2017-03-12", &[], "")).is_ok());
        let of_regions = "/?Signature=x&Action=DescribeRegions&Version=2017-03-12&Region=null";
        assert!(decode(&request("GET", of_regions, &[], "")).is_ok(), "it takes no region");
    }

    #[test]
    fn what_sdks_add_to_the_older_signature_is_no_parameter() {
        let query =
            "/?Action=DescribeZones&Version=2017-03-12&Region=ap-guangzhou&Signature=x&RequestSource=s&RequestClient=c";
        assert_eq!(decode(&request("GET", query, &[], "")).unwrap().params, json!({}));
    }
}
