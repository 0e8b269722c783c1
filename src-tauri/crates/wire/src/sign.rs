//! Signing: a pure function from an unsigned request to the final one.

pub mod digest;
pub mod sigv4_family;
pub mod sorted_sha1;
pub mod tencent_query;

use std::fmt;

use yundeck_catalogue::cloud::SigningScheme;
use zeroize::Zeroizing;

use crate::Moment;
use crate::credential::Credential;
use crate::error::WireError;
use crate::percent::{Space, decode_pairs, encode_pairs};
use crate::request::Request;

/// What goes into a signature beside the request.
#[derive(Debug, Clone, Copy)]
pub struct Context<'a> {
    /// How to sign.
    pub scheme: SigningScheme,
    /// The service's name as signatures carry it.
    pub service: &'a str,
    /// The region's id.
    pub region: &'a str,
    /// The keys.
    pub credential: &'a Credential,
    /// When.
    pub moment: &'a Moment,
}

/// A request ready to be sent, and the texts its signature was made of. `Debug` shows the request's outline only.
#[derive(Clone, PartialEq, Eq)]
pub struct Signed {
    /// The final request.
    pub request: Request,
    /// The canonical request, for the schemes that have one. Like the other, wiped when it is dropped.
    pub canonical_request: Option<Zeroizing<String>>,
    /// The string to sign. Never holds the secret key: where the scheme appends it, `<redacted>` stands in its place.
    /// It can hold secret parameters, as the request does; show a [`crate::Preview`] instead.
    pub string_to_sign: Zeroizing<String>,
}

impl fmt::Debug for Signed {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Signed").field("request", &self.request).finish_non_exhaustive()
    }
}

/// Signs a request.
///
/// # Errors
/// `Moment`, `NoRegion`, `Key` when the context cannot sign; `Header` when a value cannot be sent as a header.
pub fn sign(request: Request, context: &Context<'_>) -> Result<Signed, WireError> {
    let signed = match context.scheme {
        SigningScheme::Tc3HmacSha256
        | SigningScheme::Aws4Header
        | SigningScheme::Aws4Query
        | SigningScheme::Jdcloud3
        | SigningScheme::Jdcloud2 => sigv4_family::sign(request, context),
        SigningScheme::QueryHmacSha1 | SigningScheme::QueryHmacSha256 => tencent_query::sign(request, context),
        SigningScheme::SortedSha1 => sorted_sha1::sign(request, context),
    }?;
    match signed.request.headers.iter().find(|(_, value)| !sendable(value)) {
        Some((name, _)) => Err(WireError::Header { name: name.clone() }),
        None => Ok(signed),
    }
}

/// Whether a header's value arrives as it is: visible ASCII, with no space at either end.
fn sendable(value: &str) -> bool {
    value.bytes().all(|byte| (b' '..=b'~').contains(&byte)) && value.trim() == value
}

/// The parameters of a request that is signed by its parameters: those of its query or of its form.
fn parameters(request: &Request) -> Vec<(String, String)> {
    if request.parameters_in_query() {
        decode_pairs(&request.query)
    } else {
        decode_pairs(&String::from_utf8_lossy(&request.body))
    }
}

/// Adds parameters to such a request, where the others are. The bytes that stand there stay.
fn append(request: &mut Request, pairs: &[(String, String)]) {
    let more = encode_pairs(pairs, Space::Plus);
    let join = |empty: bool| if empty { "" } else { "&" };
    if request.parameters_in_query() {
        request.query.push_str(&format!("{}{more}", join(request.query.is_empty())));
    } else {
        let join = join(request.body.is_empty());
        request.body.extend_from_slice(format!("{join}{more}").as_bytes());
    }
}
