//! The cloud's envelope: JSON to those who ask for it by `Accept` or `Format=json`, XML to everybody else.

use serde_json::{Map, Value, json};
use yundeck_sandbox::decode::pairs::members;
use yundeck_sandbox::{Incoming, RawReply, RawRequest, xml};

use super::Outcome;

/// Puts an outcome into the envelope.
pub fn reply(request: &RawRequest, incoming: Option<&Incoming>, outcome: &Outcome, request_id: &str) -> RawReply {
    let as_json =
        request.header_values("accept").any(|accept| accept.contains("application/json")) || asks_for_json(request);
    match outcome {
        Ok(result) => {
            let members = result.as_object().cloned().unwrap_or_default();
            let value = if as_json { with_id(request_id, members) } else { metadata(request_id, members) };
            let root = format!("{}Response", incoming.map_or("", Incoming::name));
            written(as_json, 200, &root, &value)
        }
        Err(refusal) => {
            let whose = if refusal.status < 500 { "Sender" } else { "Receiver" };
            let error = json!({ "Type": whose, "Code": refusal.code, "Message": refusal.message });
            let value = json!({ "RequestId": request_id, "Error": error });
            written(as_json, refusal.status, "ErrorResponse", &value)
        }
    }
}

/// Whether a parameter says so, wherever parameters stand.
fn asks_for_json(request: &RawRequest) -> bool {
    let is_json = |(name, value): &(String, String)| name == "Format" && value.eq_ignore_ascii_case("json");
    let body = String::from_utf8_lossy(&request.body);
    members(request.query()).iter().any(is_json)
        || (request.media_type() != "application/json" && members(&body).iter().any(is_json))
}

fn with_id(request_id: &str, members: Map<String, Value>) -> Value {
    let mut all = Map::new();
    all.insert("RequestId".to_owned(), Value::from(request_id));
    all.extend(members);
    Value::Object(all)
}

fn metadata(request_id: &str, members: Map<String, Value>) -> Value {
    let mut all = Map::new();
    all.insert("ResponseMetadata".to_owned(), json!({ "RequestId": request_id }));
    all.extend(members);
    Value::Object(all)
}

fn written(as_json: bool, status: u16, root: &str, value: &Value) -> RawReply {
    if as_json {
        RawReply::json(status, value)
    } else {
        RawReply::text(status, "application/xml;charset=UTF-8", xml::document(root, value))
    }
}
