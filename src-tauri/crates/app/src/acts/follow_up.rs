//! What a person, or the next start, does about an act that was confirmed: stop waiting, look again, ask the cloud again,
//! recognise what turned up, take up what was left.

use chrono::{DateTime, Utc};
use yundeck_domain::{Error, ErrorKind, Scope, Text};

use crate::acts::Acts;
use crate::acts::settle::{phase_of, unanswered_again};
use crate::records::activity::{Activity, ActivityPhase, ActivityResource, PrivateKey};
use crate::records::goal::Goal;
use crate::records::inventory::InstanceKey;
use crate::records::journal::{JournalAnswer, JournalEntry, JournalLine, JournalReached, Step};
use crate::registers::activities::{Candidate, no_activity};
use crate::registers::journal::{Dismissed, Read};

impl Acts {
    /// The acts of this session, the latest first.
    pub fn activities(&self) -> Vec<Activity> {
        self.activities.all()
    }

    /// Reads what was under way when the application last ended, before anything new can be planned: the acts, and to which of
    /// them things belong. Nothing is sent or polled for yet.
    ///
    /// # Errors
    /// When the journal cannot be read.
    pub(crate) fn take_up(&self) -> Result<(), Error> {
        let now = self.reach.now();
        for line in self.journal.since(self.patience.compared_since(now))?.into_iter().filter_map(line_of) {
            if line.is_accepted() && line.goal.as_ref().is_none_or(Goal::makes_something) {
                let answered = line.entry.answer == JournalAnswer::Accepted;
                let since = line.sent_at().unwrap_or(now);
                for id in line.entry.resource_ids() {
                    self.activities.restore_claim(&line.entry.act.scope(), &id, &line.entry.act.id, answered, since);
                }
            }
            // Held against what turns up, and against the same order once more; told already, so not shown.
            let open = matches!(line.entry.answer, JournalAnswer::Unknown | JournalAnswer::NotApplied);
            if open && line.entry.reached == JournalReached::Left {
                let activity =
                    Activity { cleared: true, ended_at: Some(line.entry.at.clone()), ..of_entry(&line.entry) };
                self.take_in(activity, &line.digest);
            }
        }
        for Dismissed { act, ids, at } in self.journal.dismissed(self.patience.compared_since(now))? {
            let Ok(line) = self.journal.line(&act) else { continue };
            ids.iter().for_each(|id| self.belongs_to_none(&line.entry.act.scope(), id, at));
        }
        for read in self.journal.open_lines()? {
            match read {
                Read::Line(line) if line.entry.reached == JournalReached::Open => {
                    self.take_in(of_entry(&line.entry), &line.digest);
                    self.activities.note_left_over(&line.entry.act.id);
                }
                Read::Line(_) => {}
                // Shown as what it is: unknown, and nothing this version can do about it.
                Read::Unreadable(entry) => {
                    self.take_in(Activity { ended_at: Some(entry.at.clone()), ..of_entry(&entry) }, "");
                }
            }
        }
        Ok(())
    }

