//! Acts: everything that is not a read, from the plan to the certainty of what became of it. This is the path of the money.
//!
//! From top to bottom: `plan` says what will be done and at which price; `guard` says what has to hold before it is; `consent`
//! asks the person; `apply`
//! prices once more, writes the line and sends once; `settle` says what is known, to the journal and to the window; `watch`
//! polls until it is known; `look` reads what there is to see; `judge` says what that means; `late` compares what turns up
//! afterwards; `follow_up` is what a person or the next start does about an act.

pub mod apply;
pub mod ask_again;
pub mod called;
mod checked;
pub mod consent;
pub mod follow_up;
pub mod guard;
pub mod judge;
pub mod late;
pub mod leaving;
pub mod look;
mod period;
pub mod person;
pub mod plan;
pub mod plan_operation;
pub mod private_key;
pub mod settle;
pub mod trial;
pub mod watch;

use tokio_util::sync::CancellationToken;

use crate::acts::person::Asker;
use crate::acts::watch::Watchers;
use crate::acts::watch::patience::Patience;
use crate::reach::Reach;
use crate::reads::Reads;
use crate::registers::activities::Activities;
use crate::registers::journal::Journal;
use crate::registers::plans::Plans;
use crate::registers::replies::Replies;

/// Everything that is not a read. Cheap to clone.
#[derive(Clone)]
pub struct Acts {
    pub(crate) reach: Reach,
    pub(crate) reads: Reads,
    pub(crate) plans: Plans,
    pub(crate) activities: Activities,
    pub(crate) journal: Journal,
    pub(crate) replies: Replies,
    pub(crate) watchers: Watchers,
    pub(crate) patience: Patience,
    /// Asks the person about what costs, destroys or gives away.
    pub(crate) asker: Asker,
    /// Ends with the application: nothing is sent or polled for after that.
    pub(crate) life: CancellationToken,
}
