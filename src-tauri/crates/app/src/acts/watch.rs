//! Polling for what becomes of acts: one watcher per account and region asks for all of them together.

pub mod patience;

use std::collections::{HashMap, HashSet};
use std::panic::AssertUnwindSafe;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use futures::FutureExt;
use futures::future::select_all;
use tokio::sync::Notify;
use tokio::time::Instant;
use tokio_util::sync::CancellationToken;
use yundeck_catalogue::cloud::Waiter;
use yundeck_domain::{Error, ErrorKind, Scope};

use crate::acts::Acts;
use crate::acts::judge::{Absence, Sighting, sum_up};
use crate::acts::late;
use crate::acts::settle::Unknown;
use crate::acts::watch::patience::Pace;
use crate::records::activity::{ActivityResource, Standing};
use crate::records::goal::Goal;
use crate::records::journal::{JournalAnswer, JournalEntry, JournalLine, JournalReached, Step};

/// The acts that are polled for, by account and region. All clones are the same one.
#[derive(Clone, Default)]
pub struct Watchers {
    /// A scope stands here for as long as its watcher runs.
    queues: Arc<Mutex<HashMap<Scope, Queue>>>,
}

/// What waits for its watcher.
#[derive(Default)]
struct Queue {
    added: Vec<Watched>,
    wake: Arc<Notify>,
}

/// An act that is polled for.
pub(crate) struct Watched {
    pub(crate) line: JournalLine,
    pace: Pace,
    stop: CancellationToken,
    began: Instant,
    due: Instant,
    /// The things that were seen.
    seen: HashSet<String>,
    /// The things that are missing: in how many polls, one after another, and since when.
    missing: HashMap<String, (u32, Instant)>,
    /// How many polls saw everything there is to see, one after another.
    conclusive: u32,
    /// What is like its result, and may be of somebody else.
    resembling: Vec<String>,
    /// Whether the lists in which its result turns up are too long to be read to their end.
    pub(crate) list_is_long: bool,
    /// Whether the last look into them saw all there is.
    pub(crate) saw_all: bool,
    /// Whether an earlier look found that nothing had been made.
    was_not_applied: bool,
    /// Whether polling began too long after the sending for a look in vain to say anything.
    late: bool,
}

/// What one poll of one act came to.
pub(crate) struct Polled {
    pub(crate) sighting: Sighting,
    /// Whether it would have been seen, if it were there.
    pub(crate) conclusive: bool,
    /// What is like its result, and may be of somebody else.
    pub(crate) resembling: Vec<String>,
}

/// Why an act was not polled for.
pub(crate) enum NoPoll {
    /// A call failed.
    Failed(Error),
    /// The account has another key or address now than the one that the act was sent with.
    Elsewhere,
}

impl Watched {
    /// Whether nothing more is expected to turn up: fewer than were asked for is then all there is.
    pub(crate) fn is_late(&self) -> bool {
        self.began.elapsed() > self.pace.look_for
    }

    /// Notes which of the things that were asked for are there.
    pub(crate) fn note_presence<'i>(&mut self, asked: impl Iterator<Item = &'i str>, there: impl Fn(&str) -> bool) {
        for id in asked {
            if there(id) {
                self.seen.insert(id.to_owned());
                self.missing.remove(id);
            } else {
                self.missing.entry(id.to_owned()).or_insert((0, Instant::now())).0 += 1;
            }
        }
    }

    /// Whether a thing that was seen before is gone for good.
    pub(crate) fn is_gone(&self, id: &str) -> bool {
        let seen_before = self.seen.contains(id);
        let absence =
            self.missing.get(id).map(|(polls, since)| Absence { seen_before, polls: *polls, lasted: since.elapsed() });
        absence.is_some_and(|absence| absence.is_final(self.pace.gone_after))
    }

    /// Whether a thing that was to go is not there any more. Of an accepted act that is soon believed; what nobody answered may
    /// be missing only because a list is behind.
    pub(crate) fn is_absent(&self, id: &str) -> bool {
        let for_long = if self.line.is_accepted() { self.pace.absent_after } else { self.pace.gone_after };
        self.is_missing(id, for_long)
    }

    /// Whether a thing that was to stay, and was there before the act, is gone for good.
    pub(crate) fn is_lost(&self, id: &str) -> bool {
        self.is_missing(id, self.pace.gone_after)
    }

    fn is_missing(&self, id: &str, for_long: Duration) -> bool {
        self.missing.get(id).is_some_and(|(polls, since)| {
            Absence { seen_before: true, polls: *polls, lasted: since.elapsed() }.is_final(for_long)
        })
    }
}

