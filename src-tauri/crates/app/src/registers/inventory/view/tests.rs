//! Views of a small inventory.

use serde_json::Value;
use yundeck_domain::instance::{BillingMode, Tag};

use super::*;

fn now() -> DateTime<Utc> {
    DateTime::from_timestamp(1_772_359_200, 0).unwrap()
}

fn instance(id: &str, name: &str, state: InstanceState, vcpus: u32) -> Instance {
    Instance {
        id: id.into(),
        name: name.into(),
        state,
        vendor_state: String::new(),
        attention: None,
        instance_type: None,
        vcpus: Some(vcpus),
        memory_mib: Some(1024),
        gpus: 0.0,
        zone: None,
        image_id: None,
        os: None,
        private_ips: vec![format!("10.0.0.{vcpus}")],
        public_ips: vec![],
        billing: BillingMode::Postpaid,
        created: None,
        expires: None,
        vpc_id: None,
        subnet_id: None,
        security_group_ids: vec![],
        key_pair_ids: vec![],
        disks: vec![],
        tags: vec![],
        raw: Value::Null,
    }
}

fn view(search: &str, states: &[&str], sort: InventorySort, descending: bool) -> InventoryView {
    InventoryView {
        search: search.into(),
        states: states.iter().map(|state| (*state).to_owned()).collect(),
        sort,
        descending,
        ..InventoryView::default()
    }
}

fn inventory() -> Inventory {
    let mut inventory = Inventory::default();
    let scope = Scope { account: "a".into(), region: "r".into() };
    inventory.upsert(
        &scope,
        vec![
            instance("i-1", "web", InstanceState::Running, 4),
            instance("i-2", "db", InstanceState::Stopped, 8),
            instance("i-3", "Web-2", InstanceState::Running, 2),
        ],
    );
    inventory
}

#[track_caller]
fn check(view: InventoryView, expected: &[&str]) {
    let page = inventory().page(view, 0, 100, now());
    assert_eq!(page.rows.iter().map(|row| row.key.id.as_str()).collect::<Vec<_>>(), expected);
}

#[test]
fn a_view_searches_filters_and_sorts() {
    check(view("", &[], InventorySort::Name, false), &["i-2", "i-1", "i-3"]);
    check(view("web", &[], InventorySort::Type, true), &["i-1", "i-3"]);
    check(view("web 10.0.0.2", &[], InventorySort::Name, false), &["i-3"]);
    check(view("", &["stopped"], InventorySort::Name, false), &["i-2"]);
}

#[test]
fn what_needs_attention_is_counted_and_shown_alone() {
    let mut inventory = inventory();
    let scope = Scope { account: "a".into(), region: "r".into() };
    let owing = Instance {
        attention: Some(Attention::Overdue { release: None }),
        ..instance("i-4", "mail", InstanceState::Stopped, 2)
    };
    inventory.upsert(&scope, vec![owing]);
    let everything = view("", &[], InventorySort::Name, false);
    assert_eq!(inventory.page(everything.clone(), 0, 10, now()).counts.attention, 1);
    let page = inventory.page(InventoryView { attention: true, ..everything }, 0, 10, now());
    assert_eq!(page.rows.iter().map(|row| row.key.id.as_str()).collect::<Vec<_>>(), ["i-4"]);
    assert_eq!(page.rows[0].attention, Some(Attention::Overdue { release: None }));
}

#[test]
fn counts_ignore_the_state_filter_so_that_every_chip_keeps_its_number() {
    let page = inventory().page(view("", &["stopped"], InventorySort::Name, false), 0, 1, now());
    assert_eq!((page.total, page.all), (1, 3));
    let counts: Vec<_> = page.counts.states.iter().map(|state| (state.state.as_str(), state.count)).collect();
    assert_eq!(counts, [("running", 2), ("stopped", 1)]);
}

#[test]
fn a_page_beyond_the_end_is_empty() {
    let mut inventory = inventory();
    assert_eq!(inventory.page(view("", &[], InventorySort::Name, false), 2, 10, now()).rows.len(), 1);
    assert_eq!(inventory.page(view("", &[], InventorySort::Name, false), 5, 10, now()).rows.len(), 0);
}

