//! The table of operations in every cloud's README is the one that its catalogue makes.
//!
//! `YUNDECK_WRITE_TABLES=1 cargo test -p yundeck-clouds --test operation_tables` writes them anew.

#![allow(clippy::unwrap_used, clippy::panic, reason = "a test fails by panicking")]

use std::path::PathBuf;

use yundeck_catalogue::{CloudSpec, Operation};
use yundeck_clouds::REGISTRY;

const BEGIN: &str = "<!-- operations: generated, a test keeps it fresh -->\n";
const END: &str = "<!-- end of operations -->";

#[test]
fn the_table_of_operations_in_every_readme_is_fresh() {
    let mut stale = Vec::new();
    for spec in REGISTRY.iter().map(|cloud| cloud.adapter.spec()) {
        let path = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("src").join(&spec.id).join("README.md");
        let text = std::fs::read_to_string(&path).unwrap().replace("\r\n", "\n");
        let (before, rest) = text.split_once(BEGIN).unwrap_or_else(|| panic!("{}: no {BEGIN}", path.display()));
        let (shown, after) = rest.split_once(END).unwrap_or_else(|| panic!("{}: no {END}", path.display()));
        let table = table(spec);
        if std::env::var_os("YUNDECK_WRITE_TABLES").is_some() {
            std::fs::write(&path, format!("{before}{BEGIN}{table}{END}{after}")).unwrap();
        } else if shown != table {
            stale.push(format!("{}/README.md", spec.id));
        }
    }
    assert!(
        stale.is_empty(),
        "{stale:?} are not what the catalogues say; this test's first lines say how to write them"
    );
}

#[test]
fn a_table_has_a_row_for_every_operation() {
    for spec in REGISTRY.iter().map(|cloud| cloud.adapter.spec()) {
        assert_eq!(table(spec).lines().count(), spec.operations.len() + 2, "{}", spec.id);
    }
}

fn table(spec: &CloudSpec) -> String {
    let head = "| operation | title | effect | quote | waiter | offered |\n|---|---|---|---|---|---|\n";
    spec.operations.values().fold(head.to_owned(), |table, operation| table + &row(spec, operation))
}

fn row(spec: &CloudSpec, operation: &Operation) -> String {
    let companion = if operation.companion { " (companion)" } else { "" };
    let disruptive = if operation.disruptive { ", disruptive" } else { "" };
    let quote = match (&operation.quote, &operation.no_quote) {
        (Some(quote), _) => &quote.operation,
        (None, Some(_)) => "none exists",
        (None, None) => "",
    };
    let cells = [
        format!("{}{companion}", operation.name),
        format!("{} · {}", operation.title.zh, operation.title.en),
        format!("{:?}{disruptive}{}{}", operation.effect, grants(operation), when(operation)).to_lowercase(),
        quote.to_owned(),
        operation.waiter.clone().unwrap_or_default(),
        offered(spec, operation),
    ];
    format!("| {} |\n", cells.join(" | "))
}

fn grants(operation: &Operation) -> String {
    operation.grants.map(|grants| format!(", gives {grants:?}")).unwrap_or_default()
}

/// What parameters make more of it.
fn when(operation: &Operation) -> String {
    let more = operation.when.iter().map(|when| {
        let effect = when.effect.map(|effect| format!("{effect:?}"));
        let disruptive = when.disruptive.then(|| "disruptive".to_owned());
        let grants = when.grants.map(|grants| format!("gives {grants:?}"));
        let is = effect.into_iter().chain(disruptive).chain(grants).collect::<Vec<_>>().join(", ");
        format!("; {is} by {}", when.given.keys().map(String::as_str).collect::<Vec<_>>().join(" / "))
    });
    more.collect()
}

/// Where the window offers an operation: the jobs it does, the pickers it fills, the purchases it prices, the things whose menu it is
/// in because it is about one, the things that it makes; what has none of these is in the explorer, like all others.
fn offered(spec: &CloudSpec, operation: &Operation) -> String {
    let name = &operation.name;
    let jobs = spec.jobs.iter().filter(|(_, done_by)| *done_by == name).map(|(job, _)| job.clone());
    let pickers =
        spec.refs.iter().filter(|(_, listing)| listing.operation == *name).map(|(kind, _)| format!("picker: {kind}"));
    let offered_prices = spec.operations.values().filter(|other| {
        other.quote.as_ref().is_some_and(|quote| quote.operation == *name)
            && spec.jobs.values().any(|done_by| *done_by == other.name)
    });
    let prices = offered_prices.map(|other| format!("price of {}", other.name));
    let pages: Vec<&str> =
        spec.nouns.keys().filter_map(|noun| spec.kind_of_noun(noun)).chain(["instance", "image"]).collect();
    let is_it = |other: &Operation| other.name == *name;
    let about = |kind: &str| spec.acts_of(kind).iter().any(|act| act.subject.required && is_it(act.operation));
    let menus = pages.iter().filter(|kind| about(kind)).map(|kind| format!("menu: {kind}"));
    let makes = |kind: &str| spec.creations_of(kind).into_iter().any(is_it);
    let made = pages.iter().filter(|kind| makes(kind)).map(|kind| format!("makes: {kind}"));
    let all: Vec<String> = jobs.chain(pickers).chain(prices).chain(menus).chain(made).collect();
    if all.is_empty() { "explorer".to_owned() } else { all.join(", ") }
}
