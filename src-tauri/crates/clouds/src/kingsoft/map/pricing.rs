//! Prices and the history of spot prices.

use serde_json::Value;
use yundeck_catalogue::Text;
use yundeck_catalogue::cloud::ErrorKind;
use yundeck_domain::money::{UNKNOWN_CURRENCY, decimal};
use yundeck_domain::quote::{QuoteItem, SpotPrice};
use yundeck_domain::{Delivery, Error, Money, PricePer};

use super::{elements, optional, text, time};

/// The parts of a `DescribePrice` reply for these creation parameters.
///
/// `TradePrice` is what is paid and `OriginalPrice` the list price; `DiscountPrice` is the amount taken off (document:
/// 100 yuan at 80 percent gives 20) and is not shown. The price is for one instance, see `adapter::priced`.
///
/// # Errors
/// `BadReply` when there is no price in it, or one that is no number.
pub fn quote_items(params: &Value, reply: &Value) -> Result<Vec<QuoteItem>, Error> {
    let times = params.get("MaxCount").and_then(Value::as_u64).and_then(|count| u32::try_from(count).ok()).unwrap_or(1);
    let mut items = Vec::new();
    for (name, value) in reply.get("PriceInfo").and_then(Value::as_object).into_iter().flatten() {
        let parts: Vec<&Value> = match value {
            Value::Array(parts) => parts.iter().collect(),
            part @ Value::Object(_) => vec![part],
            _ => continue,
        };
        for part in parts {
            items.push(item(name, part, params, times)?);
        }
    }
    if items.is_empty() { Err(bad("the reply has no PriceInfo")) } else { Ok(items) }
}

fn item(name: &str, part: &Value, params: &Value, times: u32) -> Result<QuoteItem, Error> {
    let amount = |member: &str| {
        part.get(member)
            .map(|value| decimal(value).ok_or_else(|| bad(format!("{name}.{member} is no number"))))
            .transpose()
    };
    let price = amount("TradePrice")?.ok_or_else(|| bad(format!("{name} has no TradePrice")))?;
    let original = amount("OriginalPrice")?;
    // Nothing is to be paid only where the list price is nothing, or all of it is taken off.
    let is_free = original.is_none_or(|list| list.is_zero()) || amount("DiscountPrice")? == original;
    if price.is_zero() && !is_free {
        return Err(bad(format!("{name} has a TradePrice of 0 beside its list price")));
    }
    Ok(QuoteItem {
        title: title(name, params),
        original: original.map(Money::unnamed),
        price: Money::unnamed(price),
        per: per(&text(part, "PriceUnit"), params),
        times,
        tiers: vec![],
    })
}

fn title(name: &str, params: &Value) -> Text {
    let name = name.to_ascii_lowercase();
    if name.starts_with("instance") && text(params, "ChargeType") == "Spot" {
        Text::new("云服务器（按量价，竞价的上限）", "Instance (hourly list price, the spot price's upper bound)")
    } else if name.starts_with("instance") {
        Text::new("云服务器", "Instance")
    } else if name.starts_with("ebs") {
        Text::new("云硬盘", "Cloud disks")
    } else {
        Text::same(name)
    }
}

/// What a price is for. The document has units for postpaid prices only; the price of a prepaid instance is for its period.
fn per(unit: &str, params: &Value) -> PricePer {
    let months = params.get("PurchaseTime").and_then(Value::as_u64).and_then(|months| u32::try_from(months).ok());
    match (text(params, "ChargeType").as_str(), unit) {
        (_, "Month") => PricePer::Month,
        ("Monthly", _) => PricePer::Period { months: months.unwrap_or(1) },
        (_, "Day") | ("Daily", "") => PricePer::Day,
        (_, "Hour" | "") => PricePer::Hour,
        (_, other) => PricePer::Other { word: other.to_owned() },
    }
}

