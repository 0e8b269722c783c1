//! A cloud that means ill, or whoever answers in its place: what it can make the application keep, say and wait for has an end. What
//! it costs in memory and in the window is measured by `make bench-trust`.

#![allow(clippy::unwrap_used, clippy::panic, reason = "a test fails by panicking")]

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::{Duration, Instant};

use serde_json::json;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};
use yundeck_app::ground::logs;
use yundeck_app::ground::secrets::SecretInput;
use yundeck_app::records::account::AccountDraft;
use yundeck_app::registers::inventory::view::InventoryView;
use yundeck_app::{App, Options};
use yundeck_client::Client;
use yundeck_domain::{Error, ErrorKind, Secret};
use yundeck_tests::{House, files_in, options};

/// How often the instances are asked for in an hour, unless a person sets it otherwise.
const REFRESHES: usize = 30;

/// Somebody who answers every request in the same manner.
struct Foe {
    url: String,
    asked: Arc<AtomicUsize>,
}

impl Foe {
    /// `reply` makes the body of the so-manieth answer.
    async fn start(reply: impl Fn(usize) -> String + Send + Sync + 'static) -> Self {
        Self::of(move |turn| {
            let body = reply(turn);
            (format!("HTTP/1.1 200 OK\r\ncontent-length: {}\r\nconnection: close\r\n\r\n{body}", body.len()), false)
        })
        .await
    }

    /// The whole answer; whether it goes on for ever.
    async fn of(reply: impl Fn(usize) -> (String, bool) + Send + Sync + 'static) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let url = format!("http://{}", listener.local_addr().unwrap());
        let (asked, reply) = (Arc::<AtomicUsize>::default(), Arc::new(reply));
        let counted = asked.clone();
        tokio::spawn(async move {
            while let Ok((stream, _)) = listener.accept().await {
                let (text, for_ever) = reply(counted.fetch_add(1, Ordering::Relaxed));
                tokio::spawn(answer(stream, text, for_ever));
            }
        });
        Self { url, asked }
    }

    fn asked(&self) -> usize {
        self.asked.load(Ordering::Relaxed)
    }
}

async fn answer(mut stream: TcpStream, text: String, for_ever: bool) -> Option<()> {
    let mut request = vec![0; 65536];
    let _heard = stream.read(&mut request).await.ok()?;
    stream.write_all(text.as_bytes()).await.ok()?;
    if !for_ever {
        return stream.shutdown().await.ok();
    }
    loop {
        tokio::time::sleep(Duration::from_millis(50)).await;
        stream.write_all(b" ").await.ok()?;
    }
}

/// An account at it, in so many regions.
async fn account(app: &App, foe: &Foe, regions: usize) -> String {
    let cloud = yundeck_clouds::REGISTRY[0].adapter.spec();
    let draft = AccountDraft {
        cloud: cloud.id.clone(),
        label: "foe".to_owned(),
        access_key_id: "key".to_owned(),
        regions: cloud.regions.iter().take(regions).map(|region| region.id.clone()).collect(),
        endpoint: Some(foe.url.clone()),
        keep_for_session: true,
        ..AccountDraft::default()
    };
    let secret = SecretInput { secret: Secret::new("hush".to_owned()), session_token: None };
    app.desk.add_account(draft, secret).await.unwrap().account.id
}

fn failures(app: &App) -> Vec<Error> {
    app.reads.inventory_status().failures.into_iter().map(|failure| failure.error).collect()
}

/// An error of a cloud, all of whose texts are as long as they can be, in letters of four bytes.
fn endless_words() -> String {
    let long = "\u{1f4a5}".repeat(80_000);
    json!({ "Response": { "Error": { "Code": long, "Message": long }, "RequestId": long } }).to_string()
}

