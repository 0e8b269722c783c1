//! VPCs, subnets and security groups (the companion service), and the network of instances.

use chrono::NaiveDate;
use serde_json::{Value, json};
use yundeck_sandbox::world::lifecycle::REBOOT_SECONDS;
use yundeck_sandbox::world::{Course, InstanceState};
use yundeck_sandbox::{Incoming, Refusal, World};

use super::Outcome;
use super::change::pay;
use super::filter::{Filters, iso, list, note, tags};
use super::pricing;
use super::record::internet;
use super::words::{obstacle, refuse};

pub fn handle(world: &mut World, incoming: &Incoming) -> Option<Outcome> {
    Some(match incoming.name() {
        "DescribeVpcs" => vpcs(world, incoming),
        "DescribeSubnets" => subnets(world, incoming),
        "DescribeSecurityGroups" => security_groups(world, incoming),
        "DescribeInternetChargeTypeConfigs" => Ok(charge_types()),
        "DescribeInstanceInternetBandwidthConfigs" => bandwidth_configs(world, incoming),
        "ResetInstancesInternetMaxBandwidth" => reset_bandwidth(world, incoming),
        "ModifyInstancesVpcAttribute" => move_to(world, incoming),
        "AssociateSecurityGroups" => bind(world, incoming),
        "DisassociateSecurityGroups" => unbind(world, incoming),
        _ => return None,
    })
}

fn yes(truth: bool) -> Vec<String> {
    vec![truth.to_string()]
}

fn vpcs(world: &World, incoming: &Incoming) -> Outcome {
    let filters = Filters::of(incoming, &["vpc-name", "is-default", "vpc-id", "cidr-block", "tag-key"])?;
    let ids = incoming.texts("VpcIds");
    let found = world.vpcs.in_region(&incoming.region).filter(|vpc| {
        (ids.is_empty() || ids.contains(&vpc.id))
            && filters.pass(|name| match name {
                "vpc-name" => vec![vpc.name.clone()],
                "is-default" => yes(vpc.is_default),
                "vpc-id" => vec![vpc.id.clone()],
                "cidr-block" => vec![vpc.cidr.clone()],
                _ => tag_values(name, &vpc.extra),
            })
    });
    Ok(list(incoming, "VpcSet", found, |vpc| {
        json!({
            "VpcName": vpc.name, "VpcId": vpc.id, "CidrBlock": vpc.cidr, "IsDefault": vpc.is_default, "EnableMulticast": false,
            "CreatedTime": vpc.created.format("%Y-%m-%d %H:%M:%S").to_string(), "DnsServerSet": ["183.60.83.19", "183.60.82.98"],
            "DomainName": "", "DhcpOptionsId": "", "EnableDhcp": true, "Ipv6CidrBlock": "", "TagSet": [], "AssistantCidrSet": [],
        })
    }))
}

fn subnets(world: &World, incoming: &Incoming) -> Outcome {
    let filters =
        Filters::of(incoming, &["subnet-id", "vpc-id", "cidr-block", "is-default", "subnet-name", "zone", "tag-key"])?;
    let ids = incoming.texts("SubnetIds");
    let found = world.subnets.in_region(&incoming.region).filter(|subnet| {
        (ids.is_empty() || ids.contains(&subnet.id))
            && filters.pass(|name| match name {
                "subnet-id" => vec![subnet.id.clone()],
                "vpc-id" => vec![subnet.vpc_id.clone()],
                "cidr-block" => vec![subnet.cidr.clone()],
                "is-default" => yes(subnet.is_default),
                "subnet-name" => vec![subnet.name.clone()],
                "zone" => vec![subnet.zone.clone()],
                _ => tag_values(name, &subnet.extra),
            })
    });
    Ok(list(incoming, "SubnetSet", found, |subnet| {
        json!({
            "VpcId": subnet.vpc_id, "SubnetId": subnet.id, "SubnetName": subnet.name, "CidrBlock": subnet.cidr,
            "IsDefault": subnet.is_default, "EnableBroadcast": false, "Zone": subnet.zone, "RouteTableId": "rtb-00000001",
            "CreatedTime": subnet.created.format("%Y-%m-%d %H:%M:%S").to_string(), "AvailableIpAddressCount": subnet.free(),
            "TotalIpAddressCount": subnet.capacity(), "Ipv6CidrBlock": "", "NetworkAclId": "", "IsRemoteVpcSnat": false, "TagSet": [],
        })
    }))
}

