//! UCloudStack as the sandbox plays it: the envelope, the common parameters, and which part answers what.
//!
//! The document gives neither error codes nor examples. Codes up to 299 and 520 are those of the vendor's public cloud,
//! whose gateway and signature this one shares; how the states follow each other is from the vendor's user guide of the
//! same release. See the README for both.

mod binding;
mod flat;
mod image;
mod instance;
mod later;
mod network;
mod order;
mod placement;
mod pricing;
mod record;
mod seed;
mod tenant;
#[cfg(test)]
mod tests;

use serde_json::{Map, Value, json};
use yundeck_catalogue::CloudSpec;
use yundeck_catalogue::problem::{Problem, Rule};
use yundeck_sandbox::decode::flat::{Base, unflatten};
use yundeck_sandbox::decode::pairs::members;
use yundeck_sandbox::verify::{AuthFailure, Caller, Gate, Key, sorted_sha1};
use yundeck_sandbox::world::{Ids, Obstacle};
use yundeck_sandbox::{Behaviour, Incoming, RawReply, RawRequest, Refusal, Sample, World};

use super::SPEC;

/// Parameters that belong to every call. `Zone` and `ProjectId` are sent by the vendor's SDK, which describes another
/// release; this one does without, and lets them pass.
const COMMON: [&str; 7] = ["Action", "PublicKey", "Signature", "SecurityToken", "Region", "Zone", "ProjectId"];

/// Parameters of operations that the vendor's SDK sends and this release does not have (ucloud-sdk-python3 0.11.150). They
/// pass without effect; what neither knows is refused.
const OF_THE_SDK: [(&str, &[&str]); 1] = [("GetVMInstancePrice", &["DataDiskSetType", "DataDiskSpace", "OSType"])];

/// UCloudStack, as the sandbox plays it.
#[derive(Debug, Clone, Copy)]
pub struct Ucloudstack;

