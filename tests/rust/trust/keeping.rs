//! Keeping: for the session only or in the keychain, which may be locked.

use yundeck_app::ground::keychain::KeychainFault;
use yundeck_app::ground::secrets::SecretPlace;
use yundeck_app::records::account::AccountDraft;
use yundeck_domain::ErrorKind;

use crate::listener::PlayedProxy;
use crate::{Home, call, draft, secret, shown};

#[tokio::test(flavor = "multi_thread")]
async fn secret_for_this_session_only_stays_so_when_it_is_entered_again() {
    let (home, here) = (Home::new(), PlayedProxy::start().await);
    let cloud = yundeck_clouds::REGISTRY[0].adapter.spec();
    let session = AccountDraft { keep_for_session: true, ..draft(cloud, &here.url("http"), None) };
    let id = home.open().desk.add_account(session, secret("hush")).await.unwrap().account.id;
    let app = home.open();
    assert_eq!(shown(&app).await, SecretPlace::Missing);
    let view = app.desk.rekey_account(&id, "key".to_owned(), secret("hush")).await.unwrap();
    assert_eq!((view.secret_place, home.keychain.entry(&id)), (SecretPlace::Session, None));
    // It is the person's to choose anew.
    let view = app.desk.rekey_account_kept(&id, "key".to_owned(), secret("hush"), false).await.unwrap();
    assert_eq!((view.secret_place, home.keychain.entry(&id).is_some()), (SecretPlace::Keychain, true));
    let view = app.desk.rekey_account_kept(&id, "key".to_owned(), secret("hush"), true).await.unwrap();
    assert_eq!((view.secret_place, home.keychain.entry(&id)), (SecretPlace::Session, None));
}

#[tokio::test(flavor = "multi_thread")]
async fn locked_keychain_is_called_locked_and_nothing_has_to_be_entered_again() {
    let (home, here) = (Home::new(), PlayedProxy::start().await);
    let cloud = yundeck_clouds::REGISTRY[0].adapter.spec();
    let app = home.open();
    app.desk.add_account(draft(cloud, &here.url("http"), None), secret("hush")).await.unwrap();
    for (fault, place) in [
        (KeychainFault::Locked(String::new()), SecretPlace::Locked),
        (KeychainFault::Absent(String::new()), SecretPlace::Unavailable),
        (KeychainFault::Silent, SecretPlace::Silent),
    ] {
        home.keychain.fail(Some(fault));
        assert_eq!(call(&app).await.1, Some(ErrorKind::KeychainUnavailable));
        assert_eq!(shown(&app).await, place);
    }
    assert!(here.asked().is_empty());
    home.keychain.fail(None);
    call(&app).await;
    assert_eq!((shown(&app).await, here.asked().is_empty()), (SecretPlace::Keychain, false));
}

#[tokio::test(flavor = "multi_thread")]
async fn list_of_accounts_asks_the_keychain_for_nothing() {
    let home = Home::new();
    let cloud = yundeck_clouds::REGISTRY[0].adapter.spec();
    home.open().desk.add_account(draft(cloud, "https://cloud.invalid", None), secret("hush")).await.unwrap();
    let app = home.open();
    let before = home.keychain.reads();
    assert_eq!(shown(&app).await, SecretPlace::Keychain);
    assert_eq!(home.keychain.reads(), before);
}

/// Another process makes the database refuse what is written of accounts.
#[tokio::test(flavor = "multi_thread")]
async fn key_whose_account_could_not_be_written_leaves_the_one_before_with_its_secret() {
    let home = Home::new();
    let cloud = yundeck_clouds::REGISTRY[0].adapter.spec();
    let app = home.open();
    let id =
        app.desk.add_account(draft(cloud, "https://cloud.invalid", None), secret("hush")).await.unwrap().account.id;
    let entry = home.keychain.entry(&id);
    let database = rusqlite::Connection::open(home.folder.path().join("yundeck.db")).unwrap();
    let refuse = "BEGIN SELECT RAISE(ABORT, 'the disk is full'); END;";
    for of in ["INSERT", "UPDATE"] {
        database.execute_batch(&format!("CREATE TRIGGER {of}_raises BEFORE {of} ON accounts {refuse}")).unwrap();
    }
    for for_session in [false, true] {
        app.desk.rekey_account_kept(&id, "another".to_owned(), secret("new"), for_session).await.unwrap_err();
        let shown = app.desk.accounts().await.unwrap().remove(0);
        assert_eq!((shown.account.access_key_id.as_str(), shown.secret_place), ("key", SecretPlace::Keychain));
        assert_eq!(home.keychain.entry(&id), entry, "{for_session}: no new secret beside an old id");
    }
    app.desk.add_account(draft(cloud, "https://cloud.invalid", None), secret("hush")).await.unwrap_err();
    assert_eq!(home.keychain.names(), [id], "no entry is left of an account that is not there");
}
