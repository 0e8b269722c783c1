//! A view of the inventory: filtered, searched and sorted in Rust, of which the window gets exactly the rows it shows.

use std::cmp::Ordering;
use std::collections::BTreeMap;

use chrono::{DateTime, Duration, Utc};
use serde::{Deserialize, Serialize};
use yundeck_domain::instance::BillingMode;
use yundeck_domain::{Attention, Instance, InstanceState, Scope};

use super::{Held, Inventory, count};
use crate::records::inventory::{InstanceKey, InventoryStatus};

/// What of the inventory is shown, and in which order. Empty lists do not filter; the default is everything, by name.
#[derive(Debug, Clone, Default, PartialEq, Eq, Deserialize, specta::Type)]
#[serde(rename_all = "camelCase")]
pub struct InventoryView {
    /// Words that must all occur in name, id, address, type, image or label.
    pub search: String,
    /// Cloud ids.
    pub clouds: Vec<String>,
    /// Account ids.
    pub accounts: Vec<String>,
    /// Kinds of `InstanceState`.
    pub states: Vec<String>,
    /// Only what expires within so many days.
    pub expiring_days: Option<u32>,
    /// Only what a person has to know more of than its state, or do something about.
    #[serde(default)]
    pub attention: bool,
    /// The column to sort by.
    pub sort: InventorySort,
    /// From the end.
    pub descending: bool,
}

/// The columns that can be sorted by.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Deserialize, specta::Type)]
#[serde(rename_all = "snake_case")]
pub enum InventorySort {
    /// Name.
    #[default]
    Name,
    /// State.
    State,
    /// Cloud.
    Cloud,
    /// Account label.
    Account,
    /// Region.
    Region,
    /// vCPUs, then memory.
    Type,
    /// Time of creation.
    Created,
    /// Time of expiry; what does not expire comes last.
    Expires,
}

/// The rows of a view from one place to another.
#[derive(Debug, Clone, Serialize, specta::Type)]
#[serde(rename_all = "camelCase")]
pub struct InventoryPage {
    /// How many rows the view has.
    pub total: u32,
    /// How many instances there are without filters.
    pub all: u32,
    /// The rows asked for.
    pub rows: Vec<InstanceRow>,
    /// Counts for the filter chips, over everything that the cloud and account filters and the search let through.
    pub counts: InventoryCounts,
    /// How refreshing stands.
    pub status: InventoryStatus,
}

/// Counts for the filter chips.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, specta::Type)]
#[serde(rename_all = "camelCase")]
pub struct InventoryCounts {
    /// By state.
    pub states: Vec<StateCount>,
    /// By cloud.
    pub clouds: Vec<CloudCount>,
    /// How many expire within seven days.
    pub expiring_soon: u32,
    /// Of how many a person has to know more than their state, or do something about.
    pub attention: u32,
}

/// How many instances are in a state.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, specta::Type)]
pub struct StateCount {
    /// Kind of `InstanceState`.
    pub state: String,
    /// How many.
    pub count: u32,
}

/// How many instances a cloud has.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, specta::Type)]
pub struct CloudCount {
    /// Cloud id.
    pub cloud: String,
    /// How many.
    pub count: u32,
}

/// One row of the table.
#[derive(Debug, Clone, Serialize, specta::Type)]
#[serde(rename_all = "camelCase")]
pub struct InstanceRow {
    /// Which instance.
    pub key: InstanceKey,
    /// Its cloud.
    pub cloud: String,
    /// Its account's label.
    pub account_label: String,
    /// Whether it is the sandbox's.
    pub sandbox: bool,
    /// Its name.
    pub name: String,
    /// What it is doing.
    pub state: InstanceState,
    /// The cloud's word for that.
    pub vendor_state: String,
    /// What a person has to know of it beside that, or to do about it.
    pub attention: Option<Attention>,
    /// Its instance type.
    pub instance_type: Option<String>,
    /// vCPUs.
    pub vcpus: Option<u32>,
    /// Memory in MiB.
    pub memory_mib: Option<u32>,
    /// GPUs; a part of 1 for a share of a card.
    #[specta(type = u32)]
    pub gpus: f64,
    /// Zone.
    pub zone: Option<String>,
    /// Private addresses.
    pub private_ips: Vec<String>,
    /// Public addresses.
    pub public_ips: Vec<String>,
    /// Image.
    pub image_id: Option<String>,
    /// Operating system.
    pub os: Option<String>,
    /// How it is paid.
    pub billing: BillingMode,
    /// When it was made (RFC 3339).
    pub created: Option<String>,
    /// Until when it is paid (RFC 3339).
    pub expires: Option<String>,
}

