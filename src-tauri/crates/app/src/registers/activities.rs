//! The acts of this session, from their confirmation on, and to which of them each new thing belongs.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use chrono::{DateTime, TimeDelta, Utc};
use indexmap::IndexMap;
use tokio_util::sync::CancellationToken;
use yundeck_domain::{Call, Error, ErrorKind, Scope};

use crate::records::activity::{Activity, ActivityPhase};
use crate::records::event::Event;
use crate::registers::events::Events;

/// The acts, with what ends the waiting for each, under one lock. All clones are the same one.
#[derive(Clone)]
pub struct Activities {
    state: Arc<Mutex<State>>,
    events: Events,
    /// By how much the clouds' clocks may differ from this computer's.
    skew: TimeDelta,
}

#[derive(Default)]
struct State {
    acts: IndexMap<String, Held>,
    /// The act that a new thing belongs to.
    claims: HashMap<(Scope, String), Claim>,
}

struct Held {
    view: Activity,
    /// Identifies the order, without its token; empty when it is not known any more.
    digest: String,
    /// Ends the waiting for it, and holds back what of it was not sent yet.
    stop: CancellationToken,
    /// What was sent with a token, to ask the cloud again. In memory only: it may hold secrets.
    sent: Option<(Call, String)>,
    /// Whether it was under way when the application last ended, and nobody has taken it up since.
    left_over: bool,
}

struct Claim {
    act: String,
    /// The cloud itself named it; otherwise it was only found.
    answered: bool,
    since: DateTime<Utc>,
}

impl Claim {
    /// Whether it is of the thing that was made then. Clouds give the ids of what is gone again: what was made after the claim
    /// is another thing.
    fn is_of(&self, made: Option<DateTime<Utc>>, skew: TimeDelta) -> bool {
        made.is_none_or(|made| made <= self.since + skew)
    }
}

/// What it takes to doubt that a thing belongs to the act that was told its id.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Doubt {
    /// How exact the times are that the cloud tells.
    pub(crate) precision: Duration,
    /// When the act was sent that it could be of, by the cloud's clock.
    pub(crate) sent: Option<DateTime<Utc>>,
}

impl Doubt {
    fn is_about(self, claim: &Claim, thing: &Candidate) -> bool {
        let precision = TimeDelta::from_std(self.precision).unwrap_or(TimeDelta::MAX);
        claim.answered
            && match thing.made {
                Some(_) => !claim.is_of(thing.made, precision),
                // It was told before the other act was sent, and was not there then.
                None => self.sent.is_some_and(|sent| claim.since < sent),
            }
    }
}

/// A thing that an act could have made.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Candidate {
    pub(crate) id: String,
    /// When it was made, where that is said.
    pub(crate) made: Option<DateTime<Utc>>,
}

impl Activities {
    /// None yet.
    pub(crate) fn new(events: Events, skew: Duration) -> Self {
        Self { state: Arc::default(), events, skew: TimeDelta::from_std(skew).unwrap_or_default() }
    }

    /// All of them, the latest first.
    pub fn all(&self) -> Vec<Activity> {
        self.lock().acts.values().rev().map(|held| held.view.clone()).collect()
    }

    /// That of an id.
    pub fn get(&self, id: &str) -> Option<Activity> {
        self.lock().acts.get(id).map(|held| held.view.clone())
    }

    /// Takes up an act and tells of it, unless the same order is under way and `repeat` does not want it once more: that one.
    ///
    /// # Errors
    /// The act that is the same order.
    pub(crate) fn begin(&self, view: Activity, digest: &str, repeat: bool) -> Result<(), Box<Activity>> {
        let mut state = self.lock();
        if !repeat && let Some(same) = state.same_order(digest) {
            return Err(Box::new(same.clone()));
        }
        let (digest, stop) = (digest.to_owned(), CancellationToken::new());
        let held = Held { view: view.clone(), digest, stop, sent: None, left_over: false };
        state.acts.insert(view.act.id.clone(), held);
        self.tell(view);
        Ok(())
    }

