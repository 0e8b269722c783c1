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
    Answer { result, request_id: None, bytes: 0, http_status: 200, millis: 1 }
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

/// A line that is on its way.
fn line(goal: Value) -> JournalLine {
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
}

#[test]
fn answer_names_nothing_new_when_it_names_what_the_act_was_about() {
    let removal = line(json!({ "kind": "image_gone", "id": "img-1" }));
    let creation = line(json!({ "kind": "instances_created", "before": ["i-1"], "count": 1 }));
    let named =
        |line: &JournalLine, ids: &[&str]| named_in(line, &ids.iter().map(|id| (*id).to_owned()).collect::<Vec<_>>());
    assert!(named(&removal, &["img-1"]) && named(&removal, &[]));
    assert!(!named(&removal, &["img-2"]) && !named(&removal, &["img-1", "img-2"]));
    assert!(!named(&creation, &["i-1"]), "what a creation names is its own");
}

#[test]
fn failure_says_of_an_act_only_what_its_delivery_allows() {
    use Delivery as D;
    use ErrorKind as K;
    use JournalAnswer as A;
    use JournalReached as R;
    for (kind, delivery, expected) in [
        (K::OutcomeUnknown, D::Answered, (A::Unknown, R::Open, Step::Unanswered)),
        (K::OutcomeUnknown, D::MaybeSent, (A::Unknown, R::Open, Step::Unanswered)),
        (K::Cancelled, D::NotSent, (A::NotSent, R::Left, Step::Withdrawn)),
        (K::Network, D::NotSent, (A::NotSent, R::Left, Step::Settled)),
        (K::Network, D::MaybeSent, (A::Unknown, R::Open, Step::Unanswered)),
        (K::Conflict, D::Answered, (A::Refused, R::Left, Step::Refused)),
        (K::InvalidParams, D::MaybeSent, (A::Unknown, R::Open, Step::Unanswered)),
    ] {
        let error = Error { delivery, ..Error::not_sent(kind, "") };
        assert_eq!(told_by(&error), expected, "{kind:?} {delivery:?}");
    }
}

/// An application without clouds, with an act whose line says so.
struct Stage {
    app: crate::App,
    line: JournalLine,
}

impl Stage {
    fn new(answer: JournalAnswer, reached: JournalReached, resources: &[(&str, Standing)]) -> Self {
        let app = crate::App::open(crate::Options {
            adapters: vec![],
            data_dir: None,
            keychain_service: "yundeck-tests".to_owned(),
            client: yundeck_client::Client::new(yundeck_client::Options::default()),
            person: std::sync::Arc::new(crate::acts::person::Agrees),
            patience: crate::acts::watch::patience::Patience::default(),
        })
        .unwrap();
        let mut line = line(json!({ "kind": "instances_created", "before": [], "count": 2 }));
        line.entry.resources = resources
            .iter()
            .map(|(id, standing)| ActivityResource { standing: *standing, ..ActivityResource::open(*id) })
            .collect();
        line.set(answer, reached);
        app.journal.write(&line, &[(Step::Recorded, "2026-03-01T10:00:00Z".parse().unwrap())]).unwrap();
        let activity = Activity {
            act: line.entry.act.clone(),
            revision: 0,
            phase: phase_of(answer, reached),
            ordered: Some(2),
            resources: line.entry.resources.clone(),
            request_id: None,
            started_at: line.entry.at.clone(),
            ended_at: None,
            cancelled: false,
            cleared: false,
            error: None,
            summary: None,
            private_key: None,
            resembling: vec![],
            can_ask_again: false,
        };
        app.acts.activities.begin(activity, "d", false).unwrap();
        Self { app, line }
    }

    /// What the journal says, and which steps led to it.
    fn told(&self) -> (JournalAnswer, JournalReached, Vec<String>, Vec<Step>) {
        let line = self.app.journal.line("plan-1").unwrap();
        let steps = self.app.journal.steps("plan-1").unwrap().into_iter().skip(1).map(|step| step.step);
        (line.entry.answer, line.entry.reached, line.entry.resource_ids(), steps.collect())
    }

    fn activity(&self) -> Activity {
        self.app.acts.activities.get("plan-1").unwrap()
    }
}

fn texts(ids: &[&str]) -> Vec<String> {
    ids.iter().map(|id| (*id).to_owned()).collect()
}

#[tokio::test]
async fn take_back_leaves_what_else_was_found_and_is_unknown_again_without_any() {
    use JournalAnswer as A;
    use JournalReached as R;
    let open = Standing::Open;
    let two = Stage::new(A::Found, R::Open, &[("i-1", open), ("i-2", open)]);
    two.app.acts.take_back("plan-1", "i-1");
    assert_eq!(two.told(), (A::Found, R::Open, texts(&["i-2"]), vec![Step::TakenBack]));
    let one = Stage::new(A::Found, R::Reached, &[("i-1", Standing::Done)]);
    one.app.acts.take_back("plan-1", "i-1");
    assert_eq!(one.told(), (A::Unknown, R::Open, vec![], vec![Step::TakenBack]));
    assert_eq!(one.activity().error.map(|error| error.kind), Some(ErrorKind::OutcomeUnknown));
    let accepted = Stage::new(A::Accepted, R::Open, &[("i-1", open)]);
    accepted.app.acts.take_back("plan-1", "i-1");
    assert_eq!(accepted.told(), (A::Accepted, R::Open, texts(&["i-1"]), vec![]), "the cloud named it for this one");
}

