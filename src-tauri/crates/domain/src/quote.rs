//! A quote: the cloud's own numbers for a configuration, at a moment.

use chrono::{DateTime, FixedOffset};
use serde::{Deserialize, Serialize};
use yundeck_catalogue::Text;

use crate::money::Money;

/// What the cloud said a configuration costs. There is no quote without a cloud's answer.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, specta::Type)]
#[serde(rename_all = "camelCase")]
pub struct Quote {
    /// The parts of the price.
    pub items: Vec<QuoteItem>,
    /// The sums, one per unit: what is paid by the hour cannot be added to what is paid by the gigabyte.
    pub totals: Vec<QuoteTotal>,
    /// What the price does not contain, as far as the document says.
    pub not_included: Vec<Text>,
    /// Parts of the order that the cloud has no price for: the sums are the least of what will be paid.
    #[serde(default)]
    pub unquoted: Vec<Text>,
    /// When the cloud said it.
    pub at: DateTime<FixedOffset>,
}

/// One part of a price.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, specta::Type)]
#[serde(rename_all = "camelCase")]
pub struct QuoteItem {
    /// What is paid for.
    pub title: Text,
    /// The list price of one, when the cloud names it.
    pub original: Option<Money>,
    /// The price of one after discounts.
    pub price: Money,
    /// What it is paid by.
    pub per: PricePer,
    /// How many are bought. 1 when the cloud's number is already for all.
    pub times: u32,
    /// What one costs later on, where the price falls with the hours that it is used; in the order of the hours.
    #[serde(default)]
    pub tiers: Vec<PriceTier>,
}

/// A later price of a part.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, specta::Type)]
#[serde(rename_all = "camelCase")]
pub struct PriceTier {
    /// After how many hours of use it is paid.
    pub after_hours: u32,
    /// The list price of one, when the cloud names it.
    pub original: Option<Money>,
    /// The price of one after discounts.
    pub price: Money,
}

impl QuoteItem {
    /// The same part in a site's currency, where the cloud did not name one itself.
    #[must_use]
    pub fn or_in(self, currency: Option<&str>) -> Self {
        let named = |money: Option<Money>| money.map(|money| money.or_in(currency));
        let tier =
            |tier: PriceTier| PriceTier { original: named(tier.original), price: tier.price.or_in(currency), ..tier };
        Self {
            original: named(self.original),
            price: self.price.or_in(currency),
            tiers: self.tiers.into_iter().map(tier).collect(),
            ..self
        }
    }
}

/// A sum over the parts that are paid by the same unit.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, specta::Type)]
#[serde(rename_all = "camelCase")]
pub struct QuoteTotal {
    /// What it is paid by.
    pub per: PricePer,
    /// The sum of list prices; a part without one counts with its price.
    pub original: Option<Money>,
    /// The sum after discounts.
    pub price: Money,
}

/// What a price is paid by.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize, specta::Type)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum PricePer {
    /// By the hour.
    Hour,
    /// By the day.
    Day,
    /// By the month.
    Month,
    /// By the year.
    Year,
    /// Once, for a period.
    Period {
        /// Length in months.
        months: u32,
    },
    /// By the gigabyte transferred.
    Gigabyte,
    /// A unit we do not know; the cloud's word.
    Other {
        /// The cloud's word.
        word: String,
    },
}

impl Quote {
    /// A quote from its parts; the sums are computed here and nowhere else. `None` when one of them is more than a decimal
    /// holds: a price of which a part is missing is none.
    pub fn new(items: Vec<QuoteItem>, not_included: Vec<Text>, at: DateTime<FixedOffset>) -> Option<Self> {
        let mut totals: Vec<QuoteTotal> = Vec::new();
        for item in &items {
            let price = item.price.times(item.times)?;
            let original = match &item.original {
                Some(list) => Some(list.times(item.times)?),
                None => None,
            };
            match totals.iter_mut().find(|total| total.per == item.per && total.price.currency == price.currency) {
                Some(total) => {
                    total.original = match (&total.original, &original) {
                        (None, None) => None,
                        (sum, part) => {
                            let sum = sum.as_ref().unwrap_or(&total.price);
                            Some(sum.plus(part.as_ref().unwrap_or(&price))?)
                        }
                    };
                    total.price = total.price.plus(&price)?;
                }
                None => totals.push(QuoteTotal { per: item.per.clone(), original, price }),
            }
        }
        Some(Self { items, totals, not_included, unquoted: Vec::new(), at })
    }

    /// The same quote, knowing which parts of the order it has no price for.
    #[must_use]
    pub fn without(self, unquoted: Vec<Text>) -> Self {
        Self { unquoted, ..self }
    }

    /// Whether the other quote asks the same money for the same.
    pub fn same_price(&self, other: &Self) -> bool {
        let tiers = |quote: &Self| quote.items.iter().map(|item| item.tiers.clone()).collect::<Vec<_>>();
        self.totals.len() == other.totals.len()
            && tiers(self) == tiers(other)
            && self
                .totals
                .iter()
                .all(|total| other.totals.iter().any(|there| there.per == total.per && there.price == total.price))
    }
}

/// One point of a spot price's history.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, specta::Type)]
#[serde(rename_all = "camelCase")]
pub struct SpotPrice {
    /// When it applied.
    pub at: DateTime<FixedOffset>,
    /// Zone, as the cloud names it.
    pub zone: Option<String>,
    /// The spot price per hour.
    pub spot: Money,
    /// The regular price per hour.
    pub original: Money,
}

#[cfg(test)]
mod tests {
    use super::*;

    fn item(price: &str, original: Option<&str>, per: PricePer, times: u32) -> QuoteItem {
        let money = |text: &str| Money::cny(text.parse().unwrap());
        QuoteItem {
            title: Text::same("x"),
            original: original.map(money),
            price: money(price),
            per,
            times,
            tiers: vec![],
        }
    }

    #[test]
    fn totals_keep_units_apart_and_count_every_item() {
        let at = DateTime::parse_from_rfc3339("2026-01-01T00:00:00+08:00").unwrap();
        let quote = Quote::new(
            vec![
                item("0.1", Some("0.3"), PricePer::Hour, 3),
                item("0.2", None, PricePer::Hour, 1),
                item("0.8", None, PricePer::Gigabyte, 1),
            ],
            vec![],
            at,
        )
        .unwrap();
        let shown: Vec<_> = quote
            .totals
            .iter()
            .map(|total| (total.price.amount.to_string(), total.original.as_ref().map(|sum| sum.amount.to_string())))
            .collect();
        assert_eq!(shown, [("0.5".to_owned(), Some("1.1".to_owned())), ("0.8".to_owned(), None)]);
        assert!(quote.same_price(&quote.clone()));
    }

    #[test]
    fn quote_whose_sum_is_beyond_a_decimal_is_none() {
        let at = DateTime::parse_from_rfc3339("2026-01-01T00:00:00+08:00").unwrap();
        let most = rust_decimal::Decimal::MAX.to_string();
        let (one, list) = (item("1", None, PricePer::Hour, 1), item("1", Some(&most), PricePer::Hour, 1));
        let whole = item(&most, None, PricePer::Hour, 1);
        for items in [
            vec![item(&most, None, PricePer::Hour, 2)],
            vec![item("1", Some(&most), PricePer::Hour, 2)],
            vec![whole.clone(), one.clone()],
            vec![list.clone(), one.clone()],
        ] {
            assert_eq!(Quote::new(items.clone(), vec![], at), None, "{items:?}");
        }
        assert!(Quote::new(vec![whole, item("1", None, PricePer::Gigabyte, 1)], vec![], at).is_some());
    }
}
