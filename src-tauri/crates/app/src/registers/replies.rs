//! What an applied plan answered, kept for the session; and the private key that a cloud made with it, until it is saved.

use std::collections::HashMap;
use std::path::Path;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use serde::Serialize;
use serde_json::Value;
use yundeck_catalogue::operation::ACCESS;
use yundeck_catalogue::reply::MASK;
use yundeck_catalogue::{Operation, schema};
use yundeck_domain::{Error, ErrorKind, Secret, Text};

use crate::ground::json_text::JsonText;
use crate::ground::saved_file;

/// The role of a reply's private key in the catalogue.
const PRIVATE_KEY: &str = "private_key";

/// A secret of a call that is masked where a reply repeats it has so many characters.
const SHORTEST: usize = 4;

/// A reply, and the private keys that were taken out of it and are not saved yet.
pub(crate) struct KeptReply {
    /// As it is shown.
    masked: Value,
    /// As it is shown to who asks for it: with what lets one into a machine. `None` where that is the same.
    open: Option<Value>,
    keys: Vec<Secret>,
}

/// A reply as text, for the window.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, specta::Type)]
pub struct ActReply {
    /// The result.
    pub text: JsonText,
    /// Whether something in it is masked that is shown to who asks for it.
    pub masked: bool,
}

/// What applied plans of this session answered. All clones are the same one.
#[derive(Clone, Default)]
pub struct Replies {
    replies: Arc<Mutex<HashMap<String, KeptReply>>>,
}

impl Replies {
    /// The result of an applied plan of this session, its secrets masked; `None` while there is none. What lets one into a
    /// machine is in it only if the person asks for that (`open`).
    pub fn result(&self, id: &str, open: bool) -> Option<ActReply> {
        self.lock().get(id).map(|reply| {
            let shown = reply.open.as_ref().filter(|_| open);
            ActReply {
                text: JsonText::from(shown.unwrap_or(&reply.masked)),
                masked: reply.open.is_some() && shown.is_none(),
            }
        })
    }

    /// Whether a private key waits to be saved.
    pub(crate) fn has_key(&self, id: &str) -> bool {
        self.lock().get(id).is_some_and(|reply| !reply.keys.is_empty())
    }

    /// Writes the private keys of an act into a file that only this user of the computer may read. They are forgotten here
    /// once they are written, and not before.
    ///
    /// # Errors
    /// `NotFound` when there is none to save; when the file cannot be written.
    pub(crate) fn save_keys(&self, id: &str, path: &Path) -> Result<(), Error> {
        let keys = self.lock().get(id).map(|reply| reply.keys.clone()).unwrap_or_default();
        if keys.is_empty() {
            return Err(no_key());
        }
        let texts: Vec<&str> = keys.iter().map(|key| key.expose().trim_end()).collect();
        let text = Secret::new(texts.join("\n") + "\n");
        saved_file::write(path, text.expose())?;
        if let Some(reply) = self.lock().get_mut(id) {
            reply.keys.clear();
        }
        Ok(())
    }

    /// Keeps what a cloud answered to an act. Whether a private key waits to be saved then.
    pub(crate) fn keep(&self, id: &str, operation: &Operation, params: &Value, result: &Value) -> bool {
        let made = operation.output.get(PRIVATE_KEY).map(|path| path.texts(result)).unwrap_or_default();
        let keys: Vec<Secret> = made.into_iter().filter(|text| !text.is_empty()).map(Secret::new).collect();
        let mut hidden = schema::secrets(&operation.input, params);
        // A shorter one is part of many words.
        hidden.retain(|secret| secret.chars().count() >= SHORTEST);
        hidden.extend(keys.iter().map(|key| key.expose().to_owned()));
        let access = operation.output.get(ACCESS).map(|path| path.texts(result)).unwrap_or_default();
        let access: Vec<String> = access.into_iter().filter(|text| !text.is_empty()).collect();
        let shown = without(result, &hidden);
        let reply = match access.is_empty() {
            true => KeptReply { masked: shown, open: None, keys },
            false => KeptReply { masked: without(&shown, &access), open: Some(shown), keys },
        };
        let unsaved = !reply.keys.is_empty();
        self.lock().insert(id.to_owned(), reply);
        unsaved
    }

    fn lock(&self) -> MutexGuard<'_, HashMap<String, KeptReply>> {
        self.replies.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Whether an operation makes a private key that is told once.
pub(crate) fn makes_key(operation: &Operation) -> bool {
    operation.output.contains_key(PRIVATE_KEY)
}

/// That no private key waits to be saved.
pub(crate) fn no_key() -> Error {
    Error::not_sent(ErrorKind::NotFound, "no private key waits to be saved").with_words(Text::new(
        "没有等待保存的私钥：它已经保存过，或者程序重新启动过。",
        "No private key waits to be saved: it was saved already, or the application was started anew.",
    ))
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
