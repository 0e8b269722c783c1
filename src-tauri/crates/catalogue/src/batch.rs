//! A call about several things that the cloud answers for each of them.

use serde::Deserialize;
use serde_json::Value;

use crate::operation::Operation;
use crate::path::{Path, text_of};
use crate::shown;

/// Where a reply has a verdict on each thing that the call named.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Batch {
    /// The items in the reply.
    pub items: Path,
    /// Within an item: the id of the thing.
    pub id: Path,
    /// Within an item: whether it was accepted. Only `false` is a refusal: a reply that does not say keeps the call's own
    /// success.
    pub accepted: Path,
    /// Within an item: why not, in the cloud's words.
    pub message: Option<Path>,
}

/// What a cloud said to one thing of a batch.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ItemVerdict {
    /// The thing's id.
    pub id: String,
    /// Whether the cloud does what was asked of this one.
    pub accepted: bool,
    /// Its words, where it gave any.
    pub message: Option<String>,
}

impl Operation {
    /// The verdicts of a reply, in its order; empty where the cloud does not answer item by item. A thing that was asked for
    /// and is not among them was not judged.
    pub fn verdicts(&self, reply: &Value) -> Vec<ItemVerdict> {
        let Some(batch) = &self.batch else { return Vec::new() };
        let text = |path: &Path, item: &Value| path.first(item).and_then(text_of).filter(|text| !text.is_empty());
        items(&batch.items, reply)
            .into_iter()
            .filter_map(|item| {
                let refused = text(&batch.accepted, item).is_some_and(|said| said.eq_ignore_ascii_case("false"));
                let message = batch.message.as_ref().and_then(|path| text(path, item)).map(shown::message);
                Some(ItemVerdict { id: text(&batch.id, item)?, accepted: !refused, message })
            })
            .collect()
    }
}

/// The items; a cloud may leave the list around a single one out.
fn items<'r>(path: &Path, reply: &'r Value) -> Vec<&'r Value> {
    let found = path.find(reply);
    match path.as_str().strip_suffix("[]") {
        Some(single) if found.is_empty() => {
            Path::new(single).find(reply).into_iter().filter(|item| item.is_object()).collect()
        }
        _ => found,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn operation(batch: &Value) -> Operation {
        let words = json!({ "zh": "词", "en": "word" });
        serde_json::from_value(json!({
            "title": words, "effect": "mutate", "http": { "method": "GET", "path": "/" }, "input": {}, "source": "000.txt",
            "example": {}, "batch": batch,
        }))
        .unwrap()
    }

    fn verdict(id: &str, accepted: bool, message: Option<&str>) -> ItemVerdict {
        ItemVerdict { id: id.to_owned(), accepted, message: message.map(str::to_owned) }
    }

    #[test]
    fn verdicts_pair_each_id_with_its_own_verdict_and_message() {
        let start = operation(&json!({ "items": "Set[]", "id": "Id", "accepted": "Return", "message": "Message" }));
        let reply = json!({ "Set": [
            { "Id": "a", "Return": true, "Message": "" },
            { "Id": "b", "Return": false, "Message": "it is being rebuilt" },
            { "Id": "c", "Return": "False" },
            { "Id": "d" },
            { "Return": false },
        ] });
        assert_eq!(
            start.verdicts(&reply),
            [
                verdict("a", true, None),
                verdict("b", false, Some("it is being rebuilt")),
                verdict("c", false, None),
                verdict("d", true, None),
            ]
        );
    }

    #[test]
    fn verdicts_of_a_single_item_without_its_list_and_of_no_batch() {
        let batch = json!({ "items": "Set[]", "id": "Id", "accepted": "Return" });
        let single = json!({ "Set": { "Id": "a", "Return": false, "Message": "no" } });
        assert_eq!(operation(&batch).verdicts(&single), [verdict("a", false, None)]);
        assert_eq!(operation(&batch).verdicts(&json!({ "RequestId": "r" })), []);
        assert_eq!(operation(&Value::Null).verdicts(&single), []);
    }
}
