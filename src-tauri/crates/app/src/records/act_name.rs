//! What an act is called: the window's own word where the window has a button for it, so that buttons, notices of the desktop and
//! the journal call it the same.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use yundeck_catalogue::{CloudSpec, Operation, Text};

/// The window's own list, by job.
static NAMES: LazyLock<BTreeMap<String, Text>> = LazyLock::new(|| {
    let read = |json: &str| serde_json::from_str::<BTreeMap<String, String>>(json).unwrap_or_default();
    let zh = read(include_str!("../../../../../ui/src/i18n/zh-CN/acts.json"));
    let mut en = read(include_str!("../../../../../ui/src/i18n/en/acts.json"));
    zh.into_iter().filter_map(|(job, zh)| Some((job.clone(), Text { zh, en: en.remove(&job)? }))).collect()
});

/// What doing an operation is called.
pub(crate) fn act_name(cloud: &CloudSpec, operation: &Operation) -> Text {
    let mut names =
        cloud.jobs.iter().filter(|(_, name)| **name == operation.name).filter_map(|(job, _)| NAMES.get(job));
    match (names.next(), names.next()) {
        (Some(name), None) => name.clone(),
        // One operation that shares and ends sharing does not say which it was.
        (Some(_), Some(_)) => NAMES.get("change_shares").unwrap_or(&operation.title).clone(),
        (None, _) => operation.title.clone(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_of_the_window_are_read_whole() {
        assert!(NAMES.len() >= 9, "{NAMES:?}");
        assert_eq!(NAMES["stop_instance"], Text::new("关机", "Stop"));
    }
}
