//! Requests that are wrong in one way each, rightly signed, below the client's own checks: each is refused in the cloud's
//! own code, and changes nothing.
//!
//! Nothing here is written down by operation. `filled` makes parameters that are right from the schema, `wrong` spoils
//! them in every way it knows, `altered` is the same catalogue without its rules (so that the client sends them) and with
//! operations that name, version, method and service miss, and `codes` is what each cloud's document says to it.

#![allow(clippy::unwrap_used, clippy::panic, reason = "a test fails by panicking")]
#![allow(clippy::print_stdout, reason = "how many requests there were is for people to see")]

#[path = "refusals/altered.rs"]
mod altered;
#[path = "refusals/codes.rs"]
mod codes;
#[path = "refusals/filled.rs"]
mod filled;
#[path = "refusals/wrong.rs"]
mod wrong;

use std::collections::{BTreeMap, BTreeSet};
use std::time::Duration;

use serde_json::Value;
use yundeck_catalogue::cloud::SigningScheme;
use yundeck_catalogue::{CloudSpec, Operation};
use yundeck_client::{Access, Client};
use yundeck_domain::{Call, Delivery, ErrorKind};
use yundeck_sandbox::Sandbox;
use yundeck_sandbox::world::Clock;

use altered::Miss;
use wrong::Wrong;

/// A region that no cloud has.
const NOWHERE: &str = "nowhere-1";

/// In which way a request is wrong.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Kind {
    /// The cloud has no such action (no such path, where the path is the action).
    Action,
    /// The service has no such version.
    Version,
    /// The operation is not called by that method.
    Method,
    /// There is no such region.
    Region,
    /// It is signed for another service than it is sent to.
    Service,
    /// A required parameter is missing.
    Missing,
    /// The operation has no such parameter.
    Unknown,
    /// A parameter is of another type.
    Type,
    /// A number is too small, too large or between the steps.
    Range,
    /// A text is none of the allowed ones, too short or long, or of another form.
    Value,
    /// A list is too long.
    TooMany,
}

/// A cloud's sandbox, and a client whose catalogue has been altered.
struct Stage {
    sandbox: Sandbox,
    client: Client,
    access: Access,
    region: String,
    spec: &'static CloudSpec,
    /// What did not come out as it should.
    findings: Vec<String>,
    ran: BTreeMap<Kind, usize>,
}

impl Stage {
    async fn build(cloud: &str, signing: Option<SigningScheme>) -> Self {
        let entry = yundeck_clouds::REGISTRY.iter().find(|entry| entry.adapter.spec().id == cloud).unwrap();
        // Time stands still, so that the world changes by calls alone.
        let clock = Clock::standing("2026-03-01T10:00:00Z".parse().unwrap());
        let options = yundeck_sandbox::Options { clock, ..yundeck_sandbox::Options::default() };
        let sandbox = Sandbox::start(&[entry.behaviour], options).await.unwrap();
        let endpoint = sandbox.endpoint(cloud).unwrap().clone();
        let spec = entry.adapter.spec();
        let mut access = yundeck_tests::access(&endpoint, altered::altered(spec));
        access.account.signing = signing;
        let options = yundeck_client::Options {
            read_timeout: Duration::from_secs(10),
            attempts: 1,
            ..yundeck_client::Options::default()
        };
        Self {
            sandbox,
            client: Client::new(options),
            access,
            region: endpoint.sample.region.clone(),
            spec,
            findings: Vec::new(),
            ran: BTreeMap::new(),
        }
    }

    /// All that exists, in words.
    fn world(&self) -> String {
        self.sandbox.world(&self.spec.id, |world| format!("{world:?}")).unwrap()
    }

    /// How many calls have been done.
    fn applied(&self) -> u64 {
        let state = self.sandbox.state();
        let clouds = state.as_object().unwrap().values();
        let calls = clouds.flat_map(|cloud| cloud["calls"].as_object().into_iter().flatten());
        calls.filter_map(|(_, calls)| calls["applied"].as_u64()).sum()
    }

