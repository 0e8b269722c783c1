//! What the cloud does not mind in a request: an empty text is none where it could not be meant, the words TRUE and FALSE may be
//! written in any case, and a text of a certain form may have its line end.

use serde_json::{Map, Value};
use yundeck_catalogue::problem::Validator;
use yundeck_catalogue::schema::is_secret;

/// The parameters as the cloud reads them.
pub fn tidied(schema: &Value, params: Value) -> Value {
    match params {
        Value::Object(members) => {
            let required = |name: &str| {
                schema.get("required").and_then(Value::as_array).is_some_and(|all| all.iter().any(|each| each == name))
            };
            let of = |name: &str| schema.get("properties").and_then(|all| all.get(name)).unwrap_or(&Value::Null);
            let kept = members
                .into_iter()
                .filter(|(name, value)| value != "" || of(name).is_null() || required(name) || takes_empty(of(name)));
            Value::Object(kept.map(|(name, value)| (name.clone(), tidied(of(&name), value))).collect::<Map<_, _>>())
        }
        Value::Array(elements) => {
            let item = schema.get("items").unwrap_or(&Value::Null);
            Value::Array(elements.into_iter().map(|value| tidied(item, value)).collect())
        }
        Value::String(text) if is_truth(schema) => Value::String(match text.to_ascii_uppercase() {
            word if word == "TRUE" || word == "FALSE" => word,
            _ => text,
        }),
        // A key as it stands in its file (today's clients send it so).
        Value::String(text) if schema.get("pattern").is_some() && !is_secret(schema) && text.ends_with('\n') => {
            Value::String(text.trim_end_matches(['\r', '\n']).to_owned())
        }
        other => other,
    }
}

/// Whether an empty text is a value of its own there.
fn takes_empty(schema: &Value) -> bool {
    Validator::new(schema).is_ok_and(|validator| validator.problems(&Value::from("")).is_empty())
}

fn is_truth(schema: &Value) -> bool {
    schema
        .get("enum")
        .and_then(Value::as_array)
        .is_some_and(|words| words.len() == 2 && words.iter().any(|word| word == "TRUE"))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::tencent::SPEC;
    use serde_json::json;

    #[test]
    fn tidied_takes_empty_texts_for_none_where_they_could_not_be_meant() {
        let read = |operation: &str, params: Value| tidied(&SPEC.operation(operation).unwrap().input, params);
        let order =
            json!({ "HostName": "", "InstanceName": "", "LoginSettings": { "KeepImageLogin": "True" }, "ImageId": "" });
        assert_eq!(
            read("RunInstances", order),
            json!({ "InstanceName": "", "LoginSettings": { "KeepImageLogin": "TRUE" } })
        );
        assert_eq!(read("CreateImage", json!({ "ForcePoweroff": "false" })), json!({ "ForcePoweroff": "FALSE" }));
        assert_eq!(read("CreateImage", json!({ "ForcePoweroff": "yes" })), json!({ "ForcePoweroff": "yes" }));
        assert_eq!(
            read("CreateKeyPair", json!({ "KeyName": "" })),
            json!({ "KeyName": "" }),
            "what is required is said to be empty"
        );
        let key = read("ImportKeyPair", json!({ "PublicKey": "ssh-rsa AAAA me\r\n" }));
        assert_eq!(key, json!({ "PublicKey": "ssh-rsa AAAA me" }));
        let unbind = json!({ "InstanceIds": ["ins-1"], "CamRoleName": "" });
        assert_eq!(read("ModifyInstancesAttribute", unbind.clone()), unbind, "an empty role unbinds");
    }
}
