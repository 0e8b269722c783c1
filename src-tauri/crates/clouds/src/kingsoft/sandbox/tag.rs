//! `DescribeTags`: the tags that instances were given when they were made. Replies and filters are those that the vendor's
//! Terraform provider reads (`service_ksyun_tag_v1.go@172afd3d`).

use serde_json::{Value, json};
use yundeck_sandbox::{Incoming, World};

use super::{Outcome, network};

/// The tag service's word for an instance.
const INSTANCE: &str = "kec-instance";
/// The filters, in the order of what they are compared with.
const FILTERS: &[&str] = &["resource-type", "resource-id", "key", "value"];

/// The tags of an order.
pub fn of(extra: Option<&Value>) -> impl Iterator<Item = (&str, &str)> {
    let all = extra.and_then(Value::as_array).into_iter().flatten();
    all.filter_map(|tag| Some((tag["Key"].as_str()?, tag["Value"].as_str().unwrap_or_default())))
}

/// `DescribeTags`.
pub fn describe(world: &World, incoming: &Incoming) -> Outcome {
    let filters = network::filters(incoming, FILTERS)?;
    let mut all = Vec::new();
    for instance in world.instances.in_region(&incoming.region) {
        for (key, value) in of(instance.extra.get("Tag")) {
            let found = [INSTANCE, instance.id.as_str(), key, value];
            let matches = filters.iter().all(|(name, values)| {
                let at = FILTERS.iter().position(|known| known == name).and_then(|index| found.get(index));
                at.is_some_and(|found| values.iter().any(|value| value == found))
            });
            if matches {
                let id = format!("{}-{key}", instance.id);
                all.push(json!({ "Id": id, "Key": key, "Value": value, "ResourceType": INSTANCE, "ResourceId": instance.id }));
            }
        }
    }
    network::paged(incoming, "TagSet", all)
}