    /// Says that an act was under way when the application last ended.
    pub(crate) fn note_left_over(&self, id: &str) {
        if let Some(held) = self.lock().acts.get_mut(id) {
            held.left_over = true;
        }
    }

    /// Whether an act is left over from before, which is so for one asker only: acts of this session never are.
    pub(crate) fn take_left_over(&self, id: &str) -> bool {
        self.lock().acts.get_mut(id).is_some_and(|held| std::mem::take(&mut held.left_over))
    }

    /// The same order, of which it is not known yet what became.
    pub(crate) fn same_order(&self, digest: &str) -> Option<Activity> {
        self.lock().same_order(digest).cloned()
    }

    /// Changes an act in one step, and tells of it if that made a difference. What comes out; `None` when there is no such
    /// act.
    pub(crate) fn change(&self, id: &str, change: impl FnOnce(&mut Activity)) -> Option<Activity> {
        let mut state = self.lock();
        let view = &mut state.acts.get_mut(id)?.view;
        let before = view.clone();
        change(view);
        if *view != before {
            view.revision += 1;
            // Under the lock: changes are told in the order in which they were made.
            self.tell(view.clone());
        }
        Some(view.clone())
    }

    /// What ends the waiting for an act; `None` when there is no such act.
    pub(crate) fn stop_of(&self, id: &str) -> Option<CancellationToken> {
        self.lock().acts.get(id).map(|held| held.stop.clone())
    }

    /// Waiting for an act begins anew: whoever still waits for it has no say any more.
    pub(crate) fn renew_stop(&self, id: &str) {
        if let Some(held) = self.lock().acts.get_mut(id) {
            std::mem::take(&mut held.stop).cancel();
        }
    }

    /// Keeps what is sent with a token, so that the cloud can be asked again.
    pub(crate) fn keep_sent(&self, id: &str, call: Call, token: String) {
        if let Some(held) = self.lock().acts.get_mut(id) {
            held.sent = Some((call, token));
        }
    }

    /// What was sent with a token, and the digest of its order.
    pub(crate) fn sent(&self, id: &str) -> Option<(Call, String, String)> {
        let state = self.lock();
        let held = state.acts.get(id)?;
        held.sent.clone().map(|(call, token)| (call, token, held.digest.clone()))
    }

    /// Forgets what was sent: it is known what became of it.
    pub(crate) fn forget_sent(&self, id: &str) {
        if let Some(held) = self.lock().acts.get_mut(id) {
            held.sent = None;
        }
    }

    /// Things that the cloud itself named as those of an act that was sent then. The acts that had only found one of them since,
    /// and have it no longer: what was found before cannot be of this one, only its id is.
    pub(crate) fn claim_answered(
        &self,
        scope: &Scope,
        act: &str,
        ids: &[String],
        sent: Option<DateTime<Utc>>,
        now: DateTime<Utc>,
    ) -> Vec<(String, String)> {
        let mut state = self.lock();
        let mut robbed = Vec::new();
        for id in ids {
            let claim = Claim { act: act.to_owned(), answered: true, since: now };
            let before = state.claims.insert((scope.clone(), id.clone()), claim);
            let before = before.filter(|before| before.act != act && sent.is_none_or(|sent| before.since >= sent));
            robbed.extend(before.map(|before| (before.act, id.clone())));
        }
        robbed
    }

