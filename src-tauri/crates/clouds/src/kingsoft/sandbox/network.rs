//! The companion reads: VPCs, subnets, security groups and elastic IP lines. Their replies have the members of the
//! vendor's Go SDK (`kingsoftcloud/sdk-go`), the only place that describes them.

use serde_json::{Value, json};
use yundeck_sandbox::{Incoming, Refusal, World};

use super::{Outcome, refuse, time};

/// Elastic IP lines: id, name, type.
pub const LINES: &[(&str, &str, &str)] =
    &[("5fc2595f-1bfd-481b-bf64-2d08f116d800", "BGP", "BGP"), ("a2403858-2550-4612-850c-ea840fa343f9", "CN2", "CN2")];

/// The filters of a call: `Filter.N.Name` and `Filter.N.Value.M`.
///
/// # Errors
/// A name that is not one of these.
pub fn filters(incoming: &Incoming, known: &[&str]) -> Result<Vec<(String, Vec<String>)>, Refusal> {
    let all = incoming.params.get("Filter").and_then(Value::as_array).into_iter().flatten();
    all.enumerate()
        .map(|(index, filter)| {
            let name = filter["Name"].as_str().unwrap_or_default();
            if !known.contains(&name) {
                return Err(refuse::invalid(&format!("Filter.{}.Name", index + 1)));
            }
            let values =
                filter["Value"].as_array().into_iter().flatten().filter_map(Value::as_str).map(str::to_owned).collect();
            Ok((name.to_owned(), values))
        })
        .collect()
}

/// One page by `NextToken`, which is a position here, and its members.
///
/// # Errors
/// A token that was never given out.
pub fn paged(incoming: &Incoming, set: &str, items: Vec<Value>) -> Outcome {
    let start: usize = match incoming.text("NextToken") {
        Some(token) => token.parse().map_err(|_| refuse::invalid("NextToken"))?,
        None => 0,
    };
    let limit = incoming.number("MaxResults").and_then(|limit| usize::try_from(limit).ok()).unwrap_or(100);
    let total = items.len();
    let page: Vec<Value> = items.into_iter().skip(start).take(limit).collect();
    let next = start + page.len();
    let mut reply = json!({ set: page });
    if next < total {
        reply["NextToken"] = json!(next.to_string());
    }
    Ok(reply)
}

/// `DescribeVpcs`.
pub fn vpcs(world: &World, incoming: &Incoming) -> Outcome {
    let ids = incoming.texts("VpcId");
    let wants_ipv6 = incoming.flag("ProvidedIpv6CidrBlock").unwrap_or(false);
    let found =
        world.vpcs.in_region(&incoming.region).filter(|vpc| !wants_ipv6 && (ids.is_empty() || ids.contains(&vpc.id)));
    let items = found.map(|vpc| {
        json!({
            "CreateTime": time::beijing_plain(vpc.created), "VpcId": vpc.id, "VpcName": vpc.name, "CidrBlock": vpc.cidr,
            "IsDefault": vpc.is_default, "ProvidedIpv6CidrBlock": false, "Ipv6CidrBlockAssociationSet": [], "SecondaryCidrSet": [],
        })
    });
    paged(incoming, "VpcSet", items.collect())
}

/// `DescribeSubnets`.
pub fn subnets(world: &World, incoming: &Incoming) -> Outcome {
    let ids = incoming.texts("SubnetId");
    let filters = filters(incoming, &["vpc-id", "subnet-type", "availability-zone-name", "network-acl-id", "nat-id"])?;
    let found = world.subnets.in_region(&incoming.region).filter(|subnet| ids.is_empty() || ids.contains(&subnet.id));
    let items = found.filter_map(|subnet| {
        let kind = subnet.extra.get("SubnetType").and_then(Value::as_str).unwrap_or("Normal");
        let matches = filters.iter().all(|(name, values)| match name.as_str() {
            "vpc-id" => values.contains(&subnet.vpc_id),
            "subnet-type" => values.iter().any(|value| value == kind),
            "availability-zone-name" => values.contains(&subnet.zone),
            _ => false,
        });
        let gateway = subnet
            .cidr
            .split_once('/')
            .and_then(|(start, _)| start.rsplit_once('.'))
            .map(|(start, _)| format!("{start}.1"));
        let free = subnet.free().to_string();
        matches.then(|| {
            json!({
                "CreateTime": time::beijing_plain(subnet.created), "SubnetId": subnet.id, "VpcId": subnet.vpc_id,
                "SubnetName": subnet.name, "CidrBlock": subnet.cidr, "SubnetType": kind, "GatewayIp": gateway,
                "Dns1": "198.18.254.30", "Dns2": "198.18.254.31", "AvailabilityZoneName": subnet.zone,
                "AvailableIpNumber": free, "AvailbleIPNumber": free, "ProvidedIpv6CidrBlock": false,
            })
        })
    });
    paged(incoming, "SubnetSet", items.collect())
}

/// `DescribeSecurityGroups`.
pub fn security_groups(world: &World, incoming: &Incoming) -> Outcome {
    let ids = incoming.texts("SecurityGroupId");
    let filters = filters(incoming, &["vpc-id"])?;
    let found =
        world.security_groups.in_region(&incoming.region).filter(|group| ids.is_empty() || ids.contains(&group.id));
    let matching = found.filter(|group| {
        filters.iter().all(|(_, values)| group.vpc_id.as_ref().is_some_and(|vpc| values.contains(vpc)))
    });
    let items = matching.map(|group| {
        json!({
            "CreateTime": time::beijing_plain(group.created), "VpcId": group.vpc_id, "SecurityGroupName": group.name,
            "SecurityGroupId": group.id, "Description": group.description,
            "SecurityGroupType": if group.is_default { "default" } else { "other" }, "SecurityGroupEntrySet": group.rules,
        })
    });
    paged(incoming, "SecurityGroupSet", items.collect())
}

/// `GetLines`. The lines are all for IPv4.
pub fn lines(incoming: &Incoming) -> Value {
    let agrees = |name: &str, found: &str| incoming.text(name).is_none_or(|asked| asked == found);
    let set: Vec<Value> = LINES
        .iter()
        .filter(|(id, name, kind)| agrees("Uuid", id) && agrees("Name", name) && agrees("Type", kind))
        .filter(|_| incoming.text("IpVersion") != Some("ipv6"))
        .map(|(id, name, kind)| json!({ "LineId": id, "LineName": name, "LineType": kind, "IpVersion": "ipv4" }))
        .collect();
    json!({ "LineSet": set })
}
