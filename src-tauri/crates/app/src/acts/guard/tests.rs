//! What is let through, and what is not.

use std::time::Duration;

use serde_json::{Value, json};
use tokio::time::Instant;
use yundeck_catalogue::cloud::SigningScheme;
use yundeck_domain::Call;

use super::*;
use crate::records::act::Act;
use crate::records::activity::ActivityPhase;
use crate::records::goal::Goal;
use crate::records::plan::Plan;

fn operation(effect: &str, disruptive: bool) -> Operation {
    serde_json::from_value(json!({
        "title": { "zh": "做", "en": "Do" }, "effect": effect, "disruptive": disruptive, "requiresState": ["RUNNING"],
        "http": { "method": "POST", "path": "/" }, "source": "test", "input": {}, "example": {},
    }))
    .unwrap()
}

fn account() -> Account {
    serde_json::from_value(json!({
        "id": "acc", "cloud": "toy", "label": "Test", "accessKeyId": "AK", "regions": ["north"], "endpoint": null,
        "caFile": null, "signing": null, "sandbox": false, "ownerId": null, "proxy": null,
    }))
    .unwrap()
}

fn pending(confirm: Confirmation, repeats: Option<Repeats>) -> Pending {
    let act = Act {
        id: "plan-1".into(),
        account: "acc".into(),
        account_label: "Test".into(),
        cloud: "toy".into(),
        sandbox: false,
        region: "north".into(),
        operation: "Do".into(),
        title: Text::same("Do"),
        effect: Effect::Destroy,
        subject: "web".into(),
        quote: None,
    };
    let request = serde_json::from_value(json!({
        "method": "POST", "url": "", "headers": [], "body": "", "canonicalRequest": null, "stringToSign": "", "exact": false,
    }))
    .unwrap();
    Pending {
        view: Plan {
            act,
            disruptive: false,
            grants: None,
            parties: vec![],
            summary: None,
            targets: vec![],
            no_quote: None,
            confirm,
            repeats,
            request,
            expires_at: String::new(),
        },
        call: Call::new("Do", json!({})),
        token: None,
        goal: Goal::ImageGone { id: "img".into() },
        digest: "digest".into(),
        place: Place::of(&account()),
        explored: false,
        made: Instant::now(),
        consented: true,
    }
}

fn kind(result: Result<(), Error>) -> Option<ErrorKind> {
    result.err().map(|error| {
        assert_eq!(error.delivery, Delivery::NotSent, "{}", error.context);
        assert!(error.words.is_some(), "{}", error.context);
        error.kind
    })
}

#[test]
fn confirmation_is_that_of_the_effect() {
    let name = Confirmation::TypeName { name: "web".into(), short: None, phrase: None };
    for (effect, disruptive, expected) in [
        ("destroy", false, name.clone()),
        ("destroy", true, name),
        ("purchase", false, Confirmation::Confirm),
        ("mutate", true, Confirmation::Confirm),
        ("mutate", false, Confirmation::None),
        ("read", false, Confirmation::None),
    ] {
        let asked = confirmation(&operation(effect, disruptive), &json!({}), "web", &[], 1);
        assert_eq!(asked, expected, "{effect}, disruptive: {disruptive}");
    }
}

fn target(id: &str) -> PlanTarget {
    PlanTarget {
        id: id.into(),
        name: String::new(),
        private_ips: vec![],
        public_ips: vec![],
        billing: yundeck_domain::instance::BillingMode::Postpaid,
        expires: None,
        paid_until: None,
        disks: vec![],
    }
}

#[test]
fn confirmation_by_the_end_of_the_id_is_offered_where_it_is_shorter_and_can_be_typed() {
    let short = |subject: &str, targets: &[PlanTarget]| match confirmation(
        &operation("destroy", true),
        &json!({}),
        subject,
        targets,
        1,
    ) {
        Confirmation::TypeName { short, .. } => short,
        other => panic!("{other:?}"),
    };
    let one = [target("ins-x284kbot")];
    assert_eq!(short("六十个字的名称", &one).as_deref(), Some("kbot"));
    assert_eq!(short("ins-x284kbot", &one).as_deref(), Some("kbot"), "what has no name goes by its id");
    assert_eq!(short("web1", &one), None, "no longer than its end");
    assert_eq!(short("a long name", &[]), None, "nobody knows the instance");
    assert_eq!(short("a long name", &[target("ins-x284kbot"), target("ins-2")]), None);
    assert_eq!(short("a long name", &[target("ins-1")]), None, "no end of letters and digits");
    assert_eq!(short("a long name", &[target("i")]), None);
}

