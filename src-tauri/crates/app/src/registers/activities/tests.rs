//! Whose a thing is.

use serde_json::json;

use super::*;

const SKEW: Duration = Duration::from_secs(300);

fn at(seconds: i64) -> DateTime<Utc> {
    "2026-03-01T10:00:00Z".parse::<DateTime<Utc>>().unwrap() + TimeDelta::seconds(seconds)
}

fn north() -> Scope {
    Scope { account: "acc".into(), region: "north".into() }
}

fn south() -> Scope {
    Scope { region: "south".into(), ..north() }
}

fn view(id: &str, scope: &Scope, operation: &str, phase: ActivityPhase) -> Activity {
    let act = serde_json::from_value(json!({
        "id": id, "account": scope.account, "accountLabel": "Test", "cloud": "toy", "sandbox": false,
        "region": scope.region, "operation": operation, "title": { "zh": "购买", "en": "Buy" }, "effect": "purchase",
        "subject": "web", "quote": null,
    }))
    .unwrap();
    Activity {
        act,
        revision: 0,
        phase,
        ordered: Some(1),
        resources: vec![],
        request_id: None,
        started_at: at(0).to_rfc3339(),
        ended_at: None,
        cancelled: false,
        cleared: false,
        error: None,
        summary: None,
        private_key: None,
        resembling: vec![],
        can_ask_again: false,
    }
}

fn activities() -> Activities {
    Activities::new(Events::default(), SKEW)
}

/// Acts without an answer, all in one place.
fn unanswered(ids: &[&str]) -> Activities {
    let acts = activities();
    for id in ids {
        acts.begin(view(id, &north(), "Buy", ActivityPhase::OutcomeUnknown), id, false).unwrap();
    }
    acts
}

fn thing(id: &str, made: Option<i64>) -> Candidate {
    Candidate { id: id.into(), made: made.map(at) }
}

fn found(acts: &Activities, act: &str, things: &[Candidate], most: usize) -> Vec<String> {
    acts.claim_found(&north(), act, things, most, at(0))
}

#[test]
fn claim_found_takes_at_most_as_many_as_asked_and_none_of_another_act() {
    let acts = unanswered(&["a", "b"]);
    let all = ["1", "2", "3"].map(|id| thing(id, None));
    assert_eq!(found(&acts, "a", &all, 2), ["1", "2"]);
    assert_eq!(found(&acts, "b", &all, 2), ["3"]);
    assert_eq!(found(&acts, "a", &all, 2), ["1", "2"], "asked again they are its own still");
    assert_eq!(found(&acts, "a", &all, 9), ["1", "2"]);
    assert_eq!(acts.claim_found(&south(), "b", &all, 1, at(0)), ["1"], "an id elsewhere is another thing");
}

#[test]
fn claim_found_waits_while_an_answer_may_name_the_things() {
    let (sending, waiting) = (ActivityPhase::Sending, ActivityPhase::Waiting);
    for (scope, operation, phase, waits) in [
        (north(), "Buy", sending, true),
        (north(), "Buy", waiting, false),
        (north(), "Copy", sending, false),
        (south(), "Buy", sending, false),
    ] {
        let case = format!("{scope:?} {operation} {phase:?}");
        let acts = unanswered(&["a"]);
        acts.begin(view("b", &scope, operation, phase), "b", false).unwrap();
        let owned = found(&acts, "a", &[thing("1", None)], 1);
        assert_eq!(owned.is_empty(), waits, "{case}");
    }
    let acts = activities();
    acts.begin(view("a", &north(), "Buy", sending), "a", false).unwrap();
    assert_eq!(found(&acts, "a", &[thing("1", None)], 1), ["1"], "its own sending holds nothing up");
}

#[test]
fn claim_holds_for_what_was_made_before_it_within_the_clocks_difference() {
    for (made, owner) in [(None, Some("a")), (Some(-900), Some("a")), (Some(300), Some("a")), (Some(301), None)] {
        let acts = unanswered(&["a", "b"]);
        assert_eq!(found(&acts, "a", &[thing("1", None)], 1), ["1"]);
        assert_eq!(acts.owner(&north(), &thing("1", made)).as_deref(), owner, "{made:?}");
        let taken = found(&acts, "b", &[thing("1", made)], 1);
        assert_eq!(taken.is_empty(), owner.is_some(), "{made:?}: an id that was given again");
    }
    assert_eq!(activities().owner(&north(), &thing("1", None)), None);
}

