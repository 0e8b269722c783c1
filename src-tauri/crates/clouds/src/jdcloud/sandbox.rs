//! How the sandbox plays JD Cloud.
//!
//! State rules are the overview documents' own; error codes and messages follow the vendor's API pages (see the folder's
//! README). The vm, vpc and disk services answer on one address: their paths do not overlap.

mod create;
mod disk;
mod filter;
mod image;
mod instance;
mod instance_type;
mod interface;
mod key_pair;
mod network;
mod quota;
mod refuse;
mod seed;
mod show;
mod task;
mod template;

use serde_json::{Map, Value, json};
use yundeck_catalogue::CloudSpec;
use yundeck_catalogue::path::text_of;
use yundeck_catalogue::problem::{Problem, Rule};
use yundeck_sandbox::decode::flat::{Base, unflatten};
use yundeck_sandbox::decode::{json_body, pairs, route};
use yundeck_sandbox::verify::sigv4::{Family, JDCLOUD2, JDCLOUD3};
use yundeck_sandbox::verify::{AuthFailure, Caller, Gate, Key};
use yundeck_sandbox::world::{Ids, Obstacle};
use yundeck_sandbox::{Behaviour, Incoming, RawReply, RawRequest, Refusal, Sample, World};

/// JD Cloud, as the sandbox plays it.
pub struct Jdcloud;

/// What an operation answers: its result, `Null` where the cloud sends none.
type Answer = Result<Value, Refusal>;

/// The parameter every path carries.
const REGION: &str = "regionId";