impl Acts {
    /// Polls for an act, unless nothing could tell what became of it.
    pub(crate) fn watch_or_leave(&self, line: JournalLine) {
        if !line.is_accepted() && !line.goal.as_ref().is_some_and(Goal::leaves_a_trace) {
            return self.leave(line, Unknown::NoTrace);
        }
        self.spawn_watch(line);
    }

    /// Polls for an act until its end, in the background.
    pub(crate) fn spawn_watch(&self, line: JournalLine) {
        let Some(stop) = self.activities.stop_of(&line.entry.act.id) else { return };
        let scope = line.entry.act.scope();
        let now = Instant::now();
        let pace = self.patience.pace(self.waiter_of(&line.entry));
        let now_there = self.reach.now_at(&line.entry.act.account);
        let late = line.sent_at().is_none_or(|sent| self.patience.is_too_late(sent, now_there));
        let watched = Watched {
            due: now + pace.pause,
            pace,
            stop,
            began: now,
            seen: HashSet::new(),
            missing: HashMap::new(),
            conclusive: 0,
            resembling: vec![],
            list_is_long: false,
            saw_all: true,
            was_not_applied: false,
            late,
            line,
        };
        self.enqueue(scope, watched);
    }

    /// Looks again for an act that an earlier look did not find anywhere.
    pub(crate) fn spawn_watch_again(&self, line: JournalLine, was_not_applied: bool) {
        let scope = line.entry.act.scope();
        let id = line.entry.act.id.clone();
        self.spawn_watch(line);
        if was_not_applied && let Some(queue) = self.watchers.lock().get_mut(&scope) {
            let again = queue.added.iter_mut().find(|watched| watched.line.entry.act.id == id);
            again.into_iter().for_each(|watched| watched.was_not_applied = true);
        }
    }

    fn enqueue(&self, scope: Scope, watched: Watched) {
        let mut queues = self.watchers.lock();
        if let Some(queue) = queues.get_mut(&scope) {
            queue.added.push(watched);
            queue.wake.notify_one();
            return;
        }
        queues.insert(scope.clone(), Queue { added: vec![watched], wake: Arc::default() });
        drop(queues);
        tokio::spawn(self.clone().watch(scope));
    }

    /// The watcher of a scope; ends with the last act that it polls for.
    async fn watch(self, scope: Scope) {
        let mut acts: Vec<Watched> = Vec::new();
        loop {
            let Some(wake) = self.watchers.take_added(&scope, &mut acts) else { return };
            self.end_stopped(&mut acts);
            let Some(due) = acts.iter().map(|watched| watched.due).min() else { continue };
            let stops: Vec<CancellationToken> = acts.iter().map(|watched| watched.stop.clone()).collect();
            tokio::select! {
                biased;
                () = self.life.cancelled() => return,
                () = any_cancelled(&stops) => continue,
                () = wake.notified() => continue,
                () = tokio::time::sleep_until(due) => {}
            }
            // Those that are nearly due are asked for in the same call.
            let now = Instant::now();
            let (mut due, later): (Vec<_>, Vec<_>) =
                acts.into_iter().partition(|watched| watched.due <= now + watched.pace.pause / 2);
            acts = later;
            let stops: Vec<CancellationToken> = due.iter().map(|watched| watched.stop.clone()).collect();
            let polled = tokio::select! {
                biased;
                () = self.life.cancelled() => return,
                () = any_cancelled(&stops) => None,
                polled = self.poll_each(&scope, &mut due) => Some(polled),
            };
            let Some(polled) = polled else {
                acts.append(&mut due);
                continue;
            };
            for (mut watched, polled) in due.into_iter().zip(polled) {
                watched.pace.slow_down();
                watched.due = Instant::now() + watched.pace.pause;
                // Ended a moment ago: what was seen is of no use any more.
                if watched.stop.is_cancelled() || !self.take(&mut watched, polled) {
                    acts.push(watched);
                }
            }
        }
    }

