//! An operation and its parameters become the final bytes of a request; the bytes of a reply become a value or a fault.
//!
//! Everything here is a pure function: no IO, no clock, no randomness, no environment. Time and nonce come in as a
//! [`Moment`], keys as a [`Credential`]. A prepared [`Request`] is sent exactly as it stands: what was signed is what
//! goes out, so the sender adds at most headers that no signature covers.
//!
//! The way of a call: [`endpoint`] finds the host, [`encode`] lays out the parameters, [`sign`] signs, [`mod@parse`] reads
//! the reply. [`mod@preview`] shows a person the same request without a secret in it.

pub mod credential;
pub mod encode;
pub mod endpoint;
pub mod error;
pub mod parse;
pub mod percent;
pub mod preview;
pub mod request;
pub mod sign;

use serde_json::Value;
use yundeck_catalogue::cloud::SigningScheme;
use yundeck_catalogue::{CloudSpec, Operation};

pub use credential::Credential;
pub use endpoint::Endpoint;
pub use error::WireError;
pub use parse::{Fault, Reply, parse};
pub use preview::{Preview, preview};
pub use request::Request;
pub use sign::Signed;

/// Where a call goes and how it is signed.
#[derive(Debug, Clone, Copy)]
pub struct Target<'a> {
    /// The account's own endpoint for all services, in place of the cloud's public ones (see [`Endpoint::parse`]).
    pub endpoint: Option<&'a str>,
    /// The region's id; empty for a call that belongs to no region.
    pub region: &'a str,
    /// One of the cloud's signing schemes.
    pub scheme: SigningScheme,
}

/// When a call is made, and the number that makes it unique.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Moment {
    /// Seconds since 1970-01-01T00:00:00Z, corrected by what is known of the clock's error.
    pub unix_seconds: i64,
    /// A fresh random text for every call, a UUID for instance. Where the cloud wants a number, one is derived from it.
    pub nonce: String,
}

/// The signed request of an operation, ready to be sent.
///
/// `params` have been validated against `operation.input`; nothing is validated here.
///
/// # Errors
/// A [`WireError`] when the catalogue, the account's endpoint, the region or a path parameter does not allow a request.
pub fn prepare(
    cloud: &CloudSpec,
    operation: &Operation,
    params: &Value,
    target: &Target<'_>,
    credential: &Credential,
    moment: &Moment,
) -> Result<Signed, WireError> {
    let (service, spec) =
        cloud.service_of(operation).ok_or_else(|| WireError::NoService { operation: operation.name.clone() })?;
    let request = encode::encode(cloud, operation, params, target)?;
    let context = sign::Context {
        scheme: target.scheme,
        service: spec.signing_name.as_deref().unwrap_or(service),
        region: target.region,
        credential,
        moment,
    };
    sign::sign(request, &context)
}
