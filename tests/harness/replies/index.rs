//! The list of a folder of replies.

use std::path::Path;

use serde_json::Value;

/// A reply and where it came from.
#[derive(Debug, Clone)]
pub struct Entry {
    /// Its file, below the folder.
    pub file: String,
    /// Which cloud answered.
    pub cloud: String,
    /// The operation that was called; `errors` and the like where it was none in particular.
    pub operation: String,
    /// HTTP status.
    pub status: u16,
    /// Headers, where they were kept.
    pub headers: Vec<(String, String)>,
    /// The account's own endpoint, where the meaning of the reply depends on the site.
    pub endpoint: Option<String>,
    /// What was asked, where the meaning of the reply depends on it; null where that is not known.
    pub params: Value,
    /// What must be understood, where that is known.
    pub expect: Option<Value>,
}

/// The entries of a folder's `index.json`.
pub fn entries(folder: &Path) -> Vec<Entry> {
    let path = folder.join("index.json");
    let text = std::fs::read_to_string(&path).unwrap_or_else(|why| panic!("{}: {why}", path.display()));
    let list: Vec<Value> = serde_json::from_str(&text).unwrap_or_else(|why| panic!("{}: {why}", path.display()));
    list.iter().map(entry).collect()
}

fn entry(record: &Value) -> Entry {
    let text = |name: &str| {
        record[name].as_str().unwrap_or_else(|| panic!("an entry of the index has no {name}: {record}")).to_owned()
    };
    let headers = record["headers"].as_object().into_iter().flatten();
    Entry {
        file: text("file"),
        cloud: text("cloud"),
        operation: text("operation"),
        status: record["status"].as_u64().and_then(|status| u16::try_from(status).ok()).unwrap_or(200),
        headers: headers.map(|(name, value)| (name.clone(), value.as_str().unwrap_or_default().to_owned())).collect(),
        endpoint: record["endpoint"].as_str().map(str::to_owned),
        params: record["params"].clone(),
        expect: record.get("expect").filter(|expect| !expect.is_null()).cloned(),
    }
}
