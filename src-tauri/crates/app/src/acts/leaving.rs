//! What quitting now would leave behind.

use crate::acts::Acts;
use crate::records::activity::{Activity, ActivityPhase, PrivateKey};
use crate::records::unfinished::{Unfinished, UnfinishedAct};

impl Acts {
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
        title: activity.act.title.clone(),
        subject: activity.act.subject.clone(),
        account_label: activity.act.account_label.clone(),
    }
}