    /// Sends everything that is wrong with an operation.
    async fn refuse(&mut self, operation: &'static Operation) {
        let (before, done) = (self.world(), self.applied());
        let ran_before = std::mem::take(&mut self.ran);
        let example = &operation.example;
        let older = self.access.account.signing.is_some();
        // The older signature names no service.
        for miss in Miss::ALL.into_iter().filter(|miss| !(older && *miss == Miss::Service)) {
            for name in altered::names(self.access.cloud, operation, miss) {
                self.send(operation, &name, miss.kind(), &self.region.clone(), example, None).await;
            }
        }
        if !codes::takes_no_region(&self.spec.id, &operation.name) {
            self.send(operation, &operation.name, Kind::Region, NOWHERE, example, None).await;
        }
        for wrong in wrong::all(operation, !older && wrong::is_json(self.spec, operation)) {
            if codes::is_taken(&self.spec.id, &operation.name, &wrong) {
                continue;
            }
            let Wrong { kind, path, params } = wrong;
            let field = path.rsplit('/').find(|step| step.parse::<usize>().is_err()).unwrap_or_default().to_owned();
            self.send(operation, &operation.name, kind, &self.region.clone(), &params, Some(&field)).await;
        }
        let ran = std::mem::replace(&mut self.ran, ran_before);
        for kind in due(self.spec, operation)
            .into_iter()
            .filter(|kind| !(ran.contains_key(kind) || older && *kind == Kind::Service))
        {
            self.findings.push(format!("{}: nothing was sent of {kind:?}", operation.name));
        }
        for (kind, count) in ran {
            *self.ran.entry(kind).or_default() += count;
        }
        if self.applied() != done {
            self.findings.push(format!("{}: something was done", operation.name));
        }
        if self.world() != before {
            self.findings.push(format!("{}: the world is not as it was", operation.name));
        }
    }

    /// Sends one, and notes whatever is said to it but the documented refusal.
    async fn send(
        &mut self,
        operation: &Operation,
        name: &str,
        kind: Kind,
        region: &str,
        params: &Value,
        field: Option<&str>,
    ) {
        *self.ran.entry(kind).or_default() += 1;
        let outcome = self.client.read(&self.access, region, &Call::new(name, params.clone())).await;
        let place = format!("{name}, {kind:?} {}", field.unwrap_or_default());
        let finding = match outcome {
            Ok(answer) => Some(format!("accepted: {params} -> {}", answer.result)),
            Err(error) => match &error.vendor {
                Some(vendor) if error.delivery == Delivery::Answered && vendor.request_id.is_some() => {
                    let refusal = (vendor.code.as_str(), vendor.message.as_str());
                    let odd = codes::odd(self.spec, operation, kind, refusal, field);
                    let blamed = field.is_none() || error.kind == ErrorKind::InvalidParams;
                    odd.or_else(|| (!blamed).then(|| format!("the client calls {} {:?}", vendor.code, error.kind)))
                }
                _ => Some(format!("not answered: {error:?}")),
            },
        };
        self.findings.extend(finding.map(|finding| format!("{place}: {finding}")));
    }
}

/// The ways in which every such operation can be called wrongly.
fn due(spec: &CloudSpec, operation: &Operation) -> BTreeSet<Kind> {
    let mut due = BTreeSet::from([Kind::Action, Kind::Method, Kind::Region, Kind::Unknown]);
    if codes::takes_no_region(&spec.id, &operation.name) {
        due.remove(&Kind::Region);
    }
    if spec.service_of(operation).is_some_and(|(_, service)| service.version.is_some()) {
        due.extend([Kind::Version, Kind::Service]);
    }
    let required = operation.input["required"].as_array().into_iter().flatten().filter_map(Value::as_str);
    if required.filter(|name| !operation.http.path.contains(&format!("{{{name}}}"))).count() > 0 {
        due.insert(Kind::Missing);
    }
    due
}

