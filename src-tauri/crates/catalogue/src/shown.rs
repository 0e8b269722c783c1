//! How the texts of a cloud are shown: cut to a length, and with nothing in them that cannot be seen or that turns the order of
//! letters around. A name that somebody else chose must not look like another one.

use std::borrow::Cow;

use serde::Serializer;

/// Characters of a name.
const NAME_CHARS: usize = 256;

/// Characters of a code or a request id. Whatever is longer is none that anybody wrote for a reader: it would fill the journal, the
/// history and the window.
const ID_CHARS: usize = 128;

/// Bytes of a message.
const MESSAGE_BYTES: usize = 4096;

/// Stands where something was cut off.
const CUT: char = '…';

/// The text with every letter by its number that is not to be seen as such. Line ends and tabs stay: a message has some.
pub fn visible(text: &str) -> Cow<'_, str> {
    let hidden = |letter: char| is_unseen(letter) && !['\n', '\r', '\t'].contains(&letter);
    if !text.chars().any(hidden) {
        return Cow::Borrowed(text);
    }
    let shown = text.chars().map(|letter| match hidden(letter) {
        true => format!("⟨U+{:04X}⟩", u32::from(letter)),
        false => letter.to_string(),
    });
    Cow::Owned(shown.collect())
}

/// A name on one line, of at most 256 characters.
pub fn name(text: &str) -> String {
    let line = head(text, NAME_CHARS).replace(['\n', '\r', '\t'], " ");
    let seen = visible(&line);
    match seen.char_indices().nth(NAME_CHARS) {
        None => seen.into_owned(),
        Some(_) => seen.chars().take(NAME_CHARS - 1).chain([CUT]).collect(),
    }
}

/// A code or request id of at most 128 characters.
pub fn id(text: impl AsRef<str>) -> String {
    let text = visible(head(text.as_ref(), ID_CHARS));
    match text.char_indices().nth(ID_CHARS) {
        None => text.into_owned(),
        Some(_) => text.chars().take(ID_CHARS - 1).chain([CUT]).collect(),
    }
}

/// A message of at most 4 KiB.
pub fn message(text: impl AsRef<str>) -> String {
    let text = visible(head(text.as_ref(), MESSAGE_BYTES));
    if text.len() <= MESSAGE_BYTES {
        return text.into_owned();
    }
    let end = (0..=MESSAGE_BYTES - CUT.len_utf8()).rev().find(|end| text.is_char_boundary(*end)).unwrap_or(0);
    text.get(..end).unwrap_or_default().chars().chain([CUT]).collect()
}

/// So much of a text that it is seen whether there is more than so many characters: what is shown is never shorter than what is said,
/// and of megabytes nothing else is looked at.
fn head(text: &str, chars: usize) -> &str {
    let end = text.char_indices().nth(chars + 1).map_or(text.len(), |(at, _)| at);
    text.get(..end).unwrap_or(text)
}

/// Whether a name can be mistaken for another: blank at its ends, or with letters that nobody sees.
pub fn is_deceptive(name: &str) -> bool {
    name.trim() != name
        || name.chars().any(is_unseen)
        || name.chars().any(|letter| letter.is_whitespace() && letter != ' ')
}

/// Writes a name as it is shown, for `serialize_with`.
///
/// # Errors
/// Those of the serializer.
pub fn as_name<S: Serializer>(text: &str, serializer: S) -> Result<S::Ok, S::Error> {
    serializer.serialize_str(&name(text))
}

/// Whether a letter is not seen, or changes the direction of the others: controls, formats and fillers of Unicode.
pub fn is_unseen(letter: char) -> bool {
    letter.is_control()
        || matches!(u32::from(letter),
            // Soft hyphen, joiners of graphemes, the Arabic letter mark, fillers of Hangul, Khmer and Mongolian.
            0xAD | 0x34F | 0x61C | 0x115F..=0x1160 | 0x17B4..=0x17B5 | 0x180B..=0x180F | 0x3164 | 0xFFA0
            // Spaces of no width, joiners, marks, embeddings, overrides and isolates of a direction, line and paragraph ends.
            | 0x200B..=0x200F | 0x2028..=0x202E | 0x2060..=0x206F
            // Variation selectors, the byte order mark, annotations, tags.
            | 0xFE00..=0xFE0E | 0xFEFF | 0xFFF0..=0xFFFB | 0x1D173..=0x1D17A | 0xE0000..=0xE0FFF)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn visible_shows_what_cannot_be_seen_by_its_number_and_leaves_the_rest() {
        for plain in ["web-1", "网站 一", "café", "a\nb", "עברית", "🚀", "❤\u{fe0f}"] {
            assert!(matches!(visible(plain), Cow::Borrowed(same) if same == plain), "{plain:?}");
        }
        assert_eq!(visible("ab\u{202e}cd"), "ab⟨U+202E⟩cd");
        assert_eq!(visible("a\u{200b}\u{1b}[31mb\u{e0041}"), "a⟨U+200B⟩⟨U+001B⟩[31mb⟨U+E0041⟩");
    }

    #[test]
    fn name_is_one_line_of_at_most_256_characters() {
        assert_eq!(name("a\nb\tc"), "a b c");
        assert_eq!(name(&"名".repeat(256)), "名".repeat(256));
        let long = name(&"名".repeat(1 << 20));
        assert_eq!((long.chars().count(), long.ends_with(CUT)), (256, true));
        assert!(name(&"\u{202e}".repeat(1000)).chars().count() <= 256);
    }

    #[test]
    fn id_and_message_that_fit_are_kept_and_longer_ones_are_cut_between_letters() {
        assert_eq!(id("InvalidParameter"), "InvalidParameter");
        assert_eq!(id("a".repeat(ID_CHARS)), "a".repeat(ID_CHARS));
        let long = id("码".repeat(1 << 20));
        assert_eq!((long.chars().count(), long.ends_with(CUT)), (ID_CHARS, true));
        assert_eq!(id("r\u{202e}1"), "r⟨U+202E⟩1");
        assert_eq!(message("好".repeat(1365)), "好".repeat(1365));
        assert_eq!(message("no\u{1b}[2Jsuch\nthing"), "no⟨U+001B⟩[2Jsuch\nthing");
        let long = message("好".repeat(1 << 20));
        assert!(
            long.len() <= MESSAGE_BYTES && long.len() > MESSAGE_BYTES - 6 && long.ends_with("好…"),
            "{}",
            long.len()
        );
    }

    #[test]
    fn is_deceptive_of_blank_ends_and_of_what_is_not_seen_only() {
        for plain in ["web", "a b", "网站", ""] {
            assert!(!is_deceptive(plain), "{plain:?}");
        }
        for odd in ["web ", " web", "web\u{a0}", "we\u{a0}b", "we\u{200d}b", "\u{202e}bew", "we\tb", "web\u{3000}"] {
            assert!(is_deceptive(odd), "{odd:?}");
        }
    }
}
