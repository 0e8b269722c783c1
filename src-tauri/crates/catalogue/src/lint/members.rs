//! What must hold of every parameter and of the schema around it.

use serde_json::{Map, Value};

use super::{Findings, problems};
use crate::cloud::CloudSpec;
use crate::operation::Operation;
use crate::path::text_of;
use crate::schema::{self, ANNOTATIONS, STEPS};
use crate::text::Text;

/// Parts of names that mark a secret.
const SECRET_WORDS: &[&str] = &["password", "secret", "privatekey", "token"];

/// Keywords under which further conditions on the same members stand.
const CONDITIONS: &[&str] = &["if", "then", "else", "not", "allOf", "anyOf", "oneOf"];

/// Keywords of which the first must not exceed the second.
const RANGES: &[(&str, &str)] = &[("minimum", "maximum"), ("minLength", "maxLength"), ("minItems", "maxItems")];

impl Findings {
    pub(super) fn members(&mut self, cloud: &CloudSpec, operation: &Operation, node: &Value, path: &str) {
        let members: Vec<(&str, &Value)> = schema::properties(node).collect();
        self.names(node, node, path);
        if !members.is_empty() {
            self.check(node.get("additionalProperties") == Some(&Value::Bool(false)), || {
                format!("{path}: it takes members that it does not know")
            });
        }
        for (name, member) in members {
            let path = format!("{path}/{name}");
            self.annotations(cloud, operation, name, member, &path);
            self.since(cloud, member, &path);
            self.members(cloud, operation, member, &path);
            if let Some(items) = member.get("items") {
                self.known_annotations(items, &path);
                self.members(cloud, operation, items, &path);
            }
        }
    }

    /// The names in `required` and in conditions are those of members; `of` is the schema that has these, `node` a
    /// condition on it.
    fn names(&mut self, of: &Value, node: &Value, path: &str) {
        let known = |name: &str| of.get("properties").is_some_and(|members| members.get(name).is_some());
        for name in texts(node.get("required")) {
            self.check(known(name), || format!("{path}: required {name} is no member"));
        }
        for (name, others) in node.get("dependentRequired").and_then(Value::as_object).into_iter().flatten() {
            for name in std::iter::once(name.as_str()).chain(texts(Some(others))) {
                self.check(known(name), || format!("{path}: {name} of dependentRequired is no member"));
            }
        }
        for (name, condition) in schema::properties(node) {
            self.check(known(name), || format!("{path}: {name} of a condition is no member"));
            // What is said of a member's own members.
            if let Some(member) = of.pointer(&format!("/properties/{name}")).filter(|member| *member != condition) {
                self.names(member, condition, &format!("{path}/{name}"));
            }
        }
        for condition in CONDITIONS.iter().filter_map(|keyword| node.get(*keyword)) {
            for condition in condition.as_array().map_or(std::slice::from_ref(condition), Vec::as_slice) {
                self.names(of, condition, path);
                self.rule(condition, path);
            }
        }
    }

    /// A rule in words has both languages.
    fn rule(&mut self, node: &Value, path: &str) {
        let both = |rule: &Value| {
            serde_json::from_value::<Text>(rule.clone())
                .is_ok_and(|text| !text.zh.trim().is_empty() && !text.en.trim().is_empty())
        };
        self.check(node.get("x-rule").is_none_or(both), || format!("{path}: a rule that is not in both languages"));
    }

