//! The signatures with a canonical request, a scope and a derived key. Four vendors' algorithms are one algorithm with
//! different words and different ideas of what is canonical; the differences are the `Family` table.
//!
//! Sources: 002_82dd991f180413ac.txt, section 签名机制, and botocore (AWS4); jdcloud_sdk 1.6.94 (JDCLOUD2) and later
//! (JDCLOUD3); tencentcloud-sdk-python-common (TC3).

mod canonical;

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use chrono::{DateTime, Utc};
use yundeck_catalogue::cloud::SigningScheme;
use zeroize::Zeroizing;

pub use canonical::CanonicalRequest;

use super::digest::{hmac_sha256, sha256_hex};
use super::{Context, Signed};
use crate::error::WireError;
use crate::percent::{Space, encode_pairs};
use crate::request::Request;

/// How long a signature in the query is honoured.
const QUERY_EXPIRES_SECONDS: u32 = 900;

/// What differs between the algorithms.
struct Family {
    /// The first word of `Authorization` and of the string to sign.
    algorithm: &'static str,
    /// What stands before the secret to make the first key.
    key_prefix: &'static str,
    /// The last step of the scope.
    terminator: &'static str,
    /// Whether the region is a step of the scope.
    regional: bool,
    /// How the time is written in the string to sign.
    time: &'static str,
    /// How the day is written in the scope.
    day: &'static str,
    /// What is canonical.
    rules: canonical::Rules,
}

const TC3: Family = Family {
    algorithm: "TC3-HMAC-SHA256",
    key_prefix: "TC3",
    terminator: "tc3_request",
    regional: false,
    time: "%s",
    day: "%Y-%m-%d",
    rules: canonical::TC3,
};

const AWS4: Family = Family {
    algorithm: "AWS4-HMAC-SHA256",
    key_prefix: "AWS4",
    terminator: "aws4_request",
    regional: true,
    time: "%Y%m%dT%H%M%SZ",
    day: "%Y%m%d",
    rules: canonical::AWS4,
};

const JDCLOUD3: Family = Family {
    algorithm: "JDCLOUD3-HMAC-SHA256",
    key_prefix: "JDCLOUD3",
    terminator: "jdcloud3_request",
    rules: canonical::JDCLOUD3,
    ..AWS4
};

const JDCLOUD2: Family = Family {
    algorithm: "JDCLOUD2-HMAC-SHA256",
    key_prefix: "JDCLOUD2",
    terminator: "jdcloud2_request",
    rules: canonical::JDCLOUD2,
    ..AWS4
};

fn family(scheme: SigningScheme) -> Result<&'static Family, WireError> {
    match scheme {
        SigningScheme::Tc3HmacSha256 => Ok(&TC3),
        SigningScheme::Aws4Header | SigningScheme::Aws4Query => Ok(&AWS4),
        SigningScheme::Jdcloud3 => Ok(&JDCLOUD3),
        SigningScheme::Jdcloud2 => Ok(&JDCLOUD2),
        scheme => Err(WireError::Scheme { scheme }),
    }
}

/// Adds what the scheme wants to be sent (time, nonce, session token) and the signature.
///
/// # Errors
/// `Scheme`, `Moment`, `NoRegion`, `Key`, `Header`.
pub fn sign(mut request: Request, context: &Context<'_>) -> Result<Signed, WireError> {
    // The document has only GET signed in the query, POST in the header.
    if context.scheme == SigningScheme::Aws4Query && request.parameters_in_query() {
        let names = ["host".to_owned()];
        return sign_query(request, &names, Some(QUERY_EXPIRES_SECONDS), context);
    }
    let names = add_headers(&mut request, context)?;
    let signature = signature(&request, &names, context)?;
    request.set_header("Authorization", signature.authorization);
    Ok(Signed {
        request,
        canonical_request: Some(signature.canonical_request),
        string_to_sign: signature.string_to_sign,
    })
}

/// Adds the scheme's headers and says which headers are to be signed.
fn add_headers(request: &mut Request, context: &Context<'_>) -> Result<Vec<String>, WireError> {
    let family = family(context.scheme)?;
    let time = family.time_text(context)?;
    let token = context.credential.token();
    let mut add = |name: &str, value: Option<&str>| {
        if let Some(value) = value {
            request.set_header(name, value);
        }
    };
    match context.scheme {
        SigningScheme::Tc3HmacSha256 => {
            add("X-TC-Timestamp", Some(&time));
            add("X-TC-Token", token);
            // The operation is in a header: a request that was overheard must not be good for another one.
            let signed = ["content-type", "host", "x-tc-action", "x-tc-region", "x-tc-version"];
            let named = |name: &String| signed.contains(&name.to_ascii_lowercase().as_str());
            Ok(header_names(request).into_iter().filter(named).collect())
        }
        SigningScheme::Jdcloud3 | SigningScheme::Jdcloud2 => {
            let token = token.map(|token| STANDARD.encode(token));
            add("x-jdcloud-security-token", token.as_deref());
            // The older version signs time and nonce; the newer one only sends them.
            let without_time = header_names(request);
            request.set_header("x-jdcloud-date", time);
            request.set_header("x-jdcloud-nonce", context.moment.nonce.as_str());
            let with_time = header_names(request);
            request.set_header("x-jdcloud-content-sha256", sha256_hex(&request.body));
            request.set_header(family.algorithm, family.algorithm);
            let newer = context.scheme == SigningScheme::Jdcloud3;
            Ok(if newer { without_time } else { with_time })
        }
        _ => {
            add("X-Amz-Date", Some(&time));
            add("X-Amz-Security-Token", token);
            Ok(header_names(request))
        }
    }
}