    /// Goes on polling for what was under way when the application last ended. Nothing is sent again. A line that cannot be
    /// written keeps none of the others back.
    ///
    /// # Errors
    /// When the journal cannot be read.
    pub fn resume(&self) -> Result<(), Error> {
        for mut line in self.journal.open_lines()?.into_iter().filter_map(line_of) {
            // Acts of this session are being sent, or watched already.
            if line.entry.reached != JournalReached::Open || !self.activities.take_left_over(&line.entry.act.id) {
                continue;
            }
            if !line.is_accepted() {
                line.entry.error.get_or_insert_with(unanswered_again);
                line.set(JournalAnswer::Unknown, JournalReached::Open);
                self.settle(&mut line, Step::Unanswered, Some("restarted"));
            }
            self.watch_or_leave(line);
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
        let activity = self.activities.change(id, |activity| {
            goes_on = activity.ended_at.is_none();
            activity.cancelled |= goes_on;
        });
        if goes_on && let Some(stop) = self.activities.stop_of(id) {
            stop.cancel();
        }
        activity.ok_or_else(|| no_activity(id))
    }

    /// Puts away what has ended and needs no look any more. What nobody knows the outcome of, what turned up late, and what
    /// made a private key that is not saved, stays.
    pub fn clear_activities(&self) -> Vec<Activity> {
        for activity in self.activities.all() {
            self.activities.change(&activity.act.id, |activity| {
                let open = activity.phase == ActivityPhase::OutcomeUnknown
                    || !activity.resembling.is_empty()
                    || activity.private_key == Some(PrivateKey::Unsaved);
                activity.cleared |= activity.ended_at.is_some() && !open;
            });
        }
        self.activities.all()
    }

    /// Looks again for an act whose outcome is unknown, that left no trace, or that nobody waited for any longer.
    ///
    /// # Errors
    /// `NotFound` when there is no such act; when its line cannot be read.
    pub fn recheck_activity(&self, id: &str) -> Result<Activity, Error> {
        let activity = self.activities.get(id).ok_or_else(|| no_activity(id))?;
        let looked_for = matches!(
            activity.phase,
            ActivityPhase::NotApplied | ActivityPhase::OutcomeUnknown | ActivityPhase::Waiting
        );
        if !looked_for || activity.ended_at.is_none() {
            return Ok(activity);
        }
        let mut line = self.journal.line(id)?;
        let was_not_applied = line.entry.answer == JournalAnswer::NotApplied;
        let answer = if line.is_accepted() { line.entry.answer } else { JournalAnswer::Unknown };
        line.set(answer, JournalReached::Open);
        self.activities.renew_stop(id);
        self.activities.change(id, |activity| (activity.cancelled, activity.cleared) = (false, false));
        // A crash while it is looked for leaves it unknown, not undone.
        self.settle(&mut line, Step::PolledAgain, None);
        self.spawn_watch_again(line, was_not_applied);
        self.activities.get(id).ok_or_else(|| no_activity(id))
    }

    /// Says that what turned up late is what the order made: it belongs to it from now on.
    ///
    /// # Errors
    /// `NotFound` when there is no such act, or nothing turned up; `InvalidParams` when more turned up than was ordered, so that
    /// the person has to choose; `Conflict` when it belongs to another act.
    pub fn recognise(&self, id: &str) -> Result<Activity, Error> {
        let activity = self.activities.get(id).ok_or_else(|| no_activity(id))?;
        let (ordered, turned_up) = (activity.ordered.unwrap_or(1) as usize, activity.resembling.len());
        if turned_up > ordered {
            return Err(not_chosen(turned_up, ordered));
        }
        self.recognised(activity.resembling.clone(), &activity)
    }

    /// The same of those among what turned up that the person has chosen.
    ///
    /// # Errors
    /// `NotFound` when there is no such act, or none of these turned up; `Conflict` when they belong to another act.
    pub fn recognise_these(&self, id: &str, chosen: &[String]) -> Result<Activity, Error> {
        let activity = self.activities.get(id).ok_or_else(|| no_activity(id))?;
        let these: Vec<String> = activity.resembling.iter().filter(|thing| chosen.contains(thing)).cloned().collect();
        self.recognised(these, &activity)
    }

    fn recognised(&self, things: Vec<String>, activity: &Activity) -> Result<Activity, Error> {
        let id = activity.act.id.as_str();
        if things.is_empty() {
            return Err(no_activity(id));
        }
        let mut line = self.journal.line(id)?;
        let scope = activity.act.scope();
        let made = |id: &String| {
            let key = InstanceKey { account: scope.account.clone(), region: scope.region.clone(), id: id.clone() };
            self.reads.instance(&key)?.created.map(|made| made.to_utc())
        };
        let candidates: Vec<Candidate> = things.into_iter().map(|id| Candidate { made: made(&id), id }).collect();
        let now = self.reach.now_at(&scope.account);
        let owned = self.activities.claim_recognised(&scope, id, &candidates, self.doubt(&line), now);
        if owned.is_empty() {
            return Err(Error::not_sent(ErrorKind::Conflict, "it belongs to another act")
                .with_words(Text::new("它已经属于另一个请求。", "It belongs to another act already.")));
        }
        self.activities.renew_stop(id);
        self.activities.change(id, |activity| activity.resembling.clear());
        self.found(&mut line, owned.into_iter().map(ActivityResource::open).collect());
        self.spawn_watch(line);
        self.activities.get(id).ok_or_else(|| no_activity(id))
    }

    /// Says that what turned up late has nothing to do with the order.
    ///
    /// # Errors
    /// `NotFound` when there is no such act; when the journal cannot be written: it is then told again by the next start.
    pub fn dismiss_resembling(&self, id: &str) -> Result<Activity, Error> {
        let activity = self.activities.get(id).ok_or_else(|| no_activity(id))?;
        let (scope, there) = (activity.act.scope(), self.reach.now_at(&activity.act.account));
        activity.resembling.iter().for_each(|thing| self.belongs_to_none(&scope, thing, there));
        if !activity.resembling.is_empty() {
            let ids = activity.resembling.join(" ");
            self.journal.note(id, Step::Dismissed, self.reach.now(), Some(&ids))?;
        }
        self.activities.change(id, |activity| activity.resembling.clear()).ok_or_else(|| no_activity(id))
    }

    /// Claimed by nobody's act: it is not told again.
    fn belongs_to_none(&self, scope: &Scope, thing: &str, now: DateTime<Utc>) {
        self.activities.restore_claim(scope, thing, "", true, now);
    }

    fn take_in(&self, activity: Activity, digest: &str) {
        if self.activities.get(&activity.act.id).is_none() {
            // Both may be of the same order: each was confirmed by itself.
            let _ = self.activities.begin(activity, digest, true);
        }
    }
}

/// That nothing tells which of what turned up it is.
fn not_chosen(turned_up: usize, ordered: usize) -> Error {
    Error::not_sent(ErrorKind::InvalidParams, format!("{turned_up} turned up and {ordered} were ordered")).with_words(Text::new(
        format!("出现了 {turned_up} 个相同的结果，而订购的是 {ordered} 个：请选出属于这个请求的。"),
        format!("{turned_up} equal results turned up, and {ordered} ordered: choose which of them belong to this request."),
    ))
}

fn line_of(read: Read) -> Option<JournalLine> {
    match read {
        Read::Line(line) => Some(*line),
        Read::Unreadable(_) => None,
    }
}

/// An activity as its journal line tells it.
fn of_entry(entry: &JournalEntry) -> Activity {
    let phase = match phase_of(entry.answer, entry.reached) {
        // The application ended before there was an answer.
        ActivityPhase::Sending => ActivityPhase::OutcomeUnknown,
        phase => phase,
    };
    Activity {
        act: entry.act.clone(),
        revision: 0,
        phase,
        ordered: entry.ordered,
        resources: entry.resources.clone(),
        request_id: entry.request_id.clone(),
        started_at: entry.at.clone(),
        ended_at: None,
        cancelled: false,
        cleared: false,
        error: entry.error.clone(),
        summary: None,
        private_key: None,
        resembling: vec![],
        can_ask_again: false,
    }
}
