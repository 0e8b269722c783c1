//! From a request to the operation it calls.

use serde_json::Value;
use yundeck_catalogue::Operation;
use yundeck_catalogue::problem::Validator;
use yundeck_sandbox::decode::DecodeError;
use yundeck_sandbox::decode::flat::{Base, unflatten};
use yundeck_sandbox::decode::json_body;
use yundeck_sandbox::decode::pairs::members;
use yundeck_sandbox::decode::typed::wants;
use yundeck_sandbox::verify::Caller;
use yundeck_sandbox::{Incoming, RawRequest, Refusal};

use super::super::SPEC;
use super::{newer, refuse, unheeded};

/// Parameters of the protocol, of the signature that stands in parameters, and what the vendor's newer SDK adds to every call.
const COMMON: &[&str] = &[
    "Action",
    "Version",
    "DryRun",
    "Service",
    "Region",
    "Accesskey",
    "SdkVersion",
    "Language",
    "Format",
    "Signature",
    "SignatureMethod",
    "SignatureVersion",
    "Timestamp",
    "SecurityToken",
];

/// The region of a call whose signature names none: that of the clients that leave it out (`yunionio/cloudmux@227b858b`).
const DEFAULT_REGION: &str = "cn-beijing-6";

/// The names under which the vendor's SDKs call operations that the document spells otherwise.
const ALIASES: &[(&str, &str)] = &[
    ("DescribeInstanceFamilys", "DescribeInstanceFamilies"),
    ("DescribeInstanceVncUrl", "DescribeInstanceVnc"),
    // A console of many clouds deletes images by this name (`yunionio/cloudmux@311f52c4`).
    ("DeleteImage", "RemoveImages"),
];

/// Parameters that the vendor's packer plugin begins with a small letter (`kingsoftcloud/packer-plugin-ksyun@d87f6cf`).
const SMALL: &[(&str, &str)] = &[("subnetId", "SubnetId"), ("securityGroupId", "SecurityGroupId")];

/// Finds out what is asked for. A GET has its parameters in the query, a POST in its form or JSON body, and what does not
/// stand there (action and version beside a JSON body) in the query.
///
/// # Errors
/// No such action or version, a scope for another service or an unknown region, parameters that contradict themselves.
/// A dry run that would succeed is refused too: that is how the cloud answers it.
pub fn decode(request: &RawRequest, caller: &Caller) -> Result<Incoming, Refusal> {
    let pairs = match request.method.as_str() {
        "GET" => members(request.query()),
        "POST" => posted(request)?,
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
    let region = caller.region.clone().unwrap_or_else(|| DEFAULT_REGION.to_owned());
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

/// What a POST says, in its body and beside it.
fn posted(request: &RawRequest) -> Result<Vec<(String, String)>, Refusal> {
    let mut all = if request.media_type() == "application/json" {
        let body = json_body::members(&request.body).map_err(|error| refuse::malformed(&error.to_string()))?;
        let mut flat = Vec::new();
        flatten("", &Value::Object(body), &mut flat);
        flat
    } else {
        members(&String::from_utf8_lossy(&request.body))
    };
    let beside: Vec<_> =
        members(request.query()).into_iter().filter(|(name, _)| !all.iter().any(|(found, _)| found == name)).collect();
    all.extend(beside);
    Ok(all)
}

/// The members of a JSON body as a form would have them: some clients nest them, others write `InstanceId.1` there, too.
fn flatten(name: &str, value: &Value, into: &mut Vec<(String, String)>) {
    let below = |step: &str| if name.is_empty() { step.to_owned() } else { format!("{name}.{step}") };
    match value {
        Value::Null => {}
        Value::Object(members) => members.iter().for_each(|(step, member)| flatten(&below(step), member, into)),
        Value::Array(elements) => {
            elements.iter().enumerate().for_each(|(index, element)| flatten(&below(&index.to_string()), element, into));
        }
        Value::String(text) => into.push((name.to_owned(), text.clone())),
        other => into.push((name.to_owned(), other.to_string())),
    }
}

fn params(operation: &Operation, pairs: &[(String, String)]) -> Result<Value, Refusal> {
    let known = |name: &str| operation.input["properties"].get(name).is_some();
    let pairs = pairs.iter().map(|(name, value)| {
        let known_as =
            SMALL.iter().find(|(small, _)| small == name && !known(small)).map(|(_, name)| (*name).to_owned());
        (known_as.unwrap_or_else(|| name.clone()), value)
    });
    let own: Vec<(String, String)> = pairs
        .filter(|(name, _)| {
            !name.starts_with("X-Amz-")
                && (known(name.split('.').next().unwrap_or_default()) || !is_foreign(operation, name))
        })
        .filter(|(name, value)| !is_absent(operation, name, value))
        .map(|(name, value)| (single(operation, &name), value.clone()))
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

/// A number that is empty says nothing: the packer plugin sends `ProjectId=` when it has none.
fn is_absent(operation: &Operation, name: &str, value: &str) -> bool {
    value.is_empty() && wants(&operation.input["properties"][name], "integer")
}

/// What is a list of at most one, the document sends without an index and the SDKs with one (`SecurityGroupId.0`); the name of
/// a filter has one from a console of many clouds (`Filter.1.Name.1`).
fn single(operation: &Operation, name: &str) -> String {
    match name.rsplit_once('.') {
        Some((base, "0" | "1")) if wants(&operation.input["properties"][base], "string") => base.to_owned(),
        Some((base, "1")) if base.starts_with("Filter.") && base.ends_with(".Name") => base.to_owned(),
        _ => name.to_owned(),
    }
}

fn is_accepted(operation: &Operation, params: &Value) -> bool {
    Validator::new(&operation.input).is_ok_and(|validator| validator.problems(params).is_empty())
}
