//! Reading what there is to see of acts: all of a scope's in as few calls as they can share. Only reads.

use std::collections::{BTreeMap, HashMap, HashSet};

use chrono::{DateTime, Utc};
use yundeck_client::{Access, Standing as Seen};
use yundeck_domain::{Call, CloudAdapter, Error, Image, ImageSource, Instance, InstanceAction, Scope};

use crate::acts::Acts;
use crate::acts::called::fitting;
use crate::acts::judge::{self, Sighting, sum_up};
use crate::acts::watch::{NoPoll, Polled, Watched};
use crate::records::activity::{ActivityResource, Standing};
use crate::records::goal::{Called, Goal, Trace};
use crate::records::journal::{JournalAnswer, JournalLine, JournalReached};
use crate::registers::activities::Candidate;
use crate::registers::journal::Read;

/// How many pages are read of a list that cannot be narrowed, before the last look, which reads all of it.
const PAGES: u32 = 3;

/// What one round has read, shared by the acts that need it.
#[derive(Default)]
struct Round {
    /// By id, the instances that were asked for; those that are not here were not there.
    instances: HashMap<String, Instance>,
    /// Whether instances may be there that were asked for and not found.
    partial: bool,
    /// What the waiters say, by waiter and id.
    waited: HashMap<String, HashMap<String, Seen>>,
    /// The account's own images.
    images: Option<Result<Vec<Image>, Error>>,
    /// What was listed already, by its call.
    listed: Vec<(Call, Search)>,
}

/// What a list showed.
#[derive(Clone)]
struct Search {
    items: Vec<Instance>,
    complete: bool,
}

/// What was there before a creation.
#[derive(Clone, Copy)]
struct Before<'g> {
    /// What could be taken for its result.
    ids: &'g [String],
    /// When that was looked at, by the cloud's clock.
    looked_at: Option<DateTime<Utc>>,
}

/// What a poll is made with.
struct Here<'a> {
    access: &'a Access,
    adapter: &'static dyn CloudAdapter,
    scope: &'a Scope,
}

impl Acts {
    /// Polls for acts of one scope, each with its own verdict, in their order.
    pub(crate) async fn poll(&self, scope: &Scope, acts: &mut [Watched]) -> Vec<Result<Polled, NoPoll>> {
        let (access, adapter) = match self.reach.access(&scope.account).await {
            Ok(found) => found,
            Err(error) => return acts.iter().map(|_| Err(NoPoll::Failed(error.clone()))).collect(),
        };
        let here = Here { access: &access, adapter, scope };
        let mut round = Round::default();
        let ids = acts.iter().flat_map(|watched| instances_of(&watched.line));
        let instances = self.read_instances(&here, distinct(ids), &mut round).await;
        let mut waiters: BTreeMap<String, Vec<String>> = BTreeMap::new();
        for (waiter, ids) in acts.iter().filter_map(|watched| waited_for(&watched.line)) {
            waiters.entry(waiter).or_default().extend(ids);
        }
        let mut refused: HashMap<String, Error> = HashMap::new();
        for (waiter, ids) in waiters {
            match self.reach.client.patient().poll(&access, &scope.region, &waiter, &distinct(ids)).await {
                Ok(seen) => drop(round.waited.insert(waiter, seen.into_iter().collect())),
                Err(error) => drop(refused.insert(waiter, error)),
            }
        }
        let mut polled = Vec::with_capacity(acts.len());
        for watched in acts {
            let failed = match waited_for(&watched.line) {
                Some((waiter, _)) => refused.get(&waiter).cloned(),
                None if instances_of(&watched.line).is_empty() => None,
                None => instances.as_ref().err().cloned(),
            };
            polled.push(match failed {
                // What is seen with another key or address says nothing about an act that went elsewhere.
                _ if is_elsewhere(&watched.line, &access) => Err(NoPoll::Elsewhere),
                Some(error) => Err(NoPoll::Failed(error)),
                None => self.poll_one(&here, watched, &mut round).await.map_err(NoPoll::Failed),
            });
        }
        polled
    }

