//! What each cloud's document says to a wrong request.

use yundeck_catalogue::{CloudSpec, Operation};

use crate::Kind;
use crate::wrong::Wrong;

/// What is odd about a refusal, if anything: another code than the document's, or a message that does not name the
/// parameter.
pub fn odd(
    spec: &CloudSpec,
    operation: &Operation,
    kind: Kind,
    (code, message): (&str, &str),
    field: Option<&str>,
) -> Option<String> {
    let expected = expected(&spec.id, kind);
    let listed = || of_the_operation(spec, operation, kind, code);
    if !expected.contains(&code) && !listed() {
        return Some(format!("{code} ({message}), not {expected:?}"));
    }
    let named = field.is_none_or(|field| message.to_lowercase().contains(&field.to_lowercase()));
    (!named).then(|| format!("{code} does not say which: {message}"))
}

/// Whether the operation is the same everywhere, so that it does not mind what region is named (found: an SDK sends `null`).
pub fn takes_no_region(cloud: &str, operation: &str) -> bool {
    (cloud, operation) == ("tencent", "DescribeRegions")
}

/// What a document says is not refused.
pub fn is_taken(cloud: &str, operation: &str, wrong: &Wrong) -> bool {
    match (cloud, operation, wrong.kind, wrong.path.as_str()) {
        // More than 1000 count as 1000.
        ("kingsoft", _, Kind::Range, "/MaxResults") => wrong.params["MaxResults"].as_i64() > Some(1000),
        // It is required and has a default; the vendor's SDK cannot send it.
        ("ucloudstack", "GetVMInstancePrice", Kind::Missing, "/BootDiskSpace") => true,
        _ => false,
    }
}

/// The codes of the document's common table; where a document has none, those of the folder's README.
fn expected(cloud: &str, kind: Kind) -> &'static [&'static str] {
    match (cloud, kind) {
        ("tencent", Kind::Action) => &["InvalidAction"],
        ("tencent", Kind::Version) => &["NoSuchVersion"],
        ("tencent", Kind::Method) => &["UnsupportedProtocol"],
        ("tencent", Kind::Region) => &["UnsupportedRegion"],
        ("tencent", Kind::Service) => &["AuthFailure.SignatureFailure"],
        ("tencent", Kind::Missing) => &["MissingParameter"],
        ("tencent", Kind::Unknown) => &["UnknownParameter"],
        ("tencent", Kind::Type) => &["InvalidParameter"],
        ("tencent", Kind::Range | Kind::Value | Kind::TooMany) => &["InvalidParameterValue"],

        ("kingsoft", Kind::Action | Kind::Version) => &["NoSuchEntity"],
        ("kingsoft", Kind::Method) => &["InvalidMethod"],
        ("kingsoft", Kind::Region | Kind::Service) => &["SignatureDoesNotMatch"],
        ("kingsoft", Kind::Missing) => &["MissingParameter"],
        ("kingsoft", Kind::Unknown) => &["InvalidQueryParameter"],
        ("kingsoft", Kind::Type | Kind::Range | Kind::Value | Kind::TooMany) => &["InvalidParameterValue"],

        // The path is the action; one without a parameter may also be another one's, by another method.
        ("jdcloud", Kind::Action) => &["NOT_FOUND", "METHOD_NOT_ALLOWED"],
        ("jdcloud", Kind::Version) => &["NOT_FOUND"],
        ("jdcloud", Kind::Method) => &["METHOD_NOT_ALLOWED"],
        ("jdcloud", Kind::Service) => &["ACCESS_ERROR"],
        ("jdcloud", Kind::Range | Kind::TooMany) => &["OUT_OF_RANGE"],
        ("jdcloud", _) => &["INVALID_ARGUMENT"],

        ("ucloudstack", Kind::Action) => &["110"],
        // Another method's body is not read: it is a call without a signature.
        ("ucloudstack", Kind::Method) => &["104"],
        ("ucloudstack", Kind::Missing) => &["3"],
        ("ucloudstack", _) => &["4"],
        _ => &[],
    }
}

/// Whether the code is one for wrong values that the document lists for this very operation. One cloud's has such lists.
fn of_the_operation(spec: &CloudSpec, operation: &Operation, kind: Kind, code: &str) -> bool {
    spec.id == "tencent"
        && matches!(kind, Kind::Type | Kind::Range | Kind::Value | Kind::TooMany)
        && code.starts_with("Invalid")
        && operation.errors.contains_key(code)
}
