//! Late arrivals: what turns up after an order seemed to have failed, and looks like what it would have made.

use chrono::{DateTime, Utc};
use tokio_util::sync::CancellationToken;
use yundeck_catalogue::Effect;
use yundeck_client::Access;
use yundeck_domain::{CloudAdapter, Error, Instance, Scope};

use crate::acts::called::fitting;
use crate::acts::look::search::PAGES;
use crate::acts::look::things::images_named;
use crate::acts::look::{candidate, image_candidate, unaged};
use crate::reach::Reach;
use crate::records::activity::{Activity, ActivityPhase};
use crate::records::goal::{Called, Goal, Trace};
use crate::records::journal::{JournalLine, Step};
use crate::registers::activities::{Activities, Candidate, Doubt};
use crate::registers::journal::Journal;

use super::watch::patience::Patience;

/// Compares every list that is read with the orders that seemed to have failed.
#[derive(Clone)]
pub(crate) struct Late {
    pub(crate) reach: Reach,
    pub(crate) journal: Journal,
    pub(crate) activities: Activities,
    pub(crate) patience: Patience,
    /// Ends what is done in the background.
    pub(crate) life: CancellationToken,
}

impl Late {
    /// Compares the instances of a scope, as they were just read, with what seemed not to have been made; reads in the
    /// background the other lists in which such things would be. Says of an act what looks like its result.
    pub(crate) fn compare(&self, scope: &Scope, instances: &dyn Fn() -> Vec<Instance>) {
        let (orders, others): (Vec<_>, Vec<_>) = self
            .held_against(scope)
            .into_iter()
            .partition(|(_, line)| matches!(line.goal, Some(Goal::InstancesCreated { .. })));
        let instances = if orders.is_empty() { vec![] } else { instances() };
        for (activity, line) in orders {
            self.tell(&activity, self.resembling(&line, scope, &instances));
        }
        if !others.is_empty() {
            let (late, scope) = (self.clone(), scope.clone());
            tokio::spawn(async move {
                tokio::select! {
                    biased;
                    // What goes on after the application has ended would keep its folder locked.
                    () = late.life.cancelled() => {}
                    () = late.compare_lists(&scope, others) => {}
                }
            });
        }
    }

    /// The acts of a scope that would have made something and seem not to have, with their lines.
    fn held_against(&self, scope: &Scope) -> Vec<(Activity, JournalLine)> {
        let since = self.patience.compared_since(self.reach.now());
        let held = |activity: &Activity| {
            let started = DateTime::parse_from_rfc3339(&activity.started_at).is_ok_and(|at| at >= since);
            let settled = activity.ended_at.is_some()
                && matches!(activity.phase, ActivityPhase::NotApplied | ActivityPhase::OutcomeUnknown);
            activity.act.effect != Effect::Read && activity.act.scope() == *scope && settled && started
        };
        let held = self.activities.all().into_iter().filter(held);
        let read = held.filter_map(|activity| Some((self.journal.line(&activity.act.id).ok()?, activity)));
        // What turns up with another key or address is of another world.
        let here = |line: &JournalLine| {
            let account = self.reach.accounts.get(&line.entry.act.account).ok();
            account.is_some_and(|account| line.place.as_ref().is_none_or(|place| place.is_world_of(&account)))
        };
        let makes = |line: &JournalLine| line.goal.as_ref().is_some_and(Goal::makes_something);
        read.filter(|(line, _)| makes(line) && here(line)).map(|(line, activity)| (activity, line)).collect()
    }

    /// The same for what is in other lists than that of instances. What cannot be read is compared with the next refresh.
    async fn compare_lists(&self, scope: &Scope, held: Vec<(Activity, JournalLine)>) {
        let Ok((access, adapter)) = self.reach.access(&scope.account).await else { return };
        for (activity, line) in held {
            match self.turned_up(&access, adapter, scope, &line).await {
                Ok(things) => {
                    let may_be = things.into_iter().filter(|thing| self.may_be_of(&line, scope, thing));
                    let mut ids: Vec<String> = may_be.map(|thing| thing.id).collect();
                    ids.sort();
                    self.tell(&activity, ids);
                }
                Err(error) => tracing::debug!(kind = ?error.kind, "a list could not be compared"),
            }
        }
    }

