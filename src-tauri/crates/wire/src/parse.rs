//! A reply's bytes become a value or a fault.

mod xml;

use serde_json::{Map, Value};
use yundeck_catalogue::cloud::ErrorKind;
use yundeck_catalogue::path::text_of;
use yundeck_catalogue::shown as bound;
use yundeck_catalogue::{CloudSpec, Path};

/// How much of an answer that is none is shown.
const EXCERPT_CHARS: usize = 200;

/// How much of it is looked at: markup is left out.
const EXCERPT_OF_CHARS: usize = 16 * EXCERPT_CHARS;

/// How much of a code or message is read.
const TEXT_BYTES: usize = 64 << 10;

/// What an operation answered.
#[derive(Debug, Clone, PartialEq)]
pub struct Reply {
    /// The result without its envelope; an empty object where the operation answers nothing.
    pub result: Value,
    /// The id by which the cloud's support finds the call.
    pub request_id: Option<String>,
}

/// Why an answer is no result.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Fault {
    /// The cloud answered with an error. It has done nothing of what was asked if the code is `known` to
    /// mean that, and nothing stands `beside`.
    #[error("{code}: {message}")]
    Vendor {
        /// The cloud's code; the more specific one where there are two.
        code: String,
        /// The cloud's message.
        message: String,
        /// The id by which the cloud's support finds the call.
        request_id: Option<String>,
        /// The HTTP status.
        http_status: u16,
        /// What the code means to us; by HTTP status where the catalogue does not know it. `NotFound` is the catalogue's word
        /// only: something may be taken for removed by it.
        kind: ErrorKind,
        /// Whether the catalogue knows the code. What a code means that nobody knows is a guess: the cloud may have done what
        /// was asked.
        known: bool,
        /// The result that stands beside the error: a part of what was asked is done.
        beside: Option<Box<Value>>,
    },
    /// The answer cannot be understood; whether the call did anything is not known.
    #[error("HTTP {http_status}: {why}: {excerpt}")]
    Bad {
        /// The HTTP status.
        http_status: u16,
        /// The beginning of the answer's text, on one line, without markup.
        excerpt: String,
        /// What is wrong with it.
        why: &'static str,
    },
}

impl Fault {
    /// Our kind of error. An answer that cannot be understood is `RateLimited` or `Unavailable` when its HTTP status says
    /// so, as the pages of gateways do, else `BadReply`.
    pub fn kind(&self) -> ErrorKind {
        match self {
            Self::Vendor { kind, .. } => *kind,
            Self::Bad { http_status: 429, .. } => ErrorKind::RateLimited,
            Self::Bad { http_status: 500.., .. } => ErrorKind::Unavailable,
            Self::Bad { .. } => ErrorKind::BadReply,
        }
    }
}

/// Reads a reply by the cloud's envelope. The content type is not asked: gateways and clouds get it wrong.
///
/// # Errors
/// [`Fault::Vendor`] for an error of the cloud, whatever the HTTP status; [`Fault::Bad`] for what is no reply.
pub fn parse(cloud: &CloudSpec, status: u16, headers: &[(String, String)], body: &[u8]) -> Result<Reply, Fault> {
    let from_header = request_id_header(headers);
    let text = String::from_utf8_lossy(body);
    let text = text.trim_start_matches('\u{feff}').trim();
    let bad = |why| Fault::Bad { http_status: status, excerpt: excerpt(cloud, text), why };
    if text.is_empty() {
        return match status {
            204 => Ok(Reply { result: Value::Object(Map::new()), request_id: from_header.map(bound::id) }),
            _ => Err(bad("the answer is empty")),
        };
    }
    let envelope = &cloud.envelope;
    let in_xml = || xml::result(text).filter(|_| envelope.result.as_str().is_empty());
    let Some(mut json) = serde_json::from_str::<Value>(text).ok().or_else(in_xml) else {
        return Err(match xml::error(text) {
            Some(error) => Fault::Vendor {
                kind: kind(cloud, &[&error.code], error.message.as_deref().unwrap_or_default(), status),
                known: cloud.meaning_of(&error.code, error.message.as_deref().unwrap_or_default()).is_some(),
                beside: None,
                code: bound::id(error.code),
                message: bound::message(cloud.masked_text(&error.message.unwrap_or_default())),
                request_id: error.request_id.or(from_header).map(bound::id),
                http_status: status,
            },
            None if text.starts_with('<') => bad("the answer is a page, not JSON"),
            None => bad("the answer is not JSON"),
        });
    };

    // From here on nobody sees what is secret in it.
    cloud.mask_result(&mut json);
    let request_id = text_at(&envelope.request_id, &json).or(from_header).map(bound::id);
    let code = text_at(&envelope.error_code, &json);
    let succeeded = code.as_ref().is_some_and(|code| envelope.success_codes.contains(code));
    if let Some(code) = code.filter(|_| !succeeded) {
        let specific = envelope.error_status.as_ref().and_then(|path| text_at(path, &json));
        let codes: Vec<&str> = specific.iter().chain([&code]).map(String::as_str).collect();
        let message = text_at(&envelope.error_message, &json).unwrap_or_default();
        return Err(Fault::Vendor {
            kind: kind(cloud, &codes, &message, status),
            // Of two codes the more specific one says what happened; the other is hardly more than an HTTP status.
            known: codes.first().is_some_and(|code| cloud.meaning_of(code, &message).is_some()),
            beside: beside(cloud, &json).map(Box::new),
            message: bound::message(cloud.masked_text(&message)),
            code: bound::id(specific.unwrap_or(code)),
            request_id,
            http_status: status,
        });
    }
    if !(200..300).contains(&status) {
        return Err(bad("the status is an error and the answer names none"));
    }
    if !json.is_object() {
        return Err(bad("the answer is not an object"));
    }
    if !succeeded && !envelope.success_codes.is_empty() {
        return Err(bad("the answer says neither success nor error"));
    }
    // Where the reply itself is the result, its request id is all that tells it from what somebody else answered.
    let is_signed = !envelope.result.as_str().is_empty() || succeeded || text_at(&envelope.request_id, &json).is_some();
    if !is_signed {
        return Err(bad("the answer has no request id"));
    }
    match (envelope.result.take(json), &request_id) {
        (Some(result), _) => Ok(Reply { result, request_id }),
        (None, Some(_)) => Ok(Reply { result: Value::Object(Map::new()), request_id }),
        (None, None) => Err(bad("the answer has neither result nor error")),
    }
}

