//! The world of a run, the program while it runs, and what was seen of both.

use std::collections::{BTreeMap, BTreeSet};
use std::path::PathBuf;
use std::sync::{Arc, Mutex, MutexGuard};

use chrono::{DateTime, Utc};
use tokio_util::sync::CancellationToken;
use yundeck_app::App;
use yundeck_catalogue::CloudSpec;
use yundeck_sandbox::verify::{Gate, Key, KeyRing, Nonces};
use yundeck_sandbox::world::{Clock, Ids};
use yundeck_sandbox::{Behaviour, Endpoint, InProcess, Incoming, RawRequest};

use crate::schedule::{Act, Crash, Fault, Schedule};

/// What a run takes place on.
pub struct Stage {
    pub sandbox: InProcess,
    pub behaviour: &'static dyn Behaviour,
    pub spec: &'static CloudSpec,
    pub endpoint: Endpoint,
    pub clock: Clock,
    pub folder: PathBuf,
    state: Mutex<State>,
    machine: Mutex<Machine>,
}

/// The computer that the program runs on.
#[derive(Default)]
pub struct Machine {
    pub app: Option<App>,
    /// Counts the starts of the program.
    pub starts: u64,
    /// Cancelled when the program ends.
    pub dead: CancellationToken,
    /// For how many seconds it does not run.
    pub down: u64,
}

/// What was seen, and what is still to go wrong.
pub struct State {
    pub schedule: Schedule,
    pub trace: Vec<String>,
    pub orders: Vec<Order>,
    /// The bodies that went out with each token, and when first.
    pub tokens: BTreeMap<String, Sent>,
    /// What the program told of its acts.
    pub told: Vec<Told>,
    pub violations: Vec<Violation>,
    pub keys: Vec<Key>,
    pub account: String,
    pub dice: Ids,
    /// Whether anything still goes wrong.
    pub troubled: bool,
    pub reads: u64,
    pub requests: u64,
    /// The order whose confirmation is being taken.
    pub confirming: Option<usize>,
    /// Crash at the first look after the next start, for this order.
    pub crash_in_resume: Option<usize>,
    pub price: u32,
    pub tokens_forgotten: bool,
    pub rekeyed: bool,
    /// By how many seconds this computer's clock is ahead of the cloud's.
    pub ahead: i64,
    /// What somebody else made.
    pub strangers: BTreeSet<String>,
    pub recycled: BTreeSet<String>,
    pub read_faults: BTreeMap<crate::schedule::ReadFault, u64>,
}

/// Equal orders: what was asked for, how often it was meant, and how often it went out.
#[derive(Debug, Clone)]
pub struct Order {
    pub act: Act,
    /// The step that it is of.
    pub step: u32,
    pub operation: String,
    pub described: &'static yundeck_catalogue::Operation,
    /// A text that stands in every request of it, and in none of another of the same operation.
    pub mark: String,
    /// The parameter that carries a token, where the cloud honours one.
    pub token: Option<String>,
    /// How often it was confirmed and not refused.
    pub intended: u32,
    /// How many confirmations are being taken now: they may yet be refused.
    pub pending: u32,
    /// The most that one of them makes.
    pub count: u32,
    /// Confirmed at a price that was not the cloud's any more.
    pub stale: u32,
    /// What was paid is known from the price that was confirmed.
    pub quoted: Option<String>,
    /// The activities of it.
    pub plans: Vec<String>,
    /// How often its request went out.
    pub sends: u32,
    /// Requests that the network doubled.
    pub doubled: u32,
    pub struck: u32,
    pub met: Fault,
    pub crashed: Crash,
}

/// What went out with a token.
pub struct Sent {
    pub body: String,
    pub at: DateTime<Utc>,
}

/// What the program told of an act.
#[derive(Debug, Clone)]
pub struct Told {
    pub at: DateTime<Utc>,
    pub id: String,
    pub phase: String,
}

/// A sentence of the specification that does not hold.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Violation {
    /// S1 to S4, L1, D1.
    pub rule: &'static str,
    pub what: String,
}

