//! The schemes built like AWS Signature Version 4: a canonical request, a scope, a derived key, an HMAC-SHA256.
//!
//! They differ in small things, which a `Family` names: `TC3-HMAC-SHA256`, `AWS4-HMAC-SHA256` in the header or the
//! query, `JDCLOUD2-HMAC-SHA256` and `JDCLOUD3-HMAC-SHA256`. Every difference was found in the vendors' SDKs and is
//! held by their vectors under `fixtures/`.

use chrono::{DateTime, Duration, NaiveDateTime, Utc};
use hmac::{Hmac, KeyInit as _, Mac as _};
use sha2::{Digest as _, Sha256};

use super::{AuthFailure, Caller, Gate};
use crate::decode::pairs::{Pair, pairs};
use crate::decode::percent::{decode, encode};
use crate::raw::RawRequest;

/// What sets one scheme of the family apart.
#[derive(Debug, Clone, Copy)]
pub struct Family {
    /// The algorithm's name, first word of the header.
    pub algorithm: &'static str,
    /// What the secret is prefixed with to derive the signing key.
    key_prefix: &'static str,
    /// The last step of the scope.
    terminator: &'static str,
    /// Whether the scope has a region between date and service.
    scope_has_region: bool,
    /// The header that says when the request was signed.
    time_header: &'static str,
    /// Whether that time is written in unix seconds instead of `YYYYMMDDTHHMMSSZ`.
    unix_time: bool,
    /// The header that may say how the body is hashed.
    hash_header: &'static str,
    /// The header that carries a session token.
    token_header: &'static str,
    /// The header that carries a nonce.
    nonce_header: Option<&'static str>,
    /// How the path is written in the canonical request.
    path: CanonicalPath,
    /// How the query is.
    query: CanonicalQuery,
    /// The headers that must be signed.
    must_sign: &'static [&'static str],
    /// Whether runs of blanks within a header's value count as one.
    collapses_blanks: bool,
    /// In which case a header's value is written in the canonical request.
    case: HeaderCase,
    /// How far a timestamp may be from the server's time, both ways.
    pub window: Duration,
}

#[derive(Debug, Clone, Copy, PartialEq)]
enum HeaderCase {
    /// As it was sent.
    AsSent,
    /// In lower case, as the vendor's page and its sample have it, or as it was sent, as some clients do.
    Either,
    /// In lower case.
    Lower,
}

#[derive(Debug, Clone, Copy)]
enum CanonicalPath {
    /// As it was sent.
    AsSent,
    /// What was sent, escaped once more, or as it was sent: the vendor's SDKs differ in it where a colon is escaped.
    EscapedAgain,
    /// Unescaped, runs of slashes made one, and escaped anew.
    Reescaped,
}

#[derive(Debug, Clone, Copy)]
enum CanonicalQuery {
    /// As it was sent, unsorted.
    AsSent,
    /// Sorted, with the escapes as they were sent.
    SortedAsSent,
    /// Unescaped, escaped anew and sorted.
    Reescaped,
    /// The same, without parameters that lack a name or an equals sign.
    ReescapedComplete,
}

/// `TC3-HMAC-SHA256`. Timestamps may be five minutes off.
pub const TC3: Family = Family {
    algorithm: "TC3-HMAC-SHA256",
    key_prefix: "TC3",
    terminator: "tc3_request",
    scope_has_region: false,
    time_header: "x-tc-timestamp",
    unix_time: true,
    hash_header: "x-tc-content-sha256",
    token_header: "x-tc-token",
    nonce_header: None,
    path: CanonicalPath::AsSent,
    query: CanonicalQuery::AsSent,
    must_sign: &["content-type", "host"],
    collapses_blanks: false,
    case: HeaderCase::Either,
    window: Duration::minutes(5),
};

/// `AWS4-HMAC-SHA256`. Timestamps may be fifteen minutes off.
pub const AWS4: Family = Family {
    algorithm: "AWS4-HMAC-SHA256",
    key_prefix: "AWS4",
    terminator: "aws4_request",
    scope_has_region: true,
    time_header: "x-amz-date",
    unix_time: false,
    hash_header: "x-amz-content-sha256",
    token_header: "x-amz-security-token",
    nonce_header: None,
    path: CanonicalPath::AsSent,
    query: CanonicalQuery::Reescaped,
    must_sign: &["host"],
    collapses_blanks: true,
    case: HeaderCase::AsSent,
    window: Duration::minutes(15),
};

