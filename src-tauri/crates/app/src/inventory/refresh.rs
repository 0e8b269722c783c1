//! Reading every scope, all at once, each showing its instances as its pages come.

use std::collections::{HashMap, HashSet};
use std::time::{Duration, Instant};

use chrono::{DateTime, Utc};
use futures::StreamExt;
use tokio_util::sync::CancellationToken;
use yundeck_client::Access;
use yundeck_domain::{CloudAdapter, Error, Instance, InstanceType, Read, Scope};

use super::Held;
use crate::app::App;
use crate::event::Event;
use crate::store::{from_json, to_json};

/// The window hears of pages at most this often: it redraws no faster.
const TELL_EVERY: Duration = Duration::from_millis(150);

impl App {
    /// Starts reading every scope that is not being read already, and returns when all have ended.
    ///
    /// # Errors
    /// When the accounts cannot be read from the database; what fails in a scope is in `InventoryStatus`.
    pub async fn refresh_inventory(&self) -> Result<(), Error> {
        let accounts = self.stored_accounts()?;
        let stop = self.inventory_mut().join_refresh();
        let mut scopes = Vec::new();
        for (account, _) in accounts {
            self.inventory_mut().forget_regions(&account.id, &account.regions);
            for region in &account.regions {
                let scope = Scope { account: account.id.clone(), region: region.clone() };
                let mut inventory = self.inventory_mut();
                let held = inventory.held_for(&scope, &account);
                if !std::mem::replace(&mut held.running, true) {
                    scopes.push(scope);
                }
            }
        }
        self.tell_inventory();
        futures::future::join_all(scopes.iter().map(|scope| self.refresh_scope(scope, &stop))).await;
        Ok(())
    }

    /// Ends the refresh under way. What was read stays; the scopes that were not read to their end keep what they had.
    pub fn cancel_refresh(&self) {
        if let Some(refresh) = &self.inventory_mut().refresh {
            refresh.stop.cancel();
        }
    }

    /// Reads some instances of a scope anew; ids that are not found are dropped from the inventory.
    pub(crate) async fn refresh_instances(
        &self,
        access: &Access,
        adapter: &dyn CloudAdapter,
        scope: &Scope,
        ids: &[String],
    ) -> Result<Vec<Instance>, Error> {
        let listing = self.client().list(access, &scope.region, &adapter.instances(ids)).await;
        if let Some(error) = listing.failure {
            return Err(error);
        }
        let found: Vec<Instance> = listing.items.into_iter().filter(|instance| ids.contains(&instance.id)).collect();
        let gone: Vec<String> =
            ids.iter().filter(|id| !found.iter().any(|instance| instance.id == **id)).cloned().collect();
        {
            let mut inventory = self.inventory_mut();
            // It may be the first that is heard of this scope.
            inventory.held_for(scope, &access.account);
            inventory.upsert(scope, found.clone());
            inventory.remove(scope, &gone);
        }
        self.fill_sizes(access, adapter, scope).await;
        self.tell_inventory();
        Ok(found)
    }

    pub(crate) fn tell_inventory(&self) {
        let status = self.inventory_mut().status();
        self.emit(Event::Inventory(status));
    }

