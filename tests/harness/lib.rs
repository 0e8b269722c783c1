//! What the tests share: a sandbox and an application on it, and the repository's files.
#![allow(clippy::unwrap_used, clippy::panic, missing_docs, reason = "a test's harness fails by panicking")]

pub mod altered;
pub mod carried;
pub mod in_process;
pub mod keychain;
pub mod life;
pub mod orders;
pub mod paused;
pub mod person;
pub mod replier;
pub mod replies;

use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::{Duration, Instant};

use yundeck_app::acts::watch::patience::Patience;
use yundeck_app::records::account::{AccountView, SandboxSeat};
use yundeck_app::records::activity::{Activity, ActivityPhase};
use yundeck_app::{App, Options};
use yundeck_catalogue::CloudSpec;
use yundeck_client::Access;
use yundeck_client::Client;
use yundeck_domain::{Account, Secret};
use yundeck_sandbox::{Endpoint, Sandbox};

/// The repository's root.
pub fn repository() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("..")
}

/// Every file below a folder with one of these endings, except what builds leave behind.
pub fn files_below(folder: &Path, endings: &[&str]) -> Vec<PathBuf> {
    let mut found = Vec::new();
    let mut folders = vec![folder.to_owned()];
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(&folder).into_iter().flatten().flatten() {
            let path = entry.path();
            let name = entry.file_name();
            if path.is_dir() {
                if name != "target" && name != "node_modules" && name != "dist" {
                    folders.push(path);
                }
            } else if path.extension().is_some_and(|ending| endings.iter().any(|wanted| ending == *wanted)) {
                found.push(path);
            }
        }
    }
    found.sort();
    found
}

/// A sandbox, and an application with an account on each of its clouds.
pub struct House {
    /// The sandbox.
    pub sandbox: Sandbox,
    /// The application.
    pub app: App,
    /// Its accounts.
    pub accounts: Vec<AccountView>,
}

impl House {
    /// Builds it; nothing is kept on disk unless a folder is given.
    pub async fn build(data_dir: Option<PathBuf>) -> Self {
        Self::of(options(data_dir), yundeck_sandbox::Options::default()).await
    }

    /// Builds another one.
    pub async fn of(options: Options, sandbox: yundeck_sandbox::Options) -> Self {
        let behaviours: Vec<_> = yundeck_clouds::REGISTRY.iter().map(|cloud| cloud.behaviour).collect();
        let sandbox = Sandbox::start(&behaviours, sandbox).await.unwrap();
        let app = App::open(options).unwrap();
        let accounts = app.desk.adopt_sandbox(seats(&sandbox)).await.unwrap();
        Self { sandbox, app, accounts }
    }

    /// The account on a cloud.
    pub fn account(&self, cloud: &str) -> &AccountView {
        self.accounts.iter().find(|view| view.account.cloud == cloud).unwrap()
    }
}

/// An application over the registry, with short timeouts.
pub fn open_app(data_dir: Option<PathBuf>) -> App {
    App::open(options(data_dir)).unwrap()
}

/// What that one is made of.
pub fn options(data_dir: Option<PathBuf>) -> Options {
    let client = Client::new(yundeck_client::Options {
        read_timeout: Duration::from_secs(10),
        act_timeout: Duration::from_secs(10),
        ..yundeck_client::Options::default()
    });
    Options {
        adapters: yundeck_clouds::REGISTRY.iter().map(|cloud| cloud.adapter).collect(),
        data_dir,
        keychain_service: "yundeck-tests".to_owned(),
        client,
        person: Arc::new(person::Agrees),
        patience: Patience {
            first_poll: Duration::from_millis(100),
            later_polls: Some(Duration::from_millis(300)),
            look_for: Duration::from_secs(4),
            gone_after: Duration::from_millis(600),
            absent_after: Duration::from_millis(200),
            // The sandbox's clock is turned on by hours.
            skew: Duration::from_secs(7 * 24 * 60 * 60),
            ..Patience::default()
        },
    }
}

/// An account at one of a sandbox's clouds, below the application: in the sample's region, with a catalogue that may be
/// altered.
pub fn access(endpoint: &Endpoint, cloud: &'static CloudSpec) -> Access {
    let account = Account {
        id: "account".to_owned(),
        cloud: endpoint.cloud.clone(),
        label: endpoint.cloud.clone(),
        access_key_id: endpoint.key.id.clone(),
        regions: vec![endpoint.sample.region.clone()],
        endpoint: Some(endpoint.url.clone()),
        ca_file: None,
        signing: None,
        sandbox: true,
        owner_id: Some(endpoint.account_id.clone()),
        proxy: None,
        ..Account::default()
    };
    let secret = Secret::new(endpoint.key.secret.clone());
    Access { account, secret, session_token: None, cloud, route: yundeck_client::Route::default() }
}

/// A seat at each of the sandbox's clouds.
pub fn seats(sandbox: &Sandbox) -> Vec<SandboxSeat> {
    sandbox
        .endpoints()
        .iter()
        .map(|endpoint| SandboxSeat {
            cloud: endpoint.cloud.clone(),
            label: endpoint.cloud.clone(),
            endpoint: endpoint.url.clone(),
            access_key_id: endpoint.key.id.clone(),
            secret: Secret::new(endpoint.key.secret.clone()),
            region: endpoint.sample.region.clone(),
            owner_id: Some(endpoint.account_id.clone()),
        })
        .collect()
}

/// Waits until an activity is in one of the phases, turning the sandbox's clock meanwhile.
pub async fn settled(house: &House, app: &App, id: &str, wanted: &[ActivityPhase]) -> Activity {
    let end = Instant::now() + Duration::from_secs(40);
    loop {
        let activity = app.acts.activities().into_iter().find(|activity| activity.id == id).unwrap();
        if wanted.contains(&activity.phase) {
            return activity;
        }
        assert!(Instant::now() < end, "still {:?}: {:?}", activity.phase, activity.error);
        house.sandbox.advance(chrono::Duration::seconds(1));
        tokio::time::sleep(Duration::from_millis(50)).await;
    }
}
