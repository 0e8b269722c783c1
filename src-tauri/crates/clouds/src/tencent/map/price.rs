//! The `Price` of the price inquiries -> parts of a quote.
//!
//! An `ItemPrice` has members for what is paid beforehand and others for what is paid by use, and the present API fills those
//! that do not apply with zeros. Which of them count follows from what was asked, never from which of them are there.

use serde_json::Value;
use yundeck_domain::money::{Money, decimal};
use yundeck_domain::{Delivery, Error, ErrorKind, PricePer, PriceTier, QuoteItem, Text};

use super::text;

/// How a thing is paid that was asked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Paid {
    /// At once, for the period.
    Beforehand,
    /// By the hour.
    Hourly,
    /// By the gigabyte.
    ByTraffic,
}

/// What was asked, as far as it says which members of a price count.
#[derive(Debug, Clone, Default)]
pub struct Asked {
    /// How the instance, its disks or its host are paid; `None` when the call leaves that to what is there already.
    pub instance: Option<Paid>,
    /// How the internet access is paid, when the call says it.
    pub internet: Option<Paid>,
    /// Whether the unit of the internet's price is believed where the call does not say how it is paid: it is there already.
    pub believes_unit: bool,
    /// The period, when one was named.
    pub months: Option<u32>,
    /// How many are bought, when the price is for one.
    pub times: u32,
}

/// From when on the second and the third price of a unit hold (SDK, `ItemPrice`: up to 96 hours, up to 360, and beyond).
const STEPS: [(&str, u32); 2] = [("SecondStep", 96), ("ThirdStep", 360)];

/// The parts of a price.
///
/// # Errors
/// `BadReply` when the reply has no price in it, or one of which it cannot be told what it is for.
pub fn parts(result: &Value, asked: &Asked) -> Result<Vec<QuoteItem>, Error> {
    let price = |name: &str| result.get("Price").and_then(|price| price.get(name)).filter(|price| price.is_object());
    let mut parts = Vec::new();
    for (name, title) in [
        ("InstancePrice", Text::new("实例（含磁盘）", "Instance with disks")),
        ("HostPrice", Text::new("宿主机", "Dedicated host")),
    ] {
        if let Some(price) = price(name) {
            parts.push(instance(price, title, asked).ok_or_else(|| unreadable(name))?);
        }
    }
    if let Some(price) = price("BandwidthPrice").filter(|price| !is_nothing(price, asked)) {
        parts.push(internet(price, asked).ok_or_else(|| unreadable("BandwidthPrice"))?);
    }
    if parts.is_empty() {
        return Err(bad("the reply of a price inquiry has no price in it"));
    }
    Ok(parts)
}

/// The price of an hour, when it says one. A zero in a list of prices says none.
pub fn hourly(price: &Value) -> Option<Money> {
    amounts(price, "UnitPrice", "UnitPriceDiscount")
        .map(|amounts| amounts.price)
        .filter(|price| !price.amount.is_zero())
}

/// A list price and what is paid after discounts.
struct Amounts {
    original: Option<Money>,
    price: Money,
}

impl Amounts {
    fn is_zero(&self) -> bool {
        self.price.amount.is_zero()
    }
}

/// The two members of one way to pay. A zero beside a positive one is a member that was only filled in.
fn amounts(price: &Value, list: &str, discounted: &str) -> Option<Amounts> {
    let money = |name: &str| price.get(name).and_then(decimal).map(Money::unnamed);
    match (money(list), money(discounted)) {
        (Some(list), Some(paid)) if paid.amount.is_zero() => Some(Amounts { original: None, price: list }),
        (original, Some(price)) => Some(Amounts { original: original.filter(|list| !list.amount.is_zero()), price }),
        (Some(list), None) => Some(Amounts { original: None, price: list }),
        (None, None) => None,
    }
}

/// What counts of the members for the two ways to pay, by what was asked. `None`: what was asked for is not there, or a zero
/// beside what was not asked for; or nothing was asked and both could be meant.
fn counted(price: &Value, asked: Option<Paid>) -> Option<(Paid, Amounts)> {
    let beforehand = amounts(price, "OriginalPrice", "DiscountPrice").map(|amounts| (Paid::Beforehand, amounts));
    let by_use = amounts(price, "UnitPrice", "UnitPriceDiscount").map(|amounts| (Paid::Hourly, amounts));
    let is_positive = |found: &Option<(Paid, Amounts)>| found.as_ref().is_some_and(|(_, amounts)| !amounts.is_zero());
    let (first, second) = (is_positive(&beforehand), is_positive(&by_use));
    match asked {
        Some(Paid::Beforehand) => beforehand.filter(|_| first || !second),
        Some(Paid::Hourly | Paid::ByTraffic) => by_use.filter(|_| second || !first),
        None if first && second => None,
        None if first => beforehand,
        None if second => by_use,
        None => by_use.or(beforehand),
    }
}

