//! Whether what was understood is what must be.

use serde_json::Value;

/// What differs, in words.
pub fn differences(expect: &Value, found: &Value) -> Vec<String> {
    let members = expect.as_object().into_iter().flatten();
    members.filter_map(|(name, right)| difference(name, right, found)).collect()
}

fn difference(name: &str, right: &Value, found: &Value) -> Option<String> {
    let seen = match name {
        "kind" => &found["fault"]["kind"],
        "instances" | "images" | "choices" => {
            let count = found[name].as_array().map_or(0, Vec::len);
            return (right.as_u64() != Some(count as u64)).then(|| format!("{count} {name}, not {right}"));
        }
        "firstPrice" => &found["quote"]["items"][0],
        pointer if pointer.starts_with('/') => {
            let seen = found.pointer(pointer).unwrap_or(&Value::Null);
            return (seen != right).then(|| format!("{pointer} is {}, not {right}", shown(seen)));
        }
        // A word of tomorrow's index must not pass for something that holds.
        other => return Some(format!("no way to check {other}")),
    };
    let holds = match right {
        Value::Array(allowed) => allowed.contains(seen),
        Value::Object(members) => members.iter().all(|(member, value)| seen[member] == *value),
        value => seen == value,
    };
    (!holds).then(|| format!("{name} is {}, not {right}", shown(seen)))
}

fn shown(value: &Value) -> String {
    if value.is_null() { "missing".to_owned() } else { value.to_string() }
}
