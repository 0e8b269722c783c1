//! Telling how the inventory stands: not more often than somebody can see, and always how it stands in the end.

use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use tokio::runtime::Handle;
use tokio::time::Instant;

use crate::records::event::Event;
use crate::registers::events::Events;
use crate::registers::inventory::InventoryRegister;

/// The window hears of the inventory at most this often, however many scopes are read at once: it redraws no faster.
const TELL_EVERY: Duration = Duration::from_millis(150);

/// Tells everybody who listens how the inventory stands. All clones are the same one.
#[derive(Clone)]
pub struct Telling(Arc<Teller>);

struct Teller {
    inventory: InventoryRegister,
    events: Events,
    /// When it was told last, or is going to be told next.
    told: Mutex<Option<Instant>>,
}

impl Telling {
    /// Of an inventory.
    pub(crate) fn new(inventory: InventoryRegister, events: Events) -> Self {
        Self(Arc::new(Teller { inventory, events, told: Mutex::default() }))
    }

    /// Tells that something of the accounts changed.
    pub(crate) fn tell_accounts(&self) {
        self.0.events.emit(Event::Accounts);
    }

    /// Tells it now, or as soon as it may be told again. What changes until then is told with it.
    pub(crate) fn tell(&self) {
        let now = Instant::now();
        let mut told = self.0.told.lock().unwrap_or_else(PoisonError::into_inner);
        let next = told.map_or(now, |told| told + TELL_EVERY);
        if told.is_some_and(|told| told > now) {
            return;
        }
        match Handle::try_current() {
            Ok(runtime) if next > now => {
                *told = Some(next);
                // An application that has ended meanwhile is not kept open for this.
                let teller = Arc::downgrade(&self.0);
                runtime.spawn(async move {
                    tokio::time::sleep_until(next).await;
                    teller.upgrade().inspect(|teller| teller.tell());
                });
            }
            _ => {
                *told = Some(now);
                self.0.tell();
            }
        }
    }
}

impl Teller {
    fn tell(&self) {
        self.events.emit(Event::Inventory(self.inventory.status()));
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ground::store::Store;

    fn told(heard: &mut tokio::sync::broadcast::Receiver<Event>) -> usize {
        std::iter::from_fn(|| heard.try_recv().ok()).count()
    }

    #[tokio::test(start_paused = true)]
    async fn tell_of_many_scopes_at_once_is_heard_no_more_often_than_it_can_be_seen() {
        let events = Events::default();
        let telling = Telling::new(InventoryRegister::new(Store::in_memory().unwrap()), events.clone());
        let mut heard = events.subscribe();
        // Eighty regions, each telling every ten milliseconds, for a second and a half.
        for _ in 0..150 {
            (0..80).for_each(|_| telling.tell());
            tokio::time::sleep(Duration::from_millis(10)).await;
        }
        let count = told(&mut heard);
        assert!((10..=11).contains(&count), "told {count} times");
    }

    #[tokio::test(start_paused = true)]
    async fn tell_just_after_a_telling_is_told_in_the_end() {
        let events = Events::default();
        let telling = Telling::new(InventoryRegister::new(Store::in_memory().unwrap()), events.clone());
        let mut heard = events.subscribe();
        telling.tell();
        telling.tell();
        assert_eq!(told(&mut heard), 1, "the first at once");
        tokio::time::sleep(Duration::from_secs(1)).await;
        assert_eq!(told(&mut heard), 1, "the second when its time has come");
        telling.tell();
        assert_eq!(told(&mut heard), 1, "at once, since it is long ago");
    }
}
