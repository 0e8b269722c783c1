//! VPCs, subnets, security groups and elastic IPs.

use serde_json::{Value, json};
use yundeck_sandbox::world::ElasticIp;
use yundeck_sandbox::{Incoming, Refusal, World};

use super::filter::{self, Filters, exact, exact_all};
use super::{Answer, instance, refuse, show};

/// `describeVpcs`
pub(super) fn list_vpcs(world: &World, incoming: &Incoming) -> Answer {
    let filters = Filters::of(incoming);
    let matching = world.vpcs.in_region(&incoming.region).filter(|vpc| {
        filters.pass(|name| match name {
            "vpcIds" => exact(&vpc.id),
            "vpcNames" => exact(&vpc.name),
            _ => None,
        })
    });
    filter::page(incoming, "vpcs", matching, |vpc| {
        let subnets = world.subnets.iter().filter(|subnet| subnet.vpc_id == vpc.id);
        json!({
            "vpcId": vpc.id,
            "vpcName": vpc.name,
            "addressPrefix": vpc.cidr,
            "description": "",
            "aclIds": [],
            "routeTableIds": [],
            "subnets": subnets.map(|subnet| json!({ "subnetId": subnet.id, "subnetName": subnet.name })).collect::<Vec<_>>(),
            "createdTime": vpc.created.to_rfc3339_opts(chrono::SecondsFormat::Secs, true),
            "tags": [],
        })
    })
}

/// `describeSubnets`. A standard subnet spans the zones of its region, so it has none.
pub(super) fn list_subnets(world: &World, incoming: &Incoming) -> Answer {
    let filters = Filters::of(incoming);
    let matching = world.subnets.in_region(&incoming.region).filter(|subnet| {
        filters.pass(|name| match name {
            "subnetIds" => exact(&subnet.id),
            "subnetNames" => exact(&subnet.name),
            "vpcId" => exact(&subnet.vpc_id),
            "subnetType" => exact_all(vec!["standard".to_owned(), "all".to_owned()]),
            _ => None,
        })
    });
    filter::page(incoming, "subnets", matching, |subnet| {
        json!({
            "subnetId": subnet.id,
            "subnetName": subnet.name,
            "vpcId": subnet.vpc_id,
            "addressPrefix": subnet.cidr,
            "availableIpCount": subnet.free(),
            "ipMaskLen": 0,
            "description": "",
            "routeTableId": "",
            "aclId": "",
            "createdTime": subnet.created.to_rfc3339_opts(chrono::SecondsFormat::Secs, true),
            "subnetType": "standard",
            "az": subnet.zone,
            "tags": [],
        })
    })
}

/// `describeNetworkSecurityGroups`
pub(super) fn list_security_groups(world: &World, incoming: &Incoming) -> Answer {
    let filters = Filters::of(incoming);
    let matching = world.security_groups.in_region(&incoming.region).filter(|group| {
        filters.pass(|name| match name {
            "networkSecurityGroupIds" => exact(&group.id),
            "networkSecurityGroupNames" => exact(&group.name),
            "vpcId" => exact_all(group.vpc_id.iter().cloned().collect()),
            _ => None,
        })
    });
    filter::page(incoming, "networkSecurityGroups", matching, |group| {
        json!({
            "networkSecurityGroupId": group.id,
            "networkSecurityGroupName": group.name,
            "description": group.description,
            "vpcId": group.vpc_id,
            "securityGroupRules": group.rules,
            "createdTime": group.created.to_rfc3339_opts(chrono::SecondsFormat::Secs, true),
            "networkSecurityGroupType": if group.is_default { "default" } else { "custom" },
        })
    })
}

