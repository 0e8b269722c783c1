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
