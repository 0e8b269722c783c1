//! The instances of all accounts: held in Rust, refreshed scope by scope, shown row by row.
//!
//! Listing never fails as a whole: each (account, region) either has its instances or its failure beside the others.

mod bounds;
mod held;
pub mod view;

use std::collections::{HashMap, HashSet};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use chrono::{DateTime, Utc};
use serde_json::Value;
use tokio_util::sync::CancellationToken;
use yundeck_client::Listing;
use yundeck_domain::{Account, Error, ErrorKind, Instance, InstanceType, Scope, Text};

use crate::ground::store::{Store, from_json, to_json};
use crate::records::inventory::{InstanceKey, InventoryStatus, ScopeFailure};
use crate::registers::inventory::bounds::{MOST, RECORDS, Weight};
use crate::registers::inventory::held::Held;
use crate::registers::inventory::view::{InventoryPage, InventoryView};

/// The instances that are known, and how reading them stands. All clones are the same one.
#[derive(Clone)]
pub struct InventoryRegister {
    store: Store,
    inventory: Arc<Mutex<Inventory>>,
}

impl InventoryRegister {
    /// An empty one, whose scopes are saved in a database.
    pub(crate) fn new(store: Store) -> Self {
        Self { store, inventory: Arc::default() }
    }

    /// The rows `from..to` of a view.
    pub fn page(&self, view: InventoryView, from: u32, to: u32, now: DateTime<Utc>) -> InventoryPage {
        self.lock().page(view, from as usize, to as usize, now)
    }

    /// The complete record of an instance.
    pub fn instance(&self, key: &InstanceKey) -> Option<Instance> {
        self.lock().instance(key).cloned()
    }

    /// Whether another instance that is known has this name, whosever it is.
    pub(crate) fn has_twin(&self, key: &InstanceKey, name: &str) -> bool {
        let name = name.trim();
        let inventory = self.lock();
        let own = key.scope();
        inventory.scopes.iter().any(|(scope, held)| {
            held.instances.values().any(|other| other.name.trim() == name && (other.id != key.id || *scope != own))
        })
    }

    /// The instances of a scope.
    pub(crate) fn of_scope(&self, scope: &Scope) -> Vec<Instance> {
        self.lock().scopes.get(scope).map(|held| held.instances.values().cloned().collect()).unwrap_or_default()
    }

    /// How refreshing stands.
    pub fn status(&self) -> InventoryStatus {
        self.lock().status()
    }