/// `JDCLOUD2-HMAC-SHA256`: date and nonce are signed headers. The documents do not say how far a timestamp may be off; a
/// quarter of an hour is the habit of this family.
pub const JDCLOUD2: Family = Family {
    algorithm: "JDCLOUD2-HMAC-SHA256",
    key_prefix: "JDCLOUD2",
    terminator: "jdcloud2_request",
    scope_has_region: true,
    time_header: "x-jdcloud-date",
    unix_time: false,
    hash_header: "x-jdcloud-content-sha256",
    token_header: "x-jdcloud-security-token",
    nonce_header: Some("x-jdcloud-nonce"),
    path: CanonicalPath::EscapedAgain,
    query: CanonicalQuery::SortedAsSent,
    must_sign: &["host"],
    collapses_blanks: false,
    case: HeaderCase::AsSent,
    window: Duration::minutes(15),
};

/// `JDCLOUD3-HMAC-SHA256`: the date is in the string to sign only, the nonce is not signed.
pub const JDCLOUD3: Family = Family {
    algorithm: "JDCLOUD3-HMAC-SHA256",
    key_prefix: "JDCLOUD3",
    terminator: "jdcloud3_request",
    path: CanonicalPath::Reescaped,
    query: CanonicalQuery::ReescapedComplete,
    ..JDCLOUD2
};

/// How a signature that stands in the query is valid when it does not say for how long: as one in a header.
const EXPIRES: &str = "X-Amz-Expires";

/// What a request says about its own signature.
#[derive(Debug, Clone)]
struct Claim {
    key_id: String,
    scope: Vec<String>,
    signed_headers: Vec<String>,
    signature: String,
    time: String,
    /// For a signature in the query: how long it is valid.
    expires: Option<Duration>,
    in_query: bool,
}

/// The texts on the way to the signature, so that a red test says which step is wrong.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Steps {
    /// The canonical request.
    pub canonical_request: String,
    /// The string to sign.
    pub string_to_sign: String,
    /// The signature in hex.
    pub signature: String,
}

impl Family {
    /// Whether the request claims to be signed so, in its header or (where the scheme has that) in its query.
    pub fn claims(&self, request: &RawRequest) -> bool {
        request.header("authorization").is_some_and(|value| value.split(' ').next() == Some(self.algorithm))
            || (self.algorithm == AWS4.algorithm && request.query().contains("X-Amz-Signature="))
    }

    /// Checks the signature, its time, its scope and its nonce.
    ///
    /// # Errors
    /// Why the request is not believed.
    pub fn verify(&self, request: &RawRequest, gate: &Gate<'_>) -> Result<Caller, AuthFailure> {
        let claim = self.claim(request)?;
        let key = gate.keys.find(&claim.key_id).ok_or_else(|| AuthFailure::UnknownKey(claim.key_id.clone()))?;
        let signed_at = self.time(&claim.time)?;
        if let Some(header) = self.must_sign.iter().find(|must| !claim.signed_headers.iter().any(|name| name == *must))
        {
            return Err(AuthFailure::Unsigned(header));
        }
        let [date, region, service] = self.scope_parts(&claim)?;
        if date != signed_at.format(if self.unix_time { "%Y-%m-%d" } else { "%Y%m%d" }).to_string() {
            return Err(AuthFailure::Scope("date"));
        }
        let late = gate.now - signed_at;
        if late > claim.expires.unwrap_or(self.window) || -late > self.window {
            return Err(AuthFailure::Expired { at: signed_at, now: gate.now });
        }
        let steps = self.steps(request, &claim, &key.secret);
        let as_sent =
            matches!(self.path, CanonicalPath::EscapedAgain).then(|| Self { path: CanonicalPath::AsSent, ..*self });
        let in_lower_case = (self.case == HeaderCase::Either).then_some(Self { case: HeaderCase::Lower, ..*self });
        let mut others = as_sent.into_iter().chain(in_lower_case);
        let mut is_another =
            || others.any(|other| other.steps(request, &claim, &key.secret).signature == claim.signature);
        if steps.signature != claim.signature && !is_another() {
            return Err(AuthFailure::BadSignature { string_to_sign: steps.string_to_sign });
        }
        self.check_body_hash(request, &steps)?;
        if key.token.as_deref() != self.token(request, &claim).as_deref() {
            return Err(AuthFailure::Token);
        }
        if let Some(header) = self.nonce_header {
            let nonce = request.header(header).ok_or(AuthFailure::Malformed("nonce"))?;
            if !gate.nonces.note(format!("{}/{nonce}", key.id), gate.now, self.window) {
                return Err(AuthFailure::Replayed);
            }
        }
        Ok(Caller { key_id: key.id.clone(), service: Some(service), region: self.scope_has_region.then_some(region) })
    }

