//! JSON on its way to the window.

use serde::Serialize;
use serde_json::Value;
use yundeck_catalogue::shown;

/// JSON as indented text. The window's numbers hold 53 bits; as text, what a cloud answered keeps every digit of every number,
/// as `Value` does (`arbitrary_precision` of serde_json).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, specta::Type)]
#[serde(transparent)]
pub struct JsonText(String);

impl From<&Value> for JsonText {
    fn from(value: &Value) -> Self {
        Self(escaped(format!("{value:#}")))
    }
}

/// Letters that nobody sees stand in JSON as their numbers: it says the same, and looks like nothing else.
fn escaped(text: String) -> String {
    let hidden = |letter: char| shown::is_unseen(letter) && letter != '\n';
    if !text.chars().any(hidden) {
        return text;
    }
    let mut shown = String::with_capacity(text.len() + 64);
    for letter in text.chars() {
        if hidden(letter) {
            letter.encode_utf16(&mut [0; 2]).iter().for_each(|unit| shown.push_str(&format!("\\u{unit:04x}")));
        } else {
            shown.push(letter);
        }
    }
    shown
}

impl std::fmt::Display for JsonText {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.write_str(&self.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn letter_that_nobody_sees_is_escaped_and_the_value_is_the_same() {
        let reply = serde_json::json!({ "Name": "we\u{202e}b\u{e0041}", "Other": "网站" });
        let text = JsonText::from(&reply).to_string();
        assert!(text.contains("we\\u202eb\\udb40\\udc41") && text.contains("网站"), "{text}");
        assert_eq!(serde_json::from_str::<Value>(&text).unwrap(), reply);
    }

    #[test]
    fn every_digit_of_a_number_is_kept() {
        let reply: Value = serde_json::from_str(r#"{ "Id": 9007199254740993, "Most": 18446744073709551615 }"#).unwrap();
        let text = JsonText::from(&reply).to_string();
        assert!(text.contains("9007199254740993") && text.contains("18446744073709551615"), "{text}");
        // An exponent may be spelled anew; a digit never is.
        for (digits, shown) in [
            ("0.12345678901234567891", "0.12345678901234567891"),
            ("18446744073709551617", "18446744073709551617"),
            ("-0.10", "-0.10"),
            ("3.0", "3.0"),
            ("0.34", "0.34"),
            ("1.10E400", "1.10e+400"),
            ("-1e-7", "-1e-7"),
        ] {
            let reply: Value = serde_json::from_str(&format!(r#"{{ "Price": {digits} }}"#)).unwrap();
            assert_eq!(JsonText::from(&reply).to_string(), format!("{{\n  \"Price\": {shown}\n}}"));
        }
    }
}
