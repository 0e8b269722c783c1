//! Tencent Cloud CVM as the sandbox plays it: the document's operations and errors, and nothing of the real cloud.

use serde_json::{Value, json};
use yundeck_catalogue::CloudSpec;
use yundeck_catalogue::problem::Problem;
use yundeck_sandbox::verify::sigv4::TC3;
use yundeck_sandbox::verify::{AuthFailure, Caller, Gate, Key, tencent_query};
use yundeck_sandbox::world::{Ids, Obstacle};
use yundeck_sandbox::{Behaviour, Incoming, RawReply, RawRequest, Refusal, Sample, World};

use super::SPEC;

mod attribute;
mod change;
mod cluster;
mod filter;
mod host;
mod image;
mod image_list;
mod instance;
mod instance_type;
mod key_pair;
mod medium;
mod name;
mod network;
mod order;
mod placement;
mod pricing;
mod project;
mod record;
mod request;
mod seed;
mod template;
mod tidy;
mod timer;
mod token;
mod words;

#[cfg(test)]
mod tests;

/// Tencent Cloud CVM.
pub struct Tencent;

/// What an operation comes to.
type Outcome = Result<Value, Refusal>;

impl Behaviour for Tencent {
    fn spec(&self) -> &'static CloudSpec {
        &SPEC
    }

    fn new_key(&self, ids: &mut Ids) -> Key {
        Key::new(format!("AKID{}", ids.mixed(32)), ids.mixed(32))
    }

    fn seed(&self, world: &mut World, instances: usize) {
        seed::seed(world, instances);
    }

    fn sample(&self, world: &World) -> Sample {
        seed::sample(world)
    }

    fn authenticate(&self, request: &RawRequest, gate: &Gate<'_>) -> Result<Caller, AuthFailure> {
        if !TC3.claims(request) && tencent_query::claims(request) {
            return tencent_query::verify(request, gate);
        }
        let caller = TC3.verify(request, gate)?;
        // The scope names the service; an operation of another service is not signed by it.
        let service = request
            .header("x-tc-action")
            .and_then(|name| SPEC.operation(name))
            .and_then(|operation| SPEC.service_of(operation));
        match (service, &caller.service) {
            (Some((wanted, _)), Some(signed)) if wanted != signed => Err(AuthFailure::Scope("service")),
            _ => Ok(caller),
        }
    }

    fn not_authentic(&self, failure: &AuthFailure) -> Refusal {
        words::not_authentic(failure)
    }

    fn decode(&self, request: &RawRequest, _caller: &Caller) -> Result<Incoming, Refusal> {
        request::decode(request)
    }

    fn invalid(&self, incoming: &Incoming, problems: &[Problem]) -> Option<Refusal> {
        Some(words::invalid(incoming, problems))
    }

    fn handle(&self, world: &mut World, incoming: &Incoming) -> Outcome {
        let modules = [
            instance::handle,
            image::handle,
            key_pair::handle,
            network::handle,
            placement::handle,
            instance_type::handle,
            pricing::handle,
            change::handle,
            medium::handle,
            host::handle,
            template::handle,
            cluster::handle,
            timer::handle,
            attribute::handle,
        ];
        let found = modules.iter().find_map(|handle| handle(world, incoming));
        let outcome =
            found.unwrap_or_else(|| Err(words::refuse("InvalidAction", "The sandbox does not play this operation.")));
        if let Ok(result) = &outcome
            && !incoming.operation.effect.is_read()
        {
            record::remember(world, incoming.name(), &instances_of(incoming, result));
        }
        outcome
    }

    fn obstacle(&self, obstacle: &Obstacle) -> Refusal {
        words::obstacle(obstacle.clone())
    }

    fn reply(
        &self,
        _request: &RawRequest,
        _incoming: Option<&Incoming>,
        outcome: &Outcome,
        request_id: &str,
    ) -> RawReply {
        let mut response = match outcome {
            Ok(value) => value.clone(),
            Err(refusal) => json!({ "Error": { "Code": refusal.code, "Message": refusal.message } }),
        };
        response["RequestId"] = json!(request_id);
        RawReply::json(200, &json!({ "Response": response }))
    }

    fn throttled(&self, incoming: &Incoming) -> Refusal {
        let message = format!("The calls to `{}` exceed the limit per second.", incoming.name());
        words::refuse("RequestLimitExceeded", message)
    }

    fn unavailable(&self) -> Refusal {
        words::refuse("InternalError", "An internal error has occurred. Retry your request.")
    }
}

/// The instances that a call names or has made.
fn instances_of(incoming: &Incoming, result: &Value) -> Vec<String> {
    let made = result.get("InstanceIdSet").and_then(Value::as_array).into_iter().flatten();
    let made = made.filter_map(Value::as_str).map(str::to_owned);
    let one = incoming.text("InstanceId").map(str::to_owned);
    incoming.texts("InstanceIds").into_iter().chain(one).chain(made).collect()
}
