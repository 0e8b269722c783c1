//! UCloudStack: SHA-1 over sorted parameters and the private key.

use serde_json::{Map, Value};
use yundeck_catalogue::cloud::SigningScheme;
use yundeck_catalogue::path::text_of;
use yundeck_wire::percent::decode_pairs;
use yundeck_wire::sign::sorted_sha1;
use yundeck_wire::{Target, prepare};

use crate::clouds;
use crate::vector::{Failure, Outcome, Vector, same, same_pairs};

pub fn run(vector: &Vector) -> Outcome {
    signed_by_parameters(vector)?;
    made_again(vector)
}

fn signed_by_parameters(vector: &Vector) -> Result<(), Failure> {
    let pairs = wire_params(vector).ok_or_else(|| Failure::new("vector", "wire_params or wire", "neither"))?;
    let secret = vector.get("credentials").and_then(|all| all.get("private_key")).and_then(Value::as_str);
    let string_to_sign = sorted_sha1::string_to_sign(&pairs, secret.unwrap_or_default());
    vector.check("string_to_sign", &string_to_sign)?;
    vector.check_signature(&sorted_sha1::signature(&string_to_sign))
}

fn wire_params(vector: &Vector) -> Option<Vec<(String, String)>> {
    let listed = || {
        let members = vector.object("wire_params")?.iter();
        Some(members.filter_map(|(name, value)| Some((name.clone(), text_of(value)?))).collect::<Vec<_>>())
    };
    let mut pairs = listed().or_else(|| vector.text("wire").map(decode_pairs))?;
    pairs.retain(|(name, _)| name != "Signature");
    Some(pairs)
}

fn made_again(vector: &Vector) -> Outcome {
    let Some(params) = vector.object("params") else {
        return Ok(false);
    };
    let text = |name: &str| params.get(name).and_then(Value::as_str);
    let Some(action) = text("Action") else {
        return Ok(false);
    };
    let rest: Map<String, Value> =
        params.iter().filter(|(name, _)| *name != "Action").map(|(n, v)| (n.clone(), v.clone())).collect();
    let target = Target {
        endpoint: Some(vector.endpoint().unwrap_or("http://cloud.example.com")),
        region: text("Region").unwrap_or_default(),
        scheme: SigningScheme::SortedSha1,
    };
    let operation = clouds::operation(action, vector.method(), "/", Value::Null);
    let signed = prepare(
        &clouds::ucloudstack(),
        &operation,
        &Value::Object(rest),
        &target,
        vector.credential(),
        vector.moment(),
    )
    .map_err(|error| Failure::new("preparing", "a request", error))?;
    let request = &signed.request;
    let sent = if request.parameters_in_query() {
        request.query.clone()
    } else {
        String::from_utf8_lossy(&request.body).into_owned()
    };
    vector.text("wire").map_or(Ok(()), |wire| same_pairs("encoded wire", wire, &sent))?;
    let signature = sent.rsplit_once("&Signature=").map_or("", |(_, signature)| signature);
    same("signature made again", vector.text("signature").unwrap_or(signature), signature)?;
    Ok(true)
}
