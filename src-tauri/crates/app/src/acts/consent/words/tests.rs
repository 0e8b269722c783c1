//! What the system's question says, by what is about to happen.

use serde_json::json;
use tokio::time::Instant;
use yundeck_catalogue::operation::Grants;
use yundeck_domain::Call;

use super::*;
use crate::records::act::{Act, Place};
use crate::records::plan::{Confirmation, PlanTarget};
use crate::records::question::NAME_LETTERS;

/// An act on a machine of a cloud that nobody knows any more.
fn pending(effect: Effect, subject: &str) -> Pending {
    let act = Act {
        id: format!("plan of {subject}"),
        account: "acc".into(),
        account_label: "Production".into(),
        cloud: "toy".into(),
        sandbox: false,
        region: "north".into(),
        operation: "Do".into(),
        title: Text::new("销毁", "Terminate"),
        effect,
        subject: subject.into(),
        quote: None,
    };
    let request = json!({
        "method": "POST", "url": "", "headers": [], "body": "", "canonicalRequest": null, "stringToSign": "", "exact": false,
    });
    let view = Plan {
        act,
        disruptive: false,
        grants: None,
        parties: vec![],
        summary: None,
        targets: vec![],
        no_quote: None,
        confirm: Confirmation::Confirm,
        repeats: None,
        request: serde_json::from_value(request).unwrap(),
        expires_at: String::new(),
    };
    Pending {
        view,
        call: Call::new("Do", json!({})),
        token: None,
        goal: Goal::ImageGone { id: "img-1".into() },
        digest: String::new(),
        place: Place { key_id: String::new(), host: String::new(), scheme: None },
        explored: false,
        made: Instant::now(),
        consented: false,
    }
}

fn quoted(mut pending: Pending, totals: &[(&str, &str, PricePer)]) -> Pending {
    let items: Vec<_> = totals
        .iter()
        .map(|(amount, currency, per)| yundeck_domain::QuoteItem {
            title: Text::same("machine"),
            original: None,
            price: Money { amount: amount.parse().unwrap(), currency: (*currency).into() },
            per: per.clone(),
            times: 1,
            tiers: vec![],
        })
        .collect();
    let at = "2026-03-01T10:00:00+08:00".parse().unwrap();
    pending.view.act.quote = Some(Quote::new(items, vec![], at).unwrap());
    pending
}

fn bought(size: &str, count: u32) -> Pending {
    let mut order = pending(Effect::Purchase, "web");
    order.view.summary = Some(yundeck_domain::adapter::Summary {
        name: "web".into(),
        count,
        size: size.into(),
        zone: None,
        image_id: None,
        billing: yundeck_domain::instance::BillingMode::Postpaid,
        months: None,
    });
    order
}

fn english(pending: &[&Pending]) -> (String, Vec<String>, String) {
    let Question { title, lines, yes } = question(&[], pending);
    (title.en, lines.into_iter().map(|line| line.en).collect(), yes.en)
}

#[test]
fn question_of_a_purchase_says_how_many_of_what_where_and_at_which_price() {
    let order =
        quoted(bought("S5.MEDIUM2", 2), &[("0.340", "CNY", PricePer::Hour), ("0.8", "CNY", PricePer::Gigabyte)]);
    let (title, lines, yes) = english(&[&order]);
    assert_eq!((title.as_str(), yes.as_str()), ("Buy 2 × S5.MEDIUM2?", "Buy 2 × S5.MEDIUM2"));
    assert_eq!(lines[1..], ["toy · Production · north", "Price: ¥0.34 per hour + ¥0.80 per GB"]);
}

#[test]
fn question_without_a_price_says_that_there_is_none() {
    let mut order = bought("g.n2", 1);
    order.view.no_quote = Some(Text::new("没有询价接口。", "It has no price call."));
    assert_eq!(english(&[&order]).1.last().unwrap(), "No price: It has no price call.");
}

#[test]
fn question_of_several_sums_by_currency_and_unit_and_names_the_first() {
    let all: Vec<Pending> = ["a", "b", "c", "d", "e"]
        .into_iter()
        .map(|name| quoted(pending(Effect::Purchase, name), &[("1.5", "USD", PricePer::Period { months: 12 })]))
        .collect();
    let (title, lines, _) = english(&all.iter().collect::<Vec<_>>());
    assert_eq!(title, "Terminate: 5?");
    assert!(lines[0].starts_with("a") && lines[2].starts_with("c") && lines[3] == "and 2 more", "{lines:?}");
    assert_eq!(lines.last().unwrap(), "Price: 7.50 USD for 12 months");
}

#[test]
fn question_of_several_does_not_add_currencies_or_what_has_no_price() {
    let yuan = quoted(pending(Effect::Purchase, "a"), &[("1", "CNY", PricePer::Hour)]);
    let unknown = quoted(pending(Effect::Purchase, "b"), &[("1", UNKNOWN_CURRENCY, PricePer::Hour)]);
    let none = pending(Effect::Purchase, "c");
    let (_, lines, _) = english(&[&yuan, &unknown, &none]);
    assert_eq!(
        lines[4..],
        ["Price: ¥1.00 per hour + 1.00 (currency unknown) per hour", "1 without a price: This cloud gives no price."]
    );
}

#[test]
fn question_of_a_destruction_says_name_id_addresses_and_that_it_cannot_be_undone() {
    let mut one = pending(Effect::Destroy, "web");
    one.view.targets = vec![PlanTarget {
        id: "ins-1".into(),
        name: "web".into(),
        private_ips: vec!["10.0.0.1".into()],
        public_ips: vec![],
        billing: yundeck_domain::instance::BillingMode::Postpaid,
        expires: None,
        paid_until: None,
        disks: vec![],
    }];
    let (title, lines, yes) = english(&[&one]);
    assert_eq!((title.as_str(), yes.as_str()), ("Terminate?", "Terminate"));
    assert_eq!(lines[0], "web · ins-1 · 10.0.0.1");
    assert_eq!(lines.last().unwrap(), "This cannot be undone.");
    assert_eq!(english(&[&pending(Effect::Destroy, "golden")]).1[0], "golden · img-1");
}

#[test]
fn question_of_what_gives_away_names_the_parties() {
    let mut share = pending(Effect::Mutate, "golden");
    share.view.grants = Some(Grants::Data);
    share.view.parties = vec!["100000000002".into(), "100000000003".into()];
    assert!(english(&[&share]).1.contains(&"Cloud accounts concerned: 100000000002, 100000000003".to_owned()));
}

#[test]
fn names_show_what_cannot_be_seen_and_are_cut() {
    assert_eq!(visible(" web\u{202e}gnp\u{200b} "), "web⟨U+202E⟩gnp⟨U+200B⟩");
    assert_eq!(visible("a\nb"), "a b");
    assert_eq!(visible(&"x".repeat(100)).chars().count(), NAME_LETTERS + 1);
}