#[test]
fn claim_answered_takes_what_another_act_had_found_since_it_was_sent() {
    let ids = ["1".to_owned(), "2".to_owned()];
    // Found at 0.
    for (sent, robbed) in [(None, true), (Some(-60), true), (Some(0), true), (Some(60), false)] {
        let acts = unanswered(&["a", "b"]);
        assert_eq!(found(&acts, "a", &[thing("1", None)], 1), ["1"]);
        let lost = acts.claim_answered(&north(), "b", &ids, sent.map(at), at(90));
        let expected = if robbed { vec![("a".to_owned(), "1".to_owned())] } else { vec![] };
        assert_eq!(lost, expected, "sent at {sent:?}");
        for id in ["1", "2"] {
            assert_eq!(acts.owner(&north(), &thing(id, None)).as_deref(), Some("b"), "sent at {sent:?}");
        }
    }
    let acts = unanswered(&["a"]);
    assert_eq!(found(&acts, "a", &[thing("1", None)], 1), ["1"]);
    assert!(acts.claim_answered(&north(), "a", &ids, None, at(90)).is_empty(), "an act robs itself of nothing");
}

#[test]
fn thing_made_after_another_act_was_told_its_id_is_doubtful() {
    let precision = Doubt { precision: Duration::from_secs(2), sent: Some(at(60)) };
    let acts = unanswered(&["a", "b"]);
    assert!(acts.claim_answered(&north(), "a", &["1".to_owned()], None, at(90)).is_empty());
    for (made, doubtful) in [(None, false), (Some(90), false), (Some(92), false), (Some(93), true)] {
        assert_eq!(acts.is_doubtful(&north(), "b", &thing("1", made), precision), doubtful, "{made:?}");
        assert!(!acts.is_doubtful(&north(), "a", &thing("1", made), precision), "its own: {made:?}");
        assert!(!acts.is_doubtful(&south(), "b", &thing("1", made), precision), "elsewhere: {made:?}");
    }
    // What was only found had been made before.
    assert_eq!(found(&acts, "a", &[thing("2", None)], 1), ["2"]);
    assert!(!acts.is_doubtful(&north(), "b", &thing("2", Some(999)), precision));
}

#[test]
fn restore_claim_prefers_what_was_answered_to_what_was_found() {
    let (found, answered) = (false, true);
    for (first, second, owner) in
        [(found, found, "a"), (found, answered, "b"), (answered, found, "a"), (answered, answered, "a")]
    {
        let acts = activities();
        acts.restore_claim(&north(), "1", "a", first, at(0));
        acts.restore_claim(&north(), "1", "b", second, at(0));
        assert_eq!(acts.owner(&north(), &thing("1", None)).as_deref(), Some(owner), "{first} {second}");
    }
}

#[test]
fn begin_refuses_the_same_order_while_it_is_open() {
    use ActivityPhase as P;
    for (phase, digest, repeat, refused) in [
        (P::Preparing, "d", false, true),
        (P::Sending, "d", false, true),
        (P::OutcomeUnknown, "d", false, true),
        (P::OutcomeUnknown, "d", true, false),
        (P::OutcomeUnknown, "other", false, false),
        (P::Done, "d", false, false),
        (P::NotSent, "d", false, false),
    ] {
        let case = format!("{phase:?} {digest} {repeat}");
        let acts = activities();
        acts.begin(view("a", &north(), "Buy", phase), "d", false).unwrap();
        let begun = acts.begin(view("b", &north(), "Buy", P::Preparing), digest, repeat);
        assert_eq!(begun.err().map(|same| same.act.id), refused.then(|| "a".to_owned()), "{case}");
        assert_eq!(acts.get("b").is_none(), refused, "{case}");
    }
    let acts = activities();
    acts.begin(view("a", &north(), "Buy", P::OutcomeUnknown), "", false).unwrap();
    assert_eq!(acts.same_order(""), None, "a digest that is not known any more is nobody's");
}

#[test]
fn sent_call_is_kept_until_it_is_forgotten() {
    let acts = unanswered(&["a"]);
    assert!(acts.sent("a").is_none());
    acts.keep_sent("a", Call::new("Buy", json!({})), "tok".into());
    let (call, token, digest) = acts.sent("a").unwrap();
    assert_eq!((call.operation.as_str(), token.as_str(), digest.as_str()), ("Buy", "tok", "a"));
    acts.forget_sent("a");
    assert!(acts.sent("a").is_none());
}

