//! What a person is asked by the system itself, beyond the window's reach.

use yundeck_catalogue::Text;

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
