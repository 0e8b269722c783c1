//! Reading every scope, all at once, each showing its instances as its pages come.

use std::collections::HashSet;

use futures::StreamExt;
use tokio_util::sync::CancellationToken;
use yundeck_client::Access;
use yundeck_domain::{Account, CloudAdapter, Delivery, Error, ErrorKind, Instance, Read, Scope, Text};

use crate::reads::Reads;
use crate::records::inventory::{InstanceKey, InventoryStatus};
use crate::registers::inventory::view::{InventoryPage, InventoryView};

/// What came of asking for instances by their ids.
pub(crate) struct Asked {
    /// Those that are there.
    pub(crate) found: Vec<Instance>,
    /// Whether the others are known not to be.
    pub(crate) complete: bool,
}

/// How many ids one call asks for where the catalogue sets no limit.
const IDS_PER_CALL: u32 = 100;

/// How many ids the cloud's list of instances takes at once.
fn ids_per_call(adapter: &dyn CloudAdapter) -> usize {
    let operation = adapter.spec().operation(&adapter.instances(&[]).call.operation);
    let most = operation.and_then(|operation| operation.max_ids).unwrap_or(IDS_PER_CALL);
    usize::try_from(most.max(1)).unwrap_or(1)
}

impl Reads {
    /// The rows `from..to` of a view.
    pub fn inventory_page(&self, view: InventoryView, from: u32, to: u32) -> InventoryPage {
        self.inventory.page(view, from, to, self.reach.now())
    }

    /// The complete record of an instance.
    pub fn instance(&self, key: &InstanceKey) -> Option<Instance> {
        self.inventory.instance(key)
    }

    /// How reading the instances stands.
    pub fn inventory_status(&self) -> InventoryStatus {
        self.inventory.status()
    }

    /// Starts reading every scope that is not being read already, and returns when all have ended.
    ///
    /// # Errors
    /// When the accounts cannot be read from the database; what fails in a scope is in `InventoryStatus`.
    pub async fn refresh_inventory(&self) -> Result<(), Error> {
        let accounts: Vec<Account> = self.reach.accounts.all()?.into_iter().map(|(account, _)| account).collect();
        let (stop, scopes) = self.inventory.begin_refresh(&accounts, self.reach.now());
        self.telling.tell();
        futures::future::join_all(scopes.iter().map(|scope| self.refresh_scope(scope, &stop))).await;
        Ok(())
    }

    /// Ends the refresh under way. What was read stays; the scopes that were not read to their end keep what they had.
    pub fn cancel_refresh(&self) {
        self.inventory.cancel_refresh();
    }

    /// Reads some instances of a scope anew; ids that are not found are dropped from the inventory.
    ///
    /// # Errors
    /// What the cloud or the way to it says.
    pub(crate) async fn refresh_instances(
        &self,
        access: &Access,
        adapter: &dyn CloudAdapter,
        scope: &Scope,
        ids: &[String],
    ) -> Result<Asked, Error> {
        let mut asked = Asked { found: Vec::new(), complete: true };
        for some in ids.chunks(ids_per_call(adapter)) {
            let part = self.read_instances(access, adapter, scope, some).await?;
            asked.found.extend(part.found);
            asked.complete &= part.complete;
        }
        asked.found.retain(|instance| ids.contains(&instance.id));
        let found = |id: &&String| asked.found.iter().any(|instance| instance.id == **id);
        // What was not looked for everywhere is not known to be gone.
        let gone: Vec<String> =
            if asked.complete { ids.iter().filter(|id| !found(id)).cloned().collect() } else { vec![] };
        self.inventory.take_some(scope, &access.account, asked.found.clone(), &gone);
        self.fill_sizes(access, adapter, scope).await;
        self.telling.tell();
        Ok(asked)
    }

    /// Takes instances that were seen elsewhere into the table.
    pub(crate) async fn show_instances(
        &self,
        access: &Access,
        adapter: &dyn CloudAdapter,
        scope: &Scope,
        instances: Vec<Instance>,
    ) {
        if instances.is_empty() {
            return;
        }
        self.inventory.take_some(scope, &access.account, instances, &[]);
        self.fill_sizes(access, adapter, scope).await;
        self.telling.tell();
    }

