//! The clouds in this process: requests and replies are values, and nothing listens.

use chrono::{DateTime, Duration, Utc};
use indexmap::IndexMap;
use serde_json::Value;

use crate::answer::Answer;
use crate::behaviour::Behaviour;
use crate::endpoint::Endpoint;
use crate::fault::Fault;
use crate::house::{House, endpoint};
use crate::options::Options;
use crate::raw::RawRequest;
use crate::record::Done;
use crate::verify::Key;
use crate::world::World;

/// The clouds in this process. There is one clock, `Options::clock`: worlds live by it and signatures are judged by it.
/// Everything that is made up comes from `Options::ids`; whoever waits, waits on tokio's clock. So with a clock that
/// follows tokio's paused one and ids from a seed, equal requests get equal replies, byte for byte.
pub struct InProcess {
    house: House,
    endpoints: Vec<Endpoint>,
    places: IndexMap<String, Place>,
}

/// What stands behind a base URL.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Place {
    /// The cloud's id.
    pub cloud: String,
    /// The service of the listener that would be there, for `RawRequest::listener`.
    pub service: String,
}

impl InProcess {
    /// The clouds, each at base URLs of its own (`http://127.0.0.1:1` and on) that nobody can connect to.
    pub fn new(behaviours: &[&'static dyn Behaviour], options: &Options) -> Self {
        let house = House::new(behaviours, options, &options.clock);
        let mut places = IndexMap::new();
        let mut endpoints = Vec::new();
        for stage in &house.stages {
            let spec = stage.behaviour.spec();
            let mut place = |service: &str| {
                let url = format!("http://127.0.0.1:{}", places.len() + 1);
                places.insert(url.clone(), Place { cloud: spec.id.clone(), service: service.to_owned() });
                url
            };
            let url = place(&spec.default_service);
            let services = stage.behaviour.listeners().iter();
            let service_urls = services.map(|(service, member)| ((*member).to_owned(), place(service))).collect();
            endpoints.push(endpoint(stage, url, service_urls));
        }
        Self { house, endpoints, places }
    }

    /// What stands behind a base URL (without a path) of an endpoint.
    pub fn place(&self, base: &str) -> Option<&Place> {
        self.places.get(base)
    }

    /// What becomes of a request; `None` when that cloud is not played. The time it was received is the clock's, whatever
    /// the request says; a request without a listener came to the cloud's own.
    pub async fn answer(&self, cloud: &str, mut request: RawRequest) -> Option<Answer> {
        let stage = self.house.stage(cloud)?;
        request.received = stage.door.now();
        if request.listener.is_empty() {
            request.listener.clone_from(&stage.behaviour.spec().default_service);
        }
        Some(stage.answer(request).await)
    }

    /// The clouds, in the order they were given.
    pub fn endpoints(&self) -> &[Endpoint] {
        &self.endpoints
    }

    /// The cloud of that id.
    pub fn endpoint(&self, cloud: &str) -> Option<&Endpoint> {
        self.endpoints.iter().find(|endpoint| endpoint.cloud == cloud)
    }

    /// The worlds' time.
    pub fn now(&self) -> DateTime<Utc> {
        self.house.now()
    }

    /// Lets a fault wait for its call.
    pub fn inject(&self, fault: Fault) {
        self.house.faults.inject(fault);
    }

    /// The faults that wait.
    pub fn faults(&self) -> Vec<Fault> {
        self.house.faults.list()
    }

    /// The operations of the calls that are held back now.
    pub fn held(&self) -> Vec<String> {
        self.house.faults.held.operations()
    }

    /// Lets go the calls that are held back now, of an operation or all.
    pub fn release(&self, operation: Option<&str>) {
        self.house.faults.held.release(operation);
    }

    /// Takes away the faults that wait, and lets go the calls that they hold back.
    pub fn clear_faults(&self) {
        self.house.faults.clear();
    }

    /// Moves the clock.
    pub fn advance(&self, by: Duration) {
        self.house.advance(by);
    }

    /// Sets the clock that signatures are judged by (and that replies are dated with) wrong by so many seconds: that of one
    /// cloud, or of all.
    pub fn skew(&self, cloud: Option<&str>, seconds: i64) {
        self.house.skew(cloud, seconds);
    }

    /// From now on these are the keys that a cloud knows; `false` when that cloud is not played. Its endpoint goes on naming
    /// the first one.
    pub fn set_keys(&self, cloud: &str, keys: Vec<Key>) -> bool {
        self.house.stage(cloud).map(|stage| stage.set_keys(keys)).is_some()
    }

    /// What exists and how often each operation was called, by the clouds' members of the report.
    pub fn state(&self) -> Value {
        self.house.state()
    }

    /// Everything that was done in a cloud, the first first: calls that changed the world, whatever became of their answers.
    /// Empty when that cloud is not played. The last ten thousand are remembered.
    pub fn done(&self, cloud: &str) -> Vec<Done> {
        let Some(stage) = self.house.stage(cloud) else { return Vec::new() };
        // What is due by now is done first.
        drop(stage.world());
        stage.record.all_done()
    }

    /// Looks into the world of a cloud, or changes it; `None` when that cloud is not played.
    pub fn world<T>(&self, cloud: &str, look: impl FnOnce(&mut World) -> T) -> Option<T> {
        Some(look(&mut self.house.stage(cloud)?.world()))
    }
}

impl std::fmt::Debug for InProcess {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.debug_struct("InProcess").field("endpoints", &self.endpoints).finish_non_exhaustive()
    }
}