/// A text or number at a path without blanks around it; empty counts as absent. Of a text that is longer than anything is shown,
/// the beginning.
fn text_at(path: &Path, json: &Value) -> Option<String> {
    let text = match path.first(json)? {
        Value::String(text) => head(text.trim()).to_owned(),
        other => text_of(other)?,
    };
    Some(text).filter(|text| !text.is_empty())
}

/// What is masked before it is cut to what is shown: many times as much, so that no secret is cut in two where it is seen.
fn head(text: &str) -> &str {
    let end = (0..=TEXT_BYTES.min(text.len())).rev().find(|end| text.is_char_boundary(*end));
    end.and_then(|end| text.get(..end)).unwrap_or_default()
}

fn request_id_header(headers: &[(String, String)]) -> Option<String> {
    let named = |name: &str| {
        let name = name.to_ascii_lowercase();
        ["request-id", "requestid", "request-uuid"].iter().any(|end| name.ends_with(end))
    };
    headers.iter().find(|(name, value)| named(name) && !value.is_empty()).map(|(_, value)| value.clone())
}

/// The result that an error's answer holds too, where the two stand beside each other.
fn beside(cloud: &CloudSpec, json: &Value) -> Option<Value> {
    let envelope = &cloud.envelope;
    let (result, error) = (envelope.result.as_str(), envelope.error_code.as_str());
    let within = result.is_empty() || error.strip_prefix(result).is_some_and(|rest| rest.starts_with('.'));
    let is_empty = |value: &Value| match value {
        Value::Object(members) => members.values().all(Value::is_null),
        Value::Array(elements) => elements.is_empty(),
        other => text_of(other).is_none_or(|text| text.is_empty()),
    };
    envelope.result.first(json).filter(|result| !within && !is_empty(result)).cloned()
}

/// What the first known of the codes means; else what the likeliest of the meanings is, or by the HTTP status.
fn kind(cloud: &CloudSpec, codes: &[&str], message: &str, status: u16) -> ErrorKind {
    if let Some(meaning) = codes.iter().find_map(|code| cloud.meaning_of(code, message)) {
        return meaning.kind;
    }
    let likeliest = codes.iter().find_map(|code| cloud.meaning(code)).map(|meaning| meaning.kind);
    if let Some(kind) = likeliest.filter(|kind| *kind != ErrorKind::NotFound) {
        return kind;
    }
    match status {
        401 => ErrorKind::CredentialRejected,
        403 => ErrorKind::PermissionDenied,
        409 => ErrorKind::Conflict,
        429 => ErrorKind::RateLimited,
        500.. => ErrorKind::Unavailable,
        // The cloud understood and refused: what it was given is the likeliest cause.
        _ => ErrorKind::InvalidParams,
    }
}

/// The beginning of a text on one line, without markup and without what is named like a secret.
fn excerpt(cloud: &CloudSpec, text: &str) -> String {
    let beginning: String = text.chars().take(EXCERPT_OF_CHARS).collect();
    let mut in_tag = false;
    let plain: String = cloud
        .masked_text(&beginning)
        .chars()
        .map(|letter| {
            let markup = in_tag || letter == '<';
            in_tag = if in_tag { letter != '>' } else { letter == '<' };
            if markup { ' ' } else { letter }
        })
        .collect();
    let line = plain.split_whitespace().collect::<Vec<_>>().join(" ");
    let line = bound::visible(&line).into_owned();
    match line.char_indices().nth(EXCERPT_CHARS) {
        Some((end, _)) => format!("{}…", &line[..end]),
        None => line,
    }
}
