//! The plans that wait for their confirmation.

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use indexmap::IndexMap;
use tokio::time::Instant;
use yundeck_domain::{Call, Error};

use crate::records::act::Place;
use crate::records::goal::Goal;
use crate::records::plan::Plan;

/// A plan older than this is reviewed again: prices and states move.
pub(crate) const VALID_FOR: Duration = Duration::from_secs(10 * 60);

/// A plan that waits for its confirmation.
pub(crate) struct Pending {
    pub(crate) view: Plan,
    pub(crate) call: Call,
    /// Made once, with the plan: every resend carries the same one.
    pub(crate) token: Option<String>,
    pub(crate) goal: Goal,
    /// Identifies the order, without its token.
    pub(crate) digest: String,
    /// Where it was reviewed to go.
    pub(crate) place: Place,
    /// Whether it was planned in the explorer, whose history then tells of it.
    pub(crate) explored: bool,
    pub(crate) made: Instant,
}

/// The plans that wait. All clones are the same one.
///
/// Its lock may be held while that of `Activities` is taken, never the other way round: a confirmed plan becomes an activity
/// without a moment between.
#[derive(Clone, Default)]
pub struct Plans {
    pending: Arc<Mutex<IndexMap<String, Pending>>>,
}

impl Plans {
    /// Keeps a plan, and drops those that are too old.
    pub(crate) fn insert(&self, pending: Pending) {
        let mut plans = self.lock();
        plans.retain(|_, old| old.made.elapsed() < VALID_FOR);
        plans.insert(pending.view.act.id.clone(), pending);
    }

    /// Throws a plan away; one that is not there is no error.
    pub(crate) fn discard(&self, id: &str) {
        self.lock().shift_remove(id);
    }

    /// Takes a plan for good once `begin` has taken it up; nobody else can have it then. `None`: there is no such plan.
    ///
    /// # Errors
    /// Those of `begin`; the plan then stays.
    pub(crate) fn confirm<T>(
        &self,
        id: &str,
        begin: impl FnOnce(&Pending) -> Result<T, Error>,
    ) -> Result<Option<(Pending, T)>, Error> {
        let mut plans = self.lock();
        let Some(pending) = plans.get(id) else { return Ok(None) };
        let begun = begin(pending)?;
        Ok(plans.shift_remove(id).map(|pending| (pending, begun)))
    }

    fn lock(&self) -> MutexGuard<'_, IndexMap<String, Pending>> {
        self.pending.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
