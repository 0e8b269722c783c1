//! What a person may see of a request.

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use serde::{Deserialize, Serialize};
use serde_json::Value;
use yundeck_catalogue::{CloudSpec, Operation, schema};

use crate::credential::Credential;
use crate::error::WireError;
use crate::request::Request;
use crate::{Moment, Target, prepare};

/// Stands for a secret while the request is made: no encoder changes a letter of it.
const STAND_IN: &str = "MASKED.0f6c1d.MASKED";

/// Stands for a secret in what is shown.
const MASK: &str = "******";

/// A signed request without its secrets.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, specta::Type)]
#[serde(rename_all = "camelCase")]
#[serde(rename = "RequestPreview")]
pub struct Preview {
    /// HTTP method.
    pub method: String,
    /// URL with its query.
    pub url: String,
    /// Headers in the order sent, `Host` first.
    pub headers: Vec<PreviewHeader>,
    /// The body as text.
    pub body: String,
    /// The canonical request, for the schemes that have one.
    pub canonical_request: Option<String>,
    /// The string to sign, without the key where the scheme appends it.
    pub string_to_sign: String,
    /// Whether canonical request and string to sign are letter for letter those of the request that would be sent. They
    /// are not when the request has secrets: it is then made with masks from the start, so that no digest gives them away.
    pub exact: bool,
}

/// A header of a preview.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, specta::Type)]
pub struct PreviewHeader {
    /// Its name.
    pub name: String,
    /// Its value, masked where it is a secret or a signature.
    pub value: String,
}

/// The request as [`prepare`] would make it, with masks in place of secret parameters, session token and signature.
/// The secret key is not used at all.
///
/// # Errors
/// As of [`prepare`].
pub fn preview(
    cloud: &CloudSpec,
    operation: &Operation,
    params: &Value,
    target: &Target<'_>,
    credential: &Credential,
    moment: &Moment,
) -> Result<Preview, WireError> {
    let safe = schema::masked(&operation.input, params, STAND_IN);
    let signed = prepare(cloud, operation, &safe, target, &credential.masked(STAND_IN), moment)?;
    let request = signed.request;
    let mut headers = vec![PreviewHeader { name: "Host".to_owned(), value: request.authority.clone() }];
    headers.extend(request.headers.iter().map(|(name, value)| PreviewHeader {
        name: name.clone(),
        value: shown(&without_signature(value, "Signature=")),
    }));
    Ok(Preview {
        method: request.method.clone(),
        url: shown(&without_signature(&request.url(), "Signature=")),
        headers,
        body: shown(&body(&request)),
        canonical_request: signed.canonical_request.as_deref().map(|text| shown(text)),
        string_to_sign: shown(&signed.string_to_sign),
        exact: safe == *params && credential.token().is_none(),
    })
}

/// The body as text. Only a form can hold a signature.
fn body(request: &Request) -> String {
    let text = String::from_utf8_lossy(&request.body);
    match request.header("content-type") {
        Some("application/x-www-form-urlencoded") => without_signature(&text, "&Signature="),
        _ => text.into_owned(),
    }
}

/// The text with the last signature masked.
fn without_signature(text: &str, label: &str) -> String {
    match text.rfind(label) {
        Some(at) => format!("{}{MASK}", &text[..at + label.len()]),
        None => text.to_owned(),
    }
}

/// The text with masks that read as such.
fn shown(text: &str) -> String {
    text.replace(STAND_IN, MASK).replace(&STANDARD.encode(STAND_IN), MASK)
}
