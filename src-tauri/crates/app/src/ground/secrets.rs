//! Where secrets are: in the operating system's keychain, or, if the person chose so, in memory until the end of the session.
//!
//! They are never written to a file, a log, the database or the web view.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};

use serde::{Deserialize, Serialize};
use yundeck_domain::{Error, ErrorKind, Secret, Text};

/// The secret parts of a credential. Deliberately not `Serialize`.
#[derive(Debug, Clone, Deserialize, specta::Type)]
#[serde(rename_all = "camelCase")]
pub struct SecretInput {
    /// The secret key.
    #[specta(type = String)]
    pub secret: Secret,
    /// The session token of a temporary credential.
    #[specta(type = Option<String>)]
    pub session_token: Option<Secret>,
}

/// Where an account's secret is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, specta::Type)]
#[serde(rename_all = "snake_case")]
pub enum SecretPlace {
    /// In the operating system's keychain.
    Keychain,
    /// In memory, until the application ends.
    Session,
    /// Nowhere: it has to be entered again.
    Missing,
}

/// Whether the operating system offers a keychain.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, specta::Type)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum KeychainStatus {
    /// It does.
    Available,
    /// It does not.
    Unavailable {
        /// Why, in the system's words.
        reason: String,
    },
}

/// The secrets of all accounts.
#[derive(Clone)]
pub struct Secrets {
    service: String,
    session: Arc<Mutex<HashMap<String, SecretInput>>>,
}

impl Secrets {
    /// Secrets under the service name that the keychain shows.
    pub fn new(service: impl Into<String>) -> Self {
        Self { service: service.into(), session: Arc::default() }
    }

    /// Whether the operating system offers a keychain now.
    pub async fn keychain(&self) -> KeychainStatus {
        match self.in_keychain("keychain-probe", |entry| entry.get_password()).await {
            Ok(_) | Err(keyring::v1::Error::NoEntry) => KeychainStatus::Available,
            Err(error) => KeychainStatus::Unavailable { reason: error.to_string() },
        }
    }

    /// Keeps an account's secret; `for_session`: in memory only.
    ///
    /// # Errors
    /// `KeychainUnavailable` when there is no keychain or it refuses; nothing is kept then.
    pub async fn keep(&self, account: &str, secret: SecretInput, for_session: bool) -> Result<(), Error> {
        if for_session {
            self.session().insert(account.to_owned(), secret);
            return Ok(());
        }
        let text = entry_text(&secret);
        self.in_keychain(account, move |entry| entry.set_password(text.expose()))
            .await
            .map_err(|error| unavailable(&error))?;
        self.session().remove(account);
        Ok(())
    }

    /// An account's secret; `None` when it is nowhere.
    ///
    /// # Errors
    /// `KeychainUnavailable` when the keychain cannot be asked.
    pub async fn find(&self, account: &str) -> Result<Option<SecretInput>, Error> {
        if let Some(secret) = self.session().get(account) {
            return Ok(Some(secret.clone()));
        }
        match self.in_keychain(account, |entry| entry.get_password()).await {
            Ok(text) => read_entry(Secret::new(text)).map(Some),
            Err(keyring::v1::Error::NoEntry) => Ok(None),
            Err(error) => Err(unavailable(&error)),
        }
    }

    /// Where an account's secret is.
    pub async fn place(&self, account: &str) -> SecretPlace {
        if self.session().contains_key(account) {
            return SecretPlace::Session;
        }
        match self.find(account).await {
            Ok(Some(_)) => SecretPlace::Keychain,
            Ok(None) | Err(_) => SecretPlace::Missing,
        }
    }

    /// Removes an account's secret wherever it is; one that is not there is no error.
    ///
    /// # Errors
    /// `KeychainUnavailable` when the keychain has it and does not let it go.
    pub async fn forget(&self, account: &str) -> Result<(), Error> {
        let in_session = self.session().remove(account).is_some();
        match self.in_keychain(account, |entry| entry.delete_credential()).await {
            Ok(()) | Err(keyring::v1::Error::NoEntry) => Ok(()),
            // Without a keychain the session's copy was the only one.
            Err(_) if in_session => Ok(()),
            Err(error) => Err(unavailable(&error)),
        }
    }

    fn session(&self) -> std::sync::MutexGuard<'_, HashMap<String, SecretInput>> {
        self.session.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// The keychain answers when its daemon does, and may ask the person first: never on an async thread.
    async fn in_keychain<T: Send + 'static>(
        &self,
        account: &str,
        work: impl FnOnce(&keyring::v1::Entry) -> keyring::v1::Result<T> + Send + 'static,
    ) -> keyring::v1::Result<T> {
        let (service, account) = (self.service.clone(), account.to_owned());
        tokio::task::spawn_blocking(move || keyring::v1::Entry::new(&service, &account).and_then(|entry| work(&entry)))
            .await
            .unwrap_or_else(|error| Err(keyring::v1::Error::PlatformFailure(Box::new(error))))
    }
}

/// Secret and token as the one text of a keychain entry.
fn entry_text(secret: &SecretInput) -> Secret {
    let parts = [Some(&secret.secret), secret.session_token.as_ref()];
    Secret::new(parts.into_iter().flatten().map(Secret::expose).collect::<Vec<_>>().join("\n"))
}

fn read_entry(text: Secret) -> Result<SecretInput, Error> {
    let mut lines = text.expose().split('\n').map(|line| Secret::new(line.to_owned()));
    let secret = lines.next().ok_or_else(|| Error::bug("an empty keychain entry"))?;
    Ok(SecretInput { secret, session_token: lines.next() })
}

fn unavailable(error: &keyring::v1::Error) -> Error {
    Error::not_sent(ErrorKind::KeychainUnavailable, format!("keychain: {error}")).with_words(Text::new(
        "系统钥匙串不可用，密钥没有保存。请启动并解锁钥匙串服务，再重新打开 Yundeck；或只在本次运行期间保留密钥。",
        "The system keychain is not available; the secret was not kept. Start and unlock it and open Yundeck again, or keep the secret for this session only.",
    ))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn input(secret: &str, token: Option<&str>) -> SecretInput {
        SecretInput { secret: Secret::new(secret.into()), session_token: token.map(|text| Secret::new(text.into())) }
    }

    #[test]
    fn an_entry_holds_secret_and_token() {
        let read = read_entry(entry_text(&input("s", Some("t")))).unwrap();
        assert_eq!((read.secret.expose(), read.session_token.as_ref().map(Secret::expose)), ("s", Some("t")));
        let read = read_entry(entry_text(&input("s+/=", None))).unwrap();
        assert_eq!((read.secret.expose(), read.session_token.is_none()), ("s+/=", true));
    }

    #[tokio::test]
    async fn a_session_secret_is_found_until_it_is_forgotten() {
        let secrets = Secrets::new("yundeck-test");
        secrets.keep("a", input("s", None), true).await.unwrap();
        assert_eq!(secrets.place("a").await, SecretPlace::Session);
        assert_eq!(secrets.find("a").await.unwrap().unwrap().secret.expose(), "s");
        secrets.forget("a").await.unwrap();
        assert!(!secrets.session().contains_key("a"));
    }
}
