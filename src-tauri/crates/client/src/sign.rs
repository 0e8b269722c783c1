//! Signing, right before sending: every attempt has a time and a nonce of its own.

use serde_json::Value;
use yundeck_catalogue::region::is_id;
use yundeck_catalogue::{Operation, RegionText, Text};
use yundeck_domain::{Error, ErrorKind};
use yundeck_wire::{self as wire, Credential, Moment, Preview, Request, Target, WireError};

use crate::access::Access;

/// The request to send now.
///
/// # Errors
/// What keeps a request from being made; not sent.
pub(crate) fn signed(
    access: &Access,
    region: &str,
    operation: &Operation,
    params: &Value,
    moment: &Moment,
) -> Result<Request, Error> {
    wire::prepare(access.cloud, operation, params, &target(access, region)?, &credential(access), moment)
        .map(|signed| signed.request)
        .map_err(refused)
}

/// The same request for a person's eyes.
///
/// # Errors
/// As of [`signed`].
pub(crate) fn preview(
    access: &Access,
    region: &str,
    operation: &Operation,
    params: &Value,
    moment: &Moment,
) -> Result<Preview, Error> {
    wire::preview(access.cloud, operation, params, &target(access, region)?, &credential(access), moment)
        .map_err(refused)
}

fn target<'a>(access: &'a Access, region: &'a str) -> Result<Target<'a>, Error> {
    let scheme = match access.account.signing {
        Some(scheme) => scheme,
        None => *access
            .cloud
            .signing
            .first()
            .ok_or_else(|| Error::bug(format!("{} has no signing scheme", access.cloud.id)))?,
    };
    if !region.is_empty() && !is_id(region) {
        return Err(no_region(access, region));
    }
    Ok(Target { endpoint: access.account.endpoint.as_deref(), region, scheme })
}

fn credential(access: &Access) -> Credential {
    let token = access.session_token.as_ref().map(|token| token.expose().to_owned());
    Credential::new(access.account.access_key_id.as_str(), access.secret.expose(), token)
}

/// What is said of an account's region that no request can carry: a name, kept before names were understood.
fn no_region(access: &Access, text: &str) -> Error {
    let words = match access.cloud.region_named(text) {
        RegionText::Known(region) => Text::new(
            format!("“{text}”不是地域 ID。请在账号里把它改成 {}。", region.id),
            format!("“{text}” is no region ID. Change it to {} in the account.", region.id),
        ),
        _ => Text::new(
            format!("没有叫“{text}”的地域。请在账号里改正。"),
            format!("No region called “{text}”. Correct it in the account."),
        ),
    };
    Error::not_sent(ErrorKind::InvalidParams, format!("region {text:?}")).with_words(words)
}

/// Why no request could be made, as our error. An endpoint is not repeated: people paste passwords into URLs.
fn refused(error: WireError) -> Error {
    let (kind, words) = match &error {
        WireError::NoHost { .. } => (
            ErrorKind::InvalidParams,
            Text::new("这个账号必须填写服务端点。", "This account has to name its endpoint."),
        ),
        WireError::Endpoint { why, .. } => {
            let words = Text::new(format!("服务端点不可用（{why}）。"), format!("The endpoint cannot be used: {why}."));
            return Error::not_sent(ErrorKind::InvalidParams, format!("endpoint: {why}")).with_words(words);
        }
        WireError::NoRegion => (ErrorKind::InvalidParams, Text::new("请选择地域。", "Choose a region.")),
        WireError::PathParameter { name, .. } => (
            ErrorKind::InvalidParams,
            Text::new(
                format!("参数 {name} 缺失或不能用于路径。"),
                format!("Parameter {name} is missing or cannot stand in a path."),
            ),
        ),
        WireError::Header { .. } | WireError::Key => (
            ErrorKind::CredentialRejected,
            Text::new(
                "密钥含有无法使用的字符，请重新填写。",
                "The key has characters that cannot be used. Enter it again.",
            ),
        ),
        _ => return Error::bug(error.to_string()),
    };
    Error::not_sent(kind, error.to_string()).with_words(words)
}
