//! One cloud being played: its behaviour, its world, its keys, and the way of a request through them.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use serde_json::{Value, json};

use crate::behaviour::{Behaviour, Incoming};
use crate::fault::{Fault, FaultKind, Faults};
use crate::limits::Rates;
use crate::options::Options;
use crate::raw::{RawReply, RawRequest};
use crate::refusal::Refusal;
use crate::validate::Validators;
use crate::verify::{Caller, Gate, Key, KeyRing, Nonces};
use crate::world::shelf::Thing as _;
use crate::world::{Ids, World};

/// What becomes of a request.
#[derive(Debug)]
pub(crate) enum Answer {
    /// It is answered.
    Reply(RawReply),
    /// The connection is closed without an answer.
    Drop,
    /// The connection is closed in the middle of the answer.
    Truncated(RawReply),
    /// The answer comes in small pieces over this time.
    Slow(RawReply, Duration),
}

/// How often an operation was called.
#[derive(Debug, Clone, Copy, Default)]
struct Calls {
    /// Requests that were believed and understood.
    received: u32,
    /// Those that were done.
    applied: u32,
}

/// One cloud being played.
pub(crate) struct Stage {
    pub(crate) behaviour: &'static dyn Behaviour,
    pub(crate) key: Key,
    keys: KeyRing,
    nonces: Nonces,
    world: Mutex<World>,
    validators: Validators,
    rates: Rates,
    calls: Mutex<BTreeMap<String, Calls>>,
    faults: Arc<Faults>,
    latency: Duration,
    throttle: bool,
}

impl Stage {
    /// A cloud with a new world.
    pub(crate) fn new(behaviour: &'static dyn Behaviour, options: &Options, faults: Arc<Faults>) -> Self {
        let spec = behaviour.spec();
        let key = options.keys.get(&spec.id).cloned().unwrap_or_else(|| behaviour.new_key(&mut Ids::random()));
        let mut world = World::new(spec, options.clock.clone());
        behaviour.seed(&mut world, options.instances);
        Self {
            behaviour,
            keys: KeyRing::new(vec![key.clone()]),
            key,
            nonces: Nonces::default(),
            world: Mutex::new(world),
            validators: Validators::default(),
            rates: Rates::default(),
            calls: Mutex::default(),
            faults,
            latency: options.latency,
            throttle: options.throttle,
        }
    }

