//! What is written down for people who help: the logs hold no secret, and the diagnostics do not say whose they are.

#![allow(clippy::unwrap_used, clippy::panic, reason = "a test fails by panicking")]

use std::path::Path;
use std::sync::{Arc, LazyLock};

use regex::Regex;
use tempfile::TempDir;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpListener;
use tokio::sync::Mutex;
use yundeck_app::App;
use yundeck_app::desk::diagnostics::Program;
use yundeck_app::ground::logs;
use yundeck_app::ground::secrets::SecretInput;
use yundeck_app::records::account::AccountDraft;
use yundeck_app::records::activity::ActivityPhase;
use yundeck_app::records::plan::Confirmed;
use yundeck_app::records::settings::Settings;
use yundeck_domain::{Proxy, Secret};
use yundeck_sandbox::{Fault, FaultKind};
use yundeck_tests::orders::order;
use yundeck_tests::{House, files_below, open_app, settled};

/// A process has one log, and the diagnostics tell its last lines: the tests write to it one after the other.
static TURN: Mutex<()> = Mutex::const_new(());

/// The log, with everything that anybody says.
static DATA: LazyLock<TempDir> = LazyLock::new(|| {
    let folder = tempfile::tempdir().unwrap();
    logs::write_to(&folder.path().join(logs::FOLDER), Some("trace"));
    folder
});

fn log_text(data: &Path) -> String {
    let files = files_below(&data.join(logs::FOLDER), &["log"]);
    files.iter().map(|file| std::fs::read_to_string(file).unwrap()).collect()
}

/// Takes requests down as they come, and refuses them.
async fn recorder() -> (String, Arc<Mutex<String>>) {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = format!("http://{}", listener.local_addr().unwrap());
    let heard = Arc::new(Mutex::new(String::new()));
    let writing = heard.clone();
    tokio::spawn(async move {
        while let Ok((mut stream, _)) = listener.accept().await {
            let mut bytes = vec![0; 65536];
            let read = stream.read(&mut bytes).await.unwrap_or_default();
            writing.lock().await.push_str(&String::from_utf8_lossy(&bytes[..read]));
            let refusal = "HTTP/1.1 403 Forbidden\r\ncontent-length: 2\r\nconnection: close\r\n\r\nno";
            let _ = stream.write_all(refusal.as_bytes()).await;
        }
    });
    (address, heard)
}

/// An account with everything that could tell whose it is.
fn draft(cloud: &str, endpoint: &str) -> AccountDraft {
    AccountDraft {
        cloud: cloud.to_owned(),
        label: "Lin's production".to_owned(),
        access_key_id: "PLANTEDKEYID01".to_owned(),
        regions: vec!["cn-planted-1".to_owned()],
        endpoint: Some(endpoint.to_owned()),
        ca_file: None,
        signing: None,
        owner_id: Some("100098765432".to_owned()),
        proxy: None,
        keep_for_session: true,
        ..AccountDraft::default()
    }
}

fn planted(text: &str) -> SecretInput {
    SecretInput { secret: Secret::new(text.to_owned()), session_token: None }
}

