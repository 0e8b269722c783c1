//! The person's yes to what costs, destroys or gives away: asked by the system from the pending plan, never by the page.

pub(super) mod words;

use yundeck_catalogue::Effect;
use yundeck_domain::Error;

use crate::acts::Acts;
use crate::records::plan::Plan;

impl Acts {
    /// Asks the person, through the system, about plans that are confirmed together: one question for all of those that cost,
    /// destroy, or give data or access away and have no yes yet. Whether they may be applied. One question at a time: who asks
    /// meanwhile waits, and is not asked again about what has been answered with yes.
    ///
    /// # Errors
    /// `Cancelled` while the application is being closed.
    pub async fn confirm_plans(&self, ids: &[String]) -> Result<bool, Error> {
        let turn = self.asker.turn().await;
        let Some((those, question)) =
            self.plans.ask(ids, asks_person, |those| words::question(&self.reach.clouds, those))?
        else {
            return Ok(true);
        };
        let yes = turn.ask(question).await;
        if yes {
            self.plans.consent(&those);
        }
        Ok(yes)
    }
}

/// Whether a plan takes a yes to the system's own question.
pub(crate) fn asks_person(plan: &Plan) -> bool {
    matches!(plan.act.effect, Effect::Purchase | Effect::Destroy) || plan.grants.is_some()
}
