//! The profiles in the text of a file.

use ini::{Ini, ParseOption};
use serde_json::{Map, Value};
use yundeck_catalogue::credential_source::{FileFormat, ProfileFile};
use yundeck_domain::Text;

/// A profile and what stands in it.
pub(super) struct NamedProfile {
    /// Its name.
    pub name: String,
    /// Its keys and values.
    pub body: Value,
}

/// Every profile of a file; `name`: that of the only one, when the file does not name it.
///
/// # Errors
/// Why the text is not what it should be, without quoting it.
pub(super) fn read(file: &ProfileFile, text: &str, name: &str) -> Result<Vec<NamedProfile>, Text> {
    match file.format {
        FileFormat::Json => from_json(file, text, name),
        FileFormat::Ini => from_ini(file, text),
    }
}

fn from_json(file: &ProfileFile, text: &str, name: &str) -> Result<Vec<NamedProfile>, Text> {
    let whole: Value = serde_json::from_str(text).map_err(|error| {
        Text::new(
            format!("文件不是完整的 JSON（第 {} 行）。", error.line()),
            format!("The file is no whole JSON (line {}).", error.line()),
        )
    })?;
    let items = match (&file.items, &whole) {
        (Some(items), _) => items.find(&whole),
        (None, Value::Array(profiles)) => profiles.iter().collect(),
        (None, one) => vec![one],
    };
    let named = |item: &Value| NamedProfile {
        name: file.profile.as_ref().and_then(|path| path.texts(item).pop()).unwrap_or_else(|| name.to_owned()),
        body: item.clone(),
    };
    Ok(items.into_iter().map(named).collect())
}

fn from_ini(file: &ProfileFile, text: &str) -> Result<Vec<NamedProfile>, Text> {
    // As the tools themselves read it: quotes and backslashes within a value are part of it.
    let options = ParseOption { enabled_quote: false, enabled_escape: false, ..ParseOption::default() };
    let parsed = Ini::load_from_str_opt(text, options).map_err(|error| {
        Text::new(
            format!("文件不是正确的 INI（第 {} 行）。", error.line + 1),
            format!("The file is no proper INI (line {}).", error.line + 1),
        )
    })?;
    let mut all = Vec::new();
    for (section, properties) in &parsed {
        let section = section.unwrap_or_default();
        let Some(name) = file.sections.iter().find_map(|pattern| matching(pattern, section)) else { continue };
        let pairs = properties.iter().map(|(key, value)| (key.to_ascii_lowercase(), Value::from(unquoted(value))));
        all.push(NamedProfile { name, body: Value::Object(pairs.collect::<Map<_, _>>()) });
    }
    Ok(all)
}

/// A value without the quotes around it: some SDKs take them off, and no key has any.
fn unquoted(value: &str) -> &str {
    ['"', '\''].iter().find_map(|quote| value.strip_prefix(*quote)?.strip_suffix(*quote)).unwrap_or(value)
}

/// What the `*` of a pattern stands for in a text; the text itself when there is none. `None`: it does not fit.
pub(super) fn matching(pattern: &str, text: &str) -> Option<String> {
    match pattern.split_once('*') {
        None => (pattern == text).then(|| text.to_owned()),
        Some((before, after)) => text
            .strip_prefix(before)
            .and_then(|rest| rest.strip_suffix(after))
            .map(|rest| rest.trim().to_owned())
            .filter(|rest| !rest.is_empty()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn ini(sections: &[&str]) -> ProfileFile {
        ProfileFile {
            paths: vec![],
            format: FileFormat::Ini,
            items: None,
            profile: None,
            sections: sections.iter().map(|&text| text.to_owned()).collect(),
        }
    }

    #[test]
    fn a_value_is_read_as_the_tools_write_it() {
        let text = "[default]\nAccess_Key = AK\nsecret_key=a\\b\"c'd=e/f+g==\n; a comment\n[profile  x]\nsecret_key : z\n[other]\na=b\n";
        let read = read(&ini(&["default", "profile *"]), text, "").unwrap();
        let names: Vec<&str> = read.iter().map(|profile| profile.name.as_str()).collect();
        assert_eq!(names, ["default", "x"]);
        assert_eq!(read[0].body["access_key"], "AK");
        assert_eq!(read[0].body["secret_key"], "a\\b\"c'd=e/f+g==");
        assert_eq!(read[1].body["secret_key"], "z");
    }

    #[test]
    fn what_stands_before_the_first_section_and_a_list_without_items_are_profiles_too() {
        let bare = read(&ini(&[""]), "Key = \"a\"\nOther='b'\nHalf=\"c\n[x]\nKey=z\n", "").unwrap();
        assert_eq!(bare.len(), 1);
        let values = ["key", "other", "half"].map(|key| bare[0].body[key].as_str().unwrap().to_owned());
        assert_eq!((bare[0].name.as_str(), values), ("", ["a", "b", "\"c"].map(str::to_owned)));
        assert!(read(&ini(&["*"]), "Key=a\n", "").unwrap().is_empty(), "a star stands for a name");
        let json = ProfileFile { format: FileFormat::Json, ..ini(&[]) };
        assert_eq!(read(&json, r#"[{"a": 1}, {"a": 2}]"#, "d").unwrap().len(), 2);
        assert_eq!(read(&json, r#"{"a": 1}"#, "d").unwrap()[0].name, "d");
    }

    #[test]
    fn a_damaged_text_is_told_by_its_line_and_not_quoted() {
        for (file, text) in [
            (ini(&["*"]), "[default]\nhush-hush without a sign\n[x"),
            (ProfileFile { format: FileFormat::Json, ..ini(&[]) }, "{\n \"secretKey\": \"hush-hush\""),
        ] {
            let problem = read(&file, text, "").err().unwrap();
            assert!(
                problem.en.contains("line") && !problem.en.contains("hush") && !problem.zh.contains("hush"),
                "{problem:?}"
            );
        }
    }

    #[test]
    fn a_pattern_gives_what_its_star_stands_for() {
        assert_eq!(matching("*.credential", "work.credential").as_deref(), Some("work"));
        assert_eq!(matching("*.credential", ".credential"), None);
        assert_eq!(matching("profile *", "profile a b").as_deref(), Some("a b"));
        assert_eq!(matching("default", "default").as_deref(), Some("default"));
        assert_eq!(matching("default", "Default"), None);
    }
}
