//! What holds for every cloud the sandbox plays: its world fits together, and its refusals are words the catalogue knows.

#![allow(clippy::unwrap_used, clippy::panic, reason = "a test that cannot go on has failed")]

use chrono::{DateTime, Utc};
use serde_json::{Map, Value};
use yundeck_catalogue::cloud::{CloudSpec, ErrorKind};
use yundeck_catalogue::problem::Validator;
use yundeck_catalogue::{Operation, Path, schema};
use yundeck_clouds::REGISTRY;
use yundeck_sandbox::verify::AuthFailure;
use yundeck_sandbox::world::{Clock, ImageState};
use yundeck_sandbox::{Behaviour, Incoming, Options, RawRequest, Refusal, Sandbox, World};

fn behaviours() -> Vec<&'static dyn Behaviour> {
    assert!(!REGISTRY.is_empty());
    REGISTRY.iter().map(|cloud| cloud.behaviour).collect()
}

fn world(behaviour: &dyn Behaviour, instances: usize) -> World {
    let mut world = World::new(behaviour.spec(), Clock::real());
    behaviour.seed(&mut world, instances);
    world
}

fn request() -> RawRequest {
    RawRequest {
        method: "POST".into(),
        target: "/".into(),
        headers: vec![("host".into(), "127.0.0.1".into()), ("accept".into(), "application/json".into())],
        body: Vec::new(),
        received: Utc::now(),
        listener: String::new(),
    }
}

/// The error code of a reply as the catalogue's envelope finds it.
fn error_in(spec: &CloudSpec, body: &Value) -> Option<String> {
    let text = |path: &Path| path.texts(body).into_iter().next().filter(|text| !text.is_empty());
    spec.envelope.error_status.as_ref().and_then(text).or_else(|| text(&spec.envelope.error_code))
}

/// What the client will make of a refusal.
#[track_caller]
fn kind(behaviour: &dyn Behaviour, refusal: Refusal) -> Option<ErrorKind> {
    let spec = behaviour.spec();
    let reply = behaviour.reply(&request(), None, &Err(refusal.clone()), "request-1");
    let body: Value = serde_json::from_slice(&reply.body).unwrap_or_else(|error| panic!("{}: {error}", spec.id));
    let code = error_in(spec, &body).unwrap_or_else(|| panic!("{}: no code in {body}", spec.id));
    assert!(!spec.envelope.success_codes.contains(&code), "{}: {body}", spec.id);
    let in_header = reply.headers.iter().any(|(_, value)| value == "request-1");
    let in_body = spec.envelope.request_id.texts(&body) == ["request-1"];
    assert!(in_header || in_body, "{}: no request id in {body}", spec.id);
    spec.meaning(&code).map(|meaning| meaning.kind)
}

#[test]
fn the_ids_of_a_sample_exist_and_fit_together() {
    for behaviour in behaviours() {
        let id = &behaviour.spec().id;
        // A crowd must leave room for what tests order.
        for instances in [0, 10_000] {
            let mut world = world(behaviour, instances);
            let sample = behaviour.sample(&world);
            let region = world.region(&sample.region).unwrap_or_else(|| panic!("{id}: {sample:?}"));
            assert!(region.has_zone(&sample.zone), "{id}: zone");
            let image = world.images.find(&sample.region, &sample.image_id);
            assert_eq!(image.map(|image| image.state(world.now())), Some(ImageState::Ready), "{id}: image");
            assert!(world.vpcs.find(&sample.region, &sample.vpc_id).is_some(), "{id}: vpc");
            let subnet =
                world.subnets.find_mut(&sample.region, &sample.subnet_id).unwrap_or_else(|| panic!("{id}: subnet"));
            assert_eq!(subnet.vpc_id, sample.vpc_id, "{id}: the subnet's vpc");
            assert!(subnet.zone.is_empty() || subnet.zone == sample.zone, "{id}: the subnet's zone");
            assert!(subnet.free() > 100, "{id}: only {} addresses are free", subnet.free());
            let group = world.security_groups.find(&sample.region, &sample.security_group_id);
            let group = group.unwrap_or_else(|| panic!("{id}: security group"));
            assert!(group.vpc_id.as_ref().is_none_or(|vpc| *vpc == sample.vpc_id), "{id}: the group's vpc");
            assert!(!sample.instance_type.is_empty(), "{id}: instance type");
            if let Some(kind) = world.instance_types.iter().find(|kind| kind.id == sample.instance_type) {
                assert!(kind.available_in(&sample.zone), "{id}: the type is not on sale");
            }
            assert!(world.instances.len() as u64 + 10 <= u64::from(world.quota("instances")), "{id}: quota");
        }
    }
}

#[test]
fn a_crowd_is_added_to_the_few_that_are_always_there() {
    for behaviour in behaviours() {
        let few = world(behaviour, 0).instances.len();
        assert!((1..=50).contains(&few), "{}: {few}", behaviour.spec().id);
        assert_eq!(world(behaviour, 777).instances.len(), few + 777, "{}", behaviour.spec().id);
    }
}

#[test]
fn a_world_is_the_same_at_every_start() {
    for behaviour in behaviours() {
        let ids = || world(behaviour, 50).instances.iter().map(|instance| instance.id.clone()).collect::<Vec<_>>();
        assert_eq!(ids(), ids(), "{}", behaviour.spec().id);
    }
}