    async fn poll_one(&self, here: &Here<'_>, watched: &mut Watched, round: &mut Round) -> Result<Polled, Error> {
        let Some(goal) = watched.line.goal.clone() else { return Ok(inconclusive(Sighting::Nothing)) };
        match &goal {
            Goal::InstancesCreated { before, count, looked_at } => {
                let before = Before { ids: before, looked_at: *looked_at };
                self.poll_creation(here, watched, before, *count as usize, round).await
            }
            Goal::InstanceAction { action, id, was } => {
                let instance = round.instances.get(id);
                watched.note_presence(std::iter::once(id.as_str()), |_| instance.is_some() || round.partial);
                let answered = watched.line.is_accepted();
                let missing = match action {
                    InstanceAction::Terminate => watched.is_absent(id),
                    _ => watched.is_lost(id),
                };
                let absent = instance.is_none() && missing;
                if *action == InstanceAction::Terminate && instance.is_none() && absent {
                    self.reads.inventory.remove(here.scope, id);
                }
                Ok(inconclusive(judge::acted(*action, id, instance, was.as_deref(), answered, absent)))
            }
            Goal::ImageCreated { before, name } => self.poll_image(here, watched, before, name, round).await,
            Goal::ImageGone { id } => {
                let images = self.own_images(here, round).await?;
                let there = images.iter().any(|image| image.id == *id);
                watched.note_presence(std::iter::once(id.as_str()), |_| there);
                Ok(inconclusive(match there || !watched.is_absent(id) {
                    true => Sighting::Nothing,
                    false => Sighting::Settled(JournalReached::Reached, vec![done(id)]),
                }))
            }
            Goal::Shared { image, accounts, share } => {
                let Some(read) = here.adapter.image_shares(image) else { return Ok(inconclusive(Sighting::Nothing)) };
                let listing = self.reach.client.list(here.access, &here.scope.region, &read).await;
                if let Some(error) = listing.failure {
                    return Err(error);
                }
                let with = |account: &String| listing.items.iter().any(|there| there.account_id == *account);
                let reached = accounts.iter().all(|account| with(account) == *share);
                Ok(inconclusive(match reached {
                    true => Sighting::Settled(JournalReached::Reached, vec![done(image)]),
                    false => Sighting::Nothing,
                }))
            }
            Goal::Called(called) => self.poll_called(here, watched, called, round).await,
        }
    }

    async fn poll_creation(
        &self,
        here: &Here<'_>,
        watched: &mut Watched,
        before: Before<'_>,
        count: usize,
        round: &mut Round,
    ) -> Result<Polled, Error> {
        let line = &watched.line;
        let named = line.entry.answer == JournalAnswer::Accepted && !line.entry.resources.is_empty();
        let mut resources = line.entry.resources.clone();
        let mut conclusive = false;
        let mut resembling = Vec::new();
        let mut found: Vec<Instance> = Vec::new();
        // A list by ids shows the account's own place; what was put into another one is seen where the call put it.
        let unseen = |it: &ActivityResource| it.standing == Standing::Open && !round.instances.contains_key(&it.id);
        let looked_for = !named && resources.len() < count;
        if looked_for || resources.iter().any(unseen) {
            let search = self.search(here, line, watched.is_late(), round).await?;
            (conclusive, found) = (looked_for && search.complete, search.items);
        }
        if looked_for {
            let (candidates, earlier) = self.candidates(here, line, before, &found, count)?;
            resembling = earlier;
            // What may be its result keeps it from being called not applied.
            conclusive &= resembling.is_empty();
            let owned = self.activities.claim_found(
                here.scope,
                &line.entry.act.id,
                &candidates,
                count,
                self.reach.now_at(&here.scope.account),
            );
            for id in owned {
                if resources.iter().all(|resource| resource.id != id) {
                    resources.push(ActivityResource::open(id));
                }
            }
        }
        // What was found in a list is shown as what is asked for by its id is.
        let ours = |it: &&Instance| resources.iter().any(|resource| resource.id == it.id);
        let shown: Vec<Instance> = found.iter().filter(ours).cloned().collect();
        self.reads.show_instances(here.access, here.adapter, here.scope, shown).await;
        let seen: HashMap<&str, &Instance> =
            round.instances.values().chain(&found).map(|instance| (instance.id.as_str(), instance)).collect();
        let open = resources.iter().filter(|resource| resource.standing == Standing::Open);
        let asked = open.map(|resource| resource.id.as_str()).filter(|id| seen.contains_key(id) || !round.partial);
        watched.note_presence(asked, |id| seen.contains_key(id));
        let failure = self.waiter_of(&watched.line.entry).map(|waiter| waiter.failure.clone()).unwrap_or_default();
        let judged = judge::created(&resources, &seen, &failure, |id| watched.is_gone(id));
        let more = !named && !watched.is_late();
        let ordered = if named { count.max(judged.len()) } else { count };
        Ok(Polled { sighting: sum_up(judged, ordered, more), conclusive, resembling })
    }