fn security_groups(world: &World, incoming: &Incoming) -> Outcome {
    let filters = Filters::of(incoming, &["security-group-id", "project-id", "security-group-name", "tag-key"])?;
    let ids = incoming.texts("SecurityGroupIds");
    let mut found: Vec<_> = world
        .security_groups
        .in_region(&incoming.region)
        .filter(|group| {
            (ids.is_empty() || ids.contains(&group.id))
                && filters.pass(|name| match name {
                    "security-group-id" => vec![group.id.clone()],
                    "project-id" => vec!["0".to_owned()],
                    "security-group-name" => vec![group.name.clone()],
                    _ => tag_values(name, &group.extra),
                })
        })
        .collect();
    if incoming.text("OrderField").is_some() {
        found.sort_by_key(|group| group.created);
        if incoming.text("OrderDirection") == Some("DESC") {
            found.reverse();
        }
    }
    Ok(list(incoming, "SecurityGroupSet", found, |group| {
        let created = group.created.format("%Y-%m-%d %H:%M:%S").to_string();
        json!({
            "SecurityGroupId": group.id, "SecurityGroupName": group.name, "SecurityGroupDesc": group.description, "ProjectId": "0",
            "IsDefault": group.is_default, "CreatedTime": created, "UpdateTime": created, "TagSet": [],
        })
    }))
}

/// The values of the tag filters `tag-key`, `tag-value` and `tag:<key>`.
pub fn tag_values(name: &str, extra: &serde_json::Map<String, Value>) -> Vec<String> {
    let tags = tags(extra);
    match name.strip_prefix("tag:") {
        Some(key) => tags.into_iter().filter(|(found, _)| found == key).map(|(_, value)| value).collect(),
        None if name == "tag-key" => tags.into_iter().map(|(key, _)| key).collect(),
        None if name == "tag-value" => tags.into_iter().map(|(_, value)| value).collect(),
        None => Vec::new(),
    }
}

fn charge_types() -> Value {
    let all: Vec<Value> = [
        ("按月后计费", "BANDWIDTH_POSTPAID_BY_MONTH"),
        ("按带宽计费", "BANDWIDTH_PREPAID"),
        ("按流量计费", "TRAFFIC_POSTPAID_BY_HOUR"),
        ("按带宽使用时长计费", "BANDWIDTH_POSTPAID_BY_HOUR"),
        ("带宽包计费", "BANDWIDTH_PACKAGE"),
    ]
    .into_iter()
    .map(|(words, kind)| json!({ "Description": words, "InternetChargeType": kind }))
    .collect();
    json!({ "InternetChargeTypeConfigSet": all })
}

fn bandwidth_configs(world: &World, incoming: &Incoming) -> Outcome {
    let id = incoming.text("InstanceId").unwrap_or_default();
    let instance = world.instance(&incoming.region, id).map_err(obstacle)?;
    // Only bandwidth that is paid beforehand has a period.
    let prepaid = note(&instance.extra, "InternetChargeType") == Some("BANDWIDTH_PREPAID");
    let configs: Vec<Value> = instance
        .expires
        .filter(|_| prepaid)
        .map(|expires| json!({ "StartTime": iso(instance.created), "EndTime": iso(expires), "InternetAccessible": internet(instance) }))
        .into_iter()
        .collect();
    Ok(json!({ "InternetBandwidthConfigSet": configs }))
}

