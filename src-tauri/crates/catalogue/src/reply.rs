//! What of a reply is secret: user data, metadata, passwords, wherever a cloud repeats them.

use serde_json::Value;

use crate::cloud::CloudSpec;

/// Stands for a secret.
pub const MASK: &str = "******";

impl CloudSpec {
    /// Whether a member of this name is secret with all that is in it. Clouds write the same name in small and in large letters.
    pub fn is_secret_member(&self, name: &str) -> bool {
        self.secrets.iter().any(|secret| secret.eq_ignore_ascii_case(name))
    }

    /// Masks every secret in a result, wherever it stands. What is empty, and whether there is one, is no secret.
    pub fn mask_result(&self, result: &mut Value) {
        match result {
            Value::Object(members) => {
                for (name, member) in members {
                    if self.is_secret_member(name) { mask_all(member) } else { self.mask_result(member) }
                }
            }
            Value::Array(elements) => elements.iter_mut().for_each(|element| self.mask_result(element)),
            // A structure that travels as text.
            Value::String(text) if text.starts_with(['{', '[']) => {
                let Ok(mut inner) = serde_json::from_str::<Value>(text) else { return };
                let before = inner.clone();
                self.mask_result(&mut inner);
                if inner != before {
                    *text = inner.to_string();
                }
            }
            _ => {}
        }
    }

    /// The text with every value masked that is named like a secret in it: `"UserData": "..."`. For what is no JSON as a whole,
    /// as the beginning of a reply that broke off.
    pub fn masked_text(&self, text: &str) -> String {
        self.secrets.iter().fold(text.to_owned(), |text, name| without_values(&text, name))
    }
}

/// Masks every text and number in a value.
pub fn mask_all(value: &mut Value) {
    match value {
        Value::Object(members) => members.values_mut().for_each(mask_all),
        Value::Array(elements) => elements.iter_mut().for_each(mask_all),
        Value::String(text) if text.is_empty() => {}
        Value::String(_) | Value::Number(_) => *value = Value::from(MASK),
        Value::Bool(_) | Value::Null => {}
    }
}

/// Masks what stands behind a quoted name and its colon, or between its tags: a quoted text to its end, anything else to the end
/// of all.
fn without_values(text: &str, name: &str) -> String {
    let lower = text.to_ascii_lowercase();
    let name = name.to_ascii_lowercase();
    let (mut shown, mut done) = (String::new(), 0);
    while let Some(found) = lower.get(done..).and_then(|rest| rest.find(&name)) {
        let end = done + found + name.len();
        shown.push_str(&text[done..end]);
        done = end;
        let whole =
            !lower[..end - name.len()].ends_with(|letter: char| letter.is_ascii_alphanumeric() || letter == '/');
        let rest = &text[end..];
        let value = rest.trim_start_matches(['"', '\'', '\\', ' ']);
        let Some(value) = value.strip_prefix([':', '=', '>']).filter(|_| whole) else { continue };
        let value = value.trim_start_matches([' ', '\\']);
        let quote = value.chars().next().filter(|letter| ['"', '\''].contains(letter));
        let start = text.len() - value.len();
        let ends = match quote {
            Some(quote) => value[1..].find(quote).map(|at| start + 1 + at + 1),
            None if value.starts_with(['{', '[']) => None,
            None => value.find(['<', '&', ',', '}', '\n']).map(|at| start + at),
        };
        shown.push_str(&text[end..start]);
        shown.push_str(MASK);
        done = ends.unwrap_or(text.len());
    }
    shown.push_str(text.get(done..).unwrap_or_default());
    shown
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn cloud() -> CloudSpec {
        let toy: CloudSpec = serde_json::from_value(crate::lint::tests::cloud()).unwrap();
        CloudSpec { secrets: vec!["UserData".to_owned(), "Metadata".to_owned()], ..toy }
    }

    #[test]
    fn mask_result_masks_what_is_under_a_secret_name_at_any_depth_and_nothing_else() {
        let mut result = json!({
            "Set": [{ "Id": "i-1", "UserData": "c2VjcmV0", "metadata": [{ "key": "a", "value": 7 }] }, { "UserData": "" }],
            "Data": { "userdata": null, "MetadataOptions": "x" }, "Packed": "{\"UserData\":\"c2VjcmV0\"}", "Note": "[not JSON",
        });
        cloud().mask_result(&mut result);
        assert_eq!(
            result,
            json!({
                "Set": [{ "Id": "i-1", "UserData": MASK, "metadata": [{ "key": MASK, "value": MASK }] }, { "UserData": "" }],
                "Data": { "userdata": null, "MetadataOptions": "x" }, "Packed": "{\"UserData\":\"******\"}", "Note": "[not JSON",
            })
        );
    }

    #[test]
    fn masked_text_masks_values_in_what_is_no_json() {
        let check = |text: &str, expected: &str| assert_eq!(cloud().masked_text(text), expected);
        check(r#"{"Set":[{"UserData": "c2Vj", "Id":"i-1"#, r#"{"Set":[{"UserData": ******, "Id":"i-1"#);
        check(r#"{\"userdata\":\"c2Vj\",\"Id\":1"#, r#"{\"userdata\":\******,\"Id\":1"#);
        check(r#"{"UserData":"c2Vj"#, r#"{"UserData":******"#);
        check(r#"<UserData>c2Vj</UserData> <Id>1</Id>"#, r#"<UserData>******</UserData> <Id>1</Id>"#);
        check(r#""Metadata":[{"a":1}"#, r#""Metadata":******"#);
        check("parameter UserData is too long; MyUserData: 1", "parameter UserData is too long; MyUserData: 1");
        check("ResponseMetadata: {\"RequestId\": \"r\"}", "ResponseMetadata: {\"RequestId\": \"r\"}");
    }
}