    /// Of the things that were found and could be an act's, at most so many that belong to no other; they are its own from now
    /// on. None while another act of the same operation is on its way in the same scope: its answer may name them.
    pub(crate) fn claim_found(
        &self,
        scope: &Scope,
        act: &str,
        candidates: &[Candidate],
        most: usize,
        now: DateTime<Utc>,
    ) -> Vec<String> {
        let mut state = self.lock();
        let operation = state.acts.get(act).map(|held| held.view.act.operation.clone());
        let undecided = state.acts.values().any(|held| {
            held.view.act.id != act
                && held.view.phase == ActivityPhase::Sending
                && held.view.act.scope() == *scope
                && Some(&held.view.act.operation) == operation.as_ref()
        });
        let mut owned = Vec::new();
        for Candidate { id, made } in candidates {
            let key = (scope.clone(), id.clone());
            let claim = state.claims.get(&key);
            match claim.filter(|claim| claim.act == act || claim.is_of(*made, self.skew)) {
                Some(claim) if claim.act == act => owned.push(id.clone()),
                None if !undecided && owned.len() < most => {
                    state.claims.insert(key, Claim { act: act.to_owned(), answered: false, since: now });
                    owned.push(id.clone());
                }
                _ => {}
            }
        }
        owned
    }

    /// The act that a thing belongs to.
    pub(crate) fn owner(&self, scope: &Scope, thing: &Candidate) -> Option<String> {
        let state = self.lock();
        let claim = state.claims.get(&(scope.clone(), thing.id.clone()))?;
        claim.is_of(thing.made, self.skew).then(|| claim.act.clone())
    }

    /// Whether a thing that an act, sent then, did not find there before was made after the cloud had told its id to another act.
    /// The id of something that is gone may have been given again: then it is not that act's, and nobody can tell whose it is. Some
    /// clouds' ids are names that people choose.
    pub(crate) fn is_doubtful(&self, scope: &Scope, act: &str, thing: &Candidate, doubt: Doubt) -> bool {
        let state = self.lock();
        let claim = state.claims.get(&(scope.clone(), thing.id.clone()));
        claim.is_some_and(|claim| claim.act != act && doubt.is_about(claim, thing))
    }

    /// Whether a thing that turned up could be an act's: it belongs to no other, or that can be doubted.
    pub(crate) fn may_be_of(&self, scope: &Scope, act: &str, thing: &Candidate, doubt: Doubt) -> bool {
        self.owner(scope, thing).is_none_or(|owner| owner == act) || self.is_doubtful(scope, act, thing, doubt)
    }

    /// Of the things that a person says are an act's, those that could be; they are its own from now on.
    pub(crate) fn claim_recognised(
        &self,
        scope: &Scope,
        act: &str,
        things: &[Candidate],
        doubt: Doubt,
        now: DateTime<Utc>,
    ) -> Vec<String> {
        let mine = things.iter().filter(|thing| self.may_be_of(scope, act, thing, doubt));
        let mine: Vec<String> = mine.map(|thing| thing.id.clone()).collect();
        let mut state = self.lock();
        for id in &mine {
            let claim = Claim { act: act.to_owned(), answered: false, since: now };
            state.claims.insert((scope.clone(), id.clone()), claim);
        }
        mine
    }

    /// A claim of an earlier session, which held from then on.
    pub(crate) fn restore_claim(&self, scope: &Scope, id: &str, act: &str, answered: bool, since: DateTime<Utc>) {
        let claim = || Claim { act: act.to_owned(), answered, since };
        let mut state = self.lock();
        let known = state.claims.entry((scope.clone(), id.to_owned())).or_insert_with(claim);
        if answered && !known.answered {
            *known = claim();
        }
    }

    fn tell(&self, view: Activity) {
        self.events.emit(Event::Activity(Box::new(view)));
    }

    fn lock(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl State {
    fn same_order(&self, digest: &str) -> Option<&Activity> {
        let same = |held: &&Held| !digest.is_empty() && held.digest == digest && held.view.phase.is_open();
        self.acts.values().rev().find(same).map(|held| &held.view)
    }
}

/// That there is no such act.
pub(crate) fn no_activity(id: &str) -> Error {
    Error::not_sent(ErrorKind::NotFound, format!("no activity {id}"))
}

#[cfg(test)]
mod tests;