#[tokio::test(flavor = "multi_thread")]
async fn endless_words_of_an_error_are_cut_and_an_hour_of_them_is_a_small_log() {
    let home = tempfile::tempdir().unwrap();
    logs::write_to(&home.path().join(logs::FOLDER), Some("warn,yundeck=info"));
    let app = App::open(options(Some(home.path().to_owned()))).unwrap();
    let foe = Foe::start(|_| endless_words()).await;
    let id = account(&app, &foe, 10).await;
    for _ in 0..REFRESHES {
        app.reads.refresh_inventory_again().await.unwrap();
    }
    let report = app.desk.test_account(&id).await.unwrap();
    let errors: Vec<Error> = failures(&app).into_iter().chain(report.error.clone()).collect();
    assert!(errors.len() == 11 && foe.asked() > 10 * REFRESHES, "{} failures, {} asked", errors.len(), foe.asked());
    for error in &errors {
        let vendor = error.vendor.as_ref().unwrap();
        assert!(vendor.code.chars().count() <= 129, "{}", vendor.code.chars().count());
        assert!(vendor.request_id.as_ref().unwrap().chars().count() <= 129);
        assert!(vendor.message.len() <= 4 << 10 | 8, "{}", vendor.message.len());
        assert!(serde_json::to_string(error).unwrap().len() < 32 << 10);
    }
    drop(app);
    let size = |ending: &str| -> u64 {
        let files = files_in(home.path()).into_iter().filter(|path| path.to_string_lossy().ends_with(ending));
        files.map(|path| std::fs::metadata(path).unwrap().len()).sum()
    };
    let (log, database) = (size(".log"), size(".db"));
    println!("{} requests: {log} bytes of log, {database} of database", foe.asked());
    assert!((1_000..1 << 20).contains(&log), "{log} bytes of log in an hour");
    assert!(database < 1 << 20, "{database} bytes");
}

