//! Names and values of a query or a form.

use super::percent::{decode, decode_text};

/// One name and value, as sent.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Pair {
    /// The name, still escaped.
    pub raw_name: String,
    /// The value, still escaped; empty when there is none.
    pub raw_value: String,
    /// Whether an equals sign stood between them.
    pub has_equals: bool,
}

impl Pair {
    /// The name, unescaped.
    pub fn name(&self) -> String {
        decode_text(&self.raw_name, true)
    }

    /// The value, unescaped.
    pub fn value(&self) -> String {
        decode_text(&self.raw_value, true)
    }

    /// The bytes of the name, unescaped.
    pub fn name_bytes(&self) -> Vec<u8> {
        decode(&self.raw_name, true)
    }

    /// The bytes of the value, unescaped.
    pub fn value_bytes(&self) -> Vec<u8> {
        decode(&self.raw_value, true)
    }
}

/// The pairs of a query or a form, in their order.
pub fn pairs(text: &str) -> Vec<Pair> {
    text.split('&')
        .filter(|part| !part.is_empty())
        .map(|part| match part.split_once('=') {
            Some((name, value)) => Pair { raw_name: name.to_owned(), raw_value: value.to_owned(), has_equals: true },
            None => Pair { raw_name: part.to_owned(), raw_value: String::new(), has_equals: false },
        })
        .collect()
}

/// The same, unescaped, as names and values.
pub fn members(text: &str) -> Vec<(String, String)> {
    pairs(text).into_iter().map(|pair| (pair.name(), pair.value())).collect()
}
