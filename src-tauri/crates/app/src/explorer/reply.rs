//! What an applied plan answered, kept for the session.

use serde::Serialize;
use serde_json::Value;
use yundeck_catalogue::path::Path;
use yundeck_catalogue::{Operation, schema};
use yundeck_domain::Secret;

use crate::app::App;

/// What masks a secret in what is shown.
const MASK: &str = "******";

/// The role of a reply's private key in the catalogue.
const PRIVATE_KEY: &str = "private_key";

/// A reply, and the secrets that were taken out of it.
pub(crate) struct KeptReply {
    result: Value,
    secrets: Vec<(String, Secret)>,
}

/// A secret that a cloud made and shows only once.
#[derive(Clone, Serialize, specta::Type)]
pub struct ReplySecret {
    /// Where it stood in the result.
    pub path: String,
    /// The secret itself.
    pub value: String,
}

impl App {
    /// The result of an applied plan of this session, its secrets masked; `None` while there is none.
    pub fn activity_reply(&self, id: &str) -> Option<Value> {
        self.replies_mut().get(id).map(|reply| reply.result.clone())
    }

    /// The secrets that the cloud made for an applied plan (a private key, which it does not keep), to be handed to the
    /// person once: they are gone from here afterwards.
    pub fn take_reply_secrets(&self, id: &str) -> Vec<ReplySecret> {
        let mut replies = self.replies_mut();
        let secrets = replies.get_mut(id).map(|reply| std::mem::take(&mut reply.secrets)).unwrap_or_default();
        secrets.into_iter().map(|(path, secret)| ReplySecret { path, value: secret.expose().to_owned() }).collect()
    }

    pub(crate) fn keep_reply(&self, id: &str, operation: &Operation, params: &Value, result: &Value) {
        let made: Vec<(String, Secret)> = operation
            .output
            .get(PRIVATE_KEY)
            .into_iter()
            .flat_map(|path: &Path| path.texts(result).into_iter().map(|text| (path.as_str().to_owned(), text)))
            .map(|(path, text)| (path, Secret::new(text)))
            .collect();
        let mut hidden = schema::secrets(&operation.input, params);
        hidden.extend(made.iter().map(|(_, secret)| secret.expose().to_owned()));
        let reply = KeptReply { result: without(result, &hidden), secrets: made };
        self.replies_mut().insert(id.to_owned(), reply);
    }
}

/// The value without any of the texts, wherever they stand.
fn without(value: &Value, hidden: &[String]) -> Value {
    match value {
        Value::String(text) => {
            let shown = hidden.iter().filter(|secret| !secret.is_empty());
            Value::String(shown.fold(text.clone(), |text, secret| text.replace(secret.as_str(), MASK)))
        }
        Value::Array(elements) => elements.iter().map(|element| without(element, hidden)).collect(),
        Value::Object(members) => {
            Value::Object(members.iter().map(|(name, member)| (name.clone(), without(member, hidden))).collect())
        }
        other => other.clone(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn a_secret_is_masked_wherever_a_reply_repeats_it() {
        let reply = json!({ "Set": [{ "Note": "password is p1!" }], "Key": "p1", "Count": 1 });
        assert_eq!(
            without(&reply, &["p1".to_owned()]),
            json!({ "Set": [{ "Note": "password is ******!" }], "Key": "******", "Count": 1 })
        );
    }
}