/// Adds the signature to the query.
///
/// # Errors
/// As of [`sign`].
pub fn sign_query(
    mut request: Request,
    names: &[String],
    expires_seconds: Option<u32>,
    context: &Context<'_>,
) -> Result<Signed, WireError> {
    let family = family(context.scheme)?;
    let mut pairs = vec![
        ("X-Amz-Algorithm", family.algorithm.to_owned()),
        ("X-Amz-Credential", format!("{}/{}", context.credential.id(), family.scope(context)?)),
        ("X-Amz-Date", family.time_text(context)?),
    ];
    if let Some(seconds) = expires_seconds {
        pairs.push(("X-Amz-Expires", seconds.to_string()));
    }
    pairs.push(("X-Amz-SignedHeaders", sorted(names).join(";")));
    if let Some(token) = context.credential.token() {
        pairs.push(("X-Amz-Security-Token", token.to_owned()));
    }
    append(&mut request, pairs);
    let signature = signature(&request, names, context)?;
    append(&mut request, vec![("X-Amz-Signature", signature.signature)]);
    Ok(Signed {
        request,
        canonical_request: Some(signature.canonical_request),
        string_to_sign: signature.string_to_sign,
    })
}

fn append(request: &mut Request, pairs: Vec<(&str, String)>) {
    let pairs: Vec<(String, String)> = pairs.into_iter().map(|(name, value)| (name.to_owned(), value)).collect();
    if !request.query.is_empty() {
        request.query.push('&');
    }
    request.query.push_str(&encode_pairs(&pairs, Space::Percent));
}

/// A signature with the texts it was made of.
#[derive(Debug)]
pub struct Signature {
    /// The canonical request.
    pub canonical_request: Zeroizing<String>,
    /// The string to sign.
    pub string_to_sign: Zeroizing<String>,
    /// The signature, hexadecimal.
    pub signature: String,
    /// The value of `Authorization`.
    pub authorization: String,
}

/// The signature of a request that is otherwise complete, over the named headers.
///
/// # Errors
/// `Header` when a named header is missing; otherwise as of [`sign`].
pub fn signature(request: &Request, names: &[String], context: &Context<'_>) -> Result<Signature, WireError> {
    let family = family(context.scheme)?;
    let names = sorted(names);
    let canonical_request = Zeroizing::new(CanonicalRequest::of(request, &names, &family.rules)?.to_string());
    let scope = family.scope(context)?;
    let digest = sha256_hex(canonical_request.as_bytes());
    let string_to_sign = Zeroizing::new([family.algorithm, &family.time_text(context)?, &scope, &digest].join("\n"));
    let signature = hex::encode(hmac_sha256(&family.key(context)?, &string_to_sign)?.as_slice());
    let authorization = format!(
        "{} Credential={}/{scope}, SignedHeaders={}, Signature={signature}",
        family.algorithm,
        context.credential.id(),
        names.join(";"),
    );
    Ok(Signature { canonical_request, string_to_sign, signature, authorization })
}

impl Family {
    fn scope(&self, context: &Context<'_>) -> Result<String, WireError> {
        Ok(self.scope_steps(context)?.join("/"))
    }

    /// The key derived from the secret, step by step of the scope. Each is wiped when it has done its part.
    fn key(&self, context: &Context<'_>) -> Result<Zeroizing<Vec<u8>>, WireError> {
        let first = Zeroizing::new([self.key_prefix, context.credential.secret()].concat().into_bytes());
        self.scope_steps(context)?.iter().try_fold(first, |key, step| hmac_sha256(&key, step))
    }

    fn scope_steps(&self, context: &Context<'_>) -> Result<Vec<String>, WireError> {
        let mut steps = vec![instant(context)?.format(self.day).to_string()];
        if self.regional {
            steps.push(self.region(context)?.to_owned());
        }
        steps.push(context.service.to_owned());
        steps.push(self.terminator.to_owned());
        Ok(steps)
    }

    fn region<'a>(&self, context: &Context<'a>) -> Result<&'a str, WireError> {
        match context.scheme {
            _ if !context.region.is_empty() => Ok(context.region),
            // What the SDK writes when an operation has no region.
            SigningScheme::Jdcloud3 | SigningScheme::Jdcloud2 => Ok("jdcloud-api"),
            _ => Err(WireError::NoRegion),
        }
    }

    fn time_text(&self, context: &Context<'_>) -> Result<String, WireError> {
        Ok(instant(context)?.format(self.time).to_string())
    }
}

fn instant(context: &Context<'_>) -> Result<DateTime<Utc>, WireError> {
    let unix_seconds = context.moment.unix_seconds;
    DateTime::from_timestamp(unix_seconds, 0).ok_or(WireError::Moment { unix_seconds })
}

/// The names of all headers that the request has now, and the host.
fn header_names(request: &Request) -> Vec<String> {
    request.headers.iter().map(|(name, _)| name.clone()).chain(["host".to_owned()]).collect()
}

/// Lower-case, sorted, once each.
fn sorted(names: &[String]) -> Vec<String> {
    let mut names: Vec<String> = names.iter().map(|name| name.to_ascii_lowercase()).collect();
    names.sort();
    names.dedup();
    names
}
