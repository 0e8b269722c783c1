//! Images as the lists show them.

use serde_json::{Value, json};
use yundeck_sandbox::world::{Image, ImageOrigin, ImageState, InstanceType, Snapshot};
use yundeck_sandbox::{Incoming, World};

use super::Outcome;
use super::filter::{Filters, iso, list, note};
use super::network::tag_values;

fn state_word(state: ImageState) -> &'static str {
    match state {
        ImageState::Creating => "CREATING",
        ImageState::Ready => "NORMAL",
        ImageState::Busy(word) => word,
        ImageState::Failed => "CREATEFAILED",
        ImageState::Gone => "DELETING",
    }
}

fn type_word(origin: ImageOrigin) -> &'static str {
    match origin {
        ImageOrigin::Private => "PRIVATE_IMAGE",
        ImageOrigin::SharedWithMe => "SHARED_IMAGE",
        ImageOrigin::Public | ImageOrigin::Market => "PUBLIC_IMAGE",
    }
}

fn view(world: &World, image: &Image) -> Value {
    let state = state_word(image.state(world.now()));
    let extra = |name: &str, default: Value| image.extra.get(name).cloned().unwrap_or(default);
    let source = match image.origin {
        ImageOrigin::Private | ImageOrigin::SharedWithMe => note(&image.extra, "ImageSource").unwrap_or("CREATE_IMAGE"),
        _ => "OFFICIAL",
    };
    json!({
        "ImageId": image.id, "OsName": image.os, "ImageType": type_word(image.origin), "CreatedTime": iso(image.created),
        "ImageName": image.name, "ImageDescription": image.description, "ImageSize": image.size_gib,
        "Architecture": image.architecture, "ImageState": state, "Platform": image.platform,
        "ImageCreator": if image.owner_id.is_empty() { "PUBLIC" } else { &image.owner_id }, "ImageSource": source,
        "SyncPercent": if state == "SYNCING" { json!(40) } else { Value::Null }, "IsSupportCloudinit": true,
        "ImageFamily": extra("ImageFamily", json!("")), "ImageDeprecated": extra("ImageDeprecated", json!(false)),
        "LicenseType": extra("LicenseType", json!("TencentCloud")), "Tags": extra("Tags", json!([])),
        "SnapshotSet": image.data_disk_snapshots.iter().filter_map(|id| world.snapshots.get(id)).map(snapshot).collect::<Vec<_>>(),
    })
}

/// So little memory is too little for Windows, in MiB.
const WINDOWS_MIB: u32 = 2048;

/// Whether a type can use an image. Which ones cannot is told by no document; this much is plain.
fn runs(kind: &InstanceType, image: &Image) -> bool {
    !image.platform.contains("Windows") || kind.memory_mib >= WINDOWS_MIB
}

/// The images that the filters let through.
pub fn describe(world: &World, incoming: &Incoming) -> Outcome {
    let filters = Filters::of(
        incoming,
        &[
            "image-id",
            "image-type",
            "image-state",
            "image-name",
            "platform",
            "tag-key",
            "tag-value",
            "dedicated-cluster-id",
            "cdc-cache-status",
        ],
    )?;
    let ids = incoming.texts("ImageIds");
    let kind = incoming.text("InstanceType").and_then(|id| world.instance_types.iter().find(|kind| kind.id == id));
    let found = world.images.in_region(&incoming.region).filter(|image| {
        let is = |name: &str| match name {
            "image-id" => vec![image.id.clone()],
            "image-type" => vec![type_word(image.origin).to_owned()],
            "image-state" => vec![state_word(image.state(world.now())).to_owned()],
            _ => tag_values(name, &image.extra),
        };
        (ids.is_empty() || ids.contains(&image.id))
            && kind.is_none_or(|kind| runs(kind, image))
            && filters.all(|name, wanted| match name {
                // A part will do (SDK, `DescribeImagesRequest.Filters`).
                "image-name" => wanted.iter().any(|part| image.name.contains(part)),
                "platform" => wanted.iter().any(|part| image.platform.contains(part)),
                _ => is(name).iter().any(|found| wanted.contains(found)),
            })
    });
    Ok(list(incoming, "ImageSet", found, |image| view(world, image)))
}

/// The newest image of a family that is ready and not deprecated.
pub fn of_family(world: &World, incoming: &Incoming) -> Value {
    let family = incoming.text("ImageFamily");
    let fits = |image: &&Image| {
        note(&image.extra, "ImageFamily") == family
            && image.state(world.now()) == ImageState::Ready
            && image.extra.get("ImageDeprecated") != Some(&json!(true))
    };
    let newest = world.images.in_region(&incoming.region).filter(fits).max_by_key(|image| image.created);
    json!({ "Image": newest.map(|image| view(world, image)) })
}

fn snapshot(snapshot: &Snapshot) -> Value {
    let usage = if snapshot.system { "SYSTEM_DISK" } else { "DATA_DISK" };
    json!({ "SnapshotId": snapshot.id, "DiskUsage": usage, "DiskSize": snapshot.size_gib })
}