#[test]
fn change_counts_and_tells_what_made_a_difference() {
    let acts = unanswered(&["a"]);
    let mut heard = acts.events.subscribe();
    let changed = acts.change("a", |view| view.phase = ActivityPhase::Done).unwrap();
    assert_eq!((changed.revision, acts.get("a").unwrap()), (1, changed));
    assert!(matches!(heard.try_recv().unwrap(), Event::Activity(told) if told.revision == 1));
    assert_eq!(acts.change("a", |view| view.phase = ActivityPhase::Done).unwrap().revision, 1);
    assert!(heard.try_recv().is_err(), "nothing changed");
    assert!(acts.change("b", |_| ()).is_none());
}

#[test]
fn renew_stop_ends_the_old_waiting_and_left_over_is_so_for_one_asker() {
    let acts = unanswered(&["a"]);
    let old = acts.stop_of("a").unwrap();
    acts.renew_stop("a");
    assert!(old.is_cancelled() && !acts.stop_of("a").unwrap().is_cancelled());
    assert!(acts.stop_of("b").is_none());
    assert!(!acts.take_left_over("a"));
    acts.note_left_over("a");
    assert_eq!([acts.take_left_over("a"), acts.take_left_over("a")], [true, false]);
}

#[test]
fn claim_of_its_own_holds_whenever_the_thing_was_made_and_whoever_is_sending() {
    let acts = unanswered(&["a"]);
    let later = [thing("1", Some(400))];
    assert_eq!(found(&acts, "a", &later, 1), ["1"]);
    acts.begin(view("b", &north(), "Buy", ActivityPhase::Sending), "b", false).unwrap();
    assert_eq!(found(&acts, "a", &later, 1), ["1"]);
    assert_eq!(found(&acts, "a", &[thing("2", None)], 2), [""; 0], "a new one may be the other's");
}

#[test]
fn all_has_the_latest_first() {
    let ids: Vec<String> = unanswered(&["a", "b", "c"]).all().into_iter().map(|activity| activity.act.id).collect();
    assert_eq!(ids, ["c", "b", "a"]);
}

#[test]
fn thing_without_a_time_is_doubtful_when_another_was_told_its_id_before_the_order_was_sent() {
    let acts = unanswered(&["a", "b"]);
    assert!(acts.claim_answered(&north(), "a", &["1".to_owned()], None, at(90)).is_empty());
    for (sent, doubtful) in [(None, false), (Some(89), false), (Some(90), false), (Some(91), true)] {
        let doubt = Doubt { precision: Duration::from_secs(2), sent: sent.map(at) };
        assert_eq!(acts.is_doubtful(&north(), "b", &thing("1", None), doubt), doubtful, "{sent:?}");
        assert_eq!(acts.may_be_of(&north(), "b", &thing("1", None), doubt), doubtful, "{sent:?}");
        assert!(!acts.is_doubtful(&north(), "a", &thing("1", None), doubt), "its own: {sent:?}");
        assert!(acts.may_be_of(&north(), "b", &thing("2", None), doubt), "nobody's: {sent:?}");
    }
    // What was only found was there then.
    assert_eq!(found(&acts, "a", &[thing("3", None)], 1), ["3"]);
    let doubt = Doubt { precision: Duration::from_secs(2), sent: Some(at(91)) };
    assert!(!acts.is_doubtful(&north(), "b", &thing("3", None), doubt));
}

#[test]
fn claim_recognised_takes_what_is_nobodys_or_doubtful() {
    let acts = unanswered(&["a", "b"]);
    assert!(acts.claim_answered(&north(), "a", &["1".to_owned(), "2".to_owned()], None, at(0)).is_empty());
    let things = [thing("1", None), thing("2", Some(-5)), thing("3", None), thing("4", None)];
    let recognised = |sent: i64, things: &[Candidate]| {
        let doubt = Doubt { precision: Duration::from_secs(2), sent: Some(at(sent)) };
        acts.claim_recognised(&north(), "b", things, doubt, at(100))
    };
    assert_eq!(recognised(-1, &things[..3]), ["3"], "the others are another's");
    assert_eq!(recognised(60, &things), ["1", "3", "4"]);
    for (id, owner) in [("1", "b"), ("2", "a"), ("3", "b"), ("4", "b")] {
        assert_eq!(acts.owner(&north(), &thing(id, None)).as_deref(), Some(owner), "{id}");
    }
}
