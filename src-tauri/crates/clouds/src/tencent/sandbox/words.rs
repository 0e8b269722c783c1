//! What goes wrong, in the codes of the document (and, where it has none, of the SDK).

use yundeck_catalogue::Rule;
use yundeck_catalogue::problem::Problem;
use yundeck_sandbox::verify::AuthFailure;
use yundeck_sandbox::world::Obstacle;
use yundeck_sandbox::{Incoming, Refusal};

/// A refusal. Tencent Cloud answers every error with HTTP 200.
pub fn refuse(code: &str, message: impl Into<String>) -> Refusal {
    Refusal::new(200, code, message)
}

/// Authentication in the document's codes.
pub fn not_authentic(failure: &AuthFailure) -> Refusal {
    let code = match failure {
        AuthFailure::UnknownKey(_) => "AuthFailure.SecretIdNotFound",
        AuthFailure::Expired { .. } => "AuthFailure.SignatureExpire",
        AuthFailure::Token => "AuthFailure.TokenFailure",
        _ => "AuthFailure.SignatureFailure",
    };
    let message = match failure {
        AuthFailure::BadSignature { .. } => {
            "The provided credentials could not be validated. Please check your signature is correct.".to_owned()
        }
        other => format!("Authentication failed: {other}."),
    };
    refuse(code, message)
}

/// Parameters that break the schema.
pub fn invalid(incoming: &Incoming, problems: &[Problem]) -> Refusal {
    let missing = problems.iter().find(|problem| problem.rule == Rule::Required);
    let unknown = problems.iter().find(|problem| problem.rule == Rule::UnknownField);
    let Some(problem) = missing.or(unknown).or(problems.first()) else {
        return refuse("InvalidParameter", "The parameters are not valid.");
    };
    let name = dotted(&problem.path);
    let code = listed(incoming, code(incoming.name(), problem));
    let message = match problem.rule {
        Rule::Required => format!("The request is missing a required parameter `{name}`."),
        Rule::UnknownField => format!("The parameter `{name}` is not recognized."),
        Rule::Type { .. } => format!("The value type of parameter `{name}` is not valid."),
        _ => match &problem.words {
            Some(words) => format!("The parameter `{name}` is not valid: {}.", words.en),
            None => format!("The value of parameter `{name}` is not valid."),
        },
    };
    refuse(code, message)
}

/// The narrowest code if the document lists it for the operation, else the one that every operation may answer with.
fn listed(incoming: &Incoming, code: &'static str) -> &'static str {
    match code {
        "MissingParameter" | "UnknownParameter" | "InvalidParameter" | "InvalidParameterValue" => code,
        narrow if incoming.operation.errors.contains_key(narrow) => narrow,
        "InvalidParameterCombination" => "InvalidParameter",
        _ => "InvalidParameterValue",
    }
}

fn code(operation: &str, problem: &Problem) -> &'static str {
    let steps: Vec<&str> =
        problem.path.split('/').filter(|step| !step.is_empty() && step.parse::<usize>().is_err()).collect();
    let field = steps.last().copied().unwrap_or_default();
    match (&problem.rule, field) {
        (Rule::Required, _) => "MissingParameter",
        (Rule::UnknownField, _) => "UnknownParameter",
        (Rule::Type { .. }, _) => "InvalidParameter",
        (_, "Password") => "InvalidPassword",
        (_, "Period") => "InvalidPeriod",
        (Rule::MaxLength { .. }, "ClientToken") => "InvalidClientToken.TooLong",
        (Rule::MaxLength { .. }, "InstanceName") => "InvalidInstanceName.TooLong",
        (Rule::MaxLength { .. }, "ImageName" | "ImageDescription") => "InvalidParameter.ValueTooLarge",
        (Rule::MaxLength { .. }, "KeyName") => "InvalidKeyPairName.TooLong",
        (Rule::MinLength { .. }, "KeyName") => "InvalidKeyPairName.Empty",
        (Rule::Pattern { .. }, "KeyName") => "InvalidKeyPairName.IncludeIllegalChar",
        (Rule::Pattern { .. }, "InstanceType") => "InvalidInstanceType.Malformed",
        (Rule::Pattern { .. }, "InstanceId" | "InstanceIds") => "InvalidInstanceId.Malformed",
        (Rule::Pattern { .. }, "ImageId" | "ImageIds") => "InvalidImageId.Malformed",
        (Rule::Pattern { .. }, "HostIds") => "InvalidHostId.Malformed",
        (Rule::Pattern { .. }, "KeyId") => "InvalidKeyId.Malformed",
        (Rule::Pattern { .. }, "KeyIds") => "InvalidKeyPairId.Malformed",
        (Rule::Pattern { .. }, "PrivateIpAddresses") => "InvalidParameter.InvalidIpFormat",
        (Rule::Pattern { .. }, "PublicKey") => "InvalidPublicKey.Malformed",
        (Rule::Pattern { .. }, "ImageUrl") => "InvalidParameter.InvalidParameterUrlError",
        (Rule::MaxItems { .. }, "Values") => "InvalidFilterValue.LimitExceeded",
        (Rule::MaxItems { .. }, _) => "InvalidParameterValue.LimitExceeded",
        (Rule::MaxLength { .. }, _) => "InvalidParameterValue.TooLong",
        (Rule::Minimum { .. } | Rule::Maximum { .. }, "Limit" | "Offset") => paging(operation, field),
        (Rule::Minimum { .. } | Rule::Maximum { .. } | Rule::Step { .. }, _) => "InvalidParameterValue.Range",
        (Rule::Combination, _) if operation == "DescribeImages" => {
            "InvalidParameter.InvalidParameterCoexistImageIdsFilters"
        }
        (Rule::Combination, _) => "InvalidParameterCombination",
        _ => "InvalidParameterValue",
    }
}

