//! Clusters for high-performance computing. The vendor's SDK describes them; the document has none.

use serde_json::{Map, Value, json};
use yundeck_sandbox::{Incoming, Refusal, World};

use super::Outcome;
use super::filter::{Filters, iso, list, note, tags_asked};
use super::network::tag_values;
use super::words::refuse;

/// How many clusters there may be in a region, and how many machines in one. The SDK names neither.
const CLUSTERS: usize = 10;
const MACHINES: u32 = 20;

pub fn handle(world: &mut World, incoming: &Incoming) -> Option<Outcome> {
    Some(match incoming.name() {
        "CreateHpcCluster" => create(world, incoming),
        "DescribeHpcClusters" => describe(world, incoming),
        "ModifyHpcClusterAttribute" => modify(world, incoming),
        "DeleteHpcClusters" => delete(world, incoming),
        _ => return None,
    })
}

/// Whether the cluster is there, and in that zone.
///
/// # Errors
/// It is not.
pub fn check_zone(world: &World, region: &str, id: &str, zone: &str) -> Result<(), Refusal> {
    if find(world, region, id)?["Zone"] != zone {
        return Err(refuse("InvalidParameterValue.HpcClusterIdZoneIdNotMatch", "The cluster is in another zone."));
    }
    Ok(())
}

fn clusters<'w>(world: &'w World, region: &'w str) -> impl Iterator<Item = &'w Value> {
    let all = world.extra.get("hpc_clusters").and_then(Value::as_array);
    all.into_iter().flatten().filter(move |cluster| cluster["Region"] == region)
}

fn find<'w>(world: &'w World, region: &str, id: &str) -> Result<&'w Value, Refusal> {
    let all = world.extra.get("hpc_clusters").and_then(Value::as_array);
    all.into_iter()
        .flatten()
        .find(|cluster| cluster["Region"] == region && cluster["HpcClusterId"] == id)
        .ok_or_else(|| refuse("ResourceNotFound.HpcCluster", format!("The cluster `{id}` does not exist.")))
}

fn members(world: &World, id: &str) -> Vec<String> {
    let inside = world.instances.iter().filter(|instance| note(&instance.extra, "HpcClusterId") == Some(id));
    inside.map(|instance| instance.id.clone()).collect()
}

fn view(world: &World, cluster: &Value) -> Value {
    let inside = members(world, cluster["HpcClusterId"].as_str().unwrap_or_default());
    let mut view = cluster.clone();
    if let Some(view) = view.as_object_mut() {
        view.remove("Region");
    }
    view["CurrentNum"] = json!(inside.len());
    view["InstanceIds"] = json!(inside);
    view
}

fn create(world: &mut World, incoming: &Incoming) -> Outcome {
    let zone = incoming.text("Zone").unwrap_or_default();
    if !world.region(&incoming.region).is_some_and(|region| region.has_zone(zone)) {
        return Err(refuse("InvalidZone.MismatchRegion", format!("The zone `{zone}` is not in the region.")));
    }
    let kind = incoming.text("HpcClusterType").unwrap_or("STANDARD");
    if incoming.text("HpcClusterBusinessId").is_some() && kind != "CDC" {
        return Err(refuse(
            "InvalidParameterValue.HpcClusterBusinessIdNotSupported",
            "`HpcClusterBusinessId` is for CDC clusters only.",
        ));
    }
    if clusters(world, &incoming.region).count() >= CLUSTERS {
        return Err(refuse("LimitExceeded.HpcClusterQuota", format!("There are {CLUSTERS} clusters already.")));
    }
    let cluster = json!({
        "HpcClusterId": format!("hpc-{}", world.ids.lower(8)), "Name": incoming.text("Name"), "Zone": zone, "Region": incoming.region,
        "Remark": incoming.text("Remark").unwrap_or_default(), "CvmQuotaTotal": MACHINES, "CreateTime": iso(world.now()),
        "HpcClusterType": kind, "HpcClusterBusinessId": incoming.text("HpcClusterBusinessId").unwrap_or_default(),
        "HpcClusterNetMode": 0, "Tags": tags_asked(incoming, "hpc"),
    });
    let reply = view(world, &cluster);
    if let Some(all) = world.extra.entry("hpc_clusters").or_insert_with(|| json!([])).as_array_mut() {
        all.push(cluster);
    }
    Ok(json!({ "HpcClusterSet": [reply] }))
}

fn describe(world: &World, incoming: &Incoming) -> Outcome {
    let filters = Filters::of(incoming, &["tag-key", "tag-value"])?;
    let ids = incoming.texts("HpcClusterIds");
    let like = |cluster: &Value, name: &str| incoming.text(name).is_none_or(|wanted| cluster[name] == wanted);
    let found = clusters(world, &incoming.region).filter(|cluster| {
        (ids.is_empty() || ids.iter().any(|id| cluster["HpcClusterId"] == **id))
            && incoming.text("Name").is_none_or(|part| cluster["Name"].as_str().is_some_and(|name| name.contains(part)))
            && ["Zone", "HpcClusterType", "HpcClusterBusinessId"].iter().all(|name| like(cluster, name))
            && filters.pass(|name| tag_values(name, cluster.as_object().unwrap_or(&Map::new())))
    });
    Ok(list(incoming, "HpcClusterSet", found, |cluster| view(world, cluster)))
}

fn modify(world: &mut World, incoming: &Incoming) -> Outcome {
    let id = incoming.text("HpcClusterId").unwrap_or_default();
    find(world, &incoming.region, id)?;
    let all = world.extra.get_mut("hpc_clusters").and_then(Value::as_array_mut);
    if let Some(cluster) = all.into_iter().flatten().find(|cluster| cluster["HpcClusterId"] == id) {
        for name in ["Name", "Remark"] {
            if let Some(text) = incoming.text(name) {
                cluster[name] = json!(text);
            }
        }
    }
    Ok(json!({}))
}

fn delete(world: &mut World, incoming: &Incoming) -> Outcome {
    let ids = incoming.texts("HpcClusterIds");
    for id in &ids {
        find(world, &incoming.region, id)?;
        if !members(world, id).is_empty() {
            return Err(refuse("ResourceInUse.HpcCluster", format!("The cluster `{id}` still has instances.")));
        }
    }
    if let Some(all) = world.extra.get_mut("hpc_clusters").and_then(Value::as_array_mut) {
        all.retain(|cluster| !ids.iter().any(|id| cluster["HpcClusterId"] == **id));
    }
    Ok(json!({}))
}