    /// What could be the result of an unanswered creation, the earliest first. Of more than `most`, those come first that
    /// other open acts cannot have made, since these were sent when they were there already. Beside these the ids of what is
    /// like it and nobody's, and was made a moment before it was sent: a list that was behind did not show it then, or the
    /// cloud's clocks differ. Only a person can tell.
    fn candidates(
        &self,
        here: &Here<'_>,
        line: &JournalLine,
        before: Before<'_>,
        found: &[Instance],
        most: usize,
    ) -> Result<(Vec<Candidate>, Vec<String>), Error> {
        let act = &line.entry.act;
        let fits: Vec<&Instance> = found
            .iter()
            .filter(|instance| !before.ids.contains(&instance.id))
            .filter(|instance| here.adapter.is_result(&act.operation, &line.params, instance))
            .filter(|instance| line.sent_at().is_some_and(|sent| self.patience.is_in_time(instance.created, sent)))
            .collect();
        let (earlier, mut fits): (Vec<_>, Vec<_>) =
            fits.into_iter().partition(|it| before.looked_at.is_some_and(|at| self.patience.is_before(it.created, at)));
        let nobodys = |it: &&Instance| self.activities.owner(here.scope, &candidate(it)).is_none();
        let earlier = earlier.into_iter().filter(nobodys).map(|instance| instance.id.clone()).collect();
        fits.sort_by(|one, other| (one.created, &one.id).cmp(&(other.created, &other.id)));
        if fits.len() > most {
            let there = self.there_before_others(&act.id)?;
            fits.sort_by_key(|instance| !there.contains(&instance.id));
        }
        Ok((fits.into_iter().map(candidate).collect(), earlier))
    }

    /// What was there before other acts that are open.
    fn there_before_others(&self, act: &str) -> Result<HashSet<String>, Error> {
        let mut there = HashSet::new();
        for read in self.journal.open_lines()? {
            let Read::Line(line) = read else { continue };
            if let Some(Goal::InstancesCreated { before, .. }) = line.goal.filter(|_| line.entry.act.id != act) {
                there.extend(before);
            }
        }
        Ok(there)
    }

