//! A collection of things with ids, in the order they were made.

use indexmap::IndexMap;

/// A thing in a world: it has an id and stands in a region.
pub trait Thing {
    /// Its id.
    fn id(&self) -> &str;
    /// Its region; empty when it belongs to none.
    fn region(&self) -> &str;
}

/// Things by id, in the order they were made.
#[derive(Debug, Clone)]
pub struct Shelf<T>(IndexMap<String, T>);

impl<T> Default for Shelf<T> {
    fn default() -> Self {
        Self(IndexMap::new())
    }
}

impl<T: Thing> Shelf<T> {
    /// Puts a thing in and says its id. A thing of the same id is replaced.
    pub fn put(&mut self, thing: T) -> String {
        let id = thing.id().to_owned();
        self.0.insert(id.clone(), thing);
        id
    }

    /// The thing of that id, wherever it is.
    pub fn get(&self, id: &str) -> Option<&T> {
        self.0.get(id)
    }

    /// The same, to be changed.
    pub fn get_mut(&mut self, id: &str) -> Option<&mut T> {
        self.0.get_mut(id)
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
        self.0.shift_remove(id)
    }

    /// Keeps only what the test approves of.
    pub fn retain(&mut self, mut keep: impl FnMut(&T) -> bool) {
        self.0.retain(|_, thing| keep(thing));
    }

    /// Whether there is a thing of that id.
    pub fn contains(&self, id: &str) -> bool {
        self.0.contains_key(id)
    }

    /// All things, the oldest first.
    pub fn iter(&self) -> impl DoubleEndedIterator<Item = &T> {
        self.0.values()
    }

    /// The same, to be changed.
    pub fn iter_mut(&mut self) -> impl DoubleEndedIterator<Item = &mut T> {
        self.0.values_mut()
    }

    /// The things of a region, and those that belong to none, the oldest first.
    pub fn in_region<'s>(&'s self, region: &'s str) -> impl DoubleEndedIterator<Item = &'s T> {
        self.iter().filter(move |thing| thing.region().is_empty() || thing.region() == region)
    }

    /// How many there are.
    pub fn len(&self) -> usize {
        self.0.len()
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
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
