//! Tencent Cloud: TC3 in the header, HMAC over raw parameters in the query or form.

use serde_json::{Map, Value};
use yundeck_catalogue::cloud::{ServiceSpec, SigningScheme};
use yundeck_catalogue::path::text_of;
use yundeck_wire::percent::{Space, decode_pairs, encode_pairs};
use yundeck_wire::sign::{sigv4_family, tencent_query};
use yundeck_wire::{Signed, Target, prepare};

use crate::clouds;
use crate::vector::{Failure, Outcome, Vector, same, same_pairs};

pub fn run(vector: &Vector) -> Outcome {
    match vector.scheme()? {
        SigningScheme::Tc3HmacSha256 => {
            vector.check_authorization()?;
            tc3_made_again(vector)
        }
        _ => {
            signed_by_parameters(vector)?;
            v1_made_again(vector)
        }
    }
}

fn signed_by_parameters(vector: &Vector) -> Result<(), Failure> {
    let pairs = all_params(vector).ok_or_else(|| Failure::new("vector", "all_params or wire", "neither"))?;
    let mut request = vector.request();
    let form = encode_pairs(&pairs, Space::Plus);
    if request.parameters_in_query() {
        request.query = form;
    } else {
        request.body = form.into_bytes();
    }
    let context = vector.context()?;
    let failed = |error| Failure::new("signing", "a signature", error);
    let string_to_sign = tencent_query::string_to_sign(&request);
    vector.check("string_to_sign", &string_to_sign)?;
    vector.check_signature(&tencent_query::signature(&string_to_sign, &context).map_err(failed)?)?;
    let signed = tencent_query::complete(request, &context).map_err(failed)?;
    vector.text("wire").map_or(Ok(()), |wire| same_pairs("wire", wire, &sent(&signed)))
}

/// All parameters but the signature, in the order of the vector.
fn all_params(vector: &Vector) -> Option<Vec<(String, String)>> {
    let listed = || {
        let members = vector.object("all_params")?.iter();
        Some(members.filter_map(|(name, value)| Some((name.clone(), text_of(value)?))).collect::<Vec<_>>())
    };
    let mut pairs = listed().or_else(|| vector.text("wire").map(decode_pairs))?;
    pairs.retain(|(name, _)| name != "Signature");
    Some(pairs)
}

fn sent(signed: &Signed) -> String {
    let request = &signed.request;
    if request.parameters_in_query() {
        request.query.clone()
    } else {
        String::from_utf8_lossy(&request.body).into_owned()
    }
}

fn tc3_made_again(vector: &Vector) -> Outcome {
    let unsigned_payload = vector.get("unsigned_payload").and_then(Value::as_bool).unwrap_or(false);
    let Some(params) = vector.object("params").filter(|params| !unsigned_payload && readable_alike(params)) else {
        return Ok(false);
    };
    let Some(mut signed) = prepared(vector, params.clone())? else {
        return Ok(false);
    };
    // The SDK signs two headers, we the operation as well: over the SDK's two it must be the SDK's signature.
    let again = sigv4_family::signature(&signed.request, &vector.signed_headers(), &vector.context()?)
        .map_err(|error| Failure::new("signing", "a signature", error))?;
    signed.request.set_header("Authorization", again.authorization);
    same("encoded query", vector.text("query").unwrap_or_default(), &signed.request.query)?;
    // The SDK also sends its own name and a language.
    for (name, value) in vector.object("headers").into_iter().flatten() {
        if let Some(actual) = signed.request.header(name) {
            same("a sent header", value.as_str().unwrap_or_default(), actual)?;
        }
    }
    if !signed.request.parameters_in_query() {
        // The SDK writes blanks after `:` and escapes what is not ASCII: the same JSON in other bytes.
        let json = |bytes: &[u8]| {
            serde_json::from_slice::<Value>(bytes).map_or_else(|error| error.to_string(), |v| v.to_string())
        };
        same("encoded body", &json(vector.text("body").unwrap_or_default().as_bytes()), &json(&signed.request.body))?;
        return Ok(true);
    }
    vector.check_made_again(&signed)
}

fn v1_made_again(vector: &Vector) -> Outcome {
    let (Some(params), Some(all)) = (vector.object("params"), vector.object("all_params")) else {
        return Ok(false);
    };
    if !all.contains_key("SignatureMethod") || !readable_alike(params) {
        return Ok(false);
    }
    // What only the SDK sends.
    let extras =
        ["RequestClient", "Language"].into_iter().filter_map(|name| Some((name.to_owned(), all.get(name)?.clone())));
    let params = params.clone().into_iter().chain(extras).collect();
    let Some(signed) = prepared(vector, params)? else {
        return Ok(false);
    };
    vector.check("string_to_sign", &signed.string_to_sign)?;
    vector.text("wire").map_or(Ok(()), |wire| same_pairs("encoded wire", wire, &sent(&signed)))?;
    Ok(true)
}

fn prepared(vector: &Vector, params: Map<String, Value>) -> Result<Option<Signed>, Failure> {
    let all = |name: &str| vector.object("all_params").and_then(|all| all.get(name)).and_then(Value::as_str);
    let (Some(action), Some(host)) = (all("Action").or(vector.text("action")), vector.endpoint()) else {
        return Ok(None);
    };
    let service = vector.text("service").unwrap_or("cvm");
    let mut cloud = clouds::tencent();
    let version = vector.text("version").or(all("Version")).map(str::to_owned);
    cloud.services.insert(service.to_owned(), ServiceSpec { host: None, version, signing_name: None });
    service.clone_into(&mut cloud.default_service);
    let operation = clouds::operation(action, vector.method(), "/", Value::Null);
    let target = Target {
        endpoint: Some(host),
        region: vector.text("region").or(all("Region")).unwrap_or_default(),
        scheme: vector.scheme()?,
    };
    prepare(&cloud, &operation, &Value::Object(params), &target, vector.credential(), vector.moment())
        .map(Some)
        .map_err(|error| Failure::new("preparing", "a request", error))
}

/// Whether Python and we write every number of it alike: `1.0` and `1e-07` are `1` and `0.0000001` here.
fn readable_alike(params: &Map<String, Value>) -> bool {
    fn alike(value: &Value) -> bool {
        match value {
            Value::Number(number) if number.is_f64() => {
                number.as_f64().is_some_and(|float| float.fract() != 0.0 && (1e-4..1e15).contains(&float.abs()))
            }
            Value::Array(elements) => elements.iter().all(alike),
            Value::Object(members) => members.values().all(alike),
            _ => true,
        }
    }
    params.values().all(alike)
}