/// All operations of a cloud, and at least so many requests of each kind. `most_unmade` is how many
/// parameters may have been left alone, because no right request with them could be made from the schema.
async fn refuse_all(cloud: &str, signing: Option<SigningScheme>, most_unmade: usize, least: &[(Kind, usize)]) {
    let mut stage = Stage::build(cloud, signing).await;
    let mut unmade = Vec::new();
    for operation in stage.spec.operations.values() {
        stage.refuse(operation).await;
        unmade.extend(filled::unmade(operation));
    }
    println!("{cloud}: {} requests: {:?}; not made: {unmade:?}", stage.ran.values().sum::<usize>(), stage.ran);
    assert!(
        stage.findings.is_empty(),
        "{cloud}: {} not refused as they should:\n{}",
        stage.findings.len(),
        stage.findings.join("\n")
    );
    assert!(unmade.len() <= most_unmade, "{cloud}: {} parameters were not tried: {unmade:?}", unmade.len());
    for (kind, count) in least {
        let ran = stage.ran.get(kind).copied().unwrap_or_default();
        assert!(ran >= *count, "{cloud}: {ran} requests of {kind:?}, not {count}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn wrong_requests_to_tencent_are_refused() {
    let each = [Kind::Action, Kind::Version, Kind::Method, Kind::Region, Kind::Service].map(|kind| (kind, 62));
    let least = [
        (Kind::Missing, 110),
        (Kind::Unknown, 110),
        (Kind::Type, 700),
        (Kind::Range, 40),
        (Kind::Value, 440),
        (Kind::TooMany, 40),
    ];
    refuse_all("tencent", None, 0, &[&each[..], &least].concat()).await;
}

/// The same as names and texts in a form, and not as JSON.
#[tokio::test(flavor = "multi_thread")]
async fn wrong_requests_to_tencent_with_its_older_signature_are_refused() {
    let each = [Kind::Action, Kind::Version, Kind::Method, Kind::Region].map(|kind| (kind, 62));
    let least = [
        (Kind::Missing, 110),
        (Kind::Unknown, 110),
        (Kind::Type, 420),
        (Kind::Range, 40),
        (Kind::Value, 440),
        (Kind::TooMany, 40),
    ];
    refuse_all("tencent", Some(SigningScheme::QueryHmacSha256), 0, &[&each[..], &least].concat()).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn wrong_requests_to_kingsoft_are_refused() {
    let each = [Kind::Action, Kind::Version, Kind::Method, Kind::Region, Kind::Service].map(|kind| (kind, 59));
    let least = [
        (Kind::Missing, 95),
        (Kind::Unknown, 65),
        (Kind::Type, 280),
        (Kind::Range, 40),
        (Kind::Value, 300),
        (Kind::TooMany, 14),
    ];
    refuse_all("kingsoft", None, 1, &[&each[..], &least].concat()).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn wrong_requests_to_jdcloud_are_refused() {
    let each = [Kind::Action, Kind::Version, Kind::Method, Kind::Region, Kind::Service].map(|kind| (kind, 46));
    let least = [
        (Kind::Missing, 60),
        (Kind::Unknown, 90),
        (Kind::Type, 580),
        (Kind::Range, 60),
        (Kind::Value, 180),
        (Kind::TooMany, 15),
    ];
    refuse_all("jdcloud", None, 0, &[&each[..], &least].concat()).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn wrong_requests_to_ucloudstack_are_refused() {
    // It has neither versions nor lists with a limit.
    let each = [Kind::Action, Kind::Method, Kind::Region, Kind::Unknown].map(|kind| (kind, 22));
    let least = [(Kind::Missing, 34), (Kind::Type, 160), (Kind::Range, 50), (Kind::Value, 35)];
    refuse_all("ucloudstack", None, 0, &[&each[..], &least].concat()).await;
}