/// Three operations have codes of their own for paging.
fn paging(operation: &str, field: &str) -> &'static str {
    match (operation, field) {
        ("DescribeImages", _) => "InvalidParameterValue.InvalidParameterValueLimit",
        ("DescribeKeyPairs", "Limit") => "InvalidParameterValueLimit",
        ("DescribeKeyPairs", _) => "InvalidParameterValueOffset",
        _ => "InvalidParameterValue.Range",
    }
}

/// `/DataDisks/0/DiskSize` as the cloud writes it: `DataDisks.0.DiskSize`.
fn dotted(path: &str) -> String {
    path.trim_start_matches('/').replace('/', ".")
}

/// What is in the way in the world, in the cloud's codes.
pub fn obstacle(obstacle: Obstacle) -> Refusal {
    let message = format!("The operation is not possible: {obstacle}.");
    let code = match &obstacle {
        Obstacle::NoSuch { noun, .. } => match *noun {
            "instance" => "InvalidInstanceId.NotFound",
            "image" => "InvalidImageId.NotFound",
            "key_pair" => "InvalidKeyPairId.NotFound",
            "vpc" => "InvalidParameterValue.VpcIdNotExist",
            "subnet" => "InvalidParameterValue.SubnetNotExist",
            "security_group" => "InvalidSecurityGroupId.NotFound",
            "instance_type" => "InvalidParameterValue.InstanceTypeNotFound",
            _ => "ResourceNotFound",
        },
        Obstacle::WrongState { noun: "instance", state, .. } => match *state {
            "pending" => "UnsupportedOperation.InstanceStatePending",
            "launch_failed" => "UnsupportedOperation.InstanceStateLaunchFailed",
            "running" => "UnsupportedOperation.InstanceStateRunning",
            "stopping" => "UnsupportedOperation.InstanceStateStopping",
            "stopped" => "UnsupportedOperation.InstanceStateStopped",
            "starting" => "UnsupportedOperation.InstanceStateStarting",
            "rebooting" => "UnsupportedOperation.InstanceStateRebooting",
            "terminating" => "UnsupportedOperation.InstanceStateTerminating",
            "busy" => "UnsupportedOperation.InstanceStateShutdown",
            _ => "InvalidInstanceState",
        },
        Obstacle::WrongState { noun: "image", .. } => "InvalidImageId.IncorrectState",
        Obstacle::WrongState { .. } => "ResourceUnavailable",
        Obstacle::Quota { noun, .. } => match *noun {
            "instances" => "InstancesQuotaLimitExceeded",
            "images" => "ImageQuotaLimitExceeded",
            "image_shares" => "OverQuota",
            "key_pairs" => "InvalidKeyPair.LimitExceeded",
            _ => "LimitExceeded",
        },
        Obstacle::SoldOut { .. } => "ResourcesSoldOut.SpecifiedInstanceType",
        Obstacle::NoAddress { .. } => "FailedOperation.NoAvailableIpAddressCountInSubnet",
        Obstacle::AddressTaken { .. } => "VpcIpIsUsed",
        Obstacle::AddressOutside { .. } => "VpcAddrNotInSubNet",
        Obstacle::Balance => "InvalidAccount.InsufficientBalance",
        Obstacle::Exists { noun: "image", .. } => "InvalidImageName.Duplicate",
        Obstacle::Exists { noun: "key_pair", .. } => "InvalidKeyPairName.Duplicate",
        Obstacle::Exists { .. } => "ResourceInUse",
        Obstacle::Mismatch { noun: "subnet", .. } => "InvalidParameterValue.SubnetIdZoneIdNotMatch",
        Obstacle::Mismatch { noun: "image", .. } => "UnauthorizedOperation.ImageNotBelongToAccount",
        Obstacle::Mismatch { .. } => "InvalidParameterCombination",
        Obstacle::InUse { noun: "image", .. } => "InvalidImageId.InShared",
        Obstacle::InUse { .. } => "ResourceInUse",
    };
    refuse(code, message)
}
