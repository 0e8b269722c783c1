//! What a cloud's folder implements so that the sandbox can play that cloud.

use serde_json::Value;
use yundeck_catalogue::cloud::CloudSpec;
use yundeck_catalogue::operation::Operation;
use yundeck_catalogue::problem::Problem;

use crate::raw::{RawReply, RawRequest};
use crate::refusal::Refusal;
use crate::sample::Sample;
use crate::verify::{AuthFailure, Caller, Gate, Key};
use crate::world::{Ids, Obstacle, World};

/// What a request asks for, once it has been understood.
#[derive(Debug, Clone)]
pub struct Incoming {
    /// The operation. `Behaviour::decode` refuses what the catalogue does not have.
    pub operation: &'static Operation,
    /// The service it was addressed to.
    pub service: String,
    /// The API version it named; empty where the cloud has none.
    pub version: String,
    /// The region it named; empty where the operation takes none.
    pub region: String,
    /// Its parameters, typed by the operation's schema as far as they fit it, without the cloud's common parameters
    /// (action, version, region, signature, ...).
    pub params: Value,
}

impl Incoming {
    /// The operation's name.
    pub fn name(&self) -> &str {
        &self.operation.name
    }

    /// A parameter as text, when it is there and is one.
    pub fn text(&self, name: &str) -> Option<&str> {
        self.params.get(name).and_then(Value::as_str)
    }

    /// A parameter as a whole number, when it is there and is one.
    pub fn number(&self, name: &str) -> Option<i64> {
        self.params.get(name).and_then(Value::as_i64)
    }

    /// A parameter as a truth value, when it is there and is one.
    pub fn flag(&self, name: &str) -> Option<bool> {
        self.params.get(name).and_then(Value::as_bool)
    }

    /// The texts of a list parameter; empty when it is not there.
    pub fn texts(&self, name: &str) -> Vec<String> {
        let elements = self.params.get(name).and_then(Value::as_array);
        elements.into_iter().flatten().filter_map(Value::as_str).map(str::to_owned).collect()
    }
}

/// A cloud, as the sandbox plays it. One value per cloud; all state is in the `World`.
pub trait Behaviour: Send + Sync + 'static {
    /// The cloud's catalogue.
    fn spec(&self) -> &'static CloudSpec;

    /// The member of the start report that describes this cloud.
    fn report_key(&self) -> &'static str {
        &self.spec().id
    }

    /// Services with a listener (and so a port) of their own beside the cloud's: `(service, member of the report)`.
    /// The behaviour is the same on every listener; `RawRequest::listener` says where a request came in.
    fn listeners(&self) -> &'static [(&'static str, &'static str)] {
        &[]
    }

    /// A new key in the cloud's shape. `ids` is the sandbox's own (`Options::ids`).
    fn new_key(&self, ids: &mut Ids) -> Key {
        Key::new(ids.mixed(20), ids.mixed(32))
    }

    /// Further members of the start report that describe the key, where the cloud's own words for it are wanted.
    fn key_members(&self, _key: &Key) -> Vec<(&'static str, String)> {
        Vec::new()
    }

    /// A new request id in the cloud's shape. `ids` is the sandbox's own, as for keys.
    fn request_id(&self, ids: &mut Ids) -> String {
        ids.uuid()
    }

    /// Puts into a new world what every account of this cloud finds there (regions and zones are in it already), and
    /// `instances` instances beyond the few that make it worth a look (see `world::crowd`).
    fn seed(&self, world: &mut World, instances: usize);

    /// Ids in the seeded world that fit together.
    fn sample(&self, world: &World) -> Sample;

    /// Checks the signature with a verifier of `verify`.
    ///
    /// # Errors
    /// Why the request is not believed.
    fn authenticate(&self, request: &RawRequest, gate: &Gate<'_>) -> Result<Caller, AuthFailure>;

    /// A failed authentication in the cloud's words.
    fn not_authentic(&self, failure: &AuthFailure) -> Refusal;

    /// Finds out which operation the request calls, and with which parameters. `caller` knows the service and region the
    /// signature is for, which some clouds name nowhere else.
    ///
    /// # Errors
    /// No such operation, an unsupported version or region, a body that cannot be read.
    fn decode(&self, request: &RawRequest, caller: &Caller) -> Result<Incoming, Refusal>;

    /// Parameters that break the operation's schema in the cloud's words; `None` when the cloud would let it pass.
    /// Called with at least one problem, before `handle`.
    fn invalid(&self, incoming: &Incoming, problems: &[Problem]) -> Option<Refusal>;

    /// Does the operation.
    ///
    /// # Errors
    /// Why the cloud does not do it. The world is then as it was before.
    fn handle(&self, world: &mut World, incoming: &Incoming) -> Result<Value, Refusal>;

    /// What the world has against something, in the cloud's words.
    fn obstacle(&self, obstacle: &Obstacle) -> Refusal;

    /// Puts the outcome into the cloud's envelope. `incoming` is missing when the request could not be understood.
    fn reply(
        &self,
        request: &RawRequest,
        incoming: Option<&Incoming>,
        outcome: &Result<Value, Refusal>,
        request_id: &str,
    ) -> RawReply;

    /// Too many calls, in the cloud's words.
    fn throttled(&self, incoming: &Incoming) -> Refusal;

    /// A fault of the cloud itself, in the cloud's words.
    fn unavailable(&self) -> Refusal;
}
