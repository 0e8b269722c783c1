//! What a line says, to whom, and what it lets through.

use serde_json::json;

use super::*;
use crate::records::activity::{ActivityResource, Standing};
use crate::records::journal::{JournalAnswer, JournalOutcome, JournalReached};

fn at(minute: u32) -> DateTime<Utc> {
    format!("2026-03-01T10:{minute:02}:00Z").parse().unwrap()
}

fn journal() -> Journal {
    Journal::new(Store::in_memory().unwrap())
}

/// A line that is on its way since that minute.
fn line(id: &str, minute: u32) -> JournalLine {
    serde_json::from_value(json!({
        "entry": {
            "id": id, "account": "acc", "accountLabel": "Test", "cloud": "toy", "sandbox": false, "region": "north",
            "operation": "Buy", "title": { "zh": "购买", "en": "Buy" }, "effect": "purchase", "subject": "web", "quote": null,
            "at": at(minute).to_rfc3339(), "answer": "sent", "reached": "open", "outcome": "sent", "ordered": 1,
            "resources": [], "requestId": null, "error": null, "settledAt": null, "origin": "here",
            "request": { "method": "POST", "url": "", "headers": [], "body": "", "canonicalRequest": null,
                "stringToSign": "", "exact": false },
        },
        "goal": { "kind": "instances_created", "before": [], "count": 1 },
        "params": {}, "digest": "digest", "place": null, "token": "tok",
    }))
    .unwrap()
}

fn sent(line: &JournalLine) -> SentLine {
    SentLine {
        plan_id: line.entry.act.id.clone(),
        digest: line.digest.clone(),
        scope: line.entry.act.scope(),
        operation: line.entry.act.operation.clone(),
        token: line.token.clone(),
    }
}

fn record(journal: &Journal, line: &JournalLine) -> Result<(), Error> {
    LineToWrite { journal, line, confirmed_at: at(0), now: at(1) }.record(&sent(line))
}

fn told(line: &JournalLine) -> (JournalAnswer, JournalReached, JournalOutcome) {
    (line.entry.answer, line.entry.reached, line.entry.outcome)
}

#[test]
fn record_and_record_again_refuse_what_is_not_the_line() {
    let (journal, line) = (journal(), line("plan-1", 1));
    let to_write = LineToWrite { journal: &journal, line: &line, confirmed_at: at(0), now: at(1) };
    let right = sent(&line);
    let elsewhere =
        |account: &str, region: &str| yundeck_domain::Scope { account: account.into(), region: region.into() };
    for wrong in [
        SentLine { plan_id: "plan-2".into(), ..right.clone() },
        SentLine { digest: "other".into(), ..right.clone() },
        SentLine { token: Some("other".into()), ..right.clone() },
        SentLine { token: None, ..right.clone() },
        SentLine { operation: "Sell".into(), ..right.clone() },
        SentLine { scope: elsewhere("acc", "south"), ..right.clone() },
        SentLine { scope: elsewhere("acc-2", "north"), ..right.clone() },
    ] {
        for refused in [to_write.record(&wrong), to_write.record_again(&wrong).map(drop)] {
            assert_eq!(refused.unwrap_err().kind, ErrorKind::Bug, "{wrong:?}");
        }
    }
    assert_eq!(journal.page(&JournalFilter::default(), 0, 9).unwrap().total, 0, "nothing was written");
    assert!(journal.steps("plan-1").unwrap().is_empty());
    to_write.record(&right).unwrap();
}

#[test]
fn record_of_a_plan_that_has_a_line_is_refused_and_changes_nothing() {
    let (journal, mut line) = (journal(), line("plan-1", 1));
    record(&journal, &line).unwrap();
    let steps = journal.steps("plan-1").unwrap();
    let named: Vec<(Step, &str)> = steps.iter().map(|step| (step.step, step.at.as_str())).collect();
    let (confirmed, recorded) = (at(0).to_rfc3339(), at(1).to_rfc3339());
    assert_eq!(named, [(Step::Confirmed, confirmed.as_str()), (Step::Recorded, recorded.as_str())]);
    line.entry.act.subject = "other".into();
    let error = record(&journal, &line).unwrap_err();
    assert_eq!(error.kind, ErrorKind::PlanExpired);
    assert_eq!(journal.steps("plan-1").unwrap(), steps);
    assert_eq!(journal.line("plan-1").unwrap().entry.act.subject, "web");
}

