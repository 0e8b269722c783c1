//! How much memory a reply takes once it is understood. A few bytes can say a lot: `0,` is two, and sixty times as many as a value in
//! a list.

use std::sync::{Mutex, MutexGuard, PoisonError};

/// A reply that would take more is not understood. The largest list of real clouds that comes in one piece, what a region offers to
/// be bought, takes half of it.
const MOST: usize = 48 << 20;

/// A reply that takes more is understood by itself, so that those of several calls do not add up.
const HEAVY: usize = 2 << 20;

/// What a value, an object and a list cost beside their own letters: as `serde_json` keeps them, in lists that grow by doubling.
const VALUE: usize = 120;
const OBJECT: usize = 500;
const LIST: usize = 280;

/// Lets one heavy reply be understood at a time.
#[derive(Default)]
pub(crate) struct Turns(Mutex<()>);

impl Turns {
    /// The turn of a reply, where it takes one.
    ///
    /// # Errors
    /// How many bytes it would take, where that is too much.
    pub fn of(&self, body: &[u8]) -> Result<Option<MutexGuard<'_, ()>>, usize> {
        match weight(body) {
            weight if weight > MOST => Err(weight),
            weight if weight > HEAVY => Ok(Some(self.0.lock().unwrap_or_else(PoisonError::into_inner))),
            _ => Ok(None),
        }
    }
}

/// About as many bytes as the value of a JSON text takes.
fn weight(body: &[u8]) -> usize {
    let (mut weight, mut in_text, mut escaped) = (body.len(), false, false);
    for byte in body {
        match byte {
            _ if escaped => escaped = false,
            b'\\' if in_text => escaped = true,
            b'"' => in_text = !in_text,
            _ if in_text => {}
            b',' => weight += VALUE,
            // An element of what some clouds answer in XML becomes an object, too.
            b'{' | b'<' => weight += OBJECT,
            b'[' => weight += LIST,
            _ => {}
        }
    }
    weight
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn of_a_reply_that_says_more_than_it_is_long_is_an_error_and_one_of_a_long_list_is_not() {
        let turns = Turns::default();
        for (one, times) in [("0,", 500_000), ("{},", 100_000), ("<a/>", 100_000), ("[],", 200_000)] {
            assert!(turns.of(one.repeat(times).as_bytes()).is_err(), "{one}");
        }
        let item = format!(r#"{{"Zone":"z","Externals":{{"a":1}},"Status":"SELL"{}}}"#, r#","Price":0.5"#.repeat(37));
        let list = format!("[{}]", vec![item; 4_000].join(","));
        assert!(list.len() > 1 << 20 && turns.of(list.as_bytes()).unwrap().is_some(), "{}", weight(list.as_bytes()));
        assert!(turns.of(&list.as_bytes()[..list.len() / 40]).unwrap().is_none(), "a page of it");
    }

    #[test]
    fn weight_of_what_stands_in_texts_is_their_length() {
        for text in [r#""[[[[,,,,{{{{""#, r#""a\\\",[[[""#] {
            assert_eq!(weight(text.as_bytes()), text.len(), "{text}");
        }
        assert!(weight(br#"["\\",0]"#) > LIST + VALUE);
    }
}
