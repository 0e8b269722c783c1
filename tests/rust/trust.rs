//! A secret is used where it is kept for, and nowhere else; where it is, is said as it is.

#![allow(clippy::unwrap_used, clippy::panic, reason = "a test fails by panicking")]

#[path = "trust/asked.rs"]
mod asked;
#[path = "trust/filled_in.rs"]
mod filled_in;
#[path = "trust/keeping.rs"]
mod keeping;
#[path = "settings/proxy.rs"]
mod listener;
#[path = "trust/proxy.rs"]
mod proxy;

use std::path::{Path, PathBuf};

use serde_json::{Value, json};
use yundeck_app::App;
use yundeck_app::ground::secrets::{SecretInput, SecretPlace};
use yundeck_app::records::account::AccountDraft;
use yundeck_catalogue::CloudSpec;
use yundeck_domain::{Account, ErrorKind, Secret};
use yundeck_tests::keychain::PlayedKeychain;
use yundeck_tests::{options, repository};

use listener::PlayedProxy;

/// A data folder with a keychain that outlives the application.
struct Home {
    folder: tempfile::TempDir,
    keychain: PlayedKeychain,
}

impl Home {
    fn new() -> Self {
        Self { folder: tempfile::tempdir().unwrap(), keychain: PlayedKeychain::default() }
    }

    fn open(&self) -> App {
        App::open_over(options(Some(self.folder.path().to_owned())), self.keychain.secrets()).unwrap()
    }

    /// Changes the account's row while the application is closed.
    fn edit(&self, change: impl Fn(&mut Value)) {
        let database = rusqlite::Connection::open(self.folder.path().join("yundeck.db")).unwrap();
        let text: String = database.query_row("SELECT body FROM accounts", [], |row| row.get(0)).unwrap();
        let mut body: Value = serde_json::from_str(&text).unwrap();
        change(&mut body);
        database.execute("UPDATE accounts SET body = ?1", [body.to_string()]).unwrap();
    }
}

fn secret(text: &str) -> SecretInput {
    SecretInput { secret: Secret::new(text.to_owned()), session_token: None }
}

fn certificate(name: &str) -> PathBuf {
    repository().join("src-tauri/crates/client/tests/client/tls").join(name)
}

fn draft(cloud: &CloudSpec, endpoint: &str, ca_file: Option<&Path>) -> AccountDraft {
    AccountDraft {
        cloud: cloud.id.clone(),
        label: "ours".to_owned(),
        access_key_id: "key".to_owned(),
        regions: vec![cloud.regions.first().map_or_else(|| "cn".to_owned(), |region| region.id.clone())],
        endpoint: Some(endpoint.to_owned()),
        ca_file: ca_file.map(|path| path.display().to_string()),
        ..AccountDraft::default()
    }
}

/// The account, and what is wrong with a call of it.
async fn call(app: &App) -> (Account, Option<ErrorKind>) {
    let account = app.desk.accounts().await.unwrap().remove(0).account;
    let report = app.desk.test_account(&account.id).await.unwrap();
    (account, report.error.map(|error| error.kind))
}

async fn shown(app: &App) -> SecretPlace {
    app.desk.accounts().await.unwrap().remove(0).secret_place
}

/// Ways by which an account's calls would go elsewhere, with the secret that is kept for here.
#[derive(Clone, Copy, Debug, PartialEq)]
enum Way {
    FormEndpoint,
    FormAuthority,
    EditedEndpoint,
    EditedAuthority,
    EditedAway,
    EditedScheme,
    RestoredExport,
    RewrittenFile,
}

const WAYS: [Way; 8] = [
    Way::FormEndpoint,
    Way::FormAuthority,
    Way::EditedEndpoint,
    Way::EditedAuthority,
    Way::EditedAway,
    Way::EditedScheme,
    Way::RestoredExport,
    Way::RewrittenFile,
];

#[tokio::test(flavor = "multi_thread")]
async fn secret_of_an_account_that_was_led_elsewhere_signs_nothing() {
    for cloud in yundeck_clouds::REGISTRY.iter().map(|cloud| cloud.adapter.spec()) {
        for way in WAYS {
            led_elsewhere(cloud, way).await;
        }
    }
}

