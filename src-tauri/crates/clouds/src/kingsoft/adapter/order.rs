//! Telling what an order made.

use serde_json::{Value, json};
use yundeck_domain::{Call, Instance, Read, ResultSearch};

use super::text;
use crate::kingsoft::map;
use crate::numbered::is_numbered;

/// The project of an order that names none.
const DEFAULT_PROJECT: u64 = 0;

/// Where to look for what `RunInstances` made. The list shows the instances of the projects it names, so it names the
/// order's; a template may have set another, and then all are meant.
pub fn search(params: &Value) -> ResultSearch {
    let templated = is_templated(params);
    let mut asked = json!({});
    if !templated {
        asked["ProjectId"] = json!([params.get("ProjectId").cloned().unwrap_or_else(|| json!(DEFAULT_PROJECT))]);
    }
    let name = Some(text(params, "InstanceName")).filter(|name| !templated && is_searchable(name));
    if let Some(name) = name {
        // Matches a part of the name, so that it finds the numbered ones as well.
        asked["Search"] = json!(name);
    }
    let read = Read { call: Call::new("DescribeInstances", asked), map: map::instance::instances };
    ResultSearch { hint: None, reads: vec![read], complete: true }
}

/// Whether an instance can be what the order made. Nothing is compared beside a template: the document does not say which of
/// the two wins.
pub fn could_have_made(params: &Value, instance: &Instance) -> bool {
    let agrees = |name: &str, found: Option<&str>| {
        let asked = text(params, name);
        asked.is_empty() || found.is_none_or(|found| found == asked)
    };
    is_templated(params)
        || (agrees("ImageId", instance.image_id.as_deref())
            && agrees("SubnetId", instance.subnet_id.as_deref())
            && agrees("InstanceType", instance.instance_type.as_deref())
            && is_name(params, &instance.name))
}

/// Whether a launch template has a say in what is made.
pub fn is_templated(params: &Value) -> bool {
    params.get("ModelId").is_some()
}

/// What a fuzzy search may take for something else than a part of a name is not searched for.
fn is_searchable(name: &str) -> bool {
    !name.is_empty() && name.chars().all(|letter| letter.is_alphanumeric() || "-_.".contains(letter))
}

/// Whether an instance's name can come of the asked one: the same, or numbered (document: `InstanceNameSuffix`). Whether a
/// single instance gets its suffix, and a batch without one numbers, the document does not say.
fn is_name(params: &Value, found: &str) -> bool {
    let asked = text(params, "InstanceName");
    let several = params.get("MaxCount").and_then(Value::as_u64).is_none_or(|count| count > 1);
    let numbered = || is_numbered(found, &[asked, ""]) || is_numbered(found, &[&format!("{asked}-"), ""]);
    asked.is_empty()
        || found.is_empty()
        || found == asked
        || ((several || params.get("InstanceNameSuffix").is_some()) && numbered())
}