#[test]
fn record_again_tells_when_the_token_went_out_first_and_notes_it() {
    let (journal, mut line) = (journal(), line("plan-1", 1));
    record(&journal, &line).unwrap();
    let again = |line: &JournalLine| {
        LineToWrite { journal: &journal, line, confirmed_at: at(0), now: at(9) }.record_again(&sent(line))
    };
    assert_eq!(again(&line).unwrap(), at(1));
    let last = journal.steps("plan-1").unwrap().pop().unwrap();
    assert_eq!((last.step, last.at), (Step::AskedAgain, at(9).to_rfc3339()));
    line.entry.at = "some day".into();
    assert_eq!(again(&line).unwrap_err().kind, ErrorKind::Bug, "a token of unknown age");
}

#[test]
fn settle_writes_what_is_known_and_takes_back_nothing_that_was_accepted() {
    let (journal, mut line) = (journal(), line("plan-1", 1));
    record(&journal, &line).unwrap();
    line.entry.resources = vec![ActivityResource { standing: Standing::Done, ..ActivityResource::open("i-1") }];
    line.entry.settled_at = Some(at(2).to_rfc3339());
    line.set(JournalAnswer::Accepted, JournalReached::Open);
    journal.settle(&line, Step::Accepted, at(2), Some("r-1")).unwrap();
    let read = journal.line("plan-1").unwrap();
    assert_eq!(told(&read), (JournalAnswer::Accepted, JournalReached::Open, JournalOutcome::Accepted));
    assert_eq!((&read.entry.resources, &read.entry.settled_at), (&line.entry.resources, &line.entry.settled_at));
    line.set(JournalAnswer::Unknown, JournalReached::Open);
    journal.settle(&line, Step::Unanswered, at(3), None).unwrap();
    assert_eq!(told(&journal.line("plan-1").unwrap()).0, JournalAnswer::Accepted);
    line.set(JournalAnswer::Accepted, JournalReached::Reached);
    journal.settle(&line, Step::Settled, at(4), None).unwrap();
    assert_eq!(told(&journal.line("plan-1").unwrap()).2, JournalOutcome::Done);
    let notes: Vec<_> = journal.steps("plan-1").unwrap().into_iter().map(|step| (step.step, step.note)).collect();
    assert_eq!(notes[2], (Step::Accepted, Some("r-1".to_owned())));
    assert_eq!(notes[3..], [(Step::Settled, None)], "what was not written over an accepted line is no step of it");
}

/// A line of its answer and result, as the journal has it.
fn kept(journal: &Journal, id: &str, minute: u32, answer: JournalAnswer, reached: JournalReached) {
    let mut line = line(id, minute);
    record(journal, &line).unwrap();
    line.set(answer, reached);
    journal.settle(&line, Step::Settled, at(minute), None).unwrap();
}

fn ids(reads: Vec<Read>) -> Vec<String> {
    reads.into_iter().map(|read| read.into_entry().act.id).collect()
}

#[test]
fn open_lines_are_those_that_are_not_told_yet() {
    use JournalAnswer as A;
    use JournalReached as R;
    let journal = journal();
    for (number, (answer, reached)) in [
        (A::Sent, R::Open),
        (A::Unknown, R::Open),
        (A::Unknown, R::Left),
        (A::Accepted, R::Open),
        (A::Found, R::Open),
        (A::Accepted, R::Left),
        (A::Found, R::Reached),
        (A::Refused, R::Left),
        (A::NotApplied, R::Left),
        (A::NotSent, R::Left),
    ]
    .into_iter()
    .enumerate()
    {
        kept(&journal, &format!("plan-{number}"), 10 + u32::try_from(number).unwrap(), answer, reached);
    }
    let mut foreign = line("plan-x", 30);
    foreign.entry.act.id = "plan-x".into();
    let texts = Texts::of(&foreign).unwrap();
    assert_eq!(journal.store.with(|db| import(db, &foreign, &texts)).unwrap(), 1);
    assert_eq!(journal.store.with(|db| import(db, &foreign, &texts)).unwrap(), 0, "taken in twice");

    assert_eq!(ids(journal.open_lines().unwrap()), ["plan-0", "plan-1", "plan-2", "plan-3", "plan-4"]);
    assert_eq!(journal.open_acts_of("acc").unwrap(), 3);
    assert_eq!(journal.open_acts_of("other").unwrap(), 0);
    assert_eq!(ids(journal.since(at(18)).unwrap()), ["plan-8", "plan-9"]);
    assert_eq!(ids(journal.all().unwrap()).len(), 11);
    assert_eq!(journal.line("plan-x").unwrap().entry.origin, JournalOrigin::Imported);
}