    /// Puts back what the last session saw, so that the table is not empty while the clouds are asked.
    pub(crate) fn load_inventory(&self) -> Result<(), Error> {
        let rows: Vec<(String, String, String, String)> = self.store().with(|db| {
            db.prepare("SELECT account, region, at, body FROM inventory")?
                .query_map([], |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?, row.get(3)?)))?
                .collect()
        })?;
        let accounts = self.stored_accounts()?;
        let mut inventory = self.inventory_mut();
        for (account, region, at, body) in rows {
            let Some((known, _)) = accounts.iter().find(|(known, _)| known.id == account) else {
                continue;
            };
            let Some(instances) = from_json::<Vec<Instance>>(&body) else {
                continue;
            };
            inventory.scopes.insert(
                Scope { account, region },
                Held {
                    cloud: known.cloud.clone(),
                    account_label: known.label.clone(),
                    sandbox: known.sandbox,
                    instances: instances.into_iter().map(|instance| (instance.id.clone(), instance)).collect(),
                    complete_at: at.parse::<DateTime<Utc>>().ok(),
                    ..Held::default()
                },
            );
        }
        inventory.version += 1;
        Ok(())
    }

    async fn refresh_scope(&self, scope: &Scope, stop: &CancellationToken) {
        let read = async {
            let (access, adapter) = self.access(&scope.account).await?;
            if let Some(held) = self.inventory_mut().scopes.get_mut(scope) {
                held.unlisted_types.clear();
            }
            let seen = self.read_scope(&access, adapter.instances(&[]), scope).await;
            self.fill_sizes(&access, adapter, scope).await;
            seen
        };
        let outcome = tokio::select! {
            biased;
            () = stop.cancelled() => {
                if let Some(held) = self.inventory_mut().scopes.get_mut(scope) {
                    held.running = false;
                }
                return self.tell_inventory();
            }
            outcome = read => outcome,
        };
        {
            let mut inventory = self.inventory_mut();
            // The account may have been removed meanwhile; then there is nothing to keep.
            let Some(held) = inventory.scopes.get_mut(scope) else {
                return;
            };
            held.running = false;
            match &outcome {
                Ok(seen) => {
                    held.instances.retain(|id, _| seen.contains(id));
                    held.complete_at = Some(Utc::now());
                    held.failure = None;
                }
                Err(error) => held.failure = Some(error.clone()),
            }
            inventory.version += 1;
        }
        if outcome.is_ok()
            && let Err(error) = self.save_scope(scope)
        {
            tracing::warn!(%error, "the inventory could not be saved");
        }
        self.tell_inventory();
    }

    /// Reads a scope to its end; instances appear as their pages come. Returns the ids seen.
    async fn read_scope(&self, access: &Access, read: Read<Instance>, scope: &Scope) -> Result<HashSet<String>, Error> {
        let mut seen = HashSet::new();
        let mut told = Instant::now();
        let mut pages = std::pin::pin!(self.client().pages(access, &scope.region, &read.call));
        while let Some(page) = pages.next().await {
            let instances = (read.map)(&page?);
            seen.extend(instances.iter().map(|instance| instance.id.clone()));
            {
                let mut inventory = self.inventory_mut();
                if !inventory.scopes.contains_key(scope) {
                    return Ok(seen);
                }
                inventory.upsert(scope, instances);
            }
            if told.elapsed() > TELL_EVERY {
                told = Instant::now();
                self.tell_inventory();
            }
        }
        Ok(seen)
    }

    /// Some clouds name only the type of an instance; its CPUs and memory are then those of the type on offer.
    async fn fill_sizes(&self, access: &Access, adapter: &dyn CloudAdapter, scope: &Scope) {
        let needed = self.inventory_mut().scopes.get(scope).is_some_and(|held| held.sizeless().next().is_some());
        let Some(read) = adapter.instance_types(None).filter(|_| needed) else { return };
        let listing = self.client().list(access, &scope.region, &read).await;
        let sizes: HashMap<&str, &InstanceType> = listing.items.iter().map(|kind| (kind.id.as_str(), kind)).collect();
        let mut inventory = self.inventory_mut();
        let Some(held) = inventory.scopes.get_mut(scope) else { return };
        for instance in held.instances.values_mut().filter(|instance| instance.vcpus.is_none()) {
            if let Some(kind) = instance.instance_type.as_deref().and_then(|kind| sizes.get(kind)) {
                instance.vcpus = Some(kind.vcpus);
                instance.memory_mib = Some(kind.memory_mib);
                instance.gpus = kind.gpus;
            }
        }
        // What could not be read is asked for again; what is not listed is not, until the next refresh.
        if listing.failure.is_none() {
            held.unlisted_types = held.sizeless().filter_map(|instance| instance.instance_type.clone()).collect();
        }
        inventory.version += 1;
    }

    fn save_scope(&self, scope: &Scope) -> Result<(), Error> {
        let (at, body) = {
            let inventory = self.inventory_mut();
            // The sandbox's world ends with the process.
            let Some(held) = inventory.scopes.get(scope).filter(|held| !held.sandbox) else {
                return Ok(());
            };
            (
                held.complete_at.map(|at| at.to_rfc3339()).unwrap_or_default(),
                to_json(&held.instances.values().collect::<Vec<_>>())?,
            )
        };
        self.store()
            .with(|db| {
                db.execute(
                    "INSERT OR REPLACE INTO inventory VALUES (?1, ?2, ?3, ?4)",
                    (&scope.account, &scope.region, &at, &body),
                )
            })
            .map(drop)
    }
}
