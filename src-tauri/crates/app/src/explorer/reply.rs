//! What an applied plan answered, kept for the session; and the private key that a cloud made with it, until it is saved.

use std::path::Path;

use serde::Serialize;
use serde_json::Value;
use yundeck_catalogue::{Operation, schema};
use yundeck_domain::{Error, ErrorKind, Secret, Text};

use crate::app::App;
use crate::json_text::JsonText;
use crate::saved_file;

/// What masks a secret in what is shown.
const MASK: &str = "******";

/// The role of a reply's private key in the catalogue.
const PRIVATE_KEY: &str = "private_key";

/// A reply, and the private keys that were taken out of it and are not saved yet.
pub(crate) struct KeptReply {
    result: Value,
    keys: Vec<Secret>,
}

/// What became of a private key that a cloud made and does not keep.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, specta::Type)]
#[serde(rename_all = "snake_case")]
pub enum PrivateKey {
    /// It is kept in memory and lost when the application ends.
    Unsaved,
    /// It is in a file of the person's choice, and nowhere else.
    Saved,
}

impl App {
    /// The result of an applied plan of this session, its secrets masked; `None` while there is none.
    pub fn activity_reply(&self, id: &str) -> Option<JsonText> {
        self.replies_mut().get(id).map(|reply| JsonText::from(&reply.result))
    }

    /// The file name to propose for the private key of an act.
    ///
    /// # Errors
    /// `NotFound` when there is none to save.
    pub fn private_key_name(&self, id: &str) -> Result<String, Error> {
        let waits = self.replies_mut().get(id).is_some_and(|reply| !reply.keys.is_empty());
        let activity = self.activities_mut().get(id).filter(|_| waits).cloned();
        activity.map(|activity| saved_file::name_of(&activity.subject, "pem")).ok_or_else(no_key)
    }

    /// Writes the private key that a cloud made for an act into a file that only this user of the computer may read. It is
    /// forgotten here once it is written, and not before.
    ///
    /// # Errors
    /// `NotFound` when there is none to save; when the file cannot be written.
    pub fn save_private_key(&self, id: &str, path: &Path) -> Result<(), Error> {
        let keys = self.replies_mut().get(id).map(|reply| reply.keys.clone()).unwrap_or_default();
        if keys.is_empty() {
            return Err(no_key());
        }
        let texts: Vec<&str> = keys.iter().map(|key| key.expose().trim_end()).collect();
        let text = Secret::new(texts.join("\n") + "\n");
        saved_file::write(path, text.expose())?;
        if let Some(reply) = self.replies_mut().get_mut(id) {
            reply.keys.clear();
        }
        self.change_activity(id, |activity| activity.private_key = Some(PrivateKey::Saved));
        Ok(())
    }

    /// Keeps what a cloud answered to an act.
    pub(crate) fn keep_reply(&self, id: &str, operation: &Operation, params: &Value, result: &Value) {
        let made = operation.output.get(PRIVATE_KEY).map(|path| path.texts(result)).unwrap_or_default();
        let keys: Vec<Secret> = made.into_iter().filter(|text| !text.is_empty()).map(Secret::new).collect();
        let mut hidden = schema::secrets(&operation.input, params);
        hidden.extend(keys.iter().map(|key| key.expose().to_owned()));
        let reply = KeptReply { result: without(result, &hidden), keys };
        let unsaved = !reply.keys.is_empty();
        self.replies_mut().insert(id.to_owned(), reply);
        if unsaved && let Some(activity) = self.activities_mut().get_mut(id) {
            // Announced with what the answer says besides.
            activity.private_key = Some(PrivateKey::Unsaved);
        }
    }
}

fn no_key() -> Error {
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