#[test]
fn page_has_the_latest_first_and_what_the_filter_lets_through() {
    let journal = journal();
    kept(&journal, "plan-1", 1, JournalAnswer::Refused, JournalReached::Left);
    kept(&journal, "plan-2", 2, JournalAnswer::Unknown, JournalReached::Open);
    kept(&journal, "plan-3", 3, JournalAnswer::Unknown, JournalReached::Open);
    let page = |filter: &JournalFilter, from, to| {
        let page = journal.page(filter, from, to).unwrap();
        (page.total, page.entries.into_iter().map(|entry| entry.act.id).collect::<Vec<_>>())
    };
    let all = JournalFilter::default();
    assert_eq!(page(&all, 0, 2), (3, vec!["plan-3".into(), "plan-2".into()]));
    assert_eq!(page(&all, 2, 9), (3, vec!["plan-1".into()]));
    assert_eq!(page(&all, 2, 1), (3, vec![]));
    for (filter, expected) in [
        (JournalFilter { outcome: Some(JournalOutcome::Unknown), ..all.clone() }, 2),
        (JournalFilter { effect: Some(yundeck_catalogue::Effect::Destroy), ..all.clone() }, 0),
        (JournalFilter { effect: Some(yundeck_catalogue::Effect::Purchase), ..all.clone() }, 3),
        (JournalFilter { account: Some("other".into()), ..all.clone() }, 0),
        (JournalFilter { search: "WEB  north".into(), ..all.clone() }, 3),
        (JournalFilter { search: "web south".into(), ..all.clone() }, 0),
    ] {
        assert_eq!(page(&filter, 0, 9).0, expected, "{filter:?}");
    }
}