impl Behaviour for Ucloudstack {
    fn spec(&self) -> &'static CloudSpec {
        &SPEC
    }

    fn new_key(&self, ids: &mut Ids) -> Key {
        // Base64 letters and the equals signs that have to be escaped in a form.
        Key::new(format!("{}==", ids.mixed(54)), ids.hex(40))
    }

    fn key_members(&self, key: &Key) -> Vec<(&'static str, String)> {
        vec![("public_key", key.id.clone()), ("private_key", key.secret.clone())]
    }

    fn seed(&self, world: &mut World, instances: usize) {
        seed::seed(world, instances);
    }

    fn sample(&self, world: &World) -> Sample {
        seed::sample(world)
    }

    fn authenticate(&self, request: &RawRequest, gate: &Gate<'_>) -> Result<Caller, AuthFailure> {
        sorted_sha1::verify(request, gate)
    }

    fn not_authentic(&self, failure: &AuthFailure) -> Refusal {
        match failure {
            AuthFailure::Missing => refusal(104, "Missing Signature"),
            AuthFailure::Malformed(name) => missing(name),
            AuthFailure::UnknownKey(_) => refusal(103, "User Not Exists"),
            AuthFailure::Token => refusal(602, "Token Not Exists"),
            _ => refusal(109, "Signature VerifyAC Error"),
        }
    }

    fn decode(&self, request: &RawRequest, _caller: &Caller) -> Result<Incoming, Refusal> {
        let (common, own): (Vec<_>, Vec<_>) =
            sent(request).into_iter().partition(|(name, _)| COMMON.contains(&name.as_str()));
        let common =
            |name: &str| common.iter().find(|(known, _)| known == name).map_or("", |(_, value)| value.as_str());
        let action = common("Action");
        if action.is_empty() {
            return Err(refusal(101, "Missing Action"));
        }
        let operation = SPEC.operation(action).ok_or_else(|| unknown(action))?;
        let region = common("Region");
        // The one call that a person makes to learn the regions does not need one.
        if region.is_empty() && operation.name != "DescribeRegion" {
            return Err(missing("Region"));
        }
        let known = SPEC.regions.iter().any(|known| known.id == region);
        if !known && !region.is_empty() {
            return Err(unusable("Region"));
        }
        let params = unflatten(&own, &operation.input, Base::Zero)
            .map_err(|error| refusal(4, format!("Params not available: {error}")))?;
        let (service, _) = SPEC.service_of(operation).unzip();
        Ok(Incoming {
            operation,
            service: service.unwrap_or_default().to_owned(),
            version: String::new(),
            region: region.to_owned(),
            params,
        })
    }

    fn invalid(&self, incoming: &Incoming, problems: &[Problem]) -> Option<Refusal> {
        let name = |problem: &Problem| problem.path.trim_start_matches('/').replace('/', ".");
        let counts = |problem: &&Problem| match problem.rule {
            Rule::UnknownField => !is_of_the_sdk(incoming.name(), &name(problem)),
            // The document calls the price's `BootDiskSpace` required and gives it a default; the SDK cannot send it. Nor has it
            // the `NICType` of an unbinding, whose group it names instead.
            Rule::Required if incoming.name() == "UnBindSecurityGroup" && incoming.text("SGID").is_some() => {
                name(problem) != "NICType"
            }
            Rule::Required => (incoming.name(), name(problem).as_str()) != ("GetVMInstancePrice", "BootDiskSpace"),
            _ => true,
        };
        let found: Vec<&Problem> = problems.iter().filter(counts).collect();
        match found.iter().find(|problem| problem.rule == Rule::Required) {
            Some(problem) => Some(missing(&name(problem))),
            None => found.first().map(|problem| unusable(&name(problem))),
        }
    }

    fn handle(&self, world: &mut World, incoming: &Incoming) -> Result<Value, Refusal> {
        match incoming.name() {
            "CreateVMInstance" => order::create(world, incoming),
            "DescribeVMInstance" => instance::list(world, incoming),
            "GetVMInstancePrice" => pricing::price(world, incoming),
            "GetPaymentOfPremium" => instance::premium(world, incoming),
            "StartVMInstance" => instance::start(world, incoming),
            "RestartVMInstance" => instance::restart(world, incoming),
            "StopVMInstance" => instance::stop(world, incoming),
            "PoweroffVMInstance" => instance::power_off(world, incoming),
            "ResetVMInstancePassword" => instance::reset_password(world, incoming),
            "ReinstallVMInstance" => instance::reinstall(world, incoming),
            "ResizeVMConfig" => instance::resize(world, incoming),
            "UpdateVMDefaultGW" => network::set_default_gateway(world, incoming),
            "DeleteVMInstance" => instance::delete(world, incoming),
            "GetVMVNCInfo" => instance::vnc(world, incoming),
            "DescribeImage" => image::list(world, incoming),
            "CreateCustomImage" => image::create(world, incoming),
            "DeleteCustomImage" => image::delete(world, incoming),
            "DescribeVPC" => network::vpcs(world, incoming),
            "DescribeSubnet" => network::subnets(world, incoming),
            "DescribeSecurityGroup" => network::security_groups(world, incoming),
            "DescribeStorageType" => placement::storage_types(incoming),
            "DescribeVMType" => placement::vm_types(incoming),
            "DescribeRegion" => placement::regions(world, incoming),
            "DescribeEIP" => binding::addresses(world, incoming),
            "BindEIP" => binding::bind(world, incoming),
            "UnBindEIP" => binding::unbind(world, incoming),
            "BindSecurityGroup" => binding::protect(world, incoming),
            "UnBindSecurityGroup" => binding::expose(world, incoming),
            "ModifyNameAndRemark" => binding::rename(world, incoming),
            "RenewResource" => binding::renew(world, incoming),
            other => Err(unknown(other)),
        }
    }

    fn obstacle(&self, obstacle: &Obstacle) -> Refusal {
        in_the_way(obstacle.clone())
    }

    fn reply(
        &self,
        request: &RawRequest,
        incoming: Option<&Incoming>,
        outcome: &Result<Value, Refusal>,
        request_id: &str,
    ) -> RawReply {
        let action = match incoming {
            Some(incoming) => incoming.name().to_owned(),
            None => sent(request)
                .into_iter()
                .find(|(name, _)| name == "Action")
                .map(|(_, action)| action)
                .unwrap_or_default(),
        };
        let (code, message) = match outcome {
            Ok(_) => (0, ""),
            Err(refusal) => (refusal.code.parse::<i64>().unwrap_or(2), refusal.message.as_str()),
        };
        let mut body = Map::new();
        body.insert("RetCode".to_owned(), json!(code));
        body.insert("Action".to_owned(), json!(format!("{action}Response")));
        body.insert("Message".to_owned(), json!(message));
        if let Ok(Value::Object(result)) = outcome {
            body.extend(result.clone());
        }
        // Errors too are answered with HTTP 200.
        let mut reply = RawReply::json(200, &Value::Object(body));
        reply.headers.push(("X-UCLOUD-REQUEST-UUID".to_owned(), request_id.to_owned()));
        reply
    }

    fn throttled(&self, _incoming: &Incoming) -> Refusal {
        refusal(199, "Request rate limited")
    }

    fn unavailable(&self) -> Refusal {
        refusal(560, "Service unavailable")
    }
}

