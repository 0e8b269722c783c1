//! Where secrets are: in the operating system's keychain, or, if the person chose so, in memory until the end of the session.
//!
//! They are never written to a file, a log, the database or the web view. Beside a secret stands where it may be used; who uses it
//! compares (`Reach::access`).

mod entry;

use std::collections::HashMap;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use serde::{Deserialize, Serialize};
use yundeck_domain::{Error, ErrorKind, Secret, Text};

use crate::ground::keychain::{Keychain, KeychainFault, SystemKeychain};
use entry::Head;

/// How long a keychain may take: it may ask the person for a password first.
const PATIENCE: Duration = Duration::from_secs(30);

/// With so many questions unanswered, it is not asked another one.
const MOST_UNANSWERED: usize = 16;

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

/// A secret and where it may be used, in the words of who keeps it; `None`: an entry by a version that did not write this down.
#[derive(Debug, Clone)]
pub struct Kept {
    /// The secret.
    pub input: SecretInput,
    /// Where it may be used.
    pub place: Option<String>,
}

/// Where an account's secret is, as far as that is known: a keychain is asked for a secret when it is used, never for a list.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, specta::Type)]
#[serde(rename_all = "snake_case")]
pub enum SecretPlace {
    /// In the operating system's keychain.
    Keychain,
    /// In memory, until the application ends.
    Session,
    /// Nowhere: it has to be entered again.
    Missing,
    /// In the keychain, for another place than where the account's calls go now: it has to be entered again.
    Elsewhere,
    /// In the keychain, which is locked.
    Locked,
    /// In the keychain, which does not answer.
    Silent,
    /// In the keychain, and there is none now.
    Unavailable,
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
    keychain: Arc<dyn Keychain>,
    session: Arc<Mutex<HashMap<String, Kept>>>,
    /// What was learned when they were used.
    known: Arc<Mutex<HashMap<String, SecretPlace>>>,
    unanswered: Arc<AtomicUsize>,
    on_change: Arc<dyn Fn() + Send + Sync>,
    patience: Duration,
}

impl Secrets {
    /// Secrets under the service name that the keychain shows.
    pub fn new(service: impl Into<String>) -> Self {
        Self::over(Arc::new(SystemKeychain::new(service)), PATIENCE)
    }

    /// Secrets in a keychain that is given so long for each answer.
    pub fn over(keychain: Arc<dyn Keychain>, patience: Duration) -> Self {
        Self {
            keychain,
            session: Arc::default(),
            known: Arc::default(),
            unanswered: Arc::default(),
            on_change: Arc::new(|| ()),
            patience,
        }
    }

    /// The same, which says when it has learned that a secret is somewhere else than was thought.
    #[must_use]
    pub(crate) fn telling(mut self, on_change: impl Fn() + Send + Sync + 'static) -> Self {
        self.on_change = Arc::new(on_change);
        self
    }

    /// Whether the operating system offers a keychain now.
    pub async fn keychain(&self) -> KeychainStatus {
        match self.ask(|keychain| keychain.read("keychain-probe")).await {
            Ok(_) | Err(KeychainFault::Locked(_)) => KeychainStatus::Available,
            Err(KeychainFault::Silent) => {
                KeychainStatus::Unavailable { reason: "the keychain does not answer".to_owned() }
            }
            Err(KeychainFault::Absent(reason) | KeychainFault::Failed(reason)) => {
                KeychainStatus::Unavailable { reason }
            }
        }
    }

    /// Keeps a secret for a place; `for_session`: in memory only.
    ///
    /// # Errors
    /// `KeychainUnavailable` when there is no keychain or it refuses, `InvalidParams` when it is too long; what was kept before
    /// is kept then.
    pub async fn keep(&self, name: &str, input: SecretInput, place: &str, for_session: bool) -> Result<(), Error> {
        let kept = Kept { input, place: Some(place.to_owned()) };
        if for_session {
            self.session().insert(name.to_owned(), kept);
            self.note(name, SecretPlace::Session);
            return Ok(());
        }
        let head = Head::of(&kept)?;
        let owned = name.to_owned();
        self.ask(move |keychain| head.write(keychain, &owned, kept.input.session_token.as_ref()))
            .await
            .map_err(|fault| not_kept(&fault))?;
        self.session().remove(name);
        self.note(name, SecretPlace::Keychain);
        Ok(())
    }

    /// A secret; `None` when it is nowhere.
    ///
    /// # Errors
    /// `KeychainUnavailable` when the keychain cannot be asked.
    pub async fn find(&self, name: &str) -> Result<Option<Kept>, Error> {
        if let Some(kept) = self.session().get(name) {
            return Ok(Some(kept.clone()));
        }
        let owned = name.to_owned();
        let found = self.ask(move |keychain| entry::read(keychain, &owned)).await;
        match &found {
            // That it is for another place is known by who compared, until it is kept anew.
            Ok(Some(_)) if self.known().get(name) == Some(&SecretPlace::Elsewhere) => {}
            Ok(Some(_)) => self.note(name, SecretPlace::Keychain),
            Ok(None) => self.note(name, SecretPlace::Missing),
            Err(fault) => self.note(name, place_of(fault)),
        }
        found.map_err(|fault| not_found(&fault))
    }