#[test]
fn line_of_another_version_is_shown_as_unknown_and_cannot_be_gone_on_with() {
    let journal = journal();
    for (id, column, value) in [
        ("newer", "version", json!(LINE_VERSION + 1)),
        ("answer", "answer", json!("perhaps")),
        ("reached", "reached", json!("nearly")),
        ("goal", "goal", json!(r#"{"kind":"teleported"}"#)),
        ("body", "body", json!("not json")),
    ] {
        record(&journal, &line(id, 1)).unwrap();
        let value = value.as_str().map_or_else(|| value.to_string(), str::to_owned);
        let sql = format!("UPDATE journal SET {column} = ?1 WHERE id = ?2");
        assert_eq!(journal.store.with(|db| db.execute(&sql, [value.as_str(), id])).unwrap(), 1);
        assert_eq!(journal.line(id).unwrap_err().kind, ErrorKind::Bug, "{id}");
    }
    record(&journal, &line("plain", 1)).unwrap();
    assert!(journal.line("plain").is_ok());
    assert_eq!(journal.line("none").unwrap_err().kind, ErrorKind::NotFound);
    for entry in journal.page(&JournalFilter::default(), 0, 9).unwrap().entries {
        let unknown = (entry.answer, entry.reached, entry.outcome)
            == (JournalAnswer::Unknown, JournalReached::Left, JournalOutcome::Unknown);
        assert_eq!(unknown, entry.act.id != "plain", "{}", entry.act.id);
        assert_eq!(entry.error.is_some(), unknown, "{}", entry.act.id);
        assert_eq!((entry.act.operation.as_str(), entry.act.effect), ("Buy", yundeck_catalogue::Effect::Purchase));
        assert_eq!(entry.origin, JournalOrigin::Here);
    }
}

#[test]
fn search_finds_an_act_by_what_it_acted_on() {
    let journal = journal();
    let mut line = line("plan-1", 1);
    line.goal = Some(serde_json::from_value(json!({ "kind": "image_gone", "id": "img-Golden" })).unwrap());
    line.entry.resources = vec![ActivityResource::open("i-7")];
    line.entry.request_id = Some("REQ-9".into());
    record(&journal, &line).unwrap();
    for search in ["img-golden", "I-7", "req-9", "购买", "test", "buy"] {
        let filter = JournalFilter { search: search.into(), ..JournalFilter::default() };
        assert_eq!(journal.page(&filter, 0, 9).unwrap().total, 1, "{search}");
    }
}

#[test]
fn line_whose_body_cannot_be_read_is_shown_by_its_columns() {
    let journal = journal();
    let mut line = line("plan-1", 1);
    line.entry.resources = vec![ActivityResource::open("i-1")];
    line.entry.settled_at = Some(at(2).to_rfc3339());
    record(&journal, &line).unwrap();
    let set = |column: &str, value: &str| {
        journal.store.with(|db| db.execute(&format!("UPDATE journal SET {column} = ?1"), [value])).unwrap();
    };
    let shown = || journal.page(&JournalFilter::default(), 0, 9).unwrap().entries.remove(0);
    set("body", "not json");
    let entry = shown();
    let act = &entry.act;
    assert_eq!((act.id.as_str(), act.account.as_str(), act.account_label.as_str()), ("plan-1", "acc", "acc"));
    assert_eq!((act.region.as_str(), act.operation.as_str(), act.title.en.as_str()), ("north", "Buy", "Buy"));
    assert_eq!((entry.at, entry.settled_at), (at(1).to_rfc3339(), Some(at(2).to_rfc3339())));
    assert_eq!(entry.resources, line.entry.resources);
    assert_eq!(entry.error.map(|error| error.delivery), Some(yundeck_domain::Delivery::MaybeSent));
    // Words that this version does not know: a change that is nobody's to go on with.
    set("effect", "teleport");
    set("origin", "elsewhere");
    set("resources", "not json");
    let entry = shown();
    assert_eq!((entry.act.effect, entry.origin), (yundeck_catalogue::Effect::Mutate, JournalOrigin::Imported));
    assert!(entry.resources.is_empty());
}

#[test]
fn line_is_read_with_its_columns_before_its_body() {
    let journal = journal();
    let mut line = line("plan-1", 1);
    line.entry.resources = vec![ActivityResource::open("i-1")];
    record(&journal, &line).unwrap();
    let columns =
        "resources = '[]', answer = 'unknown', settled_at = 'then', token = 'other', digest = 'new', place = 'null'";
    journal.store.with(|db| db.execute(&format!("UPDATE journal SET {columns}"), [])).unwrap();
    let read = journal.line("plan-1").unwrap();
    assert_eq!(told(&read), (JournalAnswer::Unknown, JournalReached::Open, JournalOutcome::Unknown));
    assert_eq!((read.entry.resources.len(), read.entry.settled_at.as_deref()), (0, Some("then")));
    assert_eq!((read.token.as_deref(), read.digest.as_str()), (Some("other"), "new"));
    journal.store.with(|db| db.execute("UPDATE journal SET resources = 'not json'", [])).unwrap();
    assert_eq!(journal.line("plan-1").unwrap().entry.resources.len(), 1, "what the body says");
}

#[test]
fn dismissed_are_those_since_a_time_with_their_ids() {
    let journal = journal();
    for (id, minute, note) in [("old", 1, Some("i-1")), ("new", 5, Some("i-2 i-3")), ("bare", 6, None)] {
        record(&journal, &line(id, minute)).unwrap();
        journal.note(id, Step::Dismissed, at(minute), note).unwrap();
        journal.note(id, Step::Resembled, at(minute), note).unwrap();
    }
    let said = journal.dismissed(at(5)).unwrap().into_iter().map(|it| (it.act, it.ids, it.at)).collect::<Vec<_>>();
    let ids = |ids: &[&str]| ids.iter().map(|id| (*id).to_owned()).collect::<Vec<_>>();
    assert_eq!(said, [("new".into(), ids(&["i-2", "i-3"]), at(5)), ("bare".into(), vec![], at(6))]);
}
