//! `PriceInfo` -> the part of a quote (document, 1.3).

use serde_json::Value;
use yundeck_domain::money::decimal;
use yundeck_domain::{Delivery, Error, ErrorKind, Money, PricePer, QuoteItem, Text};

use super::{infos, months, number, text};

/// The price of one instance in a `GetVMInstancePrice` reply to a creation with these parameters.
///
/// `Quantity` is a parameter of the price call, so its answer is read as the sum for all of it: the document does not
/// say so, but a price that ignored it would not need it.
///
/// # Errors
/// `BadReply` when the reply has no price for the billing mode that was asked for.
pub fn items(params: &Value, reply: &Value) -> Result<Vec<QuoteItem>, Error> {
    let quantity = number(params, "Quantity").unwrap_or(1);
    let asked = text(params, "ChargeType");
    let fits = |record: &&Value| match (&asked, text(record, "ChargeType")) {
        (Some(asked), Some(mode)) => mode == *asked,
        _ => true,
    };
    let mut fitting = infos(reply).filter(fits);
    // Where nothing was asked for, only one price says what it is for.
    let record = fitting.next().filter(|_| asked.is_some() || fitting.next().is_none());
    let charge_type = asked.or_else(|| text(record?, "ChargeType")).unwrap_or_default();
    let price = record.and_then(|record| record.get("Price")).and_then(decimal);
    let Some(price) = price else {
        let context = format!("the reply has no price for ChargeType {charge_type}");
        return Err(Error { delivery: Delivery::Answered, ..Error::not_sent(ErrorKind::BadReply, context) });
    };
    let per = match (months(&charge_type, quantity), charge_type.as_str()) {
        (Some(months), _) => PricePer::Period { months },
        (None, "Dynamic") => PricePer::Hour,
        (None, other) => PricePer::Other { word: other.to_owned() },
    };
    Ok(vec![QuoteItem {
        title: Text::new("实例（CPU、内存、GPU、系统盘）", "Instance (CPU, memory, GPU, system disk)"),
        original: None,
        // The platform names no currency, and each installation has its own.
        price: Money::unnamed(price),
        per,
        times: 1,
        tiers: vec![],
    }])
}

/// What a resize charges at once, in a `GetPaymentOfPremium` reply.
///
/// # Errors
/// `BadReply` when the reply has no price.
pub fn premium(reply: &Value) -> Result<Vec<QuoteItem>, Error> {
    let Some(price) = reply.get("Price").and_then(decimal) else {
        let error = Error::not_sent(ErrorKind::BadReply, "the reply has no price of the resize");
        return Err(Error { delivery: Delivery::Answered, ..error });
    };
    Ok(vec![QuoteItem {
        title: Text::new("改配差价（立即扣除）", "Difference of the resize (charged at once)"),
        original: None,
        price: Money::unnamed(price),
        per: PricePer::Other { word: String::new() },
        times: 1,
        tiers: vec![],
    }])
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn premium_is_the_price_that_is_said_and_no_zero_in_place_of_one() {
        let items = premium(&json!({ "Price": 12.5, "OrderType": "3" })).unwrap();
        assert_eq!((items.len(), items[0].price.amount.to_string()), (1, "12.5".to_owned()));
        for reply in [json!({}), json!({ "Price": "?" }), json!({ "Price": null })] {
            assert_eq!(premium(&reply).unwrap_err().kind, ErrorKind::BadReply, "{reply}");
        }
    }
    use yundeck_domain::money::UNKNOWN_CURRENCY;

    #[track_caller]
    fn check(params: Value, price: Value, amount: &str, per: PricePer) {
        let mode = params["ChargeType"].clone();
        let items = items(&params, &json!({ "Infos": [{ "ChargeType": mode, "Price": price }] })).unwrap();
        assert_eq!(
            (items[0].price.amount.to_string(), &items[0].per, items[0].times),
            (amount.to_owned(), &per, 1),
            "{params}"
        );
    }

    #[test]
    fn a_price_keeps_its_digits_and_says_what_it_is_for() {
        check(json!({ "ChargeType": "Dynamic" }), json!(0.1), "0.1", PricePer::Hour);
        check(json!({ "ChargeType": "Dynamic", "Quantity": 3 }), json!(0.52), "0.52", PricePer::Hour);
        check(
            json!({ "ChargeType": "Month", "Quantity": 3 }),
            json!("300.30"),
            "300.30",
            PricePer::Period { months: 3 },
        );
        check(json!({ "ChargeType": "Month" }), json!(100), "100", PricePer::Period { months: 1 });
        check(json!({ "ChargeType": "Year", "Quantity": 2 }), json!(2000.5), "2000.5", PricePer::Period { months: 24 });
    }

    #[test]
    fn the_billing_mode_that_was_asked_for_is_read() {
        let reply: Value = serde_json::from_str(include_str!("../fixtures/get_vm_instance_price.json")).unwrap();
        let items = items(&json!({ "ChargeType": "Month", "Quantity": 1 }), &reply).unwrap();
        assert_eq!(items[0].price.amount.to_string(), "118.8");
        assert_eq!(items[0].price.currency, UNKNOWN_CURRENCY, "nobody says which it is");
    }

    #[test]
    fn only_price_of_a_reply_says_itself_what_it_is_for() {
        let of = |infos: Value| items(&Value::Null, &json!({ "Infos": infos })).map(|items| items[0].per.clone());
        assert_eq!(of(json!([{ "ChargeType": "Year", "Price": 1 }])), Ok(PricePer::Period { months: 12 }));
        assert!(of(json!([{ "ChargeType": "Year", "Price": 1 }, { "ChargeType": "Month", "Price": 2 }])).is_err());
    }

    #[test]
    fn a_reply_without_that_price_is_no_price() {
        for reply in [
            json!({}),
            json!({ "Infos": [] }),
            json!({ "Infos": [{ "ChargeType": "Year", "Price": 1 }] }),
            json!({ "Infos": [{ "ChargeType": "Month", "Price": "free" }] }),
        ] {
            let error = items(&json!({ "ChargeType": "Month" }), &reply).unwrap_err();
            assert_eq!((error.kind, error.delivery), (ErrorKind::BadReply, Delivery::Answered), "{reply}");
        }
    }
}
