//! What must hold of the pages of nouns. Every finding names the file, the noun, the member, and what to write there.

use std::collections::HashSet;

use super::{Findings, is_listed, is_path};
use crate::cloud::CloudSpec;
use crate::noun::{ColumnKind, ColumnSpec, NounSpec};
use crate::path::Path;
use crate::text::Text;

impl Findings {
    /// All of it.
    pub(super) fn nouns(&mut self, cloud: &CloudSpec) {
        let mut kinds = HashSet::new();
        for (name, noun) in &cloud.nouns {
            self.place = format!("{}/catalogue/nouns.json: {name}", cloud.id);
            self.words(&noun.title, "title: it");
            let kind = noun.kind.as_deref().unwrap_or(name);
            self.check(cloud.refs.contains_key(kind), || {
                format!("ref: nothing in `refs` of cloud.json lists {kind}: add it there, or name the entry that does")
            });
            self.check(kinds.insert(kind.to_owned()), || {
                format!("ref: another noun shows {kind} already: one page for each kind of thing")
            });
            self.noun(cloud, kind, noun);
        }
    }

    fn noun(&mut self, cloud: &CloudSpec, kind: &str, noun: &NounSpec) {
        if let Some(state) = &noun.state {
            self.leads("state.path", &state.path);
            self.check(!state.words.is_empty(), || {
                "state.words: it is empty: write what the documented states are called".to_owned()
            });
            for (word, said) in &state.words {
                self.words(&said.text(), &format!("state.words.{word}: it"));
            }
        }
        let mut ids = HashSet::new();
        for column in &noun.columns {
            let of = format!("columns.{}", column.id);
            self.check(ids.insert(column.id.as_str()), || format!("{of}: it is there twice: give one another id"));
            let reserved = ["name", "id", "state", "cloud", "account", "region"].contains(&column.id.as_str());
            self.check(!reserved, || format!("{of}: every page has that column: give it another id"));
            self.column(cloud, column, &of);
        }
        let acts = cloud.acts_of(kind);
        for name in &noun.common {
            let is_act = acts.iter().any(|act| act.operation.name == *name);
            self.check(is_act, || {
                format!("common: {name} is no act of it: name an operation that is no read and has a parameter with \"x-ref\": \"{kind}\"")
            });
        }
    }

    fn column(&mut self, cloud: &CloudSpec, column: &ColumnSpec, of: &str) {
        self.words(&column.title, &format!("{of}.title: it"));
        self.leads(&format!("{of}.path"), &column.path);
        let kind = column.kind;
        self.check(column.unit.is_some() == (kind == ColumnKind::Size), || {
            format!("{of}.unit: a size has one (\"GiB\"), and nothing else has")
        });
        let zoned = column.zone.is_some() || column.zone_always.is_some();
        self.check(!zoned || kind == ColumnKind::Time, || format!("{of}.zone: only a time has one"));
        self.check(column.zone.is_none() || column.zone_always.is_none(), || {
            format!("{of}.zone: zone is of times that name none, zoneAlways of all: write one of them")
        });
        for zone in column.zone.iter().chain(&column.zone_always) {
            self.check(is_offset(zone), || format!("{of}.zone: {zone} is no offset: write it as \"+08:00\""));
        }
        self.check(column.tag.is_some() == (kind == ColumnKind::Tags), || {
            format!("{of}.tag: tags say which members are the name and the value (\"key\", \"value\"), and nothing else does")
        });
        self.check(column.of.is_some() == (kind == ColumnKind::Link), || {
            format!("{of}.ref: a link names the `x-ref` kind that it leads to, and nothing else does")
        });
        if let Some(linked) = &column.of {
            self.check(is_listed(cloud, linked), || {
                format!("{of}.ref: nothing lists {linked}: name an entry of `refs` in cloud.json")
            });
        }
        self.check(column.words.is_empty() || kind == ColumnKind::Text, || {
            format!("{of}.words: only words are called something: leave out the kind")
        });
        for (word, said) in &column.words {
            let said: &Text = said;
            self.words(said, &format!("{of}.words.{word}: it"));
        }
    }

    fn leads(&mut self, of: &str, path: &Path) {
        self.check(is_path(path.as_str()), || {
            format!("{of}: {:?} leads nowhere: write names joined by a dot, with [] behind a list", path.as_str())
        });
    }
}