    /// The lists in which the result of a creation turns up. A list that cannot be narrowed is read whole only at the last
    /// look, which has to tell that nothing is there.
    async fn search(
        &self,
        here: &Here<'_>,
        line: &JournalLine,
        last: bool,
        round: &mut Round,
    ) -> Result<Search, Error> {
        let search = here.adapter.results(&line.entry.act.operation, &line.params);
        let mut all = Search { items: Vec::new(), complete: search.complete };
        let pages = if search.narrowed || last { u32::MAX } else { PAGES };
        for read in search.reads {
            let known = round.listed.iter().find(|(call, _)| *call == read.call).map(|(_, search)| search.clone());
            let listed = match known {
                Some(listed) => listed,
                None => {
                    let client = self.reach.client.patient();
                    let listing = client.list_some(here.access, &here.scope.region, &read, pages).await;
                    if let Some(error) = listing.failure {
                        return Err(error);
                    }
                    let listed = Search { items: listing.items, complete: listing.complete };
                    round.listed.push((read.call, listed.clone()));
                    listed
                }
            };
            all.complete &= listed.complete;
            all.items.extend(listed.items);
        }
        Ok(all)
    }

    async fn poll_image(
        &self,
        here: &Here<'_>,
        watched: &mut Watched,
        before: &[String],
        name: &str,
        round: &mut Round,
    ) -> Result<Polled, Error> {
        let waiter = self.waiter_of(&watched.line.entry);
        let images = self.own_images(here, round).await?;
        let entry = &watched.line.entry;
        let mut resources = entry.resources.clone();
        if resources.is_empty() {
            let fits = images.iter().filter(|image| image.name == name && !before.contains(&image.id));
            let candidates: Vec<Candidate> = fits.map(|image| unaged(&image.id)).collect();
            let owned = self.activities.claim_found(
                here.scope,
                &entry.act.id,
                &candidates,
                1,
                self.reach.now_at(&here.scope.account),
            );
            resources.extend(owned.into_iter().map(ActivityResource::open));
        }
        let seen = |id: &str| images.iter().find(|image| image.id == id);
        watched.note_presence(resources.iter().map(|resource| resource.id.as_str()), |id| seen(id).is_some());
        let judged = resources.iter().map(|resource| match seen(&resource.id) {
            Some(image) => judge::imaged(image, waiter),
            None if watched.is_gone(&resource.id) => ActivityResource { standing: Standing::Gone, ..resource.clone() },
            None => resource.clone(),
        });
        Ok(conclusive(sum_up(judged.collect(), 1, false)))
    }

    async fn poll_called(
        &self,
        here: &Here<'_>,
        watched: &mut Watched,
        called: &Called,
        round: &mut Round,
    ) -> Result<Polled, Error> {
        let answered = watched.line.is_accepted();
        if let Some((waiter, ids)) = waited_for(&watched.line) {
            let none = HashMap::new();
            let seen = round.waited.get(&waiter).unwrap_or(&none);
            let there = |id: &str| !matches!(seen.get(id), Some(Seen::Missing { .. }) | None);
            watched.note_presence(ids.iter().map(String::as_str), there);
            let before = match watched.line.entry.resources.is_empty() {
                true => ids.iter().map(ActivityResource::open).collect(),
                false => watched.line.entry.resources.clone(),
            };
            let judged =
                judge::waited(&before, seen, &called.was_there, |id| watched.is_absent(id), |id| watched.is_gone(id));
            let reached = judged.iter().all(|resource| resource.standing == Standing::Done);
            return Ok(inconclusive(match answered || reached {
                true => sum_up(judged, before.len(), false),
                // A state that is not reached yet says nothing of a call that was not answered.
                false => Sighting::Nothing,
            }));
        }
        if answered || called.trace != Trace::Listing {
            let done = watched.line.entry.resources.iter().map(|resource| done(&resource.id)).collect();
            return Ok(inconclusive(if answered {
                Sighting::Settled(JournalReached::Reached, done)
            } else {
                Sighting::Nothing
            }));
        }
        let act = &watched.line.entry.act;
        let Some(operation) = here.access.cloud.operation(&act.operation) else {
            return Ok(inconclusive(Sighting::Nothing));
        };
        let (client, region) = (&self.reach.client, &here.scope.region);
        let there = fitting(client, here.access, region, operation, &watched.line.params).await?;
        let new = there.unwrap_or_default().into_iter().filter(|id| !called.before.contains(id));
        let new: Vec<Candidate> = new.map(|id| unaged(&id)).collect();
        let owned = self.activities.claim_found(here.scope, &act.id, &new, 1, self.reach.now_at(&here.scope.account));
        let sighting = match (owned.is_empty(), &called.waiter) {
            (true, _) => Sighting::Nothing,
            (false, Some(_)) => Sighting::Underway(owned.into_iter().map(ActivityResource::open).collect()),
            (false, None) => Sighting::Settled(JournalReached::Reached, owned.iter().map(|id| done(id)).collect()),
        };
        Ok(conclusive(sighting))
    }