/// The points of a `DescribeSpotPriceHistory` reply, per hour. A point without a time or a price is no point.
pub fn spot_prices(reply: &Value) -> Vec<SpotPrice> {
    let currency = optional(reply, "Currency").unwrap_or_else(|| UNKNOWN_CURRENCY.to_owned());
    let zone = optional(reply, "AvailabilityZone");
    let price = |item: &Value, name: &str| {
        let amount = item.get(name).and_then(decimal)?;
        Some(Money { amount, currency: currency.clone() })
    };
    let point = |item: &Value| {
        Some(SpotPrice {
            at: time::beijing(&text(item, "Timestamp"))?,
            zone: zone.clone(),
            spot: price(item, "SpotPrice")?,
            original: price(item, "OriginPrice")?,
        })
    };
    elements(reply, "SpotPrices").iter().filter_map(point).collect()
}

fn bad(context: impl Into<String>) -> Error {
    Error { delivery: Delivery::Answered, ..Error::not_sent(ErrorKind::BadReply, context) }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn the_trade_price_is_what_is_paid() {
        let reply = serde_json::from_str(include_str!("../fixtures/describe_price.json")).unwrap();
        let items = quote_items(&json!({ "ChargeType": "HourlyInstantSettlement", "MaxCount": 3 }), &reply).unwrap();
        assert_eq!(items.len(), 1);
        assert_eq!(items[0].price.amount.to_string(), "0.524");
        assert_eq!(items[0].per, PricePer::Hour);
        assert_eq!(items[0].times, 3);
    }

    #[test]
    fn a_discount_price_is_taken_off_and_a_prepaid_price_is_for_its_period() {
        let reply = json!({ "PriceInfo": {
            "InstancePrice": { "DiscountPrice": 20, "OriginalPrice": 100, "TradePrice": 80, "PriceUnit": "Hour" },
            "EBSPrice": { "DiscountPrice": "0", "OriginalPrice": "7.50", "TradePrice": "7.50" },
        } });
        let items = quote_items(&json!({ "ChargeType": "Monthly", "PurchaseTime": 3 }), &reply).unwrap();
        let shown: Vec<_> = items
            .iter()
            .map(|item| {
                (
                    item.title.en.as_str(),
                    item.price.amount.to_string(),
                    item.original.as_ref().unwrap().amount.to_string(),
                )
            })
            .collect();
        assert_eq!(
            shown,
            [("Instance", "80".to_owned(), "100".to_owned()), ("Cloud disks", "7.50".to_owned(), "7.50".to_owned())]
        );
        assert!(items.iter().all(|item| item.per == PricePer::Period { months: 3 } && item.times == 1));
    }

    #[test]
    fn what_is_taken_off_altogether_costs_nothing() {
        let reply = json!({ "PriceInfo": { "InstancePrice": { "TradePrice": 0, "OriginalPrice": 100, "DiscountPrice": 100 } } });
        assert!(quote_items(&json!({}), &reply).unwrap()[0].price.amount.is_zero());
    }

    #[test]
    fn a_reply_without_a_price_is_no_quote() {
        for reply in [
            json!({}),
            json!({ "PriceInfo": {} }),
            json!({ "PriceInfo": { "InstancePrice": { "TradePrice": "free" } } }),
            json!({ "PriceInfo": { "InstancePrice": { "TradePrice": 0, "OriginalPrice": 100 } } }),
            json!({ "PriceInfo": { "InstancePrice": { "TradePrice": 0, "OriginalPrice": 100, "DiscountPrice": 0 } } }),
        ] {
            let error = quote_items(&json!({}), &reply).unwrap_err();
            assert_eq!(error.kind, ErrorKind::BadReply, "{reply}");
        }
    }

    #[test]
    fn the_documented_spot_history_is_read_in_beijing_time() {
        let reply = serde_json::from_str(include_str!("../fixtures/describe_spot_price_history.json")).unwrap();
        let points = spot_prices(&reply);
        assert_eq!(points.len(), 3);
        assert_eq!(points[0].at.to_rfc3339(), "2020-04-28T17:00:00+08:00");
        assert_eq!(points[0].spot.amount.normalize().to_string(), "0.1048");
        assert_eq!(points[0].original.amount.normalize().to_string(), "0.524");
        assert_eq!(points[0].zone.as_deref(), Some("cn-beijing-6a"));
    }
}
