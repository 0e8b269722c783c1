//! A call as a script for PowerShell, which signs and sends by itself: no program is started that could be seen with the secret.

use yundeck_catalogue::cloud::SigningScheme;
use yundeck_wire::Preview;

use super::signature::{MASKED, SECRET, Signature, before_signature};

/// The script.
pub(super) fn of(request: &Preview, scheme: SigningScheme, key_id: &str) -> String {
    let signature = Signature::of(request, scheme);
    let word = |text: &str| match before_signature(text).filter(|_| signature.is_some()) {
        Some(before) => format!("({} + $signature)", quoted(&before)),
        None => quoted(text),
    };
    let headers = request.headers.iter().filter(|header| !header.name.eq_ignore_ascii_case("host"));
    let (of_content, of_request): (Vec<_>, Vec<_>) =
        headers.partition(|header| header.name.to_ascii_lowercase().starts_with("content-"));
    let has_content = !request.body.is_empty() || !of_content.is_empty();
    // The older one sends nothing of a content with this method.
    let shells = if request.method == "GET" && has_content { "PowerShell 7" } else { "PowerShell 5.1 or 7" };
    let mut lines = match &signature {
        Some(signature) => {
            let mut lines = vec![
                format!("# For {shells}. It asks for the secret of the key, which is not shown and not kept."),
                "# The time is part of the signature, where the scheme has one. Run this within a few minutes."
                    .to_owned(),
                "& {".to_owned(),
                format!("$secret = $env:{SECRET}"),
                format!(
                    "if (-not $secret) {{ $secret = [Net.NetworkCredential]::new('', (Read-Host -AsSecureString {})).Password }}",
                    quoted(&format!("Secret of {key_id}"))
                ),
                "$utf8 = [Text.UTF8Encoding]::new($false)".to_owned(),
            ];
            lines.extend(signing(signature));
            lines
        }
        None => {
            let mut lines: Vec<String> = MASKED.lines().map(str::to_owned).collect();
            lines.extend([
                format!("# For {shells}."),
                "& {".to_owned(),
                "$utf8 = [Text.UTF8Encoding]::new($false)".to_owned(),
            ]);
            lines
        }
    };
    lines.extend([
        "Add-Type -AssemblyName System.Net.Http".to_owned(),
        format!(
            "$request = [Net.Http.HttpRequestMessage]::new([Net.Http.HttpMethod]::new({}), [Uri]{})",
            quoted(&request.method),
            word(&request.url)
        ),
    ]);
    let add = |to: &str, name: &str, value: &str| {
        format!("[void]{to}.Headers.TryAddWithoutValidation({}, {})", quoted(name), word(value))
    };
    lines.extend(of_request.iter().map(|header| add("$request", &header.name, &header.value)));
    if has_content {
        lines.push(format!(
            "$request.Content = [Net.Http.ByteArrayContent]::new($utf8.GetBytes({}))",
            word(&request.body)
        ));
        lines.extend(of_content.iter().map(|header| add("$request.Content", &header.name, &header.value)));
    }
    lines.extend(
        [
            "$handler = [Net.Http.HttpClientHandler]::new()",
            "$handler.AllowAutoRedirect = $false",
            "$reply = [Net.Http.HttpClient]::new($handler).SendAsync($request).GetAwaiter().GetResult()",
            "$reply.Content.ReadAsStringAsync().GetAwaiter().GetResult()",
            "}",
        ]
        .map(str::to_owned),
    );
    lines.join("\n") + "\n"
}

/// The lines that set `$signature`.
fn signing(signature: &Signature<'_>) -> Vec<String> {
    // The comma keeps the bytes together on their way out of the function.
    let hmac = |digest: &str| {
        format!(
            "function Hmac([byte[]]$key, [string]$text) {{ , [Security.Cryptography.HMAC{}]::new($key).ComputeHash($utf8.GetBytes($text)) }}",
            digest.to_ascii_uppercase()
        )
    };
    let hex =
        |bytes: &str| format!("$signature = [BitConverter]::ToString({bytes}).Replace('-', '').ToLowerInvariant()");
    match signature {
        Signature::Appended { text } => vec![
            format!("$text = {} + $secret", quoted(text)),
            hex("[Security.Cryptography.SHA1]::Create().ComputeHash($utf8.GetBytes($text))"),
        ],
        Signature::Keyed { digest, text } => vec![
            hmac(digest),
            format!("$text = {}", quoted(text)),
            "$signature = [Uri]::EscapeDataString([Convert]::ToBase64String((Hmac $utf8.GetBytes($secret) $text)))"
                .to_owned(),
        ],
        Signature::Derived { prefix, scope, text } => vec![
            hmac("sha256"),
            format!("$text = {}", quoted(text)),
            format!("$key = $utf8.GetBytes({} + $secret)", quoted(prefix)),
            format!(
                "foreach ($step in {}) {{ $key = Hmac $key $step }}",
                scope.iter().map(|step| quoted(step)).collect::<Vec<_>>().join(", ")
            ),
            hex("(Hmac $key $text)"),
        ],
    }
}

/// A text as an expression. PowerShell takes every typographic single quote for one; lines are joined, since a console ends them
/// in its own way.
fn quoted(text: &str) -> String {
    let literal = |text: &str| {
        let mut quoted = String::from("'");
        for letter in text.chars() {
            if matches!(letter, '\'' | '\u{2018}'..='\u{201b}') {
                quoted.push(letter);
            }
            quoted.push(letter);
        }
        quoted + "'"
    };
    let lines: Vec<String> = text.split('\n').map(literal).collect();
    match lines.as_slice() {
        [line] => line.clone(),
        lines => format!("({} -join \"`n\")", lines.join(", ")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn quoted_text_ends_where_it_ends() {
        assert_eq!(quoted("a b"), "'a b'");
        assert_eq!(quoted("it's $x `y"), "'it''s $x `y'");
        assert_eq!(quoted("\u{2019}"), "'\u{2019}\u{2019}'");
        assert_eq!(quoted("a\nb"), "('a', 'b' -join \"`n\")");
    }
}