#[test]
fn failed_authentications_are_codes_the_catalogue_knows() {
    let at = DateTime::<Utc>::UNIX_EPOCH;
    for behaviour in behaviours() {
        for failure in [
            AuthFailure::Missing,
            AuthFailure::Malformed("timestamp"),
            AuthFailure::Algorithm("X".into()),
            AuthFailure::UnknownKey("nobody".into()),
            AuthFailure::BadSignature { string_to_sign: "text".into() },
            AuthFailure::Unsigned("host"),
            AuthFailure::Scope("date"),
            AuthFailure::Expired { at, now: Utc::now() },
            AuthFailure::Replayed,
            AuthFailure::Token,
        ] {
            let found = kind(behaviour, behaviour.not_authentic(&failure));
            let id = &behaviour.spec().id;
            let expected: &[ErrorKind] = match failure {
                AuthFailure::UnknownKey(_) | AuthFailure::BadSignature { .. } => &[ErrorKind::CredentialRejected],
                // A scheme without a timestamp cannot tell.
                AuthFailure::Expired { .. } => &[ErrorKind::ClockSkew, ErrorKind::CredentialRejected],
                _ => &[ErrorKind::CredentialRejected, ErrorKind::InvalidParams, ErrorKind::ClockSkew],
            };
            assert!(found.is_some_and(|kind| expected.contains(&kind)), "{id}: {failure:?} is {found:?}");
        }
    }
}

fn incoming(behaviour: &dyn Behaviour, operation: &'static Operation, params: Value) -> Incoming {
    let spec = behaviour.spec();
    let service = operation.service.clone().unwrap_or_else(|| spec.default_service.clone());
    Incoming { operation, service, version: String::new(), region: spec.regions[0].id.clone(), params }
}

/// What the cloud makes of parameters that break the schema.
fn judged(behaviour: &'static dyn Behaviour, operation: &'static Operation, params: Value) -> Option<ErrorKind> {
    let problems = Validator::new(&operation.input).unwrap().problems(&params);
    assert!(!problems.is_empty(), "{}: {params} is fine", operation.name);
    let refusal = behaviour.invalid(&incoming(behaviour, operation, params), &problems);
    refusal.map(|refusal| kind(behaviour, refusal).unwrap_or_else(|| panic!("{}: an unknown code", operation.name)))
}

#[test]
fn a_missing_parameter_of_any_operation_is_refused() {
    for behaviour in behaviours() {
        for operation in behaviour.spec().operations.values() {
            let required = operation.input["required"].as_array().into_iter().flatten().filter_map(Value::as_str);
            for name in required {
                let mut params = operation.example.clone();
                params.as_object_mut().unwrap().remove(name);
                // A cloud may fill in what it has a default for.
                let filled = operation.input["properties"][name].get("default").is_some();
                match judged(behaviour, operation, params) {
                    Some(found) => assert_eq!(found, ErrorKind::InvalidParams, "{}: {name}", operation.name),
                    None => assert!(filled, "{}: {name} may be missing", operation.name),
                }
            }
        }
    }
}

#[test]
fn a_parameter_of_the_wrong_kind_of_any_operation_is_refused() {
    for behaviour in behaviours() {
        for operation in behaviour.spec().operations.values() {
            for (name, member) in schema::properties(&operation.input) {
                let is_object = member["type"] == "object";
                let mut params = operation.example.clone();
                params[name] = if is_object { Value::from("text") } else { serde_json::json!({ "no": "such" }) };
                assert_eq!(
                    judged(behaviour, operation, params),
                    Some(ErrorKind::InvalidParams),
                    "{}: {name}",
                    operation.name
                );
            }
        }
    }
}

#[test]
fn throttling_and_outages_are_codes_the_catalogue_knows() {
    for behaviour in behaviours() {
        let spec = behaviour.spec();
        let operation = spec.operations.values().next().unwrap();
        let incoming = incoming(behaviour, operation, Value::Object(Map::new()));
        assert_eq!(kind(behaviour, behaviour.throttled(&incoming)), Some(ErrorKind::RateLimited), "{}", spec.id);
        assert_eq!(kind(behaviour, behaviour.unavailable()), Some(ErrorKind::Unavailable), "{}", spec.id);
    }
}

#[tokio::test]
async fn the_report_has_what_the_vendors_sdks_are_given() {
    let sandbox = Sandbox::start(&behaviours(), Options { control: true, ..Options::default() }).await.unwrap();
    let report = sandbox.report();
    for behaviour in behaviours() {
        let key = behaviour.report_key();
        for member in [
            "url",
            "secret_id",
            "secret_key",
            "region",
            "zone",
            "image_id",
            "instance_type",
            "vpc_id",
            "subnet_id",
            "security_group_id",
        ] {
            let value = report[key][member].as_str().unwrap_or_default();
            assert!(!value.is_empty(), "{key} has no {member}");
        }
        let url = report[key]["url"].as_str().unwrap_or_default();
        assert!(url.starts_with("http://127.0.0.1:") && url.matches('/').count() == 2, "{url}");
    }
    assert!(report["control"]["url"].is_string() && report["control"]["token"].is_string());
}

/// The members whose names are promised to those who read the report.
#[cfg(all(feature = "tencent", feature = "kingsoft", feature = "jdcloud", feature = "ucloudstack"))]
#[tokio::test]
async fn the_report_keeps_its_names() {
    let sandbox = Sandbox::start(&behaviours(), Options::default()).await.unwrap();
    let report = sandbox.report();
    let names: Vec<&str> = report.as_object().unwrap().keys().map(String::as_str).collect();
    assert!(names.starts_with(&["tencent", "kec", "jdcloud", "ucloudstack"]), "{names:?}");
    assert!(report["kec"]["sks_url"].is_string());
    let own = &report["ucloudstack"];
    assert_eq!((&own["public_key"], &own["private_key"]), (&own["secret_id"], &own["secret_key"]));
}
