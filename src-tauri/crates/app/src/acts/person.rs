//! The person in front of the machine, as a port: the shell asks through the system's own dialog, tests answer themselves.

use std::sync::Arc;

use futures::future::BoxFuture;
use tokio::sync::{Mutex, MutexGuard};

use crate::records::question::Question;

/// Whoever may say yes.
pub trait Person: Send + Sync {
    /// Asks. `true` only for a yes: a dialog that was closed, could not be shown, or ended with the window is a no.
    fn asked(&self, question: Question) -> BoxFuture<'static, bool>;
}

/// Asks the person, one question at a time. All clones ask the same one.
#[derive(Clone)]
pub(crate) struct Asker {
    person: Arc<dyn Person>,
    turn: Arc<Mutex<()>>,
}

/// The turn to ask. What was true before it came may have changed while it was waited for.
pub(crate) struct Turn<'asker> {
    person: &'asker dyn Person,
    _turn: MutexGuard<'asker, ()>,
}

impl Asker {
    pub(crate) fn new(person: Arc<dyn Person>) -> Self {
        Self { person, turn: Arc::default() }
    }

    /// Waits until nobody else asks.
    pub(crate) async fn turn(&self) -> Turn<'_> {
        Turn { _turn: self.turn.lock().await, person: self.person.as_ref() }
    }
}

impl Turn<'_> {
    /// Whether the person says yes.
    pub(crate) async fn ask(&self, question: Question) -> bool {
        self.person.asked(question).await
    }
}

/// A person who agrees to everything, for tests of what comes after.
#[cfg(test)]
pub(crate) struct Agrees;

#[cfg(test)]
impl Person for Agrees {
    fn asked(&self, _: Question) -> BoxFuture<'static, bool> {
        Box::pin(std::future::ready(true))
    }
}
