//! Parameters become an unsigned request, by the cloud's protocol.

pub mod action_json;
pub mod flat;
pub mod query;
pub mod rest_json;

use serde_json::{Map, Value};
use yundeck_catalogue::cloud::{Protocol, ServiceSpec};
use yundeck_catalogue::{CloudSpec, Operation};

use crate::Target;
use crate::endpoint::Endpoint;
use crate::error::WireError;
use crate::request::Request;

/// The unsigned request of an operation.
///
/// # Errors
/// As of [`crate::prepare`].
pub fn encode(
    cloud: &CloudSpec,
    operation: &Operation,
    params: &Value,
    target: &Target<'_>,
) -> Result<Request, WireError> {
    let (_, service) =
        cloud.service_of(operation).ok_or_else(|| WireError::NoService { operation: operation.name.clone() })?;
    let nothing = Map::new();
    let params = match params {
        Value::Object(members) => members,
        Value::Null => &nothing,
        _ => return Err(WireError::NotAnObject),
    };
    let endpoint = Endpoint::of(cloud, operation, target.region, target.endpoint)?;
    let call = Call { operation, service, params, region: target.region };
    let mut request = Request {
        method: operation.http.method.clone(),
        base: endpoint.base(),
        authority: endpoint.authority,
        path: endpoint.prefix,
        query: String::new(),
        headers: Vec::new(),
        body: Vec::new(),
    };
    match &cloud.protocol {
        Protocol::ActionJson { array_base } => action_json::fill(&mut request, &call, *array_base, target.scheme),
        Protocol::Query { array_base, version_parameter, region_parameter, accept } => {
            let names = query::Names {
                array_base: *array_base,
                version: version_parameter.as_deref(),
                region: region_parameter.as_deref(),
                accept: accept.as_deref(),
            };
            query::fill(&mut request, &call, &names);
        }
        Protocol::RestJson { array_base, region_parameter } => {
            rest_json::fill(&mut request, &call, *array_base, region_parameter)?;
        }
    }
    Ok(request)
}

/// What is called, with what, where.
struct Call<'a> {
    operation: &'a Operation,
    service: &'a ServiceSpec,
    params: &'a Map<String, Value>,
    region: &'a str,
}

/// A member's name on the wire and its schema.
fn member<'a>(schema: &'a Value, name: &'a str) -> (&'a str, &'a Value) {
    let member = schema.get("properties").and_then(|all| all.get(name)).unwrap_or(&Value::Null);
    (member.get("x-wire").and_then(Value::as_str).unwrap_or(name), member)
}

/// The same parameters under their names on the wire, for a JSON body.
fn renamed(schema: &Value, params: &Value) -> Value {
    match params {
        Value::Object(members) => Value::Object(
            members
                .iter()
                .map(|(name, value)| {
                    let (wire, schema) = member(schema, name);
                    (wire.to_owned(), renamed(schema, value))
                })
                .collect(),
        ),
        Value::Array(elements) => {
            let item = schema.get("items").unwrap_or(&Value::Null);
            Value::Array(elements.iter().map(|value| renamed(item, value)).collect())
        }
        scalar => scalar.clone(),
    }
}
