//! Reading every scope, all at once, each showing its instances as its pages come.

use std::collections::HashSet;
use std::time::Duration;

use futures::StreamExt;
use serde_json::Value;
use tokio_util::sync::CancellationToken;
use yundeck_catalogue::Path;
use yundeck_client::Access;
use yundeck_domain::{Account, CloudAdapter, Delivery, Error, ErrorKind, Instance, Read, Scope, Text};

use crate::reads::Reads;
use crate::records::inventory::{InstanceKey, InventoryStatus};
use crate::registers::inventory::view::{InventoryPage, InventoryView};
use crate::registers::inventory::{Asker, Seen, Taken};

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

/// So long one waits for an instance's own record.
const RECORD_WITHIN: Duration = Duration::from_secs(5);

impl Reads {
    /// The rows `from..to` of a view.
    pub fn inventory_page(&self, view: InventoryView, from: u32, to: u32) -> InventoryPage {
        self.inventory.page(view, from, to, self.reach.now())
    }

    /// An instance with the cloud's own record. That is not kept: after a start it is asked for here, for as long as one looks at a
    /// window that waits. Without it where the cloud does not answer.
    pub async fn instance_with_record(&self, key: &InstanceKey) -> Option<Instance> {
        let held = self.instance(key)?;
        if !held.raw.is_null() {
            return Some(held);
        }
        let asked = async {
            let (access, adapter) = self.reach.access(&key.account).await?;
            self.refresh_instances(&access, adapter, &key.scope(), std::slice::from_ref(&key.id)).await
        };
        match tokio::time::timeout(RECORD_WITHIN, asked).await {
            Ok(Ok(_)) => self.instance(key),
            _ => Some(held),
        }
    }

    /// What is known of an instance.
    pub fn instance(&self, key: &InstanceKey) -> Option<Instance> {
        self.inventory.instance(key)
    }

    /// How reading the instances stands.
    pub fn inventory_status(&self) -> InventoryStatus {
        self.inventory.status()
    }

    /// Starts reading every scope that is not being read already, and returns when all have ended. Somebody asked for it.
    ///
    /// # Errors
    /// When the accounts cannot be read from the database; what fails in a scope is in `InventoryStatus`.
    pub async fn refresh_inventory(&self) -> Result<(), Error> {
        self.refresh(Asker::Person).await
    }

    /// The same because it is time for it: a scope whose key was rejected is left alone.
    ///
    /// # Errors
    /// As of [`Reads::refresh_inventory`].
    pub async fn refresh_inventory_again(&self) -> Result<(), Error> {
        self.refresh(Asker::Clock).await
    }

    async fn refresh(&self, asker: Asker) -> Result<(), Error> {
        let accounts: Vec<Account> = self.reach.accounts.all()?.into_iter().map(|(account, _)| account).collect();
        let absent: HashSet<Scope> = accounts.iter().flat_map(|account| self.absent(account)).collect();
        let (stop, scopes) = self.inventory.begin_refresh(&accounts, &absent, asker, self.reach.now());
        self.telling.tell();
        let regions = futures::future::join_all(accounts.iter().map(|account| self.refresh_regions(account)));
        let reading = futures::future::join_all(scopes.iter().map(|scope| self.refresh_scope(scope, &stop)));
        tokio::join!(reading, regions);
        Ok(())
    }

