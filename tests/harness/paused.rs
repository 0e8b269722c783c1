//! The whole application over a sandbox in this process, on tokio's paused clock: nothing is dialled, and an hour takes no
//! time.

use std::path::PathBuf;
use std::sync::Arc;
use std::time::Duration;

use chrono::{DateTime, TimeDelta, Utc};
use serde_json::Value;
use yundeck_app::acts::watch::patience::Patience;
use yundeck_app::ground::trouble::TroubleKind;
use yundeck_app::records::account::{AccountView, SandboxSeat};
use yundeck_app::records::activity::{Activity, ActivityPhase};
use yundeck_app::records::inventory::InstanceKey;
use yundeck_app::records::journal::{JournalEntry, JournalFilter, Step};
use yundeck_app::records::plan::{Confirmed, Plan};
use yundeck_app::registers::inventory::view::InventoryView;
use yundeck_app::{App, Options};
use yundeck_catalogue::{CloudSpec, Operation};
use yundeck_client::carrier::Carried;
use yundeck_client::{Carrier, Client, Failure, Manner, RawReply};
use yundeck_domain::{CloudAdapter, Error, InstanceState, Secret};
use yundeck_sandbox::world::{Clock, Course, Ids};
use yundeck_sandbox::{Answer, Endpoint, Fault, FaultKind, InProcess, RawRequest};
use yundeck_wire::Request;

use crate::in_process::spec;
use crate::orders::order;

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
}

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
    pub async fn crowded(instances: usize) -> Self {
        Self::assemble(tempfile::tempdir().unwrap(), Patience::default(), adapters(), instances).await
    }

    async fn assemble(
        folder: tempfile::TempDir,
        patience: Patience,
        adapters: Vec<&'static dyn CloudAdapter>,
        instances: usize,
    ) -> Self {
        let sandbox = Arc::new(sandbox(instances));
        let app = App::open(options(&sandbox, Some(folder.path().to_owned()), patience, &adapters)).unwrap();
        let accounts = app.desk.adopt_sandbox(seats(&sandbox)).await.unwrap();
        Self { sandbox, app, accounts, adapters, patience, folder }
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
        options(&self.sandbox, Some(self.folder.path().to_owned()), self.patience, &self.adapters)
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

/// One cloud of the house.
pub struct PausedCloud<'h> {
    house: &'h PausedHouse,
    /// Its id.
    pub id: String,
    /// Its catalogue.
    pub spec: &'static CloudSpec,
    /// The account's id.
    pub account: String,
    /// The account's region.
    pub region: String,
    /// Its endpoint in the sandbox.
    pub endpoint: &'h Endpoint,
}

