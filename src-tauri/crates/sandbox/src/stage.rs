//! One cloud being played: its behaviour, its world, its keys, and the way of a request through them.

mod acting;
mod reading;
mod state;

use std::sync::{Arc, Mutex, MutexGuard, PoisonError, RwLock};
use std::time::Duration;

use serde_json::Value;

use self::reading::struck;
use crate::answer::Answer;
use crate::behaviour::{Behaviour, Incoming};
use crate::delivery::{Deliveries, Delivery};
use crate::door_clock::DoorClock;
use crate::fault::{Fault, FaultKind, Faults, Layer};
use crate::limits::Rates;
use crate::named::Named;
use crate::options::Options;
use crate::raw::{RawReply, RawRequest};
use crate::record::Record;
use crate::refusal::Refusal;
use crate::validate::problems;
use crate::verify::{Caller, Gate, Key, KeyRing, Nonces};
use crate::world::clock::later;
use crate::world::{Clock, Ids, World};

/// What an operation comes to.
type Outcome = Result<Value, Refusal>;

/// A code that no cloud knows; one cloud's codes are numbers.
const UNKNOWN_CODE: &str = "9999";

/// One cloud being played.
pub(crate) struct Stage {
    pub(crate) behaviour: &'static dyn Behaviour,
    pub(crate) key: Key,
    /// The clock that signatures are judged by.
    pub(crate) door: DoorClock,
    pub(crate) record: Record,
    keys: RwLock<KeyRing>,
    nonces: Nonces,
    request_ids: Mutex<Ids>,
    world: Mutex<World>,
    rates: Rates,
    faults: Arc<Faults>,
    deliveries: Deliveries,
    latency: Duration,
    throttle: bool,
}

impl Stage {
    /// A cloud with a new world.
    pub(crate) fn new(
        behaviour: &'static dyn Behaviour,
        options: &Options,
        faults: Arc<Faults>,
        door: DoorClock,
    ) -> Self {
        let spec = behaviour.spec();
        let mut ids = options.ids.branch(&spec.id);
        let key = options.keys.get(&spec.id).cloned().unwrap_or_else(|| behaviour.new_key(&mut ids));
        let mut world = World::new(spec, options.clock.clone());
        behaviour.seed(&mut world, options.instances);
        world.keep_past();
        Self {
            behaviour,
            keys: RwLock::new(KeyRing::new(vec![key.clone()])),
            key,
            door,
            record: Record::default(),
            nonces: Nonces::default(),
            request_ids: Mutex::new(ids),
            world: Mutex::new(world),
            rates: Rates::default(),
            faults,
            deliveries: Deliveries::default(),
            latency: options.latency,
            throttle: options.throttle,
        }
    }

