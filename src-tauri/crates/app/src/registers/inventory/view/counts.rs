//! What a view can be filtered by, and how many rows each filter would leave.

use std::collections::BTreeMap;

use serde::Serialize;

use super::InventoryView;

/// What can be filtered by. Everything that the inventory has is there, whatever is filtered and searched for: each with how many
/// rows it leaves, by the search and by the filters of all other kinds.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, specta::Type)]
#[serde(rename_all = "camelCase")]
pub struct InventoryCounts {
    /// By state.
    pub states: Vec<StateCount>,
    /// By cloud.
    pub clouds: Vec<CloudCount>,
    /// By account id.
    pub accounts: Vec<ValueCount>,
    /// By region.
    pub regions: Vec<RegionCount>,
    /// By zone id.
    pub zones: Vec<RegionCount>,
    /// By how they are paid.
    pub billings: Vec<ValueCount>,
    /// By instance type.
    pub types: Vec<ValueCount>,
    /// By tag, as people write it.
    pub tags: Vec<ValueCount>,
    /// How many expire within seven days.
    pub expiring_soon: u32,
    /// Whether any does at all.
    pub any_expiring: bool,
    /// Of how many a person has to know more than their state, or do something about.
    pub attention: u32,
    /// Whether there is any at all.
    pub any_attention: bool,
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

/// How many instances a region or zone of a cloud has.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, specta::Type)]
pub struct RegionCount {
    /// Cloud id.
    pub cloud: String,
    /// Region or zone id.
    pub id: String,
    /// How many.
    pub count: u32,
}

/// How many instances have a value.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, specta::Type)]
pub struct ValueCount {
    /// The value.
    pub value: String,
    /// How many.
    pub count: u32,
}

/// What of an instance is filtered by.
pub(super) struct Facts<'i> {
    pub account: &'i str,
    pub cloud: &'i str,
    pub region: &'i str,
    pub state: &'static str,
    pub zone: Option<&'i str>,
    pub billing: &'i str,
    pub instance_type: Option<&'i str>,
    pub tags: Vec<String>,
    /// Whether it expires within the days that are asked for.
    pub soon: bool,
    pub attention: bool,
}

/// The kinds of filters, in the order in which an instance is judged by them.
const KINDS: usize = 10;

/// Counts while instances are looked through.
#[derive(Default)]
pub(super) struct Tally<'i> {
    accounts: BTreeMap<&'i str, u32>,
    clouds: BTreeMap<&'i str, u32>,
    regions: BTreeMap<(&'i str, &'i str), u32>,
    states: BTreeMap<&'static str, u32>,
    zones: BTreeMap<(&'i str, &'i str), u32>,
    billings: BTreeMap<&'i str, u32>,
    types: BTreeMap<&'i str, u32>,
    tags: BTreeMap<String, u32>,
    expiring: (u32, bool),
    attention: (u32, bool),
}

impl<'i> Tally<'i> {
    /// Counts an instance; whether the view shows it. `found`: whether the search finds it.
    pub fn take(&mut self, is: &Facts<'i>, view: &InventoryView, found: bool) -> bool {
        let wanted = |filter: &[String], value: Option<&str>| {
            filter.is_empty() || filter.iter().any(|item| Some(item.as_str()) == value)
        };
        let passes: [bool; KINDS] = [
            wanted(&view.accounts, Some(is.account)),
            wanted(&view.clouds, Some(is.cloud)),
            wanted(&view.regions, Some(is.region)),
            wanted(&view.states, Some(is.state)),
            wanted(&view.zones, is.zone),
            wanted(&view.billings, Some(is.billing)),
            wanted(&view.types, is.instance_type),
            view.tags.is_empty() || view.tags.iter().any(|tag| is.tags.contains(tag)),
            view.expiring_days.is_none() || is.soon,
            !view.attention || is.attention,
        ];
        let failed = passes.iter().filter(|passes| !**passes).count();
        // What its own kind of filter keeps out counts, since choosing it as well would let it in.
        let counts = |kind: usize| u32::from(found && failed == usize::from(!passes[kind]));
        *self.accounts.entry(is.account).or_default() += counts(0);
        *self.clouds.entry(is.cloud).or_default() += counts(1);
        *self.regions.entry((is.cloud, is.region)).or_default() += counts(2);
        *self.states.entry(is.state).or_default() += counts(3);
        if let Some(zone) = is.zone {
            *self.zones.entry((is.cloud, zone)).or_default() += counts(4);
        }
        *self.billings.entry(is.billing).or_default() += counts(5);
        if let Some(name) = is.instance_type {
            *self.types.entry(name).or_default() += counts(6);
        }
        for tag in &is.tags {
            *self.tags.entry(tag.clone()).or_default() += counts(7);
        }
        self.expiring.0 += u32::from(is.soon) * counts(8);
        self.expiring.1 |= is.soon;
        self.attention.0 += u32::from(is.attention) * counts(9);
        self.attention.1 |= is.attention;
        found && failed == 0
    }

    /// The counts of all that were taken.
    pub fn counts(self) -> InventoryCounts {
        let places = |all: BTreeMap<(&str, &str), u32>| {
            let one = |((cloud, id), count): ((&str, &str), u32)| RegionCount {
                cloud: cloud.to_owned(),
                id: id.to_owned(),
                count,
            };
            all.into_iter().map(one).collect()
        };
        let values = |all: BTreeMap<&str, u32>| {
            all.into_iter().map(|(value, count)| ValueCount { value: value.to_owned(), count }).collect()
        };
        InventoryCounts {
            states: self
                .states
                .into_iter()
                .map(|(state, count)| StateCount { state: state.to_owned(), count })
                .collect(),
            clouds: self
                .clouds
                .into_iter()
                .map(|(cloud, count)| CloudCount { cloud: cloud.to_owned(), count })
                .collect(),
            accounts: values(self.accounts),
            regions: places(self.regions),
            zones: places(self.zones),
            billings: values(self.billings),
            types: values(self.types),
            tags: self.tags.into_iter().map(|(value, count)| ValueCount { value, count }).collect(),
            expiring_soon: self.expiring.0,
            any_expiring: self.expiring.1,
            attention: self.attention.0,
            any_attention: self.attention.1,
        }
    }
}