    /// What is in the list of what an act would have made, is like it, and was not there before.
    async fn turned_up(
        &self,
        access: &Access,
        adapter: &'static dyn CloudAdapter,
        scope: &Scope,
        line: &JournalLine,
    ) -> Result<Vec<Candidate>, Error> {
        let (client, region) = (self.reach.client.patient(), &scope.region);
        let Some(operation) = access.cloud.operation(&line.entry.act.operation) else { return Ok(vec![]) };
        let (things, before): (Vec<Candidate>, _) = match &line.goal {
            Some(Goal::ImageCreated { before, name, .. }) => {
                let asked = (operation, &line.params);
                let found = images_named(&client, access, adapter, region, asked, name, PAGES).await?;
                (found.items.iter().map(image_candidate).collect(), before)
            }
            Some(Goal::Called(Called { trace: Trace::Listing, before, .. })) => {
                let found = fitting(&client, access, region, operation, &line.params, PAGES).await?;
                (found.into_iter().flat_map(|found| found.items).map(|id| unaged(&id)).collect(), before)
            }
            _ => return Ok(vec![]),
        };
        let late = |thing: &Candidate| {
            let made = thing.made.map(|made| made.fixed_offset());
            line.sent_at().is_some_and(|sent| self.patience.may_be_late(made, sent))
        };
        Ok(things.into_iter().filter(|thing| !before.contains(&thing.id)).filter(late).collect())
    }

    /// Whether what turned up could be an act's: it belongs to no other, or that can be doubted.
    fn may_be_of(&self, line: &JournalLine, scope: &Scope, thing: &Candidate) -> bool {
        let doubt = Doubt { precision: self.patience.precision, sent: line.sent_at() };
        self.activities.may_be_of(scope, &line.entry.act.id, thing, doubt)
    }

    fn resembling(&self, line: &JournalLine, scope: &Scope, instances: &[Instance]) -> Vec<String> {
        let act = &line.entry.act;
        let (Some(Goal::InstancesCreated { before, looked_at, .. }), Ok(adapter)) =
            (&line.goal, self.reach.adapter(&act.cloud))
        else {
            return vec![];
        };
        let reconcile = adapter.spec().operation(&act.operation).and_then(|operation| operation.reconcile.as_ref());
        let unnamed = reconcile.map(|reconcile| reconcile.unnamed(&line.params));
        // Made just after it was sent, and like it but for the name: somebody may have renamed it since.
        let renamed = |instance: &Instance| {
            unnamed.as_ref().zip(*looked_at).is_some_and(|(params, looked_at)| {
                instance.created.is_some()
                    && !self.patience.is_before(instance.created, looked_at)
                    && self.patience.is_in_time(instance.created, looked_at)
                    && adapter.is_result(&act.operation, params, instance)
            })
        };
        let Some(sent) = line.sent_at() else { return vec![] };
        let mut found: Vec<String> = instances
            .iter()
            .filter(|instance| !before.contains(&instance.id))
            .filter(|instance| self.may_be_of(line, scope, &candidate(instance)))
            .filter(|instance| self.patience.may_be_late(instance.created, sent))
            .filter(|it| adapter.is_result(&act.operation, &line.params, it) || renamed(it))
            .map(|instance| instance.id.clone())
            .collect();
        found.sort();
        found
    }

    fn tell(&self, activity: &Activity, resembling: Vec<String>) {
        // It may have been looked for again while a list was read.
        let unchanged = self.activities.get(&activity.act.id).is_some_and(|now| now.revision == activity.revision);
        if !resembling.is_empty() && resembling != activity.resembling && unchanged {
            raise(&self.journal, &self.activities, self.reach.now(), &activity.act.id, &resembling);
        }
    }
}

/// Says of an act, to the journal and to the window, what looks like its result.
pub(crate) fn raise(journal: &Journal, activities: &Activities, now: DateTime<Utc>, act: &str, resembling: &[String]) {
    if let Err(error) = journal.note(act, Step::Resembled, now, Some(&resembling.join(" "))) {
        tracing::warn!(%error, "a late arrival could not be noted");
    }
    activities.change(act, |activity| {
        activity.resembling = resembling.to_vec();
        activity.cleared = false;
    });
}
