use super::*;
use serde_json::json;

const HOURLY: Asked =
    Asked { instance: Some(Paid::Hourly), internet: None, believes_unit: false, months: None, times: 1 };
const PREPAID: Asked =
    Asked { instance: Some(Paid::Beforehand), internet: None, believes_unit: false, months: Some(1), times: 1 };
const UNSAID: Asked = Asked { instance: None, internet: None, believes_unit: false, months: None, times: 1 };

fn read(price: Value, asked: &Asked) -> Vec<(String, Option<String>, PricePer)> {
    let shown = |money: &Money| money.amount.to_string();
    let parts = parts(&json!({ "Price": price }), asked).unwrap();
    parts.into_iter().map(|part| (shown(&part.price), part.original.as_ref().map(shown), part.per)).collect()
}

fn documented(reply: &str) -> Value {
    serde_json::from_str::<Value>(reply).unwrap()["Response"]["Price"].clone()
}

/// Every member present, zero where it does not apply, as the API answered in 2019.
fn filled(positive: Value) -> Value {
    let mut price = json!({
        "OriginalPrice": 0, "DiscountPrice": 0, "UnitPrice": 0, "UnitPriceDiscount": 0, "UnitPriceSecondStep": 0,
        "UnitPriceDiscountSecondStep": 0, "UnitPriceThirdStep": 0, "UnitPriceDiscountThirdStep": 0, "ChargeUnit": "HOUR",
    });
    for (name, value) in positive.as_object().unwrap() {
        price[name] = value.clone();
    }
    price
}

#[test]
fn documented_hourly_prices_keep_their_digits_and_units_stay_apart() {
    assert_eq!(
        read(documented(include_str!("../../fixtures/InquiryPriceRunInstances.postpaid.json")), &HOURLY),
        [("0.34".into(), None, PricePer::Hour), ("0.80".into(), None, PricePer::Gigabyte)]
    );
}

#[test]
fn documented_prepaid_prices_are_for_the_period() {
    assert_eq!(
        read(documented(include_str!("../../fixtures/InquiryPriceRunInstances.prepaid.json")), &PREPAID),
        [
            ("45.00".into(), Some("45.00".into()), PricePer::Period { months: 1 }),
            ("0.80".into(), None, PricePer::Gigabyte)
        ]
    );
}

#[test]
fn billing_that_was_asked_decides_which_member_counts() {
    let month = filled(json!({ "OriginalPrice": 144, "DiscountPrice": 122.4 }));
    let hour = filled(json!({ "UnitPrice": 0.4, "UnitPriceDiscount": 0.34 }));
    let both = filled(json!({ "DiscountPrice": 122.4, "UnitPrice": 0.4 }));
    let of_month = ("122.4".to_owned(), Some("144".to_owned()));
    let of_hour = ("0.34".to_owned(), Some("0.4".to_owned()));
    let read = |price: &Value, asked: &Asked| {
        let parts = parts(&json!({ "Price": { "InstancePrice": price } }), asked);
        parts.ok().map(|parts| {
            let part = &parts[0];
            (
                (part.price.amount.to_string(), part.original.as_ref().map(|list| list.amount.to_string())),
                part.per.clone(),
            )
        })
    };
    let once = || PricePer::Other { word: "once".into() };
    assert_eq!(read(&month, &PREPAID), Some((of_month.clone(), PricePer::Period { months: 1 })));
    assert_eq!(read(&month, &UNSAID), Some((of_month, once())));
    assert_eq!(read(&month, &HOURLY), None, "a month's price is no price of an hour, and no hour is free");
    assert_eq!(read(&hour, &HOURLY), Some((of_hour.clone(), PricePer::Hour)));
    assert_eq!(read(&hour, &UNSAID), Some((of_hour, PricePer::Hour)));
    assert_eq!(read(&hour, &PREPAID), None);
    assert_eq!(read(&both, &PREPAID).map(|(amounts, _)| amounts.0).as_deref(), Some("122.4"));
    assert_eq!(read(&both, &HOURLY).map(|(amounts, _)| amounts.0).as_deref(), Some("0.4"), "the list price alone");
    assert_eq!(read(&both, &UNSAID), None, "nothing says which is meant");
    let nothing = filled(json!({}));
    assert_eq!(
        read(&nothing, &PREPAID),
        Some((("0".into(), None), PricePer::Period { months: 1 })),
        "it costs nothing"
    );
    assert_eq!(read(&json!({}), &HOURLY), None);
}

