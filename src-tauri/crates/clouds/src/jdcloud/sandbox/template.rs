//! Instance templates: settings of a creation that are kept. They are things of this cloud only and live in the world's
//! `extra`. Newer than the documents; replies are those of the vendor's SDK (`InstanceTemplate` and what it holds).

use serde_json::{Map, Value, json};
use yundeck_sandbox::{Incoming, Refusal, World};

use super::filter::{self, Filters, exact, part, strings};
use super::{Answer, refuse, show};

/// Where they live in the world.
const SHELF: &str = "instanceTemplates";

/// Members of the settings that the reply has as they were given.
const SHOWN: &[(&str, &str)] = &[
    ("instanceType", "instanceType"),
    ("imageId", "imageId"),
    ("primaryNetworkInterface", "primaryNetworkInterface"),
    ("elasticIp", "elasticIp"),
    ("keyNames", "keyNames"),
    ("chargeOnStopped", "chargeOnStopped"),
    ("autoImagePolicyId", "autoImagePolicyId"),
    ("passWordAuth", "passwordAuth"),
    ("imageInherit", "imageInherit"),
    ("burstSpec", "burstInfo"),
    ("instanceTags", "instanceTags"),
];

fn all<'w>(world: &'w World, region: &'w str) -> impl Iterator<Item = (&'w String, &'w Value)> {
    let shelf = world.extra.get(SHELF).and_then(Value::as_object).into_iter().flatten();
    shelf.filter(move |(_, template)| template["region"] == region)
}

fn find<'w>(world: &'w World, region: &'w str, id: &str) -> Result<&'w Value, Refusal> {
    let found = all(world, region).find(|(found, _)| *found == id).map(|(_, template)| template);
    found.ok_or_else(|| refuse::not_found("InstanceTemplate", id))
}

fn named<'w>(world: &'w World, incoming: &'w Incoming) -> Result<(&'w str, &'w Value), Refusal> {
    let id = incoming.text("instanceTemplateId").unwrap_or_default();
    Ok((id, find(world, &incoming.region, id)?))
}

/// `createInstanceTemplate`
pub(super) fn create(world: &mut World, incoming: &Incoming) -> Answer {
    let data = incoming.params.get("instanceTemplateData").cloned().unwrap_or_default();
    check(world, &incoming.region, &data)?;
    let id = format!("it-{}", world.ids.lower(10));
    let template = json!({
        "region": incoming.region, "name": incoming.text("name"), "description": incoming.text("description"),
        "made": show::local_time(world.now()), "data": data,
    });
    if let Some(shelf) = world.extra.entry(SHELF).or_insert_with(|| Value::Object(Map::new())).as_object_mut() {
        shelf.insert(id.clone(), template);
    }
    Ok(json!({ "instanceTemplateId": id }))
}

/// What the settings name must be there.
fn check(world: &World, region: &str, data: &Value) -> Result<(), Refusal> {
    let text = |pointer: &str| data.pointer(pointer).and_then(Value::as_str);
    if let Some(id) = text("/imageId") {
        world.image(region, id).map_err(refuse::obstacle)?;
    }
    if let Some(id) = text("/instanceType")
        && world.instance_type(id, None).is_none()
    {
        return Err(refuse::not_found("InstanceType", id));
    }
    if let Some(id) = text("/primaryNetworkInterface/networkInterface/subnetId")
        && world.subnets.find(region, id).is_none()
    {
        return Err(refuse::not_found("Subnet", id));
    }
    match strings(data.get("keyNames")).iter().find(|name| world.key_pairs.find(region, name).is_none()) {
        Some(name) => Err(refuse::not_found("Keypair", name)),
        None => Ok(()),
    }
}

/// `describeInstanceTemplates`
pub(super) fn list(world: &World, incoming: &Incoming) -> Answer {
    let filters = Filters::of(incoming);
    let matching = all(world, &incoming.region).filter(|(id, template)| {
        filters.pass(|name| match name {
            "instanceTemplateId" => exact(id.as_str()),
            "name" => part(vec![template["name"].as_str().unwrap_or_default().to_owned()]),
            _ => None,
        })
    });
    filter::page(incoming, "instanceTemplates", matching, |(id, template)| shown(world, id, template))
}

/// `describeInstanceTemplate`
pub(super) fn one(world: &World, incoming: &Incoming) -> Answer {
    let (id, template) = named(world, incoming)?;
    Ok(json!({ "instanceTemplate": shown(world, id, template) }))
}

/// A password is not shown, only whether there is one; scripts and metadata have a list of their own.
fn shown(world: &World, id: &str, template: &Value) -> Value {
    let given = &template["data"];
    let mut data = Map::new();
    show::keep(&mut data, given, SHOWN);
    data.insert("includePassword".to_owned(), json!(given.get("password").is_some()));
    let subnet = given.pointer("/primaryNetworkInterface/networkInterface/subnetId").and_then(Value::as_str);
    let vpc = subnet.and_then(|id| world.subnets.get(id)).map(|subnet| &subnet.vpc_id);
    data.insert("vpcId".to_owned(), json!(vpc));
    if let Some(disk) = given.get("systemDisk") {
        data.insert("systemDisk".to_owned(), disk_shown(disk, Some("vda")));
    }
    let disks = given.get("dataDisks").and_then(Value::as_array).into_iter().flatten();
    data.insert("dataDisks".to_owned(), disks.map(|disk| disk_shown(disk, None)).collect());
    json!({
        "id": id, "name": template["name"], "description": template["description"].as_str().unwrap_or_default(),
        "instanceTemplateData": data, "ags": [], "createdTime": template["made"],
    })
}

