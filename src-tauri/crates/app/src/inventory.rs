//! The instances of all accounts: held in Rust, refreshed scope by scope, shown row by row.
//!
//! Listing never fails as a whole: each (account, region) either has its instances or its failure beside the others.

pub mod refresh;
pub mod view;

use std::collections::{HashMap, HashSet};

use chrono::{DateTime, Utc};
use indexmap::IndexMap;
use serde::Serialize;
use tokio_util::sync::CancellationToken;
use yundeck_domain::{Account, Error, Instance, Scope};

/// What is known of every scope.
#[derive(Default)]
pub struct Inventory {
    scopes: HashMap<Scope, Held>,
    refresh: Option<Refresh>,
    /// Counts changes, so that a sorted view is computed once per change.
    version: u64,
    sorted: Option<view::Sorted>,
}

/// The refresh under way, or the last one.
struct Refresh {
    started_at: DateTime<Utc>,
    stop: CancellationToken,
}

/// What is known of one scope.
#[derive(Default)]
pub(crate) struct Held {
    cloud: String,
    account_label: String,
    sandbox: bool,
    /// By id, so that a page of a long list is taken in without a search.
    instances: IndexMap<String, Instance>,
    /// When the scope was last read to its end.
    complete_at: Option<DateTime<Utc>>,
    /// Instance types that are not on offer any more, so that their size cannot be found out.
    unlisted_types: HashSet<String>,
    running: bool,
    failure: Option<Error>,
}

/// How refreshing stands.
#[derive(Debug, Clone, PartialEq, Serialize, specta::Type)]
#[serde(rename_all = "camelCase")]
pub struct InventoryStatus {
    /// How many scopes there are.
    pub scopes: u32,
    /// How many are being read.
    pub running: u32,
    /// Since when scopes are being read (RFC 3339); `None` while none is.
    pub started_at: Option<String>,
    /// What failed, beside what worked.
    pub failures: Vec<ScopeFailure>,
    /// When the scope read longest ago was last complete (RFC 3339); `None` while one never was.
    pub refreshed_at: Option<String>,
}

/// A scope that could not be read.
#[derive(Debug, Clone, PartialEq, Serialize, specta::Type)]
#[serde(rename_all = "camelCase")]
pub struct ScopeFailure {
    /// Which.
    pub scope: Scope,
    /// Its cloud.
    pub cloud: String,
    /// Its account's label.
    pub account_label: String,
    /// Why.
    pub error: Error,
}

/// Identifies an instance among all accounts.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, serde::Deserialize, specta::Type)]
#[serde(rename_all = "camelCase")]
pub struct InstanceKey {
    /// Account.
    pub account: String,
    /// Region.
    pub region: String,
    /// The cloud's id.
    pub id: String,
}

impl InstanceKey {
    /// The scope it is in.
    pub fn scope(&self) -> Scope {
        Scope { account: self.account.clone(), region: self.region.clone() }
    }
}

impl Held {
    /// The instances whose size is not known and could be found out.
    fn sizeless(&self) -> impl Iterator<Item = &Instance> {
        let unlisted =
            |instance: &Instance| instance.instance_type.as_ref().is_none_or(|kind| self.unlisted_types.contains(kind));
        self.instances.values().filter(move |instance| instance.vcpus.is_none() && !unlisted(instance))
    }
}

impl Inventory {
    /// How refreshing stands.
    pub fn status(&self) -> InventoryStatus {
        let mut failures: Vec<ScopeFailure> = self
            .scopes
            .iter()
            .filter_map(|(scope, held)| {
                Some(ScopeFailure {
                    scope: scope.clone(),
                    cloud: held.cloud.clone(),
                    account_label: held.account_label.clone(),
                    error: held.failure.clone()?,
                })
            })
            .collect();
        failures.sort_by(|a, b| (&a.account_label, &a.scope.region).cmp(&(&b.account_label, &b.scope.region)));
        let oldest = self.scopes.values().map(|held| held.complete_at).min().flatten();
        let running = self.scopes.values().filter(|held| held.running).count();
        InventoryStatus {
            scopes: count(self.scopes.len()),
            running: count(running),
            started_at: self.refresh.as_ref().filter(|_| running > 0).map(|refresh| refresh.started_at.to_rfc3339()),
            failures,
            refreshed_at: oldest.map(|at| at.to_rfc3339()),
        }
    }

    /// Joins the refresh under way, or begins one. What ends it early.
    fn join_refresh(&mut self) -> CancellationToken {
        let under_way = self.scopes.values().any(|held| held.running);
        match &self.refresh {
            Some(refresh) if under_way && !refresh.stop.is_cancelled() => refresh.stop.clone(),
            _ => {
                let stop = CancellationToken::new();
                self.refresh = Some(Refresh { started_at: Utc::now(), stop: stop.clone() });
                stop
            }
        }
    }

    /// The instance of that key.
    pub fn instance(&self, key: &InstanceKey) -> Option<&Instance> {
        self.scopes.get(&key.scope())?.instances.get(&key.id)
    }

    /// What is held of a scope, under its account's present name.
    pub(crate) fn held_for(&mut self, scope: &Scope, account: &Account) -> &mut Held {
        let held = self.scopes.entry(scope.clone()).or_default();
        held.cloud.clone_from(&account.cloud);
        held.account_label.clone_from(&account.label);
        held.sandbox = account.sandbox;
        held
    }

    /// Puts fresh records in place of the held ones, adding new ones.
    pub fn upsert(&mut self, scope: &Scope, fresh: Vec<Instance>) {
        let held = self.scopes.entry(scope.clone()).or_default();
        for mut instance in fresh {
            // A record without a size keeps the one that was found out from its type.
            if let Some(known) =
                held.instances.get(&instance.id).filter(|known| known.instance_type == instance.instance_type)
            {
                instance.vcpus = instance.vcpus.or(known.vcpus);
                instance.memory_mib = instance.memory_mib.or(known.memory_mib);
                instance.gpus = instance.gpus.max(known.gpus);
            }
            held.instances.insert(instance.id.clone(), instance);
        }
        self.version += 1;
    }

    /// Drops the instances that are gone.
    pub fn remove(&mut self, scope: &Scope, ids: &[String]) {
        if let Some(held) = self.scopes.get_mut(scope) {
            held.instances.retain(|id, _| !ids.contains(id));
            self.version += 1;
        }
    }

    /// Drops an account's scopes that are not in these regions.
    pub fn forget_regions(&mut self, account: &str, kept: &[String]) {
        self.scopes.retain(|scope, _| scope.account != account || kept.contains(&scope.region));
        self.version += 1;
    }
}

fn count(size: usize) -> u32 {
    u32::try_from(size).unwrap_or(u32::MAX)
}
