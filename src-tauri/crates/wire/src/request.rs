//! A request as it goes out, byte for byte.

use std::fmt;

/// The final bytes of a request. `Debug` shows neither query, header values nor body: they may hold secrets.
#[derive(Clone, PartialEq, Eq)]
pub struct Request {
    /// Upper-case HTTP method.
    pub method: String,
    /// `scheme://authority`, without a path.
    pub base: String,
    /// The host, with the port unless it is the scheme's own: exactly the `Host` header, which is not in `headers`.
    pub authority: String,
    /// The path, percent-encoded, from its `/`.
    pub path: String,
    /// The query, percent-encoded, without its `?`; empty for none.
    pub query: String,
    /// All headers but `Host` and `Content-Length`, in order.
    pub headers: Vec<(String, String)>,
    /// The body; empty for none.
    pub body: Vec<u8>,
}

impl Request {
    /// The URL, already encoded: to be sent as it is.
    pub fn url(&self) -> String {
        let mark = if self.query.is_empty() { "" } else { "?" };
        format!("{}{}{mark}{}", self.base, self.path, self.query)
    }

    /// The first value of a header; names are compared without regard to case. `host` is the authority.
    pub fn header(&self, name: &str) -> Option<&str> {
        self.header_values(name).next()
    }

    /// All values of a header, in the order sent.
    pub fn header_values(&self, name: &str) -> impl Iterator<Item = &str> {
        let host = name.eq_ignore_ascii_case("host").then_some(self.authority.as_str());
        let sent = self.headers.iter().filter(move |(known, _)| known.eq_ignore_ascii_case(name));
        host.into_iter().chain(sent.map(|(_, value)| value.as_str()))
    }

    /// Whether the method's parameters stand in the query instead of the body.
    pub fn parameters_in_query(&self) -> bool {
        matches!(self.method.as_str(), "GET" | "DELETE" | "HEAD")
    }

    /// Adds a header, in place of one of the same name.
    pub fn set_header(&mut self, name: &str, value: impl Into<String>) {
        self.headers.retain(|(known, _)| !known.eq_ignore_ascii_case(name));
        self.headers.push((name.to_owned(), value.into()));
    }
}

impl fmt::Debug for Request {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let names: Vec<&str> = self.headers.iter().map(|(name, _)| name.as_str()).collect();
        f.debug_struct("Request")
            .field("method", &self.method)
            .field("base", &self.base)
            .field("path", &self.path)
            .field("headers", &names)
            .field("body_bytes", &self.body.len())
            .finish_non_exhaustive()
    }
}