    /// The world, with everything in it as it is now.
    pub(crate) fn world(&self) -> MutexGuard<'_, World> {
        let mut world = self.world.lock().unwrap_or_else(PoisonError::into_inner);
        world.settle();
        world
    }

    /// The whole way of a request.
    pub(crate) async fn answer(&self, request: RawRequest) -> Answer {
        tokio::time::sleep(self.latency).await;
        let request_id = self.behaviour.request_id();
        let reply = |incoming: Option<&Incoming>, outcome: &Result<Value, Refusal>| {
            self.behaviour.reply(&request, incoming, outcome, &request_id)
        };

        let caller = match self.authenticate(&request) {
            Ok(caller) => caller,
            Err(refusal) => return Answer::Reply(reply(None, &Err(refusal))),
        };
        let incoming = match self.behaviour.decode(&request, &caller) {
            Ok(incoming) => incoming,
            Err(refusal) => return Answer::Reply(reply(None, &Err(refusal))),
        };
        self.count(&incoming, |calls| calls.received += 1);

        let names = [self.behaviour.spec().id.as_str(), self.behaviour.report_key()];
        let mut fault = self.faults.strike(names, incoming.name());
        if fault.as_ref().is_some_and(|fault| fault.kind == FaultKind::Hold) {
            self.faults.held.hold(incoming.name()).await;
            fault = self.faults.strike_released(names, incoming.name());
        }
        if let Some(fault) = &fault {
            if fault.kind == FaultKind::Latency {
                tokio::time::sleep(Duration::from_millis(fault.millis)).await;
            }
            if let Some(answer) = self.instead(fault, |outcome| reply(Some(&incoming), outcome), &incoming) {
                return answer;
            }
        }
        let outcome = self.perform(&request, &incoming);
        let reply = reply(Some(&incoming), &outcome);
        if fault.as_ref().is_some_and(|fault| fault.kind == FaultKind::HoldAfter) {
            self.faults.held.hold(incoming.name()).await;
        }
        match fault {
            Some(fault) => after(&fault, reply).await,
            None => Answer::Reply(reply),
        }
    }

    fn authenticate(&self, request: &RawRequest) -> Result<Caller, Refusal> {
        let gate = Gate { keys: &self.keys, nonces: &self.nonces, now: request.received };
        self.behaviour.authenticate(request, &gate).map_err(|failure| {
            tracing::debug!(cloud = self.behaviour.spec().id, %failure, "a request is not believed");
            self.behaviour.not_authentic(&failure)
        })
    }

    /// Rate limit, parameters, and then the operation itself.
    fn perform(&self, request: &RawRequest, incoming: &Incoming) -> Result<Value, Refusal> {
        let per_second =
            incoming.operation.rate_limit_per_second.unwrap_or(self.behaviour.spec().rate_limit_per_second);
        if self.throttle && !self.rates.admit(incoming.name(), per_second, request.received) {
            return Err(self.behaviour.throttled(incoming));
        }
        let problems = self.validators.problems(incoming.operation, &incoming.params);
        if !problems.is_empty()
            && let Some(refusal) = self.behaviour.invalid(incoming, &problems)
        {
            return Err(refusal);
        }
        let outcome = self.behaviour.handle(&mut self.world(), incoming);
        if outcome.is_ok() {
            self.count(incoming, |calls| calls.applied += 1);
        }
        outcome
    }

    /// The answer of a fault that keeps the operation from being done.
    fn instead(
        &self,
        fault: &Fault,
        reply: impl Fn(&Result<Value, Refusal>) -> RawReply,
        incoming: &Incoming,
    ) -> Option<Answer> {
        let refuse = |refusal: Refusal| Some(Answer::Reply(reply(&Err(refusal))));
        match fault.kind {
            FaultKind::Throttle => refuse(self.behaviour.throttled(incoming)),
            FaultKind::Unavailable => refuse(self.behaviour.unavailable()),
            FaultKind::Refuse => refuse(Refusal::new(
                fault.status.unwrap_or(400),
                fault.code.clone().unwrap_or_default(),
                fault.message.clone().unwrap_or_default(),
            )),
            FaultKind::BadGateway => {
                let status = fault.status.unwrap_or(502);
                let page = format!("<html><head><title>{status}</title></head><body><h1>{status}</h1></body></html>");
                Some(Answer::Reply(RawReply::text(status, "text/html", page)))
            }
            FaultKind::Redirect => {
                let mut reply = RawReply::text(fault.status.unwrap_or(302), "text/html", "");
                reply.headers.push(("location".to_owned(), fault.message.clone().unwrap_or_else(|| "/".to_owned())));
                Some(Answer::Reply(reply))
            }
            FaultKind::DropBefore => Some(Answer::Drop),
            FaultKind::Latency
            | FaultKind::LatencyAfter
            | FaultKind::Hold
            | FaultKind::HoldAfter
            | FaultKind::DropAfter
            | FaultKind::Malformed
            | FaultKind::Truncated
            | FaultKind::SlowBody => None,
        }
    }

    fn count(&self, incoming: &Incoming, note: impl FnOnce(&mut Calls)) {
        let mut calls = self.calls.lock().unwrap_or_else(PoisonError::into_inner);
        note(calls.entry(incoming.name().to_owned()).or_default());
    }

    /// What exists, and how often each operation was called, for tests.
    pub(crate) fn state(&self) -> Value {
        let world = self.world();
        let now = world.now();
        let instances: Vec<Value> = world
            .instances
            .iter()
            .map(|instance| {
                json!({ "id": instance.id, "name": instance.name, "region": instance.region,
                    "state": instance.state(now).word() })
            })
            .collect();
        let images: Vec<Value> = world
            .images
            .iter()
            .map(|image| {
                json!({ "id": image.id(), "name": image.name, "shares": image.shares.keys().collect::<Vec<_>>() })
            })
            .collect();
        let key_pairs: Vec<&str> = world.key_pairs.iter().map(|pair| pair.name.as_str()).collect();
        let calls: serde_json::Map<String, Value> = self
            .calls
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .iter()
            .map(|(name, calls)| (name.clone(), json!({ "received": calls.received, "applied": calls.applied })))
            .collect();
        json!({
            "now": now.to_rfc3339(),
            "count": instances.len(),
            "instances": instances,
            "images": images,
            "key_pairs": key_pairs,
            "balance": world.account.balance.to_string(),
            "calls": calls,
        })
    }
}

/// A fault after the operation has been done.
async fn after(fault: &Fault, mut reply: RawReply) -> Answer {
    match fault.kind {
        FaultKind::LatencyAfter => {
            tokio::time::sleep(Duration::from_millis(fault.millis)).await;
            Answer::Reply(reply)
        }
        FaultKind::DropAfter => Answer::Drop,
        FaultKind::Malformed => {
            reply.body.truncate(reply.body.len() / 2);
            Answer::Reply(reply)
        }
        FaultKind::Truncated => Answer::Truncated(reply),
        FaultKind::SlowBody => Answer::Slow(reply, Duration::from_millis(fault.millis)),
        _ => Answer::Reply(reply),
    }
}
