//! Regions, zones and placement groups.

use serde_json::{Map, Value, json};
use yundeck_sandbox::world::{Billing, ImageOrigin};
use yundeck_sandbox::{Incoming, Refusal, World};

use super::filter::{Filters, iso, list, tags_asked};
use super::instance::check_zones;
use super::network::tag_values;
use super::words::{obstacle, refuse};
use super::{Outcome, token};

/// How many placement groups an account may have in a region.
const GROUPS: usize = 10;

pub fn handle(world: &mut World, incoming: &Incoming) -> Option<Outcome> {
    Some(match incoming.name() {
        "DescribeRegions" => Ok(regions(world)),
        "DescribeZones" => Ok(zones(world, incoming)),
        "CreateDisasterRecoverGroup" => token::once(world, incoming, |world| create(world, incoming)),
        "DeleteDisasterRecoverGroups" => delete(world, incoming),
        "DescribeDisasterRecoverGroupQuota" => Ok(quota(world, incoming)),
        "DescribeDisasterRecoverGroups" => describe(world, incoming),
        "ModifyDisasterRecoverGroupAttribute" => modify(world, incoming),
        "ModifyInstancesDisasterRecoverGroup" => move_in(world, incoming),
        "DeleteInstancesDisasterRecoverGroups" => take_out(world, incoming),
        "DescribeAccountQuota" => account_quota(world, incoming),
        _ => return None,
    })
}

fn regions(world: &World) -> Value {
    let all: Vec<Value> = world
        .regions
        .iter()
        .map(|region| json!({ "Region": region.id, "RegionName": region.title_zh, "RegionState": "AVAILABLE" }))
        .collect();
    json!({ "TotalCount": all.len(), "RegionSet": all })
}

/// The first zone of a region with several is closed, as in the document's sample.
fn zones(world: &World, incoming: &Incoming) -> Value {
    let Some((at, region)) = world.regions.iter().enumerate().find(|(_, region)| region.id == incoming.region) else {
        return json!({ "TotalCount": 0, "ZoneSet": [] });
    };
    let all: Vec<Value> = region
        .zones
        .iter()
        .enumerate()
        .map(|(nth, zone)| {
            let number = zone.rsplit('-').next().unwrap_or_default();
            let state = if nth == 0 && region.zones.len() > 2 { "UNAVAILABLE" } else { "AVAILABLE" };
            json!({
                "Zone": zone, "ZoneName": format!("{}{number}区", region.title_zh),
                "ZoneId": format!("{}{number:0>4}", at + 10), "ZoneState": state,
            })
        })
        .collect();
    json!({ "TotalCount": all.len(), "ZoneSet": all })
}

/// The placement groups of the region.
fn groups<'w>(world: &'w World, region: &'w str) -> impl Iterator<Item = &'w Value> {
    let all = world.extra.get("placement_groups").and_then(Value::as_array);
    all.into_iter().flatten().filter(move |group| group["Region"] == region)
}

fn group<'w>(world: &'w World, region: &'w str, id: &str) -> Result<&'w Value, Refusal> {
    groups(world, region).find(|group| group["DisasterRecoverGroupId"] == id).ok_or_else(|| {
        refuse("ResourceNotFound.InvalidPlacementSet", format!("The placement group `{id}` does not exist."))
    })
}

fn members(world: &World, region: &str, id: &str) -> Vec<String> {
    world
        .instances
        .in_region(region)
        .filter(|instance| {
            instance
                .extra
                .get("DisasterRecoverGroupIds")
                .and_then(Value::as_array)
                .is_some_and(|ids| ids.iter().any(|found| found == id))
        })
        .map(|instance| instance.id.clone())
        .collect()
}

/// Whether so many more instances fit into the group.
///
/// # Errors
/// It is not there or would be too full.
pub fn check_room(world: &World, region: &str, id: &str, more: u32) -> Result<(), Refusal> {
    let total = group(world, region, id)?["CvmQuotaTotal"].as_u64().unwrap_or(0);
    let present = members(world, region, id).len() as u64;
    if present + u64::from(more) > total {
        return Err(refuse(
            "ResourceInsufficient.DisasterRecoverGroupCvmQuota",
            format!("The placement group `{id}` is full."),
        ));
    }
    Ok(())
}

fn capacity(kind: &str) -> u32 {
    match kind {
        "HOST" => 50,
        "SW" => 20,
        _ => 30,
    }
}

