//! Plans that are confirmed as they ask to be.

use yundeck_app::records::activity::{Activity, ActivityPhase};
use yundeck_app::records::plan::{Confirmed, Plan};

use crate::{House, settled};

/// What a person does who wants exactly this plan.
pub fn as_asked(plan: &Plan) -> Confirmed {
    Confirmed { typed_name: plan.confirm.asks_for(), repeat: plan.repeats.is_some() }
}

impl House {
    /// Confirms a plan; it is under way then.
    pub async fn apply(&self, plan: &Plan) -> Activity {
        self.app.acts.apply_plan(&plan.id, &as_asked(plan)).await.unwrap()
    }

    /// Confirms a plan and waits until it has come to an end that is known.
    pub async fn carry_out(&self, plan: &Plan) -> Activity {
        let activity = self.apply(plan).await;
        let ends = [ActivityPhase::Done, ActivityPhase::Failed, ActivityPhase::NotApplied];
        settled(self, &self.app, &activity.id, &ends).await
    }
}
