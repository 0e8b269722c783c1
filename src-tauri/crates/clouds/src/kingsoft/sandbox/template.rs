//! Launch templates.

use serde_json::{Value, json};
use yundeck_sandbox::{Incoming, Refusal, World};

use super::{Outcome, refuse, things, time};

/// Where they are kept in the world.
const NOUN: &str = "models";
/// How many a region may have, by the document.
const QUOTA: usize = 50;

/// `CreateModel`.
pub fn create(world: &mut World, incoming: &Incoming) -> Outcome {
    let name = incoming.text("ModelName").unwrap_or_default();
    if things::list(world, NOUN, &incoming.region).any(|(_, model)| things::text(model, "name") == name) {
        return Err(refuse::because("ModelName", "the name is taken"));
    }
    if things::list(world, NOUN, &incoming.region).count() >= QUOTA {
        return Err(refuse::because("ModelName", format!("a region may have {QUOTA} templates")));
    }
    for (parameter, exists) in [
        ("ImageId", world.images.find(&incoming.region, incoming.text("ImageId").unwrap_or_default()).is_some()),
        ("SubnetId", world.subnets.find(&incoming.region, incoming.text("SubnetId").unwrap_or_default()).is_some()),
        (
            "SecurityGroupId",
            world
                .security_groups
                .find(&incoming.region, incoming.text("SecurityGroupId").unwrap_or_default())
                .is_some(),
        ),
    ] {
        if !exists {
            return Err(refuse::invalid(parameter));
        }
    }
    let id = world.ids.uuid();
    let mut params = incoming.params.clone();
    if let Some(members) = params.as_object_mut() {
        members.shift_remove("ModelName");
    }
    let made = time::beijing_plain(world.now());
    things::put(world, NOUN, &id, json!({ "region": incoming.region, "name": name, "made": made, "params": params }));
    Ok(json!({ "ModelId": id, "ModelName": name }))
}

/// `TerminateModels`.
pub fn terminate(world: &mut World, incoming: &Incoming) -> Outcome {
    let ids = incoming.texts("ModelId");
    if let Some(index) = ids.iter().position(|id| things::find(world, NOUN, &incoming.region, id).is_none()) {
        return Err(refuse::invalid(&format!("ModelId.{}", index + 1)));
    }
    check_version(incoming)?;
    for id in ids {
        things::take(world, NOUN, &id);
    }
    Ok(json!({ "Return": true }))
}

/// Every template has the one version that it was made with.
fn check_version(incoming: &Incoming) -> Result<(), Refusal> {
    match incoming.number("ModelVersion") {
        Some(version) if version != 1 => Err(refuse::invalid("ModelVersion")),
        _ => Ok(()),
    }
}

/// `DescribeModels`. The count is a text in the document's sample.
pub fn describe(world: &World, incoming: &Incoming) -> Outcome {
    let ids = incoming.texts("ModelId");
    let found: Vec<Value> = things::list(world, NOUN, &incoming.region)
        .filter(|(id, _)| ids.is_empty() || ids.iter().any(|wanted| wanted == id))
        .map(|(id, model)| record(world, id, model))
        .collect();
    let number = |name: &str, other: usize| {
        incoming.number(name).and_then(|number| usize::try_from(number).ok()).unwrap_or(other)
    };
    let total = found.len();
    let start = number("Marker", 0);
    let page: Vec<Value> = found.into_iter().skip(start).take(number("MaxResults", 10)).collect();
    let next = start + page.len();
    Ok(json!({ "InstanceCount": total.to_string(), "Marker": if next < total { next } else { 0 }, "ModelSet": page }))
}

fn record(world: &World, id: &str, model: &Value) -> Value {
    let params = &model["params"];
    let mut record = json!({ "ModelName": model["name"], "ModelId": id, "ModelVersion": 1, "CreateTime": model["made"], "ModifiedTime": model["made"] });
    if let Some(subnet) = world.subnets.get(things::text(params, "SubnetId")) {
        record["AvailabilityZone"] = json!(subnet.zone);
        record["AvailabilityZoneName"] = json!(super::record::zone_name(&subnet.zone));
    }
    for (name, value) in params.as_object().into_iter().flatten() {
        // The cloud shows the disks under another name, and no password.
        match name.as_str() {
            "InstancePassword" => {}
            "DataDisk" => record["DataDiskSet"] = value.clone(),
            _ => record[name] = value.clone(),
        }
    }
    record
}

/// The parameters of a creation: what its template sets wins over what the call says, as the vendor's SDK describes it.
///
/// # Errors
/// There is no such template.
pub fn applied(world: &World, incoming: &Incoming) -> Result<Value, Refusal> {
    let mut params = incoming.params.clone();
    let Some(id) = incoming.text("ModelId") else { return Ok(params) };
    let model = things::find(world, NOUN, &incoming.region, id).ok_or_else(|| refuse::invalid("ModelId"))?;
    check_version(incoming)?;
    for (name, value) in model["params"].as_object().into_iter().flatten() {
        params[name] = value.clone();
    }
    if params["AllocateAddress"] == false
        && let Some(members) = params.as_object_mut()
    {
        members.retain(|name, _| name != "LineId" && !name.starts_with("Address"));
    }
    // A template may have a period of 0 where an instance has none.
    if params["PurchaseTime"] == 0 {
        params["PurchaseTime"] = Value::Null;
    }
    Ok(params)
}
