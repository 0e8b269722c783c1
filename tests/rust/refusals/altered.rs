//! A cloud's catalogue as somebody has it who knows the names and none of the rules, and some names wrong.

use regex::Regex;
use serde_json::{Map, Value};
use yundeck_catalogue::cloud::Protocol;
use yundeck_catalogue::{CloudSpec, Effect, Operation};

use crate::Kind;

/// What an operation of the altered catalogue misses.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Miss {
    Action,
    Version,
    Method,
    Service,
    /// A parameter of the path.
    PathParameter,
}

/// What is left of a schema: the shape, which says how parameters go on the wire.
const SHAPE: &[&str] = &["properties", "items", "x-wire"];

impl Miss {
    pub const ALL: [Self; 5] = [Self::Action, Self::Version, Self::Method, Self::Service, Self::PathParameter];

    pub fn kind(self) -> Kind {
        match self {
            // A path without one of its parameters is no operation's path.
            Self::Action | Self::PathParameter => Kind::Action,
            Self::Version => Kind::Version,
            Self::Method => Kind::Method,
            Self::Service => Kind::Service,
        }
    }
}

/// The catalogue, and beside every operation those that miss it.
pub fn altered(spec: &'static CloudSpec) -> &'static CloudSpec {
    let mut altered = spec.clone();
    altered.rate_limit_per_second = 1_000_000;
    for (name, service) in &spec.services {
        let mut other = service.clone();
        other.version = service.version.as_ref().map(|_| "1999-12-31".to_owned());
        other.signing_name.get_or_insert_with(|| name.clone());
        altered.services.insert(format!("{name} of another version"), other);
        let mut other = service.clone();
        other.signing_name = Some("elsewhere".to_owned());
        altered.services.insert(format!("{name} elsewhere"), other);
    }
    for operation in spec.operations.values() {
        let mut sent = operation.clone();
        sent.input = shape(&operation.input);
        sent.effect = Effect::Read;
        sent.rate_limit_per_second = None;
        for miss in Miss::ALL {
            for (name, missing) in missing(spec, &sent, miss) {
                altered.operations.insert(name, missing);
            }
        }
        altered.operations.insert(operation.name.clone(), sent);
    }
    Box::leak(Box::new(altered))
}

/// The operations that miss one in that way.
pub fn names(altered: &CloudSpec, operation: &Operation, miss: Miss) -> Vec<String> {
    let beginning = format!("{} {miss:?}", operation.name);
    altered.operations.keys().filter(|name| name.starts_with(&beginning)).cloned().collect()
}

fn missing(spec: &CloudSpec, sent: &Operation, miss: Miss) -> Vec<(String, Operation)> {
    let service = sent.service.clone().unwrap_or_else(|| spec.default_service.clone());
    let by_path = matches!(spec.protocol, Protocol::RestJson { .. });
    let named = |change: &dyn Fn(&mut Operation)| {
        let mut other = sent.clone();
        change(&mut other);
        vec![(format!("{} {miss:?}", sent.name), other)]
    };
    match miss {
        // Within the region, of nothing that there is.
        Miss::Action if by_path => named(&|other| other.http.path = other.http.path.replacen("}/", "}/no-", 1)),
        Miss::Action => named(&|other| other.name.push_str("Nothing")),
        Miss::Version if by_path => named(&|other| other.http.path = other.http.path.replacen("/v1/", "/v9/", 1)),
        Miss::Version if spec.services[&service].version.is_none() => vec![],
        Miss::Version => named(&|other| other.service = Some(format!("{service} of another version"))),
        Miss::Method => {
            let method = ["PUT", "PATCH", "DELETE"].into_iter().find(|method| !exists(spec, method, &sent.http.path));
            named(&|other| other.http.method = method.unwrap().to_owned())
        }
        // Its signature names no service.
        Miss::Service if spec.services[&service].version.is_none() => vec![],
        Miss::Service => named(&|other| other.service = Some(format!("{service} elsewhere"))),
        Miss::PathParameter => {
            let parameters = Regex::new(r"\{(\w+)\}").unwrap();
            let Protocol::RestJson { region_parameter, .. } = &spec.protocol else { return vec![] };
            let own = parameters.captures_iter(&sent.http.path).filter(|found| found[1] != **region_parameter);
            own.map(|found| {
                let mut other = sent.clone();
                other.http.path = sent.http.path.replace(&found[0], "");
                (format!("{} {miss:?} {}", sent.name, &found[1]), other)
            })
            .collect()
        }
    }
}

/// Whether a path that fits the template may be some operation's with that method.
fn exists(spec: &CloudSpec, method: &str, template: &str) -> bool {
    let parameter = Regex::new(r"\\\{\w+\\\}").unwrap();
    spec.operations.values().filter(|operation| by_path(spec) && operation.http.method == method).any(|operation| {
        let escaped = regex::escape(&operation.http.path);
        let fits = Regex::new(&format!("^{}$", parameter.replace_all(&escaped, "[^/]+"))).unwrap();
        fits.is_match(template)
    })
}

fn by_path(spec: &CloudSpec) -> bool {
    matches!(spec.protocol, Protocol::RestJson { .. })
}

fn shape(schema: &Value) -> Value {
    let Some(members) = schema.as_object() else { return Value::Bool(true) };
    let kept = members.iter().filter(|(keyword, _)| SHAPE.contains(&keyword.as_str()));
    let kept = kept.map(|(keyword, value)| {
        let value = match (keyword.as_str(), value) {
            ("properties", Value::Object(all)) => {
                all.iter().map(|(name, member)| (name.clone(), shape(member))).collect::<Map<_, _>>().into()
            }
            ("items", item) => shape(item),
            (_, other) => other.clone(),
        };
        (keyword.clone(), value)
    });
    Value::Object(kept.collect())
}
