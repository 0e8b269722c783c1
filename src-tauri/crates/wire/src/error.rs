//! Why no request could be made. Nothing has been sent when one of these is returned.

use yundeck_catalogue::cloud::SigningScheme;

/// Why no request could be made.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum WireError {
    /// The operation names a service that the cloud does not have: a mistake in the catalogue.
    #[error("{operation} belongs to no known service")]
    NoService {
        /// The operation.
        operation: String,
    },
    /// The service has no public host and the account names no endpoint.
    #[error("service {service} has no public host: the account has to name its endpoint")]
    NoHost {
        /// The service.
        service: String,
    },
    /// The endpoint is not one that requests can be sent to.
    #[error("endpoint {text}: {why}")]
    Endpoint {
        /// The endpoint as given.
        text: String,
        /// What is wrong with it.
        why: &'static str,
    },
    /// The call needs a region and none is given.
    #[error("a region is needed")]
    NoRegion,
    /// A parameter of the path is missing or cannot stand in a path.
    #[error("path parameter {name}: {why}")]
    PathParameter {
        /// The parameter.
        name: String,
        /// What is wrong with it.
        why: &'static str,
    },
    /// The parameters are not an object.
    #[error("the parameters are not an object")]
    NotAnObject,
    /// A header's value cannot be sent as a header (a line break in a key, for instance), or a header to sign is missing.
    #[error("header {name} is missing or has a value that cannot be sent")]
    Header {
        /// The header.
        name: String,
    },
    /// The scheme does not fit the cloud's protocol: a mistake in the catalogue or the account.
    #[error("{scheme:?} cannot sign a request of this cloud")]
    Scheme {
        /// The scheme.
        scheme: SigningScheme,
    },
    /// The time lies outside of the calendar.
    #[error("{unix_seconds} is no time that can be signed")]
    Moment {
        /// Seconds since 1970.
        unix_seconds: i64,
    },
    /// The secret cannot serve as a key.
    #[error("the secret cannot serve as a key")]
    Key,
}