/// Checks a change of bandwidth by the rules of the document's description.
///
/// # Errors
/// What is against it.
pub fn check_bandwidth(world: &World, incoming: &Incoming) -> Result<u32, Refusal> {
    let ids = incoming.texts("InstanceIds");
    let wanted = incoming.params.pointer("/InternetAccessible/InternetMaxBandwidthOut").and_then(Value::as_u64);
    let wanted = wanted.and_then(|mbps| u32::try_from(mbps).ok()).ok_or_else(|| {
        refuse(
            "MissingParameter",
            "The request is missing a required parameter `InternetAccessible.InternetMaxBandwidthOut`.",
        )
    })?;
    if wanted > 200 {
        return Err(refuse("InvalidParameterValue.Range", "The bandwidth is out of range: at most 200 Mbps."));
    }
    let day = |name: &str| incoming.text(name).and_then(|text| NaiveDate::parse_from_str(text, "%Y-%m-%d").ok());
    let mut kinds = Vec::new();
    for id in &ids {
        let instance = world.instance(&incoming.region, id).map_err(obstacle)?;
        let kind = note(&instance.extra, "InternetChargeType").unwrap_or("BANDWIDTH_POSTPAID_BY_HOUR").to_owned();
        if kind == "BANDWIDTH_PREPAID" {
            let (Some(from), Some(until)) = (day("StartTime"), day("EndTime")) else {
                return Err(refuse("MissingParameter", "Prepaid bandwidth needs `StartTime` and `EndTime`."));
            };
            let expires = instance.expires.map(|at| at.date_naive());
            if from < world.now().date_naive() || until < from || expires.is_some_and(|expires| until > expires) {
                return Err(refuse(
                    "InvalidParameterValue",
                    "The period is not within today and the day the instance expires.",
                ));
            }
            if wanted < instance.bandwidth_mbps {
                return Err(refuse("InvalidParameterValue", "Prepaid bandwidth cannot be reduced."));
            }
        } else if incoming.text("StartTime").is_some() || incoming.text("EndTime").is_some() {
            return Err(refuse("InvalidParameter", "`StartTime` and `EndTime` are for prepaid bandwidth only."));
        }
        kinds.push(kind);
    }
    kinds.sort();
    kinds.dedup();
    let single =
        ids.len() > 1 && kinds.iter().any(|kind| kind == "BANDWIDTH_PREPAID" || kind == "BANDWIDTH_POSTPAID_BY_HOUR");
    if single || kinds.len() > 1 {
        return Err(refuse("InvalidParameter", "These instances' bandwidth cannot be changed in one call."));
    }
    Ok(wanted)
}

fn reset_bandwidth(world: &mut World, incoming: &Incoming) -> Outcome {
    let wanted = check_bandwidth(world, incoming)?;
    let due = pricing::of_bandwidth(world, incoming, wanted)?.1;
    pay(world, due)?;
    for id in incoming.texts("InstanceIds") {
        let needs_address =
            world.instance(&incoming.region, &id).map_err(obstacle)?.public_ips.is_empty() && wanted > 0;
        let address = needs_address.then(|| world.public_address());
        if let Some(instance) = world.instances.get_mut(&id) {
            instance.bandwidth_mbps = wanted;
            instance.public_ips.extend(address);
        }
    }
    Ok(json!({}))
}

