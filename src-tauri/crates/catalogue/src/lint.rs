//! What must hold of every catalogue, checked by a test over each of them.

mod lists;
mod members;
mod nouns;
#[cfg(test)]
pub(crate) mod tests;

use serde_json::Value;

use crate::cloud::{CloudSpec, ErrorKind, RefSpec, Waiter};
use crate::credential_source::{CredentialSource, FileFormat};
use crate::help::CloudHelp;
use crate::operation::{ACCESS, Effect, Grants, Operation};
use crate::problem::Validator;
use crate::schema;
use crate::text::Text;

/// Kinds of `x-ref` that the application lists through a job instead of `refs`.
const LISTED_BY_JOB: &[(&str, &str)] =
    &[("image", "list_images"), ("instance_type", "list_instance_types"), ("instance", "list_instances")];

/// The HTTP methods in use.
const METHODS: &[&str] = &["GET", "POST", "PUT", "DELETE", "PATCH"];

/// Everything that is wrong with a cloud's catalogue, each with its place; empty when nothing is.
pub fn lint(cloud: &CloudSpec) -> Vec<String> {
    let mut found = Findings::default();
    found.cloud(cloud);
    for operation in cloud.operations.values() {
        found.place = format!("{}.{}", cloud.id, operation.name);
        found.operation(cloud, operation);
    }
    found.nouns(cloud);
    found.all
}

