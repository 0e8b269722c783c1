//! How a script makes the signature: what was signed stands in it as it is, and only the secret is added when it runs. It is
//! good for as long as the cloud honours the time in it.

use yundeck_catalogue::cloud::SigningScheme;
use yundeck_wire::Preview;

/// The environment variable that a script takes the secret from, before it asks.
pub(super) const SECRET: &str = "YUNDECK_SECRET";

/// Where the signature stands in a preview: nothing follows it.
const MASKED_SIGNATURE: &str = "Signature=******";

/// What a preview has in place of a secret that the scheme appends to the string to sign.
const APPENDED: &str = "<redacted>";

/// The steps from the secret to the signature.
pub(super) enum Signature<'r> {
    /// SHA-1 of the text with the secret behind it, hexadecimal.
    Appended {
        /// The text before it.
        text: &'r str,
    },
    /// HMAC of the text, base64 in a query.
    Keyed {
        /// `sha1` or `sha256`.
        digest: &'static str,
        /// What is signed.
        text: &'r str,
    },
    /// HMAC-SHA256 of the text, hexadecimal, by a key that is derived from the secret.
    Derived {
        /// What stands before the secret.
        prefix: &'r str,
        /// What the key is derived by, in this order.
        scope: Vec<&'r str>,
        /// What is signed.
        text: &'r str,
    },
}

impl<'r> Signature<'r> {
    /// Of a request. `None`: it is shown with masks, over which a signature would be none.
    pub(super) fn of(request: &'r Preview, scheme: SigningScheme) -> Option<Self> {
        let text = Some(request.string_to_sign.as_str()).filter(|_| request.exact)?;
        Some(match scheme {
            SigningScheme::SortedSha1 => Self::Appended { text: text.strip_suffix(APPENDED)? },
            SigningScheme::QueryHmacSha1 => Self::Keyed { digest: "sha1", text },
            SigningScheme::QueryHmacSha256 => Self::Keyed { digest: "sha256", text },
            SigningScheme::Tc3HmacSha256
            | SigningScheme::Aws4Header
            | SigningScheme::Aws4Query
            | SigningScheme::Jdcloud3
            | SigningScheme::Jdcloud2 => {
                // Algorithm, time, scope, digest.
                let mut parts = text.split('\n');
                let prefix = parts.next()?.split_once("-HMAC")?.0;
                Self::Derived { prefix, scope: parts.nth(1)?.split('/').collect(), text }
            }
        })
    }
}

/// What stands before the signature in a part of the request, if it ends with one.
pub(super) fn before_signature(text: &str) -> Option<String> {
    match text.split_once(MASKED_SIGNATURE) {
        Some((before, "")) => Some(format!("{before}Signature=")),
        _ => None,
    }
}

/// What a script that cannot sign says, as comments.
pub(super) const MASKED: &str = "\
# The request has secrets of its own, or they are part of its signature: they are masked here, so this cannot be
# sent as it stands. Fill them in, and sign it again.
";
