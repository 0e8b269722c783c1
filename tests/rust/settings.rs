//! Settings take effect: by a proxy, within a time, at a lower rate; and what is exported comes in again.

#![allow(clippy::unwrap_used, clippy::panic, reason = "a test fails by panicking")]

#[path = "settings/proxy.rs"]
mod proxy;

use std::time::Instant;

use serde_json::{Value, json};
use tokio::net::TcpListener;
use yundeck_app::App;
use yundeck_app::desk::export::restore::{AccountFate, Counts};
use yundeck_app::ground::logs::LogLevel;
use yundeck_app::ground::secrets::SecretInput;
use yundeck_app::records::account::AccountDraft;
use yundeck_app::records::activity::ActivityPhase;
use yundeck_app::records::journal::JournalFilter;
use yundeck_app::records::plan::Confirmed;
use yundeck_app::records::settings::{Language, Settings};
use yundeck_domain::{Error, ErrorKind, Proxy, Secret};
use yundeck_tests::keychain::PlayedKeychain;
use yundeck_tests::orders::order;
use yundeck_tests::paused::PausedHouse;
use yundeck_tests::{House, open_app, options, settled};

use proxy::PlayedProxy;

/// An address that only a proxy can know.
const BEYOND: &str = "https://cloud.invalid";

fn secret(text: &str) -> SecretInput {
    SecretInput { secret: Secret::new(text.to_owned()), session_token: None }
}

/// An account at an address, with a secret in memory.
async fn account(app: &App, endpoint: &str, own: Option<Proxy>) -> String {
    let draft = AccountDraft {
        cloud: "tencent".to_owned(),
        label: endpoint.to_owned(),
        access_key_id: "AKID".to_owned(),
        regions: vec!["ap-guangzhou".to_owned()],
        endpoint: Some(endpoint.to_owned()),
        ca_file: None,
        signing: None,
        owner_id: None,
        proxy: own,
        keep_for_session: true,
        ..AccountDraft::default()
    };
    app.desk.add_account(draft, secret("secret")).await.unwrap().account.id
}

/// What goes wrong with a call of an account.
async fn failure(app: &App, id: &String) -> Error {
    app.desk.test_account(id).await.unwrap().error.unwrap()
}

fn by(url: &str) -> Proxy {
    Proxy::Manual { url: url.to_owned(), username: None }
}

#[tokio::test(flavor = "multi_thread")]
async fn requests_go_by_the_proxy_that_is_set_and_an_accounts_own_comes_first() {
    let (app, ours, own) = (open_app(None), PlayedProxy::start().await, PlayedProxy::start().await);
    let (plain, special) = (account(&app, BEYOND, None).await, account(&app, BEYOND, Some(by(&own.url("http")))).await);
    let direct = account(&app, BEYOND, Some(Proxy::Direct)).await;
    app.desk.save_settings(&Settings { proxy: by(&ours.url("http")), ..Settings::default() }).await.unwrap();

    let error = failure(&app, &plain).await;
    assert!(ours.asked().iter().all(|line| line == "CONNECT cloud.invalid:443 HTTP/1.1"), "{:?}", ours.asked());
    assert!(!ours.asked().is_empty() && own.asked().is_empty());
    assert!(error.words.is_some_and(|words| words.en.contains(&ours.url("http"))), "{}", error.context);

    let before = ours.asked().len();
    failure(&app, &special).await;
    failure(&app, &direct).await;
    assert!(!own.asked().is_empty());
    assert_eq!(ours.asked().len(), before, "an account's own proxy, or none, comes first");

    app.desk.save_settings(&Settings { proxy: Proxy::Direct, ..Settings::default() }).await.unwrap();
    let error = failure(&app, &plain).await;
    assert_eq!(ours.asked().len(), before, "a proxy that is not set any more is not asked");
    assert!(error.words.is_some_and(|words| words.en.contains("is not known")), "{}", error.context);
}