    /// The world, with everything in it as it is now: what was to be delivered by now has been.
    pub(crate) fn world(&self) -> MutexGuard<'_, World> {
        let mut world = self.locked();
        while let Some(late) = self.deliveries.next_due(world.now()) {
            world.at_time(late.at, |world| {
                world.settle();
                // Nobody hears what became of it.
                let _ = self.act(world, &late.incoming, &late.deed);
            });
        }
        world.settle();
        world
    }

    /// The world's clock.
    pub(crate) fn clock(&self) -> Clock {
        self.locked().clock.clone()
    }

    fn locked(&self) -> MutexGuard<'_, World> {
        self.world.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// From now on these are the keys that exist.
    pub(crate) fn set_keys(&self, keys: Vec<Key>) {
        *self.keys.write().unwrap_or_else(PoisonError::into_inner) = KeyRing::new(keys);
    }

    /// Whether that is the cloud's id or its member of the report.
    pub(crate) fn is_called(&self, name: &str) -> bool {
        self.names().contains(&name)
    }

    fn names(&self) -> [&str; 2] {
        [&self.behaviour.spec().id, self.behaviour.report_key()]
    }

    /// The whole way of a request.
    pub(crate) async fn answer(&self, request: RawRequest) -> Answer {
        tokio::time::sleep(self.latency).await;
        let request_id =
            self.behaviour.request_id(&mut self.request_ids.lock().unwrap_or_else(PoisonError::into_inner));
        let reply = |incoming: Option<&Incoming>, outcome: &Outcome| {
            self.behaviour.reply(&request, incoming, outcome, &request_id).dated(request.received)
        };

        let caller = match self.authenticate(&request) {
            Ok(caller) => caller,
            Err(refusal) => return Answer::Reply(reply(None, &Err(refusal))),
        };
        let incoming = match self.behaviour.decode(&request, &caller) {
            Ok(incoming) => incoming,
            Err(refusal) => return Answer::Reply(reply(None, &Err(refusal))),
        };
        self.record.received(incoming.name());

        let names = self.names_of(&incoming);
        let apply = |fault: &Fault| fault.kind != FaultKind::NotFound || struck(fault, &names).is_some();
        let mut fault = self.faults.strike(self.names(), &incoming, Layer::Way, apply);
        if fault.as_ref().is_some_and(|fault| fault.kind == FaultKind::Hold) {
            self.faults.held.hold(incoming.name()).await;
            let next = |fault: &Fault| fault.kind != FaultKind::Hold && apply(fault);
            fault = self.faults.strike(self.names(), &incoming, Layer::Way, next);
        }
        let Some(fault) = fault else {
            return Answer::Reply(reply(Some(&incoming), &self.perform(&request, &incoming, &request_id)));
        };
        if fault.kind == FaultKind::Latency {
            tokio::time::sleep(Duration::from_millis(fault.millis)).await;
        }
        let named = struck(&fault, &names);
        if let Some(answer) = self.instead(&fault, |outcome| reply(Some(&incoming), outcome), &incoming, named) {
            return answer;
        }
        let outcome = self.perform(&request, &incoming, &request_id);
        let said = self.said_instead(&fault).map_or(outcome, Err);
        if fault.kind == FaultKind::HoldAfter {
            self.faults.held.hold(incoming.name()).await;
        }
        after(&fault, reply(Some(&incoming), &said)).await
    }

    fn authenticate(&self, request: &RawRequest) -> Result<Caller, Refusal> {
        let keys = self.keys.read().unwrap_or_else(PoisonError::into_inner);
        let gate = Gate { keys: &keys, nonces: &self.nonces, now: request.received };
        self.behaviour.authenticate(request, &gate).map_err(|failure| {
            tracing::debug!(cloud = self.behaviour.spec().id, %failure, "a request is not believed");
            self.behaviour.not_authentic(&failure)
        })
    }

    /// Rate limit, parameters, and then the operation itself.
    fn perform(&self, request: &RawRequest, incoming: &Incoming, request_id: &str) -> Outcome {
        let per_second =
            incoming.operation.rate_limit_per_second.unwrap_or(self.behaviour.spec().rate_limit_per_second);
        if self.throttle && !self.rates.admit(incoming.name(), per_second, request.received) {
            return Err(self.behaviour.throttled(incoming));
        }
        self.judge(incoming)?;
        let deed = self.faults.strike_deed(self.names(), incoming);
        if incoming.operation.effect.is_read() && deed.is_empty() {
            self.read(incoming)
        } else {
            let mut world = self.world();
            request_id.clone_into(&mut world.request_id);
            let outcome = self.act(&mut world, incoming, &deed);
            world.request_id.clear();
            outcome
        }
    }

    /// Parameters against the schema.
    fn judge(&self, incoming: &Incoming) -> Result<(), Refusal> {
        let problems = problems(incoming.operation, &incoming.params);
        if problems.is_empty() {
            return Ok(());
        }
        self.behaviour.invalid(incoming, &problems).map_or(Ok(()), Err)
    }

    /// The answer of a fault that keeps the operation from being done, now or at all.
    fn instead(
        &self,
        fault: &Fault,
        reply: impl Fn(&Outcome) -> RawReply,
        incoming: &Incoming,
        named: Option<Named<'_>>,
    ) -> Option<Answer> {
        let refuse = |refusal: Refusal| Some(Answer::Reply(reply(&Err(refusal))));
        match fault.kind {
            FaultKind::Throttle => refuse(self.behaviour.throttled(incoming)),
            FaultKind::Unavailable => refuse(self.behaviour.unavailable()),
            FaultKind::Refuse => refuse(refusal(fault, "")),
            FaultKind::NotFound => refuse(self.not_found(incoming, named)),
            FaultKind::BadGateway => Some(Answer::Reply(page(fault))),
            FaultKind::Redirect => {
                let mut reply = RawReply::text(fault.status.unwrap_or(302), "text/html", "");
                reply.headers.push(("location".to_owned(), fault.message.clone().unwrap_or_else(|| "/".to_owned())));
                Some(Answer::Reply(reply))
            }
            FaultKind::DropBefore => Some(Answer::Dropped),
            FaultKind::DeliveredLate => {
                self.deliver_late(fault, incoming);
                Some(Answer::Dropped)
            }
            _ => None,
        }
    }

    fn deliver_late(&self, fault: &Fault, incoming: &Incoming) {
        if self.judge(incoming).is_err() {
            return;
        }
        let deed = self.faults.strike_deed(self.names(), incoming);
        let at = later(self.world().now(), millis(fault));
        self.deliveries.add(Delivery { at, incoming: incoming.clone(), deed });
    }

    /// What is said in place of what has been done.
    fn said_instead(&self, fault: &Fault) -> Option<Refusal> {
        match fault.kind {
            FaultKind::RefuseAfter => Some(refusal(fault, UNKNOWN_CODE)),
            FaultKind::UnavailableAfter => Some(self.behaviour.unavailable()),
            _ => None,
        }
    }
}

/// The error that a fault names.
fn refusal(fault: &Fault, code: &str) -> Refusal {
    Refusal::new(
        fault.status.unwrap_or(400),
        fault.code.as_deref().unwrap_or(code),
        fault.message.clone().unwrap_or_default(),
    )
}

/// A page as gateways give it.
fn page(fault: &Fault) -> RawReply {
    let status = fault.status.unwrap_or(502);
    let page = format!("<html><head><title>{status}</title></head><body><h1>{status}</h1></body></html>");
    RawReply::text(status, "text/html", page)
}

/// A fault's time, for the world's clock.
fn millis(fault: &Fault) -> i64 {
    i64::try_from(fault.millis).unwrap_or(i64::MAX)
}

/// A fault after the operation has been done.
async fn after(fault: &Fault, mut reply: RawReply) -> Answer {
    match fault.kind {
        FaultKind::LatencyAfter => {
            tokio::time::sleep(Duration::from_millis(fault.millis)).await;
            Answer::Reply(reply)
        }
        FaultKind::DropAfter => Answer::Dropped,
        FaultKind::BadGatewayAfter => Answer::Reply(page(fault)),
        FaultKind::Malformed => {
            reply.body.truncate(reply.body.len() / 2);
            Answer::Reply(reply)
        }
        FaultKind::Truncated => {
            let length = reply.body.len();
            reply.body.truncate(length / 2);
            Answer::Truncated { reply, length }
        }
        FaultKind::SlowBody => Answer::Slow { reply, time: Duration::from_millis(fault.millis) },
        _ => Answer::Reply(reply),
    }
}