/// A group as the cloud shows it.
fn view(world: &World, group: &Value) -> Value {
    let id = group["DisasterRecoverGroupId"].as_str().unwrap_or_default();
    let members = members(world, group["Region"].as_str().unwrap_or_default(), id);
    json!({
        "DisasterRecoverGroupId": id, "Name": group["Name"], "Type": group["Type"], "CvmQuotaTotal": group["CvmQuotaTotal"],
        "CurrentNum": members.len(), "InstanceIds": members, "CreateTime": group["CreateTime"], "Affinity": group["Affinity"],
        "Strategy": group["Strategy"], "PartitionCount": group["PartitionCount"], "Tags": group["Tags"],
    })
}

fn create(world: &mut World, incoming: &Incoming) -> Outcome {
    let now = world.now();
    if groups(world, &incoming.region).count() >= GROUPS {
        return Err(refuse(
            "LimitExceeded.DisasterRecoverGroup",
            format!("There are {GROUPS} placement groups already."),
        ));
    }
    let (name, kind) = (incoming.text("Name").unwrap_or_default(), incoming.text("Type").unwrap_or_default());
    let id = format!("ps-{}", world.ids.lower(8));
    let group = json!({
        "DisasterRecoverGroupId": id, "Name": name, "Type": kind, "CvmQuotaTotal": capacity(kind), "CreateTime": iso(now),
        "Region": incoming.region, "Affinity": incoming.number("Affinity").unwrap_or(1),
        "Strategy": incoming.text("Strategy").unwrap_or("SPREAD"), "PartitionCount": incoming.number("PartitionCount"),
        "Tags": tags_asked(incoming, "ps"),
    });
    let mut reply = view(world, &group);
    if let Some(reply) = reply.as_object_mut() {
        reply.retain(|name, _| !["InstanceIds", "Affinity", "Tags"].contains(&name.as_str()));
    }
    if let Some(all) = world.extra.entry("placement_groups").or_insert_with(|| json!([])).as_array_mut() {
        all.push(group);
    }
    Ok(reply)
}

fn delete(world: &mut World, incoming: &Incoming) -> Outcome {
    let ids = incoming.texts("DisasterRecoverGroupIds");
    for id in &ids {
        group(world, &incoming.region, id)?;
        if !members(world, &incoming.region, id).is_empty() {
            return Err(refuse(
                "FailedOperation.PlacementSetNotEmpty",
                format!("The placement group `{id}` is not empty."),
            ));
        }
    }
    if let Some(all) = world.extra.get_mut("placement_groups").and_then(Value::as_array_mut) {
        all.retain(|group| !ids.iter().any(|id| group["DisasterRecoverGroupId"] == *id));
    }
    Ok(json!({}))
}

fn quota(world: &World, incoming: &Incoming) -> Value {
    let present = groups(world, &incoming.region).count();
    json!({
        "GroupQuota": GROUPS, "CurrentNum": present,
        "CvmInHostGroupQuota": capacity("HOST"), "CvmInSwGroupQuota": capacity("SW"), "CvmInRackGroupQuota": capacity("RACK"),
    })
}

fn describe(world: &World, incoming: &Incoming) -> Outcome {
    let filters = Filters::of(incoming, &["tag-key", "tag-value"])?;
    let ids = incoming.texts("DisasterRecoverGroupIds");
    let name = incoming.text("Name").unwrap_or_default();
    let found = groups(world, &incoming.region).filter(|group| {
        (ids.is_empty() || ids.iter().any(|id| group["DisasterRecoverGroupId"] == *id))
            && group["Name"].as_str().is_some_and(|found| found.contains(name))
            && filters.pass(|name| tag_values(name, group.as_object().unwrap_or(&Map::new())))
    });
    Ok(list(incoming, "DisasterRecoverGroupSet", found, |group| view(world, group)))
}

/// A new name, or a higher affinity: that can only grow (SDK).
fn modify(world: &mut World, incoming: &Incoming) -> Outcome {
    let id = incoming.text("DisasterRecoverGroupId").unwrap_or_default();
    let affinity = group(world, &incoming.region, id)?["Affinity"].as_i64();
    if incoming.number("Affinity").zip(affinity).is_some_and(|(wanted, now)| wanted < now) {
        return Err(refuse("InvalidParameterValue", "The affinity can only grow."));
    }
    let all = world.extra.get_mut("placement_groups").and_then(Value::as_array_mut);
    if let Some(group) = all.and_then(|all| all.iter_mut().find(|group| group["DisasterRecoverGroupId"] == id)) {
        for name in ["Name", "Affinity"] {
            if let Some(value) = incoming.params.get(name) {
                group[name] = value.clone();
            }
        }
    }
    Ok(json!({}))
}

