//! What must hold of every catalogue, checked by a test over each of them.

use serde_json::{Map, Value};

use crate::cloud::CloudSpec;
use crate::operation::{Effect, Operation};
use crate::problem::Validator;
use crate::schema::{self, ANNOTATIONS, STEPS};
use crate::text::Text;

/// Kinds of `x-ref` that the application lists through a job instead of `refs`.
const LISTED_BY_JOB: &[(&str, &str)] =
    &[("image", "list_images"), ("instance_type", "list_instance_types"), ("instance", "list_instances")];

/// Parts of names that mark a secret.
const SECRET_WORDS: &[&str] = &["password", "secret", "privatekey", "token"];

/// Everything that is wrong with a cloud's catalogue, each with its place; empty when nothing is.
pub fn lint(cloud: &CloudSpec) -> Vec<String> {
    let mut found = Findings::default();
    found.cloud(cloud);
    for operation in cloud.operations.values() {
        found.place = format!("{}.{}", cloud.id, operation.name);
        found.operation(cloud, operation);
    }
    found.all
}

#[derive(Default)]
struct Findings {
    place: String,
    all: Vec<String>,
}

impl Findings {
    fn check(&mut self, holds: bool, what: impl FnOnce() -> String) {
        if !holds {
            self.all.push(format!("{}: {}", self.place, what()));
        }
    }

    fn words(&mut self, text: &Text, of: &str) {
        let both = !text.zh.trim().is_empty() && !text.en.trim().is_empty();
        self.check(both, || format!("{of} is not in both languages"));
    }

    fn cloud(&mut self, cloud: &CloudSpec) {
        self.place.clone_from(&cloud.id);
        self.check(!cloud.signing.is_empty(), || "no signing scheme".to_owned());
        self.check(cloud.services.contains_key(&cloud.default_service), || "the default service is missing".to_owned());
        self.words(&cloud.title, "title");
        self.words(&cloud.product, "product");
        for region in &cloud.regions {
            self.words(&region.title, &format!("region {}", region.id));
        }
        for (job, name) in &cloud.jobs {
            self.check(cloud.operation(name).is_some(), || format!("job {job}: no operation {name}"));
            self.check(!cloud.lacks.contains_key(job), || format!("job {job} is both done and lacking"));
        }
        for (job, words) in &cloud.lacks {
            self.words(words, &format!("lacks {job}"));
        }
        for (code, meaning) in &cloud.errors {
            for text in
                std::iter::once(meaning).chain(meaning.messages.values()).filter_map(|meaning| meaning.text.as_ref())
            {
                self.words(text, &format!("error {code}"));
            }
        }
        for (kind, listing) in &cloud.refs {
            let read = cloud.operation(&listing.operation);
            self.check(read.is_some_and(|read| read.effect.is_read()), || {
                format!("ref {kind}: no read {}", listing.operation)
            });
            let Some(read) = read else { continue };
            for problem in problems(&read.input, &Value::Object(listing.params.clone())) {
                self.check(is_hidden_at(read, &problem), || {
                    format!("ref {kind}: its parameters do not fit: {problem}")
                });
            }
        }
        for (name, waiter) in &cloud.waiters {
            let read = cloud.operation(&waiter.operation);
            self.check(read.is_some_and(|read| read.effect.is_read()), || {
                format!("waiter {name}: no read {}", waiter.operation)
            });
            self.check(read.is_some_and(|read| has(read, &waiter.ids)), || {
                format!("waiter {name}: no parameter {}", waiter.ids)
            });
        }
    }

    fn operation(&mut self, cloud: &CloudSpec, operation: &Operation) {
        self.words(&operation.title, "title");
        self.check(!operation.source.is_empty(), || "no source".to_owned());
        self.check(cloud.service_of(operation).is_some(), || "its service is missing".to_owned());
        if let Err(why) = Validator::new(&operation.input) {
            self.check(false, || format!("its schema does not compile: {why}"));
            return;
        }
        for problem in problems(&operation.input, &operation.example) {
            self.check(is_hidden_at(operation, &problem), || format!("its example does not fit: {problem}"));
        }
        self.members(operation, &operation.input, "");
        if let Some(quote) = &operation.quote {
            let read = cloud.operation(&quote.operation);
            self.check(read.is_some_and(|read| read.effect.is_read()), || format!("no price call {}", quote.operation));
        }
        if operation.effect == Effect::Purchase {
            let said = operation.quote.is_some() || operation.no_quote.is_some();
            self.check(said, || "a purchase without quote or noQuote".to_owned());
        }
        if let Some(waiter) = &operation.waiter {
            self.check(cloud.waiters.contains_key(waiter), || format!("no waiter {waiter}"));
        }
        if let Some(token) = &operation.idempotency {
            self.check(has(operation, token), || format!("no idempotency parameter {token}"));
        }
        if let Some(reconcile) = &operation.reconcile {
            self.check(cloud.operation(&reconcile.operation).is_some(), || {
                format!("reconcile: no operation {}", reconcile.operation)
            });
            for name in &reconcile.by {
                self.check(has(operation, name), || format!("reconcile: no parameter {name}"));
            }
        }
        if let Some(pagination) = &operation.pagination {
            for name in [&pagination.start, &pagination.limit] {
                self.check(has(operation, name), || format!("pagination: no parameter {name}"));
            }
        }
        for (code, words) in &operation.errors {
            self.words(words, &format!("error {code}"));
        }
    }

