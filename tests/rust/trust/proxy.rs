//! The password of a proxy belongs to its scheme, host, port and user.

use serde_json::Value;
use yundeck_app::App;
use yundeck_app::records::settings::Settings;
use yundeck_domain::{ErrorKind, Proxy};

use crate::listener::PlayedProxy;
use crate::{Home, call, draft, secret};

fn by(url: &str, user: &str) -> Settings {
    let proxy = Proxy::Manual { url: url.to_owned(), username: Some(user.to_owned()) };
    Settings { proxy, ..Settings::default() }
}

async fn with_password(home: &Home, known: &PlayedProxy) -> App {
    let cloud = yundeck_clouds::REGISTRY[0].adapter.spec();
    let app = home.open();
    app.desk.add_account(draft(cloud, "https://cloud.invalid", None), secret("hush")).await.unwrap();
    app.desk.save_settings(&by(&known.url("http"), "me")).await.unwrap();
    app.desk.keep_proxy_password(None, secret("password")).await.unwrap();
    call(&app).await;
    assert!(authorized(known), "its own proxy gets it");
    app
}

fn authorized(proxy: &PlayedProxy) -> bool {
    assert!(!proxy.asked().is_empty(), "the proxy was asked");
    proxy.headers().iter().any(|line| line.to_ascii_lowercase().starts_with("proxy-authorization"))
}

#[tokio::test(flavor = "multi_thread")]
async fn password_of_a_proxy_is_not_told_to_another_one_and_forgotten() {
    let (home, known, other) = (Home::new(), PlayedProxy::start().await, PlayedProxy::start().await);
    let app = with_password(&home, &known).await;
    app.desk.save_settings(&by(&other.url("http"), "me")).await.unwrap();
    call(&app).await;
    assert!(!other.headers().iter().any(|line| line.contains("cGFzc3dvcmQ") || line.contains("password")));
    assert!(!authorized(&other) || home.keychain.entry("proxy").is_none());
    assert_eq!(home.keychain.entry("proxy"), None);
}

#[tokio::test(flavor = "multi_thread")]
async fn password_of_a_proxy_stays_while_nothing_of_it_changes_and_goes_with_it() {
    let (home, known) = (Home::new(), PlayedProxy::start().await);
    let app = with_password(&home, &known).await;
    let quicker = Settings { refresh_seconds: 30, ..by(&known.url("http"), "me") };
    app.desk.save_settings(&quicker).await.unwrap();
    assert!(home.keychain.entry("proxy").is_some());
    app.desk.save_settings(&Settings::default()).await.unwrap();
    assert_eq!(home.keychain.entry("proxy"), None, "none needs no password");
    let error = app.desk.keep_proxy_password(None, secret("password")).await.unwrap_err();
    assert_eq!((error.kind, home.keychain.entry("proxy")), (ErrorKind::InvalidParams, None));
}

#[tokio::test(flavor = "multi_thread")]
async fn password_of_a_proxy_is_not_told_to_the_one_of_an_imported_or_edited_setting() {
    for imported in [true, false] {
        let (home, known, other) = (Home::new(), PlayedProxy::start().await, PlayedProxy::start().await);
        let app = with_password(&home, &known).await;
        let app = if imported {
            let mut file: Value = serde_json::from_str(&app.desk.export().unwrap()).unwrap();
            file["settings"]["proxy"]["url"] = other.url("http").into();
            let path = home.folder.path().join("export.json");
            std::fs::write(&path, file.to_string()).unwrap();
            let preview = app.desk.look_at_export(&path).unwrap();
            app.desk.take_export(&preview.id, &[]).await.unwrap();
            assert_eq!(home.keychain.entry("proxy"), None);
            app
        } else {
            drop(app);
            let database = rusqlite::Connection::open(home.folder.path().join("yundeck.db")).unwrap();
            database
                .execute("UPDATE settings SET body = replace(body, ?1, ?2)", [known.url("http"), other.url("http")])
                .unwrap();
            drop(database);
            home.open()
        };
        call(&app).await;
        assert!(!other.headers().iter().any(|line| line.contains("bWU6cGFzc3dvcmQ")), "{imported}");
        assert!(!other.asked().is_empty(), "{imported}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn password_of_a_proxy_that_a_version_before_kept_is_taken_over() {
    let (home, known) = (Home::new(), PlayedProxy::start().await);
    let app = with_password(&home, &known).await;
    home.keychain.put("proxy", "password");
    call(&app).await;
    assert!(home.keychain.entry("proxy").unwrap().contains(&known.url("http")));
}
