//! What quitting now would leave behind.

use crate::acts::Acts;
use crate::records::activity::{Activity, ActivityPhase, PrivateKey};
use crate::records::unfinished::{Unfinished, UnfinishedAct};

impl Acts {
    /// Whether the application can be closed because quitting would leave nothing behind. Then nothing can be confirmed any more:
    /// what was clicked a moment ago and has not begun is refused, and nothing of it was sent.
    pub fn close(&self) -> bool {
        self.plans.close_if(|| self.unfinished().is_empty())
    }

    /// Closes whatever is left behind. Nothing can be confirmed any more.
    pub fn close_anyway(&self) {
        self.plans.close_if(|| true);
    }

    /// What quitting now would leave behind.
    pub fn unfinished(&self) -> Unfinished {
        let activities = self.activities.all();
        let those = |which: &dyn Fn(&Activity) -> bool| {
            activities.iter().filter(|activity| which(activity)).map(of_activity).collect::<Vec<_>>()
        };
        Unfinished {
            sending: those(&|it| matches!(it.phase, ActivityPhase::Preparing | ActivityPhase::Sending)),
            unsaved_keys: those(&|it| it.private_key == Some(PrivateKey::Unsaved)),
        }
    }
}

fn of_activity(activity: &Activity) -> UnfinishedAct {
    UnfinishedAct {
        cloud: activity.act.cloud.clone(),
        operation: activity.act.operation.clone(),
        title: activity.act.title.clone(),
        subject: activity.act.subject.clone(),
        account_label: activity.act.account_label.clone(),
    }
}