    /// A secret that is kept for this session.
    pub(crate) fn of_session(&self, name: &str) -> Option<Kept> {
        self.session().get(name).cloned()
    }

    /// Where a secret is, as far as is known without asking; `session_only`: it is never in the keychain.
    pub fn place(&self, name: &str, session_only: bool) -> SecretPlace {
        if self.session().contains_key(name) {
            return SecretPlace::Session;
        }
        match self.known().get(name) {
            _ if session_only => SecretPlace::Missing,
            Some(place) => *place,
            None => SecretPlace::Keychain,
        }
    }

    /// Removes a secret wherever it is; one that is not there is no error.
    ///
    /// # Errors
    /// `KeychainUnavailable` when the keychain has it and does not let it go.
    pub async fn forget(&self, name: &str) -> Result<(), Error> {
        let in_session = self.session().remove(name).is_some();
        let owned = name.to_owned();
        match self.ask(move |keychain| entry::delete(keychain, &owned)).await {
            // Without a keychain the session's copy was the only one.
            Err(fault) if !in_session => {
                self.note(name, place_of(&fault));
                Err(not_found(&fault))
            }
            _ => {
                self.note(name, SecretPlace::Missing);
                Ok(())
            }
        }
    }

    /// What was learned of a secret.
    pub(crate) fn note(&self, name: &str, place: SecretPlace) {
        let before = self.known().insert(name.to_owned(), place);
        if before.unwrap_or(SecretPlace::Keychain) != place {
            (self.on_change)();
        }
    }

    fn session(&self) -> MutexGuard<'_, HashMap<String, Kept>> {
        self.session.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn known(&self) -> MutexGuard<'_, HashMap<String, SecretPlace>> {
        self.known.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// The keychain answers when its daemon does, and may ask the person first: never on an async thread, and not for ever.
    async fn ask<T: Send + 'static>(
        &self,
        work: impl FnOnce(&dyn Keychain) -> Result<T, KeychainFault> + Send + 'static,
    ) -> Result<T, KeychainFault> {
        if self.unanswered.load(Ordering::Relaxed) >= MOST_UNANSWERED {
            return Err(KeychainFault::Silent);
        }
        let (keychain, unanswered) = (self.keychain.clone(), self.unanswered.clone());
        unanswered.fetch_add(1, Ordering::Relaxed);
        let asked = tokio::task::spawn_blocking(move || {
            let answer = work(&*keychain);
            unanswered.fetch_sub(1, Ordering::Relaxed);
            answer
        });
        match tokio::time::timeout(self.patience, asked).await {
            Ok(Ok(answer)) => answer,
            Ok(Err(error)) => Err(KeychainFault::Failed(error.to_string())),
            Err(_) => Err(KeychainFault::Silent),
        }
    }
}

fn place_of(fault: &KeychainFault) -> SecretPlace {
    match fault {
        KeychainFault::Locked(_) => SecretPlace::Locked,
        KeychainFault::Silent => SecretPlace::Silent,
        KeychainFault::Absent(_) | KeychainFault::Failed(_) => SecretPlace::Unavailable,
    }
}

fn unavailable(fault: &KeychainFault, (zh, en): (&str, &str)) -> Error {
    let context = match fault {
        KeychainFault::Locked(why) | KeychainFault::Absent(why) | KeychainFault::Failed(why) => why.as_str(),
        KeychainFault::Silent => "no answer",
    };
    let (why_zh, why_en) = match fault {
        KeychainFault::Locked(_) => {
            ("系统钥匙串已锁定：请解锁后再试", "The system keychain is locked: unlock it and try again")
        }
        KeychainFault::Silent => (
            "系统钥匙串没有回应，可能在等您解锁：请查看系统的对话框，然后再试",
            "The system keychain does not answer; it may be waiting to be unlocked. Look for its dialog and try again",
        ),
        KeychainFault::Absent(_) | KeychainFault::Failed(_) => (
            "系统钥匙串不可用：请启动钥匙串服务，再重新打开 Yundeck",
            "The system keychain is not available: start it and open Yundeck again",
        ),
    };
    Error::not_sent(ErrorKind::KeychainUnavailable, format!("keychain: {context}"))
        .with_words(Text::new(format!("{why_zh}。{zh}"), format!("{why_en}. {en}")))
}

fn not_kept(fault: &KeychainFault) -> Error {
    let words = (
        "密钥没有保存；也可以只在本次运行期间保留。",
        "The secret was not kept; it can be kept for this session only.",
    );
    unavailable(fault, words)
}

fn not_found(fault: &KeychainFault) -> Error {
    unavailable(fault, ("密钥没有丢，不必重新填写。", "The secret is not lost and need not be entered again."))
}

#[cfg(test)]
#[path = "secrets/tests.rs"]
mod tests;
