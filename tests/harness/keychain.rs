//! A keychain of this process, which outlives an application.

use std::collections::HashMap;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use yundeck_app::ground::keychain::{Keychain, KeychainFault};
use yundeck_app::ground::secrets::Secrets;
use yundeck_domain::Secret;

/// The entries by their names. All clones are the same one.
#[derive(Clone, Default)]
pub struct PlayedKeychain {
    entries: Arc<Mutex<HashMap<String, String>>>,
    fault: Arc<Mutex<Option<KeychainFault>>>,
    reads: Arc<Mutex<Vec<String>>>,
}

impl PlayedKeychain {
    /// Secrets in it, for an application.
    pub fn secrets(&self) -> Secrets {
        Secrets::over(Arc::new(self.clone()), Duration::from_secs(5))
    }

    /// What an entry holds.
    pub fn entry(&self, name: &str) -> Option<String> {
        self.entries.lock().unwrap().get(name).cloned()
    }

    /// The names of all entries.
    pub fn names(&self) -> Vec<String> {
        self.entries.lock().unwrap().keys().cloned().collect()
    }

    /// Puts an entry in, as another version would.
    pub fn put(&self, name: &str, text: &str) {
        self.entries.lock().unwrap().insert(name.to_owned(), text.to_owned());
    }

    /// From now on it answers with this.
    pub fn fail(&self, fault: Option<KeychainFault>) {
        *self.fault.lock().unwrap() = fault;
    }

    /// The entries that were read, in their order.
    pub fn reads(&self) -> Vec<String> {
        self.reads.lock().unwrap().clone()
    }

    fn go(&self) -> Result<(), KeychainFault> {
        self.fault.lock().unwrap().clone().map_or(Ok(()), Err)
    }
}

impl Keychain for PlayedKeychain {
    fn read(&self, entry: &str) -> Result<Option<Secret>, KeychainFault> {
        self.go()?;
        self.reads.lock().unwrap().push(entry.to_owned());
        Ok(self.entry(entry).map(Secret::new))
    }

    fn write(&self, entry: &str, text: &Secret) -> Result<(), KeychainFault> {
        self.go()?;
        self.put(entry, text.expose());
        Ok(())
    }

    fn delete(&self, entry: &str) -> Result<(), KeychainFault> {
        self.go()?;
        self.entries.lock().unwrap().remove(entry);
        Ok(())
    }
}
