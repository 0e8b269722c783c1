//! The pages of nouns: what there is, read from every account and region, and what can be done with it.

use std::collections::HashSet;

use futures::StreamExt;
use serde_json::Value;
use yundeck_catalogue::{ActGroup, CloudSpec, NounAct, NounSpec, Operation};
use yundeck_domain::{Account, Call, Error, Scope};

use crate::reads::Reads;
use crate::reads::refresh::{in_tenants, without_ids};
use crate::records::act_name::act_name;
use crate::records::event::Event;
use crate::records::noun::{NounActView, NounCloud, NounColumn, NounFilter, NounPage, NounRecord, NounView, RowKey};
use crate::registers::inventory::Asker;
use crate::registers::rows::row::rows_in;

impl Reads {
    /// The nouns that have a page, of all clouds, in the order of their groups.
    pub fn nouns(&self) -> Vec<NounView> {
        let mut nouns: Vec<NounView> = Vec::new();
        for spec in self.reach.clouds.iter().map(|adapter| adapter.spec()) {
            for (name, noun) in &spec.nouns {
                let at = nouns.iter().position(|known| known.id == *name).unwrap_or_else(|| {
                    nouns.push(view_of(name, noun));
                    nouns.len() - 1
                });
                if let Some(known) = nouns.get_mut(at) {
                    join(known, spec, name, noun);
                }
            }
        }
        nouns.sort_by_key(|noun| noun.group);
        nouns
    }

    /// What can be done with things of an `x-ref` kind of a cloud.
    ///
    /// # Errors
    /// `Unsupported` when the cloud is not known.
    pub fn noun_acts(&self, cloud: &str, kind: &str) -> Result<Vec<NounActView>, Error> {
        let spec = self.reach.adapter(cloud)?.spec();
        Ok(spec.acts_of(kind).into_iter().map(|act| act_view(spec, act)).collect())
    }

    /// What makes new things of an `x-ref` kind of a cloud.
    ///
    /// # Errors
    /// `Unsupported` when the cloud is not known.
    pub fn noun_creations(&self, cloud: &str, kind: &str) -> Result<Vec<NounActView>, Error> {
        Ok(creations(self.reach.adapter(cloud)?.spec(), kind))
    }

    /// The rows `from..to` of a noun.
    pub fn noun_page(&self, noun: &str, filter: NounFilter, from: u32, to: u32) -> NounPage {
        self.rows.page(noun, filter, from, to)
    }

    /// A thing in full; `None` when it is not known, or not any more.
    pub fn noun_record(&self, noun: &str, key: &RowKey) -> Option<NounRecord> {
        self.rows.record(noun, key)
    }

    /// Reads a noun from every account and region, and returns when all have ended. `asked`: a person did; otherwise what was
    /// rejected is left alone.
    ///
    /// # Errors
    /// When the accounts cannot be read from the database; what fails in a region is in [`NounPage::status`].
    pub async fn refresh_noun(&self, noun: &str, asked: bool) -> Result<(), Error> {
        let accounts: Vec<Account> = self.reach.accounts.all()?.into_iter().map(|(account, _)| account).collect();
        let places: Vec<(&Account, &'static CloudSpec, Vec<Scope>)> = accounts
            .iter()
            .filter_map(|account| {
                let spec = self.reach.adapter(&account.cloud).ok()?.spec();
                let of_account = spec.nouns.get(noun)?.of_account;
                // What is the account's is the same in all of its regions.
                let regions = account.regions.iter().take(if of_account { 1 } else { usize::MAX });
                let scope = |region: &String| Scope { account: account.id.clone(), region: region.clone() };
                Some((account, spec, regions.map(scope).collect()))
            })
            .collect();
        let asker = if asked { Asker::Person } else { Asker::Clock };
        let begun = self.rows.begin(noun, &places, asker, self.reach.now());
        self.events.emit(Event::Rows(noun.to_owned()));
        let read = |scope: Scope| async move {
            let outcome = self.read_rows(noun, &scope).await;
            if let Err(error) = &outcome {
                tracing::info!(noun, region = scope.region, kind = ?error.kind, "a list could not be read");
            }
            self.rows.end(noun, &scope, outcome, self.reach.now());
            self.events.emit(Event::Rows(noun.to_owned()));
        };
        futures::future::join_all(begun.into_iter().map(read)).await;
        Ok(())
    }

    /// Reads a noun in one region to its end; rows appear as their pages come. Returns the ids that were seen.
    async fn read_rows(&self, noun: &str, scope: &Scope) -> Result<HashSet<String>, Error> {
        let (access, adapter) = self.reach.access(&scope.account).await?;
        let spec = adapter.spec();
        let (Some(said), Some(listing)) = (spec.nouns.get(noun), spec.listing_of_noun(noun)) else {
            return Ok(HashSet::new());
        };
        let call = Call::new(listing.operation.clone(), Value::Object(listing.params.clone()));
        let mut seen = HashSet::new();
        let mut unreadable = 0;
        let mut pages = std::pin::pin!(self.reach.client.pages(&access, &scope.region, &call));
        while let Some(page) = pages.next().await {
            let (mut rows, missing) = rows_in(spec, said, listing, &page?);
            unreadable += missing;
            rows.retain(|(_, row)| in_tenants(&access, &row.raw));
            seen.extend(rows.iter().map(|(id, _)| id.clone()));
            if !self.rows.take_page(noun, scope, rows) {
                return Ok(seen);
            }
            self.events.emit(Event::Rows(noun.to_owned()));
        }
        if unreadable > 0 {
            return Err(without_ids(unreadable).at(&access.account.id, &scope.region, &call.operation));
        }
        Ok(seen)
    }
}

fn view_of(name: &str, noun: &NounSpec) -> NounView {
    NounView {
        id: name.to_owned(),
        title: noun.title.clone(),
        group: noun.group,
        clouds: Vec::new(),
        columns: Vec::new(),
        has_state: false,
    }
}

/// Takes what another cloud has of a noun onto its page.
fn join(known: &mut NounView, spec: &CloudSpec, name: &str, noun: &NounSpec) {
    let kind = spec.kind_of_noun(name).unwrap_or(name);
    known.clouds.push(NounCloud {
        cloud: spec.id.clone(),
        kind: kind.to_owned(),
        of_account: noun.of_account,
        creations: creations(spec, kind),
    });
    known.has_state |= noun.state.is_some();
    for column in &noun.columns {
        if known.columns.iter().all(|there| there.id != column.id) {
            let (id, title, kind) = (column.id.clone(), column.title.clone(), column.kind);
            known.columns.push(NounColumn { id, title, kind });
        }
    }
}

fn creations(spec: &CloudSpec, kind: &str) -> Vec<NounActView> {
    let make = |operation: &Operation| described(spec, operation, ActGroup::Manage);
    spec.creations_of(kind).into_iter().map(make).collect()
}

fn act_view(spec: &CloudSpec, act: NounAct<'_>) -> NounActView {
    let options = act.options();
    NounActView { subject: Some(act.subject), options, ..described(spec, act.operation, act.group) }
}

fn described(spec: &CloudSpec, operation: &Operation, group: ActGroup) -> NounActView {
    NounActView {
        operation: operation.name.clone(),
        title: act_name(spec, operation),
        effect: operation.effect,
        disruptive: operation.disruptive,
        group,
        noun: operation.noun.clone(),
        subject: None,
        designed: spec.jobs.values().any(|job| *job == operation.name),
        options: true,
    }
}