    /// Puts back what the last session saw, so that the table is not empty while the clouds are asked.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub(crate) fn load(&self, accounts: &[Account]) -> Result<(), Error> {
        let rows: Vec<(String, String, String, String)> = self.store.with(|db| {
            db.prepare("SELECT account, region, at, body FROM inventory")?
                .query_map([], |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?, row.get(3)?)))?
                .collect()
        })?;
        let mut inventory = self.lock();
        for (account, region, at, body) in rows {
            // A region that was taken away since is not brought back.
            let known = accounts.iter().find(|known| known.id == account && known.regions.contains(&region));
            let (Some(known), Some(instances)) = (known, from_json::<Vec<Instance>>(&body)) else { continue };
            let held = inventory.held_for(&Scope { account, region }, known);
            instances.into_iter().for_each(|instance| held.put(instance));
            held.complete_at = at.parse::<DateTime<Utc>>().ok();
        }
        inventory.version += 1;
        Ok(())
    }

    /// Begins or joins a refresh: what ends it early, and the scopes that were not being read already. One of `absent`, which the
    /// cloud does not list, is left out for a day once the cloud has refused it; one whose key was rejected is, unless somebody
    /// asked: a cloud may lock a key that is wrong so often.
    pub(crate) fn begin_refresh(
        &self,
        accounts: &[Account],
        absent: &HashSet<Scope>,
        asker: Asker,
        now: DateTime<Utc>,
    ) -> (CancellationToken, Vec<Scope>) {
        let mut inventory = self.lock();
        let stop = inventory.join_refresh(now);
        let mut scopes = Vec::new();
        for account in accounts {
            inventory.forget_regions(&account.id, &account.regions);
            for region in &account.regions {
                let scope = Scope { account: account.id.clone(), region: region.clone() };
                let held = inventory.held_for(&scope, account);
                if absent.contains(&scope) && held.is_refused(now) {
                    held.failure = held.failure.take().map(|error| not_listed(error, region));
                    continue;
                }
                if held.rejected && asker == Asker::Clock {
                    continue;
                }
                if !std::mem::replace(&mut held.running, true) {
                    scopes.push(scope);
                }
            }
        }
        (stop, scopes)
    }

    /// Ends the refresh under way. What was read stays; the scopes that were not read to their end keep what they had.
    pub fn cancel_refresh(&self) {
        if let Some(refresh) = &self.lock().refresh {
            refresh.stop.cancel();
        }
    }

    /// What was refused or rejected of an account is asked for again: something has changed.
    pub(crate) fn ask_again(&self, account: &str) {
        for (scope, held) in &mut self.lock().scopes {
            if scope.account == account {
                held.refused_at = None;
                held.rejected = false;
            }
        }
    }

    /// A scope is read anew: types that were not on offer may be now.
    pub(crate) fn begin_scope(&self, scope: &Scope) {
        if let Some(held) = self.lock().scopes.get_mut(scope) {
            held.unlisted_types.clear();
        }
    }

    /// Takes in a page of a scope.
    pub(crate) fn take_page(&self, scope: &Scope, instances: Vec<Instance>) -> Taken {
        let mut inventory = self.lock();
        if !inventory.scopes.contains_key(scope) {
            return Taken::Gone;
        }
        inventory.upsert(scope, instances);
        if inventory.weight_of(&scope.account).rows > MOST { Taken::Full } else { Taken::Held }
    }

    /// Takes in some instances that were asked for by their ids; `gone` are those that were not found.
    pub(crate) fn take_some(&self, scope: &Scope, account: &Account, found: Vec<Instance>, gone: &[String]) {
        let mut inventory = self.lock();
        // It may be the first that is heard of this scope.
        inventory.held_for(scope, account);
        inventory.upsert(scope, found);
        inventory.remove(scope, gone);
    }

    /// The reading of a scope was given up.
    pub(crate) fn stop_scope(&self, scope: &Scope) {
        if let Some(held) = self.lock().scopes.get_mut(scope) {
            held.running = false;
        }
    }

    /// The reading of a scope has ended: with the ids that were seen, or with a failure. `false`: the account was removed
    /// meanwhile, and there is nothing to keep.
    pub(crate) fn end_scope(&self, scope: &Scope, outcome: &Result<Seen, Error>, now: DateTime<Utc>) -> bool {
        let mut inventory = self.lock();
        let Some(held) = inventory.scopes.get_mut(scope) else { return false };
        held.running = false;
        match outcome {
            Ok(seen) => {
                held.keep_only(|id| seen.shown.contains(id));
                held.hidden = seen.hidden.len();
                held.complete_at = Some(now);
                held.failure = None;
                held.refused_at = None;
                held.rejected = false;
            }
            Err(error) => {
                let refusal =
                    matches!(error.kind, ErrorKind::InvalidParams | ErrorKind::NotFound | ErrorKind::Unsupported);
                held.refused_at = Some(now).filter(|_| refusal && error.vendor.is_some());
                held.rejected = error.vendor.is_some()
                    && matches!(error.kind, ErrorKind::CredentialRejected | ErrorKind::PermissionDenied);
                held.failure = Some(error.clone());
            }
        }
        inventory.version += 1;
        true
    }

    /// Whether a scope has instances whose size could be found out from the types on offer.
    pub(crate) fn needs_sizes(&self, scope: &Scope) -> bool {
        self.lock().scopes.get(scope).is_some_and(|held| held.sizeless().next().is_some())
    }

    /// Gives the instances of a scope the sizes of their types.
    pub(crate) fn fill_sizes(&self, scope: &Scope, types: &Listing<InstanceType>) {
        let sizes: HashMap<&str, &InstanceType> = types.items.iter().map(|kind| (kind.id.as_str(), kind)).collect();
        let mut inventory = self.lock();
        let Some(held) = inventory.scopes.get_mut(scope) else { return };
        for instance in held.instances.values_mut().filter(|instance| instance.vcpus.is_none()) {
            if let Some(kind) = instance.instance_type.as_deref().and_then(|kind| sizes.get(kind)) {
                instance.vcpus = Some(kind.vcpus);
                instance.memory_mib = Some(kind.memory_mib);
                instance.gpus = kind.gpus;
            }
        }
        // What could not be read is asked for again; what is not listed is not, until the next refresh.
        if types.failure.is_none() {
            held.unlisted_types = held.sizeless().filter_map(|instance| instance.instance_type.clone()).collect();
        }
        inventory.version += 1;
    }

    /// Saves a scope for the next start, without the cloud's own records: what stands in them is the cloud's to keep. The
    /// sandbox's world ends with the process.
    ///
    /// # Errors
    /// When the database cannot be written.
    pub(crate) fn save_scope(&self, scope: &Scope) -> Result<(), Error> {
        let (at, body) = {
            let inventory = self.lock();
            let Some(held) = inventory.scopes.get(scope).filter(|held| !held.sandbox) else { return Ok(()) };
            let at = held.complete_at.map(|at| at.to_rfc3339()).unwrap_or_default();
            (at, to_json(&held.instances.values().map(Instance::without_record).collect::<Vec<_>>())?)
        };
        self.store
            .with(|db| {
                db.execute(
                    "INSERT OR REPLACE INTO inventory VALUES (?1, ?2, ?3, ?4)",
                    (&scope.account, &scope.region, &at, &body),
                )
            })
            .map(drop)
    }

    /// Drops an instance that is known to be gone.
    pub(crate) fn remove(&self, scope: &Scope, id: &str) {
        self.lock().remove(scope, &[id.to_owned()]);
    }

    /// Drops an account's scopes that are not in these regions.
    pub(crate) fn forget_regions(&self, account: &str, kept: &[String]) {
        self.lock().forget_regions(account, kept);
    }

    fn lock(&self) -> MutexGuard<'_, Inventory> {
        self.inventory.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Why a region is not asked for any more, beside what the cloud said.