/// `describeElasticIps`
pub(super) fn list_elastic_ips(world: &World, incoming: &Incoming) -> Answer {
    let filters = Filters::of(incoming);
    let status = |ip: &ElasticIp| if ip.instance_id.is_some() { "ASSOCIATED" } else { "NOT_ASSOCIATED" };
    let matching = world.elastic_ips.in_region(&incoming.region).filter(|ip| {
        filters.pass(|name| match name {
            "elasticIpIds" => exact(&ip.id),
            "elasticIpAddress" => exact(&ip.address),
            "status" => exact_all(vec![status(ip).to_owned(), "ALL".to_owned()]),
            _ => None,
        })
    });
    filter::page(incoming, "elasticIps", matching, |ip| {
        let holder = ip.instance_id.as_ref().and_then(|id| world.instances.get(id));
        let by_use = ip.extra.get("byUse") == Some(&json!(true));
        json!({
            "elasticIpId": ip.id,
            "elasticIpAddress": ip.address,
            "bandwidthMbps": ip.bandwidth_mbps,
            "provider": ip.extra.get("provider").and_then(Value::as_str).unwrap_or("bgp"),
            "privateIpAddress": holder.and_then(|instance| instance.private_ips.first()),
            "networkInterfaceId": holder.map(|instance| instance.interface_id.clone()),
            "instanceId": ip.instance_id.clone().unwrap_or_default(),
            "instanceType": if holder.is_some() { "compute" } else { "" },
            "charge": { "chargeMode": if by_use { "postpaid_by_usage" } else { "postpaid_by_duration" }, "chargeStatus": "normal" },
            "createdTime": ip.created.to_rfc3339_opts(chrono::SecondsFormat::Secs, true),
            "az": ip.extra.get("az").cloned().unwrap_or(json!("")),
            "ipType": "standard",
            "status": status(ip),
            "tags": [],
        })
    })
}

fn elastic_ip<'w>(world: &'w World, incoming: &Incoming) -> Result<&'w ElasticIp, Refusal> {
    let id = incoming.text("elasticIpId").unwrap_or_default();
    world.elastic_ips.find(&incoming.region, id).ok_or_else(|| refuse::not_found("ElasticIp", id))
}

/// `associateElasticIp`
pub(super) fn bind_ip(world: &mut World, incoming: &Incoming) -> Answer {
    let instance = instance::named(world, incoming)?;
    let ip = elastic_ip(world, incoming)?;
    if ip.instance_id.is_some() {
        return Err(refuse::precondition(format!("ElasticIp '{}' already associated", ip.id)));
    }
    if !instance.public_ips.is_empty() {
        return Err(refuse::precondition("Primary ip of the instance already has an ElasticIp"));
    }
    let zone = ip.extra.get("az").and_then(Value::as_str).unwrap_or_default();
    if !zone.is_empty() && zone != instance.zone {
        return Err(refuse::precondition(format!("ElasticIp '{}' is in another az", ip.id)));
    }
    let (instance_id, ip_id, address, mbps) =
        (instance.id.clone(), ip.id.clone(), ip.address.clone(), ip.bandwidth_mbps);
    if let Some(instance) = world.instances.get_mut(&instance_id) {
        instance.public_ips = vec![address];
        instance.bandwidth_mbps = mbps;
    }
    if let Some(ip) = world.elastic_ips.get_mut(&ip_id) {
        ip.instance_id = Some(instance_id);
    }
    Ok(Value::Null)
}

/// `disassociateElasticIp`
pub(super) fn release_ip(world: &mut World, incoming: &Incoming) -> Answer {
    let instance = instance::named(world, incoming)?;
    let ip = elastic_ip(world, incoming)?;
    if show::elastic_ip_id(world, instance) != ip.id {
        return Err(refuse::precondition(format!("ElasticIp '{}' is not associated with the instance", ip.id)));
    }
    let (instance_id, ip_id, address) = (instance.id.clone(), ip.id.clone(), ip.address.clone());
    if let Some(instance) = world.instances.get_mut(&instance_id) {
        instance.public_ips.retain(|public| *public != address);
        instance.bandwidth_mbps = 0;
    }
    if let Some(ip) = world.elastic_ips.get_mut(&ip_id) {
        ip.instance_id = None;
    }
    Ok(Value::Null)
}
