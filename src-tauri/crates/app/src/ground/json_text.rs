//! JSON on its way to the window.

use serde::Serialize;
use serde_json::Value;

/// JSON as indented text. The window's numbers hold 53 bits; as text, what a cloud answered keeps every digit.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, specta::Type)]
#[serde(transparent)]
pub struct JsonText(String);

impl From<&Value> for JsonText {
    fn from(value: &Value) -> Self {
        Self(format!("{value:#}"))
    }
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
    fn every_digit_of_a_number_is_kept() {
        let reply: Value = serde_json::from_str(r#"{ "Id": 9007199254740993, "Most": 18446744073709551615 }"#).unwrap();
        let text = JsonText::from(&reply).to_string();
        assert!(text.contains("9007199254740993") && text.contains("18446744073709551615"), "{text}");
    }
}
