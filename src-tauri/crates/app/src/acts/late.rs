//! Late arrivals: what turns up after an order seemed to have failed, and looks like what it would have made.

use chrono::DateTime;
use yundeck_catalogue::Effect;
use yundeck_domain::{Instance, Scope};

use crate::acts::look::candidate;
use crate::reach::Reach;
use crate::records::activity::{Activity, ActivityPhase};
use crate::records::goal::Goal;
use crate::records::journal::{JournalLine, Step};
use crate::registers::activities::Activities;
use crate::registers::journal::Journal;

use super::watch::patience::Patience;

/// Compares every list that is read with the orders that seemed to have failed.
#[derive(Clone)]
pub(crate) struct Late {
    pub(crate) reach: Reach,
    pub(crate) journal: Journal,
    pub(crate) activities: Activities,
    pub(crate) patience: Patience,
}

impl Late {
    /// Compares the instances of a scope, as they were just read. Says of an act what looks like its result.
    pub(crate) fn compare(&self, scope: &Scope, instances: &dyn Fn() -> Vec<Instance>) {
        let since = self.patience.compared_since(self.reach.now());
        let compared = |activity: &Activity| {
            let started = DateTime::parse_from_rfc3339(&activity.started_at).is_ok_and(|at| at >= since);
            let settled = activity.ended_at.is_some()
                && matches!(activity.phase, ActivityPhase::NotApplied | ActivityPhase::OutcomeUnknown);
            activity.act.effect == Effect::Purchase && activity.act.scope() == *scope && settled && started
        };
        let held: Vec<Activity> = self.activities.all().into_iter().filter(compared).collect();
        let instances = if held.is_empty() { vec![] } else { instances() };
        for activity in held {
            let Ok(line) = self.journal.line(&activity.act.id) else { continue };
            let resembling = self.resembling(&line, scope, &instances);
            if resembling.is_empty() || resembling == activity.resembling {
                continue;
            }
            let ids = resembling.join(" ");
            if let Err(error) = self.journal.note(&activity.act.id, Step::Resembled, self.reach.now(), Some(&ids)) {
                tracing::warn!(%error, "a late arrival could not be noted");
            }
            self.activities.change(&activity.act.id, |activity| {
                activity.resembling = resembling;
                activity.cleared = false;
            });
        }
    }

    fn resembling(&self, line: &JournalLine, scope: &Scope, instances: &[Instance]) -> Vec<String> {
        let act = &line.entry.act;
        let (Some(Goal::InstancesCreated { before, .. }), Ok(adapter)) = (&line.goal, self.reach.adapter(&act.cloud))
        else {
            return vec![];
        };
        // What turns up with another key or address is of another world.
        let account = self.reach.accounts.get(&act.account).ok();
        if !account.is_some_and(|account| line.place.as_ref().is_none_or(|place| place.is_world_of(&account))) {
            return vec![];
        }
        let Ok(sent) = DateTime::parse_from_rfc3339(&line.entry.at).map(|at| at.to_utc()) else { return vec![] };
        let mut found: Vec<String> = instances
            .iter()
            .filter(|instance| !before.contains(&instance.id))
            .filter(|instance| self.activities.owner(scope, &candidate(instance)).is_none())
            .filter(|instance| self.patience.may_be_late(instance.created, sent))
            .filter(|instance| adapter.is_result(&act.operation, &line.params, instance))
            .map(|instance| instance.id.clone())
            .collect();
        found.sort();
        found
    }
}
