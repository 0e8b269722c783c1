//! What a person is asked by the system itself, beyond the window's reach.

use yundeck_catalogue::{Text, shown};

/// A name longer than this is cut: nothing of a cloud's pushes what one decides by out of the dialog.
pub(crate) const NAME_LETTERS: usize = 64;

/// A question that only a person answers. The page can bring it about; it sees neither the question nor the answer's button.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Question {
    /// What it is about, in one line.
    pub title: Text,
    /// What has to be known to answer: on what, in which account and region, at which price.
    pub lines: Vec<Text>,
    /// What answering yes does, as its button says it.
    pub yes: Text,
}

/// Whose a question is about: an account, as the page named it.
pub(crate) fn of_account(cloud: &Text, label: &str) -> Text {
    let label = visible(label);
    Text::new(format!("{} · {label}", cloud.zh), format!("{} · {label}", cloud.en))
}

/// A text of the cloud's or the page's as it can be judged by: on one line, with nothing unseen in it, and not too long.
pub(crate) fn visible(text: &str) -> String {
    let seen = shown::name(text.trim());
    match seen.char_indices().nth(NAME_LETTERS) {
        None => seen,
        Some(_) => seen.chars().take(NAME_LETTERS).chain(['…']).collect(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn of_account_with_a_label_of_several_lines_is_one_line_of_bounded_length() {
        let text = of_account(
            &Text::same("Cloud"),
            &format!("ours\nThis is the cloud's own address\u{202e}{}", "x".repeat(999)),
        );
        assert!(!text.en.contains(['\n', '\u{202e}']) && text.en.chars().count() < 80, "{}", text.en);
    }
}