fn move_to(world: &mut World, incoming: &Incoming) -> Outcome {
    let now = world.now();
    let ids = incoming.texts("InstanceIds");
    let network = incoming.params.get("VirtualPrivateCloud").cloned().unwrap_or_default();
    let text = |name: &str| network.get(name).and_then(Value::as_str).unwrap_or_default().to_owned();
    let addresses: Vec<String> = network
        .get("PrivateIpAddresses")
        .and_then(Value::as_array)
        .into_iter()
        .flatten()
        .filter_map(Value::as_str)
        .map(str::to_owned)
        .collect();
    if !addresses.is_empty() && addresses.len() != ids.len() {
        return Err(refuse("InvalidParameterValue", "There must be as many private addresses as instances."));
    }
    let (vpc_id, subnet_id) = (text("VpcId"), text("SubnetId"));
    let subnet = world.subnets.find(&incoming.region, &subnet_id).ok_or_else(|| {
        refuse("InvalidParameterValue.SubnetNotExist", format!("The subnet `{subnet_id}` does not exist."))
    })?;
    if subnet.vpc_id != vpc_id {
        return Err(refuse("VpcIdNotMatch", "The subnet is not in this VPC."));
    }
    for (nth, id) in ids.iter().enumerate() {
        let instance = world.instance(&incoming.region, id).map_err(obstacle)?;
        if instance.zone != subnet.zone {
            return Err(refuse(
                "InvalidParameterValue.SubnetIdZoneIdNotMatch",
                "The subnet is in another zone than the instance.",
            ));
        }
        if !matches!(instance.state(now), InstanceState::Running | InstanceState::Stopped) {
            return Err(refuse("InvalidInstance.NotSupported", "The instance is neither running nor stopped."));
        }
        if let Some(address) = addresses.get(nth) {
            if !subnet.contains(address) {
                return Err(refuse("VpcAddrNotInSubNet", format!("`{address}` is not in the subnet.")));
            }
            if subnet.is_taken(address) && !instance.private_ips.contains(address) {
                return Err(refuse("VpcIpIsUsed", format!("`{address}` is in use.")));
            }
        }
    }
    for (nth, id) in ids.iter().enumerate() {
        let Some(instance) = world.instances.get_mut(id) else { continue };
        let old = instance.subnet_id.clone().and_then(|id| world.subnets.get_mut(&id));
        if let Some(old) = old {
            instance.private_ips.iter().for_each(|address| old.release(address));
        }
        let Some(subnet) = world.subnets.get_mut(&subnet_id) else { continue };
        let address = match addresses.get(nth) {
            Some(address) => subnet.take(address).then(|| address.clone()),
            None => subnet.allocate().map(|address| address.to_string()),
        };
        instance.private_ips = address.into_iter().collect();
        instance.vpc_id = Some(vpc_id.clone());
        instance.subnet_id = Some(subnet_id.clone());
        if instance.state(now) == InstanceState::Running {
            instance.course = Course::through(now, InstanceState::Rebooting, REBOOT_SECONDS, InstanceState::Running);
        }
    }
    Ok(json!({}))
}

/// How many security groups an instance can have (SDK, `LimitExceeded.AssociateUSGLimitExceeded`).
const GROUPS: usize = 5;

/// The security groups and instances that the call names; all of them are there.
fn check_groups(world: &World, incoming: &Incoming) -> Result<(Vec<String>, Vec<String>), Refusal> {
    let (groups, ids) = (incoming.texts("SecurityGroupIds"), incoming.texts("InstanceIds"));
    if let Some(group) = groups.iter().find(|group| world.security_groups.find(&incoming.region, group).is_none()) {
        return Err(refuse("InvalidSecurityGroupId.NotFound", format!("The group `{group}` does not exist.")));
    }
    for id in &ids {
        world.instance(&incoming.region, id).map_err(obstacle)?;
    }
    Ok((groups, ids))
}

fn bind(world: &mut World, incoming: &Incoming) -> Outcome {
    let (groups, ids) = check_groups(world, incoming)?;
    let new = |bound: &[String]| groups.iter().filter(|group| !bound.contains(group)).cloned().collect::<Vec<_>>();
    for id in &ids {
        let bound = &world.instance(&incoming.region, id).map_err(obstacle)?.security_group_ids;
        if bound.len() + new(bound).len() > GROUPS {
            return Err(refuse(
                "LimitExceeded.AssociateUSGLimitExceeded",
                format!("The instance `{id}` would have more than {GROUPS} security groups."),
            ));
        }
    }
    for id in &ids {
        if let Some(instance) = world.instances.get_mut(id) {
            let more = new(&instance.security_group_ids);
            instance.security_group_ids.extend(more);
        }
    }
    Ok(json!({}))
}

fn unbind(world: &mut World, incoming: &Incoming) -> Outcome {
    let (groups, ids) = check_groups(world, incoming)?;
    for id in &ids {
        if let Some(instance) = world.instances.get_mut(id) {
            instance.security_group_ids.retain(|group| !groups.contains(group));
        }
    }
    Ok(json!({}))
}
