//! Applying a plan: price again, journal, send once.

use std::panic::AssertUnwindSafe;

use chrono::{DateTime, Utc};
use futures::FutureExt;
use tokio::sync::oneshot;
use tokio_util::sync::CancellationToken;
use yundeck_catalogue::{Operation, schema};
use yundeck_client::Access;
use yundeck_client::permit::Permit;
use yundeck_domain::{CloudAdapter, Error, ErrorKind, Quote, ResultSearch};

use crate::acts::Acts;
use crate::acts::guard;
use crate::reads::forms::known;
use crate::records::activity::{Activity, ActivityPhase};
use crate::records::call::CallRecord;
use crate::records::goal::Goal;
use crate::records::journal::{
    JournalAnswer, JournalEntry, JournalLine, JournalOrigin, JournalOutcome, JournalReached, Step,
};
use crate::records::plan::{Confirmed, Plan};
use crate::registers::journal::LineToWrite;
use crate::registers::plans::Pending;

/// What masks a secret in what is stored.
const MASK: &str = "******";

/// How many pages are read of a list to see what is there before a purchase.
pub(super) const PAGES_BEFORE: u32 = 1;

/// Whoever waits for the line to be on disk.
type Told = oneshot::Sender<Result<Activity, Error>>;

/// What is known before the line is written.
struct Prepared {
    access: Access,
    operation: &'static Operation,
    quote: Option<Quote>,
    goal: Goal,
}

impl Acts {
    /// Applies a plan. From here on it is an activity. Returns as soon as its journal line is on disk and the request is on
    /// its way; how it goes on is told by events. Applying the same plan again returns the same activity and sends nothing.
    ///
    /// # Errors
    /// Before anything is sent: `PlanExpired` when the plan is used up, too old, would go elsewhere than reviewed, is the same
    /// order as one that has no outcome yet, or the price moved; `Cancelled` while the application is being closed;
    /// `InvalidParams` when it was not confirmed as it has to be; `Cancelled` when it costs, destroys or gives away and the person
    /// does not say yes to the system's question (the plan stays); what re-quoting and looking beforehand say.
    pub async fn apply_plan(&self, id: &str, confirmed: &Confirmed) -> Result<Activity, Error> {
        if let Some(activity) = self.activities.get(id) {
            return Ok(activity);
        }
        // What the page has to have of the person, before the system asks them.
        self.plans.look(id, |pending| guard::check_reviewed(pending, confirmed)).transpose()?;
        if !self.confirm_plans(&[id.to_owned()]).await? {
            return Err(guard::declined());
        }
        let now = self.reach.now();
        let begun = self.plans.confirm(id, |pending| {
            guard::check_confirmed(pending, confirmed)?;
            let repeat = confirmed.repeat && pending.view.repeats.is_some();
            let activity = activity_of(&pending.view, &pending.goal, now);
            self.activities.begin(activity, &pending.digest, repeat).map_err(|same| guard::same_order(&same))
        })?;
        let Some((pending, ())) = begun else {
            // Confirmed by somebody else a moment ago, or never made.
            return self.activities.get(id).ok_or_else(|| guard::expired("the plan is used up or was never made"));
        };
        let (told, recorded) = oneshot::channel();
        tokio::spawn(self.clone().run(pending, now, told));
        // The act goes on even if nobody waits here any more.
        recorded.await.unwrap_or_else(|_| Err(Error::bug("the act ended before its line was written")))
    }

    /// An act from its confirmation to its answer. Whatever goes wrong on the way, it does not stay undecided.
    async fn run(self, pending: Pending, confirmed_at: DateTime<Utc>, told: Told) {
        let id = pending.view.act.id.clone();
        let work = AssertUnwindSafe(self.carry_out(pending, confirmed_at, told)).catch_unwind();
        let outcome = tokio::select! {
            biased;
            // As after a crash: the next start looks for what became of it.
            () = self.life.cancelled() => return,
            outcome = work => outcome,
        };
        if outcome.is_err() {
            tracing::error!(plan = id, "a fault of this application while an act was being carried out");
            self.after_fault(&id);
        }
    }