/// Whether a code, by its name, is a fault of the cloud's own and no refusal.
fn is_own_fault(code: &str) -> bool {
    let code = code.to_ascii_lowercase();
    ["internal", "serviceunavailable", "service_unavailable", "servererror"].iter().any(|start| code.starts_with(start))
        || ["timeout", "timed_out", "deadline_exceeded", ".internalerror"].iter().any(|end| code.ends_with(end))
        || ["unknown", "unavailable", "data_loss"].contains(&code.as_str())
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
        for (name, service) in &cloud.services {
            self.check(service.host.is_some() || cloud.endpoint_required, || format!("service {name} has no host"));
        }
        for site in &cloud.sites {
            self.check(site.host.contains("{service}") && !site.host.contains("{region}"), || {
                format!("site {}: a host for all regions names the service alone", site.host)
            });
            let regional = site.regional.as_ref();
            self.check(regional.is_none_or(|host| host.contains("{service}") && host.contains("{region}")), || {
                format!("site {}: a host of a region names service and region", site.host)
            });
            for service in &site.regionless {
                self.check(cloud.services.contains_key(service), || {
                    format!("site {}: no service {service}", site.host)
                });
            }
            self.check(!site.source.is_empty(), || format!("site {}: no source", site.host));
        }
        for (nth, region) in cloud.regions.iter().enumerate() {
            self.words(&region.title, &format!("region {}", region.id));
            let known = cloud.regions.iter().take(nth).any(|other| other.id == region.id);
            self.check(!known, || format!("region {} is there twice", region.id));
            for service in region.hosts.keys() {
                self.check(cloud.services.contains_key(service), || {
                    format!("region {}: a host of no service {service}", region.id)
                });
            }
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
            self.check(meaning.decides_alone || !meaning.messages.is_empty(), || {
                format!("error {code}: neither the code nor a message decides")
            });
            self.check(cloud.error_sources.is_empty() || meaning.source.is_some(), || {
                format!("error {code}: no source")
            });
            for each in std::iter::once(meaning).chain(meaning.messages.values()) {
                let named = each.source.iter().flat_map(|source| source.split(", "));
                let unknown: Vec<&str> = named.filter(|name| !cloud.error_sources.contains_key(*name)).collect();
                self.check(unknown.is_empty(), || format!("error {code}: no source {}", unknown.join(", ")));
            }
            let passing = matches!(meaning.kind, ErrorKind::Unavailable | ErrorKind::RateLimited);
            self.check(passing || !is_own_fault(code), || {
                format!("error {code}: a fault of the cloud's own does not say that nothing was done")
            });
        }
        if let Some(cli) = &cloud.cli {
            let is_word = |text: &str| !text.is_empty() && !text.contains(char::is_whitespace);
            self.check(is_word(&cli.name), || format!("cli: {:?} is no command", cli.name));
            for option in std::iter::once(&cli.region).chain(&cli.json).chain(&cli.endpoint) {
                let is_option = option.starts_with("--") && is_word(option);
                self.check(is_option, || format!("cli: {option:?} is no option"));
            }
            self.check(!cli.source.is_empty(), || "cli: no source".to_owned());
        }
        for source in &cloud.credential_sources {
            self.credential_source(source);
        }
        self.help(&cloud.help);
        for (kind, listing) in &cloud.refs {
            self.listing(cloud, kind, listing);
        }
        for (name, waiter) in &cloud.waiters {
            self.waiter(cloud, name, waiter);
        }
    }

    fn help(&mut self, help: &CloudHelp) {
        for text in help.account.iter().chain(&help.prices).chain(&help.unanswered) {
            self.words(text, "a text of the help");
        }
        for link in &help.links {
            self.words(&link.title, "a link of the help");
            let whole = link.url.strip_prefix("https://").is_some_and(|rest| rest.contains('/'));
            self.check(whole, || format!("help: {} is no https address", link.url));
        }
    }

    fn credential_source(&mut self, source: &CredentialSource) {
        let tool = &source.tool;
        self.check(!tool.is_empty() && !source.source.is_empty(), || {
            "a credential source has no name or no source".to_owned()
        });
        self.check(!source.id.as_str().is_empty() && !source.secret.is_empty(), || {
            format!("credentials of {tool}: where the id or the secret stands is missing")
        });
        for file in [&source.file, &source.beside].into_iter().flatten() {
            self.check(!file.paths.is_empty(), || format!("credentials of {tool}: no path"));
            for path in &file.paths {
                let rooted = ["~/", "./", "/", "$"].iter().any(|root| path.starts_with(root));
                self.check(rooted, || format!("credentials of {tool}: {path} begins nowhere"));
                let name = path.rsplit('/').next().unwrap_or_default();
                self.check(
                    path.matches('*').count() == name.matches('*').count() && name.matches('*').count() <= 1,
                    || format!("credentials of {tool}: {path}: one `*`, in the name"),
                );
            }
            let ini = file.format == FileFormat::Ini;
            self.check(ini != file.sections.is_empty(), || {
                format!("credentials of {tool}: sections are INI's, and all INI's")
            });
            self.check(!ini || (file.items.is_none() && file.profile.is_none()), || {
                format!("credentials of {tool}: INI has no items")
            });
        }
        for text in source.note.iter().chain(source.skip.iter().map(|skip| &skip.why)) {
            self.words(text, &format!("credentials of {tool}"));
        }
    }

    fn listing(&mut self, cloud: &CloudSpec, kind: &str, listing: &RefSpec) {
        for within in listing.within.keys() {
            self.check(within == ARCHITECTURE || is_listed(cloud, within), || {
                format!("ref {kind}: nothing lists {within}, within which it is")
            });
        }
        let read = cloud.operation(&listing.operation);
        self.check(read.is_some_and(|read| read.effect.is_read()), || {
            format!("ref {kind}: no read {}", listing.operation)
        });
        let Some(read) = read else { return };
        for problem in problems(&read.input, &Value::Object(listing.params.clone())) {
            self.check(is_hidden_at(read, &problem), || format!("ref {kind}: its parameters do not fit: {problem}"));
        }
    }

    fn waiter(&mut self, cloud: &CloudSpec, name: &str, waiter: &Waiter) {
        let read = cloud.operation(&waiter.operation);
        self.check(read.is_some_and(|read| read.effect.is_read()), || {
            format!("waiter {name}: no read {}", waiter.operation)
        });
        let ids = read.and_then(|read| member(read, &waiter.ids));
        self.check(ids.is_some(), || format!("waiter {name}: no parameter {}", waiter.ids));
        let is_list = ids.is_some_and(|ids| ids.get("type") == Some(&Value::from("array")));
        self.check(is_list == waiter.ids_list, || format!("waiter {name}: {} is a list, or is none", waiter.ids));
        let restricted = waiter.like.keys().chain(waiter.hidden.keys());
        for strange in restricted.filter(|name| read.is_some_and(|read| member(read, name).is_none())) {
            self.check(false, || format!("waiter {name}: no parameter {strange}"));
        }
        let arrives = !waiter.success.is_empty() || waiter.missing_is_success;
        self.check(arrives, || format!("waiter {name}: nothing is its success"));
        for state in waiter.failure.iter().filter(|state| waiter.success.contains(state)) {
            self.check(false, || format!("waiter {name}: {state} is both success and failure"));
        }
        let patient = waiter.interval_seconds > 0 && waiter.timeout_seconds > waiter.interval_seconds;
        self.check(patient, || format!("waiter {name}: its interval and timeout do not fit"));
    }

    fn operation(&mut self, cloud: &CloudSpec, operation: &Operation) {
        self.words(&operation.title, "title");
        for (text, of) in [(&operation.help, "help"), (&operation.no_quote, "noQuote")] {
            if let Some(text) = text {
                self.words(text, of);
            }
        }
        self.check(!operation.source.is_empty(), || "no source".to_owned());
        self.check(operation.rate_limit_per_second != Some(0), || "it may never be called".to_owned());
        self.check(operation.max_ids != Some(0), || "it takes no ids".to_owned());
        for also in &operation.also_state {
            let only = !operation.requires_state.is_empty() && !operation.requires_state.contains(&also.state);
            self.check(only, || format!("it allows {} anyway", also.state));
            for name in also.given.keys() {
                self.check(member(operation, name).is_some(), || format!("also state: no parameter {name}"));
            }
        }
        self.check(cloud.service_of(operation).is_some(), || "its service is missing".to_owned());
        if let Err(why) = Validator::new(&operation.input) {
            self.check(false, || format!("its schema does not compile: {why}"));
            return;
        }
        for problem in problems(&operation.input, &operation.example) {
            self.check(is_hidden_at(operation, &problem), || format!("its example does not fit: {problem}"));
        }
        self.members(cloud, operation, &operation.input, "");
        if let Some(since) = &operation.since {
            self.check(cloud.sources.contains_key(since), || format!("newer by no source {since}"));
        }
        self.http(operation);
        self.effect(operation);
        if let Some(quote) = &operation.quote {
            let read = cloud.operation(&quote.operation);
            self.check(read.is_some_and(|read| read.effect.is_read()), || format!("no price call {}", quote.operation));
        }
        for rule in &operation.again {
            let field = schema::at(&operation.input, &format!("/{}", rule.field));
            self.check(field.is_some(), || format!("again: no parameter {}", rule.field));
            for name in rule.items.keys() {
                let member = field.and_then(|list| schema::at(list, &format!("/0/{name}")));
                self.check(member.is_some(), || format!("again: {} has no {name}", rule.field));
            }
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
        if let Some(dry) = &operation.dry_run {
            let switch = member(operation, &dry.parameter).and_then(|found| found.get("type"));
            self.check(switch == Some(&Value::from("boolean")), || format!("dryRun: no switch {}", dry.parameter));
        }
        if let Some(seconds) = operation.idempotency_seconds {
            let lives = seconds > 0 && operation.idempotency.is_some();
            self.check(lives, || "a lifetime of no idempotency token".to_owned());
        }
        self.lists(cloud, operation);
        for (code, words) in &operation.errors {
            self.words(words, &format!("error {code}"));
        }
    }

    fn http(&mut self, operation: &Operation) {
        let http = &operation.http;
        self.check(METHODS.contains(&http.method.as_str()), || format!("no method {}", http.method));
        // Whatever stands between may send a GET again, or answer it from memory. A console's address that comes twice is no
        // harm, and some clouds' documents give it by GET only.
        let tells = operation.output.contains_key(ACCESS) && operation.effect == Effect::Mutate;
        self.check(operation.effect.is_read() || http.method != "GET" || tells, || {
            "what is not a read goes by GET".to_owned()
        });
        self.check(http.path.starts_with('/'), || format!("a path without its slash: {}", http.path));
        let placeholders = http.path.split('{').skip(1).map(|rest| rest.split('}').next().unwrap_or_default());
        for name in placeholders {
            let filled = member(operation, name).is_some_and(|found| {
                let required = operation.input.get("required").and_then(Value::as_array);
                let required = required.is_some_and(|all| all.iter().any(|each| each == name));
                required || found.get("x-hidden") == Some(&Value::Bool(true))
            });
            self.check(filled, || format!("{name} of its path is no required parameter"));
        }
    }

    /// What an effect rules out: a read changes nothing and costs nothing.
    fn effect(&mut self, operation: &Operation) {
        let priced = operation.quote.is_some() || operation.no_quote.is_some();
        let acts = priced || operation.disruptive || operation.waiter.is_some() || operation.reconcile.is_some();
        let acts = acts || !operation.when.is_empty();
        self.check(!(operation.effect.is_read() && acts), || "a read that does something".to_owned());
        for when in &operation.when {
            for name in when.given.keys().chain(when.unless.keys()) {
                let found = schema::at(&operation.input, &format!("/{name}"));
                self.check(found.is_some(), || format!("when: no parameter {name}"));
            }
            let more = when.effect.is_some_and(|effect| effect > operation.effect)
                || (when.disruptive && !operation.disruptive)
                || (when.grants.is_some() && operation.grants.is_none());
            self.check(more && !when.given.is_empty(), || "when: it is no more than it is anyway".to_owned());
            let buys = when.effect == Some(Effect::Purchase);
            self.check(buys == when.no_quote.is_some(), || "when: a purchase without noQuote".to_owned());
        }
        // A price is asked with a password without giving it to anybody.
        let secret = !operation.effect.is_read()
            && (takes_secret(&operation.input) || operation.output.contains_key("private_key"));
        let grants = operation.grants.is_some() || operation.when.iter().any(|when| when.grants.is_some());
        self.check(!secret || grants, || "what has a password or a key grants nothing".to_owned());
        // Whoever may look may not get in: it is planned, confirmed and written down.
        self.check(!(grants && operation.effect.is_read()), || "a read that gives access".to_owned());
        let tells = !operation.output.contains_key(ACCESS) || operation.grants == Some(Grants::Access);
        self.check(tells, || "its reply lets somebody in, and it grants nothing".to_owned());
    }
}

