//! Who is told what a scope's list held, without the reader knowing them.

use std::sync::Arc;

use yundeck_domain::{Instance, Scope};

/// Told of each scope that was read to its end; what it holds is made only for who asks.
type Listener = dyn Fn(&Scope, &dyn Fn() -> Vec<Instance>) + Send + Sync;

/// Whoever compares lists with what they wait for.
#[derive(Clone)]
pub struct Listeners {
    listener: Arc<Listener>,
}

impl Listeners {
    /// One who is told.
    pub(crate) fn new(listener: impl Fn(&Scope, &dyn Fn() -> Vec<Instance>) + Send + Sync + 'static) -> Self {
        Self { listener: Arc::new(listener) }
    }

    /// Tells what a scope holds now.
    pub(crate) fn tell(&self, scope: &Scope, instances: &dyn Fn() -> Vec<Instance>) {
        (self.listener)(scope, instances);
    }
}