    /// The texts on the way to the signature of that request with that secret.
    ///
    /// # Errors
    /// The request does not say what it has signed.
    pub fn explain(&self, request: &RawRequest, secret: &str) -> Result<Steps, AuthFailure> {
        Ok(self.steps(request, &self.claim(request)?, secret))
    }

    fn claim(&self, request: &RawRequest) -> Result<Claim, AuthFailure> {
        let Some(header) = request.header("authorization") else {
            return if self.claims(request) { claim_in_query(request) } else { Err(AuthFailure::Missing) };
        };
        let (algorithm, rest) = header.split_once(' ').ok_or(AuthFailure::Malformed("Authorization"))?;
        if algorithm != self.algorithm {
            return Err(AuthFailure::Algorithm(algorithm.to_owned()));
        }
        let member = |name: &'static str| {
            rest.split(',')
                .filter_map(|part| part.trim().split_once('='))
                .find(|(found, _)| *found == name)
                .map(|(_, value)| value.to_owned())
                .ok_or(AuthFailure::Malformed(name))
        };
        let time = request.header(self.time_header).ok_or(AuthFailure::Malformed("timestamp"))?;
        claim(&member("Credential")?, &member("SignedHeaders")?, member("Signature")?, time)
    }

    /// Date, region (empty where the scope has none) and service.
    fn scope_parts(&self, claim: &Claim) -> Result<[String; 3], AuthFailure> {
        let parts: Vec<&str> = claim.scope.iter().map(String::as_str).collect();
        let (date, region, service, terminator) = match parts.as_slice() {
            [date, region, service, terminator] if self.scope_has_region => (*date, *region, *service, *terminator),
            [date, service, terminator] if !self.scope_has_region => (*date, "", *service, *terminator),
            _ => return Err(AuthFailure::Malformed("Credential")),
        };
        if terminator != self.terminator {
            return Err(AuthFailure::Scope("terminator"));
        }
        Ok([date.to_owned(), region.to_owned(), service.to_owned()])
    }

    fn time(&self, text: &str) -> Result<DateTime<Utc>, AuthFailure> {
        let time = if self.unix_time {
            text.parse().ok().and_then(|seconds| DateTime::from_timestamp(seconds, 0))
        } else {
            NaiveDateTime::parse_from_str(text, "%Y%m%dT%H%M%SZ").ok().map(|time| time.and_utc())
        };
        time.ok_or(AuthFailure::Malformed("timestamp"))
    }

    /// The session token; an empty one is none.
    fn token(&self, request: &RawRequest, claim: &Claim) -> Option<String> {
        let token = match claim.in_query {
            true => query_member(request, "X-Amz-Security-Token"),
            false => request.header(self.token_header).map(str::to_owned),
        };
        token.filter(|token| !token.is_empty())
    }

    fn steps(&self, request: &RawRequest, claim: &Claim, secret: &str) -> Steps {
        let headers: String = claim
            .signed_headers
            .iter()
            .map(|name| {
                let values: Vec<String> = request.header_values(name).map(|value| self.header_value(value)).collect();
                format!("{name}:{}\n", values.join(","))
            })
            .collect();
        let canonical_request = format!(
            "{}\n{}\n{}\n{headers}\n{}\n{}",
            request.method,
            self.canonical_path(request.path()),
            self.canonical_query(request.query()),
            claim.signed_headers.join(";"),
            self.payload_hash(request),
        );
        let scope = claim.scope.join("/");
        let string_to_sign = format!(
            "{}\n{}\n{scope}\n{}",
            self.algorithm,
            claim.time,
            hex::encode(Sha256::digest(canonical_request.as_bytes()))
        );
        let first = format!("{}{secret}", self.key_prefix).into_bytes();
        let key = claim.scope.iter().fold(first, |key, step| hmac_sha256(&key, step.as_bytes()));
        let signature = hex::encode(hmac_sha256(&key, string_to_sign.as_bytes()));
        Steps { canonical_request, string_to_sign, signature }
    }

    fn header_value(&self, value: &str) -> String {
        let value = match self.collapses_blanks {
            true => value.split_whitespace().collect::<Vec<_>>().join(" "),
            false => value.trim().to_owned(),
        };
        if self.case == HeaderCase::Lower { value.to_lowercase() } else { value }
    }

    fn canonical_path(&self, sent: &str) -> String {
        let sent = if sent.is_empty() { "/" } else { sent };
        let escaped = |path: &[u8]| path.split(|byte| *byte == b'/').map(encode).collect::<Vec<_>>().join("/");
        match self.path {
            CanonicalPath::AsSent => sent.to_owned(),
            CanonicalPath::EscapedAgain => escaped(sent.as_bytes()),
            CanonicalPath::Reescaped => {
                let mut path = decode(sent, false);
                path.dedup_by(|next, before| *next == b'/' && *before == b'/');
                escaped(&path)
            }
        }
    }

    fn canonical_query(&self, sent: &str) -> String {
        let joined = |mut all: Vec<(String, String)>| {
            all.sort();
            all.into_iter().map(|(name, value)| format!("{name}={value}")).collect::<Vec<_>>().join("&")
        };
        let reescaped = |pair: &Pair| (encode(&pair.name_bytes()), encode(&pair.value_bytes()));
        let all = || pairs(sent).into_iter().filter(|pair| pair.raw_name != "X-Amz-Signature");
        match self.query {
            CanonicalQuery::AsSent => sent.to_owned(),
            CanonicalQuery::SortedAsSent => joined(all().map(|pair| (pair.raw_name, pair.raw_value)).collect()),
            CanonicalQuery::Reescaped => joined(all().map(|pair| reescaped(&pair)).collect()),
            CanonicalQuery::ReescapedComplete => joined(
                all()
                    .filter(|pair| !pair.raw_name.is_empty() && pair.has_equals)
                    .map(|pair| reescaped(&pair))
                    .collect(),
            ),
        }
    }

    fn payload_hash(&self, request: &RawRequest) -> String {
        let unsigned = request.header(self.hash_header) == Some(UNSIGNED);
        match (unsigned, self.unix_time) {
            // TC3 hashes the words; AWS4 writes them as they are.
            (true, true) => hex::encode(Sha256::digest(UNSIGNED)),
            (true, false) => UNSIGNED.to_owned(),
            (false, _) => hex::encode(Sha256::digest(&request.body)),
        }
    }

    /// A hash of the body that is sent along must be the body's.
    fn check_body_hash(&self, request: &RawRequest, steps: &Steps) -> Result<(), AuthFailure> {
        let real = hex::encode(Sha256::digest(&request.body));
        match request.header(self.hash_header) {
            Some(claimed) if claimed != real && claimed != UNSIGNED => {
                Err(AuthFailure::BadSignature { string_to_sign: steps.string_to_sign.clone() })
            }
            _ => Ok(()),
        }
    }
}

