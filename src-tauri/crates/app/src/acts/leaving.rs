//! What quitting now would leave behind.

use serde::Serialize;
use yundeck_catalogue::Text;

use crate::activity::{Activity, ActivityPhase};
use crate::app::App;
use crate::explorer::reply::PrivateKey;

impl App {
    /// What quitting now would leave behind.
    pub fn unfinished(&self) -> Unfinished {
        let activities = self.activities();
        let those = |which: &dyn Fn(&Activity) -> bool| {
            activities.iter().filter(|activity| which(activity)).map(of_activity).collect::<Vec<_>>()
        };
        let mut sending = those(&|activity| activity.phase == ActivityPhase::Sending);
        // Confirmed, and being priced and looked up once more before it is sent.
        sending.extend(self.plans_mut().values().filter(|pending| pending.applying).map(|pending| UnfinishedAct {
            title: pending.view.title.clone(),
            subject: pending.view.subject.clone(),
            account_label: pending.view.account_label.clone(),
        }));
        Unfinished { sending, unsaved_keys: those(&|activity| activity.private_key == Some(PrivateKey::Unsaved)) }
    }
}

fn of_activity(activity: &Activity) -> UnfinishedAct {
    UnfinishedAct {
        title: activity.title.clone(),
        subject: activity.subject.clone(),
        account_label: activity.account_label.clone(),
    }
}