    async fn carry_out(&self, pending: Pending, confirmed_at: DateTime<Utc>, told: Told) {
        let id = pending.view.act.id.clone();
        let Some(stop) = self.activities.stop_of(&id) else { return };
        let prepared = tokio::select! {
            biased;
            () = stop.cancelled() => Err(guard::withdrawn()),
            prepared = self.prepare(&pending) => prepared,
        };
        let (permit, prepared, line) =
            match prepared.and_then(|prepared| self.record(&pending, prepared, confirmed_at, &stop)) {
                Ok(recorded) => recorded,
                Err(error) => return self.not_sent(&pending, confirmed_at, error, told),
            };
        let Prepared { access, operation, .. } = prepared;
        if let Some(token) = pending.token {
            self.activities.keep_sent(&id, pending.call.clone(), token);
        }
        let params = pending.call.params;
        if pending.explored {
            self.reads.calls.remember(CallRecord::of_plan(&pending.view, &line.entry.at, operation, &params));
        }
        let activity = self.activities.change(&id, |activity| {
            activity.phase = ActivityPhase::Sending;
            activity.act.quote.clone_from(&prepared.quote);
        });
        if let Some(activity) = activity {
            let _ = told.send(Ok(activity));
        }
        let answer = self.reach.client.apply(&access, &pending.view.act.region, permit).await;
        self.answered(line, operation, &params, answer);
    }

    /// Everything that has to hold is looked at once more.
    async fn prepare(&self, pending: &Pending) -> Result<Prepared, Error> {
        let act = &pending.view.act;
        let (access, adapter) = self.reach.access(&act.account).await?;
        guard::check_place(&pending.place, &access.account)?;
        let operation = known(adapter.spec(), &act.operation)?;
        let (quote, _) = self.price(&access, adapter, &act.region, operation, &pending.call.params).await?;
        guard::check_price(act.quote.as_ref(), quote.as_ref())?;
        let goal = self.before(&access, adapter, operation, pending).await?;
        Ok(Prepared { access, operation, quote, goal })
    }

    /// Writes the line; only then is there a permit to send.
    fn record(
        &self,
        pending: &Pending,
        prepared: Prepared,
        confirmed_at: DateTime<Utc>,
        stop: &CancellationToken,
    ) -> Result<(Permit, Prepared, JournalLine), Error> {
        if stop.is_cancelled() {
            return Err(guard::withdrawn());
        }
        let now = self.reach.now();
        let mut line = line_of(pending, prepared.operation, &prepared.goal, now);
        line.entry.act.quote.clone_from(&prepared.quote);
        line.token.clone_from(&pending.token);
        let ledger = LineToWrite { journal: &self.journal, line: &line, confirmed_at, now };
        let act = &line.entry.act;
        let (call, token) = (pending.call.clone(), pending.token.clone());
        let permit = Permit::after(&ledger, &act.id, &line.digest, &act.scope(), call, token)?.until(stop.clone());
        Ok((permit, prepared, line))
    }

    /// Nothing was sent. The journal says what was confirmed, and why that was not done.
    fn not_sent(&self, pending: &Pending, confirmed_at: DateTime<Utc>, error: Error, told: Told) {
        let id = &pending.view.act.id;
        let error = guard::before_sending(error);
        let withdrawn = error.kind == ErrorKind::Cancelled;
        let now = self.reach.now();
        let last = if withdrawn { Step::Withdrawn } else { Step::Settled };
        let adapter = self.reach.adapter(&pending.view.act.cloud);
        if let Ok(operation) = adapter.and_then(|adapter| known(adapter.spec(), &pending.view.act.operation)) {
            let mut line = line_of(pending, operation, &pending.goal, now);
            line.entry.error = Some(error.clone());
            line.entry.settled_at = Some(now.to_rfc3339());
            line.set(JournalAnswer::NotSent, JournalReached::Left);
            if let Err(error) = self.journal.write(&line, &[(Step::Confirmed, confirmed_at), (last, now)]) {
                tracing::warn!(%error, plan = id, "that an act was not sent could not be noted");
            }
        }
        let activity = self.activities.change(id, |activity| {
            activity.phase = ActivityPhase::NotSent;
            activity.ended_at = Some(now.to_rfc3339());
            activity.error = Some(error.clone());
        });
        let answer = match activity {
            Some(activity) if withdrawn => Ok(activity),
            _ => Err(error),
        };
        // Who hears of it here need not read it among the activities, too.
        let heard = told.send(answer).is_ok();
        self.activities.change(id, |activity| activity.cleared |= heard && !withdrawn);
    }

