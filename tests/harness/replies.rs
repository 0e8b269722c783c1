//! A folder of replies, read with the application's own code: what it understood of each, and whether that is right.
//!
//! The folder has an `index.json`, a list with an object a file: `file`, `cloud`, `operation`, `status`, `headers` where
//! they matter, for prices `params` (what was asked), and `expect` where it is known what must be understood.

mod expectation;
mod index;
mod understood;

use std::path::Path;

pub use index::Entry;
pub use understood::understood;

/// The replies of a folder in the order of its index, each with what was understood of it.
pub fn read(folder: &Path) -> Vec<(Entry, serde_json::Value)> {
    let read = |entry: Entry| {
        let understood = match std::fs::read(folder.join(&entry.file)) {
            Ok(body) => understood(&entry, &body),
            Err(why) => serde_json::json!({ "file": entry.file, "problem": why.to_string() }),
        };
        (entry, understood)
    };
    index::entries(folder).into_iter().map(read).collect()
}

/// What is not as the index says it must be, a line each; and how many files have something that must be.
pub fn check(replies: &[(Entry, serde_json::Value)]) -> (Vec<String>, usize) {
    let expected = replies.iter().filter_map(|(entry, found)| Some((entry, entry.expect.as_ref()?, found)));
    let count = expected.clone().count();
    let wrong = expected.flat_map(|(entry, expect, found)| {
        expectation::differences(expect, found).into_iter().map(|difference| format!("{}: {difference}", entry.file))
    });
    (wrong.collect(), count)
}
