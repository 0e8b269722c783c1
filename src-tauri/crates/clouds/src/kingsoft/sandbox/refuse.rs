//! What the cloud says when it does not do what it is asked: the document's common errors, which are all it has.

use serde_json::{Value, json};
use yundeck_catalogue::problem::{Problem, Rule};
use yundeck_sandbox::verify::AuthFailure;
use yundeck_sandbox::world::Obstacle;
use yundeck_sandbox::{Incoming, Refusal};

/// A value that is invalid, out of range, or names nothing that exists.
pub fn invalid(parameter: &str) -> Refusal {
    Refusal::new(
        400,
        "InvalidParameterValue",
        format!("An invalid or out-of-range value was supplied for the input parameter {parameter}."),
    )
}

/// The same, with the reason behind the document's sentence.
pub fn because(parameter: &str, why: impl std::fmt::Display) -> Refusal {
    let refusal = invalid(parameter);
    Refusal { message: format!("{} ({why})", refusal.message), ..refusal }
}

/// A parameter that is missing. The sentence is the document's.
pub fn missing(parameter: &str) -> Refusal {
    Refusal::new(400, "MissingParameter", format!("An value must be supplied for the input parameter {parameter}."))
}

/// A parameter that does not exist or cannot be read.
pub fn malformed(parameter: &str) -> Refusal {
    Refusal::new(
        400,
        "InvalidQueryParameter",
        format!("The query parameter {parameter} is malformed or does not adhere to KSC standards."),
    )
}

/// There is no such action in this version of the service.
pub fn no_such_operation() -> Refusal {
    Refusal::new(404, "NoSuchEntity", "Request was rejected because it referenced an 'InnerApi' that does not exist.")
}

/// A scope that is for somewhere else.
pub fn scope(message: String) -> Refusal {
    Refusal::new(403, "SignatureDoesNotMatch", message)
}

/// What is in the way in the world, blamed on the parameter that names it.
pub fn obstacle(obstacle: &Obstacle) -> Refusal {
    let parameter = match obstacle {
        Obstacle::NoSuch { noun, .. }
        | Obstacle::WrongState { noun, .. }
        | Obstacle::Exists { noun, .. }
        | Obstacle::Mismatch { noun, .. }
        | Obstacle::InUse { noun, .. } => parameter_of(noun),
        Obstacle::SoldOut { .. } => "InstanceType",
        Obstacle::NoAddress { .. } => "SubnetId",
        Obstacle::AddressTaken { .. } | Obstacle::AddressOutside { .. } => "PrivateIpAddress",
        Obstacle::Quota { .. } => "MaxCount",
        Obstacle::Balance => "ChargeType",
    };
    because(parameter, obstacle)
}

fn parameter_of(noun: &str) -> &'static str {
    match noun {
        "image" => "ImageId",
        "instance_type" => "InstanceType",
        "subnet" => "SubnetId",
        "security_group" => "SecurityGroupId",
        "key_pair" => "KeyId",
        "snapshot" => "DataDisk.SnapshotId",
        "disk" => "LocalVolumeId",
        _ => "InstanceId",
    }
}

/// An item of a batch that is refused while others are done.
pub fn item(member: &str, id: &str, message: impl Into<Value>) -> Value {
    json!({ member: id, "Return": false, "Message": message.into() })
}

/// Parameters that break the operation's schema. More than a thousand results a page are taken for a thousand.
pub fn invalid_params(incoming: &Incoming, problems: &[Problem]) -> Option<Refusal> {
    let tolerated = |problem: &Problem| problem.path == "/MaxResults" && matches!(problem.rule, Rule::Maximum { .. });
    let problem = problems.iter().find(|problem| !tolerated(problem))?;
    let parameter = match problem.path.as_str() {
        "" => incoming
            .params
            .as_object()
            .map(|all| all.keys().cloned().collect::<Vec<_>>().join(", "))
            .unwrap_or_default(),
        path => dotted(path),
    };
    Some(match problem.rule {
        Rule::Required => missing(&parameter),
        Rule::UnknownField => malformed(&parameter),
        _ => invalid(&parameter),
    })
}

/// A JSON pointer as the cloud writes parameters: `/DataDisk/0/Size` is `DataDisk.1.Size`.
fn dotted(pointer: &str) -> String {
    let step = |step: &str| step.parse::<usize>().map_or_else(|_| step.to_owned(), |index| (index + 1).to_string());
    pointer.split('/').skip(1).map(step).collect::<Vec<_>>().join(".")
}

/// A request that is not believed.
pub fn not_authentic(failure: &AuthFailure) -> Refusal {
    let incomplete = |message: String| Refusal::new(400, "IncompleteSignature", message);
    match failure {
        AuthFailure::Missing => Refusal::new(403, "MissingAuthenticationToken", "Request is missing Authentication Token."),
        AuthFailure::Malformed(part @ ("SignatureMethod" | "Accesskey")) => missing(part),
        AuthFailure::Malformed("timestamp") => {
            incomplete("Authorization header requires existence of either a 'X-Amz-Date' or a 'Date' header".to_owned())
        }
        AuthFailure::Malformed("Credential") => incomplete(
            "Credential must have exactly 5 slash-delimited elements, e.g. accesskeyid/date/region/service/aws4_request".to_owned(),
        ),
        AuthFailure::Malformed("Authorization") => incomplete("Authorization header format error.".to_owned()),
        AuthFailure::Malformed(part) if part.starts_with("X-Amz") => {
            incomplete(format!("KSC query-string parameters must include {part}. Re-examine the query-string parameters."))
        }
        AuthFailure::Malformed(part) => incomplete(format!("Authorization header requires '{part}' parameter.")),
        AuthFailure::Algorithm(name) => incomplete(format!("Unsupported ksc 'algorithm': {name}.")),
        AuthFailure::UnknownKey(_) | AuthFailure::Token | AuthFailure::Replayed => {
            Refusal::new(403, "InvalidClientTokenId", "The security token included in the request is invalid.")
        }
        AuthFailure::BadSignature { .. } => {
            scope("The request signature we calculated does not match the signature you provided.".to_owned())
        }
        AuthFailure::Unsigned("host") => scope("Host' must be a 'SignedHeader' in the Authorization.".to_owned()),
        AuthFailure::Unsigned(header) => scope(format!("{header} must be a 'SignedHeader' in the Authorization.")),
        AuthFailure::Scope("date") => {
            scope("Date in Credential scope does not match YYYYMMDD from ISO-8601 version of date from HTTP.".to_owned())
        }
        AuthFailure::Scope(_) => scope("Credential should be scoped with a valid terminator: 'aws4_request'".to_owned()),
        AuthFailure::Expired { at, .. } => scope(format!("Signature expired:{}.", at.format("%Y%m%dT%H%M%SZ"))),
    }
}
