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
    /// ISO 4217 code; [`UNKNOWN_CURRENCY`] when nothing says which it is.
    pub currency: String,
}

/// What ISO 4217 writes where there is no currency: the cloud names none, and nothing else says which it is.
pub const UNKNOWN_CURRENCY: &str = "XXX";

impl Money {
    /// An amount of which the cloud does not say the currency.
    pub fn unnamed(amount: Decimal) -> Self {
        Self { amount, currency: UNKNOWN_CURRENCY.to_owned() }
    }

    /// The same amount in a site's currency, where the cloud did not name one itself.
    #[must_use]
    pub fn or_in(self, currency: Option<&str>) -> Self {
        match currency.filter(|_| self.currency == UNKNOWN_CURRENCY) {
            Some(currency) => Self { currency: currency.to_owned(), ..self },
            None => self,
        }
    }

    /// An amount in yuan.
    #[cfg(test)]
    pub(crate) fn cny(amount: Decimal) -> Self {
        Self { amount, currency: "CNY".to_owned() }
    }

    /// The same amount so many times; `None` when that is more than a decimal holds.
    pub fn times(&self, count: u32) -> Option<Self> {
        let amount = self.amount.checked_mul(Decimal::from(count))?;
        Some(Self { amount, currency: self.currency.clone() })
    }

    /// Both together; `None` when their currencies differ or the sum is more than a decimal holds.
    pub fn plus(&self, other: &Self) -> Option<Self> {
        let amount = self.amount.checked_add(other.amount).filter(|_| self.currency == other.currency)?;
        Some(Self { amount, currency: self.currency.clone() })
    }
}

/// The decimal a reply carries as number or text, with every digit: neither is a float on the way. What has more than the 28
/// that a decimal holds is rounded there.
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
        // A price in a reply is a number more often than a text: both keep every digit that a decimal holds.
        for digits in ["0.12345678901234567891", "123456789012345.6789", "0.1000", "79228162514264337593543950335"] {
            let number: Value = serde_json::from_str(digits).unwrap();
            assert_eq!(decimal(&number), decimal(&json!(digits)));
            assert_eq!(decimal(&number).unwrap().to_string(), digits);
        }
        let beyond: Value = serde_json::from_str("1e400").unwrap();
        assert_eq!(decimal(&beyond), None, "more than a decimal holds is no amount");
        let price = decimal(&json!(0.1)).map(Money::cny).unwrap();
        assert_eq!(price.times(3).unwrap().amount.to_string(), "0.3");
    }

    #[test]
    fn or_in_names_the_currency_only_where_the_cloud_did_not() {
        let named = |money: Money, currency: Option<&str>| money.or_in(currency).currency;
        assert_eq!(named(Money::unnamed(Decimal::ONE), Some("USD")), "USD");
        assert_eq!(named(Money::unnamed(Decimal::ONE), None), UNKNOWN_CURRENCY);
        assert_eq!(named(Money::cny(Decimal::ONE), Some("USD")), "CNY");
    }

    #[test]
    fn times_and_plus_beyond_a_decimal_are_unknown() {
        let most = Money::cny(Decimal::MAX);
        assert_eq!(most.times(2), None);
        assert_eq!(most.plus(&most), None);
        assert_eq!(most.times(1), Some(most.clone()));
        let dollars = Money { currency: "USD".to_owned(), ..Money::cny(Decimal::ONE) };
        assert_eq!(dollars.plus(&Money::cny(Decimal::ONE)), None);
        assert_eq!(dollars.plus(&dollars).map(|sum| sum.amount), Some(Decimal::TWO));
    }
}
