//! A collection of things with ids, in the order they were made.

use chrono::{DateTime, Utc};
use indexmap::IndexMap;

use super::past::Past;

/// A thing in a world: it has an id and stands in a region.
pub trait Thing: Clone {
    /// Its id.
    fn id(&self) -> &str;
    /// Its region; empty when it belongs to none.
    fn region(&self) -> &str;
}

/// Things by id, in the order they were made.
#[derive(Debug, Clone)]
pub struct Shelf<T> {
    things: IndexMap<String, T>,
    /// What they were before, where that is kept.
    past: Option<Past<T>>,
}

impl<T> Default for Shelf<T> {
    fn default() -> Self {
        Self { things: IndexMap::new(), past: None }
    }
}

impl<T: Thing> Shelf<T> {
    /// Puts a thing in and says its id. A thing of the same id is replaced.
    pub fn put(&mut self, thing: T) -> String {
        let id = thing.id().to_owned();
        self.note(&id);
        self.things.insert(id.clone(), thing);
        id
    }

    /// The thing of that id, wherever it is.
    pub fn get(&self, id: &str) -> Option<&T> {
        self.things.get(id)
    }

    /// The same, to be changed.
    pub fn get_mut(&mut self, id: &str) -> Option<&mut T> {
        if self.things.contains_key(id) {
            self.note(id);
        }
        self.things.get_mut(id)
    }

    /// The thing of that id in that region.
    pub fn find(&self, region: &str, id: &str) -> Option<&T> {
        self.get(id).filter(|thing| thing.region().is_empty() || thing.region() == region)
    }

    /// The same, to be changed.
    pub fn find_mut(&mut self, region: &str, id: &str) -> Option<&mut T> {
        self.get_mut(id).filter(|thing| thing.region().is_empty() || thing.region() == region)
    }

    /// Takes a thing out.
    pub fn take(&mut self, id: &str) -> Option<T> {
        if self.things.contains_key(id) {
            self.note(id);
        }
        self.things.shift_remove(id)
    }

    /// Keeps only what the test approves of.
    pub fn retain(&mut self, mut keep: impl FnMut(&T) -> bool) {
        let Self { things, past } = self;
        let mut at = 0;
        things.retain(|id, thing| {
            let kept = keep(thing);
            if kept {
                at += 1;
            } else if let Some(past) = past {
                past.note(id, Some((at, thing)));
            }
            kept
        });
    }

    /// Whether there is a thing of that id.
    pub fn contains(&self, id: &str) -> bool {
        self.things.contains_key(id)
    }

    /// All things, the oldest first.
    pub fn iter(&self) -> impl DoubleEndedIterator<Item = &T> {
        self.things.values()
    }

    /// The things that the test approves of, to be changed.
    pub fn matching_mut(&mut self, test: impl Fn(&T) -> bool) -> impl Iterator<Item = &mut T> {
        let Self { things, past } = self;
        things.iter_mut().enumerate().filter_map(move |(at, (id, thing))| {
            if !test(thing) {
                return None;
            }
            if let Some(past) = past {
                past.note(id, Some((at, thing)));
            }
            Some(thing)
        })
    }

    /// The things of a region, and those that belong to none, the oldest first.
    pub fn in_region<'s>(&'s self, region: &'s str) -> impl DoubleEndedIterator<Item = &'s T> {
        self.iter().filter(move |thing| thing.region().is_empty() || thing.region() == region)
    }

    /// From now on it is known what the things were before they changed.
    pub(super) fn keep_past(&mut self, now: DateTime<Utc>) {
        self.past = Some(Past::new(now));
    }

    /// It is later now; the past before `kept_from` is forgotten.
    pub(super) fn turn_to(&mut self, now: DateTime<Utc>, kept_from: DateTime<Utc>) {
        if let Some(past) = &mut self.past {
            past.turn_to(now, kept_from);
        }
    }

    /// The things as they were then, as far as that is kept.
    pub(super) fn as_of(&self, then: DateTime<Utc>) -> Self {
        let mut things = self.things.clone();
        if let Some(past) = &self.past {
            past.undo(&mut things, then);
        }
        Self { things, past: None }
    }

    /// How many changes are known.
    pub(crate) fn changes(&self) -> usize {
        self.past.as_ref().map_or(0, Past::len)
    }

    /// The ids of the things that were put in after so many changes.
    pub(crate) fn put_in_since(&self, changes: usize) -> Vec<String> {
        self.past.as_ref().map(|past| past.put_in_since(changes)).unwrap_or_default()
    }

    fn note(&mut self, id: &str) {
        if let Some(past) = &mut self.past {
            past.note(id, self.things.get_full(id).map(|(at, _, thing)| (at, thing)));
        }
    }

    /// How many there are.
    pub fn len(&self) -> usize {
        self.things.len()
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.things.is_empty()
    }
}

/// One page of a list, and how many items match in all.
pub fn page<T>(items: impl IntoIterator<Item = T>, offset: usize, limit: usize) -> (Vec<T>, usize) {
    let mut total = 0;
    let mut shown = Vec::new();
    for (at, item) in items.into_iter().enumerate() {
        total = at + 1;
        if at >= offset && shown.len() < limit {
            shown.push(item);
        }
    }
    (shown, total)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_page_says_how_many_match_in_all() {
        assert_eq!(page(0..7, 2, 3), (vec![2, 3, 4], 7));
        assert_eq!(page(0..7, 6, 3), (vec![6], 7));
        assert_eq!(page(0..7, 9, 3), (vec![], 7));
        assert_eq!(page(0..0, 0, 3), (vec![], 0));
    }
}