    /// The scopes of an account that its cloud lists no region for. One with hosts of its own is isolated: the others' lists say
    /// nothing of it.
    fn absent(&self, account: &Account) -> Vec<Scope> {
        let listed = self.listed_regions(account);
        let isolated = |region: &str| {
            let spec = self.reach.adapter(&account.cloud).map(|adapter| adapter.spec());
            spec.is_ok_and(|spec| spec.regions.iter().any(|known| known.id == region && !known.hosts.is_empty()))
        };
        let absent = account.regions.iter().filter(|region| !listed.contains(*region) && !isolated(region));
        let scope = |region: &String| Scope { account: account.id.clone(), region: region.clone() };
        if listed.is_empty() { Vec::new() } else { absent.map(scope).collect() }
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
        let shown = asked.found.iter().filter(|instance| in_projects(access, instance)).cloned().collect();
        self.inventory.take_some(scope, &access.account, shown, &gone);
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
        mut instances: Vec<Instance>,
    ) {
        instances.retain(|instance| in_projects(access, instance));
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
        if let Ok(seen) = &outcome {
            // What became of an act is compared with everything that is there, shown or not.
            let all = || self.inventory.of_scope(scope).into_iter().chain(seen.hidden.iter().cloned()).collect();
            self.listeners.tell(scope, &all);
            if let Err(error) = self.inventory.save_scope(scope) {
                tracing::warn!(%error, "the inventory could not be saved");
            }
        }
        self.telling.tell();
    }

    /// Reads a scope to its end; instances appear as their pages come. Returns what was seen.
    async fn read_scope(&self, access: &Access, read: Read<Instance>, scope: &Scope) -> Result<Seen, Error> {
        let mut seen = Seen::default();
        let mut unreadable = 0;
        let mut pages = std::pin::pin!(self.reach.client.pages(access, &scope.region, &read.call));
        while let Some(page) = pages.next().await {
            let instances = (read.map)(&page?);
            unreadable += instances.iter().filter(|instance| instance.id.is_empty()).count();
            let (shown, hidden): (Vec<_>, Vec<_>) =
                instances.into_iter().partition(|instance| in_projects(access, instance));
            seen.shown.extend(shown.iter().map(|instance| instance.id.clone()));
            seen.hidden.extend(hidden);
            match self.inventory.take_page(scope, shown) {
                Taken::Held => self.telling.tell(),
                Taken::Gone => return Ok(seen),
                Taken::Full => {
                    return Err(more_than_is_held().at(&access.account.id, &scope.region, &read.call.operation));
                }
            }
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

/// Whether an instance is in one of the projects that its account is narrowed to, and of one of the tenants, which are numbers
/// where the cloud has them. One whose record names none may be.
fn in_projects(access: &Access, instance: &Instance) -> bool {
    let (_, projects) = narrowed_to(access);
    is_in(&instance.raw, &projects, access.cloud.instance_project.as_ref()) && in_tenants(access, &instance.raw)
}

/// Whether a thing is of one of the tenants that its account is narrowed to. One whose record names none may be.
pub(crate) fn in_tenants(access: &Access, record: &Value) -> bool {
    let (tenants, _) = narrowed_to(access);
    is_in(record, &tenants, access.cloud.instance_tenant.as_ref())
}

/// The tenants and the projects that an account is narrowed to.
fn narrowed_to(access: &Access) -> (Vec<&String>, Vec<&String>) {
    let has_tenants = access.cloud.instance_tenant.is_some();
    access.account.projects.iter().partition(|place| has_tenants && place.parse::<u64>().is_ok())
}

fn is_in(record: &Value, narrowed: &[&String], path: Option<&Path>) -> bool {
    let named = || path.map(|path| path.texts(record)).unwrap_or_default();
    narrowed.is_empty() || named().iter().all(|place| place.is_empty() || narrowed.contains(&place))
}

/// That records of a list have no id, by which alone one is told from another.
pub(crate) fn without_ids(count: usize) -> Error {
    let error = Error::not_sent(ErrorKind::BadReply, format!("{count} records without an id"));
    Error { delivery: Delivery::Answered, ..error }.with_words(Text::new(
        format!("云端的列表里有 {count} 条记录没有 ID，无法分辨，没有全部显示。"),
        format!("{count} records of the cloud's list have no id and cannot be told apart: not all of them are shown."),
    ))
}

/// That an account's instances were not read on.
fn more_than_is_held() -> Error {
    let error = Error::not_sent(ErrorKind::BadReply, "more instances than are held of one account");
    Error { delivery: Delivery::Answered, ..error }.with_words(Text::new(
        "这个账号的实例太多，只读取并显示了最前面的这些。",
        "This account has more instances than can be held: only the first of them were read and are shown.",
    ))
}