/// Whether a text is an offset from UTC.
fn is_offset(text: &str) -> bool {
    let digits = |part: &str| part.len() == 2 && part.chars().all(|letter| letter.is_ascii_digit());
    let parts = text.strip_prefix(['+', '-']).and_then(|rest| rest.split_once(':'));
    parts.is_some_and(|(hours, minutes)| digits(hours) && digits(minutes))
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use crate::cloud::CloudSpec;
    use crate::lint::lint;
    use crate::lint::tests::toy;

    fn noun() -> Value {
        json!({
            "title": { "zh": "物", "en": "Things" }, "group": "storage",
            "state": { "path": "State", "words": { "on": { "zh": "开", "en": "On", "tone": "ready" } } },
            "columns": [
                { "id": "size", "title": { "zh": "大小", "en": "Size" }, "path": "Size", "kind": "size", "unit": "GiB" },
                { "id": "made", "title": { "zh": "时间", "en": "Made" }, "path": "Made", "kind": "time", "zone": "+08:00" },
                { "id": "holder", "title": { "zh": "在", "en": "On" }, "path": "On[].Id", "kind": "link", "ref": "thing" },
                { "id": "tags", "title": { "zh": "标签", "en": "Tags" }, "path": "Tags[]", "kind": "tags", "tag": { "key": "K", "value": "V" } },
            ],
        })
    }

    fn with(nouns: Value) -> CloudSpec {
        let mut spec = toy();
        spec.nouns = serde_json::from_value(nouns).unwrap();
        spec
    }

    #[test]
    fn a_sound_noun_has_no_findings() {
        assert_eq!(lint(&with(json!({ "thing": noun() }))), [] as [String; 0]);
    }

    #[test]
    fn what_is_wrong_with_a_noun_is_said_with_its_file_and_what_to_write() {
        for (pointer, value, finding) in [
            ("/title/en", json!(""), "toy/catalogue/nouns.json: thing: title: it is not in both languages"),
            ("/ref", json!("shelf"), "thing: ref: nothing in `refs` of cloud.json lists shelf: add it there"),
            ("/state/path", json!("State."), "state.path: \"State.\" leads nowhere: write names joined by a dot"),
            ("/state/words", json!({}), "state.words: it is empty: write what the documented states"),
            ("/state/words/on/zh", json!(" "), "state.words.on: it is not in both languages"),
            ("/columns/1/id", json!("size"), "columns.size: it is there twice: give one another id"),
            ("/columns/1/id", json!("name"), "columns.name: every page has that column"),
            ("/columns/0/title/zh", json!(""), "columns.size.title: it is not in both languages"),
            ("/columns/0/path", json!(""), "columns.size.path: \"\" leads nowhere"),
            ("/columns/0/unit", Value::Null, "columns.size.unit: a size has one"),
            ("/columns/0/zone", json!("+08:00"), "columns.size.zone: only a time has one"),
            ("/columns/1/zone", json!("Beijing"), "Beijing is no offset: write it as \"+08:00\""),
            ("/columns/1/zoneAlways", json!("+00:00"), "write one of them"),
            ("/columns/2/ref", json!("shelf"), "columns.holder.ref: nothing lists shelf"),
            ("/columns/2/ref", Value::Null, "columns.holder.ref: a link names the `x-ref` kind"),
            ("/columns/3/tag", Value::Null, "columns.tags.tag: tags say which members"),
            (
                "/columns/0/words",
                json!({ "a": { "zh": "甲", "en": "A" } }),
                "columns.size.words: only words are called",
            ),
            ("/common", json!(["ListThings"]), "common: ListThings is no act of it: name an operation that is no read"),
        ] {
            let mut changed = noun();
            let (parent, name) = pointer.rsplit_once('/').unwrap();
            let parent = changed.pointer_mut(parent).unwrap().as_object_mut().unwrap();
            parent.insert(name.to_owned(), value.clone());
            if value.is_null() {
                parent.shift_remove(name);
            }
            let found = lint(&with(json!({ "thing": changed })));
            assert!(found.iter().any(|found| found.contains(finding)), "{pointer} {value}: {found:?}");
        }
        let found = lint(&with(
            json!({ "thing": noun(), "object": { "title": { "zh": "物", "en": "O" }, "group": "access", "ref": "thing", "columns": [] } }),
        ));
        assert!(found.iter().any(|found| found.contains("object: ref: another noun shows thing already")), "{found:?}");
    }
}
