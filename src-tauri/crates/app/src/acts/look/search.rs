//! Searching the lists in which what a creation made turns up.

use std::collections::HashSet;

use chrono::{DateTime, Utc};
use yundeck_domain::{Error, Instance, Read as ListRead, ResultSearch};

use crate::acts::Acts;
use crate::acts::called::mentions;
use crate::acts::judge::tell_apart;
use crate::acts::look::{Here, Round, candidate};
use crate::records::goal::Goal;
use crate::records::journal::{JournalAnswer, JournalLine};
use crate::registers::activities::Candidate;
use crate::registers::journal::Read;

/// How many pages are read of a list in which the result of a creation turns up. Of one that has more, only the first is read
/// from then on: it can tell what is there, and never what is not.
pub(crate) const PAGES: u32 = 3;

/// What a list showed.
#[derive(Clone)]
pub(super) struct Search {
    pub(super) items: Vec<Instance>,
    pub(super) complete: bool,
    /// Whether there are more pages than are read.
    pub(super) long: bool,
}

/// What was there before a creation.
#[derive(Clone, Copy)]
pub(super) struct Before<'g> {
    /// What could be taken for its result.
    pub(super) ids: &'g [String],
    /// When that was looked at, by the cloud's clock.
    pub(super) looked_at: Option<DateTime<Utc>>,
}

/// What a search of a creation's results has to show to be enough.
pub(super) struct Wanted<'w> {
    pub(super) before: Before<'w>,
    /// What the cloud named, and is not where lists by ids show it.
    pub(super) missing: &'w [&'w str],
    /// How many things are looked for that nobody named.
    pub(super) more: usize,
}

impl Acts {
    /// The lists in which the result of a creation turns up: those that are only likely to show it first, which is enough where
    /// it is there.
    pub(super) async fn search(
        &self,
        here: &Here<'_>,
        line: &JournalLine,
        wanted: &Wanted<'_>,
        long: bool,
        round: &mut Round,
    ) -> Result<Search, Error> {
        let ResultSearch { hint, reads, complete } = here.adapter.results(&line.entry.act.operation, &line.params);
        let mut all = Search { items: Vec::new(), complete, long: false };
        if let Some(read) = hint
            && let Ok(hinted) = self.listed(here, read, 1, round).await
        {
            all.items = hinted.items;
            if self.is_enough(here, line, wanted, &all.items) {
                return Ok(Search { complete: false, ..all });
            }
        }
        let pages = if long { 1 } else { PAGES };
        for read in reads {
            let listed = self.listed(here, read, pages, round).await?;
            all.complete &= listed.complete;
            all.long |= listed.long;
            let new: Vec<Instance> =
                listed.items.into_iter().filter(|item| all.items.iter().all(|known| known.id != item.id)).collect();
            all.items.extend(new);
        }
        Ok(all)
    }

    /// Whether everything that is looked for is among what was found.
    fn is_enough(&self, here: &Here<'_>, line: &JournalLine, wanted: &Wanted<'_>, found: &[Instance]) -> bool {
        let act = &line.entry.act;
        let own =
            |it: &&Instance| self.activities.owner(here.scope, &candidate(it)).is_none_or(|owner| owner == act.id);
        let fits = self.fits(here, line, wanted.before, found);
        let new = fits.into_iter().filter(|it| !self.is_earlier(it, wanted.before)).filter(own).count();
        let there = |id: &&str| found.iter().any(|instance| instance.id == **id);
        new >= wanted.more && wanted.missing.iter().all(there)
    }

    /// A list as far as it is read; one that was read in this round already is not read again.
    async fn listed(
        &self,
        here: &Here<'_>,
        read: ListRead<Instance>,
        pages: u32,
        round: &mut Round,
    ) -> Result<Search, Error> {
        if let Some((_, listed)) = round.listed.iter().find(|(call, _)| *call == read.call) {
            return Ok(listed.clone());
        }
        let listing = self.reach.client.patient().list_some(here.access, &here.scope.region, &read, pages).await;
        if let Some(error) = listing.failure {
            return Err(error);
        }
        let long = !listing.complete && listing.pages >= pages;
        let listed = Search { items: listing.items, complete: listing.complete, long };
        round.listed.push((read.call, listed.clone()));
        Ok(listed)
    }

