//! The plans that wait for their confirmation.

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use indexmap::IndexMap;
use tokio::time::Instant;
use yundeck_domain::{Call, Error, ErrorKind, Text};

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
    /// Whether a person has said yes to it where the system asks for that.
    pub(crate) consented: bool,
}

/// The plans that wait. All clones are the same one.
///
/// Its lock may be held while that of `Activities` is taken, never the other way round: a confirmed plan becomes an activity
/// without a moment between.
#[derive(Clone, Default)]
pub struct Plans {
    state: Arc<Mutex<State>>,
}

#[derive(Default)]
struct State {
    pending: IndexMap<String, Pending>,
    /// Whether the application is being closed: nothing is confirmed any more.
    closed: bool,
}

impl Plans {
    /// Keeps a plan, and drops those that are too old.
    pub(crate) fn insert(&self, pending: Pending) {
        let plans = &mut self.lock().pending;
        plans.retain(|_, old| old.made.elapsed() < VALID_FOR);
        plans.insert(pending.view.act.id.clone(), pending);
    }

    /// Throws a plan away; one that is not there is no error.
    pub(crate) fn discard(&self, id: &str) {
        self.lock().pending.shift_remove(id);
    }

    /// What a plan that waits says, if it does.
    pub(crate) fn look<T>(&self, id: &str, look: impl FnOnce(&Pending) -> T) -> Option<T> {
        self.lock().pending.get(id).map(look)
    }

    /// Those of these plans that a person has to be asked about, and what `words` makes of them. `None`: nobody has to be asked.
    ///
    /// # Errors
    /// `Cancelled` while the application is being closed.
    pub(crate) fn ask<T>(
        &self,
        ids: &[String],
        asks: impl Fn(&Plan) -> bool,
        words: impl FnOnce(&[&Pending]) -> T,
    ) -> Result<Option<(Vec<String>, T)>, Error> {
        let state = self.lock();
        let waiting = ids.iter().filter_map(|id| state.pending.get(id));
        let those: Vec<&Pending> = waiting.filter(|pending| !pending.consented && asks(&pending.view)).collect();
        if those.is_empty() {
            return Ok(None);
        }
        if state.closed {
            return Err(closing());
        }
        Ok(Some((those.iter().map(|pending| pending.view.act.id.clone()).collect(), words(&those))))
    }

    /// Notes that a person has said yes to these plans.
    pub(crate) fn consent(&self, ids: &[String]) {
        let mut state = self.lock();
        for id in ids {
            if let Some(pending) = state.pending.get_mut(id) {
                pending.consented = true;
            }
        }
    }

    /// Takes a plan for good once `begin` has taken it up; nobody else can have it then. `None`: there is no such plan.
    ///
    /// # Errors
    /// Those of `begin`, and `Cancelled` while the application is being closed; the plan then stays.
    pub(crate) fn confirm<T>(
        &self,
        id: &str,
        begin: impl FnOnce(&Pending) -> Result<T, Error>,
    ) -> Result<Option<(Pending, T)>, Error> {
        let mut state = self.lock();
        let Some(pending) = state.pending.get(id) else { return Ok(None) };
        if state.closed {
            return Err(closing());
        }
        let begun = begin(pending)?;
        Ok(state.pending.shift_remove(id).map(|pending| (pending, begun)))
    }

    /// Takes up something that is sent without a plan of its own.
    ///
    /// # Errors
    /// Those of `begin`, and `Cancelled` while the application is being closed.
    pub(crate) fn unless_closed<T>(&self, begin: impl FnOnce() -> Result<T, Error>) -> Result<T, Error> {
        let state = self.lock();
        if state.closed { Err(closing()) } else { begin() }
    }

    /// Takes no plan any more from now on, if nothing is under way: between the look and the closing nothing can begin.
    pub(crate) fn close_if(&self, nothing_under_way: impl FnOnce() -> bool) -> bool {
        let mut state = self.lock();
        state.closed |= nothing_under_way();
        state.closed
    }

    fn lock(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

fn closing() -> Error {
    Error::not_sent(ErrorKind::Cancelled, "the application is being closed").with_words(Text::new(
        "Yundeck 正在退出，没有提交。什么都没有发出。",
        "Yundeck is being closed; it was not submitted. Nothing was sent.",
    ))
}
