//! The whole application over a sandbox in this process, on tokio's paused clock: nothing is dialled, and an hour takes no
//! time.

mod cloud;

use std::path::PathBuf;
use std::sync::atomic::{AtomicI64, Ordering};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use chrono::{DateTime, TimeDelta, Utc};
use serde_json::Value;
use yundeck_app::acts::watch::patience::Patience;
use yundeck_app::ground::trouble::TroubleKind;
use yundeck_app::records::account::{AccountView, SandboxSeat};
use yundeck_app::records::activity::{Activity, ActivityPhase};
use yundeck_app::records::journal::{JournalEntry, JournalFilter, Step};
use yundeck_app::{App, Options};
use yundeck_client::carrier::Carried;
use yundeck_client::{Carrier, Client, Failure, Manner, RawReply};
use yundeck_domain::{CloudAdapter, Secret};
use yundeck_sandbox::world::{Clock, Ids};
use yundeck_sandbox::{Answer, Endpoint, InProcess, RawRequest};
use yundeck_wire::Request;

pub use cloud::PausedCloud;

use crate::in_process::spec;
use crate::person::Agrees;

/// How long a test waits for what it means, on the clock that does not tick: longer than any waiter of a catalogue.
const AT_MOST: Duration = Duration::from_secs(3 * 60 * 60);

/// A sandbox in this process and an application with an account on each of its clouds.
pub struct PausedHouse {
    /// The sandbox.
    pub sandbox: Arc<InProcess>,
    /// The application that runs now.
    pub app: App,
    /// Its accounts.
    pub accounts: Vec<AccountView>,
    adapters: Vec<&'static dyn CloudAdapter>,
    patience: Patience,
    folder: tempfile::TempDir,
    /// By how many seconds this computer's clock is ahead of the clouds'.
    ahead: Arc<AtomicI64>,
    /// What is done to the answers of requests that are sent by POST.
    alter: Alter,
}

/// Changes a reply on its way.
type Alter = Arc<Mutex<Option<fn(&mut Value)>>>;

impl PausedHouse {
    /// Builds it, with the application's own patience.
    pub async fn build() -> Self {
        Self::of(Patience::default(), adapters()).await
    }

    /// The same with another patience or other clouds.
    pub async fn of(patience: Patience, adapters: Vec<&'static dyn CloudAdapter>) -> Self {
        let folder = tempfile::tempdir().unwrap();
        Self::in_folder(folder, patience, adapters).await
    }

    /// The same in a folder that holds something already.
    pub async fn in_folder(
        folder: tempfile::TempDir,
        patience: Patience,
        adapters: Vec<&'static dyn CloudAdapter>,
    ) -> Self {
        Self::assemble(folder, patience, adapters, 0).await
    }

    /// The same with so many more instances in each cloud's region.
    pub async fn crowded(patience: Patience, instances: usize) -> Self {
        Self::assemble(tempfile::tempdir().unwrap(), patience, adapters(), instances).await
    }

    async fn assemble(
        folder: tempfile::TempDir,
        patience: Patience,
        adapters: Vec<&'static dyn CloudAdapter>,
        instances: usize,
    ) -> Self {
        let sandbox = Arc::new(sandbox(instances));
        let ahead = Arc::new(AtomicI64::new(0));
        let alter = Alter::default();
        let app = App::open(options(&sandbox, (&ahead, &alter), Some(folder.path().to_owned()), patience, &adapters))
            .unwrap();
        let accounts = app.desk.adopt_sandbox(seats(&sandbox)).await.unwrap();
        Self { sandbox, app, accounts, adapters, patience, folder, ahead, alter }
    }

    /// Ends the application as a crash does, and opens the next one on the same files. Nothing is taken up yet.
    pub async fn restart(&mut self) {
        self.crash().await;
        self.open_again().await;
    }

    /// Ends the application as a crash does; another one, which keeps nothing and knows nobody, stands in its place.
    pub async fn crash(&mut self) {
        let options = Options { data_dir: None, ..self.options() };
        drop(std::mem::replace(&mut self.app, App::open(options).unwrap()));
        // What it did in the background ends at its next step.
        for _ in 0..50 {
            tokio::task::yield_now().await;
        }
    }

