//! Percent-encoding: the only encoder and decoder of the application.

use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, percent_decode_str, utf8_percent_encode};

/// Everything but RFC 3986's unreserved characters.
const ESCAPED: &AsciiSet = &NON_ALPHANUMERIC.remove(b'-').remove(b'_').remove(b'.').remove(b'~');

/// The same, in a whole path.
const ESCAPED_IN_PATH: &AsciiSet = &ESCAPED.remove(b'/');

/// How a space is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Space {
    /// `%20`, as in a query.
    Percent,
    /// `+`, as in `application/x-www-form-urlencoded`.
    Plus,
}

/// A text with everything but unreserved characters escaped, upper-case.
pub fn encode(text: &str) -> String {
    utf8_percent_encode(text, ESCAPED).to_string()
}

/// A path with everything but unreserved characters and `/` escaped.
pub fn encode_path(path: &str) -> String {
    utf8_percent_encode(path, ESCAPED_IN_PATH).to_string()
}

/// What a form or query says: `+` is a space, escapes are undone. What is no escape stays, what is no UTF-8 becomes `�`.
pub fn decode(text: &str) -> String {
    percent_decode_str(&text.replace('+', " ")).decode_utf8_lossy().into_owned()
}

/// Names and values as a query string or form.
pub fn encode_pairs(pairs: &[(String, String)], space: Space) -> String {
    let encoded = pairs.iter().map(|(name, value)| format!("{}={}", encode(name), encode(value))).collect::<Vec<_>>();
    match space {
        Space::Percent => encoded.join("&"),
        Space::Plus => encoded.join("&").replace("%20", "+"),
    }
}

/// The names and values of a query string or form. A name without `=` has an empty value.
pub fn decode_pairs(text: &str) -> Vec<(String, String)> {
    text.split('&')
        .filter(|pair| !pair.is_empty())
        .map(|pair| {
            let (name, value) = pair.split_once('=').unwrap_or((pair, ""));
            (decode(name), decode(value))
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn only_unreserved_characters_stay() {
        assert_eq!(encode("aZ09-_.~"), "aZ09-_.~");
        assert_eq!(encode("a b+/*=&%:甲"), "a%20b%2B%2F%2A%3D%26%25%3A%E7%94%B2");
        assert_eq!(encode_path("/a b/c:d"), "/a%20b/c%3Ad");
    }

    #[test]
    fn decoding_is_lenient() {
        assert_eq!(decode("a+b%20c%zz%4"), "a b c%zz%4");
        assert_eq!(decode_pairs("a=1&&b&=c&d=e=f"), pairs(&[("a", "1"), ("b", ""), ("", "c"), ("d", "e=f")]));
    }

    fn pairs(texts: &[(&str, &str)]) -> Vec<(String, String)> {
        texts.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect()
    }

    proptest! {
        #[test]
        fn encoding_round_trips(text in "\\PC*|[\\x00-\\x7f]*") {
            prop_assert_eq!(decode(&encode(&text)), text);
        }

        #[test]
        fn forms_round_trip(given in prop::collection::vec((".*", ".*"), 0..6)) {
            for space in [Space::Percent, Space::Plus] {
                prop_assert_eq!(&decode_pairs(&encode_pairs(&given, space)), &given);
            }
        }
    }
}
