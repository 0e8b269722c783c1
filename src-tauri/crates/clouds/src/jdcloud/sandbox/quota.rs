//! Quotas.

use serde_json::{Value, json};
use yundeck_sandbox::world::ImageOrigin;
use yundeck_sandbox::{Incoming, World};

use super::filter::Filters;
use super::{Answer, refuse, show};

/// vCPUs, and GiB of memory, for each instance of the quota.
const CPUS_EACH: u64 = 64;
const MEMORY_GIB_EACH: u64 = 256;

/// `describeQuotas`
pub(super) fn list(world: &World, incoming: &Incoming) -> Answer {
    let filters = Filters::of(incoming);
    let asked = |kind: &str| filters.values("resourceTypes").is_none_or(|kinds| kinds.iter().any(|one| one == kind));
    let here = || world.instances.in_region(&incoming.region);
    let instances = u64::from(world.quota("instances"));
    let local = here().flat_map(|instance| &instance.disk_ids).filter_map(|id| world.disks.get(id));
    let own = world.images.in_region(&incoming.region).filter(|image| image.origin == ImageOrigin::Private);
    let mut rows = vec![
        ("instance", instances, world.instances.len() as u64),
        ("instance_cpu", instances * CPUS_EACH, here().map(|instance| u64::from(instance.vcpus)).sum()),
        (
            "instance_memory",
            instances * MEMORY_GIB_EACH,
            here().map(|instance| u64::from(instance.memory_mib)).sum::<u64>() / 1024,
        ),
        (
            "instance_local_disk",
            instances * 40,
            local.filter(|disk| disk.extra.contains_key(show::LOCAL)).map(|disk| u64::from(disk.size_gib)).sum(),
        ),
        ("keypair", u64::from(world.quota("key_pairs")), world.key_pairs.in_region(&incoming.region).count() as u64),
        ("image", u64::from(world.quota("images")), own.count() as u64),
        ("instanceTemplate", 20, 0),
    ];
    match incoming.text("imageId") {
        Some(id) => {
            let image = world.image(&incoming.region, id).map_err(refuse::obstacle)?;
            rows.push(("imageShare", u64::from(world.quota("image_shares")), image.shares.len() as u64));
        }
        None if filters.values("resourceTypes").is_some_and(|kinds| kinds.iter().any(|one| one == "imageShare")) => {
            return Err(refuse::invalid("Parameter ImageId missing"));
        }
        None => {}
    }
    let quotas: Vec<Value> = rows
        .into_iter()
        .filter(|(kind, _, _)| asked(kind))
        .map(|(kind, limit, used)| json!({ "resourceType": kind, "limit": limit, "used": used }))
        .collect();
    Ok(json!({ "quotas": quotas }))
}
