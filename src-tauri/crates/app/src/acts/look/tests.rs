//! What an act is told by.

use serde_json::{Value, json};

use super::*;
use crate::records::act::Place;

pub(super) fn line(goal: Value, answer: JournalAnswer, resources: &[(&str, Standing)]) -> JournalLine {
    let mut line: JournalLine = serde_json::from_value(json!({
        "entry": {
            "id": "plan-1", "account": "acc", "accountLabel": "Test", "cloud": "toy", "sandbox": false,
            "region": "north", "operation": "Do", "title": { "zh": "做", "en": "Do" }, "effect": "mutate",
            "subject": "web", "quote": null, "at": "2026-03-01T10:00:00Z", "answer": "sent", "reached": "open",
            "outcome": "sent", "ordered": null, "resources": [], "requestId": null, "error": null,
            "settledAt": null, "origin": "here",
            "request": { "method": "POST", "url": "", "headers": [], "body": "", "canonicalRequest": null,
                "stringToSign": "", "exact": false },
        },
        "goal": goal, "params": {}, "digest": "d", "place": null, "token": null,
    }))
    .unwrap();
    line.entry.resources = resources
        .iter()
        .map(|(id, standing)| ActivityResource { standing: *standing, ..ActivityResource::open(*id) })
        .collect();
    line.set(answer, JournalReached::Open);
    line
}

fn called(waiter: Option<&str>, trace: &str) -> Value {
    json!({ "kind": "called", "waiter": waiter, "ids": ["i-1", "i-2"], "instances": ["i-1"], "trace": trace, "before": [] })
}

/// A cloud with the waiter `w`, which shows the company that the call names.
fn toy() -> CloudSpec {
    let words = json!({ "zh": "云", "en": "Toy" });
    let mut toy: CloudSpec = serde_json::from_value(json!({
        "id": "toy", "title": words, "product": words, "colour": "#123456", "protocol": { "kind": "action_json", "arrayBase": 0 },
        "signing": [], "credential": { "id": "i", "secret": "s", "sessionToken": false }, "defaultService": "s",
        "services": {}, "regions": [],
        "envelope": { "result": "", "errorCode": "e", "errorMessage": "m", "requestId": "r" }, "errors": {},
        "rateLimitPerSecond": 1, "jobs": {},
        "waiters": { "w": {
            "operation": "List", "ids": "Ids", "like": { "CompanyID": "Company" }, "items": "Items[]", "id": "Id",
            "state": "State", "success": ["ok"], "failure": [], "intervalSeconds": 1, "timeoutSeconds": 9,
        } },
    }))
    .unwrap();
    let makes = serde_json::from_value(json!({
        "title": words, "effect": "mutate", "http": { "method": "POST", "path": "/" }, "input": {}, "source": "s", "example": {},
        "waiter": "w",
    }));
    toy.operations.insert("Do".into(), makes.unwrap());
    toy
}

#[test]
fn acts_are_asked_for_together_when_they_are_of_one_place() {
    let question = |params: Value| {
        let mut line = line(called(Some("w"), "state"), JournalAnswer::Accepted, &[]);
        line.params = params;
        waited_for(&line, &toy()).unwrap().0
    };
    let plain = question(json!({ "Id": "i-1" }));
    assert_eq!(plain, question(json!({ "Id": "i-2" })));
    assert_ne!(plain, question(json!({ "Company": 7 })));
    assert_eq!(question(json!({ "Company": 7 })), question(json!({ "Id": "i-2", "Company": 7 })));
    assert_eq!(question(json!({ "Id": "i-2", "Company": 7 })).params(), json!({ "Company": 7 }));
}

fn image() -> Value {
    json!({ "kind": "image_created", "before": [], "name": "web" })
}

const SETTLED: &[(&str, Standing)] = &[("i-1", Standing::Done), ("i-2", Standing::Open)];

#[test]
fn waiter_is_asked_about_what_is_open_and_unanswered_only_where_a_state_can_tell() {
    use JournalAnswer as A;
    for (goal, answer, resources, expected) in [
        (called(Some("w"), "none"), A::Accepted, SETTLED, Some(vec!["i-2"])),
        (called(Some("w"), "none"), A::Accepted, &[][..], Some(vec!["i-1", "i-2"])),
        (called(Some("w"), "none"), A::Accepted, &SETTLED[..1], None),
        (called(Some("w"), "state"), A::Unknown, &[], Some(vec!["i-1", "i-2"])),
        (called(Some("w"), "listing"), A::Unknown, &[], None),
        (called(Some("w"), "none"), A::Unknown, &[], None),
        (called(None, "state"), A::Unknown, &[], None),
        (json!({ "kind": "image_gone", "id": "img" }), A::Accepted, &[], Some(vec!["img"])),
        (json!({ "kind": "image_gone", "id": "img" }), A::Unknown, &[], Some(vec!["img"])),
        (image(), A::Accepted, SETTLED, Some(vec!["i-2"])),
        (image(), A::Found, SETTLED, Some(vec!["i-2"])),
        (image(), A::Accepted, &SETTLED[..1], None),
        // What nobody named is told by its name.
        (image(), A::Unknown, &[], None),
    ] {
        let asked = waited_for(&line(goal.clone(), answer, resources), &toy()).map(|(_, ids)| ids);
        let expected = expected.map(|ids: Vec<&str>| ids.into_iter().map(str::to_owned).collect::<Vec<_>>());
        assert_eq!(asked, expected, "{goal} {answer:?} {resources:?}");
    }
}

#[test]
fn instances_are_asked_for_that_are_acted_on_or_being_made() {
    let ids = |goal: Value| instances_of(&line(goal, JournalAnswer::Accepted, SETTLED));
    assert_eq!(ids(json!({ "kind": "instance_action", "action": "stop", "id": "i-9" })), ["i-9"]);
    assert_eq!(ids(json!({ "kind": "instances_created", "before": [], "count": 2 })), ["i-2"]);
    assert_eq!(ids(called(Some("w"), "state")), [""; 0]);
}

#[test]
fn distinct_keeps_the_first_of_each() {
    assert_eq!(distinct(["b", "a", "b"].map(str::to_owned)), ["b", "a"]);
}

#[test]
fn act_is_elsewhere_when_it_went_with_another_key_or_to_another_address() {
    let account = |key: &str, endpoint: &str| -> yundeck_domain::Account {
        serde_json::from_value(json!({
            "id": "acc", "cloud": "toy", "label": "Test", "accessKeyId": key, "regions": ["north"], "endpoint": endpoint,
            "caFile": null, "signing": null, "sandbox": false, "ownerId": null, "proxy": null,
        }))
        .unwrap()
    };
    let mut sent = line(called(None, "none"), JournalAnswer::Unknown, &[]);
    assert!(!went_elsewhere(&sent, &account("k", "https://a.example")), "an old line does not say where it went");
    sent.place = Some(Place::of(&account("k", "https://a.example")));
    for (key, endpoint, elsewhere) in
        [("k", "https://a.example", false), ("other", "https://a.example", true), ("k", "https://b.example", true)]
    {
        assert_eq!(went_elsewhere(&sent, &account(key, endpoint)), elsewhere, "{key} {endpoint}");
    }
}
