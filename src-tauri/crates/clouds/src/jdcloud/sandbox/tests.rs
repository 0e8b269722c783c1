//! The sandbox's JD Cloud: its rules, its words, and that one operation sees what another did.

mod attachment;
mod image;
mod instance;
mod protocol;

use chrono::{DateTime, Duration};
use serde_json::{Value, json};
use yundeck_catalogue::problem::Validator;
use yundeck_sandbox::world::{Clock, World};
use yundeck_sandbox::{Behaviour, Incoming, Refusal};

use super::Jdcloud;

/// A world with a clock that the test turns.
struct Stage {
    world: World,
    clock: Clock,
}

impl Stage {
    fn new() -> Self {
        let clock = Clock::standing(DateTime::from_timestamp(1_790_000_000, 0).unwrap());
        let mut world = World::new(Jdcloud.spec(), clock.clone());
        Jdcloud.seed(&mut world, 0);
        Self { world, clock }
    }

    /// Calls an operation as the server does: settle, validate, handle.
    fn call(&mut self, operation: &str, params: Value) -> Result<Value, Refusal> {
        self.call_in("cn-north-1", operation, params)
    }

    fn call_in(&mut self, region: &str, operation: &str, params: Value) -> Result<Value, Refusal> {
        self.world.settle();
        let operation = Jdcloud.spec().operation(operation).unwrap_or_else(|| panic!("{operation}"));
        let incoming =
            Incoming { operation, service: "vm".into(), version: "v1".into(), region: region.into(), params };
        let problems = Validator::new(&operation.input).unwrap().problems(&incoming.params);
        if let Some(refusal) = (!problems.is_empty()).then(|| Jdcloud.invalid(&incoming, &problems)).flatten() {
            return Err(refusal);
        }
        Jdcloud.handle(&mut self.world, &incoming)
    }

    #[track_caller]
    fn ok(&mut self, operation: &str, params: Value) -> Value {
        self.call(operation, params.clone()).unwrap_or_else(|refusal| panic!("{operation} {params}: {refusal:?}"))
    }

    #[track_caller]
    fn refused(&mut self, operation: &str, params: Value, code: &str, words: &str) {
        let refusal = self.call(operation, params.clone()).expect_err(operation);
        assert_eq!(refusal.code, code, "{operation} {params}: {refusal:?}");
        assert!(refusal.message.contains(words), "{operation}: {}", refusal.message);
    }

    fn wait(&self, seconds: i64) {
        self.clock.advance(Duration::seconds(seconds));
    }

    fn sample(&self, name: &str) -> String {
        let sample = Jdcloud.sample(&self.world);
        sample
            .members()
            .find(|(member, _)| *member == name)
            .map(|(_, id)| id.to_owned())
            .unwrap_or_else(|| panic!("{name}"))
    }

    /// A creation that works, with members of `instanceSpec` replaced; null takes one away.
    fn order(&self, changes: Value) -> Value {
        let mut spec = json!({
            "name": "new", "az": self.sample("zone"), "imageId": self.sample("image_id"), "instanceType": self.sample("instance_type"),
            "primaryNetworkInterface": { "networkInterface": { "subnetId": self.sample("subnet_id"), "securityGroups": [self.sample("security_group_id")] } },
        });
        spec.as_object_mut().unwrap().extend(changes.as_object().unwrap().clone());
        spec.as_object_mut().unwrap().retain(|_, value| !value.is_null());
        json!({ "instanceSpec": spec })
    }

    /// Creates one instance that runs, and says its id.
    #[track_caller]
    fn running(&mut self, changes: Value) -> String {
        let order = self.order(changes);
        let id = self.ok("createInstances", order)["instanceIds"][0].as_str().unwrap().to_owned();
        self.wait(10);
        assert_eq!(self.instance(&id)["status"], "running");
        id
    }

    fn stopped(&mut self, changes: Value) -> String {
        let id = self.running(changes);
        self.ok("stopInstance", json!({ "instanceId": id }));
        self.wait(10);
        id
    }

    fn instance(&mut self, id: &str) -> Value {
        self.ok("describeInstance", json!({ "instanceId": id }))["instance"].clone()
    }
}

#[test]
fn every_operation_is_played_with_its_example_or_refused_in_the_cloud_s_words() {
    let mut stage = Stage::new();
    for (name, operation) in &Jdcloud.spec().operations {
        if let Err(refusal) = stage.call(name, operation.example.clone()) {
            assert_ne!(refusal.code, "UNIMPLEMENTED", "{name}");
            assert_ne!(refusal.code, "INVALID_ARGUMENT", "{name}: {}", refusal.message);
        }
    }
}

#[test]
fn lists_are_paged_and_filtered() {
    let mut stage = Stage::new();
    let all = stage.ok("describeInstances", json!({}))["totalCount"].as_u64().unwrap();
    assert!(all >= 4);
    stage.refused("describeInstances", json!({ "pageSize": 9 }), "OUT_OF_RANGE", "PageSize out of range");
    let zone = stage.ok("describeInstanceTypes", json!({ "filters": [{ "name": "az", "values": ["cn-north-1b"] }, { "name": "instanceTypes", "values": ["p.n1p40.3xlarge"] }] }));
    assert_eq!(zone["instanceTypes"][0]["state"], json!([{ "az": "cn-north-1b", "inStock": false }]));
    assert_eq!(zone["instanceTypes"][0]["gpu"]["number"], 1);
    let stopped =
        stage.ok("describeInstanceStatus", json!({ "filters": [{ "name": "status", "values": ["stopped"] }] }));
    assert!(stopped["instanceStatuses"].as_array().unwrap().iter().all(|one| one["status"] == "stopped"));
    for (operation, list) in [
        ("describeVpcs", "vpcs"),
        ("describeSubnets", "subnets"),
        ("describeNetworkSecurityGroups", "networkSecurityGroups"),
        ("describeDisks", "disks"),
        ("describeSnapshots", "snapshots"),
    ] {
        assert!(stage.ok(operation, json!({}))[list].as_array().is_some_and(|found| !found.is_empty()), "{operation}");
    }
    let missing = stage.ok("describeInstances", json!({ "filters": [{ "name": "instanceId", "values": ["i-none"] }] }));
    assert_eq!((missing["totalCount"].clone(), missing["instances"].clone()), (json!(0), json!([])));
}

#[test]
fn a_crowd_of_instances_is_listed_page_by_page() {
    let mut world = World::new(Jdcloud.spec(), Clock::real());
    Jdcloud.seed(&mut world, 500);
    let mut stage = Stage { clock: world.clock.clone(), world };
    let mut seen = std::collections::BTreeSet::new();
    for page in 1.. {
        let listed = stage.ok("describeInstances", json!({ "pageNumber": page, "pageSize": 100 }));
        let instances = listed["instances"].as_array().unwrap().clone();
        if instances.is_empty() {
            assert_eq!(listed["totalCount"], json!(seen.len()));
            break;
        }
        seen.extend(instances.iter().map(|one| one["instanceId"].as_str().unwrap().to_owned()));
    }
    assert!(seen.len() >= 504);
}
