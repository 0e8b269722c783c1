//! Plays a script: every call goes through the client to a sandbox of that one cloud.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::{Mutex, PoisonError};
use std::time::Duration;

use serde_json::Value;
use yundeck_catalogue::{CloudSpec, Operation, Path};
use yundeck_client::{Access, Client, Ledger, Permit, SentLine};
use yundeck_domain::{Delivery, Error, Scope};
use yundeck_sandbox::Sandbox;

use crate::step::{self, Call, Kept, Step};

/// Seconds of the world's time after which whatever an operation began has come to its end.
const LONG_ENOUGH: i64 = 30;

/// A journal that forgets everything when the test ends.
#[derive(Default)]
struct Lines(Mutex<Vec<SentLine>>);

impl Ledger for Lines {
    fn record(&self, line: &SentLine) -> Result<(), Error> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).push(line.clone());
        Ok(())
    }
}

/// What became of an operation's calls.
#[derive(Default)]
struct Tally {
    accepted: u32,
    refused: u32,
    /// A call with the token of an accepted one answered the same.
    repeated: bool,
    /// Its waiter saw the effect arrive.
    reached: bool,
    /// The places of `output` and `pagination` at which a reply had something.
    seen: BTreeSet<String>,
}

/// A sandbox of one cloud, a client with an account on it, and what has happened so far.
pub struct Stage {
    sandbox: Sandbox,
    client: Client,
    access: Access,
    region: String,
    kept: Kept,
    lines: Lines,
    tallies: BTreeMap<String, Tally>,
}

impl Stage {
    /// Builds it. What the sandbox's sample names is kept under the sample's names.
    pub async fn build(cloud: &str) -> Self {
        let entry = yundeck_clouds::REGISTRY.iter().find(|entry| entry.adapter.spec().id == cloud).unwrap();
        let sandbox = Sandbox::start(&[entry.behaviour], yundeck_sandbox::Options::default()).await.unwrap();
        let endpoint = sandbox.endpoint(cloud).unwrap().clone();
        let mut kept: Kept = endpoint.sample.members().map(|(name, id)| (name.to_owned(), Value::from(id))).collect();
        kept.insert("account_id".to_owned(), Value::from(endpoint.account_id.clone()));
        let options = yundeck_client::Options {
            read_timeout: Duration::from_secs(10),
            act_timeout: Duration::from_secs(10),
            ..yundeck_client::Options::default()
        };
        let access = yundeck_tests::access(&endpoint, hurried(entry.adapter.spec()));
        let region = endpoint.sample.region.clone();
        let (client, lines) = (Client::new(options), Lines::default());
        Self { sandbox, client, access, region, kept, lines, tallies: BTreeMap::new() }
    }

    /// Plays steps one after the other.
    ///
    /// # Panics
    /// At the first that does not come out as the script says.
    pub async fn play(&mut self, noun: &str, steps: Vec<Step>) {
        for (nth, step) in steps.into_iter().enumerate() {
            let place = format!("{} {noun}, step {}", self.access.cloud.id, nth + 1);
            match step {
                Step::Call(call) => self.call(&place, &call).await,
                Step::Wait(seconds) => self.sandbox.advance(chrono::Duration::seconds(seconds)),
                Step::Look(what, holds) => {
                    let kept = &self.kept;
                    let held = self.sandbox.world(&self.access.cloud.id, |world| {
                        world.settle();
                        holds(world, kept)
                    });
                    assert_eq!(held, Some(true), "{place}: {what}");
                }
                Step::Keep(name, value) => {
                    let value = self.sandbox.world(&self.access.cloud.id, |world| value(world)).unwrap();
                    self.kept.insert(name.to_owned(), value);
                }
                Step::Arrange(change) => {
                    self.sandbox.world(&self.access.cloud.id, change).unwrap();
                }
            }
        }
    }

    async fn call(&mut self, place: &str, call: &Call) {
        let cloud = self.access.cloud;
        let operation = cloud.operation(call.operation).unwrap_or_else(|| panic!("{place}: no {}", call.operation));
        let region = call.region.map_or_else(|| self.region.clone(), str::to_owned);
        let params = step::resolved(&call.params, &self.kept);
        let place = format!("{place}: {} {params}", operation.name);
        let token = operation.idempotency.as_ref().filter(|_| !operation.effect.is_read());
        let token = token.map(|_| format!("token-{}", self.lines.0.lock().unwrap().len()));

        let answer = self.send(operation, &region, &params, token.clone()).await;
        if let Some((code, words)) = call.refusal {
            let error = answer.map_or_else(|error| error, |result| panic!("{place} was not refused: {result}"));
            assert_eq!(error.delivery, Delivery::Answered, "{place}: {error:?}");
            let vendor = error.vendor.unwrap_or_else(|| panic!("{place}: no words of the cloud"));
            assert_eq!(vendor.code, code, "{place}: {}", vendor.message);
            assert!(vendor.message.contains(words), "{place}: {}", vendor.message);
            self.tally(operation).refused += 1;
            return;
        }
        let result = answer.unwrap_or_else(|error| panic!("{place}: {error:?}"));
        if let Some(miss) = call.expected.iter().find_map(|expected| expected.miss(&result, &self.kept)) {
            panic!("{place}: not so: {miss}, in {result:#}");
        }
        let done = operation.output.get("accepted").is_none_or(|accepted| {
            let all = accepted.texts(&result);
            !all.is_empty() && all.iter().all(|each| each == "true")
        });
        assert_eq!(done, !call.undone, "{place}: done or not: {result}");
        if done {
            self.note(operation, &result);
        }
        for (name, pointer) in &call.keeps {
            let value = result.pointer(pointer).unwrap_or_else(|| panic!("{place}: no {pointer} in {result:#}"));
            self.kept.insert((*name).to_owned(), value.clone());
        }
        if token.is_some() {
            let again = self.send(operation, &region, &params, token).await;
            let again = again.unwrap_or_else(|error| panic!("{place}: the same token: {error:?}"));
            let made = operation.output.values().map(|path| (path.texts(&again), path.texts(&result)));
            for (again, first) in made {
                assert_eq!(again, first, "{place}: the same token");
            }
            self.tally(operation).repeated = true;
        }
        if !call.reaches.is_empty() {
            self.reach(&place, operation, &region, &call.reaches).await;
        }
    }

