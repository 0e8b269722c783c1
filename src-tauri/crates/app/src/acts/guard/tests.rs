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
            summary: None,
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
    let name = Confirmation::TypeName { name: "web".into() };
    for (effect, disruptive, expected) in [
        ("destroy", false, name.clone()),
        ("destroy", true, name),
        ("purchase", false, Confirmation::Confirm),
        ("mutate", true, Confirmation::Confirm),
        ("mutate", false, Confirmation::None),
        ("read", false, Confirmation::None),
    ] {
        assert_eq!(confirmation(&operation(effect, disruptive), "web"), expected, "{effect}, disruptive: {disruptive}");
    }
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
    let name = || Confirmation::TypeName { name: "web".into() };
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
