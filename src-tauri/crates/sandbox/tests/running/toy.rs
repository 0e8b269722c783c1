//! A cloud made up for tests: two operations, a signature that is the secret itself.

use std::sync::LazyLock;

use serde_json::{Map, Value, json};
use yundeck_catalogue::CloudSpec;
use yundeck_catalogue::load::Sources;
use yundeck_catalogue::problem::Problem;
use yundeck_sandbox::decode::json_body;
use yundeck_sandbox::verify::{AuthFailure, Caller, Gate};
use yundeck_sandbox::world::crowd::Crowd;
use yundeck_sandbox::world::{Image, InstanceOrder, InstanceType, Obstacle, SecurityGroup, Subnet, Vpc};
use yundeck_sandbox::{Behaviour, Incoming, RawReply, RawRequest, Refusal, Sample, World};

static SPEC: LazyLock<CloudSpec> = LazyLock::new(|| {
    Sources {
        cloud: r##"{
            "id": "toy", "title": { "zh": "玩具", "en": "Toy" }, "product": { "zh": "玩具", "en": "Toy" },
            "colour": "#000000",
            "protocol": { "kind": "action_json", "arrayBase": 0 }, "signing": ["TC3-HMAC-SHA256"],
            "credential": { "id": "Id", "secret": "Secret", "sessionToken": false, "console": null, "policies": null },
            "defaultService": "toys", "services": { "toys": { "host": null, "version": "1", "signing_name": null } },
            "regions": [{ "id": "r1", "title": { "zh": "一", "en": "One" }, "zones": ["r1-a", "r1-b"] }],
            "envelope": { "result": "", "errorCode": "error", "errorStatus": null, "errorMessage": "message",
                "requestId": "id" },
            "errors": {}, "rateLimitPerSecond": 3, "jobs": {}
        }"##,
        shapes: "{}",
        pages: "{}",
        nouns: &[(
            "instance",
            r#"{
                "Run": { "title": { "zh": "买", "en": "Run" }, "help": null, "effect": "purchase",
                    "http": { "method": "POST", "path": "/" }, "service": null,
                    "input": { "type": "object", "required": ["Name"], "additionalProperties": false,
                        "properties": { "Name": { "type": "string" } } },
                    "source": "toy", "example": { "Name": "x" } },
                "List": { "title": { "zh": "列", "en": "List" }, "help": null, "effect": "read",
                    "http": { "method": "POST", "path": "/" }, "service": null,
                    "input": { "type": "object" }, "source": "toy", "example": {} }
            }"#,
        )],
    }
    .load()
    .unwrap()
});

/// The made-up cloud.
pub struct Toy;

impl Behaviour for Toy {
    fn spec(&self) -> &'static CloudSpec {
        &SPEC
    }

    fn report_key(&self) -> &'static str {
        "plaything"
    }

    fn listeners(&self) -> &'static [(&'static str, &'static str)] {
        &[("keys", "keys_url")]
    }

    fn seed(&self, world: &mut World, instances: usize) {
        let now = world.now();
        world.instance_types =
            vec![InstanceType::new("s", "small", 1, 1024), InstanceType::new("l", "large", 8, 16384)];
        world.images.put(Image::public("img", "Debian 12", "Debian", "Debian 12 64-bit", 20, now));
        let vpc = Vpc {
            id: "vpc".into(),
            region: "r1".into(),
            name: "default".into(),
            cidr: "10.0.0.0/8".into(),
            is_default: true,
            created: now,
            extra: Map::new(),
        };
        world.subnets.put(Subnet::new("subnet".into(), &vpc, "r1-a", "default", "10.0.0.0/28"));
        world.security_groups.put(SecurityGroup {
            id: "sg".into(),
            region: "r1".into(),
            vpc_id: Some(vpc.id.clone()),
            name: "default".into(),
            description: String::new(),
            is_default: true,
            rules: Vec::new(),
            created: now,
            extra: Map::new(),
        });
        world.vpcs.put(vpc);
        world.seed_crowd(&Crowd { count: instances, region: "r1", disk_type: "ssd", key_pair_ids: &[] }, |instance| {
            instance.extra.insert("toy".into(), Value::Bool(true));
        });
    }

    fn sample(&self, _world: &World) -> Sample {
        Sample { region: "r1".into(), zone: "r1-a".into(), image_id: "img".into(), ..Sample::default() }
    }

    fn authenticate(&self, request: &RawRequest, gate: &Gate<'_>) -> Result<Caller, AuthFailure> {
        let (id, secret) = request.header("key").and_then(|key| key.split_once(':')).ok_or(AuthFailure::Missing)?;
        let key = gate.keys.find(id).ok_or_else(|| AuthFailure::UnknownKey(id.to_owned()))?;
        if key.secret != secret {
            return Err(AuthFailure::BadSignature { string_to_sign: String::new() });
        }
        Ok(Caller { key_id: id.to_owned(), service: None, region: Some("r1".into()) })
    }

    fn not_authentic(&self, failure: &AuthFailure) -> Refusal {
        Refusal::new(403, "Auth", failure.to_string())
    }

    fn decode(&self, request: &RawRequest, caller: &Caller) -> Result<Incoming, Refusal> {
        let name = request.header("operation").unwrap_or_default();
        let operation = self.spec().operation(name).ok_or_else(|| Refusal::new(404, "NoOperation", name.to_owned()))?;
        let params = json_body::members(&request.body).map_err(|error| Refusal::new(400, "Body", error.to_string()))?;
        Ok(Incoming {
            operation,
            service: request.listener.clone(),
            version: "1".into(),
            region: caller.region.clone().unwrap_or_default(),
            params: Value::Object(params),
        })
    }

    fn invalid(&self, _incoming: &Incoming, problems: &[Problem]) -> Option<Refusal> {
        problems.first().map(|problem| Refusal::new(400, "Invalid", problem.path.clone()))
    }

    fn handle(&self, world: &mut World, incoming: &Incoming) -> Result<Value, Refusal> {
        match incoming.name() {
            "Run" => world
                .create_instances(&InstanceOrder {
                    region: incoming.region.clone(),
                    zone: "r1-a".into(),
                    name: incoming.text("Name").unwrap_or_default().to_owned(),
                    instance_type: Some("s".into()),
                    image_id: "img".into(),
                    subnet_id: Some("subnet".into()),
                    ..InstanceOrder::default()
                })
                .map(|ids| json!({ "ids": ids }))
                .map_err(|obstacle| self.obstacle(&obstacle)),
            _ => Ok(json!({ "service": incoming.service, "count": world.instances.len() })),
        }
    }

    fn obstacle(&self, obstacle: &Obstacle) -> Refusal {
        Refusal::new(409, "Obstacle", obstacle.to_string())
    }

    fn reply(
        &self,
        _request: &RawRequest,
        _incoming: Option<&Incoming>,
        outcome: &Result<Value, Refusal>,
        request_id: &str,
    ) -> RawReply {
        match outcome {
            Ok(value) => RawReply::json(200, &json!({ "id": request_id, "result": value })),
            Err(refusal) => RawReply::json(
                refusal.status,
                &json!({ "id": request_id, "error": refusal.code, "message": refusal.message }),
            ),
        }
    }

    fn throttled(&self, incoming: &Incoming) -> Refusal {
        Refusal::new(429, "TooMany", incoming.name())
    }

    fn unavailable(&self) -> Refusal {
        Refusal::new(500, "Internal", "try later")
    }
}