    /// Opens the next application on the same files.
    pub async fn open_again(&mut self) {
        // The last tasks of the one before may hold the folder for a moment longer.
        self.app = loop {
            match App::open(self.options()) {
                Err(trouble) if trouble.kind == TroubleKind::InUse => {
                    tokio::time::sleep(Duration::from_millis(10)).await;
                }
                opened => break opened.unwrap(),
            }
        };
        self.accounts = self.app.desk.adopt_sandbox(seats(&self.sandbox)).await.unwrap();
    }

    /// What the application is made of.
    pub fn options(&self) -> Options {
        options(
            &self.sandbox,
            (&self.ahead, &self.alter),
            Some(self.folder.path().to_owned()),
            self.patience,
            &self.adapters,
        )
    }

    /// Changes the answers of requests that are sent by POST from now on, or of none any more.
    pub fn alter_answers(&self, alter: Option<fn(&mut Value)>) {
        *self.alter.lock().unwrap() = alter;
    }

    /// Sets this computer's clock so many seconds ahead of the clouds'.
    pub fn set_clock_ahead(&self, seconds: i64) {
        self.ahead.store(seconds, Ordering::Relaxed);
    }

    /// Where its database is.
    pub fn database(&self) -> PathBuf {
        self.folder.path().join("yundeck.db")
    }

    /// The clouds, each with what is needed to order there.
    pub fn clouds(&self) -> Vec<PausedCloud<'_>> {
        self.accounts.iter().map(|view| self.cloud(&view.account.cloud)).collect()
    }

    /// One cloud.
    pub fn cloud(&self, id: &str) -> PausedCloud<'_> {
        let account = &self.accounts.iter().find(|view| view.account.cloud == id).unwrap().account;
        PausedCloud {
            house: self,
            id: account.cloud.clone(),
            spec: spec(id),
            account: account.id.clone(),
            region: account.regions[0].clone(),
            endpoint: self.sandbox.endpoint(id).unwrap(),
        }
    }

    /// The act as it is now.
    #[track_caller]
    pub fn activity(&self, id: &str) -> Activity {
        self.app.acts.activities().into_iter().find(|activity| activity.id == id).unwrap()
    }

    /// Waits until an act is as wanted.
    pub async fn until(&self, id: &str, what: &str, holds: impl Fn(&Activity) -> bool) -> Activity {
        let end = tokio::time::Instant::now() + AT_MOST;
        loop {
            let activity = self.activity(id);
            if holds(&activity) {
                return activity;
            }
            assert!(
                tokio::time::Instant::now() < end,
                "{}: not {what}: {:?} {:?} {:?}",
                activity.act.cloud,
                activity.phase,
                activity.resources,
                activity.error
            );
            tokio::time::sleep(Duration::from_millis(200)).await;
        }
    }

    /// Waits until an act has ended.
    pub async fn ended(&self, id: &str) -> Activity {
        self.until(id, "ended", |activity| activity.ended_at.is_some()).await
    }

    /// Waits until an act has ended so.
    #[track_caller]
    pub fn ends_as(&self, id: &str, phase: ActivityPhase) -> impl Future<Output = Activity> {
        let at = std::panic::Location::caller();
        async move {
            let activity = self.ended(id).await;
            assert_eq!(activity.phase, phase, "{at}: {}: {:?}", activity.act.cloud, activity.error);
            activity
        }
    }

    /// The journal's lines, the latest first.
    pub fn journal(&self) -> Vec<JournalEntry> {
        self.app.journal.page(&JournalFilter::default(), 0, 1000).unwrap().entries
    }

    /// The line of an act.
    #[track_caller]
    pub fn line(&self, id: &str) -> JournalEntry {
        self.journal().into_iter().find(|entry| entry.id == id).unwrap()
    }

    /// The steps of an act.
    pub fn steps(&self, id: &str) -> Vec<Step> {
        self.app.journal.steps(id).unwrap().into_iter().map(|step| step.step).collect()
    }

    /// Works on the database behind the application's back.
    pub fn with_database<T>(&self, work: impl FnOnce(&rusqlite::Connection) -> T) -> T {
        let connection = rusqlite::Connection::open(self.database()).unwrap();
        connection.busy_timeout(Duration::from_secs(5)).unwrap();
        work(&connection)
    }
}

/// All clouds.
pub fn adapters() -> Vec<&'static dyn CloudAdapter> {
    yundeck_clouds::REGISTRY.iter().map(|cloud| cloud.adapter).collect()
}