/// Whether a parameter that the operation does not have is one that the SDK sends all the same.
fn is_of_the_sdk(operation: &str, name: &str) -> bool {
    OF_THE_SDK.iter().any(|(known, names)| *known == operation && names.contains(&name))
}

/// All names and values of a request, in query and form.
fn sent(request: &RawRequest) -> Vec<(String, String)> {
    let mut sent = members(request.query());
    if request.method == "POST" {
        sent.extend(members(&String::from_utf8_lossy(&request.body)));
    }
    sent
}

fn refusal(code: u32, message: impl Into<String>) -> Refusal {
    Refusal::new(200, code.to_string(), message)
}

/// There is no such operation. Its number is that of a timeout in the first release: only the words tell.
fn unknown(action: &str) -> Refusal {
    refusal(110, format!("请求的API不存在 [{action}]"))
}

/// A required parameter is missing.
fn missing(name: &str) -> Refusal {
    refusal(3, format!("Missing params [{name}]"))
}

/// A parameter's value cannot be used.
fn unusable(name: &str) -> Refusal {
    refusal(4, format!("Params [{name}] not available"))
}

/// A resource is not there.
fn absent(id: &str) -> Refusal {
    refusal(200, format!("Resource [{id}] not exist"))
}

/// A resource's state, or something else that it holds, does not allow it.
fn conflict(message: impl Into<String>) -> Refusal {
    refusal(202, message)
}

/// What the world has against it, in this cloud's words.
fn in_the_way(obstacle: Obstacle) -> Refusal {
    match obstacle {
        Obstacle::NoSuch { id, .. } => absent(&id),
        Obstacle::AddressOutside { .. } => unusable("InternalIP"),
        Obstacle::Mismatch { id, with, .. } => refusal(4, format!("[{id}] does not belong to [{with}]")),
        Obstacle::Balance => refusal(23001, "Lack of balance"),
        other => conflict(other.to_string()),
    }
}

/// The page of a list that the call asks for.
fn page(incoming: &Incoming, infos: impl IntoIterator<Item = Value>) -> Value {
    let number = |name: &str, default: usize| {
        incoming.number(name).and_then(|number| usize::try_from(number).ok()).unwrap_or(default)
    };
    let (infos, total) = yundeck_sandbox::world::shelf::page(infos, number("Offset", 0), number("Limit", 20));
    json!({ "TotalCount": total, "Infos": infos })
}

/// Whether a filter of ids lets this one through; no filter lets everything through.
fn wanted(ids: &[String], id: &str) -> bool {
    ids.is_empty() || ids.iter().any(|wanted| wanted == id)
}

/// Whether the keyword stands in one of the texts; no keyword stands everywhere.
fn matches(incoming: &Incoming, texts: &[&str]) -> bool {
    incoming.text("Keyword").is_none_or(|keyword| texts.iter().any(|text| text.contains(keyword)))
}
