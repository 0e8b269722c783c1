//! The `Price` of the price inquiries -> parts of a quote.

use serde_json::Value;
use yundeck_domain::money::{Money, decimal};
use yundeck_domain::{Delivery, Error, ErrorKind, PricePer, QuoteItem, Text};

use super::text;

/// The parts of a price. `months` is the period asked for, when it is prepaid; `times` how many are bought, when the
/// price is for one.
///
/// # Errors
/// `BadReply` when the reply has no price in it.
pub fn parts(result: &Value, months: Option<u32>, times: u32) -> Result<Vec<QuoteItem>, Error> {
    let part = |name: &str, title: Text| {
        result.pointer(&format!("/Price/{name}")).and_then(|price| item(price, title, months, times))
    };
    let parts: Vec<QuoteItem> = [
        part("InstancePrice", Text::new("实例（含磁盘）", "Instance with disks")),
        part("BandwidthPrice", Text::new("公网", "Internet access")),
    ]
    .into_iter()
    .flatten()
    .collect();
    if parts.is_empty() {
        let context = "the reply of a price inquiry has no price in it".to_owned();
        return Err(Error { delivery: Delivery::Answered, ..Error::not_sent(ErrorKind::BadReply, context) });
    }
    Ok(parts)
}

/// What an `ItemPrice` says of what is paid afterwards.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct UnitPrice {
    /// The list price, when the cloud names it beside the price.
    pub original: Option<Money>,
    /// The price of one unit after discounts.
    pub price: Money,
    /// The unit.
    pub per: PricePer,
}

/// What is paid afterwards: `UnitPrice` by `ChargeUnit`. The present API adds `UnitPriceDiscount`. `None` for what is
/// paid beforehand.
pub fn unit_price(price: &Value) -> Option<UnitPrice> {
    let unit = money(price, "UnitPrice")?;
    let per = match text(price, "ChargeUnit").as_deref() {
        // The structure says HOUR; the document's samples say HOURLY, and once HOURL.
        Some("HOUR" | "HOURLY" | "HOURL") | None => PricePer::Hour,
        Some("GB") => PricePer::Gigabyte,
        Some(word) => PricePer::Other { word: word.to_owned() },
    };
    Some(match money(price, "UnitPriceDiscount") {
        Some(discounted) => UnitPrice { original: Some(unit), price: discounted, per },
        None => UnitPrice { original: None, price: unit, per },
    })
}

/// An `ItemPrice`: a unit price for what is paid afterwards, `OriginalPrice` and `DiscountPrice` for what is paid
/// beforehand.
fn item(price: &Value, title: Text, months: Option<u32>, times: u32) -> Option<QuoteItem> {
    if let Some(UnitPrice { original, price, per }) = unit_price(price) {
        // Traffic is paid by the gigabyte, however many instances cause it.
        let times = if per == PricePer::Gigabyte { 1 } else { times };
        return Some(QuoteItem { title, original, price, per, times });
    }
    let original = money(price, "OriginalPrice");
    let price = money(price, "DiscountPrice").or_else(|| original.clone())?;
    let per = months.map_or_else(|| PricePer::Other { word: "once".to_owned() }, |months| PricePer::Period { months });
    Some(QuoteItem { title, original, price, per, times })
}

/// An amount of an `ItemPrice`, in yuan.
fn money(price: &Value, name: &str) -> Option<Money> {
    price.get(name).and_then(decimal).map(Money::cny)
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn read(reply: &str, months: Option<u32>) -> Vec<(String, Option<String>, PricePer)> {
        let reply: Value = serde_json::from_str(reply).unwrap();
        let shown = |money: &Money| format!("{} {}", money.amount, money.currency);
        parts(&reply["Response"], months, 1)
            .unwrap()
            .into_iter()
            .map(|part| (shown(&part.price), part.original.as_ref().map(shown), part.per))
            .collect()
    }

    #[test]
    fn documented_hourly_prices_keep_their_digits_and_units_stay_apart() {
        assert_eq!(
            read(include_str!("../fixtures/InquiryPriceRunInstances.postpaid.json"), None),
            [("0.34 CNY".into(), None, PricePer::Hour), ("0.80 CNY".into(), None, PricePer::Gigabyte),]
        );
    }

    #[test]
    fn documented_prepaid_prices_are_for_the_period() {
        assert_eq!(
            read(include_str!("../fixtures/InquiryPriceRunInstances.prepaid.json"), Some(1)),
            [
                ("45.00 CNY".into(), Some("45.00 CNY".into()), PricePer::Period { months: 1 }),
                ("0.80 CNY".into(), None, PricePer::Gigabyte),
            ]
        );
    }

    #[test]
    fn a_present_reply_has_the_discount_beside_the_unit_price() {
        let found = parts(
            &json!({ "Price": { "InstancePrice": { "UnitPrice": 0.3, "UnitPriceDiscount": 0.255, "ChargeUnit": "HOUR", "OriginalPrice": null } } }),
            None,
            3,
        )
        .unwrap();
        assert_eq!(found[0].price.amount.to_string(), "0.255");
        assert_eq!(found[0].original.as_ref().map(|money| money.amount.to_string()).as_deref(), Some("0.3"));
        assert_eq!(found[0].times, 3);
    }

    #[test]
    fn a_reply_without_a_price_is_no_quote() {
        let error = parts(&json!({ "RequestId": "r" }), None, 1).unwrap_err();
        assert_eq!((error.kind, error.delivery), (ErrorKind::BadReply, Delivery::Answered));
    }
}
