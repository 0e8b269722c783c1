//! A reply's value as XML, for clouds that answer so.

use serde_json::Value;

/// The value as an XML document. Objects become elements named by their members; the elements of a list are `<item>`s.
pub fn document(root: &str, value: &Value) -> String {
    let mut text = String::from("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n");
    element(&mut text, root, value);
    text
}

fn element(text: &mut String, name: &str, value: &Value) {
    match value {
        Value::Null => {
            text.push_str(&format!("<{name}/>"));
            return;
        }
        _ => text.push_str(&format!("<{name}>")),
    }
    match value {
        Value::Null => {}
        Value::Object(members) => members.iter().for_each(|(name, value)| element(text, name, value)),
        Value::Array(elements) => elements.iter().for_each(|value| element(text, "item", value)),
        Value::String(words) => escape(text, words),
        Value::Bool(_) | Value::Number(_) => text.push_str(&value.to_string()),
    }
    text.push_str(&format!("</{name}>"));
}

fn escape(text: &mut String, words: &str) {
    for character in words.chars() {
        match character {
            '&' => text.push_str("&amp;"),
            '<' => text.push_str("&lt;"),
            '>' => text.push_str("&gt;"),
            '"' => text.push_str("&quot;"),
            // XML 1.0 has no way to write the other control characters.
            control if control.is_control() && !matches!(control, '\n' | '\r' | '\t') => {}
            other => text.push(other),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn members_become_elements_and_lists_become_items() {
        let value = json!({ "RequestId": "a&b", "Set": [{ "Id": 1 }, { "Id": null }], "Flag": true });
        assert_eq!(
            document("Reply", &value),
            "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<Reply><RequestId>a&amp;b</RequestId>\
             <Set><item><Id>1</Id></item><item><Id/></item></Set><Flag>true</Flag></Reply>"
        );
    }
}