#[test]
fn a_change_is_seen_by_the_next_page() {
    let mut inventory = inventory();
    let scope = Scope { account: "a".into(), region: "r".into() };
    assert_eq!(inventory.page(view("", &[], InventorySort::Name, false), 0, 10, now()).rows.len(), 3);
    inventory.upsert(&scope, vec![instance("i-1", "web", InstanceState::Stopped, 4)]);
    assert_eq!(inventory.page(view("", &["stopped"], InventorySort::Name, false), 0, 10, now()).rows.len(), 2);
    inventory.remove(&scope, &["i-1".into()]);
    assert_eq!(inventory.page(view("", &[], InventorySort::Name, false), 0, 10, now()).rows.len(), 2);
}

fn tagged(id: &str, address: &str, zone: &str, tags: &[(&str, &str)]) -> Instance {
    let tag = |(key, value): &(&str, &str)| Tag { key: (*key).to_owned(), value: (*value).to_owned() };
    Instance {
        private_ips: vec![address.to_owned()],
        zone: Some(zone.into()),
        instance_type: Some("S5".into()),
        tags: tags.iter().map(tag).collect(),
        ..instance(id, id, InstanceState::Running, 2)
    }
}

fn two_regions() -> Inventory {
    let mut inventory = Inventory::default();
    let scope = |region: &str| Scope { account: "a".into(), region: region.into() };
    inventory.upsert(
        &scope("north"),
        vec![
            tagged("i-1", "10.0.0.10", "north-1", &[("env", "prod")]),
            tagged("i-2", "10.0.0.9", "north-2", &[("env", "dev"), ("bare", "")]),
        ],
    );
    let spot = Instance { billing: BillingMode::Spot, ..tagged("i-3", "9.0.0.200", "south-1", &[("env", "prod")]) };
    let nowhere = Instance { private_ips: vec![], ..tagged("i-4", "", "south-1", &[]) };
    inventory.upsert(&scope("south"), vec![spot, nowhere]);
    inventory
}

#[track_caller]
fn shows(view: InventoryView, expected: &[&str]) {
    let page = two_regions().page(view, 0, 100, now());
    assert_eq!(page.rows.iter().map(|row| row.key.id.as_str()).collect::<Vec<_>>(), expected);
}

#[test]
fn a_view_filters_by_region_zone_billing_type_and_tag() {
    let some = |values: &[&str]| values.iter().map(|value| (*value).to_owned()).collect::<Vec<_>>();
    let everything = InventoryView::default;
    shows(InventoryView { regions: some(&["south"]), ..everything() }, &["i-3", "i-4"]);
    shows(InventoryView { zones: some(&["north-2", "south-1"]), ..everything() }, &["i-2", "i-3", "i-4"]);
    shows(InventoryView { billings: some(&["spot"]), ..everything() }, &["i-3"]);
    shows(InventoryView { types: some(&["S6"]), ..everything() }, &[]);
    shows(InventoryView { tags: some(&["env=prod"]), ..everything() }, &["i-1", "i-3"]);
    shows(InventoryView { tags: some(&["env=prod"]), regions: some(&["north"]), ..everything() }, &["i-1"]);
    shows(InventoryView { search: "env=prod south".into(), ..everything() }, &[]);
    shows(InventoryView { search: "ENV=prod".into(), ..everything() }, &["i-1", "i-3"]);
    shows(InventoryView { search: "bare".into(), ..everything() }, &["i-2"]);
}

#[test]
fn addresses_are_sorted_as_numbers_and_what_has_none_comes_last() {
    shows(InventoryView { sort: InventorySort::Address, ..InventoryView::default() }, &["i-3", "i-2", "i-1", "i-4"]);
}

#[test]
fn what_can_be_filtered_by_does_not_vanish_and_counts_what_it_would_leave() {
    let view = InventoryView {
        search: "10.0.0.10".into(),
        regions: vec!["south".into()],
        tags: vec!["env=dev".into()],
        ..InventoryView::default()
    };
    let counts = two_regions().page(view, 0, 10, now()).counts;
    let of = |all: &[counts::RegionCount]| all.iter().map(|one| (one.id.clone(), one.count)).collect::<Vec<_>>();
    assert_eq!(of(&counts.regions), [("north".to_owned(), 0), ("south".to_owned(), 0)], "the tag is another's");
    let view = InventoryView { regions: vec!["south".into()], ..InventoryView::default() };
    let counts = two_regions().page(view, 0, 10, now()).counts;
    assert_eq!(of(&counts.regions), [("north".to_owned(), 2), ("south".to_owned(), 2)]);
    let tags: Vec<_> = counts.tags.iter().map(|tag| (tag.value.as_str(), tag.count)).collect();
    assert_eq!(tags, [("bare", 0), ("env=dev", 0), ("env=prod", 1)]);
}
