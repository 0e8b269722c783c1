//! What a collection was a while ago: lists of a cloud can lag behind what has been done.

use std::collections::VecDeque;

use chrono::{DateTime, Utc};
use indexmap::IndexMap;

/// How a collection came to be what it is, as far back as is kept.
#[derive(Debug, Clone)]
pub(super) struct Past<T> {
    /// What time it is for the changes that are noted now.
    now: DateTime<Utc>,
    changes: VecDeque<Change<T>>,
}

/// What one thing was before it was changed.
#[derive(Debug, Clone)]
struct Change<T> {
    at: DateTime<Utc>,
    id: String,
    /// Where it stood, and what it was; `None` when it was not there.
    before: Option<(usize, T)>,
}

impl<T: Clone> Past<T> {
    /// Nothing has changed yet.
    pub(super) fn new(now: DateTime<Utc>) -> Self {
        Self { now, changes: VecDeque::new() }
    }

    /// It is later now; what was changed before `kept_from` need not be known any more.
    pub(super) fn turn_to(&mut self, now: DateTime<Utc>, kept_from: DateTime<Utc>) {
        self.now = now;
        while self.changes.front().is_some_and(|change| change.at < kept_from) {
            self.changes.pop_front();
        }
    }

    /// Notes what a thing is before it is changed, put in or taken out.
    pub(super) fn note(&mut self, id: &str, before: Option<(usize, &T)>) {
        let again = |change: &Change<T>| change.id == id && change.at == self.now;
        if before.is_some() && self.changes.back().is_some_and(again) {
            return;
        }
        let before = before.map(|(at, thing)| (at, thing.clone()));
        self.changes.push_back(Change { at: self.now, id: id.to_owned(), before });
    }

    /// Makes of the things of now those of then.
    pub(super) fn undo(&self, things: &mut IndexMap<String, T>, then: DateTime<Utc>) {
        for change in self.changes.iter().rev().take_while(|change| change.at > then) {
            match &change.before {
                None => {
                    things.shift_remove(&change.id);
                }
                Some((_, thing)) if things.contains_key(&change.id) => {
                    things.insert(change.id.clone(), thing.clone());
                }
                Some((at, thing)) => {
                    things.shift_insert((*at).min(things.len()), change.id.clone(), thing.clone());
                }
            }
        }
    }

    /// How many changes there have been, of those that are kept.
    pub(super) fn len(&self) -> usize {
        self.changes.len()
    }

    /// The ids that were put in with the changes after the first so many.
    pub(super) fn put_in_since(&self, changes: usize) -> Vec<String> {
        let new = self.changes.iter().skip(changes).filter(|change| change.before.is_none());
        new.map(|change| change.id.clone()).collect()
    }
}