fn not_listed(error: Error, region: &str) -> Error {
    error.with_words(Text::new(
        format!("云没有为这个账号列出地域 {region}，也拒绝了对它的读取：一天之内不再询问。可以在账号里去掉它，或再测试一次连接。"),
        format!(
            "The cloud lists no region {region} for this account and has refused to read it: it is not asked for again within a day. Take it out of the account, or test the connection again."
        ),
    ))
}

/// What became of a page.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Taken {
    /// It is held.
    Held,
    /// The scope is not shown any more.
    Gone,
    /// It is held, and no other one is to come: there is more of this account than is held.
    Full,
}

/// Who asks for the instances.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Asker {
    /// A person.
    Person,
    /// It is time to look again.
    Clock,
}

/// What a scope was seen to have.
#[derive(Default)]
pub(crate) struct Seen {
    /// The ids of what is shown.
    pub(crate) shown: HashSet<String>,
    /// What is outside the account's projects.
    pub(crate) hidden: Vec<Instance>,
}

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
                    paused: held.rejected,
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
            hidden: count(self.scopes.values().map(|held| held.hidden).sum()),
            refreshed_at: oldest.map(|at| at.to_rfc3339()),
        }
    }

    /// Joins the refresh under way, or begins one `now`. What ends it early.
    fn join_refresh(&mut self, now: DateTime<Utc>) -> CancellationToken {
        let under_way = self.scopes.values().any(|held| held.running);
        match &self.refresh {
            Some(refresh) if under_way && !refresh.stop.is_cancelled() => refresh.stop.clone(),
            _ => {
                let stop = CancellationToken::new();
                self.refresh = Some(Refresh { started_at: now, stop: stop.clone() });
                stop
            }
        }
    }

    /// What is held of an account.
    fn weight_of(&self, account: &str) -> Weight {
        let mut all = Weight::default();
        for (_, held) in self.scopes.iter().filter(|(scope, _)| scope.account == account) {
            all.add(held.weight);
        }
        all
    }

    /// The instance of that key.
    pub fn instance(&self, key: &InstanceKey) -> Option<&Instance> {
        self.scopes.get(&key.scope())?.instances.get(&key.id)
    }

    /// What is held of a scope, under its account's present name.
    fn held_for(&mut self, scope: &Scope, account: &Account) -> &mut Held {
        let held = self.scopes.entry(scope.clone()).or_default();
        held.cloud.clone_from(&account.cloud);
        held.account_label.clone_from(&account.label);
        held.sandbox = account.sandbox;
        held
    }

    /// Puts fresh records in place of the held ones, adding new ones.
    pub fn upsert(&mut self, scope: &Scope, fresh: Vec<Instance>) {
        let mut records = self.weight_of(&scope.account).records;
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
            let before = held.weight.records;
            if records > RECORDS {
                instance.raw = Value::Null;
            }
            held.put(instance);
            records = (records + held.weight.records).saturating_sub(before);
        }
        self.version += 1;
    }

    /// Drops the instances that are gone.
    pub fn remove(&mut self, scope: &Scope, ids: &[String]) {
        if let Some(held) = self.scopes.get_mut(scope) {
            held.keep_only(|id| !ids.contains(id));
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

#[cfg(test)]
#[path = "inventory/tests.rs"]
mod tests;
