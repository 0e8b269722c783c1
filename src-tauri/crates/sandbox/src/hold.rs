//! Calls that are held back until a test lets them go: what the faults of a fixed time cannot be on a busy machine.

use std::sync::{Mutex, MutexGuard, PoisonError};

use tokio::sync::oneshot;

/// A call that is held back: its operation, and how it is let go.
type Call = (String, oneshot::Sender<()>);

/// The calls that are held back now.
#[derive(Debug, Default)]
pub(crate) struct Held(Mutex<Vec<Call>>);

impl Held {
    /// Returns when the call is let go.
    pub(crate) async fn hold(&self, operation: &str) {
        let (release, released) = oneshot::channel();
        self.calls().push((operation.to_owned(), release));
        // Nobody being there any more to let it go is as good as their word.
        let _ = released.await;
    }

    /// Lets go those that are held back now, of an operation or all.
    pub(crate) fn release(&self, operation: Option<&str>) {
        for (_, release) in self.calls().extract_if(.., |(name, _)| operation.is_none_or(|wanted| wanted == name)) {
            // Whoever called has given up meanwhile.
            let _ = release.send(());
        }
    }

    /// The operations of those that are held back, without those whose callers have given up.
    pub(crate) fn operations(&self) -> Vec<String> {
        let mut calls = self.calls();
        calls.retain(|(_, release)| !release.is_closed());
        calls.iter().map(|(operation, _)| operation.clone()).collect()
    }

    fn calls(&self) -> MutexGuard<'_, Vec<Call>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
