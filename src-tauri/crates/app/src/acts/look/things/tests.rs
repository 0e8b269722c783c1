//! What is new in a list, and whose it may be.

use std::time::Duration;

use chrono::TimeDelta;
use serde_json::json;

use super::*;
use crate::acts::look::tests::line;
use crate::records::journal::JournalAnswer;
use crate::registers::events::Events;

const SKEW: Duration = Duration::from_secs(15 * 60);

/// Seconds after the order was sent.
fn at(seconds: i64) -> DateTime<Utc> {
    "2026-03-01T10:00:00Z".parse::<DateTime<Utc>>().unwrap() + TimeDelta::seconds(seconds)
}

fn thing(id: &str, made: Option<i64>) -> Candidate {
    Candidate { id: id.into(), made: made.map(at) }
}

struct Case {
    activities: Activities,
    before: Vec<String>,
    partial: bool,
    wanted: usize,
    others: usize,
}

impl Case {
    fn new() -> Self {
        Self {
            activities: Activities::new(Events::default(), SKEW),
            before: vec![],
            partial: false,
            wanted: 1,
            others: 0,
        }
    }

    /// Another act was told this id then.
    fn told(self, id: &str, since: i64) -> Self {
        let scope = order().entry.act.scope();
        assert!(self.activities.claim_answered(&scope, "other", &[id.to_owned()], None, at(since)).is_empty());
        self
    }

    #[track_caller]
    fn check(&self, found: &[Candidate], own: &[&str], unclear: &[&str]) {
        let was = WasThere { ids: &self.before, looked_at: Some(at(0)), partial: self.partial };
        let known = (&self.activities, Patience::default());
        let (new, asked) = new_things(known, &order(), was, found.to_vec(), (self.wanted, self.wanted + self.others));
        let new: Vec<String> = new.into_iter().map(|thing| thing.id).collect();
        assert_eq!((new.as_slice(), asked.as_slice()), (&*texts(own), &*texts(unclear)));
    }
}

fn texts(all: &[&str]) -> Vec<String> {
    all.iter().map(|text| (*text).to_owned()).collect()
}

/// An order of one thing that was sent at 0, without an answer.
fn order() -> JournalLine {
    let goal = json!({ "kind": "image_created", "before": [], "name": "web", "looked_at": "2026-03-01T10:00:00Z" });
    line(goal, JournalAnswer::Unknown, &[])
}

#[test]
fn new_thing_of_the_time_of_the_order_is_its_own() {
    Case::new().check(&[thing("1", Some(1))], &["1"], &[]);
    Case::new().check(&[thing("1", None)], &["1"], &[]);
    Case::new().check(&[], &[], &[]);
    Case { before: texts(&["1"]), ..Case::new() }.check(&[thing("1", Some(1))], &[], &[]);
}

#[test]
fn new_thing_of_another_time_is_asked_for_and_one_of_long_before_is_not() {
    // The cloud's clocks differ by two seconds.
    Case::new().check(&[thing("1", Some(-2))], &["1"], &[]);
    Case::new().check(&[thing("1", Some(-3))], &[], &["1"]);
    Case::new().check(&[thing("1", Some(-901))], &[], &[]);
    Case::new().check(&[thing("1", Some(1200))], &["1"], &[]);
    Case::new().check(&[thing("1", Some(1201))], &[], &["1"]);
}

#[test]
fn new_thing_without_a_time_is_asked_for_where_not_all_was_looked_through_before() {
    let case = || Case { partial: true, ..Case::new() };
    case().check(&[thing("1", None)], &[], &["1"]);
    case().check(&[thing("1", Some(1))], &["1"], &[]);
}

#[test]
fn new_thing_with_an_id_that_another_act_was_told_is_asked_for_or_the_others() {
    // It was not there when the order was sent, and another was told its id before.
    Case::new().told("1", -60).check(&[thing("1", None)], &[], &["1"]);
    Case::new().told("1", -60).check(&[thing("1", Some(1))], &[], &["1"]);
    // Told since: the other's.
    Case::new().told("1", 60).check(&[thing("1", None)], &[], &[]);
    Case::new().told("1", 60).check(&[thing("1", Some(1))], &[], &[]);
    // So long ago that it certainly is another thing.
    Case::new().told("1", -3600).check(&[thing("1", Some(1))], &["1"], &[]);
}

#[test]
fn more_new_things_than_were_ordered_are_asked_for() {
    let two = [thing("2", Some(2)), thing("1", Some(1))];
    Case::new().check(&two, &[], &["1", "2"]);
    Case { others: 1, ..Case::new() }.check(&two, &["1", "2"], &[]);
    Case { before: texts(&["1"]), ..Case::new() }.check(&two, &["2"], &[]);
    Case { wanted: 2, ..Case::new() }.check(&two, &["1", "2"], &[]);
    Case { wanted: 2, ..Case::new() }.check(
        &[two[0].clone(), two[1].clone(), thing("3", Some(3))],
        &[],
        &["1", "2", "3"],
    );
}

#[test]
fn list_is_long_when_it_goes_on_behind_the_last_page_that_is_read() {
    for (complete, read, most, long) in
        [(true, 1, 1, false), (true, 3, 3, false), (false, 3, 3, true), (false, 2, 3, false), (false, 4, 3, true)]
    {
        let searched = Searched::of(vec!["1"], complete, read, most);
        assert_eq!((searched.long, searched.complete, searched.items.len()), (long, complete, 1), "{read} of {most}");
    }
}