#[tokio::test]
async fn leave_says_why_of_what_is_unknown_and_takes_nothing_from_what_was_accepted() {
    use JournalAnswer as A;
    use JournalReached as R;
    for (answer, left) in
        [(A::Sent, A::Unknown), (A::Unknown, A::Unknown), (A::Accepted, A::Accepted), (A::Found, A::Found)]
    {
        let stage = Stage::new(answer, R::Open, &[("i-1", Standing::Open)]);
        stage.app.acts.leave(stage.line.clone(), Unknown::CannotPoll);
        assert_eq!(stage.told(), (left, R::Left, texts(&["i-1"]), vec![Step::Left]), "{answer:?}");
        let words = stage.activity().error.and_then(|error| error.words);
        assert_eq!(words, (left == A::Unknown).then(|| Unknown::CannotPoll.words()), "{answer:?}");
        let settled = stage.app.journal.line("plan-1").unwrap().entry.settled_at;
        assert_eq!((settled.is_some(), stage.activity().ended_at.is_some()), (left != A::Unknown, true), "{answer:?}");
    }
}

#[tokio::test]
async fn after_fault_only_what_was_sent_and_not_answered_is_unknown() {
    use JournalAnswer as A;
    use JournalReached as R;
    let sent = Stage::new(A::Sent, R::Open, &[]);
    sent.app.acts.after_fault("plan-1");
    assert_eq!(sent.told(), (A::Unknown, R::Open, vec![], vec![Step::Unanswered]));
    let accepted = Stage::new(A::Accepted, R::Open, &[("i-1", Standing::Open)]);
    accepted.app.acts.after_fault("plan-1");
    assert_eq!(accepted.told(), (A::Accepted, R::Open, texts(&["i-1"]), vec![]));
    let bare = Activity {
        act: crate::records::act::Act { id: "plan-2".into(), ..sent.line.entry.act.clone() },
        ..sent.activity()
    };
    sent.app.acts.activities.begin(bare, "e", false).unwrap();
    sent.app.acts.after_fault("plan-2");
    let ended = sent.app.acts.activities.get("plan-2").unwrap();
    assert_eq!((ended.phase, ended.ended_at.is_some()), (ActivityPhase::NotSent, true), "it has no line");
}

#[tokio::test]
async fn underway_writes_down_a_step_for_each_thing_that_is_settled_and_none_for_less() {
    use JournalAnswer as A;
    use JournalReached as R;
    let stage = Stage::new(A::Accepted, R::Open, &[("i-1", Standing::Open), ("i-2", Standing::Open)]);
    let mut line = stage.line.clone();
    let mut resources = line.entry.resources.clone();
    resources[0].state = Some(yundeck_domain::InstanceState::Creating);
    stage.app.acts.underway(&mut line, resources.clone());
    assert_eq!(stage.told().3, [], "only its state is another");
    assert_eq!(stage.activity().resources, resources, "which is shown");
    resources[0].standing = Standing::Done;
    stage.app.acts.underway(&mut line, resources.clone());
    assert_eq!(stage.told(), (A::Accepted, R::Open, texts(&["i-1", "i-2"]), vec![Step::Progressed]));
    assert_eq!(stage.app.journal.line("plan-1").unwrap().entry.resources, resources);
}

#[tokio::test]
async fn ended_says_what_broke_or_is_gone_and_finds_first_what_nobody_answered() {
    use JournalAnswer as A;
    use JournalReached as R;
    let done = vec![ActivityResource { standing: Standing::Done, ..ActivityResource::open("i-1") }];
    for (answer, reached, kind, steps) in [
        (A::Accepted, R::Reached, None, vec![Step::Settled]),
        (A::Accepted, R::Partly, None, vec![Step::Settled]),
        (A::Accepted, R::Broken, Some(ErrorKind::Conflict), vec![Step::Settled]),
        (A::Accepted, R::Gone, Some(ErrorKind::NotFound), vec![Step::Settled]),
        (A::Found, R::Reached, None, vec![Step::Settled]),
        (A::Unknown, R::Reached, None, vec![Step::Found, Step::Settled]),
    ] {
        let stage = Stage::new(answer, R::Open, &[]);
        let mut line = stage.line.clone();
        stage.app.acts.ended(&mut line, reached, done.clone());
        let found = if answer == A::Unknown { A::Found } else { answer };
        assert_eq!(stage.told(), (found, reached, texts(&["i-1"]), steps), "{answer:?} {reached:?}");
        assert_eq!(stage.activity().error.map(|error| error.kind), kind, "{answer:?} {reached:?}");
        assert!(stage.activity().ended_at.is_some());
    }
}

#[tokio::test]
async fn settle_lets_ask_again_only_what_is_unknown_and_still_in_memory() {
    use JournalAnswer as A;
    use JournalReached as R;
    for (token, kept, answer, can) in [
        (true, true, A::Unknown, true),
        (true, false, A::Unknown, false),
        (false, true, A::Unknown, false),
        (true, true, A::Accepted, false),
    ] {
        let stage = Stage::new(A::Sent, R::Open, &[]);
        let mut line = stage.line.clone();
        line.token = token.then(|| "tok".to_owned());
        if kept {
            let call = yundeck_domain::Call::new("Do", json!({}));
            stage.app.acts.activities.keep_sent("plan-1", call, "tok".into());
        }
        line.set(answer, R::Open);
        stage.app.acts.settle(&mut line, Step::Unanswered, None);
        let case = format!("{token} {kept} {answer:?}");
        assert_eq!(stage.activity().can_ask_again, can, "{case}");
        assert_eq!(stage.app.acts.activities.sent("plan-1").is_some(), can, "{case}: what is of no use is forgotten");
        assert_eq!(stage.activity().ended_at, None, "{case}: it is still open");
    }
}