    fn annotations(&mut self, cloud: &CloudSpec, operation: &Operation, name: &str, member: &Value, path: &str) {
        self.known_annotations(member, path);
        let text = |key: &str| member.get(key).and_then(Value::as_str).is_some_and(|text| !text.trim().is_empty());
        self.check(text("title") && text("x-title-en"), || format!("{path}: no title in both languages"));
        self.check(text("description") == text("x-help-en"), || format!("{path}: help in one language only"));
        self.check(member.get("type").is_some(), || format!("{path}: no type"));
        self.check(member.get("pattern").is_none() || member.get("x-rule").is_some(), || {
            format!("{path}: a pattern without words for it")
        });
        self.rule(member, path);
        for (least, most) in RANGES {
            let number = |name: &str| member.get(name).and_then(Value::as_f64);
            let fits = number(least).zip(number(most)).is_none_or(|(least, most)| least <= most);
            self.check(fits, || format!("{path}: {least} is more than {most}"));
        }
        if let Some(step) = member.get("x-step").and_then(Value::as_str) {
            self.check(STEPS.contains(&step), || format!("{path}: no step {step}"));
        }
        if let Some(default) = member.get("default") {
            for problem in problems(member, default) {
                self.check(false, || format!("{path}: its default does not fit: {problem}"));
            }
        }
        let values = member.get("enum").or_else(|| member.get("items")?.get("enum")).and_then(Value::as_array);
        for (value, words) in member.get("x-enum-titles").and_then(Value::as_object).into_iter().flatten() {
            let known = values.is_none_or(|values| values.iter().filter_map(text_of).any(|known| known == *value));
            self.check(known, || format!("{path}: a title of {value}, which is no value"));
            self.check(serde_json::from_value::<Text>(words.clone()).is_ok(), || {
                format!("{path}: an enum title is not in both languages")
            });
        }
        let both = |words: &Value| serde_json::from_value::<Text>(words.clone()).is_ok();
        self.check(member.get("x-unset").is_none_or(both), || {
            format!("{path}: what holds where it is left open is not in both languages")
        });
        for (value, words) in member.get("x-terms").and_then(Value::as_object).into_iter().flatten() {
            let known = values.is_some_and(|values| values.iter().filter_map(text_of).any(|known| known == *value));
            self.check(known && both(words), || {
                format!("{path}: terms of {value}, which is no value, or not in both languages")
            });
        }
        if let Some(start) = member.get("x-start") {
            for problem in problems(member, start) {
                self.check(false, || format!("{path}: what it begins with does not fit: {problem}"));
            }
        }
        let lower = name.to_lowercase();
        // A switch or a choice between named values (`passwordAuth`: yes or no) is about a secret, but none.
        let choice = member.get("type") == Some(&Value::from("boolean")) || member.get("enum").is_some();
        let secret = SECRET_WORDS.iter().any(|word| lower.contains(word)) && !choice;
        // Neither is the place where the next page begins.
        let page = operation.pagination.as_ref().is_some_and(|pagination| pagination.start == name);
        let token = page || operation.idempotency.as_deref() == Some(name);
        self.check(!secret || token || schema::is_secret(member), || format!("{path}: a secret that is not writeOnly"));
        // What is secret when it is sent is secret when a reply repeats it.
        let hidden = path.split('/').any(|name| cloud.is_secret_member(name));
        self.check(!schema::is_secret(member) || hidden, || format!("{path}: a secret that replies may show"));
        let data = ["userdata", "metadata"].iter().any(|word| lower == *word);
        self.check(!data || super::takes_secret(member), || {
            format!("{path}: data for the machine that is not writeOnly")
        });
    }

    /// What is newer than the document says whose it is. A default of it is help only: it is never sent unasked.
    fn since(&mut self, cloud: &CloudSpec, member: &Value, path: &str) {
        let Some(since) = member.get("x-since") else { return };
        let known = since.as_str().is_some_and(|source| cloud.sources.contains_key(source));
        self.check(known, || format!("{path}: newer by no source {since}"));
    }

    fn known_annotations(&mut self, node: &Value, path: &str) {
        for key in node.as_object().into_iter().flat_map(Map::keys).filter(|key| key.starts_with("x-")) {
            self.check(ANNOTATIONS.contains(&key.as_str()), || format!("{path}: unknown annotation {key}"));
        }
    }
}

fn texts(list: Option<&Value>) -> impl Iterator<Item = &str> {
    list.and_then(Value::as_array).into_iter().flatten().filter_map(Value::as_str)
}