    async fn send(
        &self,
        operation: &Operation,
        region: &str,
        params: &Value,
        token: Option<String>,
    ) -> Result<Value, Error> {
        let call = yundeck_domain::Call::new(&operation.name, params.clone());
        let answer = if operation.effect.is_read() {
            self.client.read(&self.access, region, &call).await
        } else {
            let scope = Scope { account: self.access.account.id.clone(), region: region.to_owned() };
            let permit = Permit::after(&self.lines, "plan", "digest", &scope, call, token)?;
            self.client.apply(&self.access, region, permit).await
        }?;
        assert!(answer.request_id.is_some(), "{}: no request id", operation.name);
        Ok(answer.result)
    }

    fn tally(&mut self, operation: &Operation) -> &mut Tally {
        self.tallies.entry(operation.name.clone()).or_default()
    }

    /// Counts an accepted call, and where its result has what the catalogue says.
    fn note(&mut self, operation: &Operation, result: &Value) {
        let tally = self.tally(operation);
        tally.accepted += 1;
        for (name, path) in promised(operation) {
            if path.find(result).into_iter().any(|value| !step::is_empty(value)) {
                tally.seen.insert(name);
            }
        }
    }

    /// Lets time pass and asks as the operation's waiter says.
    async fn reach(&mut self, place: &str, operation: &Operation, region: &str, ids: &[&str]) {
        let waiter = operation.waiter.as_ref().unwrap_or_else(|| panic!("{place}: nothing waits for it"));
        self.sandbox.advance(chrono::Duration::seconds(LONG_ENOUGH));
        let ids = ids.iter().map(|id| step::resolved(&Value::from(*id), &self.kept));
        let ids: Vec<String> = ids.map(|id| id.as_str().unwrap().to_owned()).collect();
        let standings = self.client.poll(&self.access, region, waiter, &ids, &serde_json::json!({})).await.unwrap();
        assert!(standings.iter().all(|(_, standing)| standing.is_reached()), "{place}: {waiter}: {standings:?}");
        self.tally(operation).reached = true;
    }

    /// Nothing of the catalogue may have been left out.
    ///
    /// # Panics
    /// With everything that was.
    pub fn finish(mut self) {
        let state = self.sandbox.state();
        let calls = state.as_object().unwrap().values().next().unwrap()["calls"].clone();
        let mut left_out = Vec::new();
        for operation in self.access.cloud.operations.values() {
            let name = &operation.name;
            let tally = self.tallies.remove(name).unwrap_or_default();
            if tally.accepted == 0 {
                left_out.push(format!("{name} was never done"));
                continue;
            }
            let applied = calls[name]["applied"].as_u64().unwrap_or(0);
            if applied < u64::from(tally.accepted) {
                left_out.push(format!("{name}: the sandbox did it {applied} times, not {}", tally.accepted));
            }
            if operation.idempotency.is_some() && !operation.effect.is_read() && !tally.repeated {
                left_out.push(format!("{name} was not repeated with its token"));
            }
            if operation.waiter.is_some() && !tally.reached {
                left_out.push(format!("{name}: its waiter was not tried"));
            }
            for (place, _) in promised(operation).into_iter().filter(|(place, _)| !tally.seen.contains(place)) {
                left_out.push(format!("{name}: no reply had anything at its {place}"));
            }
        }
        assert!(left_out.is_empty(), "{}:\n{}", self.access.cloud.id, left_out.join("\n"));
        let spec = self.access.cloud;
        let lines = self.lines.0.into_inner().unwrap();
        assert!(lines.iter().all(|line| !spec.operation(&line.operation).unwrap().effect.is_read()));
    }
}

/// Where the catalogue says that a reply has something, by name.
fn promised(operation: &Operation) -> Vec<(String, &Path)> {
    let outputs = operation.output.iter().filter(|(role, _)| *role != "message");
    let mut all: Vec<(String, &Path)> = outputs.map(|(role, path)| (format!("output.{role}"), path)).collect();
    if let Some(pagination) = &operation.pagination {
        all.push(("pagination.items".to_owned(), &pagination.items));
        all.extend(pagination.total.iter().map(|path| ("pagination.total".to_owned(), path)));
    }
    all
}

/// The same catalogue with limits that do not keep a test waiting.
fn hurried(spec: &CloudSpec) -> &'static CloudSpec {
    let mut spec = spec.clone();
    spec.rate_limit_per_second = 1000;
    for operation in spec.operations.values_mut() {
        operation.rate_limit_per_second = None;
    }
    Box::leak(Box::new(spec))
}