impl Stage {
    pub fn new(schedule: &Schedule, folder: PathBuf) -> Self {
        let behaviour = yundeck_clouds::REGISTRY[schedule.cloud].behaviour;
        let clock = Clock::following(DateTime::UNIX_EPOCH + chrono::Duration::days(20_000));
        let seed = format!("seed {}", schedule.seed);
        let options = yundeck_sandbox::Options {
            clock: clock.clone(),
            ids: Ids::seeded(&seed).branch("sandbox"),
            instances: schedule.crowd,
            ..yundeck_sandbox::Options::default()
        };
        let sandbox = InProcess::new(&[behaviour], &options);
        let endpoint = sandbox.endpoints()[0].clone();
        let state = State {
            schedule: schedule.clone(),
            trace: Vec::new(),
            orders: Vec::new(),
            tokens: BTreeMap::new(),
            told: Vec::new(),
            violations: Vec::new(),
            keys: vec![endpoint.key.clone()],
            account: String::new(),
            dice: Ids::seeded(&seed).branch("network"),
            troubled: false,
            reads: 0,
            requests: 0,
            confirming: None,
            crash_in_resume: None,
            price: 0,
            tokens_forgotten: false,
            rekeyed: false,
            ahead: 0,
            strangers: BTreeSet::new(),
            recycled: BTreeSet::new(),
            read_faults: BTreeMap::new(),
        };
        Self {
            sandbox,
            behaviour,
            spec: behaviour.spec(),
            endpoint,
            clock,
            folder,
            state: Mutex::new(state),
            machine: Mutex::default(),
        }
    }

    pub fn now(&self) -> DateTime<Utc> {
        self.clock.now()
    }

    pub fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap()
    }

    pub fn machine(&self) -> MutexGuard<'_, Machine> {
        self.machine.lock().unwrap()
    }

    /// Writes down what happened.
    pub fn note(&self, what: impl AsRef<str>) {
        let at = self.now().format("%d %H:%M:%S%.3f");
        self.state().trace.push(format!("{at} {}", what.as_ref()));
    }

    pub fn violated(&self, rule: &'static str, what: String) {
        self.note(format!("VIOLATED {rule}: {what}"));
        self.state().violations.push(Violation { rule, what });
    }

    pub fn is_alive(&self, start: u64) -> bool {
        let machine = self.machine();
        machine.app.is_some() && machine.starts == start
    }

    /// The program ends, wherever it is. What it sent goes on.
    pub fn crash(&self, start: u64, down: u64, why: &str) {
        let app = {
            let mut machine = self.machine();
            if machine.starts != start || machine.app.is_none() {
                return;
            }
            machine.dead.cancel();
            machine.down = down;
            machine.app.take()
        };
        self.note(format!("CRASH {why}, down for {down} s"));
        drop(app);
    }

    /// What a request asks for, as the sandbox's own decoder understands it.
    pub fn understand(&self, request: &RawRequest) -> Option<Incoming> {
        let keys = KeyRing::new(self.state().keys.clone());
        let nonces = Nonces::default();
        let gate = Gate { keys: &keys, nonces: &nonces, now: request.received };
        let caller = self.behaviour.authenticate(request, &gate).ok()?;
        self.behaviour.decode(request, &caller).ok()
    }

    /// A raw request, as it comes to the sandbox.
    pub fn raw(&self, request: yundeck_wire::Request) -> RawRequest {
        let host = ("host".to_owned(), request.authority.clone());
        let listener = self.sandbox.place(&request.base).map(|place| place.service.clone()).unwrap_or_default();
        let target = request.url().split_off(request.base.len());
        let mut raw =
            RawRequest::new(&request.method, &target, std::iter::once(host).chain(request.headers), request.body);
        raw.listener = listener;
        raw.received = self.now();
        raw
    }
}

impl State {
    /// The order that a request of an act belongs to.
    pub fn order_of(&self, operation: &str, params: &str) -> Option<usize> {
        let fits = |order: &Order| order.operation == operation && params.contains(&order.mark);
        self.orders.iter().position(fits)
    }

    pub fn order_of_step(&self, step: u32) -> Option<usize> {
        self.orders.iter().position(|order| order.step == step)
    }
}

/// Shared by everybody in a run.
pub type Shared = Arc<Stage>;
