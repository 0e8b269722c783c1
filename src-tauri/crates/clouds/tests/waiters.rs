//! What makes or removes an instance or an image says how one sees what became of it.

#![allow(clippy::unwrap_used, clippy::panic, reason = "a test fails by panicking")]

use yundeck_catalogue::CloudSpec;
use yundeck_catalogue::cloud::Waiter;
use yundeck_clouds::REGISTRY;

fn waiter_of<'s>(spec: &'s CloudSpec, job: &str) -> &'s Waiter {
    let operation = spec.job(job).unwrap_or_else(|| panic!("{}: {job}", spec.id));
    let name = operation.waiter.as_ref().unwrap_or_else(|| panic!("{}: {} has no waiter", spec.id, operation.name));
    &spec.waiters[name]
}

#[test]
fn a_creation_s_waiter_knows_words_of_failure_and_a_missing_thing_is_none() {
    for spec in REGISTRY.iter().map(|cloud| cloud.adapter.spec()) {
        for job in ["create_instance", "create_image"] {
            let waiter = waiter_of(spec, job);
            assert!(!waiter.success.is_empty() && !waiter.failure.is_empty(), "{}: {job}", spec.id);
            assert!(!waiter.missing_is_success, "{}: {job}", spec.id);
        }
    }
}

#[test]
fn a_removal_s_waiter_is_content_with_a_missing_thing() {
    for spec in REGISTRY.iter().map(|cloud| cloud.adapter.spec()) {
        for job in ["terminate_instance", "delete_image"] {
            assert!(waiter_of(spec, job).missing_is_success, "{}: {job}", spec.id);
        }
    }
}

/// What is made elsewhere than where the call went cannot be looked for in this region's list.
#[test]
fn what_is_made_in_another_region_is_not_looked_for_in_this_one() {
    for spec in REGISTRY.iter().map(|cloud| cloud.adapter.spec()) {
        for operation in spec.operations.values() {
            let members = operation.input["properties"].as_object().into_iter().flatten();
            let elsewhere = members.into_iter().any(|(name, _)| name.to_lowercase().starts_with("destinationregion"));
            assert!(!elsewhere || (operation.reconcile.is_none() && operation.waiter.is_none()), "{}", operation.name);
        }
    }
}
