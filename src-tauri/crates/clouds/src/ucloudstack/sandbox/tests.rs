//! The behaviour, on a clock that stands still until it is turned.

use chrono::{DateTime, Duration, Utc};
use rust_decimal::Decimal;
use serde_json::{Value, json};
use yundeck_catalogue::problem::Validator;
use yundeck_sandbox::verify::{AuthFailure, Caller};
use yundeck_sandbox::world::Clock;
use yundeck_sandbox::{Behaviour, Incoming, RawRequest, Refusal, World};

use super::{SPEC, Ucloudstack, placement};

mod flat;
mod image;
mod instance;
mod later;
mod latest;
mod listing;
mod order;
mod pricing;
mod protocol;

struct Play {
    world: World,
}

impl Play {
    fn new() -> Self {
        Self::with_crowd(0)
    }

    fn with_crowd(instances: usize) -> Self {
        let start: DateTime<Utc> = "2026-11-20T02:00:00Z".parse().unwrap();
        let mut world = World::new(&SPEC, Clock::standing(start));
        Ucloudstack.seed(&mut world, instances);
        Self { world }
    }

    fn wait(&mut self, seconds: i64) {
        self.world.clock.advance(Duration::seconds(seconds));
    }

    /// The way of a request without its envelope.
    fn call(&mut self, name: &str, params: Value) -> Result<Value, Refusal> {
        self.world.settle();
        let operation = SPEC.operation(name).unwrap();
        let incoming =
            Incoming { operation, service: "vm".into(), version: String::new(), region: "cn".into(), params };
        let problems = Validator::new(&operation.input).unwrap().problems(&incoming.params);
        if !problems.is_empty()
            && let Some(refusal) = Ucloudstack.invalid(&incoming, &problems)
        {
            return Err(refusal);
        }
        Ucloudstack.handle(&mut self.world, &incoming)
    }

    #[track_caller]
    fn ok(&mut self, name: &str, params: Value) -> Value {
        self.call(name, params.clone()).unwrap_or_else(|refusal| panic!("{name} {params}: {refusal:?}"))
    }

    #[track_caller]
    fn refused(&mut self, name: &str, params: Value, code: &str) -> String {
        match self.call(name, params.clone()) {
            Ok(reply) => panic!("{name} {params} was answered: {reply}"),
            Err(refusal) => {
                assert_eq!(refusal.code, code, "{name} {params}: {}", refusal.message);
                assert_eq!(refusal.status, 200, "errors are answered with HTTP 200");
                refusal.message
            }
        }
    }

    fn order(&self, changes: Value) -> Value {
        let sample = Ucloudstack.sample(&self.world);
        let mut order = json!({
            "Name": "new-01", "Password": "Ucloud.cn1", "ChargeType": "Month", "VMType": sample.instance_type, "ImageID": sample.image_id,
            "CPU": 2, "Memory": 4096, "BootDiskSetType": sample.extra["storage_type"], "VPCID": sample.vpc_id, "SubnetID": sample.subnet_id,
        });
        order.as_object_mut().unwrap().extend(changes.as_object().unwrap().clone());
        order
    }

    #[track_caller]
    fn create(&mut self, changes: Value) -> Value {
        let order = self.order(changes);
        self.ok("CreateVMInstance", order)
    }

    /// A new instance that runs.
    fn running(&mut self) -> String {
        let id = self.create(json!({}))["VMID"].as_str().unwrap().to_owned();
        self.wait(10);
        id
    }

    fn stopped(&mut self) -> String {
        let id = self.running();
        self.ok("StopVMInstance", json!({ "VMID": id }));
        self.wait(10);
        id
    }

    #[track_caller]
    fn record(&mut self, id: &str) -> Value {
        let found = self.ok("DescribeVMInstance", json!({ "VMIDs": [id] }));
        assert_eq!(found["TotalCount"], 1, "{id}");
        found["Infos"][0].clone()
    }

    #[track_caller]
    fn state(&mut self, id: &str) -> String {
        self.record(id)["State"].as_str().unwrap().to_owned()
    }
}

#[test]
fn every_operation_of_the_catalogue_is_answered() {
    for (name, operation) in &SPEC.operations {
        if let Err(refusal) = Play::new().call(name, operation.example.clone()) {
            assert_ne!(refusal.code, "110", "{name} has no handler");
            assert_ne!(refusal.code, "3", "{name}: the example is complete");
        }
    }
}