/// The sorted places of one view at one version of the inventory.
pub struct Sorted {
    version: u64,
    view: InventoryView,
    places: Vec<(Scope, usize)>,
    counts: InventoryCounts,
}

/// What expires within so many days is marked.
const EXPIRING_SOON_DAYS: u32 = 7;

impl Inventory {
    /// The rows `from..to` of a view.
    pub fn page(&mut self, view: InventoryView, from: usize, to: usize, now: DateTime<Utc>) -> InventoryPage {
        let fresh = self.sorted.as_ref().is_some_and(|sorted| sorted.version == self.version && sorted.view == view);
        if !fresh {
            self.sorted = Some(self.sort(view, now));
        }
        let (places, counts) = self
            .sorted
            .as_ref()
            .map_or((&[][..], InventoryCounts::default()), |sorted| (&sorted.places[..], sorted.counts.clone()));
        let rows = places
            .get(from.min(places.len())..to.clamp(from.min(places.len()), places.len()))
            .into_iter()
            .flatten()
            .filter_map(|(scope, place)| {
                let held = self.scopes.get(scope)?;
                Some(row(scope, held, held.instances.get_index(*place)?.1))
            })
            .collect();
        InventoryPage {
            total: count(places.len()),
            all: count(self.scopes.values().map(|held| held.instances.len()).sum()),
            rows,
            counts,
            status: self.status(),
        }
    }

    fn sort(&self, view: InventoryView, now: DateTime<Utc>) -> Sorted {
        let words: Vec<String> = view.search.split_whitespace().map(str::to_lowercase).collect();
        let mut states: BTreeMap<String, u32> = BTreeMap::new();
        let mut clouds: BTreeMap<String, u32> = BTreeMap::new();
        let (mut expiring_soon, mut attention) = (0, 0);
        let mut shown: Vec<(&Scope, &Held, usize, &Instance)> = Vec::new();
        for (scope, held) in &self.scopes {
            let wanted = |filter: &[String], value: &str| filter.is_empty() || filter.iter().any(|item| item == value);
            if !wanted(&view.accounts, &scope.account) {
                continue;
            }
            for (place, instance) in
                held.instances.values().enumerate().filter(|(_, instance)| matches(instance, held, &words))
            {
                *clouds.entry(held.cloud.clone()).or_default() += 1;
                if !wanted(&view.clouds, &held.cloud) {
                    continue;
                }
                let state = state_kind(&instance.state);
                *states.entry(state.to_owned()).or_default() += 1;
                expiring_soon += u32::from(expires_within(instance, EXPIRING_SOON_DAYS, now));
                attention += u32::from(instance.attention.is_some());
                if wanted(&view.states, state)
                    && (!view.attention || instance.attention.is_some())
                    && view.expiring_days.is_none_or(|days| expires_within(instance, days, now))
                {
                    shown.push((scope, held, place, instance));
                }
            }
        }
        shown.sort_by(|a, b| {
            let order = compare(view.sort, (a.0, a.1, a.3), (b.0, b.1, b.3));
            if view.descending { order.reverse() } else { order }.then_with(|| a.3.id.cmp(&b.3.id))
        });
        Sorted {
            version: self.version,
            places: shown.into_iter().map(|(scope, _, place, _)| (scope.clone(), place)).collect(),
            counts: InventoryCounts {
                states: states.into_iter().map(|(state, count)| StateCount { state, count }).collect(),
                clouds: clouds.into_iter().map(|(cloud, count)| CloudCount { cloud, count }).collect(),
                expiring_soon,
                attention,
            },
            view,
        }
    }
}