#[tokio::test(flavor = "multi_thread")]
async fn the_log_holds_no_secret_no_signature_and_no_authorization() {
    let _turn = TURN.lock().await;
    let house = House::build(None).await;
    LazyLock::force(&DATA);
    let (address, heard) = recorder().await;
    for view in &house.accounts {
        let cloud = &view.account.cloud;
        let secret = format!("PlantedSecretOf{cloud}");
        let account = house.app.desk.add_account(draft(cloud, &address), planted(&secret)).await.unwrap().account;
        let report = house.app.desk.test_account(&account.id).await.unwrap();
        assert!(!report.ok, "{cloud}: it is refused");
        assert_eq!(house.app.desk.test_account(&view.account.id).await.unwrap().error, None, "{cloud}");
    }
    let seat = house.account("tencent").account.clone();
    let endpoint = house.sandbox.endpoint("tencent").unwrap();
    let plan = house.app.acts.plan_create(&seat.id, &seat.regions[0], &order(endpoint, "web", 1)).await.unwrap();
    let activity = house.app.acts.apply_plan(&plan.id, &Confirmed::default()).await.unwrap();
    settled(&house, &house.app, &activity.id, &[ActivityPhase::Done]).await;
    // A library that minds nothing.
    let heard = heard.lock().await.clone();
    for line in heard.lines().filter(|line| !line.trim().is_empty()) {
        tracing::error!(target: "careless", "sent {line}");
    }
    tracing::warn!(target: "careless", password = "PlantedPassword1", "SecretKey: PlantedPassword2");

    let log = log_text(DATA.path());
    assert!(log.contains("a call failed") && log.contains("careless") && log.lines().count() > 100, "it is written");
    let signatures: Vec<String> = Regex::new(r"(?i)signature=([^&,\s]+)")
        .unwrap()
        .captures_iter(&heard)
        .map(|found| found[1].to_owned())
        .collect();
    assert_eq!(signatures.len(), house.accounts.len(), "every scheme's signature was heard:\n{heard}");
    let mut forbidden = signatures;
    forbidden.extend(["PlantedSecretOf", "PlantedPassword", "Planted-Secret-9", "SignedHeaders"].map(str::to_owned));
    forbidden.extend(house.sandbox.endpoints().iter().map(|endpoint| endpoint.key.secret.clone()));
    for text in forbidden {
        let told: Vec<&str> = log.lines().filter(|line| line.contains(&text)).collect();
        assert!(told.is_empty(), "{text} in {told:#?}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn the_diagnostics_say_what_went_wrong_and_not_whose_it_is() {
    let _turn = TURN.lock().await;
    let house = House::build(Some(DATA.path().to_owned())).await;
    let app = &house.app;
    let secret = "PlantedDiagnosticSecret";
    let kept =
        app.desk.add_account(draft("tencent", "https://cloud.lan.example/api"), planted(secret)).await.unwrap().account;
    let gone = draft("ucloudstack", "https://gone.lan.example:8443");
    let gone = AccountDraft { label: "Branch office".to_owned(), access_key_id: "GONEKEYID".to_owned(), ..gone };
    let gone = app.desk.add_account(gone, planted(secret)).await.unwrap().account;
    for account in [&kept, &gone] {
        assert!(!app.desk.test_account(&account.id).await.unwrap().ok);
    }
    tracing::warn!(
        account = gone.id,
        "no answer from https://gone.lan.example:8443/api of Lin's production at 10.20.30.40"
    );
    app.desk.remove_account(&gone.id, false).await.unwrap();
    failed_purchase(&house).await;
    let proxy =
        Proxy::Manual { url: "http://proxy.lan.example:3128".to_owned(), username: Some("lin.wang".to_owned()) };
    app.desk.save_settings(&Settings { proxy, refresh_seconds: 77, ..Settings::default() }).await.unwrap();

    let program = Program {
        version: "9.8.7".to_owned(),
        commit: Some("c0ffee1".to_owned()),
        built_at: None,
        web_view: Some("WebKitGTK 2.0".to_owned()),
    };
    let text = app.desk.diagnostics(&program).await.unwrap();
    for expected in [
        "version: 9.8.7",
        "commit: c0ffee1",
        "web view: WebKitGTK 2.0",
        "system: ",
        "keychain: ",
        "refreshSeconds: 77",
        "proxy: manual with a user name",
        "tencent (sandbox): 1 region(s)",
        "own endpoint",
        "key kept in: session",
        "RunInstances failed: permission_denied (answered), code UnauthorizedOperation",
        "no answer from <address>",
        "a call failed",
    ] {
        assert!(text.contains(expected), "{expected} is not in\n{text}");
    }
    let sandbox = house.accounts.iter().flat_map(|view| [view.account.id.clone(), view.account.access_key_id.clone()]);
    let planted = [
        secret,
        "Lin's",
        "Branch office",
        "PLANTEDKEYID01",
        "GONEKEYID",
        "100098765432",
        "lan.example",
        "cn-planted-1",
        "10.20.30.40",
        "lin.wang",
        "proxy.lan",
        &kept.id,
        &gone.id,
    ];
    for text_of_somebody in planted.into_iter().map(str::to_owned).chain(sandbox) {
        assert!(!text.contains(&text_of_somebody), "{text_of_somebody} is in\n{text}");
    }
}

/// A purchase that the cloud refuses.
async fn failed_purchase(house: &House) {
    let app: &App = &house.app;
    let account = &house.account("tencent").account;
    let params = order(house.sandbox.endpoint("tencent").unwrap(), "web", 1);
    let plan = app.acts.plan_create(&account.id, &account.regions[0], &params).await.unwrap();
    house.sandbox.inject(Fault {
        status: Some(200),
        code: Some("UnauthorizedOperation".to_owned()),
        message: Some("the owner 100098765432 may not do that".to_owned()),
        ..Fault::new(FaultKind::Refuse).of("tencent").on("RunInstances")
    });
    let activity = app.acts.apply_plan(&plan.id, &Confirmed::default()).await.unwrap();
    settled(house, app, &activity.id, &[ActivityPhase::Failed]).await;
}

#[test]
fn an_application_that_keeps_nothing_has_diagnostics_too() {
    let runtime = tokio::runtime::Runtime::new().unwrap();
    let program = Program { version: "1".to_owned(), commit: None, built_at: None, web_view: None };
    let text = runtime.block_on(open_app(None).desk.diagnostics(&program)).unwrap();
    assert!(text.contains("commit: unknown") && text.contains("Accounts\n  none"), "{text}");
}
