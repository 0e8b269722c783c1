//! Where a secret goes, by which proxy, and whose key it is, is agreed to by the person: the page may be filled in by somebody else.

use std::sync::Arc;

use yundeck_app::records::account::AccountDraft;
use yundeck_app::records::settings::Settings;
use yundeck_app::{App, Options};
use yundeck_catalogue::CloudSpec;
use yundeck_domain::{ErrorKind, Proxy};
use yundeck_tests::options;
use yundeck_tests::person::Told;

use crate::listener::PlayedProxy;
use crate::{Home, draft, secret};

fn open(home: &Home, person: &Arc<Told>) -> App {
    let options = Options { person: person.clone(), ..options(Some(home.folder.path().to_owned())) };
    App::open_over(options, home.keychain.secrets()).unwrap()
}

#[tokio::test(flavor = "multi_thread")]
async fn secret_goes_to_another_address_only_with_a_yes_which_is_asked_for_once() {
    for cloud in yundeck_clouds::REGISTRY.iter().map(|cloud| cloud.adapter.spec()) {
        let (home, here, other) = (Home::new(), PlayedProxy::start().await, PlayedProxy::start().await);
        let person = Arc::new(Told::default());
        let app = open(&home, &person);
        let ours = draft(cloud, &here.url("http"), None);
        let refused = app.desk.test_draft(ours.clone(), secret("hush"), None).await.unwrap_err();
        assert_eq!((refused.kind, here.asked()), (ErrorKind::Cancelled, vec![]), "{}", cloud.id);
        let refused = app.desk.add_account(ours.clone(), secret("hush")).await.unwrap_err();
        assert_eq!(refused.kind, ErrorKind::Cancelled, "{}", cloud.id);
        assert!(app.desk.accounts().await.unwrap().is_empty(), "{}: nothing is kept", cloud.id);
        let asked = person.heard();
        assert_eq!(asked.len(), 2, "{}", cloud.id);
        assert!(asked[0].lines.iter().any(|line| line.en.contains(&here.url("http"))), "{}: {asked:?}", cloud.id);

        person.say(&[true]);
        let report = app.desk.test_draft(ours.clone(), secret("hush"), None).await.unwrap();
        assert!(!report.ok && !here.asked().is_empty(), "{}", cloud.id);
        let id = app.desk.add_account(ours.clone(), secret("hush")).await.unwrap().account.id;
        app.desk.rekey_account(&id, "key".to_owned(), secret("hush")).await.unwrap();
        assert_eq!(person.heard().len(), 1, "{}: said once", cloud.id);

        let moved = draft(cloud, &other.url("http"), None);
        let refused = app.desk.move_account(&id, moved.clone(), secret("hush")).await.unwrap_err();
        assert_eq!(refused.kind, ErrorKind::Cancelled, "{}", cloud.id);
        let refused = app.desk.test_change(&id, moved, Some(secret("hush")), None).await.unwrap_err();
        assert_eq!((refused.kind, other.asked()), (ErrorKind::Cancelled, vec![]), "{}", cloud.id);
        person.heard();

        // What is kept for a place is not asked about again, after the next start either.
        drop(app);
        let app = open(&home, &person);
        app.desk.rekey_account(&id, "key".to_owned(), secret("hush")).await.unwrap();
        assert_eq!(person.heard(), [], "{}", cloud.id);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn secret_for_the_cloud_itself_is_not_asked_about() {
    let (home, person) = (Home::new(), Arc::new(Told::default()));
    let app = open(&home, &person);
    for cloud in yundeck_clouds::REGISTRY.iter().map(|cloud| cloud.adapter.spec()) {
        if cloud.endpoint_required {
            continue;
        }
        let own = AccountDraft { endpoint: None, ..draft(cloud, "", None) };
        app.desk.add_account(own, secret("hush")).await.unwrap();
    }
    assert_eq!(person.heard(), []);
}

fn by(proxy: &PlayedProxy) -> Proxy {
    Proxy::Manual { url: proxy.url("http"), username: None }
}

fn all_by(proxy: &PlayedProxy) -> Settings {
    Settings { proxy: by(proxy), ..Settings::default() }
}

fn first() -> &'static CloudSpec {
    yundeck_clouds::REGISTRY[0].adapter.spec()
}

/// An account beyond this computer, which alone is spoken to by a proxy.
fn beyond(proxy: Option<Proxy>) -> AccountDraft {
    AccountDraft { endpoint: None, proxy, ..draft(first(), "", None) }
}

#[tokio::test(flavor = "multi_thread")]
async fn calls_of_all_go_by_another_proxy_only_with_a_yes_which_is_asked_for_once() {
    let (home, proxy, person) = (Home::new(), PlayedProxy::start().await, Arc::new(Told::default()));
    let app = open(&home, &person);
    let id = app.desk.add_account(beyond(None), secret("hush")).await.unwrap().account.id;
    let refused = app.desk.save_settings(&all_by(&proxy)).await.unwrap_err();
    assert_eq!((refused.kind, app.desk.settings().unwrap()), (ErrorKind::Cancelled, Settings::default()));
    let asked = person.heard();
    assert_eq!(asked.len(), 1);
    assert!(asked[0].lines.iter().any(|line| line.en.contains(&proxy.url("http"))), "{asked:?}");

    person.say(&[true]);
    app.desk.save_settings(&all_by(&proxy)).await.unwrap();
    assert_eq!(person.heard().len(), 1);
    app.desk.test_account(&id).await.unwrap();
    assert!(!proxy.asked().is_empty(), "it is used");
    // Another user name, another setting, no proxy, and the same one again.
    let named = Proxy::Manual { url: proxy.url("http"), username: Some("me".to_owned()) };
    for settings in [
        Settings { proxy: named, ..Settings::default() },
        Settings { refresh_seconds: 30, ..all_by(&proxy) },
        Settings { proxy: Proxy::Direct, ..Settings::default() },
        all_by(&proxy),
    ] {
        app.desk.save_settings(&settings).await.unwrap();
    }
    // Nor by an account of its own, who may carry the calls of all.
    app.desk.add_account(beyond(Some(by(&proxy))), secret("hush")).await.unwrap();
    assert_eq!(person.heard(), []);
    drop(app);
    let app = open(&home, &person);
    app.desk.save_settings(&Settings { refresh_seconds: 60, ..all_by(&proxy) }).await.unwrap();
    assert_eq!(person.heard(), [], "what is set already is not asked about after the next start");
}

#[tokio::test(flavor = "multi_thread")]
async fn calls_of_an_account_go_by_a_proxy_of_its_own_only_with_a_yes() {
    let (home, one, other) = (Home::new(), PlayedProxy::start().await, PlayedProxy::start().await);
    let person = Arc::new(Told::default());
    let app = open(&home, &person);
    for refused in [
        app.desk.test_draft(beyond(Some(by(&one))), secret("hush"), None).await.map(drop),
        app.desk.add_account(beyond(Some(by(&one))), secret("hush")).await.map(drop),
    ] {
        assert_eq!(refused.unwrap_err().kind, ErrorKind::Cancelled);
    }
    assert_eq!((one.asked(), app.desk.accounts().await.unwrap().len()), (vec![], 0));
    let asked = person.heard();
    assert!(asked.len() == 2 && asked[0].lines[0].en.ends_with("ours"), "{asked:?}");

    person.say(&[true]);
    app.desk.test_draft(beyond(Some(by(&one))), secret("hush"), None).await.unwrap();
    assert!(!one.asked().is_empty());
    let kept = app.desk.add_account(beyond(Some(by(&one))), secret("hush")).await.unwrap().account;
    assert_eq!(person.heard().len(), 1, "said once");

    let changed = beyond(Some(by(&other)));
    for refused in [
        app.desk.update_account(&kept.id, changed.clone()).await.map(drop),
        app.desk.move_account(&kept.id, changed.clone(), secret("hush")).await.map(drop),
        app.desk.test_change(&kept.id, changed.clone(), None, None).await.map(drop),
        // What is said of one account is said of no other, nor of all.
        app.desk
            .add_account(AccountDraft { access_key_id: "another".to_owned(), ..beyond(Some(by(&one))) }, secret("hush"))
            .await
            .map(drop),
        app.desk.save_settings(&all_by(&one)).await,
    ] {
        assert_eq!(refused.unwrap_err().kind, ErrorKind::Cancelled);
    }
    assert_eq!(person.heard().len(), 5);
    let shown = app.desk.accounts().await.unwrap();
    assert_eq!((other.asked(), shown.len(), &shown[0].account.proxy), (vec![], 1, &kept.proxy));
    person.say(&[true]);
    app.desk.update_account(&kept.id, changed).await.unwrap();
    assert_eq!(app.desk.accounts().await.unwrap()[0].account.proxy, Some(by(&other)));
}

#[tokio::test(flavor = "multi_thread")]
async fn proxies_of_a_file_are_taken_in_only_with_a_yes() {
    let (from, ours, own) = (Home::new(), PlayedProxy::start().await, PlayedProxy::start().await);
    let app = from.open();
    let account = app.desk.add_account(beyond(Some(by(&own))), secret("hush")).await.unwrap().account;
    app.desk.save_settings(&all_by(&ours)).await.unwrap();
    let export = from.folder.path().join("export.json");
    std::fs::write(&export, app.desk.export().unwrap()).unwrap();

    let (to, person) = (Home::new(), Arc::new(Told::default()));
    let app = open(&to, &person);
    let preview = app.desk.look_at_export(&export).unwrap();
    let taken = std::slice::from_ref(&account.id);
    for answers in [vec![false], vec![true, false]] {
        person.say(&answers);
        let refused = app.desk.take_export(&preview.id, taken).await.unwrap_err();
        assert_eq!((refused.kind, person.heard().len()), (ErrorKind::Cancelled, answers.len()));
        assert_eq!((app.desk.settings().unwrap(), app.desk.accounts().await.unwrap().len()), (Settings::default(), 0));
    }
    person.say(&[true]);
    app.desk.take_export(&preview.id, taken).await.unwrap();
    assert_eq!(person.heard().len(), 1, "of the application's it was said");
    assert_eq!(app.desk.accounts().await.unwrap()[0].account.proxy, Some(by(&own)));

    // An account that is not taken needs no yes to its proxy.
    let (elsewhere, person) = (Home::new(), Arc::new(Told::default()));
    let app = open(&elsewhere, &person);
    let preview = app.desk.look_at_export(&export).unwrap();
    person.say(&[true]);
    app.desk.take_export(&preview.id, &[]).await.unwrap();
    assert_eq!(person.heard().len(), 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn key_of_another_id_takes_the_place_of_the_one_before_only_with_a_yes() {
    let (home, person) = (Home::new(), Arc::new(Told::default()));
    let app = open(&home, &person);
    let id = app.desk.add_account(beyond(None), secret("hush")).await.unwrap().account.id;
    let before = home.keychain.entry(&id);
    let refused = app.desk.rekey_account(&id, "stranger's".to_owned(), secret("foreign")).await.unwrap_err();
    let shown = app.desk.accounts().await.unwrap().remove(0).account;
    assert_eq!((refused.kind, shown.access_key_id.as_str()), (ErrorKind::Cancelled, "key"));
    assert_eq!(home.keychain.entry(&id), before, "the secret before is kept");
    let asked = person.heard();
    assert!(asked.len() == 1 && asked[0].lines.iter().any(|line| line.en.contains("stranger's")), "{asked:?}");
    app.desk.rekey_account(&id, "key".to_owned(), secret("anew")).await.unwrap();
    assert_eq!(person.heard(), [], "the same key's secret once more");
    person.say(&[true]);
    app.desk.rekey_account(&id, "next".to_owned(), secret("next")).await.unwrap();
    assert_eq!(app.desk.accounts().await.unwrap().remove(0).account.access_key_id, "next");
}
