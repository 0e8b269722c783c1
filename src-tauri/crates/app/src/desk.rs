//! What is done at the desk: accounts, settings, drafts, taking files in and out, diagnostics, new versions.

pub mod accounts;
pub mod diagnostics;
pub mod drafts;
pub mod export;
pub mod import;
mod route;
pub mod settings;
pub mod updates;

use std::collections::HashSet;
use std::path::PathBuf;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use crate::acts::person::Asker;
use crate::desk::export::restore::PendingImport;
use crate::ground::store::Store;
use crate::reach::Reach;
use crate::registers::drafts::Drafts;
use crate::registers::events::Events;
use crate::registers::inventory::InventoryRegister;
use crate::registers::journal::Journal;
use crate::registers::rows::NounRows;
use crate::registers::updates::Updates;

/// Everything that concerns this computer alone. Cheap to clone.
#[derive(Clone)]
pub struct Desk {
    pub(crate) reach: Reach,
    pub(crate) store: Store,
    pub(crate) drafts: Drafts,
    pub(crate) journal: Journal,
    pub(crate) inventory: InventoryRegister,
    pub(crate) rows: NounRows,
    pub(crate) events: Events,
    pub(crate) updates: Updates,
    pub(crate) data_dir: Option<PathBuf>,
    pub(crate) import: Arc<Mutex<Option<PendingImport>>>,
    /// Asks the person about where secrets go, and about files that would be deleted.
    pub(crate) asker: Asker,
    /// Where secrets may go, and by which proxies calls, by what the person has said since the start.
    pub(crate) agreed: Arc<Mutex<HashSet<String>>>,
}

impl Desk {
    /// What the person has said yes to since the start.
    fn agreed(&self) -> MutexGuard<'_, HashSet<String>> {
        self.agreed.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// The file that was looked at and is to be taken in.
    fn pending_import(&self) -> MutexGuard<'_, Option<PendingImport>> {
        self.import.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