    /// The instances of those ids, into the round and into the inventory.
    async fn read_instances(&self, here: &Here<'_>, ids: Vec<String>, round: &mut Round) -> Result<(), Error> {
        if ids.is_empty() {
            return Ok(());
        }
        let asked = self.reads.refresh_instances(here.access, here.adapter, here.scope, &ids).await?;
        round.instances = asked.found.into_iter().map(|instance| (instance.id.clone(), instance)).collect();
        round.partial = !asked.complete;
        Ok(())
    }

    async fn own_images(&self, here: &Here<'_>, round: &mut Round) -> Result<Vec<Image>, Error> {
        if round.images.is_none() {
            let scope = here.scope;
            round.images = Some(self.reads.images(&scope.account, &scope.region, ImageSource::Private).await);
        }
        round.images.clone().unwrap_or_else(|| Ok(vec![]))
    }
}

/// An instance as what an act could have made.
pub(super) fn candidate(instance: &Instance) -> Candidate {
    Candidate { id: instance.id.clone(), made: instance.created.map(|made| made.to_utc()) }
}

/// A thing that does not say when it was made.
pub(super) fn unaged(id: &str) -> Candidate {
    Candidate { id: id.to_owned(), made: None }
}

/// The instances that an act is told by: those that it acts on, or those that were made and are not settled yet.
fn instances_of(line: &JournalLine) -> Vec<String> {
    match &line.goal {
        Some(Goal::InstanceAction { id, .. }) => vec![id.clone()],
        Some(Goal::InstancesCreated { .. }) => open_ids(line),
        _ => vec![],
    }
}

/// The waiter that an act is told by, and the things that it is asked about.
fn waited_for(line: &JournalLine) -> Option<(String, Vec<String>)> {
    let Some(Goal::Called(called)) = &line.goal else { return None };
    let waiter = called.waiter.clone()?;
    let ids = match (line.is_accepted(), line.entry.resources.is_empty()) {
        (true, false) => open_ids(line),
        (true, true) => called.ids.clone(),
        (false, _) if called.trace == Trace::State => called.ids.clone(),
        (false, _) => vec![],
    };
    (!ids.is_empty()).then_some((waiter, ids))
}

fn open_ids(line: &JournalLine) -> Vec<String> {
    let open = line.entry.resources.iter().filter(|resource| resource.standing == Standing::Open);
    open.map(|resource| resource.id.clone()).collect()
}

/// Whether an act went elsewhere than the account's calls go now.
fn is_elsewhere(line: &JournalLine, access: &Access) -> bool {
    line.place.as_ref().is_some_and(|place| !place.is_world_of(&access.account))
}

fn done(id: &str) -> ActivityResource {
    ActivityResource { standing: Standing::Done, ..ActivityResource::open(id) }
}

/// What says something when it is seen, and nothing when it is not.
fn inconclusive(sighting: Sighting) -> Polled {
    Polled { sighting, conclusive: false, resembling: vec![] }
}

/// What says something when it is not seen, too.
fn conclusive(sighting: Sighting) -> Polled {
    Polled { sighting, conclusive: true, resembling: vec![] }
}

fn distinct(ids: impl IntoIterator<Item = String>) -> Vec<String> {
    let mut seen = std::collections::HashSet::new();
    ids.into_iter().filter(|id| seen.insert(id.clone())).collect()
}
