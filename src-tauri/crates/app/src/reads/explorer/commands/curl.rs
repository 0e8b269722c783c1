//! A call as a few lines of shell around curl.
//!
//! What was signed stands in the script as it is; only the signature itself is made when the script runs, from the string
//! to sign and the secret in the environment. It is good for as long as the cloud honours the time in it.

use yundeck_catalogue::cloud::SigningScheme;
use yundeck_wire::Preview;

use super::quoted;

/// The environment variable with the secret.
const SECRET: &str = "YUNDECK_SECRET";

/// Where the signature stands in a preview: nothing follows it.
const MASKED_SIGNATURE: &str = "Signature=******";

/// What a preview has in place of a secret that the scheme appends to the string to sign.
const APPENDED: &str = "<redacted>";

/// The script.
pub(super) fn of(request: &Preview, scheme: SigningScheme, ca_file: Option<&str>) -> String {
    let signing = if request.exact { signing(request, scheme) } else { None };
    let mut lines = match &signing {
        Some(signing) => signing.clone(),
        None => vec![
            "# The request has secrets of its own, or they are part of its signature: they are masked here, so this cannot be"
                .to_owned(),
            "# sent as it stands. Fill them in, and sign it again.".to_owned(),
        ],
    };
    let word = |text: &str| match text.split_once(MASKED_SIGNATURE) {
        Some((before, "")) if signing.is_some() => format!("{}\"$signature\"", quoted(&format!("{before}Signature="))),
        _ => quoted(text),
    };
    let mut curl = vec![format!("curl -sS -X {} {}", request.method, word(&request.url))];
    curl.extend(ca_file.map(|file| format!("--cacert {}", quoted(file))));
    for header in request.headers.iter().filter(|header| !header.name.eq_ignore_ascii_case("host")) {
        curl.push(format!("-H {}", word(&format!("{}: {}", header.name, header.value))));
    }
    if !request.body.is_empty() {
        curl.push(format!("--data-raw {}", word(&request.body)));
    }
    lines.push(curl.join(" \\\n  "));
    lines.join("\n") + "\n"
}

/// The lines that set `$signature`.
fn signing(request: &Preview, scheme: SigningScheme) -> Option<Vec<String>> {
    let text = &request.string_to_sign;
    let mut lines = vec![
        format!("# The secret of the key comes from the environment: export {SECRET}=..."),
        "# The time is part of the signature, where the scheme has one: run this within a few minutes.".to_owned(),
        format!(": \"${{{SECRET}:?}}\""),
    ];
    match scheme {
        SigningScheme::SortedSha1 => {
            let text = text.strip_suffix(APPENDED)?;
            lines.push(format!(
                "signature=$(printf %s%s {} \"${SECRET}\" | openssl dgst -sha1 -r | cut -d' ' -f1)",
                quoted(text)
            ));
        }
        SigningScheme::QueryHmacSha1 | SigningScheme::QueryHmacSha256 => {
            let digest = if scheme == SigningScheme::QueryHmacSha1 { "sha1" } else { "sha256" };
            lines.push(format!(
                "signature=$(printf %s {} | openssl dgst -{digest} -hmac \"${SECRET}\" -binary | base64 | sed 's/+/%2B/g;s,/,%2F,g;s/=/%3D/g')",
                quoted(text)
            ));
        }
        SigningScheme::Tc3HmacSha256
        | SigningScheme::Aws4Header
        | SigningScheme::Aws4Query
        | SigningScheme::Jdcloud3
        | SigningScheme::Jdcloud2 => {
            // Algorithm, time, scope, digest: the key is derived from the secret by the steps of the scope.
            let mut parts = text.split('\n');
            let prefix = parts.next()?.split_once("-HMAC")?.0;
            let scope = parts.nth(1)?.split('/').map(quoted).collect::<Vec<_>>().join(" ");
            lines.extend([
                "hmac() { openssl dgst -sha256 -mac HMAC -macopt \"hexkey:$1\" -r | cut -d' ' -f1; }".to_owned(),
                format!("key=$(printf %s \"{prefix}${SECRET}\" | od -An -v -tx1 | tr -d ' \\n')"),
                format!("for step in {scope}; do key=$(printf %s \"$step\" | hmac \"$key\"); done"),
                format!("signature=$(printf %s {} | hmac \"$key\")", quoted(text)),
            ]);
        }
    }
    Some(lines)
}
