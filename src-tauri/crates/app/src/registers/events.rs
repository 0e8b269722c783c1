//! Who hears what happens.

use tokio::sync::broadcast;

use crate::records::event::Event;

/// How many events wait for a slow listener before it misses the oldest.
const WAITING: usize = 256;

/// Tells everybody who listens.
#[derive(Clone)]
pub struct Events {
    sender: broadcast::Sender<Event>,
}

impl Default for Events {
    fn default() -> Self {
        Self { sender: broadcast::channel(WAITING).0 }
    }
}

impl Events {
    /// Everything that happens from now on.
    pub fn subscribe(&self) -> broadcast::Receiver<Event> {
        self.sender.subscribe()
    }

    /// Tells of it. Without a listener there is nobody to tell.
    pub(crate) fn emit(&self, event: Event) {
        let _ = self.sender.send(event);
    }
}