    /// The goal with what is there before the act and could be taken for its result, so that an unanswered one can be told by
    /// what is new. Without that look no instance and no image is made.
    async fn before(
        &self,
        access: &Access,
        adapter: &dyn CloudAdapter,
        operation: &Operation,
        pending: &Pending,
    ) -> Result<Goal, Error> {
        let (act, params) = (&pending.view.act, &pending.call.params);
        Ok(match pending.goal.clone() {
            Goal::InstancesCreated { count, .. } => {
                let mut before = Vec::new();
                let ResultSearch { hint, reads, .. } = adapter.results(&act.operation, params);
                let hints = hint.into_iter().map(|read| (read, false));
                for (read, needed) in hints.chain(reads.into_iter().map(|read| (read, true))) {
                    // What lies further back in a long list is told by the time it was made.
                    let listing = self.reach.client.list_some(access, &act.region, &read, PAGES_BEFORE).await;
                    if let Some(error) = listing.failure.filter(|_| needed) {
                        return Err(error);
                    }
                    let fits = listing.items.iter().filter(|it| adapter.is_result(&act.operation, params, it));
                    let recent =
                        fits.filter(|it| self.patience.is_in_time(it.created, self.reach.now_at(&act.account)));
                    before.extend(recent.map(|instance| instance.id.clone()));
                }
                before.sort();
                before.dedup();
                Goal::InstancesCreated { before, count, looked_at: Some(self.reach.now_at(&act.account)) }
            }
            Goal::ImageCreated { name, .. } => {
                self.image_before(access, adapter, &act.region, operation, params, name).await?
            }
            Goal::Called(called) => {
                Goal::Called(self.called_before(access, &act.region, operation, params, called).await)
            }
            other => other,
        })
    }
}

/// A confirmed plan as an activity.
fn activity_of(plan: &Plan, goal: &Goal, now: DateTime<Utc>) -> Activity {
    Activity {
        act: plan.act.clone(),
        revision: 0,
        phase: ActivityPhase::Preparing,
        ordered: goal.ordered(),
        resources: vec![],
        request_id: None,
        started_at: now.to_rfc3339(),
        ended_at: None,
        cancelled: false,
        cleared: false,
        error: None,
        summary: plan.summary.clone(),
        private_key: None,
        resembling: vec![],
        can_ask_again: false,
    }
}

/// The line of an act, as it is before anything is known of it.
fn line_of(pending: &Pending, operation: &Operation, goal: &Goal, now: DateTime<Utc>) -> JournalLine {
    JournalLine {
        entry: entry_of(&pending.view, goal, now),
        goal: Some(goal.clone()),
        params: schema::masked(&operation.input, &pending.call.params, MASK),
        digest: pending.digest.clone(),
        place: Some(pending.place.clone()),
        token: None,
    }
}

fn entry_of(plan: &Plan, goal: &Goal, now: DateTime<Utc>) -> JournalEntry {
    JournalEntry {
        act: plan.act.clone(),
        at: now.to_rfc3339(),
        answer: JournalAnswer::Sent,
        reached: JournalReached::Open,
        outcome: JournalOutcome::Sent,
        ordered: goal.ordered(),
        resources: vec![],
        request_id: None,
        error: None,
        request: plan.request.clone(),
        settled_at: None,
        origin: JournalOrigin::Here,
    }
}
