//! The port to the operating system's keychain: texts by the names of their entries.

use yundeck_domain::Secret;

/// Keeps texts under names. The real one is [`SystemKeychain`]; tests play one. It may ask the person before it answers, so it is
/// never spoken to on an async thread.
pub trait Keychain: Send + Sync + 'static {
    /// The text of an entry; `None` when there is none.
    ///
    /// # Errors
    /// Why it cannot be told.
    fn read(&self, entry: &str) -> Result<Option<Secret>, KeychainFault>;

    /// Writes an entry, in place of what it held.
    ///
    /// # Errors
    /// Why it was not written.
    fn write(&self, entry: &str, text: &Secret) -> Result<(), KeychainFault>;

    /// Removes an entry; one that is not there is no error.
    ///
    /// # Errors
    /// Why it is there still.
    fn delete(&self, entry: &str) -> Result<(), KeychainFault>;
}

/// Why the keychain did not do what it was asked to, with its own words.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum KeychainFault {
    /// It is locked, or this program was not let in.
    Locked(String),
    /// There is none.
    Absent(String),
    /// It does not answer.
    Silent,
    /// It answers with something else.
    Failed(String),
}

/// The keychain of the operating system, under a service name that it shows to people.
pub struct SystemKeychain {
    service: String,
}

impl SystemKeychain {
    /// The entries of a service.
    pub fn new(service: impl Into<String>) -> Self {
        Self { service: service.into() }
    }

    fn entry(&self, name: &str) -> Result<keyring::v1::Entry, KeychainFault> {
        keyring::v1::Entry::new(&self.service, name).map_err(fault)
    }
}

impl Keychain for SystemKeychain {
    fn read(&self, entry: &str) -> Result<Option<Secret>, KeychainFault> {
        match self.entry(entry)?.get_password() {
            Ok(text) => Ok(Some(Secret::new(text))),
            Err(keyring::v1::Error::NoEntry) => Ok(None),
            Err(error) => Err(fault(error)),
        }
    }

    fn write(&self, entry: &str, text: &Secret) -> Result<(), KeychainFault> {
        self.entry(entry)?.set_password(text.expose()).map_err(fault)
    }

    fn delete(&self, entry: &str) -> Result<(), KeychainFault> {
        match self.entry(entry)?.delete_credential() {
            Ok(()) | Err(keyring::v1::Error::NoEntry) => Ok(()),
            Err(error) => Err(fault(error)),
        }
    }
}

fn fault(error: keyring::v1::Error) -> KeychainFault {
    use keyring::v1::Error;

    let words = error.to_string();
    match error {
        Error::NoDefaultStore => KeychainFault::Absent(words),
        Error::NoStorageAccess(_) => KeychainFault::Locked(words),
        // What a Secret Service says of a prompt that was not answered, and of a collection that stayed locked.
        Error::PlatformFailure(_) if ["locked", "prompt", "dismissed"].iter().any(|word| names(&words, word)) => {
            KeychainFault::Locked(words)
        }
        _ => KeychainFault::Failed(words),
    }
}

fn names(text: &str, word: &str) -> bool {
    text.to_ascii_lowercase().contains(word)
}
