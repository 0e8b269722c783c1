//! What stands in the form of an account that is kept is tested as it stands there, with its secret only where that may be used.

use yundeck_app::records::account::AccountDraft;
use yundeck_domain::{ErrorKind, Proxy};

use crate::listener::PlayedProxy;
use crate::{Home, draft, secret, shown};

#[tokio::test(flavor = "multi_thread")]
async fn test_of_a_changed_endpoint_goes_there_with_the_entered_secret_and_changes_nothing() {
    for cloud in yundeck_clouds::REGISTRY.iter().map(|cloud| cloud.adapter.spec()) {
        let (home, here, other) = (Home::new(), PlayedProxy::start().await, PlayedProxy::start().await);
        let app = home.open();
        let before = app.desk.add_account(draft(cloud, &here.url("http"), None), secret("hush")).await.unwrap();
        let id = &before.account.id;
        let changed = draft(cloud, &other.url("http"), None);

        let refused = app.desk.test_change(id, changed.clone(), None, None).await.unwrap_err();
        assert_eq!(refused.kind, ErrorKind::SecretElsewhere, "{}: the secret is kept for another place", cloud.id);
        assert_eq!((here.asked(), other.asked()), (vec![], vec![]), "{}: nothing was sent", cloud.id);
        assert_eq!(shown(&app).await, before.secret_place, "{}: the kept account is fine", cloud.id);

        let report = app.desk.test_change(id, changed, Some(secret("hush")), None).await.unwrap();
        assert!(!report.ok && !other.asked().is_empty(), "{}: the place in the form was asked", cloud.id);
        assert_eq!(here.asked(), Vec::<String>::new(), "{}: the kept place was not", cloud.id);
        let after = app.desk.accounts().await.unwrap().remove(0);
        assert_eq!((&after.account, &after.last_test), (&before.account, &None), "{}: nothing was kept", cloud.id);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn test_at_the_same_place_goes_out_with_the_kept_secret_by_the_proxy_in_the_form() {
    let (home, proxy) = (Home::new(), PlayedProxy::start().await);
    let cloud = yundeck_clouds::REGISTRY[0].adapter.spec();
    let app = home.open();
    let at = "https://cloud.invalid";
    let id = app.desk.add_account(draft(cloud, at, None), secret("hush")).await.unwrap().account.id;
    let by = Proxy::Manual { url: proxy.url("http"), username: Some("me".to_owned()) };
    let changed = AccountDraft { proxy: Some(by), ..draft(cloud, at, None) };
    app.desk.test_change(&id, changed, None, Some(secret("password"))).await.unwrap();
    assert!(!proxy.asked().is_empty(), "the proxy in the form was asked");
    assert!(proxy.headers().iter().any(|line| line.contains("bWU6cGFzc3dvcmQ=")), "{:?}", proxy.headers());
    assert_eq!(app.desk.accounts().await.unwrap().remove(0).account.proxy, None);
}

#[tokio::test(flavor = "multi_thread")]
async fn test_with_a_secret_of_a_version_before_is_bound_to_the_account_and_not_to_the_form() {
    let (home, here, other) = (Home::new(), PlayedProxy::start().await, PlayedProxy::start().await);
    let cloud = yundeck_clouds::REGISTRY[0].adapter.spec();
    let app = home.open();
    let id = app.desk.add_account(draft(cloud, &here.url("http"), None), secret("hush")).await.unwrap().account.id;
    home.keychain.put(&id, "hush");
    let refused = app.desk.test_change(&id, draft(cloud, &other.url("http"), None), None, None).await.unwrap_err();
    assert_eq!((refused.kind, other.asked()), (ErrorKind::SecretElsewhere, vec![]));
}

#[tokio::test(flavor = "multi_thread")]
async fn test_of_an_account_without_its_secret_says_so_and_sends_nothing() {
    let (home, here) = (Home::new(), PlayedProxy::start().await);
    let cloud = yundeck_clouds::REGISTRY[0].adapter.spec();
    let session = AccountDraft { keep_for_session: true, ..draft(cloud, &here.url("http"), None) };
    let app = home.open();
    let id = app.desk.add_account(session.clone(), secret("hush")).await.unwrap().account.id;
    drop(app);
    let refused = home.open().desk.test_change(&id, session, None, None).await.unwrap_err();
    assert_eq!((refused.kind, here.asked()), (ErrorKind::CredentialRejected, vec![]));
}
