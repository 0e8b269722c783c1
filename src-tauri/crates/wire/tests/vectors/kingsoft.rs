//! Kingsoft Cloud: AWS4 in the header or the query.

use serde_json::{Map, Value};
use yundeck_catalogue::cloud::{ServiceSpec, SigningScheme};
use yundeck_wire::percent::{Space, decode_pairs, encode_pairs};
use yundeck_wire::sign::sigv4_family;
use yundeck_wire::{Target, prepare};

use crate::clouds;
use crate::vector::{Failure, Outcome, Vector, same_pairs};

pub fn run(vector: &Vector) -> Outcome {
    if vector.scheme()? == SigningScheme::Aws4Query {
        signed_in_query(vector)?;
        return Ok(false);
    }
    vector.check_authorization()?;
    made_again(vector)
}

fn signed_in_query(vector: &Vector) -> Result<(), Failure> {
    let expires = vector.get("expires").and_then(Value::as_u64).and_then(|seconds| u32::try_from(seconds).ok());
    let signed = sigv4_family::sign_query(vector.request(), &vector.signed_headers(), expires, &vector.context()?)
        .map_err(|error| Failure::new("signing", "a signature", error))?;
    vector.check("canonical_request", signed.canonical_request.as_deref().map_or("", String::as_str))?;
    vector.check("string_to_sign", &signed.string_to_sign)?;
    let signature = signed.request.query.rsplit_once("X-Amz-Signature=").map_or("", |(_, signature)| signature);
    vector.check_signature(signature)?;
    vector.check("signed_query", &signed.request.query)
}

/// From the flat parameters, as far as an object can hold them: a name is there but once.
fn made_again(vector: &Vector) -> Outcome {
    let (Some(pairs), Some(service), Some(host)) = (pairs(vector), vector.text("service"), vector.endpoint()) else {
        return Ok(false);
    };
    let find = |name: &str| pairs.get(name).and_then(Value::as_str).map(str::to_owned);
    let (Some(action), Some(version)) = (find("Action"), find("Version")) else {
        return Ok(false);
    };
    let mut cloud = clouds::kingsoft();
    let spec = ServiceSpec { host: None, version: Some(version), signing_name: None };
    cloud.services.insert(service.to_owned(), spec);
    service.clone_into(&mut cloud.default_service);
    let operation = clouds::operation(&action, vector.method(), "/", Value::Null);
    let params: Map<String, Value> =
        pairs.into_iter().filter(|(name, _)| name != "Action" && name != "Version").collect();
    let target = Target { endpoint: Some(host), region: vector.region(), scheme: vector.scheme()? };
    let signed = prepare(&cloud, &operation, &Value::Object(params), &target, vector.credential(), vector.moment())
        .map_err(|error| Failure::new("preparing", "a request", error))?;
    let sent = [vector.text("query"), vector.text("body")].map(Option::unwrap_or_default);
    // Another SDK may escape otherwise; the signature then says all there is to say.
    if sent.iter().all(|text| encode_pairs(&decode_pairs(text), Space::Percent) == *text) {
        same_pairs("encoded query", sent[0], &signed.request.query)?;
        same_pairs("encoded body", sent[1], &String::from_utf8_lossy(&signed.request.body))?;
    }
    vector.check_made_again(&signed)
}

fn pairs(vector: &Vector) -> Option<Map<String, Value>> {
    let pairs = match vector.get("params")? {
        Value::Array(pairs) => pairs,
        Value::Object(members) => return Some(members.clone()),
        _ => return None,
    };
    let map: Map<String, Value> =
        pairs.iter().filter_map(|pair| Some((pair.get(0)?.as_str()?.to_owned(), pair.get(1)?.clone()))).collect();
    (map.len() == pairs.len()).then_some(map)
}
