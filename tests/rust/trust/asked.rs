//! Where a secret goes is agreed to by the person, since the page may be filled in by somebody else.

use std::sync::Arc;

use yundeck_app::{App, Options};
use yundeck_domain::ErrorKind;
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
        app.desk.rekey_account(&id, "another".to_owned(), secret("hush")).await.unwrap();
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
        app.desk.rekey_account(&id, "again".to_owned(), secret("hush")).await.unwrap();
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
        let own = yundeck_app::records::account::AccountDraft { endpoint: None, ..draft(cloud, "", None) };
        app.desk.add_account(own, secret("hush")).await.unwrap();
    }
    assert_eq!(person.heard(), []);
}