fn matches(instance: &Instance, held: &Held, words: &[String]) -> bool {
    words.iter().all(|word| {
        [&instance.name, &instance.id, &held.account_label]
            .into_iter()
            .chain(&instance.private_ips)
            .chain(&instance.public_ips)
            .chain(&instance.instance_type)
            .chain(&instance.image_id)
            .chain(&instance.os)
            .any(|text| text.to_lowercase().contains(word))
    })
}

fn expires_within(instance: &Instance, days: u32, now: DateTime<Utc>) -> bool {
    instance.expires.is_some_and(|at| at < now + Duration::days(i64::from(days)))
}

fn compare(sort: InventorySort, a: (&Scope, &Held, &Instance), b: (&Scope, &Held, &Instance)) -> Ordering {
    let (left, right) = (a.2, b.2);
    match sort {
        InventorySort::Name => left.name.to_lowercase().cmp(&right.name.to_lowercase()),
        InventorySort::State => state_kind(&left.state).cmp(state_kind(&right.state)),
        InventorySort::Cloud => a.1.cloud.cmp(&b.1.cloud),
        InventorySort::Account => a.1.account_label.cmp(&b.1.account_label),
        InventorySort::Region => (&a.0.region, &left.zone).cmp(&(&b.0.region, &right.zone)),
        InventorySort::Type => (left.vcpus, left.memory_mib).cmp(&(right.vcpus, right.memory_mib)),
        InventorySort::Created => left.created.cmp(&right.created),
        InventorySort::Expires => (left.expires.is_none(), left.expires).cmp(&(right.expires.is_none(), right.expires)),
    }
}

/// The kind of a state, as it crosses to the window.
pub fn state_kind(state: &InstanceState) -> &'static str {
    match state {
        InstanceState::Creating => "creating",
        InstanceState::Starting => "starting",
        InstanceState::Running => "running",
        InstanceState::Stopping => "stopping",
        InstanceState::Stopped => "stopped",
        InstanceState::Rebooting => "rebooting",
        InstanceState::Busy => "busy",
        InstanceState::Terminating => "terminating",
        InstanceState::Terminated => "terminated",
        InstanceState::Failed => "failed",
        InstanceState::Unknown { .. } => "unknown",
    }
}

fn row(scope: &Scope, held: &Held, instance: &Instance) -> InstanceRow {
    InstanceRow {
        key: InstanceKey { account: scope.account.clone(), region: scope.region.clone(), id: instance.id.clone() },
        cloud: held.cloud.clone(),
        account_label: held.account_label.clone(),
        sandbox: held.sandbox,
        name: instance.name.clone(),
        state: instance.state.clone(),
        vendor_state: instance.vendor_state.clone(),
        attention: instance.attention.clone(),
        instance_type: instance.instance_type.clone(),
        vcpus: instance.vcpus,
        memory_mib: instance.memory_mib,
        gpus: instance.gpus,
        zone: instance.zone.clone(),
        private_ips: instance.private_ips.clone(),
        public_ips: instance.public_ips.clone(),
        image_id: instance.image_id.clone(),
        os: instance.os.clone(),
        billing: instance.billing.clone(),
        created: instance.created.map(|at| at.to_rfc3339()),
        expires: instance.expires.map(|at| at.to_rfc3339()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::Value;

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
            raw: Value::Null,
        }
    }

    fn view(search: &str, states: &[&str], sort: InventorySort, descending: bool) -> InventoryView {
        InventoryView {
            search: search.into(),
            clouds: vec![],
            accounts: vec![],
            states: states.iter().map(|state| (*state).to_owned()).collect(),
            expiring_days: None,
            attention: false,
            sort,
            descending,
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
}
