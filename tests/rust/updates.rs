//! The notice of a new version: told where a signed file says so, and nowhere else; asked for once a day, by the person's own way.
//!
//! The files were signed by `minisign -S` with a key that was thrown away afterwards.

#![allow(clippy::unwrap_used, clippy::panic, reason = "a test fails by panicking")]

#[path = "settings/proxy.rs"]
mod proxy;
#[path = "updates/server.rs"]
mod server;

use std::sync::{Arc, LazyLock, Mutex};
use std::time::{Duration, Instant};

use chrono::{DateTime, TimeDelta, Utc};
use semver::Version;
use tempfile::TempDir;
use yundeck_app::ground::logs;
use yundeck_app::ground::secrets::SecretInput;
use yundeck_app::records::settings::Settings;
use yundeck_app::records::update::{UpdateNotice, UpdateSource};
use yundeck_app::{App, Event, Options};
use yundeck_client::{Client, Clock};
use yundeck_domain::{ErrorKind, Proxy, Secret};
use yundeck_tests::keychain::PlayedKeychain;
use yundeck_tests::{files_below, open_app, options, repository};

use proxy::PlayedProxy;
use server::{FileServer, Play, whole};

/// Whose signature counts.
const KEY: &str = "RWSQ5XdqZ8vKxwdYttHAPPqKwaznntRPK3byEs9ocuDlUkwMrQSSD2ak";
const PAGE: &str = "https://yundeck.example/releases";

