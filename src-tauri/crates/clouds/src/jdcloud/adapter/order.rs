//! Telling what an order made.

use serde_json::{Value, json};
use yundeck_domain::{Call, Instance, Read, ResultSearch};

use super::text;
use crate::jdcloud::map;
use crate::numbered::is_numbered;

/// Where to look for what `createInstances` made. The filter takes a part of the name (the SDK's words for `name`): what
/// stands before the number is in all of them.
pub fn search(params: &Value) -> ResultSearch {
    let name = asked(params, "name");
    let same = name.as_deref().and_then(|name| parts(name).first().copied()).filter(|part| !part.is_empty());
    let filters = same.map_or_else(|| json!({}), |part| json!({ "filters": [{ "name": "name", "values": [part] }] }));
    let read = Read { call: Call::new("describeInstances", filters), map: map::instance::instances };
    ResultSearch { hint: None, reads: vec![read], complete: true }
}

/// Whether an instance can be what the order made. What is given wins over a template (document: `instanceTemplateId`); in an
/// availability group its template decides all but the name.
pub fn could_have_made(params: &Value, instance: &Instance) -> bool {
    let fits = |path: &str, found: Option<&str>| match (asked(params, path), found) {
        (Some(asked), Some(found)) => asked == found,
        // What a template decides is not among the parameters, and what the reply leaves out cannot be compared.
        _ => true,
    };
    let several = text(params, "maxCount").and_then(|count| count.parse::<u32>().ok()).is_some_and(|count| count > 1);
    let named =
        asked(params, "name").is_none_or(|name| instance.name.is_empty() || name_fits(&name, several, &instance.name));
    named
        && (asked(params, "agId").is_some()
            || (fits("instanceType", instance.instance_type.as_deref())
                && fits("imageId", instance.image_id.as_deref())
                && fits("az", instance.zone.as_deref())
                && fits("primaryNetworkInterface.networkInterface.subnetId", instance.subnet_id.as_deref())))
}

fn asked(params: &Value, path: &str) -> Option<String> {
    text(params, &format!("instanceSpec.{path}"))
}

/// Whether an instance can have been named so: the same name, a number in place of `[001]`, or, for several without one, a
/// number behind it.
fn name_fits(asked: &str, several: bool, found: &str) -> bool {
    let mut parts = parts(asked);
    if found == asked || is_numbered(found, &parts) {
        return true;
    }
    parts.push("");
    several && (is_numbered(found, &parts) || is_numbered(found, &[&format!("{asked}-"), ""]))
}

/// What stands around the numbers in brackets.
fn parts(name: &str) -> Vec<&str> {
    let (mut parts, mut rest) = (Vec::new(), name);
    while let Some((before, tail)) = rest.split_once('[')
        && let Some((number, after)) = tail.split_once(']')
        && !number.is_empty()
        && number.bytes().all(|byte| byte.is_ascii_digit())
    {
        parts.push(before);
        rest = after;
    }
    parts.push(rest);
    parts
}
