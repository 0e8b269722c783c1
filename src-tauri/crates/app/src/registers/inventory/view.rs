//! A view of the inventory: filtered, searched and sorted in Rust, of which the window gets exactly the rows it shows.

use std::cmp::Ordering;
use std::net::IpAddr;

use chrono::{DateTime, Duration, Utc};
use serde::{Deserialize, Serialize};
use yundeck_domain::instance::{BillingMode, Tag};
use yundeck_domain::{Attention, Instance, InstanceState, Scope};

use self::counts::{Facts, InventoryCounts, Tally};
use super::{Held, Inventory, count};
use crate::records::inventory::{InstanceKey, InventoryStatus};

pub mod counts;

/// What of the inventory is shown, and in which order. Empty lists do not filter; the default is everything, by name.
#[derive(Debug, Clone, Default, PartialEq, Eq, Deserialize, specta::Type)]
#[serde(rename_all = "camelCase")]
pub struct InventoryView {
    /// Words that must all occur in name, id, address, type, image, label, or a tag as people write it (`env=prod`).
    pub search: String,
    /// Cloud ids.
    pub clouds: Vec<String>,
    /// Account ids.
    pub accounts: Vec<String>,
    /// Kinds of `InstanceState`.
    pub states: Vec<String>,
    /// Region ids.
    #[serde(default)]
    pub regions: Vec<String>,
    /// Zone ids.
    #[serde(default)]
    pub zones: Vec<String>,
    /// How they are paid: kinds of `BillingMode`, the cloud's word for others.
    #[serde(default)]
    pub billings: Vec<String>,
    /// Instance types.
    #[serde(default)]
    pub types: Vec<String>,
    /// Tags, as people write them: any of them.
    #[serde(default)]
    pub tags: Vec<String>,
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
    /// First private address, as a number.
    Address,
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
    /// What can be filtered by, with how many rows each would leave.
    pub counts: InventoryCounts,
    /// How refreshing stands.
    pub status: InventoryStatus,
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
    #[serde(serialize_with = "yundeck_catalogue::shown::as_name")]
    #[specta(type = String)]
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
    /// Its tags, as people write them.
    pub tags: Vec<String>,
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
        let mut tally = Tally::default();
        let mut shown: Vec<(&Scope, &Held, usize, &Instance)> = Vec::new();
        for (scope, held) in &self.scopes {
            for (place, instance) in held.instances.values().enumerate() {
                let is = Facts {
                    account: &scope.account,
                    cloud: &held.cloud,
                    region: &scope.region,
                    state: state_kind(&instance.state),
                    zone: instance.zone.as_deref(),
                    billing: billing_word(&instance.billing),
                    instance_type: instance.instance_type.as_deref(),
                    tags: instance.tags.iter().map(Tag::text).collect(),
                    soon: expires_within(instance, view.expiring_days.unwrap_or(EXPIRING_SOON_DAYS), now),
                    attention: instance.attention.is_some(),
                };
                if tally.take(&is, &view, matches(instance, held, &is.tags, &words)) {
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
            counts: tally.counts(),
            view,
        }
    }
}

fn matches(instance: &Instance, held: &Held, tags: &[String], words: &[String]) -> bool {
    words.iter().all(|word| {
        [&instance.name, &instance.id, &held.account_label]
            .into_iter()
            .chain(&instance.private_ips)
            .chain(&instance.public_ips)
            .chain(&instance.instance_type)
            .chain(&instance.image_id)
            .chain(&instance.os)
            .chain(tags)
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
        // What has no address comes last, as what does not expire.
        InventorySort::Address => address(left).cmp(&address(right)),
        InventorySort::Type => (left.vcpus, left.memory_mib).cmp(&(right.vcpus, right.memory_mib)),
        InventorySort::Created => left.created.cmp(&right.created),
        InventorySort::Expires => (left.expires.is_none(), left.expires).cmp(&(right.expires.is_none(), right.expires)),
    }
}

/// The first private address (the public one of what has no other) as a number, old ones before new ones; names and such last.
fn address(instance: &Instance) -> (bool, Option<IpAddr>) {
    let first = instance.private_ips.iter().chain(&instance.public_ips).find_map(|text| text.parse().ok());
    (first.is_none(), first)
}

/// How it is paid in one word: the kind as it crosses to the window, the cloud's own word for others.
fn billing_word(billing: &BillingMode) -> &str {
    match billing {
        BillingMode::Prepaid => "prepaid",
        BillingMode::Postpaid => "postpaid",
        BillingMode::Spot => "spot",
        BillingMode::DedicatedHost => "dedicated_host",
        BillingMode::DedicatedCluster => "dedicated_cluster",
        BillingMode::Other { word } if word.is_empty() => "other",
        BillingMode::Other { word } => word,
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
        tags: instance.tags.iter().map(Tag::text).collect(),
    }
}

#[cfg(test)]
mod tests;
