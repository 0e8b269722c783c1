//! Acts under way: from the journal line to the goal, or to the calm certainty that it was not reached.

pub mod patience;

use std::time::Instant;

use serde::{Deserialize, Serialize};
use tokio_util::sync::CancellationToken;
use yundeck_catalogue::cloud::Waiter;
use yundeck_catalogue::{Effect, Text};
use yundeck_domain::adapter::Summary;
use yundeck_domain::{Error, ErrorKind, InstanceState, Quote, Scope};

use crate::app::App;
use crate::event::Event;
use crate::explorer::reply::PrivateKey;
use crate::goal::{Seen, Sought};
use crate::journal::{JournalEntry, JournalOutcome, JournalRecord};

impl App {
    /// The acts of this session, the latest first.
    pub fn activities(&self) -> Vec<Activity> {
        self.activities_mut().values().rev().cloned().collect()
    }

    /// Takes up what was under way when the application last ended. Nothing is sent again: it only looks.
    ///
    /// # Errors
    /// When the journal cannot be read.
    pub fn resume(&self) -> Result<(), Error> {
        for mut record in self.unsettled()? {
            // What was told as unknown already, and cannot be looked for, stays in the journal as that.
            if record.entry.outcome == JournalOutcome::Unknown && !record.goal.leaves_a_trace() {
                continue;
            }
            record.entry.outcome = JournalOutcome::Unknown;
            self.settle(&record)?;
            let activity = Activity { phase: ActivityPhase::OutcomeUnknown, ..of_entry(&record.entry) };
            self.begin_activity(activity);
            self.spawn_watch(record);
        }
        Ok(())
    }

    /// Stops waiting for an act. One that was not sent yet is withdrawn and never sent; one that was sent goes on at the
    /// cloud, unwatched, and can be looked at again by `recheck_activity`.
    ///
    /// # Errors
    /// `NotFound` when there is no such act.
    pub fn cancel_activity(&self, id: &str) -> Result<Activity, Error> {
        let mut goes_on = false;
        let activity = self.change_activity(id, |activity| {
            goes_on = activity.ended_at.is_none();
            activity.cancelled |= goes_on;
        });
        if goes_on {
            self.stop_of(id).cancel();
        }
        activity.ok_or_else(|| unknown(id))
    }

    /// Puts away what has ended and needs no look any more. What nobody knows the
    /// outcome of, and what made a private key that is not saved, stays.
    pub fn clear_activities(&self) -> Vec<Activity> {
        let ids: Vec<String> = self.activities_mut().keys().cloned().collect();
        for id in ids {
            self.change_activity(&id, |activity| {
                let open = activity.phase == ActivityPhase::OutcomeUnknown
                    || activity.private_key == Some(PrivateKey::Unsaved);
                activity.cleared |= activity.ended_at.is_some() && !open;
            });
        }
        self.activities()
    }

    /// Looks again for an act whose outcome is unknown, that left no trace, or that nobody waited for any longer.
    ///
    /// # Errors
    /// `NotFound` when there is no such act.
    pub fn recheck_activity(&self, id: &str) -> Result<Activity, Error> {
        let mut again = false;
        let activity = self.change_activity(id, |activity| {
            let withdrawn = activity.error.as_ref().is_some_and(|error| error.kind == ErrorKind::Cancelled);
            let phase = match activity.phase {
                ActivityPhase::NotApplied if !withdrawn => ActivityPhase::OutcomeUnknown,
                phase @ (ActivityPhase::OutcomeUnknown | ActivityPhase::Waiting) => phase,
                _ => return,
            };
            if activity.ended_at.take().is_some() {
                again = true;
                self.stops_mut().remove(id);
                activity.phase = phase;
                (activity.cancelled, activity.cleared) = (false, false);
            }
        });
        let activity = activity.ok_or_else(|| unknown(id))?;
        if again {
            self.spawn_watch(self.journal_record(id)?);
        }
        Ok(activity)
    }

