//! `DescribeAddresses`: elastic IPs, with the members of the vendor's Go SDK (`kingsoftcloud/sdk-go@831e7c6`).

use serde_json::{Value, json};
use yundeck_sandbox::world::ElasticIp;
use yundeck_sandbox::{Incoming, World};

use super::{Outcome, network, record, tag, time};

/// The filters. The others of the SDK's page concern what no address here is bound to.
const FILTERS: &[&str] = &[
    "instance-id",
    "public-ip",
    "line-id",
    "network-interface-id",
    "instance-type",
    "internet-gateway-id",
    "band-width-share-id",
];

/// `DescribeAddresses`.
pub fn describe(world: &World, incoming: &Incoming) -> Outcome {
    let ids = incoming.texts("AllocationId");
    let filters = network::filters(incoming, FILTERS)?;
    let projects = incoming.params.get("ProjectId").and_then(Value::as_array);
    let keys = incoming.texts("TagKey");
    let tagged = incoming.flag("IsContainTag").unwrap_or(false);
    let items = world
        .elastic_ips
        .in_region(&incoming.region)
        .filter(|ip| ids.is_empty() || ids.contains(&ip.id))
        .map(|ip| record(world, ip))
        .filter(|item| incoming.text("State").is_none_or(|state| item["State"] == state))
        .filter(|item| incoming.text("IpVersion").is_none_or(|version| item["IpVersion"] == version))
        .filter(|item| projects.is_none_or(|all| all.iter().any(|project| is_in(item, project))))
        .filter(|item| keys.is_empty() || carries(item, |key, _| keys.iter().any(|wanted| wanted == key)))
        .filter(|item| {
            pairs(incoming).all(|(key, value)| carries(item, |k, v| k == key && value.is_none_or(|value| value == v)))
        })
        .filter(|item| filters.iter().all(|(name, values)| values.iter().any(|value| item[member(name)] == *value)))
        .map(|mut item| {
            if !tagged && let Some(members) = item.as_object_mut() {
                members.shift_remove("TagSet");
            }
            item
        });
    network::paged(incoming, "AddressesSet", items.collect())
}

/// The list writes a project as a text.
fn is_in(item: &Value, project: &Value) -> bool {
    item["ProjectId"].as_str() == Some(project.to_string().as_str())
}

fn pairs(incoming: &Incoming) -> impl Iterator<Item = (&str, Option<&str>)> {
    let all = incoming.params.get("TagKV").and_then(Value::as_array).into_iter().flatten();
    all.filter_map(|pair| Some((pair["TagKey"].as_str()?, pair["TagValue"].as_str())))
}

fn carries(item: &Value, is: impl Fn(&str, &str) -> bool) -> bool {
    let all = item["TagSet"].as_array().into_iter().flatten();
    all.into_iter()
        .any(|tag| is(tag["TagKey"].as_str().unwrap_or_default(), tag["TagValue"].as_str().unwrap_or_default()))
}

/// The member that a filter is compared with.
fn member(filter: &str) -> &'static str {
    match filter {
        "instance-id" => "InstanceId",
        "public-ip" => "PublicIp",
        "line-id" => "LineId",
        "network-interface-id" => "NetworkInterfaceId",
        "instance-type" => "InstanceType",
        "internet-gateway-id" => "InternetGatewayId",
        _ => "BandWidthShareId",
    }
}

fn record(world: &World, ip: &ElasticIp) -> Value {
    let line = network::LINES.first().map_or("", |(id, ..)| id);
    let mut item = json!({
        "PublicIp": ip.address, "AllocationId": ip.id, "State": "disassociate", "IpState": "start", "LineId": line,
        "BandWidth": ip.bandwidth_mbps, "ChargeType": "Daily", "IpVersion": "ipv4", "ProjectId": "0", "Mode": "Normal",
        "CreateTime": time::beijing_plain(ip.created),
    });
    let Some(instance) = ip.instance_id.as_ref().and_then(|id| world.instances.get(id)) else { return item };
    let tags: Vec<Value> = tag::of(instance.extra.get("Tag"))
        .map(|(key, value)| json!({ "ResourceUuid": ip.id, "TagKey": key, "TagValue": value }))
        .collect();
    let bound = [
        ("State", json!("associate")),
        ("InstanceType", json!("Ipfwd")),
        ("InstanceId", json!(instance.id)),
        ("NetworkInterfaceId", json!(instance.interface_id)),
        ("NetworkInterfaceType", json!("primary")),
        ("PrivateIpAddress", json!(instance.private_ips.first())),
        ("ProjectId", json!(record::project(instance).to_string())),
        ("HostType", json!("VM")),
        ("TagSet", Value::Array(tags)),
    ];
    for (name, value) in bound {
        item[name] = value;
    }
    for (name, noted) in [("BandWidthShareId", "BandWidthShareId"), ("LineId", "LineId")] {
        if let Some(value) = instance.extra.get(noted) {
            item[name] = value.clone();
        }
    }
    item
}