    fn members(&mut self, operation: &Operation, node: &Value, path: &str) {
        let members: Vec<(&str, &Value)> = schema::properties(node).collect();
        for name in node.get("required").and_then(Value::as_array).into_iter().flatten().filter_map(Value::as_str) {
            self.check(members.iter().any(|(member, _)| *member == name), || {
                format!("{path}: required {name} is no member")
            });
        }
        for (name, member) in members {
            let path = format!("{path}/{name}");
            self.annotations(operation, name, member, &path);
            self.members(operation, member, &path);
            if let Some(items) = member.get("items") {
                self.known_annotations(items, &path);
                self.members(operation, items, &path);
            }
        }
    }

    fn annotations(&mut self, operation: &Operation, name: &str, member: &Value, path: &str) {
        self.known_annotations(member, path);
        let text = |key: &str| member.get(key).and_then(Value::as_str).is_some_and(|text| !text.trim().is_empty());
        self.check(text("title") && text("x-title-en"), || format!("{path}: no title in both languages"));
        self.check(text("description") == text("x-help-en"), || format!("{path}: help in one language only"));
        if let Some(step) = member.get("x-step").and_then(Value::as_str) {
            self.check(STEPS.contains(&step), || format!("{path}: no step {step}"));
        }
        if let Some(default) = member.get("default") {
            for problem in problems(member, default) {
                self.check(false, || format!("{path}: its default does not fit: {problem}"));
            }
        }
        for (_, words) in member.get("x-enum-titles").and_then(Value::as_object).into_iter().flatten() {
            self.check(serde_json::from_value::<Text>(words.clone()).is_ok(), || {
                format!("{path}: an enum title is not in both languages")
            });
        }
        let lower = name.to_lowercase();
        // A switch or a choice between named values (`passwordAuth`: yes or no) is about a secret, but none.
        let choice = member.get("type") == Some(&Value::from("boolean")) || member.get("enum").is_some();
        let secret = SECRET_WORDS.iter().any(|word| lower.contains(word)) && !choice;
        // Neither is the place where the next page begins.
        let page = operation.pagination.as_ref().is_some_and(|pagination| pagination.start == name);
        let token = page || operation.idempotency.as_deref() == Some(name);
        self.check(!secret || token || schema::is_secret(member), || format!("{path}: a secret that is not writeOnly"));
    }

    fn known_annotations(&mut self, node: &Value, path: &str) {
        for key in node.as_object().into_iter().flat_map(Map::keys).filter(|key| key.starts_with("x-")) {
            self.check(ANNOTATIONS.contains(&key.as_str()), || format!("{path}: unknown annotation {key}"));
        }
    }
}

/// `x-ref` kinds that nothing lists: a picker for them would always be empty.
pub fn unlisted_refs(cloud: &CloudSpec) -> Vec<String> {
    fn walk(cloud: &CloudSpec, node: &Value, place: &str, found: &mut Vec<String>) {
        let listed = |kind: &str| {
            cloud.refs.contains_key(kind)
                || LISTED_BY_JOB.iter().any(|(listed, job)| *listed == kind && cloud.jobs.contains_key(*job))
        };
        if let Some(kind) = node.get("x-ref").and_then(Value::as_str).filter(|kind| !listed(kind)) {
            found.push(format!("{place}: nothing lists {kind}"));
        }
        for (name, member) in schema::properties(node) {
            walk(cloud, member, &format!("{place}/{name}"), found);
        }
        if let Some(items) = node.get("items") {
            walk(cloud, items, place, found);
        }
    }
    let mut found = Vec::new();
    for operation in cloud.operations.values() {
        walk(cloud, &operation.input, &format!("{}.{}", cloud.id, operation.name), &mut found);
    }
    found
}

fn has(operation: &Operation, name: &str) -> bool {
    schema::at(&operation.input, &format!("/{}", name.replace('.', "/"))).is_some()
}

fn problems(schema: &Value, value: &Value) -> Vec<String> {
    Validator::new(schema)
        .map(|validator| {
            validator.problems(value).iter().map(|problem| format!("{} {:?}", problem.path, problem.rule)).collect()
        })
        .unwrap_or_default()
}

/// Whether a problem is about a member that the application fills in itself.
fn is_hidden_at(operation: &Operation, problem: &str) -> bool {
    let path = problem.split(' ').next().unwrap_or_default();
    schema::at(&operation.input, path)
        .and_then(|member| member.get("x-hidden"))
        .is_some_and(|hidden| hidden == &Value::Bool(true))
}
