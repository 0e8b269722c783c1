//! Calls to the clouds of a sandbox in this process: signed as the client signs them, without the client around them.

use std::sync::atomic::{AtomicU64, Ordering};

use chrono::{DateTime, Duration, Utc};
use serde_json::Value;
use yundeck_catalogue::CloudSpec;
use yundeck_sandbox::world::{Clock, Ids};
use yundeck_sandbox::{Answer, Endpoint, InProcess, Options, RawReply, RawRequest};
use yundeck_wire::{Credential, Fault, Moment, Target};

/// The clouds of a sandbox in this process.
pub struct Direct {
    /// The sandbox.
    pub sandbox: InProcess,
    calls: AtomicU64,
}

/// What became of a call.
#[derive(Debug)]
pub struct Called {
    /// As it came.
    pub answer: Answer,
    /// What a reply says, when there is one.
    pub reply: Option<Result<Value, Fault>>,
}

impl Called {
    /// The result.
    #[track_caller]
    pub fn result(self) -> Value {
        self.reply.unwrap().unwrap()
    }

    /// The cloud's code of an error.
    #[track_caller]
    pub fn code(self) -> String {
        match self.reply.unwrap() {
            Err(Fault::Vendor { code, .. }) => code,
            other => panic!("{other:?}"),
        }
    }

    /// Whether nothing came back.
    pub fn is_dropped(&self) -> bool {
        matches!(self.answer, Answer::Dropped)
    }
}

impl Direct {
    /// Every cloud, on a clock that follows tokio's, with everything made up from a seed.
    pub fn new(seed: &str) -> Self {
        Self::of(Options::default(), seed)
    }

    /// The same with other options beside clock and seed.
    pub fn of(options: Options, seed: &str) -> Self {
        let clock = Clock::following(DateTime::UNIX_EPOCH + Duration::days(20_000));
        let options = Options { clock, ids: Ids::seeded(seed), ..options };
        let behaviours: Vec<_> = yundeck_clouds::REGISTRY.iter().map(|cloud| cloud.behaviour).collect();
        Self { sandbox: InProcess::new(&behaviours, &options), calls: AtomicU64::new(0) }
    }

    /// The endpoint of a cloud.
    pub fn endpoint(&self, cloud: &str) -> &Endpoint {
        self.sandbox.endpoint(cloud).unwrap()
    }

    /// The time.
    pub fn now(&self) -> DateTime<Utc> {
        self.sandbox.now()
    }

    /// Calls an operation in the sample's region.
    pub async fn call(&self, cloud: &str, operation: &str, params: &Value) -> Called {
        let answer = self.sandbox.answer(cloud, self.request(cloud, operation, params)).await.unwrap();
        let reply = match &answer {
            Answer::Reply(RawReply { status, headers, body, .. })
            | Answer::Slow { reply: RawReply { status, headers, body, .. }, .. } => {
                Some(yundeck_wire::parse(spec(cloud), *status, headers, body).map(|reply| reply.result))
            }
            Answer::Dropped | Answer::Truncated { .. } => None,
        };
        Called { answer, reply }
    }

    /// The request of a call.
    pub fn request(&self, cloud: &str, operation: &str, params: &Value) -> RawRequest {
        let (spec, endpoint) = (spec(cloud), self.endpoint(cloud));
        let nonce = Ids::seeded(&self.calls.fetch_add(1, Ordering::Relaxed).to_string()).uuid();
        let signed = yundeck_wire::prepare(
            spec,
            spec.operation(operation).unwrap(),
            params,
            &Target { endpoint: Some(&endpoint.url), region: &endpoint.sample.region, scheme: spec.signing[0] },
            &Credential::new(&endpoint.key.id, &endpoint.key.secret, None),
            &Moment { unix_seconds: self.now().timestamp(), nonce },
        );
        let request = signed.unwrap().request;
        assert_eq!(self.sandbox.place(&request.base).unwrap().cloud, cloud);
        let host = ("host".to_owned(), request.authority.clone());
        let target = request.url().split_off(request.base.len());
        RawRequest::new(&request.method, &target, std::iter::once(host).chain(request.headers), request.body)
    }
}

/// The catalogue of a cloud.
pub fn spec(cloud: &str) -> &'static CloudSpec {
    clouds().into_iter().find(|spec| spec.id == cloud).unwrap()
}

/// The catalogues of all clouds.
pub fn clouds() -> Vec<&'static CloudSpec> {
    yundeck_clouds::REGISTRY.iter().map(|cloud| cloud.adapter.spec()).collect()
}

/// The operation that does a job on that cloud.
pub fn job<'s>(cloud: &'s CloudSpec, job: &str) -> &'s str {
    &cloud.jobs[job]
}
