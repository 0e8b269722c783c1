use std::collections::HashMap;
use std::sync::Mutex;

use super::*;

/// A keychain of this process, with the limit of a Windows credential.
#[derive(Default)]
struct Played {
    entries: Mutex<HashMap<String, String>>,
    fault: Mutex<Option<KeychainFault>>,
    delay: Mutex<Duration>,
}

impl Played {
    fn go(&self) -> Result<std::sync::MutexGuard<'_, HashMap<String, String>>, KeychainFault> {
        std::thread::sleep(*self.delay.lock().unwrap());
        match self.fault.lock().unwrap().clone() {
            Some(fault) => Err(fault),
            None => Ok(self.entries.lock().unwrap()),
        }
    }
}

impl Keychain for Played {
    fn read(&self, entry: &str) -> Result<Option<Secret>, KeychainFault> {
        Ok(self.go()?.get(entry).cloned().map(Secret::new))
    }

    fn write(&self, entry: &str, text: &Secret) -> Result<(), KeychainFault> {
        if text.expose().encode_utf16().count() * 2 > 2560 {
            return Err(KeychainFault::Failed("too long".to_owned()));
        }
        self.go()?.insert(entry.to_owned(), text.expose().to_owned());
        Ok(())
    }

    fn delete(&self, entry: &str) -> Result<(), KeychainFault> {
        self.go()?.remove(entry);
        Ok(())
    }
}

fn input(secret: &str, token: Option<&str>) -> SecretInput {
    SecretInput { secret: Secret::new(secret.into()), session_token: token.map(|text| Secret::new(text.into())) }
}

fn secrets() -> (Arc<Played>, Secrets) {
    let keychain = Arc::new(Played::default());
    (keychain.clone(), Secrets::over(keychain, Duration::from_millis(200)))
}

async fn found(secrets: &Secrets) -> Option<(String, Option<String>, Option<String>)> {
    let kept = secrets.find("a").await.unwrap()?;
    let token = kept.input.session_token.map(|token| token.expose().to_owned());
    Some((kept.input.secret.expose().to_owned(), token, kept.place))
}

fn some(secret: &str, token: Option<&str>, place: Option<&str>) -> Option<(String, Option<String>, Option<String>)> {
    Some((secret.to_owned(), token.map(str::to_owned), place.map(str::to_owned)))
}

#[tokio::test]
async fn keep_with_a_token_of_any_length_finds_it_again_and_leaves_no_entry_behind() {
    let (keychain, secrets) = secrets();
    for token in
        [None, Some("t".to_owned()), Some("t".repeat(1300)), Some("令".repeat(5000)), Some("𝕥".repeat(1201)), None]
    {
        secrets.keep("a", input("s+/=\n\"", token.as_deref()), "here", false).await.unwrap();
        assert_eq!(found(&secrets).await, some("s+/=\n\"", token.as_deref(), Some("here")));
        let parts = token.map_or(0, |token| token.encode_utf16().count().div_ceil(1200));
        assert_eq!(keychain.entries.lock().unwrap().len(), 1 + parts);
    }
    secrets.keep("a", input("s", Some(&"t".repeat(3000))), "here", false).await.unwrap();
    secrets.forget("a").await.unwrap();
    assert!(keychain.entries.lock().unwrap().is_empty());
}

#[tokio::test]
async fn keep_of_what_no_keychain_holds_is_refused_with_its_length_and_leaves_the_old_one() {
    let (_, secrets) = secrets();
    secrets.keep("a", input("s", None), "here", false).await.unwrap();
    for (long, path, length) in [
        (input(&"s".repeat(1300), None), "/secret", "1300"),
        (input("s", Some(&"t".repeat(20_000))), "/sessionToken", "20000"),
    ] {
        let error = secrets.keep("a", long, "here", false).await.unwrap_err();
        assert_eq!((error.kind, error.problems[0].path.as_str()), (ErrorKind::InvalidParams, path));
        assert!(error.problems[0].words.as_ref().unwrap().en.contains(length), "{error:?}");
    }
    assert_eq!(found(&secrets).await, some("s", None, Some("here")));
}

#[tokio::test]
async fn find_with_half_a_token_finds_nothing() {
    let (keychain, secrets) = secrets();
    secrets.keep("a", input("s", Some(&"t".repeat(2000))), "here", false).await.unwrap();
    let part = keychain.entries.lock().unwrap().keys().find(|name| name.ends_with(" 2")).unwrap().clone();
    keychain.entries.lock().unwrap().insert(part, "other".to_owned());
    assert_eq!(found(&secrets).await, None);
}

#[tokio::test]
async fn find_of_an_entry_by_a_version_before_has_no_place() {
    let (keychain, secrets) = secrets();
    for (text, token) in [("s", None), ("s\nt", Some("t"))] {
        keychain.entries.lock().unwrap().insert("a".to_owned(), text.to_owned());
        assert_eq!(found(&secrets).await, some("s", token, None));
    }
}

#[tokio::test]
async fn keychain_that_is_locked_absent_or_slow_is_said_as_what_it_is() {
    let (keychain, secrets) = secrets();
    secrets.keep("a", input("s", None), "here", false).await.unwrap();
    let why = || "why".to_owned();
    for (fault, place, says) in [
        (KeychainFault::Locked(why()), SecretPlace::Locked, "is locked"),
        (KeychainFault::Absent(why()), SecretPlace::Unavailable, "is not available"),
        (KeychainFault::Failed(why()), SecretPlace::Unavailable, "is not available"),
    ] {
        *keychain.fault.lock().unwrap() = Some(fault);
        let error = secrets.find("a").await.unwrap_err();
        assert_eq!((error.kind, secrets.place("a", false)), (ErrorKind::KeychainUnavailable, place));
        assert!(error.words.is_some_and(|words| words.en.contains(says) && words.en.contains("not lost")));
    }
    *keychain.fault.lock().unwrap() = None;
    *keychain.delay.lock().unwrap() = Duration::from_millis(600);
    let error = secrets.find("a").await.unwrap_err();
    assert!(error.words.is_some_and(|words| words.en.contains("does not answer")));
    assert_eq!(secrets.place("a", false), SecretPlace::Silent);
    *keychain.delay.lock().unwrap() = Duration::ZERO;
    assert_eq!(found(&secrets).await, some("s", None, Some("here")));
    assert_eq!(secrets.place("a", false), SecretPlace::Keychain);
}

#[tokio::test]
async fn place_asks_no_keychain() {
    let (keychain, secrets) = secrets();
    *keychain.delay.lock().unwrap() = Duration::from_secs(60);
    assert_eq!((secrets.place("a", false), secrets.place("a", true)), (SecretPlace::Keychain, SecretPlace::Missing));
}

#[tokio::test]
async fn a_session_secret_is_found_until_it_is_forgotten_and_never_in_the_keychain() {
    let (keychain, secrets) = secrets();
    secrets.keep("a", input("s", None), "here", true).await.unwrap();
    assert_eq!(secrets.place("a", true), SecretPlace::Session);
    assert_eq!(found(&secrets).await, some("s", None, Some("here")));
    assert!(keychain.entries.lock().unwrap().is_empty());
    secrets.forget("a").await.unwrap();
    assert_eq!((secrets.place("a", true), found(&secrets).await), (SecretPlace::Missing, None));
}