#[test]
fn price_that_falls_with_the_hours_keeps_its_tiers() {
    let tiers = |price: Value| {
        let parts = parts(&json!({ "Price": { "InstancePrice": price } }), &HOURLY).unwrap();
        let tiers = &parts[0].tiers;
        tiers.iter().map(|tier| (tier.after_hours, tier.price.amount.to_string())).collect::<Vec<_>>()
    };
    let falling =
        json!({ "UnitPrice": 0.34, "UnitPriceSecondStep": 0.20, "UnitPriceThirdStep": 0.11, "ChargeUnit": "HOUR" });
    assert_eq!(tiers(falling), [(96, "0.2".to_owned()), (360, "0.11".to_owned())]);
    let discounted = json!({
        "UnitPrice": 0.2, "UnitPriceDiscount": 0.08, "UnitPriceSecondStep": 0.12, "UnitPriceDiscountSecondStep": 0.06,
        "UnitPriceThirdStep": 0.1, "UnitPriceDiscountThirdStep": 0.06,
    });
    assert_eq!(tiers(discounted), [(96, "0.06".to_owned())], "the third is the second's");
    assert_eq!(tiers(filled(json!({ "UnitPrice": 0.4 }))), []);
}

#[test]
fn internet_is_paid_as_it_was_asked_for_whatever_the_unit_says() {
    let one = |internet: Option<Paid>, price: Value| {
        let asked = Asked { internet, times: 3, ..HOURLY };
        let price = json!({ "InstancePrice": { "UnitPrice": 1 }, "BandwidthPrice": price });
        let parts = parts(&json!({ "Price": price }), &asked).ok()?;
        parts.get(1).map(|part| (part.price.amount.to_string(), part.per.clone(), part.times))
    };
    let used = || filled(json!({ "UnitPrice": 0.8, "UnitPriceDiscount": 0.52 }));
    assert_eq!(one(Some(Paid::ByTraffic), used()), Some(("0.52".into(), PricePer::Gigabyte, 1)));
    assert_eq!(one(Some(Paid::Hourly), used()), Some(("0.52".into(), PricePer::Hour, 3)));
    assert_eq!(one(Some(Paid::Beforehand), used()), None, "not what was asked for");
    assert_eq!(one(None, used()), Some(("0.52".into(), PricePer::Other { word: "HOUR".into() }, 3)));
    let there = Asked { believes_unit: true, ..UNSAID };
    let price = json!({ "Price": { "BandwidthPrice": { "UnitPrice": 0.8, "ChargeUnit": "HOUR" } } });
    assert_eq!(parts(&price, &there).unwrap()[0].per, PricePer::Hour, "of what is there already");
    let gigabyte = || json!({ "UnitPrice": 0.8, "ChargeUnit": "GB" });
    assert_eq!(one(None, gigabyte()), Some(("0.8".into(), PricePer::Gigabyte, 1)));
    assert_eq!(one(Some(Paid::Hourly), gigabyte()), Some(("0.8".into(), PricePer::Gigabyte, 1)));
    assert_eq!(one(None, filled(json!({}))), None, "nothing was asked for and nothing is said");
}

#[test]
fn a_reply_without_a_price_is_no_quote() {
    for price in
        [Value::Null, json!({}), json!({ "InstancePrice": {} }), json!({ "InstancePrice": { "UnitPrice": "free" } })]
    {
        let error = parts(&json!({ "RequestId": "r", "Price": price }), &HOURLY).unwrap_err();
        assert_eq!((error.kind, error.delivery), (ErrorKind::BadReply, Delivery::Answered), "{price}");
    }
}
