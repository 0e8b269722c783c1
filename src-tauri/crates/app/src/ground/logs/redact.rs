//! The second wall around secrets in texts: what is named like a secret is masked, whoever wrote it.

use std::borrow::Cow;
use std::sync::LazyLock;

use regex::{Captures, Regex};

/// What stands in a secret's place.
const MASK: &str = "******";

/// What names a secret. `name`: with what separates it from its value; `value`: what goes.
static NAMED: LazyLock<Vec<Regex>> = LazyLock::new(|| {
    [
        // A header's value is a quoted text, or the rest of the line.
        r#"(?i)(?<name>\b(?:proxy-)?authorization["']?\s*[:=]\s*)(?<value>"[^"\n]*"|'[^'\n]*'|[^\r\n]+)"#,
        // A parameter's value ends where the next begins.
        r#"(?i)(?<name>[\w.-]*(?:signature|secret|password|passphrase|passwd|token|private_?key|api[-_]?key|cookie)[\w.-]*["']?\s*(?:=|:\s|:)\s*)(?<value>"(?:[^"\\\n]|\\.)*"|'(?:[^'\\\n]|\\.)*'|[^\s&,;)}\]\\]+)"#,
        // The same within a text that is quoted as a whole: its own quotes are escaped.
        r#"(?i)(?<name>[\w.-]*(?:signature|secret|password|passphrase|passwd|token|private_?key|api[-_]?key|cookie)[\w.-]*\\+["']\s*:\s*)(?<value>\\+"[^"\\\n]*\\+"|[^\s,;)}\]\\"]+)"#,
        // A value in the way that Rust shows one: `SecretKey("x")`; and a name of two words.
        r#"(?i)(?<name>\b\w*(?:secret|password|passphrase|token|privatekey|apikey)\w*\()(?<value>"(?:[^"\\\n]|\\.)*")"#,
        r#"(?i)(?<name>\b(?:secret|private|api|access) (?:access )?key["']?\s*[=:]\s*)(?<value>"[^"\n]*"|[^\s,;)}\]]+)"#,
        // A user's name and password in an address.
        r"(?i)(?<name>\b[a-z][a-z0-9+.-]*://)(?<value>[^\s/@]+@)",
        // The key itself.
        r"(?s)(?<name>-----BEGIN [A-Z ]*PRIVATE KEY-----)(?<value>.*?-----END [A-Z ]*PRIVATE KEY-----|.*)",
    ]
    .iter()
    .filter_map(|pattern| Regex::new(pattern).ok())
    .collect()
});

/// The text with the values of everything that is named like a secret masked.
pub fn redacted(text: &str) -> Cow<'_, str> {
    NAMED.iter().fold(Cow::Borrowed(text), |text, pattern| {
        match pattern.replace_all(&text, |found: &Captures<'_>| format!("{}{MASK}", &found["name"])) {
            Cow::Borrowed(_) => text,
            Cow::Owned(masked) => Cow::Owned(masked),
        }
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(text: &str, expected: &str) {
        assert_eq!(redacted(text), expected);
    }

    #[test]
    fn every_pattern_is_one() {
        assert_eq!(NAMED.len(), 7);
    }

    #[test]
    fn a_header_goes_to_its_end() {
        check(
            "sent Authorization: TC3-HMAC-SHA256 Credential=AK/2026, SignedHeaders=host, Signature=ab12",
            "sent Authorization: ******",
        );
        check(
            r#"{"authorization": "AWS4 Credential=x, Signature=ab", "host": "h"}"#,
            r#"{"authorization": ******, "host": "h"}"#,
        );
    }

    #[test]
    fn a_parameter_goes_to_the_next_one() {
        check("GET /?Action=A&Signature=a%2Bb%3D&Nonce=1", "GET /?Action=A&Signature=******&Nonce=1");
        check("GET /?X-Amz-Signature=ab&X-Amz-Date=d", "GET /?X-Amz-Signature=******&X-Amz-Date=d");
        check(r#"{"SecretKey":"s,3","Region":"r"}"#, r#"{"SecretKey":******,"Region":"r"}"#);
        check("x-jdcloud-security-token: abc\nhost: h", "x-jdcloud-security-token: ******\nhost: h");
        check("password=s3cret) next", "password=******) next");
    }

    #[test]
    fn redacted_finds_a_secret_in_a_quoted_text_in_a_debug_text_and_under_other_names() {
        check(r#"body="{\"SecretKey\":\"x1\",\"Region\":\"r\"}""#, r#"body="{\"SecretKey\":******,\"Region\":\"r\"}""#);
        check(r#"Some(SecretKey("x1"))"#, "Some(SecretKey(******))");
        check("Secret Key: x1, Region: r", "Secret Key: ******, Region: r");
        check("passphrase=x1&a=b", "passphrase=******&a=b");
        check("api-key: x1\nhost: h", "api-key: ******\nhost: h");
        check(r#"{"password":"a\"b","Region":"r"}"#, r#"{"password":******,"Region":"r"}"#);
    }

    #[test]
    fn an_address_keeps_no_user_and_a_key_nothing() {
        check("via http://me:s3cret@proxy:3128/", "via http://******proxy:3128/");
        check(
            "made -----BEGIN RSA PRIVATE KEY-----\nMII\n-----END RSA PRIVATE KEY----- end",
            "made -----BEGIN RSA PRIVATE KEY-----****** end",
        );
        check("-----BEGIN PRIVATE KEY-----\nMII", "-----BEGIN PRIVATE KEY-----******");
    }

    #[test]
    fn what_names_no_secret_stays() {
        for text in
            ["call operation=RunInstances status=200 millis=12", "the signature does not fit", "https://host/path"]
        {
            assert!(matches!(redacted(text), Cow::Borrowed(same) if same == text), "{text}");
        }
    }
}
