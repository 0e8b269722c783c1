//! The clouds of a sandbox and what they share, however requests reach them.

use std::sync::Arc;

use chrono::Duration;
use indexmap::IndexMap;
use serde_json::{Map, Value};

use crate::behaviour::Behaviour;
use crate::door_clock::DoorClock;
use crate::endpoint::Endpoint;
use crate::fault::Faults;
use crate::options::Options;
use crate::stage::Stage;
use crate::world::Clock;

/// The clouds of a sandbox and what they share.
pub(crate) struct House {
    pub(crate) faults: Arc<Faults>,
    clock: Clock,
    pub(crate) stages: Vec<Arc<Stage>>,
}

impl House {
    /// A stage for every cloud. `door` is the clock that signatures are judged by.
    pub(crate) fn new(behaviours: &[&'static dyn Behaviour], options: &Options, door: &Clock) -> Self {
        let faults = Arc::<Faults>::default();
        let stage = |behaviour: &&'static dyn Behaviour| {
            Arc::new(Stage::new(*behaviour, options, faults.clone(), DoorClock::new(door.clone())))
        };
        let stages = behaviours.iter().map(stage).collect();
        Self { faults, clock: options.clock.clone(), stages }
    }

    /// The stage of the cloud of that id.
    pub(crate) fn stage(&self, cloud: &str) -> Option<&Arc<Stage>> {
        self.stages.iter().find(|stage| stage.behaviour.spec().id == cloud)
    }

    /// Moves the worlds' time: their common clock, and the clocks of those that were given one of their own.
    pub(crate) fn advance(&self, by: Duration) {
        self.clock.advance(by);
        for stage in &self.stages {
            let clock = stage.clock();
            if !clock.is(&self.clock) {
                clock.advance(by);
            }
        }
    }

    pub(crate) fn now(&self) -> chrono::DateTime<chrono::Utc> {
        self.clock.now()
    }

    /// Sets the clock that signatures are judged by wrong: that of one cloud, or of all.
    pub(crate) fn skew(&self, cloud: Option<&str>, seconds: i64) {
        let named = |stage: &&Arc<Stage>| cloud.is_none_or(|cloud| stage.is_called(cloud));
        self.stages.iter().filter(named).for_each(|stage| stage.door.skew(seconds));
    }

    /// What exists and how often each operation was called, by the clouds' members of the report.
    pub(crate) fn state(&self) -> Value {
        let clouds: Map<String, Value> =
            self.stages.iter().map(|stage| (stage.behaviour.report_key().to_owned(), stage.state())).collect();
        Value::Object(clouds)
    }
}

/// What a caller needs to know of a cloud.
pub(crate) fn endpoint(stage: &Stage, url: String, service_urls: IndexMap<String, String>) -> Endpoint {
    let behaviour = stage.behaviour;
    let world = stage.world();
    Endpoint {
        cloud: behaviour.spec().id.clone(),
        report_key: behaviour.report_key().to_owned(),
        url,
        service_urls,
        key_members: behaviour.key_members(&stage.key),
        key: stage.key.clone(),
        account_id: world.account.id.clone(),
        sample: behaviour.sample(&world),
    }
}
