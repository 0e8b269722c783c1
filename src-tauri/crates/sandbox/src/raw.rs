//! A request exactly as it came, and a reply exactly as it goes.

use chrono::{DateTime, Utc};
use serde_json::Value;

/// A request as it was received, before anybody has interpreted it. Signatures are checked on this.
#[derive(Debug, Clone)]
pub struct RawRequest {
    /// Upper-case HTTP method.
    pub method: String,
    /// Path and query as sent, still escaped.
    pub target: String,
    /// Header names in lower case and values, in the order they came.
    pub headers: Vec<(String, String)>,
    /// The body's bytes.
    pub body: Vec<u8>,
    /// When it came, on the clock that signatures are judged by (not the world's clock, which tests turn).
    pub received: DateTime<Utc>,
    /// The service of the listener it came to: the cloud's default one, or an extra listener's.
    pub listener: String,
}

impl RawRequest {
    /// A request as a sender makes it; when and where it was received is said by who receives it. `target` is path and
    /// query, escaped; header names may have any case.
    pub fn new(
        method: &str,
        target: &str,
        headers: impl IntoIterator<Item = (String, String)>,
        body: impl Into<Vec<u8>>,
    ) -> Self {
        Self {
            method: method.to_owned(),
            target: target.to_owned(),
            headers: headers.into_iter().map(|(name, value)| (name.to_ascii_lowercase(), value)).collect(),
            body: body.into(),
            received: DateTime::UNIX_EPOCH,
            listener: String::new(),
        }
    }

    /// The path as sent, without the query.
    pub fn path(&self) -> &str {
        self.target.split_once('?').map_or(self.target.as_str(), |(path, _)| path)
    }

    /// The query as sent, without the question mark; empty when there is none.
    pub fn query(&self) -> &str {
        self.target.split_once('?').map_or("", |(_, query)| query)
    }

    /// The first header of that name (in lower case).
    pub fn header(&self, name: &str) -> Option<&str> {
        self.headers.iter().find(|(found, _)| found == name).map(|(_, value)| value.as_str())
    }

    /// Every value of the header of that name (in lower case).
    pub fn header_values<'r>(&'r self, name: &'r str) -> impl Iterator<Item = &'r str> {
        self.headers.iter().filter(move |(found, _)| found == name).map(|(_, value)| value.as_str())
    }

    /// The host with its port, as the client dialled it.
    pub fn authority(&self) -> &str {
        self.header("host").unwrap_or_default()
    }

    /// The media type of the body in lower case, without its parameters.
    pub fn media_type(&self) -> String {
        let full = self.header("content-type").unwrap_or_default();
        full.split(';').next().unwrap_or_default().trim().to_ascii_lowercase()
    }
}

/// A reply, ready to be sent.
#[derive(Debug, Clone)]
pub struct RawReply {
    /// HTTP status.
    pub status: u16,
    /// The exact `Content-Type`.
    pub content_type: String,
    /// Further headers.
    pub headers: Vec<(String, String)>,
    /// The body's bytes.
    pub body: Vec<u8>,
}

impl RawReply {
    /// A JSON reply whose `Content-Type` is exactly `application/json`, without a charset.
    pub fn json(status: u16, value: &Value) -> Self {
        Self::text(status, "application/json", value.to_string())
    }

    /// The same with a `Date`, as every server gives one.
    #[must_use]
    pub fn dated(mut self, at: DateTime<Utc>) -> Self {
        self.headers.push(("date".to_owned(), at.format("%a, %d %b %Y %H:%M:%S GMT").to_string()));
        self
    }

    /// A reply of any text.
    pub fn text(status: u16, content_type: &str, body: impl Into<String>) -> Self {
        Self { status, content_type: content_type.to_owned(), headers: Vec::new(), body: body.into().into_bytes() }
    }
}
