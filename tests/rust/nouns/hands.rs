//! Where a person's hands reach each operation that changes something: a page and the menu in it, or the explorer alone.

use std::collections::BTreeMap;

use yundeck_catalogue::{CloudSpec, Operation};
use yundeck_tests::in_process::clouds;

/// The kinds of things that have a page: those of `nouns.json`, and the two with pages of their own.
fn pages(spec: &CloudSpec) -> BTreeMap<String, String> {
    let nouns = spec.nouns.keys().filter_map(|noun| Some((spec.kind_of_noun(noun)?.to_owned(), noun.clone())));
    nouns.chain(["instance", "image"].map(|own| (own.to_owned(), own.to_owned()))).collect()
}

/// The pages and menus that an operation is in.
fn places(spec: &CloudSpec, operation: &Operation) -> Vec<String> {
    let jobs = spec.jobs.iter().filter(|(_, name)| **name == operation.name).map(|(job, _)| format!("button {job}"));
    let pages = pages(spec);
    let on_pages = pages.iter().flat_map(|(kind, page)| {
        let acts = spec.acts_of(kind).into_iter().filter(|act| act.operation.name == operation.name);
        let acts = acts.map(|act| format!("{page} > {:?}", act.group));
        let creations = spec.creations_of(kind).into_iter().filter(|made| made.name == operation.name);
        acts.chain(creations.map(|_| format!("{page} > create"))).collect::<Vec<_>>()
    });
    jobs.chain(on_pages).collect()
}

/// What is still reached through the explorer alone. It only gets less: what is mended is taken off the list.
const EXPLORER_ONLY: &[&str] = &["tencent DeleteInstancesActionTimer"];

#[test]
fn every_operation_that_changes_something_is_on_the_page_of_what_it_changes() {
    let (mut all, mut explored) = (0, Vec::new());
    for spec in clouds() {
        for operation in spec.operations.values().filter(|operation| !operation.effect.is_read()) {
            all += 1;
            let places = places(spec, operation);
            if places.is_empty() {
                explored.push(format!("{} {}", spec.id, operation.name));
            } else {
                println!("{} {}: {}", spec.id, operation.name, places.join(", "));
            }
        }
    }
    println!("of {all} operations that change something, {} are in the explorer only: {explored:?}", explored.len());
    let new: Vec<&String> = explored.iter().filter(|name| !EXPLORER_ONLY.contains(&name.as_str())).collect();
    assert!(new.is_empty(), "on no page: {new:?}: give a parameter its x-ref, or the kind its page in nouns.json");
    let mended: Vec<&&str> = EXPLORER_ONLY.iter().filter(|name| explored.iter().all(|left| left != *name)).collect();
    assert!(mended.is_empty(), "on a page by now, so off the list: {mended:?}");
}
