//! Reading what there is to see of acts: all of a scope's in as few calls as they can share. Only reads.

pub(crate) mod search;
pub(crate) mod things;

use std::collections::{BTreeMap, HashMap};

use serde_json::Value;
use yundeck_catalogue::CloudSpec;
use yundeck_client::{Access, Standing as Seen};
use yundeck_domain::{Account, Call, CloudAdapter, Error, Image, Instance, InstanceAction, Scope};

use crate::acts::Acts;
use crate::acts::called::fitting;
use crate::acts::judge::{self, Sighting, sum_up};
use crate::acts::look::search::{Before, PAGES, Search, Wanted};
use crate::acts::look::things::{Searched, WasThere, images_named, new_things};
use crate::acts::watch::{NoPoll, Polled, Watched};
use crate::records::activity::{ActivityResource, Standing};
use crate::records::goal::{Called, Goal, Trace};
use crate::records::journal::{JournalAnswer, JournalLine, JournalReached};
use crate::registers::activities::Candidate;

/// What one round has read, shared by the acts that need it.
#[derive(Default)]
struct Round {
    /// By id, the instances that were asked for; those that are not here were not there.
    instances: HashMap<String, Instance>,
    /// Whether instances may be there that were asked for and not found.
    partial: bool,
    /// What the waiters say, by what was asked and id.
    waited: HashMap<Question, HashMap<String, Seen>>,
    /// What was listed already, by its call.
    listed: Vec<(Call, Search)>,
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
        let mut questions: BTreeMap<Question, Vec<String>> = BTreeMap::new();
        for (question, ids) in acts.iter().filter_map(|watched| waited_for(&watched.line, access.cloud)) {
            questions.entry(question).or_default().extend(ids);
        }
        let mut refused: HashMap<Question, Error> = HashMap::new();
        for (question, ids) in questions {
            let place = question.params();
            let client = self.reach.client.patient();
            match client.poll(&access, &scope.region, &question.waiter, &distinct(ids), &place).await {
                Ok(seen) => drop(round.waited.insert(question, seen.into_iter().collect())),
                Err(error) => drop(refused.insert(question, error)),
            }
        }
        let mut polled = Vec::with_capacity(acts.len());
        for watched in acts {
            let failed = match waited_for(&watched.line, access.cloud) {
                Some((question, _)) => refused.get(&question).cloned(),
                None if instances_of(&watched.line).is_empty() => None,
                None => instances.as_ref().err().cloned(),
            };
            polled.push(match failed {
                // What is seen with another key or address says nothing about an act that went elsewhere.
                _ if went_elsewhere(&watched.line, &access.account) => Err(NoPoll::Elsewhere),
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
            Goal::ImageCreated { .. } if waited_for(&watched.line, here.access.cloud).is_some() => {
                Ok(self.poll_waited(here, watched, &[], round).unwrap_or_else(|| inconclusive(Sighting::Nothing)))
            }
            Goal::ImageCreated { before, name, looked_at, partial } => {
                let was = WasThere { ids: before, looked_at: *looked_at, partial: *partial };
                self.poll_image(here, watched, was, name).await
            }
            Goal::ImageGone { id } => {
                let seen = waited_for(&watched.line, here.access.cloud)
                    .and_then(|(question, _)| round.waited.get(&question)?.get(id));
                // A word that it is gone is as good as its absence; nothing else that is said of it tells of this act.
                let there = !seen.is_some_and(Seen::is_reached);
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
            Goal::Called(called) => match self.poll_waited(here, watched, &called.was_there, round) {
                Some(polled) => Ok(polled),
                None => self.poll_called(here, watched, called).await,
            },
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
        // Whether the lists that were looked into show all there is, and whether they are too long to be read to their end.
        let (mut whole, mut long) = (true, watched.list_is_long);
        let mut resembling = Vec::new();
        let mut found: Vec<Instance> = Vec::new();
        // A list by ids shows the account's own place; what was put into another one is seen where the call put it.
        let unseen = |it: &ActivityResource| it.standing == Standing::Open && !round.instances.contains_key(&it.id);
        let looked_for = !named && resources.len() < count;
        if looked_for || resources.iter().any(unseen) {
            let missing: Vec<&str> = resources.iter().filter(|it| unseen(it)).map(|it| it.id.as_str()).collect();
            let wanted =
                Wanted { before, missing: &missing, more: if looked_for { count - resources.len() } else { 0 } };
            let search = self.search(here, line, &wanted, long, round).await?;
            long |= search.long;
            whole = search.complete;
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
        // What a list does not show that was not seen whole may be there nevertheless.
        let all_seen = !round.partial && whole;
        let asked = open.map(|resource| resource.id.as_str()).filter(|id| seen.contains_key(id) || all_seen);
        watched.note_presence(asked, |id| seen.contains_key(id));
        (watched.list_is_long, watched.saw_all) = (long, whole);
        let failure = self.waiter_of(&watched.line.entry).map(|waiter| waiter.failure.clone()).unwrap_or_default();
        let judged = judge::created(&resources, &seen, &failure, |id| watched.is_gone(id));
        // Nothing more is expected of a late look that saw everything.
        let is_all = named || (watched.is_late() && whole);
        let ordered = if named { count.max(judged.len()) } else { count };
        Ok(Polled { sighting: sum_up(judged, ordered, !is_all), conclusive, resembling })
    }

    /// An image that nobody named yet.
    async fn poll_image(
        &self,
        here: &Here<'_>,
        watched: &mut Watched,
        was: WasThere<'_>,
        name: &str,
    ) -> Result<Polled, Error> {
        let line = &watched.line;
        let Some(operation) = here.access.cloud.operation(&line.entry.act.operation) else {
            return Ok(inconclusive(Sighting::Nothing));
        };
        let (client, region) = (self.reach.client.patient(), &here.scope.region);
        let pages = if watched.list_is_long { 1 } else { PAGES };
        let asked = (operation, &line.params);
        let found = images_named(&client, here.access, here.adapter, region, asked, name, pages).await?;
        let things = found.items.iter().map(image_candidate).collect();
        let Searched { complete, long, .. } = found;
        let (owned, resembling) = self.claim_new(watched, was, things, 1)?;
        (watched.list_is_long, watched.saw_all) = (watched.list_is_long || long, complete);
        let waiter = self.waiter_of(&watched.line.entry);
        let owned = found.items.iter().filter(|image| owned.contains(&image.id));
        let judged: Vec<ActivityResource> = owned.map(|image| judge::imaged(image, waiter)).collect();
        watched.note_presence(judged.iter().map(|resource| resource.id.as_str()), |_| true);
        let conclusive = complete && resembling.is_empty();
        Ok(Polled { sighting: sum_up(judged, 1, false), conclusive, resembling })
    }

    /// What the waiter of an act's operation says of it; `None` when it is not told by a waiter now.
    fn poll_waited(
        &self,
        here: &Here<'_>,
        watched: &mut Watched,
        was_there: &[String],
        round: &Round,
    ) -> Option<Polled> {
        let answered = watched.line.is_accepted();
        let (question, ids) = waited_for(&watched.line, here.access.cloud)?;
        let none = HashMap::new();
        let seen = round.waited.get(&question).unwrap_or(&none);
        let there = |id: &str| !matches!(seen.get(id), Some(Seen::Missing { .. }) | None);
        watched.note_presence(ids.iter().map(String::as_str), there);
        let before = match watched.line.entry.resources.is_empty() {
            true => ids.iter().map(ActivityResource::open).collect(),
            false => watched.line.entry.resources.clone(),
        };
        let judged = judge::waited(&before, seen, was_there, |id| watched.is_absent(id), |id| watched.is_gone(id));
        let reached = judged.iter().all(|resource| resource.standing == Standing::Done);
        Some(inconclusive(match answered || reached {
            true => sum_up(judged, before.len(), false),
            // A state that is not reached yet says nothing of a call that was not answered.
            false => Sighting::Nothing,
        }))
    }

    async fn poll_called(&self, here: &Here<'_>, watched: &mut Watched, called: &Called) -> Result<Polled, Error> {
        let line = &watched.line;
        let known: Vec<ActivityResource> = line.entry.resources.iter().map(|resource| done(&resource.id)).collect();
        let wanted = called.count.unwrap_or(1) as usize;
        let some_missing = line.entry.answer == JournalAnswer::Found && known.len() < wanted;
        if (line.is_accepted() && !some_missing) || called.trace != Trace::Listing {
            return Ok(inconclusive(match line.is_accepted() {
                true => Sighting::Settled(JournalReached::Reached, known),
                false => Sighting::Nothing,
            }));
        }
        let Some(operation) = here.access.cloud.operation(&line.entry.act.operation) else {
            return Ok(inconclusive(Sighting::Nothing));
        };
        let (client, region) = (self.reach.client.patient(), &here.scope.region);
        let pages = if watched.list_is_long { 1 } else { PAGES };
        let found = fitting(&client, here.access, region, operation, &line.params, pages).await?;
        let Some(Searched { items, complete, long }) = found else { return Ok(inconclusive(Sighting::Nothing)) };
        let was = WasThere { ids: &called.before, looked_at: called.looked_at, partial: called.partial };
        let (owned, resembling) = self.claim_new(watched, was, items.iter().map(|id| unaged(id)).collect(), wanted)?;
        (watched.list_is_long, watched.saw_all) = (watched.list_is_long || long, complete);
        let new = owned.iter().filter(|id| known.iter().all(|known| known.id != **id));
        // Nothing more is expected of a late look that saw everything.
        let more = !(watched.is_late() && complete);
        let sighting = match &called.waiter {
            Some(_) => {
                let there = watched.line.entry.resources.iter().cloned();
                sum_up(there.chain(new.map(ActivityResource::open)).collect(), wanted, true)
            }
            None => sum_up(known.iter().cloned().chain(new.map(|id| done(id))).collect(), wanted, more),
        };
        let conclusive = complete && resembling.is_empty();
        Ok(Polled { sighting, conclusive, resembling })
    }

    /// Claims for an act what is new and can only be its result, as many as are wanted at most; beside it the ids of what only a
    /// person can tell.
    fn claim_new(
        &self,
        watched: &Watched,
        was: WasThere<'_>,
        found: Vec<Candidate>,
        wanted: usize,
    ) -> Result<(Vec<String>, Vec<String>), Error> {
        let act = &watched.line.entry.act;
        let ordered = (wanted, wanted + self.other_orders(&watched.line)?);
        let (mut new, resembling) = new_things((&self.activities, self.patience), &watched.line, was, found, ordered);
        if new.len() > wanted {
            // What others made that were sent later is left to them.
            let there = self.there_before_others(&act.id)?;
            new.sort_by_key(|thing| !there.contains(&thing.id));
        }
        let now = self.reach.now_at(&act.account);
        Ok((self.activities.claim_found(&act.scope(), &act.id, &new, wanted, now), resembling))
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
}

/// An instance as what an act could have made.
pub(super) fn candidate(instance: &Instance) -> Candidate {
    Candidate { id: instance.id.clone(), made: instance.created.map(|made| made.to_utc()) }
}

/// An image as what an act could have made.
pub(super) fn image_candidate(image: &Image) -> Candidate {
    Candidate { id: image.id.clone(), made: image.created.map(|made| made.to_utc()) }
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

/// What a waiter is asked: acts of one place are asked for together.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
struct Question {
    waiter: String,
    /// The parameters of the calls that say where their effect is to be seen, as JSON.
    place: String,
}

impl Question {
    fn of(waiter: String, cloud: &CloudSpec, call: &Value) -> Self {
        let like = cloud.waiters.get(&waiter).into_iter().flat_map(|waiter| waiter.like.values());
        let given = like.filter_map(|name| Some((name.clone(), call.get(name)?.clone())));
        Self { place: Value::Object(given.collect()).to_string(), waiter }
    }

    fn params(&self) -> Value {
        serde_json::from_str(&self.place).unwrap_or_default()
    }
}

/// What a waiter is asked to tell an act by, and about which things.
fn waited_for(line: &JournalLine, cloud: &CloudSpec) -> Option<(Question, Vec<String>)> {
    let called = match &line.goal {
        Some(Goal::Called(called)) => called,
        // Of an image that has an id its state is asked for; its name leads to it no longer than that.
        Some(Goal::ImageCreated { .. }) if line.is_accepted() => {
            let waiter = cloud.operation(&line.entry.act.operation)?.waiter.clone()?;
            let ids = open_ids(line);
            return (!ids.is_empty()).then(|| (Question::of(waiter, cloud, &line.params), ids));
        }
        Some(Goal::ImageGone { id }) => {
            let waiter = cloud.operation(&line.entry.act.operation)?.waiter.clone()?;
            return Some((Question::of(waiter, cloud, &line.params), vec![id.clone()]));
        }
        _ => return None,
    };
    let waiter = called.waiter.clone()?;
    let ids = match (line.is_accepted(), line.entry.resources.is_empty()) {
        (true, false) => open_ids(line),
        (true, true) => called.ids.clone(),
        (false, _) if called.trace == Trace::State => called.ids.clone(),
        (false, _) => vec![],
    };
    (!ids.is_empty()).then(|| (Question::of(waiter, cloud, &line.params), ids))
}

fn open_ids(line: &JournalLine) -> Vec<String> {
    let open = line.entry.resources.iter().filter(|resource| resource.standing == Standing::Open);
    open.map(|resource| resource.id.clone()).collect()
}

/// Whether an act went elsewhere than the account's calls go now.
fn went_elsewhere(line: &JournalLine, account: &Account) -> bool {
    line.place.as_ref().is_some_and(|place| !place.is_world_of(account))
}

fn done(id: &str) -> ActivityResource {
    ActivityResource { standing: Standing::Done, ..ActivityResource::open(id) }
}

/// What says something when it is seen, and nothing when it is not.
fn inconclusive(sighting: Sighting) -> Polled {
    Polled { sighting, conclusive: false, resembling: vec![] }
}

fn distinct(ids: impl IntoIterator<Item = String>) -> Vec<String> {
    let mut seen = std::collections::HashSet::new();
    ids.into_iter().filter(|id| seen.insert(id.clone())).collect()
}

#[cfg(test)]
mod tests;
