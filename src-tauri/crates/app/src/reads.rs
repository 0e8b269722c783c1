//! What is read for the window: nothing here changes anything at a cloud.

pub mod choices;
pub mod clouds;
pub mod explorer;
pub mod forms;
pub mod images;
pub mod nouns;
pub mod quotes;
pub mod refresh;
pub(crate) mod regions;
pub mod telling;

use crate::reach::Reach;
use crate::reads::telling::Telling;
use crate::registers::calls::Calls;
use crate::registers::events::Events;
use crate::registers::inventory::InventoryRegister;
use crate::registers::listeners::Listeners;
use crate::registers::rows::NounRows;

/// Everything that only reads. Cheap to clone.
#[derive(Clone)]
pub struct Reads {
    pub(crate) reach: Reach,
    pub(crate) inventory: InventoryRegister,
    pub(crate) rows: NounRows,
    pub(crate) events: Events,
    pub(crate) calls: Calls,
    pub(crate) listeners: Listeners,
    pub(crate) telling: Telling,
}
