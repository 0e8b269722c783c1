//! VPCs, subnets, security groups, and the way out of an instance.

use serde_json::{Value, json};
use yundeck_sandbox::world::Subnet;
use yundeck_sandbox::{Incoming, Refusal, World};

use super::record::WAY_OUT;
use super::tenant;
use super::{absent, instance, matches, page, unusable, wanted};

/// `DescribeVPC`.
pub fn vpcs(world: &World, incoming: &Incoming) -> Result<Value, Refusal> {
    let ids = incoming.texts("VPCIDs");
    let infos = world
        .vpcs
        .in_region(&incoming.region)
        .filter(|vpc| wanted(&ids, &vpc.id) && matches(incoming, &[&vpc.name, &vpc.id]) && incoming.text("ProjectID").is_none() && incoming.texts("ProjectIDs").is_empty())
        .filter(|vpc| tenant::shown(world, incoming, &vpc.extra))
        .map(|vpc| {
            let subnets: Vec<Value> = world.subnets.iter().filter(|subnet| subnet.vpc_id == vpc.id).map(subnet).collect();
            json!({
                "Region": vpc.region, "RegionAlias": "", "VPCID": vpc.id, "Name": vpc.name, "Network": vpc.cidr, "State": "Available", "Remark": "",
                "SubnetCount": subnets.len(), "CreateTime": vpc.created.timestamp(), "UpdateTime": vpc.created.timestamp(), "SubnetInfos": subnets,
                "CompanyID": tenant::of(world, &vpc.extra), "Email": "sandbox@example.com", "ProjectID": "", "ProjectName": "",
            })
        });
    Ok(page(incoming, infos))
}

/// `DescribeSubnet`.
pub fn subnets(world: &World, incoming: &Incoming) -> Result<Value, Refusal> {
    let ids = incoming.texts("SubnetIDs");
    let infos = world
        .subnets
        .in_region(&incoming.region)
        .filter(|subnet| wanted(&ids, &subnet.id) && incoming.text("VPCID").is_none_or(|vpc| vpc == subnet.vpc_id))
        .filter(|subnet| world.vpcs.get(&subnet.vpc_id).is_some_and(|vpc| tenant::shown(world, incoming, &vpc.extra)))
        .map(subnet);
    Ok(page(incoming, infos))
}

/// `DescribeSecurityGroup`.
pub fn security_groups(world: &World, incoming: &Incoming) -> Result<Value, Refusal> {
    let ids = incoming.texts("SGIDs");
    let infos = world
        .security_groups
        .in_region(&incoming.region)
        .filter(|group| wanted(&ids, &group.id) && matches(incoming, &[&group.name, &group.id]))
        .filter(|_| incoming.text("Status").is_none_or(|status| status == "Available") && incoming.texts("ProjectIDs").is_empty())
        .filter(|group| tenant::shown(world, incoming, &group.extra))
        .map(|group| {
            let bound = world.instances.iter().filter(|instance| instance.security_group_ids.contains(&group.id)).count();
            json!({
                "Region": group.region, "CompanyID": tenant::of(world, &group.extra), "Email": "sandbox@example.com", "ResourceCount": bound, "Rule": group.rules,
                "RuleCount": group.rules.len(), "ProjectID": "", "ProjectName": "", "RegionAlias": "", "SGID": group.id, "Name": group.name,
                "Status": "Available", "Remark": group.description, "CreateTime": group.created.timestamp(), "UpdateTime": group.created.timestamp(),
                "Reason": "",
            })
        });
    Ok(page(incoming, infos))
}

/// `UpdateVMDefaultGW`: only an address that is bound to the instance can be its way out.
pub fn set_default_gateway(world: &mut World, incoming: &Incoming) -> Result<Value, Refusal> {
    let id = instance::allowed(world, incoming)?.id.clone();
    let ip_id = incoming.text("EIPID").unwrap_or_default();
    let ip = world.elastic_ips.find(&incoming.region, ip_id).ok_or_else(|| absent(ip_id))?;
    if ip.instance_id.as_ref() != Some(&id) {
        return Err(unusable("EIPID"));
    }
    instance::touch(world, incoming, |instance| {
        instance.extra.insert(WAY_OUT.to_owned(), json!(ip_id));
    })
}

fn subnet(subnet: &Subnet) -> Value {
    json!({
        "Region": subnet.region, "SubnetID": subnet.id, "VPCID": subnet.vpc_id, "Name": subnet.name, "Remark": "", "Network": subnet.cidr,
        "State": "Available", "CreateTime": subnet.created.timestamp(), "UpdateTime": subnet.created.timestamp(), "ProjectID": "", "ProjectName": "",
    })
}