    /// What could be the result of an unanswered creation, the earliest first. Of more than `most`, those come first that
    /// other open acts cannot have made, since these were sent when they were there already. Beside these the ids of what is
    /// like it and nobody's, and was made a moment before it was sent: a list that was behind did not show it then, or the
    /// cloud's clocks differ; of what has an id that another act was told before it was made; and of all that is like it, where
    /// that is more than was ordered: somebody else ordered the like at the same time. Only a person can tell.
    pub(super) fn candidates(
        &self,
        here: &Here<'_>,
        line: &JournalLine,
        before: Before<'_>,
        found: &[Instance],
        most: usize,
    ) -> Result<(Vec<Candidate>, Vec<String>), Error> {
        let act = &line.entry.act;
        let fits = self.fits(here, line, before, found);
        let (earlier, mut fits): (Vec<_>, Vec<_>) = fits.into_iter().partition(|it| self.is_earlier(it, before));
        let nobodys = |it: &&Instance| self.activities.owner(here.scope, &candidate(it)).is_none();
        let doubt = self.doubt(line);
        let doubtful = |it: &&&Instance| self.activities.is_doubtful(here.scope, &act.id, &candidate(it), doubt);
        let unclear = earlier.into_iter().filter(nobodys).chain(fits.iter().filter(doubtful).copied());
        let mut unclear: Vec<String> = unclear.map(|instance| instance.id.clone()).collect();
        fits.sort_by(|one, other| (one.created, &one.id).cmp(&(other.created, &other.id)));
        // What is there already belongs to acts; of the rest there may be more than was ordered.
        let (free, mut fits): (Vec<_>, Vec<_>) = fits.into_iter().partition(nobodys);
        let wanted = most.saturating_sub(line.entry.resources.len());
        let ordered = wanted + self.ordered_by_others(here, line, &free)?;
        let request = line.entry.request_id.as_deref().filter(|id| !id.is_empty());
        let named = |it: &&Instance| request.is_some_and(|id| mentions(&it.raw, id));
        let (own, ambiguous) = tell_apart(free, wanted, ordered, named);
        unclear.extend(ambiguous.into_iter().map(|instance| instance.id.clone()));
        fits.extend(own);
        fits.sort_by(|one, other| (one.created, &one.id).cmp(&(other.created, &other.id)));
        if fits.len() > most {
            let there = self.there_before_others(&act.id)?;
            fits.sort_by_key(|instance| !there.contains(&instance.id));
        }
        Ok((fits.into_iter().map(candidate).collect(), unclear))
    }

    /// What was not there before an unanswered creation, is like its result, and was made at about its time.
    fn fits<'f>(
        &self,
        here: &Here<'_>,
        line: &JournalLine,
        before: Before<'_>,
        found: &'f [Instance],
    ) -> Vec<&'f Instance> {
        let operation = &line.entry.act.operation;
        found
            .iter()
            .filter(|instance| !before.ids.contains(&instance.id))
            .filter(|instance| here.adapter.is_result(operation, &line.params, instance))
            .filter(|instance| line.sent_at().is_some_and(|sent| self.patience.is_in_time(instance.created, sent)))
            .collect()
    }

    /// Whether an instance was made before it was looked at what was there before a creation.
    fn is_earlier(&self, instance: &Instance, before: Before<'_>) -> bool {
        before.looked_at.is_some_and(|at| self.patience.is_before(instance.created, at))
    }

    /// How many of these instances other orders without an answer can have made.
    fn ordered_by_others(&self, here: &Here<'_>, line: &JournalLine, free: &[&Instance]) -> Result<usize, Error> {
        let act = &line.entry.act;
        let mut ordered = 0;
        for read in self.journal.open_lines()? {
            let Read::Line(other) = read else { continue };
            let theirs = &other.entry.act;
            let Some(Goal::InstancesCreated { before, count, .. }) = &other.goal else { continue };
            if theirs.id == act.id || theirs.scope() != *here.scope || other.entry.answer == JournalAnswer::Accepted {
                continue;
            }
            let made = |it: &&&Instance| {
                !before.contains(&it.id)
                    && here.adapter.is_result(&theirs.operation, &other.params, it)
                    && other.sent_at().is_some_and(|sent| self.patience.is_in_time(it.created, sent))
            };
            let missing = (*count as usize).saturating_sub(other.entry.resources.len());
            ordered += free.iter().filter(made).count().min(missing);
        }
        Ok(ordered)
    }

    /// What was there before other acts that are open: none of these made it.
    pub(super) fn there_before_others(&self, act: &str) -> Result<HashSet<String>, Error> {
        let mut there = HashSet::new();
        for read in self.journal.open_lines()? {
            let Read::Line(line) = read else { continue };
            if line.entry.act.id != act {
                there.extend(line.goal.as_ref().map(Goal::before).unwrap_or_default().iter().cloned());
            }
        }
        Ok(there)
    }
}