async fn led_elsewhere(cloud: &CloudSpec, way: Way) {
    let (home, here, foreign) = (Home::new(), PlayedProxy::start().await, PlayedProxy::start().await);
    let what = format!("{} {way:?}", cloud.id);
    let ca_file = home.folder.path().join("ca.pem");
    std::fs::copy(certificate("ca.pem"), &ca_file).unwrap();
    let other = certificate("other.pem");

    let app = home.open();
    let account =
        app.desk.add_account(draft(cloud, &here.url("http"), Some(&ca_file)), secret("hush")).await.unwrap().account;
    let fine = call(&app).await.1;
    assert_ne!(fine, Some(ErrorKind::SecretElsewhere), "{what}");
    assert!(!here.asked().is_empty(), "{what}: the right place is called");
    let at_first = here.asked().len();
    let export = home.folder.path().join("export.json");
    std::fs::write(&export, app.desk.export().unwrap()).unwrap();

    let changed = match way {
        Way::FormEndpoint => Some(draft(cloud, &foreign.url("http"), Some(&ca_file))),
        Way::FormAuthority => Some(draft(cloud, &here.url("http"), Some(&other))),
        _ => None,
    };
    if let Some(changed) = changed {
        let error = app.desk.update_account(&account.id, changed.clone()).await.unwrap_err();
        assert_eq!(error.kind, ErrorKind::SecretElsewhere, "{what}");
        assert!(error.words.is_some_and(|words| words.en.contains(&here.url("http"))), "{what}: old and new are said");
        assert_eq!(call(&app).await.1, fine, "{what}: nothing was changed");
        // With the secret it is done, and the old place is none any more.
        app.desk.move_account(&account.id, changed, secret("hush")).await.unwrap();
        assert_ne!(call(&app).await.1, Some(ErrorKind::SecretElsewhere), "{what}");
        return;
    }
    drop(app);

    match way {
        Way::EditedEndpoint => home.edit(|body| body["endpoint"] = foreign.url("http").into()),
        Way::EditedAuthority => {
            let pem = std::fs::read_to_string(&other).unwrap();
            home.edit(|body| body["authority"] = pem.clone().into());
        }
        Way::EditedAway => home.edit(|body| body["authority"] = Value::Null),
        Way::EditedScheme => {
            let Some(scheme) = cloud.signing.get(1) else { return };
            home.edit(|body| body["signing"] = json!(scheme));
        }
        Way::RewrittenFile => drop(std::fs::copy(&other, &ca_file).unwrap()),
        _ => {}
    }
    if way == Way::RestoredExport {
        let text = std::fs::read_to_string(&export).unwrap().replace(&here.url("http"), &foreign.url("http"));
        std::fs::write(&export, text).unwrap();
        std::fs::remove_file(home.folder.path().join("yundeck.db")).unwrap();
        std::fs::remove_file(home.folder.path().join("yundeck.lock")).unwrap();
        let app = home.open();
        let preview = app.desk.look_at_export(&export).unwrap();
        let effect = &preview.accounts[0].effect;
        assert_eq!((effect.endpoint.clone(), effect.usual), (Some(foreign.url("http")), false), "{what}");
        assert!(effect.authority.is_some() && effect.key_id == "key", "{what}");
        app.desk.take_export(&preview.id, std::slice::from_ref(&account.id)).await.unwrap();
        let (restored, error) = call(&app).await;
        assert_ne!(restored.id, account.id, "{what}: there is a secret under this id, for another place");
        assert_eq!(error, Some(ErrorKind::CredentialRejected), "{what}");
        assert_eq!(foreign.asked(), Vec::<String>::new(), "{what}");
        return;
    }
    let app = home.open();
    let error = call(&app).await.1;
    if way == Way::RewrittenFile {
        assert_eq!(error, fine, "{what}: the file is not read again");
        assert!(here.asked().len() > at_first, "{what}");
    } else {
        assert_eq!(error, Some(ErrorKind::SecretElsewhere), "{what}");
        assert_eq!(shown(&app).await, SecretPlace::Elsewhere, "{what}");
        assert_eq!(here.asked().len(), at_first, "{what}");
    }
    assert_eq!(foreign.asked(), Vec::<String>::new(), "{what}");
}

#[tokio::test(flavor = "multi_thread")]
async fn entry_of_a_version_before_is_taken_over_once_without_a_question() {
    let (home, here) = (Home::new(), PlayedProxy::start().await);
    let cloud = yundeck_clouds::REGISTRY[0].adapter.spec();
    let ca_file = home.folder.path().join("ca.pem");
    std::fs::copy(certificate("ca.pem"), &ca_file).unwrap();
    let app = home.open();
    let account =
        app.desk.add_account(draft(cloud, &here.url("http"), Some(&ca_file)), secret("hush")).await.unwrap().account;
    let fine = call(&app).await.1;
    drop(app);
    home.keychain.put(&account.id, "hush");
    home.edit(|body| {
        let members = body.as_object_mut().unwrap();
        members.remove("authority");
        members.remove("sessionOnly");
    });

    let app = home.open();
    let error = call(&app).await.1;
    let taken = app.desk.accounts().await.unwrap().remove(0).account;
    assert_eq!((error, taken.authority.is_some()), (fine, true));
    let entry = home.keychain.entry(&account.id).unwrap();
    assert!(entry.contains(&here.url("http")), "it is written down where the secret may be used");
    // What is edited, but leads nowhere else, asks nothing.
    let renamed = AccountDraft { label: "renamed".to_owned(), ..draft(cloud, &here.url("http"), Some(&ca_file)) };
    app.desk.update_account(&account.id, renamed).await.unwrap();
    drop(app);
    home.edit(|body| body["endpoint"] = "http://127.0.0.1:9".into());
    assert_eq!(call(&home.open()).await.1, Some(ErrorKind::SecretElsewhere));
}

#[tokio::test(flavor = "multi_thread")]
async fn restored_account_that_was_not_chosen_is_left_and_a_foreign_ca_file_is_never_read() {
    let home = Home::new();
    let cloud = yundeck_clouds::REGISTRY[0].adapter.spec();
    let app = home.open();
    let usual = AccountDraft { endpoint: None, ..draft(cloud, "", None) };
    let account = app.desk.add_account(usual, secret("hush")).await.unwrap().account;
    let mut file: Value = serde_json::from_str(&app.desk.export().unwrap()).unwrap();
    file["accounts"][0]["caFile"] = "//stranger/share/ca.pem".into();
    let export = home.folder.path().join("export.json");
    std::fs::write(&export, file.to_string()).unwrap();

    let other = Home::new();
    let app = other.open();
    let preview = app.desk.look_at_export(&export).unwrap();
    assert!(preview.accounts[0].effect.usual);
    app.desk.take_export(&preview.id, &[]).await.unwrap();
    assert!(app.desk.accounts().await.unwrap().is_empty());
    let preview = app.desk.look_at_export(&export).unwrap();
    app.desk.take_export(&preview.id, std::slice::from_ref(&account.id)).await.unwrap();
    let restored = app.desk.accounts().await.unwrap().remove(0);
    assert_eq!((restored.account.id, restored.account.ca_file), (account.id, None));
    assert_eq!(restored.secret_place, SecretPlace::Missing);
}
