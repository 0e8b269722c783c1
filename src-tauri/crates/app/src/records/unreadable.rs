//! What is kept and cannot be read by this version.

use serde::Serialize;
use serde_json::Value;

/// A record that another version wrote and this one cannot read. It is kept as it is; it can be removed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, specta::Type)]
#[serde(rename_all = "camelCase")]
pub struct Unreadable {
    /// Its id.
    pub id: String,
    /// What it is called, where that can be found.
    pub label: Option<String>,
    /// Its cloud, where that can be found.
    pub cloud: Option<String>,
}

impl Unreadable {
    /// What a record's text says of itself; `called` is the member that holds what it is called.
    pub(crate) fn of(id: String, body: &str, called: &str) -> Self {
        let body: Value = serde_json::from_str(body).unwrap_or_default();
        let text = |name: &str| {
            let text = body.get(name).and_then(Value::as_str).map(str::trim);
            text.filter(|text| !text.is_empty()).map(str::to_owned)
        };
        Self { id, label: text(called), cloud: text("cloud") }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn unreadable_says_of_itself_what_can_be_found() {
        let of = |body: &str| {
            let it = Unreadable::of("1".to_owned(), body, "label");
            (it.id, it.label, it.cloud)
        };
        let found = |label: Option<&str>, cloud: Option<&str>| {
            ("1".to_owned(), label.map(str::to_owned), cloud.map(str::to_owned))
        };
        assert_eq!(of(r#"{"label":" mine ","cloud":"x","signing":"quantum"}"#), found(Some("mine"), Some("x")));
        assert_eq!(of(r#"{"label":"","cloud":7}"#), found(None, None));
        assert_eq!(of("not json"), found(None, None));
    }
}