    async fn read_instances(
        &self,
        access: &Access,
        adapter: &dyn CloudAdapter,
        scope: &Scope,
        ids: &[String],
    ) -> Result<Asked, Error> {
        let listing = self.reach.client.list(access, &scope.region, &adapter.instances(ids)).await;
        match listing.failure {
            None => Ok(Asked { found: listing.items, complete: listing.complete }),
            // One that is not there can make the cloud refuse the whole question.
            Some(error) if error.kind == ErrorKind::NotFound && ids.len() > 1 => {
                let mut asked = Asked { found: Vec::new(), complete: true };
                for id in ids {
                    let one = std::slice::from_ref(id);
                    let part = Box::pin(self.read_instances(access, adapter, scope, one)).await?;
                    asked.found.extend(part.found);
                    asked.complete &= part.complete;
                }
                Ok(asked)
            }
            Some(error) if error.kind == ErrorKind::NotFound && error.vendor.is_some() => {
                Ok(Asked { found: vec![], complete: true })
            }
            Some(error) => Err(error),
        }
    }

    async fn refresh_scope(&self, scope: &Scope, stop: &CancellationToken) {
        let read = async {
            let (access, adapter) = self.reach.access(&scope.account).await?;
            self.inventory.begin_scope(scope);
            let seen = self.read_scope(&access, adapter.instances(&[]), scope).await;
            self.fill_sizes(&access, adapter, scope).await;
            seen
        };
        let outcome = tokio::select! {
            biased;
            () = stop.cancelled() => {
                self.inventory.stop_scope(scope);
                return self.telling.tell();
            }
            outcome = read => outcome,
        };
        if !self.inventory.end_scope(scope, &outcome, self.reach.now()) {
            return;
        }
        if outcome.is_ok() {
            self.listeners.tell(scope, &|| self.inventory.of_scope(scope));
            if let Err(error) = self.inventory.save_scope(scope) {
                tracing::warn!(%error, "the inventory could not be saved");
            }
        }
        self.telling.tell();
    }

    /// Reads a scope to its end; instances appear as their pages come. Returns the ids seen.
    async fn read_scope(&self, access: &Access, read: Read<Instance>, scope: &Scope) -> Result<HashSet<String>, Error> {
        let mut seen = HashSet::new();
        let mut unreadable = 0;
        let mut pages = std::pin::pin!(self.reach.client.pages(access, &scope.region, &read.call));
        while let Some(page) = pages.next().await {
            let instances = (read.map)(&page?);
            unreadable += instances.iter().filter(|instance| instance.id.is_empty()).count();
            seen.extend(instances.iter().map(|instance| instance.id.clone()));
            if !self.inventory.take_page(scope, instances) {
                return Ok(seen);
            }
            self.telling.tell();
        }
        if unreadable > 0 {
            return Err(without_ids(unreadable).at(&access.account.id, &scope.region, &read.call.operation));
        }
        Ok(seen)
    }

    /// Some clouds name only the type of an instance; its CPUs and memory are then those of the type on offer.
    async fn fill_sizes(&self, access: &Access, adapter: &dyn CloudAdapter, scope: &Scope) {
        let Some(read) = adapter.instance_types(None).filter(|_| self.inventory.needs_sizes(scope)) else { return };
        let types = self.reach.client.list(access, &scope.region, &read).await;
        self.inventory.fill_sizes(scope, &types);
    }
}

/// That records of a list have no id, by which alone one is told from another.
fn without_ids(count: usize) -> Error {
    let error = Error::not_sent(ErrorKind::BadReply, format!("{count} records without an id"));
    Error { delivery: Delivery::Answered, ..error }.with_words(Text::new(
        format!("云端的列表里有 {count} 条记录没有 ID，无法分辨，没有全部显示。"),
        format!("{count} records of the cloud's list have no id and cannot be told apart: not all of them are shown."),
    ))
}