/// What says more than it is long, is deeper than anything is, or does not end.
#[tokio::test(flavor = "multi_thread")]
async fn replies_that_would_take_much_memory_are_no_replies() {
    let wide = |one: &str| format!(r#"{{"Response":{{"InstanceSet":[{}0],"RequestId":"r"}}}}"#, one.repeat(600_000));
    let bodies = [
        wide("0,"),
        wide(r#"{"a":0},"#),
        format!("{}{}", "[".repeat(100_000), "]".repeat(100_000)),
        format!("{}0{}", r#"{"a":"#.repeat(20_000), "}".repeat(20_000)),
        format!("<a>{}</a>", "<b/>".repeat(600_000)),
        format!(r#"{{"Response":{{"RequestId":"{}"}}}}"#, "r".repeat(9 << 20)),
    ];
    for body in bodies {
        let app = App::open(options(None)).unwrap();
        let beginning = body[..40].to_owned();
        let foe = Foe::start(move |_| body.clone()).await;
        account(&app, &foe, 1).await;
        app.reads.refresh_inventory().await.unwrap();
        let errors = failures(&app);
        let kinds: Vec<_> = errors.iter().map(|error| error.kind).collect();
        assert_eq!(kinds, [ErrorKind::BadReply], "{beginning}: {errors:?}");
        assert!(serde_json::to_string(&errors).unwrap().len() < 8 << 10, "{beginning}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn list_without_end_is_read_up_to_what_is_held_and_grows_no_more() {
    let app = App::open(options(None)).unwrap();
    let name = "n".repeat(20_000);
    let foe = Foe::start(move |turn| {
        let row = |at: usize| json!({ "InstanceId": format!("ins-{turn}-{at}"), "InstanceName": name, "InstanceState": "RUNNING" });
        let rows: Vec<_> = (0..20).map(row).collect();
        json!({ "Response": { "TotalCount": 1_000_000, "InstanceSet": rows, "RequestId": "r" } }).to_string()
    })
    .await;
    account(&app, &foe, 3).await;
    let mut held = Vec::new();
    for _ in 0..3 {
        app.reads.refresh_inventory().await.unwrap();
        held.push(app.reads.inventory_page(InventoryView::default(), 0, 0).all);
        let errors = failures(&app);
        assert!(!errors.is_empty(), "it is said that there are more");
        let words = |error: &Error| error.words.as_ref().is_some_and(|words| words.en.contains("more instances than"));
        assert!(errors.iter().all(words), "{errors:?}");
    }
    println!("{held:?} rows of 20 kB, {} pages", foe.asked());
    // Twenty-four MiB of them, and of each region and refresh a page more.
    let most = (24 << 20) / 20_000;
    assert!(held[0] > most / 2 && held.iter().all(|rows| *rows <= most + 9 * 20), "{held:?}");
    // The page that is looked at stays as short as ever.
    let page = app.reads.inventory_page(InventoryView::default(), 0, 40);
    assert!(serde_json::to_string(&page).unwrap().len() < 256 << 10);
}

#[tokio::test(flavor = "multi_thread")]
async fn answer_that_trickles_is_given_up_in_time() {
    let client = Client::new(yundeck_client::Options {
        read_timeout: Duration::from_millis(700),
        ..yundeck_client::Options::default()
    });
    let app = App::open(Options { client, ..options(None) }).unwrap();
    let trickle = |_| ("HTTP/1.1 200 OK\r\ncontent-length: 1000000\r\n\r\n{\"Response\":{".to_owned(), true);
    let foe = Foe::of(trickle).await;
    account(&app, &foe, 2).await;
    let began = Instant::now();
    app.reads.refresh_inventory().await.unwrap();
    let kinds: Vec<_> = failures(&app).iter().map(|error| error.kind).collect();
    assert_eq!(kinds, [ErrorKind::Timeout; 2]);
    assert!(began.elapsed() < Duration::from_secs(20), "{:?}", began.elapsed());
}

/// What was overheard is a read, and stays one.
#[tokio::test(flavor = "multi_thread")]
async fn read_that_was_overheard_cannot_be_sent_as_an_act() {
    let house = House::build(None).await;
    let endpoint = house.sandbox.endpoint("tencent").unwrap();
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let here = format!("http://{}", listener.local_addr().unwrap());
    let overheard = tokio::spawn(async move {
        let (mut stream, _) = listener.accept().await.unwrap();
        let mut bytes = vec![0; 65536];
        let read = stream.read(&mut bytes).await.unwrap();
        String::from_utf8(bytes[..read].to_vec()).unwrap()
    });
    let draft = AccountDraft {
        cloud: "tencent".to_owned(),
        label: "overheard".to_owned(),
        access_key_id: endpoint.key.id.clone(),
        regions: vec![endpoint.sample.region.clone()],
        endpoint: Some(here),
        keep_for_session: true,
        ..AccountDraft::default()
    };
    let secret = SecretInput { secret: Secret::new(endpoint.key.secret.clone()), session_token: None };
    let account = house.app.desk.add_account(draft, secret).await.unwrap().account;
    let machine = house.sandbox.world("tencent", |world| world.instances.iter().next().unwrap().id.clone()).unwrap();
    let params = json!({ "InstanceIds": [machine] });
    let read = house.app.reads.call_operation(&account.id, &account.regions[0], "DescribeInstances", &params);
    let (_, request) = tokio::join!(read, overheard);
    let request = request.unwrap();

    let send = async |text: &str| {
        let mut stream = TcpStream::connect(endpoint.url.trim_start_matches("http://")).await.unwrap();
        stream.write_all(text.replace("connection: keep-alive", "connection: close").as_bytes()).await.unwrap();
        let mut answer = vec![0; 65536];
        let read = stream.read(&mut answer).await.unwrap();
        String::from_utf8_lossy(&answer[..read]).into_owned()
    };
    let same = send(&request).await;
    assert!(same.contains("InstanceSet"), "what is sent again as it was is a read: {same}");
    let action = "x-tc-action: DescribeInstances";
    assert!(request.contains(action), "{request}");
    let altered = send(&request.replace(action, "x-tc-action: TerminateInstances")).await;
    assert!(altered.contains("AuthFailure"), "{altered}");
    assert!(house.sandbox.done("tencent").iter().all(|done| done.operation != "TerminateInstances"));
}