fn source(address: &str) -> UpdateSource {
    let text = format!(r#"{{ "address": "{address}", "publicKey": "{KEY}", "page": "{PAGE}" }}"#);
    let mut source = UpdateSource::parse(&text).unwrap().unwrap();
    source.time = Duration::from_millis(700);
    source
}

/// The version that runs.
fn current() -> Version {
    Version::new(0, 2, 0)
}

fn notice(version: &str) -> Option<UpdateNotice> {
    let (version, current) = (version.to_owned(), current().to_string());
    Some(UpdateNotice { version, current, page: Some(PAGE.to_owned()) })
}

fn file(name: &str) -> Vec<u8> {
    std::fs::read(repository().join("tests/rust/updates").join(name)).unwrap()
}

/// A server of a file with a signature; and another address of its, at which nothing is.
async fn serving(name: &str, signature: &str) -> FileServer {
    let (file, signature) = (file(name), file(signature));
    FileServer::start(move |path| match path {
        "/latest.json" => Play::Bytes(whole(&file)),
        "/latest.json.minisig" => Play::Bytes(whole(&signature)),
        _ => Play::Bytes(b"HTTP/1.1 404 No\r\nContent-Length: 0\r\n\r\n".to_vec()),
    })
    .await
}

/// A clock that a test turns.
struct Turned(Mutex<DateTime<Utc>>);

impl Clock for Turned {
    fn now(&self) -> DateTime<Utc> {
        *self.0.lock().unwrap()
    }
}

impl Turned {
    fn by(&self, time: TimeDelta) {
        *self.0.lock().unwrap() += time;
    }
}

fn with_clock(clock: &Arc<Turned>, folder: Option<&TempDir>) -> Options {
    let client = Client::new(yundeck_client::Options { clock: clock.clone(), ..yundeck_client::Options::default() });
    Options { client, ..options(folder.map(|folder| folder.path().to_owned())) }
}

#[tokio::test(flavor = "multi_thread")]
async fn newer_version_that_is_signed_is_told_of_until_it_is_dismissed_or_runs() {
    let (app, server) = (open_app(None), serving("newer.json", "newer.json.minisig").await);
    let source = source(&server.url("/latest.json"));
    let mut heard = app.events.subscribe();
    assert_eq!(app.desk.update_notice(&source, &current()).unwrap(), None);
    assert!(app.desk.look_for_update(&source, &current()).await.unwrap());
    assert_eq!(app.desk.update_notice(&source, &current()).unwrap(), notice("0.3.0"));
    assert!(matches!(heard.try_recv(), Ok(Event::Update)));
    // Once it was installed.
    assert_eq!(app.desk.update_notice(&source, &Version::new(0, 3, 0)).unwrap(), None);
    app.desk.dismiss_update("0.2.5").unwrap();
    assert_eq!(app.desk.update_notice(&source, &current()).unwrap(), notice("0.3.0"), "another version was dismissed");
    app.desk.dismiss_update("0.3.0").unwrap();
    assert_eq!(app.desk.update_notice(&source, &current()).unwrap(), None);

    // The file and its signature, and nothing of anybody: no cookie, no account, no body.
    let seen = server.seen();
    let lines: Vec<&str> = seen.iter().map(|head| head.lines().next().unwrap()).collect();
    assert_eq!(lines, ["GET /latest.json.minisig HTTP/1.1", "GET /latest.json HTTP/1.1"]);
    for head in &seen {
        let mut names: Vec<String> =
            head.lines().skip(1).filter_map(|line| Some(line.split_once(':')?.0.to_lowercase())).collect();
        names.sort();
        assert_eq!(names, ["accept", "host", "user-agent"], "{head}");
    }
}

/// What is logged by this process.
static LOG: LazyLock<TempDir> = LazyLock::new(|| {
    let folder = tempfile::tempdir().unwrap();
    logs::write_to(&folder.path().join(logs::FOLDER), Some("info"));
    folder
});

fn logged() -> String {
    let files = files_below(&LOG.path().join(logs::FOLDER), &["log"]);
    files.iter().map(|file| std::fs::read_to_string(file).unwrap()).collect()
}

/// Looks where something is wrong: why nothing is believed. There is no notice then, and what was known before stays.
async fn refused(server: &FileServer, why: &str) {
    LazyLock::force(&LOG);
    let (app, good) = (open_app(None), serving("newer.json", "newer.json.minisig").await);
    let bad = source(&server.url("/latest.json"));
    let began = Instant::now();
    let error = app.desk.look_for_update(&bad, &current()).await.unwrap_err();
    assert!(began.elapsed() < Duration::from_secs(5), "{why}: took {:?}", began.elapsed());
    assert!(error.context.contains(why), "{:?} does not say {why:?}", error.context);
    assert_eq!(app.desk.update_notice(&bad, &current()).unwrap(), None, "{why}");
    let (log, address) = (logged(), server.url("/latest.json"));
    assert!(log.lines().any(|line| line.contains(&address) && line.contains("newer version is not known")), "{log}");
    // It was asked today.
    assert!(!app.desk.look_for_update(&source(&good.url("/latest.json")), &current()).await.unwrap());
    assert!(good.seen().is_empty());
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_not_signed_by_the_right_key_is_never_a_notice() {
    for (name, signature, why) in [
        ("newer.json", "newer.json.stranger.minisig", "not signed as it must be"),
        ("newer.json", "newer.json.legacy.minisig", "not signed as it must be"),
        ("newer.json", "older.json.minisig", "not signed as it must be"),
        ("newer.json", "newer.json", "not signed as it must be"),
        ("other-program.json", "other-program.json.minisig", "tells of \"another\""),
        ("no-version.json", "no-version.json.minisig", "cannot be read"),
        ("no-json.txt", "no-json.txt.minisig", "cannot be read"),
    ] {
        refused(&serving(name, signature).await, why).await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn one_letter_of_the_file_or_its_comment_changed_is_never_a_notice() {
    let (good, signature) = (file("newer.json"), String::from_utf8(file("newer.json.minisig")).unwrap());
    let other = String::from_utf8(good.clone()).unwrap().replace("0.3.0", "0.4.0").into_bytes();
    let commented = signature.replace("trusted comment: newer.json", "trusted comment: newest.json");
    assert!(other != good && commented != signature);
    for (file, signature) in [(other, signature), (good, commented)] {
        let server = FileServer::start(move |path| match path {
            "/latest.json" => Play::Bytes(whole(&file)),
            _ => Play::Bytes(whole(signature.as_bytes())),
        })
        .await;
        refused(&server, "not signed as it must be").await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn older_same_and_preview_versions_are_no_notice() {
    LazyLock::force(&LOG);
    for name in ["older.json", "same.json", "preview.json"] {
        let (app, server) = (open_app(None), serving(name, &format!("{name}.minisig")).await);
        let source = source(&server.url("/latest.json"));
        assert!(app.desk.look_for_update(&source, &current()).await.unwrap(), "{name}");
        assert_eq!(app.desk.update_notice(&source, &current()).unwrap(), None, "{name}");
    }
    let log = logged();
    assert!(log.contains("0.1.9") && log.contains("looked for a new version"), "{log}");
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_too_long_too_slow_or_elsewhere_is_given_up_and_no_notice() {
    // Said to be long, and long without having said so.
    let said = b"HTTP/1.1 200 OK\r\nContent-Length: 10485760\r\n\r\n".to_vec();
    let mut unsaid = b"HTTP/1.1 200 OK\r\nConnection: close\r\n\r\n".to_vec();
    unsaid.extend(vec![b' '; 10 << 20]);
    for bytes in [said, unsaid] {
        let server = FileServer::start(move |_| Play::Bytes(bytes.clone())).await;
        refused(&server, "longer than 4096 bytes").await;
    }
    // The file, when its signature was fine.
    let signature = file("newer.json.minisig");
    let server = FileServer::start(move |path| match path {
        "/latest.json.minisig" => Play::Bytes(whole(&signature)),
        _ => Play::Bytes(whole(&vec![b' '; 10 << 20])),
    })
    .await;
    refused(&server, "longer than 16384 bytes").await;

    refused(&FileServer::start(|_| Play::Trickle).await, "").await;
    refused(&FileServer::start(|_| Play::Hang).await, "").await;
    refused(&FileServer::start(|_| Play::Bytes(b"SSH-2.0-OpenSSH_9.2\r\n".to_vec())).await, "").await;

    let elsewhere = serving("newer.json", "newer.json.minisig").await;
    let to = elsewhere.url("/latest.json");
    for status in [301, 302, 303, 307, 308] {
        let answer = format!("HTTP/1.1 {status} X\r\nLocation: {to}\r\nContent-Length: 0\r\n\r\n").into_bytes();
        refused(&FileServer::start(move |_| Play::Bytes(answer.clone())).await, &format!("HTTP {status}")).await;
    }
    assert_eq!(elsewhere.seen(), Vec::<String>::new(), "no redirect is followed");
}

#[tokio::test(flavor = "multi_thread")]
async fn plain_http_to_another_computer_is_not_spoken() {
    let (app, proxy) = (open_app(None), PlayedProxy::start().await);
    let by = Proxy::Manual { url: proxy.url("http"), username: None };
    app.desk.save_settings(&Settings { proxy: by, ..Settings::default() }).await.unwrap();
    let error = app.desk.look_for_update(&source("http://updates.invalid/latest.json"), &current()).await.unwrap_err();
    assert!(error.context.contains("plain http"), "{}", error.context);
    assert_eq!(proxy.asked(), Vec::<String>::new());
}

#[tokio::test(flavor = "multi_thread")]
async fn it_is_asked_for_by_the_persons_proxy_with_its_password_and_by_no_other_way() {
    let keychain = PlayedKeychain::default();
    let app = App::open_over(options(None), keychain.secrets()).unwrap();
    let proxy = PlayedProxy::start().await;
    let by = Proxy::Manual { url: proxy.url("http"), username: Some("me".to_owned()) };
    app.desk.save_settings(&Settings { proxy: by, ..Settings::default() }).await.unwrap();
    let password = SecretInput { secret: Secret::new("word".to_owned()), session_token: None };
    app.desk.keep_proxy_password(None, password).await.unwrap();
    let error = app.desk.look_for_update(&source("https://updates.invalid/latest.json"), &current()).await.unwrap_err();
    assert_eq!(error.kind, ErrorKind::Network, "{}", error.context);
    assert_eq!(proxy.asked(), ["CONNECT updates.invalid:443 HTTP/1.1"]);
    // base64 of `me:word`
    let told = proxy.headers().iter().any(|line| line.eq_ignore_ascii_case("proxy-authorization: Basic bWU6d29yZA=="));
    assert!(told, "{:?}", proxy.headers());
}

#[tokio::test(flavor = "multi_thread")]
async fn it_is_asked_at_most_once_a_day_across_starts_and_what_was_told_is_known_meanwhile() {
    let folder = tempfile::tempdir().unwrap();
    let clock = Arc::new(Turned(Mutex::new("2026-03-01T10:00:00Z".parse().unwrap())));
    let server = serving("newer.json", "newer.json.minisig").await;
    let source = source(&server.url("/latest.json"));
    let look = async |app: &App| app.desk.look_for_update(&source, &current()).await.unwrap();
    let app = App::open(with_clock(&clock, Some(&folder))).unwrap();
    assert!(look(&app).await && !look(&app).await);
    drop(app);
    clock.by(TimeDelta::hours(23));
    let app = App::open(with_clock(&clock, Some(&folder))).unwrap();
    assert!(!look(&app).await);
    assert_eq!(app.desk.update_notice(&source, &current()).unwrap(), notice("0.3.0"));
    clock.by(TimeDelta::hours(1));
    assert!(look(&app).await);
    assert_eq!(server.seen().len(), 4);
    // A clock that was ahead, and is right again.
    clock.by(TimeDelta::days(-400));
    assert!(look(&app).await && !look(&app).await);

    // What is withdrawn is not told of any longer; what cannot be believed changes nothing.
    clock.by(TimeDelta::days(1));
    let forged = serving("newer.json", "newer.json.stranger.minisig").await;
    app.desk.look_for_update(&self::source(&forged.url("/latest.json")), &current()).await.unwrap_err();
    assert_eq!(app.desk.update_notice(&source, &current()).unwrap(), notice("0.3.0"));
    clock.by(TimeDelta::days(1));
    let withdrawn = serving("older.json", "older.json.minisig").await;
    app.desk.look_for_update(&self::source(&withdrawn.url("/latest.json")), &current()).await.unwrap();
    assert_eq!(app.desk.update_notice(&source, &current()).unwrap(), None);
}