const UNSIGNED: &str = "UNSIGNED-PAYLOAD";

fn claim_in_query(request: &RawRequest) -> Result<Claim, AuthFailure> {
    let member = |name: &'static str| query_member(request, name).ok_or(AuthFailure::Malformed(name));
    let algorithm = member("X-Amz-Algorithm")?;
    if algorithm != AWS4.algorithm {
        return Err(AuthFailure::Algorithm(algorithm));
    }
    let time = member("X-Amz-Date")?;
    let mut found =
        claim(&member("X-Amz-Credential")?, &member("X-Amz-SignedHeaders")?, member("X-Amz-Signature")?, &time)?;
    found.in_query = true;
    found.expires = match query_member(request, EXPIRES) {
        None => None,
        Some(seconds) => Some(
            seconds
                .parse()
                .ok()
                .filter(|seconds| (1..=604_800).contains(seconds))
                .map(Duration::seconds)
                .ok_or(AuthFailure::Malformed(EXPIRES))?,
        ),
    };
    Ok(found)
}

fn claim(credential: &str, signed_headers: &str, signature: String, time: &str) -> Result<Claim, AuthFailure> {
    let mut parts = credential.split('/').map(str::to_owned);
    let key_id = parts.next().filter(|id| !id.is_empty()).ok_or(AuthFailure::Malformed("Credential"))?;
    Ok(Claim {
        key_id,
        scope: parts.collect(),
        signed_headers: signed_headers.split(';').map(str::to_owned).collect(),
        signature,
        time: time.to_owned(),
        expires: None,
        in_query: false,
    })
}

fn query_member(request: &RawRequest, name: &str) -> Option<String> {
    pairs(request.query()).into_iter().find(|pair| pair.raw_name == name).map(|pair| pair.value())
}

fn hmac_sha256(key: &[u8], message: &[u8]) -> Vec<u8> {
    // An HMAC takes keys of any length: there is no error to speak of.
    Hmac::<Sha256>::new_from_slice(key)
        .map_or_else(|_| Vec::new(), |mac| mac.chain_update(message).finalize().into_bytes().to_vec())
}
