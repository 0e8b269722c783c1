//! What reads show, and how that differs from what is.

use super::{Outcome, Stage, millis};
use crate::behaviour::Incoming;
use crate::fault::{Fault, FaultKind, Layer};
use crate::named::{Named, named};
use crate::page::Page;
use crate::refusal::Refusal;
use crate::world::clock::later;
use crate::world::{Obstacle, World};

impl Stage {
    /// Does an operation that changes nothing.
    pub(super) fn read(&self, incoming: &Incoming) -> Outcome {
        let behind = self.faults.strike(self.names(), incoming, Layer::View, |_| true);
        let outcome = self.show(incoming, behind.as_ref())?;
        self.record.applied(incoming.name());
        let Some(pagination) = &incoming.operation.pagination else { return Ok(outcome) };
        let page = Page::of(pagination, &incoming.params, &outcome);
        if !page.is_followed(&outcome) {
            return Ok(outcome);
        }
        match self.faults.strike(self.names(), incoming, Layer::Page, |_| true) {
            Some(Fault { kind: FaultKind::PageEmpty, .. }) => Ok(page.emptied(outcome)),
            Some(_) => {
                let params = page.following(&incoming.params, &outcome);
                self.show(&Incoming { params, ..incoming.clone() }, behind.as_ref())
            }
            None => Ok(outcome),
        }
    }

    fn show(&self, incoming: &Incoming, behind: Option<&Fault>) -> Outcome {
        let mut world = self.world();
        match behind {
            Some(fault) if !(fault.ids_are_current && names_something(&world, incoming)) => {
                let then = later(world.now(), millis(fault).saturating_neg());
                self.behaviour.handle(&mut world.as_of(then), incoming)
            }
            _ => self.behaviour.handle(&mut world, incoming),
        }
    }

    /// The things that a call names, and which are not there; empty when no `not_found` fault waits.
    pub(super) fn names_of<'i>(&self, incoming: &'i Incoming) -> Vec<(Named<'i>, bool)> {
        if !self.faults.any(FaultKind::NotFound) {
            return Vec::new();
        }
        let world = self.world();
        let all = named(&incoming.operation.input, &incoming.params).into_iter();
        all.map(|named| (named, is_missing(&world, &named))).collect()
    }

    /// What the cloud says of something that it does not have.
    pub(super) fn not_found(&self, incoming: &Incoming, named: Option<Named<'_>>) -> Refusal {
        let noun = named.and_then(|named| noun(named.noun?)).or_else(|| noun(&incoming.operation.noun));
        let id = named.map_or("", |named| named.id).to_owned();
        self.behaviour.obstacle(&Obstacle::NoSuch { noun: noun.unwrap_or("instance"), id })
    }
}

/// The thing that a `not_found` fault is about, of those that a call names.
pub(super) fn struck<'i>(fault: &Fault, names: &[(Named<'i>, bool)]) -> Option<Named<'i>> {
    let is_struck = |(named, missing): &&(Named<'i>, bool)| {
        if fault.ids.is_empty() { *missing } else { fault.ids.iter().any(|id| id == named.id) }
    };
    names.iter().find(is_struck).map(|(named, _)| *named)
}

/// The world's word for a noun of the catalogue.
fn noun(word: &str) -> Option<&'static str> {
    ["instance", "image", "key_pair", "disk", "snapshot", "subnet", "vpc", "security_group"]
        .into_iter()
        .find(|noun| *noun == word)
}

/// Whether the text names a thing, and that is not there.
fn is_missing(world: &World, named: &Named<'_>) -> bool {
    match named.noun {
        Some("instance") => !world.instances.contains(named.id),
        Some("image") => !world.images.contains(named.id),
        Some("key_pair") => !world.key_pairs.contains(named.id),
        _ => false,
    }
}

/// Whether the call names a thing that is there.
fn names_something(world: &World, incoming: &Incoming) -> bool {
    let exists = |id: &str| world.instances.contains(id) || world.images.contains(id) || world.key_pairs.contains(id);
    named(&incoming.operation.input, &incoming.params).iter().any(|named| exists(named.id))
}