    /// Polls for acts. A fault of this application while it does so is the end of the polling only for the act that it happens
    /// with.
    async fn poll_each(&self, scope: &Scope, acts: &mut [Watched]) -> Vec<Result<Polled, NoPoll>> {
        let together = AssertUnwindSafe(self.poll(scope, acts)).catch_unwind().await;
        if let Ok(polled) = together {
            return polled;
        }
        let mut polled = Vec::with_capacity(acts.len());
        for watched in acts {
            let id = watched.line.entry.act.id.clone();
            let alone = AssertUnwindSafe(self.poll(scope, std::slice::from_mut(watched))).catch_unwind().await;
            polled.push(alone.ok().and_then(|mut one| one.pop()).unwrap_or_else(|| {
                tracing::error!(plan = id, "a fault of this application while an act was polled for");
                Err(NoPoll::Failed(Error::bug("polling for it has a fault")))
            }));
        }
        polled
    }

    /// The waits that the person has ended, and those in whose place another has begun: these say nothing any more.
    fn end_stopped(&self, acts: &mut Vec<Watched>) {
        for watched in acts.extract_if(.., |watched| watched.stop.is_cancelled()) {
            let stop = self.activities.stop_of(&watched.line.entry.act.id);
            if stop.is_none_or(|stop| stop.is_cancelled()) {
                self.leave(watched.line, Unknown::NotWaitedFor);
            }
        }
    }

    /// Takes what a poll came to. Whether the act has ended with it.
    fn take(&self, watched: &mut Watched, polled: Result<Polled, NoPoll>) -> bool {
        let accepted = watched.line.is_accepted();
        match polled {
            Ok(Polled { sighting: Sighting::Settled(reached, resources), .. }) => {
                self.ended(&mut watched.line, reached, resources);
                return true;
            }
            Ok(Polled { sighting: Sighting::Underway(resources), .. }) if accepted => {
                self.underway(&mut watched.line, resources);
            }
            Ok(Polled { sighting: Sighting::Underway(resources), .. }) => self.found(&mut watched.line, resources),
            Ok(Polled { sighting: Sighting::Nothing, conclusive, resembling }) => {
                watched.resembling = resembling;
                // Lines of the first version do not say where they were sent: a look in vain proves nothing for them.
                let conclusive = conclusive && watched.line.place.is_some();
                watched.conclusive = if conclusive { watched.conclusive + 1 } else { 0 };
            }
            Err(NoPoll::Elsewhere) => {
                self.leave(watched.line.clone(), Unknown::Elsewhere);
                return true;
            }
            // A poll that fails says nothing about the act.
            Err(NoPoll::Failed(error)) => {
                watched.conclusive = 0;
                tracing::warn!(plan = watched.line.entry.act.id, kind = ?error.kind, "a poll failed");
                if is_lasting(&error) {
                    self.leave(watched.line.clone(), Unknown::CannotPoll);
                    return true;
                }
            }
        }
        let accepted = watched.line.is_accepted();
        if watched.began.elapsed() <= watched.pace.limit(accepted) {
            return false;
        }
        self.give_up(watched, accepted);
        true
    }

