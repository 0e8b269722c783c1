//! What happened, for whoever shows it.

use crate::records::activity::Activity;
use crate::records::inventory::InventoryStatus;

/// A change that the user interface wants to know of.
#[derive(Debug, Clone)]
pub enum Event {
    /// Instances or the state of refreshing changed.
    Inventory(InventoryStatus),
    /// Rows of a noun, or the state of reading them, changed.
    Rows(String),
    /// An applied plan came further.
    Activity(Box<Activity>),
    /// Accounts were added, changed, tested or removed.
    Accounts,
    /// A newer version of the program was told of, or is not to be told of any more.
    Update,
}
