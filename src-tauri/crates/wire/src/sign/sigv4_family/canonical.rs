//! The canonical request, and each vendor's idea of what is canonical.

use std::fmt;

use crate::error::WireError;
use crate::percent::{decode, decode_pairs, encode, encode_path};
use crate::request::Request;
use crate::sign::digest::sha256_hex;

/// A request in the one form that both sides agree on. `Display` is the text that is hashed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CanonicalRequest {
    method: String,
    path: String,
    query: String,
    /// Lower-case names, sorted.
    headers: Vec<(String, String)>,
    payload_hash: String,
}

impl fmt::Display for CanonicalRequest {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(f, "{}\n{}\n{}", self.method, self.path, self.query)?;
        for (name, value) in &self.headers {
            writeln!(f, "{name}:{value}")?;
        }
        let names: Vec<&str> = self.headers.iter().map(|(name, _)| name.as_str()).collect();
        write!(f, "\n{}\n{}", names.join(";"), self.payload_hash)
    }
}

impl CanonicalRequest {
    /// The canonical form of a request, over the named headers (lower-case, sorted).
    ///
    /// # Errors
    /// `Header` when the request does not have one of them.
    pub(super) fn of(request: &Request, names: &[String], rules: &Rules) -> Result<Self, WireError> {
        let headers = names
            .iter()
            .map(|name| {
                let values: Vec<String> = request.header_values(name).map(rules.value).collect();
                match values.is_empty() {
                    true => Err(WireError::Header { name: name.clone() }),
                    false => Ok((name.clone(), values.join(","))),
                }
            })
            .collect::<Result<_, WireError>>()?;
        Ok(Self {
            method: request.method.clone(),
            path: (rules.path)(&request.path),
            query: (rules.query)(&request.query),
            headers,
            payload_hash: (rules.payload_hash)(request),
        })
    }
}

/// What is canonical.
pub(super) struct Rules {
    path: fn(&str) -> String,
    query: fn(&str) -> String,
    value: fn(&str) -> String,
    payload_hash: fn(&Request) -> String,
}

/// Path and query as sent; header values trimmed and in lower case.
pub(super) const TC3: Rules = Rules {
    path: str::to_owned,
    query: str::to_owned,
    value: |value| value.trim().to_lowercase(),
    payload_hash: |request| match request.header("x-tc-content-sha256") {
        Some(unsigned @ "UNSIGNED-PAYLOAD") => sha256_hex(unsigned.as_bytes()),
        _ => body_hash(request),
    },
};

/// The path escaped again, the query decoded, re-encoded and sorted, runs of space in header values made one.
pub(super) const AWS4: Rules = Rules {
    path: encode_path,
    query: |query| {
        let mut pairs: Vec<(String, String)> =
            decode_pairs(query).iter().map(|(name, value)| (encode(name), encode(value))).collect();
        pairs.sort();
        joined(pairs)
    },
    value: |value| value.split_whitespace().collect::<Vec<_>>().join(" "),
    payload_hash: |request| request.header("x-amz-content-sha256").map_or_else(|| body_hash(request), str::to_owned),
};

/// Path and query decoded and re-encoded; parameters without name or `=` dropped, runs of `/` made one.
pub(super) const JDCLOUD3: Rules = Rules {
    path: |path| {
        let decoded = decode(path);
        let steps: Vec<&str> = decoded.split('/').filter(|step| !step.is_empty()).collect();
        let end = if decoded.ends_with('/') && !steps.is_empty() { "/" } else { "" };
        encode_path(&format!("/{}{end}", steps.join("/")))
    },
    query: |query| {
        let mut pairs: Vec<(String, String)> = query
            .split('&')
            .filter_map(|pair| pair.split_once('='))
            .map(|(name, value)| (encode(&decode(name)), encode(&decode(value))))
            .filter(|(name, _)| !name.is_empty())
            .collect();
        pairs.sort();
        joined(pairs)
    },
    value: |value| value.trim().to_owned(),
    payload_hash: body_hash,
};

/// The path escaped again; the query's escapes as sent, only sorted, a second `=` escaped; header values as they are.
pub(super) const JDCLOUD2: Rules = Rules {
    path: encode_path,
    query: |query| {
        let mut pairs: Vec<Vec<&str>> = query
            .split('&')
            .filter(|pair| !pair.is_empty())
            .map(|pair| pair.split('=').map(str::trim).collect())
            .collect();
        pairs.sort();
        joined(pairs.into_iter().map(|steps| {
            let (name, value) = steps.split_first().map_or(("", [].as_slice()), |(name, value)| (*name, value));
            (name.to_owned(), value.join("%3D"))
        }))
    },
    value: str::to_owned,
    payload_hash: body_hash,
};

fn body_hash(request: &Request) -> String {
    sha256_hex(&request.body)
}

fn joined(pairs: impl IntoIterator<Item = (String, String)>) -> String {
    pairs.into_iter().map(|(name, value)| format!("{name}={value}")).collect::<Vec<_>>().join("&")
}