/// The reply has the disk's settings under another name than the call.
fn disk_shown(disk: &Value, device: Option<&str>) -> Value {
    let mut record = disk.as_object().cloned().unwrap_or_default();
    if let Some(spec) = record.shift_remove("cloudDiskSpec") {
        record.insert("instanceTemplateDisk".to_owned(), spec);
    }
    if let Some(device) = device {
        record.insert("deviceName".to_owned(), json!(device));
    }
    Value::Object(record)
}

/// `updateInstanceTemplate`: what is given replaces what was there; a key of the metadata that ends with a hyphen goes.
pub(super) fn change(world: &mut World, incoming: &Incoming) -> Answer {
    let (id, template) = named(world, incoming)?;
    let id = id.to_owned();
    let mut template = template.clone();
    for name in ["name", "description"] {
        if let Some(text) = incoming.text(name) {
            template[name] = json!(text);
        }
    }
    if let Some(changes) = incoming.params.get("instanceTemplateData").and_then(Value::as_object) {
        let mut data = template["data"].as_object().cloned().unwrap_or_default();
        for (name, value) in changes {
            match name.as_str() {
                "noPassword" | "noElasticIp" if *value == true => {
                    data.shift_remove(if name == "noPassword" { "password" } else { "elasticIp" });
                }
                "noPassword" | "noElasticIp" => {}
                "removeInstanceTags" => {
                    let gone = strings(Some(value));
                    if let Some(tags) = data.get_mut("instanceTags").and_then(Value::as_array_mut) {
                        tags.retain(|tag| !gone.iter().any(|key| tag["key"] == *key));
                    }
                }
                "metadata" => {
                    let merged = metadata(data.get("metadata"), value);
                    data.insert(name.clone(), merged);
                }
                _ => {
                    data.insert(name.clone(), value.clone());
                }
            }
        }
        let data = Value::Object(data);
        check(world, &incoming.region, &data)?;
        template["data"] = data;
    }
    if let Some(place) = world.extra.get_mut(SHELF).and_then(|shelf| shelf.get_mut(&id)) {
        *place = template;
    }
    Ok(Value::Null)
}

fn metadata(before: Option<&Value>, changes: &Value) -> Value {
    let mut pairs = before.and_then(Value::as_array).cloned().unwrap_or_default();
    for pair in changes.as_array().into_iter().flatten() {
        let key = pair["key"].as_str().unwrap_or_default();
        let named = key.strip_suffix('-').unwrap_or(key);
        pairs.retain(|one| one["key"] != *named);
        if named == key {
            pairs.push(pair.clone());
        }
    }
    Value::Array(pairs)
}

/// `deleteInstanceTemplate`
pub(super) fn delete(world: &mut World, incoming: &Incoming) -> Answer {
    let id = named(world, incoming)?.0.to_owned();
    if let Some(shelf) = world.extra.get_mut(SHELF).and_then(Value::as_object_mut) {
        shelf.shift_remove(&id);
    }
    Ok(Value::Null)
}

/// `verifyInstanceTemplate`
pub(super) fn verify(world: &World, incoming: &Incoming) -> Answer {
    let (_, template) = named(world, incoming)?;
    check(world, &incoming.region, &template["data"]).map_err(|refusal| refuse::precondition(refusal.message))?;
    Ok(Value::Null)
}

/// `describeInstanceTemplatesCustomdata`
pub(super) fn custom_data(world: &World, incoming: &Incoming) -> Answer {
    let filters = Filters::of(incoming);
    let matching = all(world, &incoming.region)
        .filter(|(id, _)| filters.pass(|name| if name == "instanceTemplateId" { exact(id.as_str()) } else { None }));
    filter::page(incoming, "instanceTemplatesCustomData", matching, |(id, template)| {
        let list = |name: &str| template["data"].get(name).cloned().unwrap_or_else(|| json!([]));
        json!({ "id": id, "metadata": list("metadata"), "userdata": list("userdata") })
    })
}

/// The specification of a creation with what its template says where the call says nothing. With another image than the
/// template's the template's disks do not count.
pub(super) fn applied(world: &World, region: &str, spec: &Value) -> Result<Value, Refusal> {
    let Some(id) = spec.get("instanceTemplateId").and_then(Value::as_str) else { return Ok(spec.clone()) };
    let data = find(world, region, id)?["data"].clone();
    let mut all = spec.as_object().cloned().unwrap_or_default();
    let another_image = all.get("imageId").is_some_and(|image| *image != data["imageId"]);
    let without = |name: &str| spec.get(name).is_some_and(|value| *value == true);
    for (name, value) in data.as_object().into_iter().flatten() {
        let (name, value) = match name.as_str() {
            "systemDisk" | "dataDisks" if another_image => continue,
            "password" if without("noPassword") => continue,
            "keyNames" if without("noKeyNames") => continue,
            "elasticIp" if without("noElasticIp") => continue,
            "instanceTags" if without("noInstanceTags") => continue,
            "instanceTags" => ("userTags", value.clone()),
            "passWordAuth" => ("passwordAuth", value.clone()),
            "elasticIp" => ("elasticIp", elastic_ip(value)),
            other => (other, value.clone()),
        };
        all.entry(name.to_owned()).or_insert(value);
    }
    all.shift_remove("instanceTemplateId");
    Ok(Value::Object(all))
}

/// A template says otherwise than a creation how an elastic IP is paid.
fn elastic_ip(value: &Value) -> Value {
    let mode = if value["chargeMode"] == "flow" { "postpaid_by_usage" } else { "postpaid_by_duration" };
    let provider = value["provider"].as_str().unwrap_or("bgp").to_lowercase();
    json!({ "bandwidthMbps": value["bandwidthMbps"], "provider": provider, "chargeSpec": { "chargeMode": mode } })
}