impl Behaviour for Jdcloud {
    fn spec(&self) -> &'static CloudSpec {
        &super::SPEC
    }

    fn new_key(&self, ids: &mut Ids) -> Key {
        let shape = |text: String| text.to_uppercase();
        Key::new(format!("JDC_{}", shape(ids.mixed(28))), shape(ids.mixed(32)))
    }

    fn request_id(&self, ids: &mut Ids) -> String {
        ids.lower(32)
    }

    fn seed(&self, world: &mut World, instances: usize) {
        seed::fill(world, instances);
    }

    fn sample(&self, world: &World) -> Sample {
        seed::sample(world)
    }

    fn authenticate(&self, request: &RawRequest, gate: &Gate<'_>) -> Result<Caller, AuthFailure> {
        let family: &Family =
            [&JDCLOUD3, &JDCLOUD2].into_iter().find(|family| family.claims(request)).unwrap_or(&JDCLOUD3);
        let caller = family.verify(request, gate)?;
        // A signature is good for one service and region only.
        if let Some((operation, path)) = route::find(self.spec(), &request.method, request.path()) {
            let service = self.spec().service_of(operation).map(|(name, _)| name);
            if caller.service.as_deref() != service {
                return Err(AuthFailure::Scope("service"));
            }
            if caller.region.as_deref() != path.get(REGION).and_then(Value::as_str) {
                return Err(AuthFailure::Scope("region"));
            }
        }
        Ok(caller)
    }

    /// The documents give the first of these messages; all are 401 with one status.
    fn not_authentic(&self, failure: &AuthFailure) -> Refusal {
        let message = match failure {
            AuthFailure::Missing => "lack of header authorization[gw]".to_owned(),
            AuthFailure::UnknownKey(id) => format!("access key '{id}' not found[gw]"),
            AuthFailure::BadSignature { .. } => "signature does not match[gw]".to_owned(),
            AuthFailure::Expired { .. } => "request has expired, check the date of the request[gw]".to_owned(),
            AuthFailure::Replayed => "nonce has been used[gw]".to_owned(),
            other => format!("invalid authorization: {other}[gw]"),
        };
        Refusal::new(401, "ACCESS_ERROR", message)
    }

    fn decode(&self, request: &RawRequest, _caller: &Caller) -> Result<Incoming, Refusal> {
        let Some((operation, path)) = route::find(self.spec(), &request.method, request.path()) else {
            return Err(if route::path_exists(self.spec(), request.path()) {
                Refusal::new(405, "METHOD_NOT_ALLOWED", format!("{} is not allowed here[gw]", request.method))
            } else {
                Refusal::new(404, "NOT_FOUND", "api not found[gw]")
            });
        };
        let unreadable = |error: &dyn std::fmt::Display| refuse::invalid(error.to_string());
        let in_query = matches!(request.method.as_str(), "GET" | "DELETE" | "HEAD");
        let mut params = if in_query {
            let members = pairs::members(request.query());
            let value = unflatten(&members, &operation.input, Base::One).map_err(|error| unreadable(&error))?;
            value.as_object().cloned().unwrap_or_default()
        } else {
            // SDKs repeat the path's parameters in the body, and send null for what is not set.
            let body = json_body::members(&request.body).map_err(|error| unreadable(&error))?;
            match json_body::without_nulls(Value::Object(body)) {
                Value::Object(members) => members,
                _ => Map::new(),
            }
        };
        params.extend(path);
        let region = params.remove(REGION).as_ref().and_then(text_of).unwrap_or_default();
        if !self.spec().regions.iter().any(|known| known.id == region) {
            return Err(refuse::invalid(format!("Invalid regionId '{region}'")));
        }
        let (service, version) = self
            .spec()
            .service_of(operation)
            .map(|(name, service)| (name.to_owned(), service.version.clone().unwrap_or_default()))
            .unwrap_or_default();
        Ok(Incoming { operation, service, version, region, params: Value::Object(params) })
    }

    fn invalid(&self, _incoming: &Incoming, problems: &[Problem]) -> Option<Refusal> {
        let problem = problems.first()?;
        let name = go_name(&problem.path);
        Some(match &problem.rule {
            Rule::Required => refuse::invalid(format!("Parameter {name} missing")),
            Rule::UnknownField => refuse::invalid(format!("Unknown parameter {name}")),
            Rule::Minimum { .. } | Rule::Maximum { .. } | Rule::Step { .. } | Rule::MaxItems { .. } => {
                refuse::out_of_range(format!("{name} out of range"))
            }
            Rule::Type { .. } => refuse::invalid(format!("Malformed {name}")),
            _ if name.to_lowercase().ends_with("password") => refuse::invalid("Invalid password"),
            Rule::Combination => refuse::invalid(match &problem.words {
                Some(words) => words.en.clone(),
                None => format!("Invalid combination in {name}"),
            }),
            _ => refuse::invalid(format!("Malformed {name}")),
        })
    }

    fn handle(&self, world: &mut World, incoming: &Incoming) -> Answer {
        instance::release_due(world);
        interface::settle(world);
        match incoming.name() {
            "createInstances" => create::create_instances(world, incoming),
            "describeInstances" => instance::list(world, incoming),
            "describeInstance" => instance::one(world, incoming),
            "describeInstanceStatus" => instance::list_states(world, incoming),
            "describeInstancePrivateIpAddress" => instance::list_private_ips(world, incoming),
            "describeInstanceVncUrl" => instance::vnc_url(world, incoming),
            "startInstance" => instance::start(world, incoming),
            "stopInstance" => instance::stop(world, incoming),
            "rebootInstance" => instance::reboot(world, incoming),
            "deleteInstance" => instance::delete(world, incoming),
            "modifyInstanceAttribute" => instance::change(world, incoming),
            "modifyInstancePassword" => instance::set_password(world, incoming),
            "resizeInstance" => instance_type::resize(world, incoming),
            "rebuildInstance" => image::rebuild(world, incoming),
            "modifyInstanceDiskAttribute" => disk::change_on_instance(world, incoming),
            "modifyInstanceNetworkAttribute" => interface::change_on_instance(world, incoming),
            "describeInstanceTypes" => instance_type::list(world, incoming),
            "describeBriefInstances" => instance::list_briefly(world, incoming),
            "describeInstancesCustomData" => instance::list_custom_data(world, incoming),
            "modifyInstancePlacement" => instance::place(world, incoming),
            "modifyInstanceReleaseTime" => instance::set_release_time(world, incoming),
            "modifyInstanceVpcAttribute" => interface::move_instance(world, incoming),
            "createInstanceTemplate" => template::create(world, incoming),
            "describeInstanceTemplates" => template::list(world, incoming),
            "describeInstanceTemplate" => template::one(world, incoming),
            "updateInstanceTemplate" => template::change(world, incoming),
            "deleteInstanceTemplate" => template::delete(world, incoming),
            "verifyInstanceTemplate" => template::verify(world, incoming),
            "describeInstanceTemplatesCustomdata" => template::custom_data(world, incoming),
            "importImage" => task::import(world, incoming),
            "exportImage" => task::export(world, incoming),
            "imageTasks" => task::list(world, incoming),
            "attachKeypair" => key_pair::attach(world, incoming),
            "detachKeypair" => key_pair::detach(world, incoming),
            "describeQuotas" => quota::list(world, incoming),
            "describeImages" => image::list(world, incoming),
            "describeImage" => image::one(world, incoming),
            "describeImageConstraints" => image::limits(world, incoming),
            "describeImageConstraintsBatch" => image::limits_of_several(world, incoming),
            "describeImageMembers" => image::members(world, incoming),
            "createImage" => image::create(world, incoming),
            "deleteImage" => image::delete(world, incoming),
            "shareImage" => image::share(world, incoming),
            "unShareImage" => image::unshare(world, incoming),
            "copyImages" => image::copy(world, incoming),
            "modifyImageAttribute" => image::change(world, incoming),
            "describeKeypairs" => key_pair::list(world, incoming),
            "createKeypair" => key_pair::create(world, incoming),
            "importKeypair" => key_pair::import(world, incoming),
            "deleteKeypair" => key_pair::delete(world, incoming),
            "attachDisk" => disk::attach(world, incoming),
            "detachDisk" => disk::detach(world, incoming),
            "describeDisks" => disk::list(world, incoming),
            "describeSnapshots" => disk::list_snapshots(world, incoming),
            "associateElasticIp" => network::bind_ip(world, incoming),
            "disassociateElasticIp" => network::release_ip(world, incoming),
            "attachNetworkInterface" => interface::attach(world, incoming),
            "detachNetworkInterface" => interface::detach(world, incoming),
            "describeVpcs" => network::list_vpcs(world, incoming),
            "describeSubnets" => network::list_subnets(world, incoming),
            "describeNetworkSecurityGroups" => network::list_security_groups(world, incoming),
            "describeElasticIps" => network::list_elastic_ips(world, incoming),
            "describeNetworkInterfaces" => interface::list(world, incoming),
            other => Err(Refusal::new(501, "UNIMPLEMENTED", format!("{other} is not played by the sandbox"))),
        }
    }

    fn obstacle(&self, obstacle: &Obstacle) -> Refusal {
        refuse::obstacle(obstacle.clone())
    }

    fn reply(
        &self,
        _request: &RawRequest,
        _incoming: Option<&Incoming>,
        outcome: &Answer,
        request_id: &str,
    ) -> RawReply {
        let partly = |result: &Value| result.get(refuse::PARTLY).cloned();
        let (status, body) = match outcome {
            Ok(result) if partly(result).is_some() => {
                let mut result = result.clone();
                let error = result.as_object_mut().and_then(|members| members.shift_remove(refuse::PARTLY));
                (429, json!({ "requestId": request_id, "result": result, "error": error }))
            }
            Ok(Value::Null) => (200, json!({ "requestId": request_id })),
            Ok(result) => (200, json!({ "requestId": request_id, "result": result })),
            Err(refusal) => {
                let mut error = json!({ "code": refusal.status, "status": refusal.code, "message": refusal.message });
                if let Some(members) = error.as_object_mut() {
                    members.extend(refusal.extra.iter().map(|(name, value)| (name.clone(), value.clone())));
                }
                (refusal.status, json!({ "requestId": request_id, "error": error }))
            }
        };
        let mut reply = RawReply::json(status, &body);
        reply.headers.push(("x-jdcloud-request-id".to_owned(), request_id.to_owned()));
        reply
    }

    fn throttled(&self, incoming: &Incoming) -> Refusal {
        Refusal::new(429, "RATE_LIMIT", format!("too many calls of {}[gw]", incoming.name()))
    }

    fn unavailable(&self) -> Refusal {
        Refusal::new(500, "INTERNAL", "Internal server error")
    }
}

/// A JSON pointer as the cloud names parameters: `/instanceSpec/dataDisks/0/deviceName` ->
/// `InstanceSpec.DataDisks.0.DeviceName`.
fn go_name(pointer: &str) -> String {
    let capital = |step: &str| {
        let mut letters = step.chars();
        letters.next().map(|first| first.to_uppercase().chain(letters).collect::<String>())
    };
    pointer.split('/').filter_map(capital).collect::<Vec<_>>().join(".")
}

#[cfg(test)]
mod tests;
