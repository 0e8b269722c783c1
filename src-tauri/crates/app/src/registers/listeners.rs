//! Who is told what a scope's list held, without the reader knowing them.

use std::sync::Arc;

use yundeck_domain::{Instance, Scope};

/// Told of each list that was read to its end.
type Listener = dyn Fn(&Scope, &[Instance]) + Send + Sync;

/// Whoever compares lists with what they wait for.
#[derive(Clone)]
pub struct Listeners {
    listener: Arc<Listener>,
}

impl Listeners {
    /// One who is told.
    pub(crate) fn new(listener: impl Fn(&Scope, &[Instance]) + Send + Sync + 'static) -> Self {
        Self { listener: Arc::new(listener) }
    }

    /// Tells what a scope holds now.
    pub(crate) fn tell(&self, scope: &Scope, instances: &[Instance]) {
        (self.listener)(scope, instances);
    }
}