    /// What ends the waiting for an act.
    pub(crate) fn stop_of(&self, id: &str) -> CancellationToken {
        self.stops_mut().entry(id.to_owned()).or_default().clone()
    }

    /// Takes up an act and tells of it.
    pub(crate) fn begin_activity(&self, activity: Activity) {
        let mut activities = self.activities_mut();
        activities.insert(activity.id.clone(), activity.clone());
        self.emit(Event::Activity(Box::new(activity)));
    }

    /// Changes an act in one step, and tells of it if that made a difference. What comes out; `None` when there is no such
    /// act.
    pub(crate) fn change_activity(&self, id: &str, change: impl FnOnce(&mut Activity)) -> Option<Activity> {
        let mut activities = self.activities_mut();
        let activity = activities.get_mut(id)?;
        let before = activity.clone();
        change(activity);
        if *activity != before {
            activity.revision += 1;
            // Under the lock: changes are told in the order in which they were made.
            self.emit(Event::Activity(Box::new(activity.clone())));
        }
        Some(activity.clone())
    }

    /// Watches an act until its end, in the background.
    pub(crate) fn spawn_watch(&self, record: JournalRecord) {
        let app = self.clone();
        tokio::spawn(async move { app.watch(record).await });
    }

    async fn watch(&self, mut record: JournalRecord) {
        let answered = record.entry.outcome == JournalOutcome::Done;
        if !answered && !record.goal.leaves_a_trace() {
            return self.end(record, ActivityPhase::OutcomeUnknown, vec![], None);
        }
        let mut pace = self.patience().pace(self.waiter_of(&record.entry));
        let stop = self.stop_of(&record.entry.id);
        let started = Instant::now();
        let mut traced = false;
        let unseen =
            |traced: bool| if answered || traced { ActivityPhase::Waiting } else { ActivityPhase::OutcomeUnknown };
        loop {
            let look = async {
                tokio::time::sleep(pace.pause).await;
                self.look_for(&record, started.elapsed() > pace.look_for).await
            };
            let seen = tokio::select! {
                biased;
                () = stop.cancelled() => return self.end(record, unseen(traced), vec![], None),
                seen = look => seen,
            };
            pace.slow_down();
            let blind = seen.is_err();
            match seen {
                Ok(Seen::Reached(resources)) => {
                    return self.end(record, ActivityPhase::Done, resources, None);
                }
                Ok(Seen::Broken(resources)) => {
                    return self.end(record, ActivityPhase::Failed, resources, Some(broken()));
                }
                Ok(Seen::Underway(resources)) => {
                    traced = true;
                    self.on_its_way(&mut record, resources);
                }
                Ok(Seen::Nothing) => {}
                // A look that fails says nothing about the act.
                Err(error) => {
                    tracing::warn!(plan = record.entry.id, kind = ?error.kind, "a look failed");
                    if is_lasting(&error) {
                        return self.end(record, unseen(traced), vec![], None);
                    }
                }
            }
            let accepted = answered || traced;
            if started.elapsed() > pace.limit(accepted) {
                // Only who could look knows that there is no trace.
                let phase = if accepted || blind { unseen(traced) } else { record.goal.without_a_trace() };
                return self.end(record, phase, vec![], None);
            }
        }
    }

