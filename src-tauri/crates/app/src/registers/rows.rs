//! The rows of every noun that has a page: held in memory by noun, account and region, shown window by window.
//!
//! As with the instances, reading never fails as a whole: each region has its rows or its failure beside the others.

pub(crate) mod moment;
pub(crate) mod row;
pub mod view;

use std::collections::{HashMap, HashSet};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use chrono::{DateTime, Utc};
use indexmap::IndexMap;
use yundeck_catalogue::CloudSpec;
use yundeck_domain::{Account, Error, ErrorKind, Scope};

use crate::records::inventory::{InventoryStatus, ScopeFailure};
use crate::records::noun::{NounFilter, NounPage, NounRecord, RowKey};
use crate::registers::inventory::Asker;
use crate::registers::rows::row::Row;

/// The rows that are known. All clones are the same one.
#[derive(Clone, Default)]
pub struct NounRows(Arc<Mutex<HashMap<String, Rows>>>);

/// What is known of a noun.
#[derive(Default)]
pub(crate) struct Rows {
    scopes: HashMap<Scope, Held>,
    started_at: Option<DateTime<Utc>>,
    /// Counts changes, so that a sorted view is computed once per change.
    version: u64,
    sorted: Option<view::Sorted>,
}

/// What is known of one scope.
pub(crate) struct Held {
    spec: &'static CloudSpec,
    account_label: String,
    sandbox: bool,
    /// By id.
    rows: IndexMap<String, Row>,
    /// When it was last read to its end.
    complete_at: Option<DateTime<Utc>>,
    running: bool,
    failure: Option<Error>,
    /// Whether the cloud rejected the key last, or did not let it look.
    rejected: bool,
}

impl NounRows {
    /// The rows `from..to` of a noun.
    pub fn page(&self, noun: &str, filter: NounFilter, from: u32, to: u32) -> NounPage {
        self.lock().entry(noun.to_owned()).or_default().page(filter, from as usize, to as usize)
    }

    /// A thing in full; `None` when it is not known, or not any more.
    pub fn record(&self, noun: &str, key: &RowKey) -> Option<NounRecord> {
        let all = self.lock();
        let scope = Scope { account: key.account.clone(), region: key.region.clone() };
        let held = all.get(noun)?.scopes.get(&scope)?;
        let row = held.rows.get(&key.id)?;
        let listing = held.spec.listing_of_noun(noun)?;
        let within = crate::registers::rows::row::belongs_to(listing, &row.raw);
        Some(NounRecord { row: view::row(&scope, held, &key.id, row), within, raw: row.raw.clone() })
    }

    /// Begins reading a noun in these scopes: those that are not being read already. What is in none of them is dropped. A scope
    /// whose key was rejected is left out unless somebody asked.
    pub(crate) fn begin(
        &self,
        noun: &str,
        places: &[(&Account, &'static CloudSpec, Vec<Scope>)],
        asker: Asker,
        now: DateTime<Utc>,
    ) -> Vec<Scope> {
        let mut all = self.lock();
        let rows = all.entry(noun.to_owned()).or_default();
        let wanted: HashSet<&Scope> = places.iter().flat_map(|(_, _, scopes)| scopes).collect();
        rows.scopes.retain(|scope, _| wanted.contains(scope));
        rows.version += 1;
        let mut begun = Vec::new();
        for (account, spec, scopes) in places {
            for scope in scopes {
                let held = rows.scopes.entry(scope.clone()).or_insert_with(|| Held::new(spec));
                held.account_label.clone_from(&account.label);
                held.sandbox = account.sandbox;
                let left_alone = held.rejected && asker == Asker::Clock;
                if !left_alone && !std::mem::replace(&mut held.running, true) {
                    begun.push(scope.clone());
                }
            }
        }
        if !begun.is_empty() {
            rows.started_at = Some(now);
        }
        begun
    }

    /// Takes in what a page of a scope has. `false`: the scope is not shown any more.
    pub(crate) fn take_page(&self, noun: &str, scope: &Scope, fresh: Vec<(String, Row)>) -> bool {
        let mut all = self.lock();
        let Some(rows) = all.get_mut(noun) else { return false };
        let Some(held) = rows.scopes.get_mut(scope) else { return false };
        held.rows.extend(fresh);
        rows.version += 1;
        true
    }

    /// The reading of a scope has ended: with the ids that were seen, or with a failure, which leaves what was there.
    pub(crate) fn end(&self, noun: &str, scope: &Scope, outcome: Result<HashSet<String>, Error>, now: DateTime<Utc>) {
        let mut all = self.lock();
        let Some(rows) = all.get_mut(noun) else { return };
        let Some(held) = rows.scopes.get_mut(scope) else { return };
        held.running = false;
        match outcome {
            Ok(seen) => {
                held.rows.retain(|id, _| seen.contains(id));
                held.complete_at = Some(now);
                held.failure = None;
                held.rejected = false;
            }
            Err(error) => {
                held.rejected = error.vendor.is_some()
                    && matches!(error.kind, ErrorKind::CredentialRejected | ErrorKind::PermissionDenied);
                held.failure = Some(error);
            }
        }
        rows.version += 1;
    }

    /// The account was changed: what it does not read any more is dropped, and a key that was rejected is tried again.
    pub(crate) fn account_changed(&self, account: &str, kept: &[String]) {
        for rows in self.lock().values_mut() {
            rows.scopes.retain(|scope, _| scope.account != account || kept.contains(&scope.region));
            for held in rows.scopes.iter_mut().filter(|(scope, _)| scope.account == account).map(|(_, held)| held) {
                held.rejected = false;
            }
            rows.version += 1;
        }
    }

    fn lock(&self) -> MutexGuard<'_, HashMap<String, Rows>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Held {
    fn new(spec: &'static CloudSpec) -> Self {
        Self {
            spec,
            account_label: String::new(),
            sandbox: false,
            rows: IndexMap::new(),
            complete_at: None,
            running: false,
            failure: None,
            rejected: false,
        }
    }
}

impl Rows {
    /// How reading stands.
    fn status(&self) -> InventoryStatus {
        let failures = self.scopes.iter().filter_map(|(scope, held)| {
            Some(ScopeFailure {
                scope: scope.clone(),
                cloud: held.spec.id.clone(),
                account_label: held.account_label.clone(),
                error: held.failure.clone()?,
                paused: held.rejected,
            })
        });
        let mut failures: Vec<ScopeFailure> = failures.collect();
        failures.sort_by(|a, b| (&a.account_label, &a.scope.region).cmp(&(&b.account_label, &b.scope.region)));
        let running = self.scopes.values().filter(|held| held.running).count();
        let oldest = self.scopes.values().map(|held| held.complete_at).min().flatten();
        InventoryStatus {
            scopes: view::count(self.scopes.len()),
            running: view::count(running),
            started_at: self.started_at.filter(|_| running > 0).map(|at| at.to_rfc3339()),
            failures,
            hidden: 0,
            refreshed_at: oldest.map(|at| at.to_rfc3339()),
        }
    }
}

#[cfg(test)]
mod tests;