fn move_in(world: &mut World, incoming: &Incoming) -> Outcome {
    let ids = incoming.texts("InstanceIds");
    let listed = incoming.texts("DisasterRecoverGroupIds").into_iter().next();
    let target = incoming.text("DisasterRecoverGroupId").map(str::to_owned).or(listed).unwrap_or_default();
    for id in &ids {
        world.instance(&incoming.region, id).map_err(obstacle)?;
    }
    check_room(world, &incoming.region, &target, u32::try_from(ids.len()).unwrap_or(u32::MAX))?;
    for id in &ids {
        if let Some(instance) = world.instances.get_mut(id) {
            instance.extra.insert("DisasterRecoverGroupIds".to_owned(), json!([target]));
        }
    }
    Ok(json!({}))
}

fn take_out(world: &mut World, incoming: &Incoming) -> Outcome {
    let (ids, targets) = (incoming.texts("InstanceIds"), incoming.texts("DisasterRecoverGroupIds"));
    for target in &targets {
        group(world, &incoming.region, target)?;
    }
    for id in &ids {
        world.instance(&incoming.region, id).map_err(obstacle)?;
        if !targets.iter().any(|target| members(world, &incoming.region, target).contains(id)) {
            return Err(refuse(
                "FailedOperation.DisasterRecoverGroupNotMatch",
                format!("The instance `{id}` is in none of these placement groups."),
            ));
        }
    }
    for id in &ids {
        if let Some(instance) = world.instances.get_mut(id) {
            instance.extra.remove("DisasterRecoverGroupIds");
        }
    }
    Ok(json!({}))
}

/// What the account may have in the region, zone by zone. The numbers are the sandbox's own.
fn account_quota(world: &World, incoming: &Incoming) -> Outcome {
    let filters = Filters::of(incoming, &["zone", "quota-type"])?;
    check_zones(world, incoming, &filters)?;
    let zones = world.region(&incoming.region).map(|region| region.zones.clone()).unwrap_or_default();
    let wanted = filters.values("zone");
    let per_zone = |billing: Billing, total: usize| -> Vec<Value> {
        let zones = zones.iter().filter(|zone| wanted.is_empty() || wanted.contains(&zone.as_str()));
        zones
            .map(|zone| {
                let inside = world.instances.in_region(&incoming.region);
                let used = inside.filter(|instance| instance.zone == *zone && instance.billing == billing).count();
                let mut quota = json!({
                    "Zone": zone, "UsedQuota": used, "RemainingQuota": total.saturating_sub(used), "TotalQuota": total,
                });
                if billing == Billing::Prepaid {
                    quota["OnceQuota"] = json!(total);
                }
                quota
            })
            .collect()
    };
    let present = groups(world, &incoming.region).count();
    let images = world.images.in_region(&incoming.region).filter(|image| image.origin == ImageOrigin::Private).count();
    let mut quotas = json!({
        "PostPaidQuotaSet": per_zone(Billing::Postpaid, 500), "PrePaidQuotaSet": per_zone(Billing::Prepaid, 500),
        "SpotPaidQuotaSet": per_zone(Billing::Spot, 100),
        "ImageQuotaSet": [{ "UsedQuota": images, "TotalQuota": world.quota("images") }],
        "DisasterRecoverGroupQuotaSet": [{
            "GroupQuota": GROUPS, "CurrentNum": present, "CvmInHostGroupQuota": capacity("HOST"),
            "CvmInSwitchGroupQuota": capacity("SW"), "CvmInRackGroupQuota": capacity("RACK"),
        }],
    });
    let kinds = filters.values("quota-type");
    if let Some(quotas) = quotas.as_object_mut().filter(|_| !kinds.is_empty()) {
        quotas.retain(|name, _| kinds.contains(&name.as_str()));
    }
    let overview = json!({ "Region": incoming.region, "AccountQuota": quotas });
    Ok(json!({ "AppId": 1_250_000_000, "AccountQuotaOverview": overview }))
}
