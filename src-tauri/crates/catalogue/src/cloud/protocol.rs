//! How a request is made and signed, and where its answer says what came of it.

use serde::{Deserialize, Serialize};

use crate::path::Path;

/// How parameters become a request.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields, tag = "kind", rename_all = "snake_case", rename_all_fields = "camelCase")]
pub enum Protocol {
    /// One path; the operation is named in headers and the parameters are a JSON body.
    /// The older query signature of the same cloud flattens them instead.
    ActionJson {
        /// First index of a flattened list.
        array_base: u32,
    },
    /// One path; the operation and the flattened parameters are a query string or a form.
    Query {
        /// First index of a flattened list.
        array_base: u32,
        /// The parameter that carries the API version, if any.
        version_parameter: Option<String>,
        /// The parameter that carries the region, if any.
        region_parameter: Option<String>,
        /// What to ask for in `Accept`.
        accept: Option<String>,
    },
    /// A path per operation; lists in the query are flattened, bodies are JSON.
    RestJson {
        /// First index of a flattened list.
        array_base: u32,
        /// The path parameter that carries the region.
        region_parameter: String,
    },
}

/// How a request is signed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, specta::Type)]
pub enum SigningScheme {
    /// `TC3-HMAC-SHA256` in the `Authorization` header.
    #[serde(rename = "TC3-HMAC-SHA256")]
    Tc3HmacSha256,
    /// Sorted raw parameters, HMAC-SHA256, in the `Signature` parameter.
    #[serde(rename = "HmacSHA256")]
    QueryHmacSha256,
    /// Sorted raw parameters, HMAC-SHA1, in the `Signature` parameter.
    #[serde(rename = "HmacSHA1")]
    QueryHmacSha1,
    /// `AWS4-HMAC-SHA256` in the `Authorization` header.
    #[serde(rename = "AWS4-HMAC-SHA256")]
    Aws4Header,
    /// `AWS4-HMAC-SHA256` in the query string.
    #[serde(rename = "AWS4-HMAC-SHA256-query")]
    Aws4Query,
    /// `JDCLOUD3-HMAC-SHA256` in the `Authorization` header.
    #[serde(rename = "JDCLOUD3-HMAC-SHA256")]
    Jdcloud3,
    /// `JDCLOUD2-HMAC-SHA256` in the `Authorization` header.
    #[serde(rename = "JDCLOUD2-HMAC-SHA256")]
    Jdcloud2,
    /// SHA-1 over sorted names and values and the private key, in the `Signature` parameter.
    #[serde(rename = "ucloud-sha1")]
    SortedSha1,
}

/// Where errors and request ids stand in a reply.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "camelCase")]
pub struct Envelope {
    /// The member that holds the result, or the empty path when the reply itself is the result.
    pub result: Path,
    /// The error code. A reply that has one (other than `success_codes`) is an error, whatever its HTTP status.
    pub error_code: Path,
    /// A more specific error code beside it, used in its place when it is there.
    pub error_status: Option<Path>,
    /// The error message.
    pub error_message: Path,
    /// The request id.
    pub request_id: Path,
    /// Whether the cloud's own message is what is shown first, before our explanation: its codes tell little.
    #[serde(default)]
    pub message_first: bool,
    /// Values at `error_code` that mean success.
    #[serde(default)]
    pub success_codes: Vec<String>,
}