/// Whether some parameter is like a password.
fn takes_secret(node: &Value) -> bool {
    schema::is_secret(node)
        || schema::properties(node).any(|(_, member)| takes_secret(member))
        || node.get("items").is_some_and(takes_secret)
}

/// `x-ref` kinds that nothing lists: a picker for them would always be empty.
pub fn unlisted_refs(cloud: &CloudSpec) -> Vec<String> {
    fn walk(cloud: &CloudSpec, node: &Value, place: &str, found: &mut Vec<String>) {
        if let Some(kind) = node.get("x-ref").and_then(Value::as_str).filter(|kind| !is_listed(cloud, kind)) {
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

/// What a choice may be within although nothing lists it.
const ARCHITECTURE: &str = "architecture";

/// Whether a picker for that kind of thing has something to list.
fn is_listed(cloud: &CloudSpec, kind: &str) -> bool {
    cloud.refs.contains_key(kind)
        || LISTED_BY_JOB.iter().any(|(listed, job)| *listed == kind && cloud.jobs.contains_key(*job))
}

/// Whether a path is made of names joined by `.`, each of which may step into a list.
fn is_path(path: &str) -> bool {
    path.split('.').all(|step| {
        let name = step.strip_suffix("[]").unwrap_or(step);
        !name.is_empty() && name.chars().all(|letter| letter.is_ascii_alphanumeric() || letter == '_')
    })
}

/// The schema of a parameter by its path (`instanceSpec.name`).
fn member<'o>(operation: &'o Operation, name: &str) -> Option<&'o Value> {
    schema::at(&operation.input, &format!("/{}", name.replace('.', "/")))
}

fn has(operation: &Operation, name: &str) -> bool {
    member(operation, name).is_some()
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
