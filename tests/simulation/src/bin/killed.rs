//! The headless program, killed with `kill -9` at random times while it buys over real sockets from a sandbox in another
//! process, started again, and judged. `killed [--runs N] [--report FILE]`; with `child`, it is the headless program itself.
#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::print_stdout,
    clippy::print_stderr,
    missing_docs,
    reason = "a tool of the tests"
)]

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::process::Stdio;
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

use serde_json::{Value, json};
use yundeck_app::acts::watch::patience::Patience;
use yundeck_app::ground::secrets::SecretInput;
use yundeck_app::records::account::AccountDraft;
use yundeck_app::records::plan::Confirmed;
use yundeck_app::{App, Options};
use yundeck_client::Client;
use yundeck_domain::Secret;
use yundeck_sandbox::world::Ids;
use yundeck_sandbox::{Fault, FaultKind, Sandbox};
use yundeck_simulation::judge::{Line, lines};
use yundeck_tests::person::Agrees;

/// What the child is told.
const ORDER: &str = "YUNDECK_KILLED_ORDER";

fn main() {
    let arguments: Vec<String> = std::env::args().collect();
    let value = |name: &str| {
        let at = arguments.iter().position(|argument| argument == name)?;
        arguments.get(at + 1).cloned()
    };
    let runtime = tokio::runtime::Runtime::new().unwrap();
    if arguments.get(1).is_some_and(|word| word == "child") {
        let order: Value = serde_json::from_str(&std::env::var(ORDER).unwrap()).unwrap();
        runtime.block_on(child(&order));
        return;
    }
    let runs = value("--runs").map_or(200, |text| text.parse().unwrap());
    let total = runtime.block_on(parent(runs));
    let text = total.report();
    println!("{text}");
    if let Some(file) = value("--report") {
        std::fs::write(file, &text).unwrap();
    }
    std::process::exit(i32::from(!total.wrong.is_empty()));
}

/// The program without a window: takes up what was left, buys if it is told to, and ends when everything is settled.
async fn child(order: &Value) {
    let text = |name: &str| order[name].as_str().unwrap().to_owned();
    let folder = PathBuf::from(text("folder"));
    let adapters: Vec<_> = yundeck_clouds::REGISTRY.iter().map(|cloud| cloud.adapter).collect();
    let client = Client::new(yundeck_client::Options {
        read_timeout: Duration::from_secs(5),
        act_timeout: Duration::from_secs(5),
        ..yundeck_client::Options::default()
    });
    let patience = Patience {
        first_poll: Duration::from_millis(100),
        later_polls: Some(Duration::from_millis(300)),
        look_for: Duration::from_secs(4),
        gone_after: Duration::from_secs(3),
        ..Patience::default()
    };
    let options = Options {
        adapters,
        data_dir: Some(folder),
        keychain_service: "yundeck-killed".to_owned(),
        client,
        person: std::sync::Arc::new(Agrees),
        patience,
    };
    let app = App::open(options).unwrap();
    let secret = || SecretInput { secret: Secret::new(text("secret")), session_token: None };
    // Asking for the accounts would ask the keychain.
    let known = known_account(&PathBuf::from(text("folder")));
    let account = match known {
        Some(id) => {
            app.desk.keep_secret(&id, secret(), true).await.unwrap();
            id
        }
        None => {
            let draft = AccountDraft {
                cloud: text("cloud"),
                label: "killed".to_owned(),
                access_key_id: text("key"),
                regions: vec![text("region")],
                endpoint: Some(text("url")),
                ca_file: None,
                signing: None,
                owner_id: None,
                proxy: None,
                keep_for_session: true,
                ..AccountDraft::default()
            };
            app.desk.add_account(draft, secret()).await.unwrap().account.id
        }
    };
    app.acts.resume().unwrap();
    println!("started");
    if order["buys"].as_bool().unwrap() {
        let plan = app.acts.plan_create(&account, &text("region"), &order["params"]).await.unwrap();
        let _ = app.acts.apply_plan(&plan.act.id, &Confirmed::default()).await;
    }
    while app.acts.activities().iter().any(|activity| activity.ended_at.is_none()) {
        tokio::time::sleep(Duration::from_millis(50)).await;
    }
}

/// The account that an earlier start has added.
fn known_account(folder: &Path) -> Option<String> {
    let database = rusqlite::Connection::open(folder.join("yundeck.db")).ok()?;
    database.query_row("SELECT id FROM accounts", [], |row| row.get(0)).ok()
}

#[derive(Default)]
struct Total {
    runs: u64,
    kills: u64,
    made: u64,
    /// How far the line was when the program was killed.
    killed_at: BTreeMap<String, u64>,
    ended_as: BTreeMap<String, u64>,
    wrong: Vec<String>,
    took: Duration,
}

impl Total {
    fn report(&self) -> String {
        let mut text = format!(
            "\n## Killed\n\nThe headless program with the real carrier against a sandbox in another process.\n\n| | |\n|---|---|\n\
             | runs | {} |\n| `kill -9` | {} |\n| orders that the cloud did | {} |\n| violations | {} |\n| time | {:.0} s |\n",
            self.runs,
            self.kills,
            self.made,
            self.wrong.len(),
            self.took.as_secs_f64()
        );
        for (title, of) in [("killed while the line said", &self.killed_at), ("ended as", &self.ended_as)] {
            text += &format!("\n| {title} | times |\n|---|---|\n");
            of.iter().for_each(|(word, times)| text += &format!("| {word} | {times} |\n"));
        }
        self.wrong.iter().for_each(|wrong| text += &format!("\n- {wrong}\n"));
        text
    }
}

