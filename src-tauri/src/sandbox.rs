//! The sandbox in the application: one, started when it is first wanted, gone with the process.

use tokio::sync::Mutex;
use yundeck_app::App;
use yundeck_app::records::account::{AccountView, SandboxSeat};
use yundeck_app::records::settings::Language;
use yundeck_domain::{Error, ErrorKind, Secret, Text};
use yundeck_sandbox::{Options, Sandbox};

/// The running sandbox, if it runs.
#[derive(Default)]
pub struct Running(Mutex<Option<Sandbox>>);

impl Running {
    /// Whether it runs.
    pub async fn is_running(&self) -> bool {
        self.0.lock().await.is_some()
    }
}

/// Starts the sandbox unless it runs, and sees that there is an account for each of its clouds.
///
/// # Errors
/// `Unavailable` when it cannot listen on loopback; when the accounts cannot be stored.
pub async fn start(app: &App, running: &Running) -> Result<Vec<AccountView>, Error> {
    let mut sandbox = running.0.lock().await;
    let sandbox = match &mut *sandbox {
        Some(sandbox) => sandbox,
        empty => {
            let behaviours: Vec<_> = yundeck_clouds::REGISTRY.iter().map(|cloud| cloud.behaviour).collect();
            let started = Sandbox::start(&behaviours, Options::default()).await.map_err(|error| {
                Error::not_sent(ErrorKind::Unavailable, format!("sandbox: {error}")).with_words(Text::new(
                    "演练环境无法在本机启动，没有添加账号。",
                    "The sandbox cannot start on this machine; no account was added.",
                ))
            })?;
            empty.insert(started)
        }
    };
    // What the accounts are called at first; the person can rename them.
    let label = if app.desk.settings()?.language == Language::Zh { "演练账号" } else { "Sandbox" };
    let seats = sandbox
        .endpoints()
        .iter()
        .map(|endpoint| SandboxSeat {
            label: label.to_owned(),
            cloud: endpoint.cloud.clone(),
            endpoint: endpoint.url.clone(),
            access_key_id: endpoint.key.id.clone(),
            secret: Secret::new(endpoint.key.secret.clone()),
            region: endpoint.sample.region.clone(),
            owner_id: Some(endpoint.account_id.clone()),
        })
        .collect();
    app.desk.adopt_sandbox(seats).await
}
