//! Percent-escapes (RFC 3986). The sandbox's own code: the client uses another.

/// The bytes an escaped text stands for. `plus` says whether `+` is a space, as in forms. A `%` that is not followed by two
/// hex digits stands for itself.
pub fn decode(text: &str, plus: bool) -> Vec<u8> {
    let bytes = text.as_bytes();
    let mut decoded = Vec::with_capacity(bytes.len());
    let mut at = 0;
    while let Some(byte) = bytes.get(at) {
        let escaped = (*byte == b'%').then(|| bytes.get(at + 1..at + 3)).flatten().and_then(|digits| {
            let digit = |digit: u8| char::from(digit).to_digit(16).and_then(|digit| u8::try_from(digit).ok());
            Some(digit(*digits.first()?)? * 16 + digit(*digits.get(1)?)?)
        });
        match escaped {
            Some(value) => {
                decoded.push(value);
                at += 3;
            }
            None => {
                decoded.push(if plus && *byte == b'+' { b' ' } else { *byte });
                at += 1;
            }
        }
    }
    decoded
}

/// The same as text; what is not UTF-8 is replaced.
pub fn decode_text(text: &str, plus: bool) -> String {
    String::from_utf8_lossy(&decode(text, plus)).into_owned()
}

/// Escapes everything but letters, digits, `-`, `.`, `_` and `~`, with upper-case hex digits.
pub fn encode(bytes: &[u8]) -> String {
    bytes.iter().fold(String::with_capacity(bytes.len()), |mut text, byte| {
        match byte {
            b'A'..=b'Z' | b'a'..=b'z' | b'0'..=b'9' | b'-' | b'.' | b'_' | b'~' => text.push(char::from(*byte)),
            other => text.push_str(&format!("%{other:02X}")),
        }
        text
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(escaped: &str, plus: bool, expected: &str) {
        assert_eq!(decode_text(escaped, plus), expected, "{escaped}");
    }

    #[test]
    fn escapes_are_read() {
        check("a%20b%2Bc", false, "a b+c");
        check("a+b", true, "a b");
        check("a+b", false, "a+b");
        check("%E4%B8%AD", false, "中");
        check("100%", false, "100%");
        check("%zz%4", false, "%zz%4");
        check("%2525", false, "%25");
        check("", false, "");
    }

    #[test]
    fn everything_but_the_unreserved_characters_is_escaped() {
        assert_eq!(encode("aZ09-._~".as_bytes()), "aZ09-._~");
        assert_eq!(encode("中 /+*:".as_bytes()), "%E4%B8%AD%20%2F%2B%2A%3A");
    }
}
