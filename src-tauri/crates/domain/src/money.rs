//! Money: a decimal amount with its currency.

use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};
use serde_json::Value;

/// An amount of money. Across IPC the amount is text, so that no float ever touches it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, specta::Type)]
pub struct Money {
    /// Decimal amount.
    #[serde(with = "rust_decimal::serde::str")]
    #[specta(type = String)]
    pub amount: Decimal,
    /// ISO 4217 code.
    pub currency: String,
}

impl Money {
    /// An amount in yuan, the currency of the four clouds' documents.
    pub fn cny(amount: Decimal) -> Self {
        Self { amount, currency: "CNY".to_owned() }
    }

    /// The same amount so many times.
    pub fn times(&self, count: u32) -> Self {
        Self { amount: self.amount * Decimal::from(count), currency: self.currency.clone() }
    }
}

/// The decimal a reply carries as number or text. The number's own digits are read, so nothing is rounded.
pub fn decimal(value: &Value) -> Option<Decimal> {
    let text = yundeck_catalogue::path::text_of(value)?;
    let text = text.trim();
    text.parse().ok().or_else(|| Decimal::from_scientific(text).ok())
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn prices_keep_their_digits() {
        for (value, text) in [(json!(0.1), "0.1"), (json!("0.30"), "0.30"), (json!(1e-5), "0.00001"), (json!(3), "3")] {
            assert_eq!(decimal(&value).map(|found| found.to_string()).as_deref(), Some(text));
        }
        assert_eq!(decimal(&json!("free")), None);
        let price = decimal(&json!(0.1)).map(Money::cny).unwrap();
        assert_eq!(price.times(3).amount.to_string(), "0.3");
    }
}