fn instance(price: &Value, title: Text, asked: &Asked) -> Option<QuoteItem> {
    let (paid, amounts) = counted(price, asked.instance)?;
    let (per, tiers) = match paid {
        Paid::Beforehand => (period(asked.months), vec![]),
        Paid::Hourly | Paid::ByTraffic => (unit(price).unwrap_or(PricePer::Hour), tiers(price, &amounts)),
    };
    let Amounts { original, price } = amounts;
    Some(QuoteItem { title, original, price, per, times: asked.times, tiers })
}

fn internet(price: &Value, asked: &Asked) -> Option<QuoteItem> {
    // Gigabytes are never meant otherwise; an hour also stands where traffic is priced.
    let unit = unit(price);
    let asked_for = if unit == Some(PricePer::Gigabyte) { Some(Paid::ByTraffic) } else { asked.internet };
    let (paid, amounts) = counted(price, asked_for)?;
    let per = match (paid, asked_for, unit) {
        (Paid::Beforehand, ..) => period(asked.months),
        (_, Some(Paid::ByTraffic), _) => PricePer::Gigabyte,
        (_, Some(_), unit) => unit.unwrap_or(PricePer::Hour),
        (_, None, Some(unit)) if asked.believes_unit => unit,
        // Whether bandwidth by the hour or traffic is meant, the reply does not tell.
        (_, None, _) => PricePer::Other { word: text(price, "ChargeUnit").unwrap_or_default() },
    };
    // Traffic is paid by the gigabyte, however many instances cause it.
    let times = if per == PricePer::Gigabyte { 1 } else { asked.times };
    let Amounts { original, price } = amounts;
    let title = Text::new("公网", "Internet access");
    Some(QuoteItem { title, original, price, per, times, tiers: vec![] })
}

/// Whether an internet price says nothing: none was asked for, and it has no amount but zeros.
fn is_nothing(price: &Value, asked: &Asked) -> bool {
    let named = ["OriginalPrice", "DiscountPrice", "UnitPrice", "UnitPriceDiscount"];
    let amounts: Vec<_> = named.iter().filter_map(|name| price.get(*name).and_then(decimal)).collect();
    amounts.is_empty() || (asked.internet.is_none() && amounts.iter().all(|amount| amount.is_zero()))
}

fn period(months: Option<u32>) -> PricePer {
    months.map_or_else(|| PricePer::Other { word: "once".to_owned() }, |months| PricePer::Period { months })
}

/// The unit of what is paid by use. The structure says HOUR; the document's samples say HOURLY, and once HOURL.
fn unit(price: &Value) -> Option<PricePer> {
    Some(match text(price, "ChargeUnit")?.as_str() {
        "HOUR" | "HOURLY" | "HOURL" => PricePer::Hour,
        "GB" => PricePer::Gigabyte,
        word => PricePer::Other { word: word.to_owned() },
    })
}

/// The later prices, where they differ from the one before.
fn tiers(price: &Value, first: &Amounts) -> Vec<PriceTier> {
    let mut before = first.price.clone();
    let mut tiers = Vec::new();
    for (step, after_hours) in STEPS {
        let Some(Amounts { original, price }) =
            amounts(price, &format!("UnitPrice{step}"), &format!("UnitPriceDiscount{step}"))
        else {
            continue;
        };
        if !price.amount.is_zero() && price != before {
            before = price.clone();
            tiers.push(PriceTier { after_hours, original, price });
        }
    }
    tiers
}

fn unreadable(name: &str) -> Error {
    bad(format!("{name} does not say what was asked for")).with_words(Text::new(
        "云端给出的价格与所问的计费方式对不上，因此无法读出价格。请到控制台查看。",
        "The cloud's price does not fit the billing that was asked for, so it cannot be read. See the console.",
    ))
}

fn bad(context: impl Into<String>) -> Error {
    Error { delivery: Delivery::Answered, ..Error::not_sent(ErrorKind::BadReply, context) }
}

#[cfg(test)]
mod tests;