#[test]
fn check_confirmed_takes_the_end_of_the_id_and_for_several_only_the_phrase() {
    let refused = Some(ErrorKind::InvalidParams);
    let one = || confirmation(&operation("destroy", true), &json!({}), "a long name", &[target("ins-x284kbot")], 1);
    let many = || confirmation(&operation("destroy", true), &json!({}), "a long name", &[target("ins-x284kbot")], 12);
    for (confirm, typed, expected) in [
        (one(), "kbot", None),
        (one(), " kbot ", None),
        (one(), "a long name", None),
        (one(), "KBOT", refused),
        (one(), "bot", refused),
        (one(), "terminate 1", refused),
        (many(), "销毁 12 台", None),
        (many(), "terminate 12", None),
        (many(), "Terminate  12 ", None),
        (many(), "terminate 11", refused),
        (many(), "kbot", refused),
        (many(), "a long name", refused),
        (many(), "", refused),
    ] {
        let case = format!("{confirm:?} {typed}");
        assert_eq!(kind(check_confirmed(&pending(confirm, None), &Confirmed::typed(typed))), expected, "{case}");
    }
}

#[test]
fn confirmation_is_that_of_what_the_parameters_make_of_it() {
    let mut changing = operation("mutate", false);
    changing.when = serde_json::from_value(json!([
        { "given": { "Off": "TRUE" }, "disruptive": true },
        { "given": { "Renew/Mode": "AUTO" }, "effect": "purchase", "noQuote": { "zh": "无", "en": "none" } },
        { "given": { "DeleteAt": null }, "effect": "destroy" },
        { "given": { "Password": null }, "grants": "access" },
    ]))
    .unwrap();
    let name = || Confirmation::TypeName { name: "web".into(), short: None, phrase: None };
    for (params, expected) in [
        (json!({ "Off": "FALSE", "Renew": { "Mode": "MANUAL" }, "DeleteAt": null }), Confirmation::None),
        (json!({ "Off": "TRUE" }), Confirmation::Confirm),
        (json!({ "Renew": { "Mode": "AUTO" } }), Confirmation::Confirm),
        (json!({ "Password": "x" }), Confirmation::Confirm),
        (json!({ "DeleteAt": "2026-01-01" }), name()),
        (json!({ "DeleteAt": "2026-01-01", "Renew": { "Mode": "AUTO" } }), name()),
    ] {
        assert_eq!(confirmation(&changing, &params, "web", &[], 1), expected, "{params}");
    }
    let mut sharing = operation("mutate", false);
    sharing.grants = Some(yundeck_catalogue::operation::Grants::Data);
    assert_eq!(confirmation(&sharing, &json!({}), "web", &[], 1), Confirmation::Confirm);
}

#[tokio::test(start_paused = true)]
async fn check_confirmed_after_ten_minutes_is_expired() {
    let pending = pending(Confirmation::None, None);
    assert_eq!(kind(check_confirmed(&pending, &Confirmed::default())), None);
    tokio::time::advance(VALID_FOR).await;
    assert_eq!(kind(check_confirmed(&pending, &Confirmed::default())), None, "as long as it says that it is good");
    tokio::time::advance(Duration::from_millis(1)).await;
    assert_eq!(kind(check_confirmed(&pending, &Confirmed::default())), Some(ErrorKind::PlanExpired));
}

#[test]
fn check_confirmed_asks_for_the_name_and_for_the_wish_to_repeat() {
    let refused = Some(ErrorKind::InvalidParams);
    let name = || Confirmation::TypeName { name: "web".into(), short: None, phrase: None };
    let earlier = || Some(Repeats { id: "plan-0".into(), at: String::new(), phase: ActivityPhase::Sending });
    let (again, nothing) = (|| Confirmed { repeat: true, ..Confirmed::default() }, Confirmed::default);
    for (confirm, repeats, confirmed, expected) in [
        (name(), None, Confirmed::typed("web"), None),
        (name(), None, Confirmed::typed(" web\n"), None),
        (name(), None, Confirmed::typed("Web"), refused),
        (name(), None, Confirmed::typed(""), refused),
        (name(), None, nothing(), refused),
        (Confirmation::Confirm, None, nothing(), None),
        (Confirmation::Confirm, None, again(), None),
        (Confirmation::Confirm, earlier(), nothing(), refused),
        (Confirmation::Confirm, earlier(), again(), None),
        (name(), earlier(), again(), refused),
        (name(), earlier(), Confirmed::typed("web"), refused),
        (name(), earlier(), Confirmed { repeat: true, ..Confirmed::typed("web") }, None),
    ] {
        let case = format!("{confirm:?} {repeats:?} {confirmed:?}");
        assert_eq!(kind(check_confirmed(&pending(confirm, repeats), &confirmed)), expected, "{case}");
    }
}

