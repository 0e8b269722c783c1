//! A JSON body.

use std::collections::HashSet;

use serde_json::Value;
use yundeck_catalogue::Text;
use yundeck_domain::Error;

use super::{DEEPEST, unreadable};

/// What a JSON object says.
///
/// # Errors
/// `InvalidParams` with the place that is wrong; nothing of the text is quoted.
pub(super) fn read(text: &str, notes: &mut Vec<Text>) -> Result<Value, Error> {
    let value: Value = serde_json::from_str(text).map_err(|error| {
        // Line and column only: the text may hold secrets.
        let (line, column) = (error.line(), error.column());
        unreadable(format!("JSON: line {line}, column {column}")).with_words(Text::new(
            format!("这段 JSON 在第 {line} 行第 {column} 列有错，无法读取。"),
            format!("This JSON cannot be read: see line {line}, column {column}."),
        ))
    })?;
    if depth(&value) > DEEPEST {
        return Err(unreadable("JSON: too deep").with_words(Text::new(
            format!("这段 JSON 的嵌套超过 {DEEPEST} 层，没有操作需要这么深。"),
            format!("This JSON is nested more than {DEEPEST} deep, which no operation takes."),
        )));
    }
    let repeated = repeated(text);
    if !repeated.is_empty() {
        notes.push(Text::new(
            format!("{} 写了不止一次，用了最后一次的值。", repeated.join("、")),
            format!("{} stands there more than once; the last value was taken.", repeated.join(", ")),
        ));
    }
    Ok(value)
}

/// How deep a value is nested; the parser itself goes no deeper than 128.
fn depth(value: &Value) -> usize {
    let within = match value {
        Value::Object(members) => members.values().map(depth).max(),
        Value::Array(elements) => elements.iter().map(depth).max(),
        _ => return 0,
    };
    1 + within.unwrap_or_default()
}

/// The names that stand more than once in one object of a sound JSON text: the parser keeps the last without a word.
fn repeated(text: &str) -> Vec<String> {
    let mut found = Vec::new();
    let mut open: Vec<HashSet<String>> = Vec::new();
    let mut rest = text;
    while let Some(at) = rest.find(['{', '}', '[', ']', '"']) {
        let (begins, after) = (&rest[at..], &rest[at + 1..]);
        rest = after;
        match begins.as_bytes()[0] {
            b'{' | b'[' => open.push(HashSet::new()),
            b'}' | b']' => {
                open.pop();
            }
            _ => {
                let mut escaped = false;
                let end = after.find(|letter: char| {
                    let ends = letter == '"' && !escaped;
                    escaped = letter == '\\' && !escaped;
                    ends
                });
                let Some(end) = end else { break };
                rest = &after[end + 1..];
                let name = serde_json::from_str::<String>(&begins[..end + 2]).unwrap_or_default();
                let is_name = rest.trim_start().starts_with(':');
                if is_name && open.last_mut().is_some_and(|names| !names.insert(name.clone())) && !found.contains(&name)
                {
                    found.push(name);
                }
            }
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_that_stand_twice_in_one_object_are_told() {
        let check = |text: &str, expected: &[&str]| {
            serde_json::from_str::<Value>(text).unwrap();
            assert_eq!(repeated(text), expected, "{text}");
        };
        check(r#"{"a": 1, "b": {"a": 2}, "c": [{"a": 1}, {"a": 2}]}"#, &[]);
        check(r#"{"a": 1, "b": "a", "a" : 2, "a": 3}"#, &["a"]);
        check(r#"{"x": {"a\"{": 1, "a\u0022{": 2}, "y": "\\", "y": ":"}"#, &["a\"{", "y"]);
    }
}
