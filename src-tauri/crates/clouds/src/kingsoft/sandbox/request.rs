//! From a request to the operation it calls.

use serde_json::Value;
use yundeck_catalogue::Operation;
use yundeck_catalogue::problem::Validator;
use yundeck_sandbox::decode::DecodeError;
use yundeck_sandbox::decode::flat::{Base, unflatten};
use yundeck_sandbox::decode::pairs::members;
use yundeck_sandbox::decode::typed::wants;
use yundeck_sandbox::verify::Caller;
use yundeck_sandbox::{Incoming, RawRequest, Refusal};

use super::super::SPEC;
use super::{newer, refuse, unheeded};

/// Parameters of the protocol, and what the vendor's newer SDK adds to every call.
const COMMON: &[&str] = &["Action", "Version", "DryRun", "Service", "Region", "Accesskey", "SdkVersion", "Language"];

/// The names under which the vendor's SDKs call operations that the document spells otherwise.
const ALIASES: &[(&str, &str)] =
    &[("DescribeInstanceFamilys", "DescribeInstanceFamilies"), ("DescribeInstanceVncUrl", "DescribeInstanceVnc")];

/// Finds out what is asked for. A GET has its parameters in the query, a POST in its form.
///
/// # Errors
/// No such action or version, a scope for another service or an unknown region, parameters that contradict themselves.
/// A dry run that would succeed is refused too: that is how the cloud answers it.
pub fn decode(request: &RawRequest, caller: &Caller) -> Result<Incoming, Refusal> {
    let pairs = match request.method.as_str() {
        "GET" => members(request.query()),
        "POST" => members(&String::from_utf8_lossy(&request.body)),
        other => {
            return Err(Refusal::new(
                400,
                "InvalidMethod",
                format!("The method {other} for is not valid for this web service."),
            ));
        }
    };
    let value =
        |name: &str| pairs.iter().find(|(found, _)| found == name).map(|(_, value)| value.as_str()).unwrap_or_default();
    let action =
        ALIASES.iter().find(|(alias, _)| *alias == value("Action")).map_or_else(|| value("Action"), |(_, name)| name);
    if action.is_empty() {
        return Err(refuse::missing("Action"));
    }
    let operation = SPEC.operation(action).ok_or_else(refuse::no_such_operation)?;
    let (service, spec) = SPEC.service_of(operation).ok_or_else(refuse::no_such_operation)?;
    if spec.version.as_deref() != Some(value("Version")) {
        return Err(if value("Version").is_empty() { refuse::missing("Version") } else { refuse::no_such_operation() });
    }
    let region = caller.region.clone().unwrap_or_default();
    if caller.service.as_deref() != Some(service) {
        return Err(refuse::scope(format!("Credential should be scoped to correct service: {service}.")));
    }
    if !SPEC.regions.iter().any(|known| known.id == region) {
        return Err(refuse::scope(format!("Credential should be scoped to a valid region, not:{region}.")));
    }
    let params = params(operation, &pairs)?;
    if ["true", "1"].iter().any(|yes| value("DryRun").eq_ignore_ascii_case(yes)) && is_accepted(operation, &params) {
        return Err(Refusal::new(412, "DryRunOperation", "Request would have succeeded, but DryRun flag is set"));
    }
    Ok(Incoming { operation, service: service.to_owned(), version: value("Version").to_owned(), region, params })
}

fn params(operation: &Operation, pairs: &[(String, String)]) -> Result<Value, Refusal> {
    let known = |name: &str| operation.input["properties"].get(name).is_some();
    let own: Vec<(String, String)> = pairs
        .iter()
        .filter(|(name, _)| {
            !name.starts_with("X-Amz-")
                && (known(name.split('.').next().unwrap_or_default()) || !is_foreign(operation, name))
        })
        .map(|(name, value)| (single(operation, name), value.clone()))
        .collect();
    let params = unflatten(&own, &operation.input, Base::Either).map_err(|error| match error {
        DecodeError::Twice(name) | DecodeError::Indices(name) | DecodeError::Mixed(name) => refuse::malformed(&name),
        DecodeError::Json(why) => refuse::malformed(&why),
    })?;
    Ok(unheeded::heeded(&operation.name, params))
}

/// Whether a parameter that the operation does not know is nothing to complain about.
fn is_foreign(operation: &Operation, name: &str) -> bool {
    COMMON.contains(&name) || newer::lets_pass(&operation.name, name)
}

/// What is a list of at most one, the document sends without an index and the SDKs with one (`SecurityGroupId.0`).
fn single(operation: &Operation, name: &str) -> String {
    match name.rsplit_once('.') {
        Some((base, "0" | "1")) if wants(&operation.input["properties"][base], "string") => base.to_owned(),
        _ => name.to_owned(),
    }
}

fn is_accepted(operation: &Operation, params: &Value) -> bool {
    Validator::new(&operation.input).is_ok_and(|validator| validator.problems(params).is_empty())
}
