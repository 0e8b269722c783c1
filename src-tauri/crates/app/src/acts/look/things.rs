//! Searching the lists of what is no instance: images, key pairs, groups, templates.

use chrono::{DateTime, Utc};
use serde_json::Value;
use yundeck_catalogue::Operation;
use yundeck_client::{Access, Client};
use yundeck_domain::{Call, CloudAdapter, Error, Image, ImageSource};

use crate::acts::Acts;
use crate::acts::apply::PAGES_BEFORE;
use crate::acts::judge::tell_apart;
use crate::acts::watch::patience::Patience;
use crate::records::goal::Goal;
use crate::records::journal::{JournalAnswer, JournalLine};
use crate::registers::activities::{Activities, Candidate, Doubt};
use crate::registers::journal::Read;

/// Things of a list, as far as it was read.
#[derive(Debug, Clone)]
pub(crate) struct Searched<T> {
    pub(crate) items: Vec<T>,
    /// Whether it was read to its end.
    pub(crate) complete: bool,
    /// Whether there are more pages than were read.
    pub(crate) long: bool,
}

impl<T> Searched<T> {
    /// What a list gave of which so many pages were read, of so many at most.
    pub(crate) fn of(items: Vec<T>, complete: bool, read: u32, most: u32) -> Self {
        Self { items, complete, long: !complete && read >= most }
    }
}

/// What was there before an act.
#[derive(Clone, Copy)]
pub(super) struct WasThere<'g> {
    /// What could be taken for its result.
    pub(super) ids: &'g [String],
    /// When that was looked at.
    pub(super) looked_at: Option<DateTime<Utc>>,
    /// Whether more was there than was looked through.
    pub(super) partial: bool,
}

/// One's own images of a name: asked for by it where the cloud can be, else so many pages of all of them.
pub(crate) async fn images_named(
    client: &Client,
    access: &Access,
    adapter: &dyn CloudAdapter,
    region: &str,
    (operation, params): (&Operation, &Value),
    name: &str,
    pages: u32,
) -> Result<Searched<Image>, Error> {
    let Some(mut read) = adapter.images(ImageSource::Private) else {
        return Ok(Searched::of(vec![], true, 0, pages));
    };
    if let Some(reconcile) = operation.reconcile.as_ref().filter(|it| it.operation == read.call.operation) {
        let Call { operation, params: own } = read.call;
        read.call = Call::new(operation, reconcile.narrowed(own, params));
    }
    let listing = client.list_some(access, region, &read, pages).await;
    if let Some(error) = listing.failure {
        return Err(error);
    }
    let (complete, read) = (listing.complete, listing.pages);
    let items = listing.items.into_iter().filter(|image| image.name == name).collect();
    Ok(Searched::of(items, complete, read, pages))
}

impl Acts {
    /// The goal of an image with what is there before and could be taken for it. What lies further back in a long list is told by
    /// the time it was made.
    pub(crate) async fn image_before(
        &self,
        access: &Access,
        adapter: &dyn CloudAdapter,
        region: &str,
        operation: &Operation,
        params: &Value,
        name: String,
    ) -> Result<Goal, Error> {
        let client = &self.reach.client;
        let asked = (operation, params);
        let found = images_named(client, access, adapter, region, asked, &name, PAGES_BEFORE).await?;
        let now = self.reach.now_at(&access.account.id);
        let recent = found.items.into_iter().filter(|image| self.patience.is_in_time(image.created, now));
        let before = recent.map(|image| image.id).collect();
        Ok(Goal::ImageCreated { before, name, looked_at: Some(now), partial: found.long })
    }

    /// What it takes to doubt that a thing belongs to another act than this one.
    pub(crate) fn doubt(&self, line: &JournalLine) -> Doubt {
        Doubt { precision: self.patience.precision, sent: line.sent_at() }
    }

    /// How many things the acts of the same operation may have made that are open without an answer beside this one.
    pub(super) fn other_orders(&self, line: &JournalLine) -> Result<usize, Error> {
        let act = &line.entry.act;
        let missing = |read: &Read| match read {
            Read::Line(other)
                if other.entry.act.id != act.id
                    && other.entry.act.operation == act.operation
                    && other.entry.act.scope() == act.scope()
                    && other.entry.answer != JournalAnswer::Accepted =>
            {
                (other.entry.ordered.unwrap_or(1) as usize).saturating_sub(other.entry.resources.len())
            }
            _ => 0,
        };
        Ok(self.journal.open_lines()?.iter().map(missing).sum())
    }
}

/// Of what is like the result of an act, what may be claimed for it, and the ids of what only a person can tell: it has an id that
/// another act was told before, was made at another time than the act was sent, may have been there before, or there is more of it
/// than was ordered: so many by this act, and so many by all that can have made it.
pub(super) fn new_things(
    (activities, patience): (&Activities, Patience),
    line: &JournalLine,
    was: WasThere<'_>,
    found: Vec<Candidate>,
    (wanted, ordered): (usize, usize),
) -> (Vec<Candidate>, Vec<String>) {
    let (scope, act, sent) = (line.entry.act.scope(), &line.entry.act.id, line.sent_at());
    let doubt = Doubt { precision: patience.precision, sent };
    let made = |thing: &Candidate| thing.made.map(|made| made.fixed_offset());
    let since = |thing: &Candidate| sent.is_some_and(|sent| patience.may_be_late(made(thing), sent));
    let another_time = |thing: &Candidate| {
        was.looked_at.is_some_and(|at| patience.is_before(made(thing), at))
            || sent.is_some_and(|sent| !patience.is_in_time(made(thing), sent))
            || (was.partial && thing.made.is_none())
    };
    let anothers = |thing: &Candidate| activities.owner(&scope, thing).is_some_and(|owner| owner != *act);
    let new = found.into_iter().filter(|thing| !was.ids.contains(&thing.id)).filter(since);
    // What belongs to another act without a doubt is not of this one.
    let new = new.filter(|thing| !anothers(thing) || activities.is_doubtful(&scope, act, thing, doubt));
    let (unclear, mut new): (Vec<_>, Vec<_>) = new.partition(|thing| another_time(thing) || anothers(thing));
    new.sort_by(|one, other| (one.made, &one.id).cmp(&(other.made, &other.id)));
    let (new, ambiguous) = tell_apart(new, wanted, ordered, |_| false);
    (new, unclear.into_iter().chain(ambiguous).map(|thing| thing.id).collect())
}

#[cfg(test)]
mod tests;