#[test]
fn check_place_refuses_another_key_address_or_scheme() {
    let reviewed = Place::of(&account());
    assert_eq!(kind(check_place(&reviewed, &account())), None);
    assert_eq!(kind(check_place(&reviewed, &Account { label: "Other".into(), ..account() })), None);
    for changed in [
        Account { access_key_id: "AK2".into(), ..account() },
        Account { endpoint: Some("https://elsewhere".into()), ..account() },
        Account { signing: Some(SigningScheme::Tc3HmacSha256), ..account() },
    ] {
        assert_eq!(kind(check_place(&reviewed, &changed)), Some(ErrorKind::PlanExpired), "{changed:?}");
    }
}

fn quote(price: Value) -> Quote {
    serde_json::from_value(json!({
        "items": [],
        "totals": [{ "per": { "kind": "hour" }, "original": null, "price": { "amount": price, "currency": "CNY" } }],
        "notIncluded": [], "at": "2026-03-01T10:00:00+00:00",
    }))
    .unwrap()
}

#[test]
fn check_price_refuses_every_other_price() {
    let (low, high) = (quote(json!("0.5")), quote(json!("0.6")));
    let later = Quote { at: "2026-03-01T10:05:00+00:00".parse().unwrap(), ..low.clone() };
    assert_eq!(kind(check_price(None, None)), None);
    assert_eq!(kind(check_price(Some(&low), Some(&later))), None);
    for (confirmed, now) in
        [(Some(&low), Some(&high)), (Some(&high), Some(&low)), (Some(&low), None), (None, Some(&low))]
    {
        assert_eq!(kind(check_price(confirmed, now)), Some(ErrorKind::PlanExpired), "{confirmed:?} {now:?}");
    }
    let words = check_price(Some(&low), Some(&high)).unwrap_err().words.unwrap();
    for text in [words.zh, words.en] {
        assert!(text.contains("CNY 0.5") && text.contains("CNY 0.6"), "{text}");
    }
}

#[test]
fn obstacle_is_a_state_that_the_operation_does_not_take() {
    let instance = |state: &str| -> Instance {
        serde_json::from_value(json!({
            "id": "i", "name": "i", "state": yundeck_domain::InstanceState::Running, "vendorState": state, "instanceType": null, "vcpus": null,
            "memoryMib": null, "gpus": 0, "zone": null, "imageId": null, "os": null, "privateIps": [], "publicIps": [],
            "billing": { "kind": "postpaid" }, "created": null, "expires": null, "vpcId": null, "subnetId": null,
            "securityGroupIds": [], "keyPairIds": [], "disks": [], "raw": null,
        }))
        .unwrap()
    };
    let stop = operation("mutate", true);
    assert_eq!(obstacle(&stop, &json!({}), &instance("RUNNING")), None);
    let words = obstacle(&stop, &json!({}), &instance("STOPPED")).unwrap();
    assert!(words.en.contains("It is STOPPED; it must be RUNNING"), "{words:?}");
}

#[test]
fn before_sending_nothing_was_sent_however_far_the_read_got() {
    let read = |delivery, words: Option<Text>| Error { delivery, words, ..Error::not_sent(ErrorKind::Timeout, "late") };
    let words = Text::new("太慢。", "Too slow.");
    for delivery in [Delivery::MaybeSent, Delivery::Answered] {
        let error = before_sending(read(delivery, Some(words.clone())));
        assert_eq!((error.kind, error.delivery), (ErrorKind::Timeout, Delivery::NotSent));
        let said = error.words.unwrap();
        assert!(said.zh.starts_with("太慢。") && said.zh.contains("没有提交"), "{said:?}");
        assert!(said.en.starts_with("Too slow.") && said.en.contains("nothing was submitted"), "{said:?}");
    }
    assert_eq!(before_sending(read(Delivery::NotSent, Some(words.clone()))).words, Some(words), "as it was");
}

#[test]
fn withdrawn_and_expired_say_that_nothing_was_sent() {
    assert_eq!(kind(Err(withdrawn())), Some(ErrorKind::Cancelled));
    assert_eq!(kind(Err(expired("old"))), Some(ErrorKind::PlanExpired));
}
