//! Regions and zones.

use serde_json::{Value, json};
use yundeck_sandbox::{Incoming, World};

use super::{Outcome, refuse};

/// `DescribeRegions`.
pub fn regions(world: &World) -> Value {
    let set: Vec<Value> =
        world.regions.iter().map(|region| json!({ "Region": region.id, "RegionName": region.title_zh })).collect();
    json!({ "RegionSet": set })
}

/// `DescribeAvailabilityZones`, in the form of the document's sample and of the SDK (the structure has another).
pub fn zones(world: &World, incoming: &Incoming) -> Outcome {
    let region = world.region(&incoming.region).ok_or_else(|| refuse::invalid("Region"))?;
    let set: Vec<Value> =
        region.zones.iter().map(|zone| json!({ "AvailabilityZone": zone, "Region": region.id })).collect();
    Ok(json!({ "AvailabilityZoneSet": set }))
}