#[tokio::test(flavor = "multi_thread")]
async fn this_computer_is_never_spoken_to_by_a_proxy() {
    let (house, proxy) = (House::build(None).await, PlayedProxy::start().await);
    house.app.desk.save_settings(&Settings { proxy: by(&proxy.url("http")), ..Settings::default() }).await.unwrap();
    for view in &house.accounts {
        assert_eq!(house.app.desk.test_account(&view.account.id).await.unwrap().error, None, "{}", view.account.cloud);
    }
    assert_eq!(proxy.asked(), Vec::<String>::new());
}

#[tokio::test(flavor = "multi_thread")]
async fn a_proxys_password_goes_to_the_proxy_and_nowhere_else() {
    let folder = tempfile::tempdir().unwrap();
    let keychain = PlayedKeychain::default();
    let app = App::open_over(options(Some(folder.path().to_owned())), keychain.secrets()).unwrap();
    let proxy = PlayedProxy::start().await;
    let plain = account(&app, BEYOND, None).await;
    let manual = Proxy::Manual { url: proxy.url("http"), username: Some("me@office".to_owned()) };
    app.desk.save_settings(&Settings { proxy: manual, ..Settings::default() }).await.unwrap();
    app.desk.keep_proxy_password(None, secret("p:ss/w@rd")).await.unwrap();
    failure(&app, &plain).await;
    // base64 of `me@office:p:ss/w@rd`
    let header = "Basic bWVAb2ZmaWNlOnA6c3Mvd0ByZA==";
    assert!(
        proxy.headers().iter().any(|line| line.eq_ignore_ascii_case(&format!("proxy-authorization: {header}"))),
        "{:?}",
        proxy.headers()
    );
    let database = std::fs::read(folder.path().join("yundeck.db")).unwrap();
    let log = std::fs::read(folder.path().join("yundeck.db-wal")).unwrap_or_default();
    for bytes in [database, log] {
        assert!(!bytes.windows(9).any(|window| window == b"p:ss/w@rd"));
    }
    let own = Proxy::Manual { url: proxy.url("http"), username: Some("me".to_owned()) };
    let id = account(&app, BEYOND, Some(own)).await;
    let entry = format!("proxy {id}");
    app.desk.keep_proxy_password(Some(&id), secret("another")).await.unwrap();
    assert!(keychain.entry(&entry).is_some());
    let account = app.desk.accounts().await.unwrap().into_iter().find(|view| view.account.id == id).unwrap().account;
    let draft = AccountDraft {
        cloud: account.cloud,
        label: account.label,
        access_key_id: account.access_key_id,
        regions: account.regions,
        endpoint: account.endpoint,
        ca_file: None,
        signing: None,
        owner_id: None,
        proxy: None,
        keep_for_session: true,
        ..AccountDraft::default()
    };
    app.desk.update_account(&id, draft).await.unwrap();
    assert_eq!(keychain.entry(&entry), None, "a password that nobody asks for is forgotten");
    for url in ["http://me:hush@proxy:3128", "ftp://proxy"] {
        let error = app.desk.save_settings(&Settings { proxy: by(url), ..Settings::default() }).await.unwrap_err();
        assert_eq!((error.kind, error.problems[0].path.as_str()), (ErrorKind::InvalidParams, "/proxy/url"));
    }
    assert!(matches!(app.desk.settings().unwrap().proxy, Proxy::Manual { .. }), "what is refused changes nothing");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_socks_proxy_is_told_the_name_and_finds_it_itself() {
    let (app, proxy) = (open_app(None), PlayedProxy::start().await);
    let plain = account(&app, BEYOND, None).await;
    app.desk.save_settings(&Settings { proxy: by(&proxy.url("socks5h")), ..Settings::default() }).await.unwrap();
    failure(&app, &plain).await;
    assert_eq!(proxy.asked().first().map(String::as_str), Some("SOCKS5 cloud.invalid:443"), "{:?}", proxy.asked());
}

/// Not a test: what `the_systems_proxy_is_used_unless_another_is_set` runs in a process with an environment of its own.
#[tokio::test(flavor = "multi_thread")]
async fn in_another_environment() {
    if std::env::var_os("YUNDECK_TEST_CHILD").is_none() {
        return;
    }
    let app = open_app(None);
    let plain = account(&app, BEYOND, None).await;
    failure(&app, &plain).await;
    app.desk.save_settings(&Settings { proxy: Proxy::Direct, ..Settings::default() }).await.unwrap();
    failure(&app, &plain).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn the_systems_proxy_is_used_unless_another_is_set() {
    let proxy = PlayedProxy::start().await;
    let status = tokio::process::Command::new(std::env::current_exe().unwrap())
        .args(["--exact", "in_another_environment"])
        .env("YUNDECK_TEST_CHILD", "1")
        .env("HTTPS_PROXY", proxy.url("http"))
        .env_remove("NO_PROXY")
        .env_remove("no_proxy")
        .stdout(std::process::Stdio::null())
        .status()
        .await
        .unwrap();
    assert!(status.success());
    // As often as one read is tried, and not once more without it.
    let asked = proxy.asked().len();
    assert!((1..=3).contains(&asked), "{:?}", proxy.asked());
}

#[tokio::test(flavor = "multi_thread")]
async fn requests_and_connecting_get_the_time_that_is_set() {
    // It accepts connections and never says a word.
    let silent = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let port = silent.local_addr().unwrap().port();
    tokio::spawn(async move {
        let mut held = Vec::new();
        while let Ok((stream, _)) = silent.accept().await {
            held.push(stream);
        }
    });
    let app = open_app(None);
    let (plain, tls) = (
        account(&app, &format!("http://127.0.0.1:{port}"), None).await,
        account(&app, &format!("https://127.0.0.1:{port}"), None).await,
    );
    let settings = Settings { request_seconds: Some(3), connect_seconds: Some(1), ..Settings::default() };
    app.desk.save_settings(&settings).await.unwrap();
    let began = Instant::now();
    assert_eq!(failure(&app, &plain).await.kind, ErrorKind::Timeout);
    // A busy machine is late; without the setting it would take half a minute and more.
    assert!((3000..20_000).contains(&began.elapsed().as_millis()), "{:?}", began.elapsed());
    let began = Instant::now();
    // Without an answer to its greeting no TLS connection comes about; that is tried again.
    let error = failure(&app, &tls).await;
    assert!(error.words.is_some_and(|words| words.en.contains("took too long")), "{}", error.context);
    assert!((1000..20_000).contains(&began.elapsed().as_millis()), "{:?}", began.elapsed());
}

#[tokio::test(start_paused = true)]
async fn a_lower_rate_holds_at_once_and_a_higher_one_is_refused() {
    let house = PausedHouse::build().await;
    let id = house.cloud("tencent").account.clone();
    let desk = &house.app.desk;
    let three_calls = || async {
        let began = tokio::time::Instant::now();
        for _ in 0..3 {
            assert_eq!(desk.test_account(&id).await.unwrap().error, None);
        }
        began.elapsed()
    };
    let at = |percent: u8| Settings { rate_percent: [("tencent".to_owned(), percent)].into(), ..Settings::default() };
    let usual = three_calls().await;
    desk.save_settings(&at(5)).await.unwrap();
    let slow = three_calls().await;
    assert!(slow > usual * 5, "three calls at a twentieth of the usual rate took {slow:?}, at all of it {usual:?}");
    desk.save_settings(&at(100)).await.unwrap();
    let again = three_calls().await;
    assert!(again * 5 < slow, "and {again:?} at all of it again");
    let error = desk.save_settings(&at(101)).await.unwrap_err();
    assert_eq!(error.problems[0].path, "/ratePercent/tencent");
}

/// Lines of the journal: all of them.
fn journal(app: &App) -> Value {
    serde_json::to_value(app.journal.page(&JournalFilter::default(), 0, 100).unwrap()).unwrap()
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_exported_comes_in_again_elsewhere() {
    let folder = tempfile::tempdir().unwrap();
    let house = House::build(None).await;
    let shown = &house.account("tencent").account;
    let real = account(&house.app, BEYOND, Some(Proxy::Direct)).await;
    let endpoint = house.sandbox.endpoint("tencent").unwrap();
    let plan = house.app.acts.plan_create(&shown.id, &shown.regions[0], &order(endpoint, "exported", 1)).await.unwrap();
    let bought = house.app.acts.apply_plan(&plan.id, &Confirmed::default()).await.unwrap();
    settled(&house, &house.app, &bought.id, &[ActivityPhase::Done]).await;
    house.app.reads.call_operation(&shown.id, &shown.regions[0], "DescribeRegions", &json!({})).await.unwrap();
    house
        .app
        .desk.save_draft(
            serde_json::from_value(json!({
                "id": "d", "cloud": "tencent", "account": real, "region": "ap-guangzhou", "title": "half",
                "params": { "InstanceName": "half", "LoginSettings": { "Password": "Planted-Secret-9" } }, "savedAt": "",
            }))
            .unwrap(),
        )
        .unwrap();
    let settings = Settings {
        language: Language::En,
        log_level: LogLevel::Debug,
        request_seconds: Some(45),
        ..Settings::default()
    };
    house.app.desk.save_settings(&settings).await.unwrap();

    let text = house.app.desk.export().unwrap();
    assert!(!text.contains("Planted-Secret-9") && !text.contains(&endpoint.key.secret), "a secret was exported");
    let path = folder.path().join("export.json");
    std::fs::write(&path, &text).unwrap();
    let lines = house.app.desk.export_journal().unwrap();
    let entry: Value = serde_json::from_str(lines.lines().next().unwrap()).unwrap();
    assert_eq!((lines.lines().count(), entry["operation"].as_str()), (1, Some("RunInstances")));

    let other = open_app(None);
    let preview = other.desk.look_at_export(&path).unwrap();
    let names: Vec<&str> = preview.settings.iter().map(|change| change.name.as_str()).collect();
    assert_eq!(names, ["language", "requestSeconds", "logLevel"]);
    assert_eq!(preview.accounts.iter().map(|change| change.fate).collect::<Vec<_>>(), [AccountFate::Added]);
    let one = Counts { added: 1, ..Counts::default() };
    assert_eq!((preview.drafts, preview.journal, preview.calls), (one, one, one));
    assert_eq!(other.desk.accounts().await.unwrap().len(), 0, "looking changes nothing");

    let taken: Vec<String> = preview.accounts.iter().map(|change| change.id.clone()).collect();
    other.desk.take_export(&preview.id, &taken).await.unwrap();
    assert_eq!(other.desk.settings().unwrap(), settings);
    let accounts = other.desk.accounts().await.unwrap();
    assert_eq!((accounts.len(), accounts[0].account.proxy.clone()), (1, Some(Proxy::Direct)));
    assert_eq!(other.desk.drafts().unwrap()[0].params["InstanceName"], "half");
    let mut told = journal(&house.app);
    told["entries"][0]["origin"] = "imported".into();
    assert_eq!(journal(&other), told);
    assert_eq!(other.calls.page(0, 10).unwrap().total, 1);
    assert_eq!(other.desk.take_export(&preview.id, &taken).await.unwrap_err().kind, ErrorKind::PlanExpired, "once");

    let again = other.desk.look_at_export(&path).unwrap();
    assert_eq!(again.accounts[0].fate, AccountFate::Present);
    let kept = Counts { kept: 1, ..Counts::default() };
    assert_eq!((again.settings.len(), again.drafts, again.journal, again.calls), (0, kept, kept, kept));
}

/// What another version wrote here is neither overwritten nor in the way of the others.
#[tokio::test(flavor = "multi_thread")]
async fn account_whose_id_is_here_in_another_versions_words_is_left_out_and_the_rest_is_taken() {
    let from = open_app(None);
    let ids = [account(&from, BEYOND, None).await, account(&from, "http://127.0.0.1:9/other", None).await];
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("export.json");
    // Two keys, so that neither is the other's.
    let mut file: Value = serde_json::from_str(&from.desk.export().unwrap()).unwrap();
    for (nth, account) in file["accounts"].as_array_mut().unwrap().iter_mut().enumerate() {
        account["accessKeyId"] = json!(format!("AKID{nth}"));
    }
    std::fs::write(&path, file.to_string()).unwrap();

    let data = tempfile::tempdir().unwrap();
    let to = open_app(Some(data.path().to_owned()));
    let newer = r#"{"label":"newer","cloud":"tencent","signing":{"kind":"quantum"}}"#;
    let database = rusqlite::Connection::open(data.path().join("yundeck.db")).unwrap();
    database.execute("INSERT INTO accounts (id, position, body) VALUES (?1, 1, ?2)", [&ids[0], newer]).unwrap();

    let preview = to.desk.look_at_export(&path).unwrap();
    let fates: Vec<AccountFate> = preview.accounts.iter().map(|change| change.fate).collect();
    assert_eq!(fates, [AccountFate::UnreadableHere, AccountFate::Added]);
    to.desk.take_export(&preview.id, &ids).await.unwrap();
    let here: Vec<String> = to.desk.accounts().await.unwrap().into_iter().map(|view| view.account.id).collect();
    assert_eq!(here, [ids[1].clone()], "the other is taken");
    let query = "SELECT body FROM accounts WHERE id = ?1";
    let kept: String = database.query_row(query, [&ids[0]], |row| row.get(0)).unwrap();
    assert_eq!(kept, newer, "it stays as it is");
}

#[tokio::test]
async fn a_damaged_a_foreign_and_a_newer_file_are_told_apart() {
    let folder = tempfile::tempdir().unwrap();
    let app = open_app(None);
    account(&app, BEYOND, None).await;
    let good: Value = serde_json::from_str(&app.desk.export().unwrap()).unwrap();
    let look = |text: &str| {
        let path = folder.path().join("file.json");
        std::fs::write(&path, text).unwrap();
        let error = open_app(None).desk.look_at_export(&path).unwrap_err();
        (error.kind, error.words.unwrap().en)
    };
    let with = |change: &dyn Fn(&mut Value)| {
        let mut file = good.clone();
        change(&mut file);
        look(&file.to_string())
    };
    let whole = good.to_string();
    for (found, kind, says) in [
        (look("hello"), ErrorKind::InvalidParams, "no file exported by Yundeck"),
        (look("{\"format\":\"other\"}"), ErrorKind::InvalidParams, "no file exported by Yundeck"),
        (look(&whole[..whole.len() - 40]), ErrorKind::InvalidParams, "damaged or incomplete"),
        (with(&|file| file["version"] = json!(3)), ErrorKind::Unsupported, "newer"),
        (with(&|file| file["accounts"][0]["regions"] = json!([])), ErrorKind::InvalidParams, "damaged"),
        (with(&|file| file["accounts"][0]["id"] = json!("proxy")), ErrorKind::InvalidParams, "damaged"),
        (with(&|file| file["accounts"][0]["endpoint"] = json!("http://10.0.0.1")), ErrorKind::InvalidParams, "damaged"),
        (with(&|file| file["settings"]["requestSeconds"] = json!(0)), ErrorKind::InvalidParams, "settings"),
        (with(&|file| file["settings"]["theme"] = json!("pink")), ErrorKind::InvalidParams, "settings"),
        (with(&|file| file["journal"] = json!([{}])), ErrorKind::InvalidParams, "damaged"),
    ] {
        assert!(found.0 == kind && found.1.contains(says), "{found:?} does not say {says:?}");
    }
    let preview = {
        let path = folder.path().join("other.json");
        let mut file = good.clone();
        file["accounts"][0]["cloud"] = json!("another");
        std::fs::write(&path, file.to_string()).unwrap();
        app.desk.look_at_export(&path).unwrap()
    };
    assert_eq!(preview.accounts[0].fate, AccountFate::UnknownCloud);
}