    /// The waiter that the catalogue names for an act's operation.
    fn waiter_of(&self, entry: &JournalEntry) -> Option<&'static Waiter> {
        let spec = self.adapter(&entry.cloud).ok()?.spec();
        spec.waiters.get(spec.operation(&entry.operation)?.waiter.as_ref()?)
    }

    async fn look_for(&self, record: &JournalRecord, late: bool) -> Result<Seen, Error> {
        let entry = &record.entry;
        let scope = Scope { account: entry.account.clone(), region: entry.region.clone() };
        let (access, adapter) = self.access(&entry.account).await?;
        let answered = entry.outcome == JournalOutcome::Done;
        let sought =
            Sought { operation: &entry.operation, params: &record.params, answered, ids: &entry.resources, late };
        self.look(&access, adapter, &scope, &record.goal, &sought).await
    }

    /// Something of it is there: an unanswered act is now known to have worked.
    fn on_its_way(&self, record: &mut JournalRecord, resources: Vec<ActivityResource>) {
        if record.entry.outcome == JournalOutcome::Unknown {
            record.entry.outcome = JournalOutcome::Done;
            record.entry.settled_at = Some(chrono::Utc::now().to_rfc3339());
            record.entry.error = None;
            record.entry.resources = resources.iter().map(|resource| resource.id.clone()).collect();
            self.settle_or_warn(record);
        }
        self.change_activity(&record.entry.id, |activity| {
            activity.phase = ActivityPhase::Waiting;
            activity.resources = resources;
            activity.error = None;
        });
    }

    fn end(
        &self,
        mut record: JournalRecord,
        phase: ActivityPhase,
        resources: Vec<ActivityResource>,
        error: Option<Error>,
    ) {
        let now = chrono::Utc::now().to_rfc3339();
        record.entry.outcome = match phase {
            ActivityPhase::Failed => JournalOutcome::Failed,
            ActivityPhase::NotApplied => JournalOutcome::NotApplied,
            ActivityPhase::OutcomeUnknown => JournalOutcome::Unknown,
            _ => JournalOutcome::Done,
        };
        if !resources.is_empty() {
            record.entry.resources = resources.iter().map(|resource| resource.id.clone()).collect();
        }
        if phase == ActivityPhase::Done {
            record.entry.error = None;
        } else if error.is_some() {
            record.entry.error.clone_from(&error);
        }
        record.entry.settled_at = (phase != ActivityPhase::OutcomeUnknown).then(|| now.clone());
        self.settle_or_warn(&record);
        self.stops_mut().remove(&record.entry.id);
        self.change_activity(&record.entry.id, |activity| {
            activity.phase = phase;
            activity.ended_at = Some(now);
            if !resources.is_empty() {
                activity.resources = resources;
            }
            if phase == ActivityPhase::Done {
                activity.error = None;
            } else if error.is_some() {
                activity.error = error;
            }
        });
    }

    pub(crate) fn settle_or_warn(&self, record: &JournalRecord) {
        if let Err(error) = self.settle(record) {
            tracing::error!(%error, plan = record.entry.id, "the journal could not be written; the line still says sent or unknown");
        }
    }
}

/// An activity as its journal line tells it.
pub(crate) fn of_entry(entry: &JournalEntry) -> Activity {
    Activity {
        id: entry.id.clone(),
        revision: 0,
        account: entry.account.clone(),
        account_label: entry.account_label.clone(),
        cloud: entry.cloud.clone(),
        sandbox: entry.sandbox,
        region: entry.region.clone(),
        operation: entry.operation.clone(),
        title: entry.title.clone(),
        effect: entry.effect,
        subject: entry.subject.clone(),
        phase: ActivityPhase::Sending,
        resources: entry.resources.iter().map(|id| ActivityResource { id: id.clone(), state: None }).collect(),
        request_id: entry.request_id.clone(),
        started_at: entry.at.clone(),
        ended_at: None,
        cancelled: false,
        cleared: false,
        error: entry.error.clone(),
        quote: entry.quote.clone(),
        summary: None,
        private_key: None,
    }
}

fn unknown(id: &str) -> Error {
    Error::not_sent(ErrorKind::NotFound, format!("no activity {id}"))
}

/// Whether a look that failed like this would fail for as long as nobody mends its cause: a key, a permission, the clock, an
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

fn broken() -> Error {
    let mut error = Error::not_sent(ErrorKind::Conflict, "the goal cannot be reached any more").with_words(Text::new(
        "云厂商接受了请求，但结果出错或已不在。请在列表中查看它现在的状态。",
        "The cloud accepted the request, but its result failed or is gone. See its present state in the list.",
    ));
    error.delivery = yundeck_domain::Delivery::Answered;
    error
}