/// The sandbox that a house has: the same at each call.
pub fn sandbox(instances: usize) -> InProcess {
    let clock = Clock::following(DateTime::UNIX_EPOCH + TimeDelta::days(20_000));
    let options = yundeck_sandbox::Options { clock, ids: Ids::seeded("paused"), instances, ..Default::default() };
    let behaviours: Vec<_> = yundeck_clouds::REGISTRY.iter().map(|cloud| cloud.behaviour).collect();
    InProcess::new(&behaviours, &options)
}

fn options(
    sandbox: &Arc<InProcess>,
    (ahead, alter): (&Arc<AtomicI64>, &Alter),
    data_dir: Option<PathBuf>,
    patience: Patience,
    adapters: &[&'static dyn CloudAdapter],
) -> Options {
    let client = Client::new(yundeck_client::Options {
        clock: Arc::new(WorldClock { sandbox: sandbox.clone(), ahead: ahead.clone() }),
        carrier: Arc::new(Inside { sandbox: sandbox.clone(), alter: alter.clone() }),
        ..yundeck_client::Options::default()
    });
    Options {
        adapters: adapters.to_vec(),
        data_dir,
        keychain_service: "yundeck-tests".to_owned(),
        client,
        person: Arc::new(Agrees),
        patience,
    }
}

/// A seat at each of the sandbox's clouds.
pub fn seats(sandbox: &InProcess) -> Vec<SandboxSeat> {
    let seat = |endpoint: &Endpoint| SandboxSeat {
        cloud: endpoint.cloud.clone(),
        label: endpoint.cloud.clone(),
        endpoint: endpoint.url.clone(),
        access_key_id: endpoint.key.id.clone(),
        secret: Secret::new(endpoint.key.secret.clone()),
        region: endpoint.sample.region.clone(),
        owner_id: Some(endpoint.account_id.clone()),
    };
    sandbox.endpoints().iter().map(seat).collect()
}

/// The worlds' time, for signatures and lines.
struct WorldClock {
    sandbox: Arc<InProcess>,
    ahead: Arc<AtomicI64>,
}

impl yundeck_client::Clock for WorldClock {
    fn now(&self) -> DateTime<Utc> {
        self.sandbox.now() + TimeDelta::seconds(self.ahead.load(Ordering::Relaxed))
    }
}

/// Carries requests to the sandbox in this process.
struct Inside {
    sandbox: Arc<InProcess>,
    alter: Alter,
}

impl Carrier for Inside {
    fn carry<'a>(&'a self, request: Request, manner: Manner<'a>) -> Carried<'a> {
        Box::pin(async move {
            let host = request.authority.clone();
            manner.within(&host, self.exchange(&request, &host)).await
        })
    }
}

impl Inside {
    async fn exchange(&self, request: &Request, host: &str) -> Result<RawReply, Failure> {
        let Some(place) = self.sandbox.place(&request.base).cloned() else { return Err(Failure::unreached(host)) };
        let posted = request.method == "POST";
        let request = RawRequest { listener: place.service, ..raw(request) };
        // What was sent is done, whether or not anybody waits for the answer any more.
        let sandbox = self.sandbox.clone();
        let answered = tokio::spawn(async move { sandbox.answer(&place.cloud, request).await }).await;
        let reply = match answered.ok().flatten() {
            Some(Answer::Reply(reply)) => reply,
            Some(Answer::Slow { reply, time }) => {
                tokio::time::sleep(time).await;
                reply
            }
            _ => return Err(Failure::lost(host)),
        };
        let mut headers = vec![("content-type".to_owned(), reply.content_type)];
        headers.extend(reply.headers);
        let alter = (*self.alter.lock().unwrap()).filter(|_| posted);
        let body = alter.map_or(reply.body.clone(), |alter| {
            let mut body = serde_json::from_slice(&reply.body).unwrap();
            alter(&mut body);
            body.to_string().into_bytes()
        });
        Ok(RawReply { status: reply.status, headers, body })
    }
}

/// A request as the sandbox takes it.
fn raw(request: &Request) -> RawRequest {
    let host = ("host".to_owned(), request.authority.clone());
    let target = request.url().split_off(request.base.len());
    let headers = std::iter::once(host).chain(request.headers.iter().cloned());
    RawRequest::new(&request.method, &target, headers, request.body.clone())
}