    /// It was polled for as long as it is worth.
    fn give_up(&self, watched: &mut Watched, accepted: bool) {
        if accepted {
            // What the cloud named and nobody ever saw was not made, or is gone.
            let ordered = watched.line.entry.ordered.unwrap_or_default() as usize;
            let settled = |resource: &ActivityResource| match resource.standing {
                Standing::Open
                    if !watched.seen.contains(&resource.id) && watched.missing.contains_key(&resource.id) =>
                {
                    ActivityResource { standing: Standing::Gone, ..resource.clone() }
                }
                _ => resource.clone(),
            };
            let resources: Vec<_> = watched.line.entry.resources.iter().map(settled).collect();
            // Fewer than ordered is all there is only where all there is was seen.
            let more = watched.line.entry.answer == JournalAnswer::Found && !watched.saw_all;
            return match sum_up(resources, ordered, more) {
                Sighting::Settled(reached, resources) => self.ended(&mut watched.line, reached, resources),
                _ => self.leave(watched.line.clone(), Unknown::NotWaitedFor),
            };
        }
        let told_by_absence = watched.line.goal.as_ref().is_some_and(Goal::is_told_by_absence);
        let conclusive =
            watched.conclusive >= self.patience.conclusive_polls && (!watched.late || watched.was_not_applied);
        if !watched.resembling.is_empty() {
            let id = watched.line.entry.act.id.clone();
            self.leave(watched.line.clone(), Unknown::Resembling);
            late::raise(&self.journal, &self.activities, self.reach.now(), &id, &watched.resembling);
            return;
        }
        match (told_by_absence, conclusive) {
            (true, true) => self.not_applied(&mut watched.line),
            (true, false) if watched.late => self.leave(watched.line.clone(), Unknown::TooLate),
            (true, false) => self.leave(watched.line.clone(), Unknown::NotEverywhere),
            (false, _) => self.leave(watched.line.clone(), Unknown::Unchanged),
        }
    }

    /// The waiter that the catalogue names for an act's operation.
    pub(crate) fn waiter_of(&self, entry: &JournalEntry) -> Option<&'static Waiter> {
        let spec = self.reach.adapter(&entry.act.cloud).ok()?.spec();
        spec.waiters.get(spec.operation(&entry.act.operation)?.waiter.as_ref()?)
    }

    /// Nothing was made, as far as could be seen.
    fn not_applied(&self, line: &mut JournalLine) {
        line.set(JournalAnswer::NotApplied, JournalReached::Left);
        self.settle(line, Step::Settled, None);
    }
}

impl Watchers {
    /// Hands new acts to their watcher. `None`: there is none to poll for, and the watcher is not one any more.
    fn take_added(&self, scope: &Scope, acts: &mut Vec<Watched>) -> Option<Arc<Notify>> {
        let mut queues = self.lock();
        let queue = queues.get_mut(scope)?;
        acts.append(&mut queue.added);
        if acts.is_empty() {
            queues.remove(scope);
            return None;
        }
        Some(queue.wake.clone())
    }

    fn lock(&self) -> MutexGuard<'_, HashMap<Scope, Queue>> {
        self.queues.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

async fn any_cancelled(stops: &[CancellationToken]) {
    if stops.is_empty() {
        return std::future::pending().await;
    }
    select_all(stops.iter().map(|stop| Box::pin(stop.cancelled()))).await;
}

/// Whether a poll that failed like this would fail for as long as nobody mends its cause: a key, a permission, the clock, an
/// account that is gone.
fn is_lasting(error: &Error) -> bool {
    match error.kind {
        ErrorKind::NotFound => error.vendor.is_none(),
        kind => matches!(
            kind,
            ErrorKind::InvalidParams
                | ErrorKind::CredentialRejected
                | ErrorKind::ClockSkew
                | ErrorKind::PermissionDenied
                | ErrorKind::Unsupported
                | ErrorKind::Bug
        ),
    }
}

#[cfg(test)]
mod tests;