async fn parent(runs: u64) -> Total {
    let behaviours: Vec<_> = yundeck_clouds::REGISTRY.iter().map(|cloud| cloud.behaviour).collect();
    let options =
        yundeck_sandbox::Options { latency: Duration::from_millis(40), ..yundeck_sandbox::Options::default() };
    let sandbox = Arc::new(Sandbox::start(&behaviours, options).await.unwrap());
    let total = Arc::new(Mutex::new(Total::default()));
    let next = Arc::new(std::sync::atomic::AtomicU64::new(0));
    let began = Instant::now();
    let mut workers = tokio::task::JoinSet::new();
    for _ in 0..4 {
        let (sandbox, total, next) = (sandbox.clone(), total.clone(), next.clone());
        workers.spawn(async move {
            loop {
                let run = next.fetch_add(1, std::sync::atomic::Ordering::Relaxed);
                if run >= runs {
                    return;
                }
                one(&sandbox, run, &total).await;
            }
        });
    }
    workers.join_all().await;
    let mut total = std::mem::take(&mut *total.lock().unwrap());
    total.took = began.elapsed();
    total
}

/// Buys once, is killed once or twice, and settles.
async fn one(sandbox: &Sandbox, run: u64, total: &Mutex<Total>) {
    let mut dice = Ids::seeded(&format!("kill {run}"));
    let endpoint = dice.pick(sandbox.endpoints()).unwrap().clone();
    let folder = tempfile::tempdir().unwrap();
    let name = format!("killed{run}x");
    let operation = {
        let cloud = yundeck_clouds::REGISTRY.iter().find(|cloud| cloud.adapter.spec().id == endpoint.cloud).unwrap();
        cloud.adapter.spec().jobs["create_instance"].clone()
    };
    if dice.below(4) == 0 {
        sandbox.inject(Fault::new(FaultKind::DropAfter).of(&endpoint.cloud).on(&operation));
    }
    let order = |buys: bool| {
        json!({
            "folder": folder.path(), "cloud": endpoint.cloud, "url": endpoint.url, "key": endpoint.key.id,
            "secret": endpoint.key.secret, "region": endpoint.sample.region, "buys": buys,
            "params": yundeck_tests::orders::order(&endpoint, &name, 1),
        })
    };
    let kills = 1 + dice.below(2);
    for kill in 0..kills {
        let after = Duration::from_millis(dice.below(900));
        let killed = start(&order(kill == 0), Some(after)).await;
        let said =
            line_of(folder.path()).map_or("no line".to_owned(), |line| format!("{}, {}", line.answer, line.reached));
        let mut total = total.lock().unwrap();
        if killed {
            total.kills += 1;
            *total.killed_at.entry(said).or_default() += 1;
        }
    }
    let ended = start(&order(false), None).await;
    judge(sandbox, &endpoint.cloud, &name, folder.path(), run, !ended, total);
}

/// Starts the program and kills it after a time, unless it ends before. Whether it was killed.
async fn start(order: &Value, kill_after: Option<Duration>) -> bool {
    let program = std::env::current_exe().unwrap();
    let mut command = tokio::process::Command::new(program);
    command.arg("child").env(ORDER, order.to_string()).stdout(Stdio::piped()).kill_on_drop(true);
    let mut child = command.spawn().unwrap();
    // The time runs from when the program has started: how long that takes says nothing.
    let mut said = tokio::io::BufReader::new(child.stdout.take().unwrap());
    let _ = tokio::io::AsyncBufReadExt::read_line(&mut said, &mut String::new()).await;
    let limit = kill_after.unwrap_or(Duration::from_secs(120));
    match tokio::time::timeout(limit, child.wait()).await {
        Ok(_) => false,
        Err(_) => {
            child.kill().await.unwrap();
            true
        }
    }
}

fn line_of(folder: &Path) -> Option<Line> {
    folder.join("yundeck.db").is_file().then(|| lines(folder).into_iter().next()).flatten()
}

fn judge(sandbox: &Sandbox, cloud: &str, name: &str, folder: &Path, run: u64, ended: bool, total: &Mutex<Total>) {
    let made: Vec<String> = sandbox
        .done(cloud)
        .into_iter()
        .filter(|done| done.params.to_string().contains(name))
        .flat_map(|done| done.made)
        .collect();
    let line = line_of(folder);
    let said = line.as_ref().map_or("no line".to_owned(), |line| format!("{}, {}", line.answer, line.reached));
    let answer = line.as_ref().map_or("", |line| line.answer.as_str());
    let mut total = total.lock().unwrap();
    total.runs += 1;
    total.made += u64::from(!made.is_empty());
    *total.ended_as.entry(said.clone()).or_default() += 1;
    let mut wrong =
        |rule: &str| total.wrong.push(format!("run {run} on {cloud}: {rule}; made {made:?}, the line says {said}"));
    if made.len() > 1 {
        wrong("S1: made twice");
    }
    if !made.is_empty() && line.is_none() {
        wrong("S4: made without a line");
    }
    if !made.is_empty() && matches!(answer, "refused" | "not_sent" | "not_applied") {
        wrong("S2: made, and said that nothing was");
    }
    if made.is_empty() && matches!(answer, "accepted" | "found") {
        wrong("S3: said that it was made");
    }
    let claimed = line.iter().flat_map(|line| &line.resources).any(|(id, _)| !made.contains(id));
    if claimed {
        wrong("S3: claims what it did not make");
    }
    let open = line.as_ref().is_some_and(|line| line.reached == "open" && line.answer != "refused");
    if !ended || open {
        wrong("L1: did not settle");
    }
}