impl PausedCloud<'_> {
    /// The operation that does a job here.
    pub fn job(&self, job: &str) -> &'static Operation {
        self.spec.job(job).unwrap()
    }

    /// The operation that makes instances.
    pub fn create(&self) -> &'static Operation {
        self.job("create_instance")
    }

    /// Whether the cloud recognises a creation by its token.
    pub fn has_token(&self) -> bool {
        self.create().idempotency.is_some()
    }

    /// How many can be made at once, up to so many.
    pub fn most(&self, wanted: u32) -> u32 {
        // One cloud makes one at a time.
        if self.id == "ucloudstack" { 1 } else { wanted }
    }

    /// An order.
    pub fn order(&self, name: &str, count: u32) -> Value {
        order(self.endpoint, name, count)
    }

    /// Plans an order.
    pub async fn plan(&self, order: &Value) -> Plan {
        self.house.app.acts.plan_create(&self.account, &self.region, order).await.unwrap()
    }

    /// Plans any operation.
    pub async fn plan_operation(&self, operation: &str, params: &Value) -> Plan {
        self.house.app.acts.plan_operation(&self.account, &self.region, operation, params).await.unwrap()
    }

    /// Confirms a plan as it has to be.
    pub async fn apply(&self, plan: &Plan) -> Result<Activity, Error> {
        let confirmed = Confirmed { typed_name: Some(plan.subject.clone()), repeat: plan.repeats.is_some() };
        self.house.app.acts.apply_plan(&plan.id, &confirmed).await
    }

    /// Orders, once, as the order stands.
    pub async fn buy_order(&self, order: &Value) -> Activity {
        let plan = self.plan(order).await;
        self.apply(&plan).await.unwrap()
    }

    /// Orders.
    pub async fn buy(&self, name: &str, count: u32) -> Activity {
        self.buy_order(&self.order(name, count)).await
    }

    /// Orders, and lets a fault strike every attempt that a token allows.
    pub async fn buy_struck(&self, name: &str, count: u32, kind: FaultKind) -> Activity {
        self.strike_creation(kind);
        let activity = self.buy(name, count).await;
        let activity = self.unanswered(&activity.id).await;
        self.house.sandbox.clear_faults();
        activity
    }

    /// Lets a fault strike every attempt of the next creation.
    pub fn strike_creation(&self, kind: FaultKind) {
        self.strike(self.create(), kind);
    }

    /// Lets a fault strike every attempt of the next call of an operation.
    pub fn strike(&self, operation: &Operation, kind: FaultKind) {
        self.house.sandbox.inject(Fault::new(kind).of(&self.id).on(&operation.name).times(0).millis(0));
    }

    /// Waits until the sending of an act is over.
    pub async fn unanswered(&self, id: &str) -> Activity {
        let over = |activity: &Activity| !matches!(activity.phase, ActivityPhase::Preparing | ActivityPhase::Sending);
        self.house.until(id, "answered or given up", over).await
    }

    /// How many instances the cloud has whose names begin so.
    pub fn count(&self, name: &str) -> usize {
        self.ids(name).len()
    }

    /// The ids of the instances whose names begin so.
    pub fn ids(&self, name: &str) -> Vec<String> {
        let named = |world: &mut yundeck_sandbox::World| {
            let named = world.instances.iter().filter(|instance| instance.name.starts_with(name));
            named.map(|instance| instance.id.clone()).collect()
        };
        self.house.sandbox.world(&self.id, named).unwrap()
    }

    /// How often the cloud was called for an operation.
    pub fn calls(&self, operation: &str) -> u64 {
        let state = self.house.sandbox.state();
        let calls = &state[&self.endpoint.report_key]["calls"][operation]["received"];
        calls.as_u64().unwrap_or(0)
    }

    /// How often the cloud did an operation.
    pub fn done(&self, operation: &str) -> usize {
        self.house.sandbox.done(&self.id).iter().filter(|done| done.operation == operation).count()
    }

    /// Sets an instance's state.
    pub fn set_state(&self, id: &str, state: yundeck_sandbox::world::InstanceState) {
        let set = |world: &mut yundeck_sandbox::World| {
            world.instances.get_mut(id).unwrap().course = Course::settled(state);
        };
        self.house.sandbox.world(&self.id, set).unwrap();
    }

    /// Removes an instance at once.
    pub fn release(&self, id: &str) {
        self.house.sandbox.world(&self.id, |world| world.vanish_instance(id, TimeDelta::zero())).unwrap();
    }

    /// Makes an instance at once as somebody else would, by the cloud's own call.
    pub async fn make_elsewhere(&self, order: Value) -> Vec<String> {
        let call = yundeck_domain::Call::new(self.create().name.clone(), order);
        let before = self.ids("");
        let access = crate::access(self.endpoint, self.spec);
        let request = yundeck_wire::prepare(
            self.spec,
            self.create(),
            &call.params,
            &yundeck_wire::Target {
                endpoint: Some(&self.endpoint.url),
                region: &self.region,
                scheme: self.spec.signing[0],
            },
            &yundeck_wire::Credential::new(&access.account.access_key_id, access.secret.expose(), None),
            &yundeck_wire::Moment {
                unix_seconds: self.house.sandbox.now().timestamp(),
                nonce: format!("elsewhere-{}", before.len()),
            },
        );
        let request = request.unwrap().request;
        let answer = self.house.sandbox.answer(&self.id, raw(&request)).await.unwrap();
        assert!(matches!(answer, Answer::Reply(_)), "{answer:?}");
        self.ids("").into_iter().filter(|id| !before.contains(id)).collect()
    }

    /// Reads everything anew, and the keys of what is in a state then.
    pub async fn instances(&self, state: InstanceState) -> Vec<InstanceKey> {
        self.house.app.reads.refresh_inventory().await.unwrap();
        let view = InventoryView { clouds: vec![self.id.clone()], ..InventoryView::default() };
        let keys = self.house.app.reads.inventory_page(view, 0, 1000).rows.into_iter().map(|row| row.key);
        keys.filter(|key| self.house.app.reads.instance(key).is_some_and(|instance| instance.state == state)).collect()
    }

    /// The key of an instance.
    pub fn key(&self, id: &str) -> InstanceKey {
        InstanceKey { account: self.account.clone(), region: self.region.clone(), id: id.to_owned() }
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
    data_dir: Option<PathBuf>,
    patience: Patience,
    adapters: &[&'static dyn CloudAdapter],
) -> Options {
    let client = Client::new(yundeck_client::Options {
        clock: Arc::new(WorldClock(sandbox.clone())),
        carrier: Arc::new(Inside { sandbox: sandbox.clone() }),
        ..yundeck_client::Options::default()
    });
    Options { adapters: adapters.to_vec(), data_dir, keychain_service: "yundeck-tests".to_owned(), client, patience }
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
struct WorldClock(Arc<InProcess>);

impl yundeck_client::Clock for WorldClock {
    fn now(&self) -> DateTime<Utc> {
        self.0.now()
    }
}

/// Carries requests to the sandbox in this process.
struct Inside {
    sandbox: Arc<InProcess>,
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
        Ok(RawReply { status: reply.status, headers, body: reply.body })
    }
}

fn raw(request: &Request) -> RawRequest {
    let host = ("host".to_owned(), request.authority.clone());
    let target = request.url().split_off(request.base.len());
    let headers = std::iter::once(host).chain(request.headers.iter().cloned());
    RawRequest::new(&request.method, &target, headers, request.body.clone())
}
