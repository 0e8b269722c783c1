//! What an answer comes to.

use serde_json::json;

use super::*;

#[test]
fn phase_is_what_answer_and_result_come_to() {
    use ActivityPhase as P;
    use JournalAnswer as A;
    use JournalReached as R;
    for (answer, reached, expected) in [
        (A::Sent, R::Open, P::Sending),
        (A::Refused, R::Left, P::Failed),
        (A::Unknown, R::Open, P::OutcomeUnknown),
        (A::Unknown, R::Left, P::OutcomeUnknown),
        (A::NotApplied, R::Left, P::NotApplied),
        (A::NotSent, R::Left, P::NotSent),
        (A::Accepted, R::Open, P::Waiting),
        (A::Found, R::Open, P::Waiting),
        (A::Accepted, R::Left, P::Waiting),
        (A::Accepted, R::Reached, P::Done),
        (A::Found, R::Reached, P::Done),
        (A::Accepted, R::Partly, P::Partly),
        (A::Accepted, R::Broken, P::Failed),
        (A::Found, R::Gone, P::Failed),
    ] {
        assert_eq!(phase_of(answer, reached), expected, "{answer:?} {reached:?}");
    }
}

fn operation(more: &Value) -> Operation {
    let mut whole = json!({
        "title": { "zh": "停止", "en": "Stop" }, "effect": "mutate", "http": { "method": "POST", "path": "/" },
        "source": "test", "input": {}, "example": {},
    });
    whole.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
    serde_json::from_value(whole).unwrap()
}

fn answer(result: Value) -> Answer {
    Answer { result, request_id: None, http_status: 200, millis: 1 }
}

#[test]
fn resources_are_the_items_with_their_verdicts_or_the_ids_alone() {
    let batch = json!({ "batch": { "items": "Items[]", "id": "Id", "accepted": "Return", "message": "Message" } });
    let result = json!({ "Ids": ["i-9"], "Items": [
        { "Id": "i-1", "Return": "true", "Message": "fine" }, { "Id": "i-2", "Return": "false", "Message": "is off" },
    ] });
    let of = |more: &Value| {
        let resources = resources_of(&operation(more), &answer(result.clone())).into_iter();
        resources.map(|it| (it.id, it.standing, it.words)).collect::<Vec<_>>()
    };
    let said = |id: &str, standing, words: Option<&str>| (id.to_owned(), standing, words.map(str::to_owned));
    let items = [said("i-1", Standing::Open, None), said("i-2", Standing::Refused, Some("is off"))];
    assert_eq!(of(&batch), items, "the words of what was accepted say nothing");
    assert_eq!(of(&json!({ "output": { "ids": "Ids[]" } })), [said("i-9", Standing::Open, None)]);
    assert_eq!(of(&json!({})), []);
}

#[test]
fn errors_of_a_result_say_how_far_the_call_got() {
    let words = ActivityResource { words: Some("LAUNCH_FAILED".into()), ..ActivityResource::open("i-1") };
    for (error, kind, delivery) in [
        (refused_every_item(), ErrorKind::Conflict, Delivery::Answered),
        (broken(&[words, ActivityResource::open("i-2")]), ErrorKind::Conflict, Delivery::Answered),
        (gone(), ErrorKind::NotFound, Delivery::Answered),
        (unanswered_again(), ErrorKind::OutcomeUnknown, Delivery::MaybeSent),
        (key_lost(), ErrorKind::OutcomeUnknown, Delivery::MaybeSent),
    ] {
        assert_eq!((error.kind, error.delivery), (kind, delivery), "{}", error.context);
        let words = error.words.unwrap();
        assert_eq!(words.en.contains("LAUNCH_FAILED"), error.context.contains("broke"), "{words:?}");
    }
}

#[test]
fn reasons_for_an_unknown_outcome_are_told_apart() {
    let reasons = [
        Unknown::NotWaitedFor,
        Unknown::Elsewhere,
        Unknown::CannotPoll,
        Unknown::TooLate,
        Unknown::NotEverywhere,
        Unknown::Resembling,
        Unknown::Unchanged,
        Unknown::NoTrace,
    ];
    let words: std::collections::BTreeSet<&str> = reasons.iter().map(|reason| reason.word()).collect();
    assert_eq!(words.len(), reasons.len(), "{words:?}");
    let said: std::collections::BTreeSet<String> = reasons.iter().map(|reason| reason.words().en).collect();
    assert_eq!(said.len(), reasons.len(), "{said:?}");
    assert!(said.iter().all(|text| text.starts_with("The request was sent") && text.contains("before you repeat it")));
}

#[test]
fn answer_names_nothing_new_when_it_names_what_the_act_was_about() {
    let line = |goal: Value| -> JournalLine {
        serde_json::from_value(json!({
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
        .unwrap()
    };
    let removal = line(json!({ "kind": "image_gone", "id": "img-1" }));
    let creation = line(json!({ "kind": "instances_created", "before": ["i-1"], "count": 1 }));
    let named =
        |line: &JournalLine, ids: &[&str]| named_in(line, &ids.iter().map(|id| (*id).to_owned()).collect::<Vec<_>>());
    assert!(named(&removal, &["img-1"]) && named(&removal, &[]));
    assert!(!named(&removal, &["img-2"]) && !named(&removal, &["img-1", "img-2"]));
    assert!(!named(&creation, &["i-1"]), "what a creation names is its own");
}
