//! Images.

use indexmap::IndexMap;
use serde_json::{Map, Value, json};
use yundeck_sandbox::world::imaging::IMAGE_SECONDS;
use yundeck_sandbox::world::{Course, Image, ImageOrder, ImageOrigin, ImageState};
use yundeck_sandbox::{Incoming, Refusal, World};

use super::{Outcome, refuse, time};

/// The smallest system disk for an image: by its system, and never below its own size.
pub fn least_system_disk(image: &Image) -> u32 {
    let least = match image.os.as_str() {
        os if !os.starts_with("windows") => 20,
        os if os.contains("2008") => 40,
        _ => 50,
    };
    image.size_gib.max(least)
}

/// `DescribeImages`: public, own and shared ones. Those of the market have a list of their own.
pub fn describe(world: &World, incoming: &Incoming) -> Outcome {
    let id = incoming.text("ImageId");
    let kind = incoming.text("ImageType");
    let found = world.images.in_region(&incoming.region).filter(|image| image.origin != ImageOrigin::Market);
    let set: Vec<Value> = found
        .filter(|image| id.is_none_or(|id| image.id == id))
        .map(|image| record(world, image))
        .filter(|record| kind.is_none_or(|kind| record["ImageSource"] == kind))
        .collect();
    Ok(json!({ "ImagesSet": set }))
}

fn record(world: &World, image: &Image) -> Value {
    let source = match image.origin {
        ImageOrigin::Public => "system",
        ImageOrigin::SharedWithMe => "share",
        _ => image.extra.get("ImageSource").and_then(Value::as_str).unwrap_or("extend"),
    };
    let state = image.state(world.now());
    let snapshots: Vec<Value> = image
        .data_disk_snapshots
        .iter()
        .filter_map(|id| world.snapshots.get(id))
        .map(|snapshot| json!({ "SnapshotId": snapshot.id, "DiskSize": snapshot.size_gib, "DiskType": "data", "VolumeType": "SSD3.0" }))
        .collect();
    let extra = |name: &str, other: Value| image.extra.get(name).cloned().unwrap_or(other);
    json!({
        "ImageId": image.id,
        "Name": image.name,
        "ImageState": word(state),
        "CreationDate": time::utc_z(image.created),
        "Platform": image.os,
        "IsPublic": image.origin == ImageOrigin::Public,
        "InstanceId": image.instance_id.clone().unwrap_or_default(),
        "IsNpe": false,
        "UserCategory": "common",
        "SysDisk": image.size_gib,
        "Progress": if state == ImageState::Ready { "100" } else { "50" },
        "ImageSource": source,
        "CloudInitSupport": extra("CloudInitSupport", json!(true)),
        "Ipv6Support": false,
        "IsModifyType": false,
        "Type": extra("Type", json!("CommonImage")),
        "SnapshotSet": snapshots,
        "InstantAccess": extra("InstantAccess", json!(false)),
        "Architecture": image.architecture,
        "IsCloudMarket": false,
    })
}

fn word(state: ImageState) -> &'static str {
    match state {
        ImageState::Creating => "saving",
        ImageState::Ready => "active",
        ImageState::Busy(word) => word,
        ImageState::Failed => "killed",
        ImageState::Gone => "deleted",
    }
}

/// `CreateImage`: works on running instances too.
pub fn create(world: &mut World, incoming: &Incoming) -> Outcome {
    let text = |name: &str| incoming.text(name).unwrap_or_default().to_owned();
    let order = ImageOrder {
        instance_id: text("InstanceId"),
        name: text("Name"),
        while_running: true,
        data_disk_ids: incoming.texts("DataDiskIds"),
        extra: noted(incoming, &["Type", "InstantAccess"]),
        ..ImageOrder::default()
    };
    let snapshots = incoming.texts("SnapshotIds");
    if let Some(index) = snapshots.iter().position(|id| world.snapshots.find(&incoming.region, id).is_none()) {
        return Err(refuse::invalid(&format!("SnapshotIds.{}", index + 1)));
    }
    if !snapshots.is_empty() && !snapshots.iter().any(|id| world.snapshots.get(id).is_some_and(|found| found.system)) {
        return Err(refuse::because("SnapshotIds", "one of them must be of a system disk"));
    }
    let id = world.create_image(&incoming.region, &order).map_err(|obstacle| match &obstacle {
        yundeck_sandbox::world::Obstacle::Exists { .. } => refuse::because("Name", obstacle),
        yundeck_sandbox::world::Obstacle::NoSuch { noun: "disk", .. } => refuse::because("DataDiskIds", obstacle),
        _ => refuse::obstacle(&obstacle),
    })?;
    Ok(json!({ "ImageId": id }))
}

/// What a call says, as an image notes it.
fn noted(incoming: &Incoming, names: &[&str]) -> Map<String, Value> {
    let given = names.iter().filter_map(|name| Some(((*name).to_owned(), incoming.params.get(*name)?.clone())));
    given.collect()
}

/// `RemoveImages`.
pub fn remove(world: &mut World, incoming: &Incoming) -> Outcome {
    let id = incoming.text("ImageId").unwrap_or_default();
    if let Some(message) = world.refused(id, &[id.to_owned()]) {
        return Ok(json!({ "ReturnSet": [refuse::item("ImageId", id, message)] }));
    }
    world.delete_image(&incoming.region, id).map_err(|obstacle| refuse::obstacle(&obstacle))?;
    Ok(json!({ "ReturnSet": [{ "ImageId": id, "Return": true }] }))
}

/// The account's own image that a call names, in whatever state.
fn own<'w>(world: &'w World, region: &str, id: &str, parameter: &str) -> Result<&'w Image, Refusal> {
    let found = world.images.find(region, id).filter(|image| image.origin == ImageOrigin::Private);
    found.ok_or_else(|| refuse::because(parameter, "no image of this account"))
}

/// `EnableImageCaching` and `DisableImageCaching`: an image notes whether it is warm.
pub fn warm(world: &mut World, incoming: &Incoming, warm: bool) -> Outcome {
    let ids = incoming.texts("ImageId");
    for (index, id) in ids.iter().enumerate() {
        let parameter = format!("ImageId.{}", index + 1);
        if own(world, &incoming.region, id, &parameter)?.state(world.now()) != ImageState::Ready {
            return Err(refuse::because(&parameter, "the image is not active"));
        }
    }
    for id in &ids {
        if let Some(image) = world.images.get_mut(id) {
            image.extra.insert("Warm".to_owned(), json!(warm));
        }
    }
    Ok(json!({ "Return": true }))
}

/// `ModifyImageAttribute`.
pub fn rename(world: &mut World, incoming: &Incoming) -> Outcome {
    let id = incoming.text("ImageId").unwrap_or_default();
    own(world, &incoming.region, id, "ImageId")?;
    if let Some(image) = world.images.get_mut(id) {
        image.name = incoming.text("Name").unwrap_or_default().to_owned();
        image.extra.extend(noted(incoming, &["CloudInitSupport"]));
        if let Some(version) = incoming.text("OsVersion") {
            image.os = version.to_owned();
        }
    }
    Ok(json!({ "Return": true }))
}

/// `ImportImage`.
pub fn import(world: &mut World, incoming: &Incoming) -> Outcome {
    let text = |name: &str| incoming.text(name).unwrap_or_default();
    let disks = ["DataImageUrl", "DataImageSize", "DataImageFormat"].map(|name| incoming.texts(name).len());
    if disks.iter().any(|count| *count != disks[0]) {
        return Err(refuse::because("DataImageUrl", "an address, a size and a format for each data disk"));
    }
    let mut extra = noted(incoming, &["DataImageUrl"]);
    extra.insert("ImageSource".to_owned(), json!("import"));
    let image = Image {
        id: (world.shapes.image)(&mut world.ids),
        region: incoming.region.clone(),
        name: text("ImageName").to_owned(),
        description: String::new(),
        origin: ImageOrigin::Private,
        os: text("Platform").to_owned(),
        platform: text("Platform").to_owned(),
        architecture: text("Architecture").to_owned(),
        size_gib: 20,
        course: Course::through(world.now(), ImageState::Busy("queued"), IMAGE_SECONDS, ImageState::Ready),
        owner_id: world.account.id.clone(),
        instance_id: None,
        data_disk_snapshots: Vec::new(),
        shares: IndexMap::new(),
        created: world.now(),
        extra,
    };
    let id = world.images.put(image);
    Ok(json!({ "ImageId": id }))
}

/// `CopyImage`: every image into every region, or nothing.
pub fn copy(world: &mut World, incoming: &Incoming) -> Outcome {
    let ids = incoming.texts("ImageId");
    let regions = incoming.texts("DestinationRegion");
    for (index, id) in ids.iter().enumerate() {
        own(world, &incoming.region, id, &format!("ImageId.{}", index + 1))?;
    }
    if let Some(index) = regions.iter().position(|region| world.region(region).is_none()) {
        return Err(refuse::invalid(&format!("DestinationRegion.{}", index + 1)));
    }
    for image in ids.iter().filter_map(|id| world.images.get(id)).cloned().collect::<Vec<_>>() {
        for region in &regions {
            let mut copy = image.clone();
            copy.id = (world.shapes.image)(&mut world.ids);
            copy.region.clone_from(region);
            if let Some(name) = incoming.text("DestinationImageName") {
                copy.name = name.to_owned();
            }
            copy.shares = IndexMap::new();
            copy.created = world.now();
            copy.course = Course::through(world.now(), ImageState::Creating, IMAGE_SECONDS, ImageState::Ready);
            copy.extra.insert("ImageSource".to_owned(), json!("copy"));
            world.images.put(copy);
        }
    }
    Ok(json!({ "Return": true, "Message": "" }))
}

/// `DescribeImageSharePermission`.
pub fn shares(world: &World, incoming: &Incoming) -> Outcome {
    let image = own(world, &incoming.region, incoming.text("ImageId").unwrap_or_default(), "ImageId")?;
    let set: Vec<Value> = image.shares.keys().map(|account| json!({ "AccountId": account })).collect();
    Ok(json!({ "SharePermissionSet": set }))
}

/// `ModifyImageSharePermission`.
pub fn share(world: &mut World, incoming: &Incoming) -> Outcome {
    let accounts = incoming.texts("AccountId");
    let is_account =
        |account: &String| account.bytes().all(|byte| byte.is_ascii_digit()) && *account != world.account.id;
    if let Some(index) = accounts.iter().position(|account| !is_account(account)) {
        return Err(refuse::invalid(&format!("AccountId.{}", index + 1)));
    }
    let id = incoming.text("ImageId").unwrap_or_default();
    let share = incoming.text("Permission") == Some("share");
    world.share_image(&incoming.region, id, &accounts, share).map_err(|obstacle| refuse::obstacle(&obstacle))?;
    Ok(json!({ "Return": true, "Message": "" }))
}

/// A price of the market, as the text it writes.
fn price(image: &Image, name: &str) -> Value {
    image.extra.get(name).cloned().unwrap_or_else(|| json!("0"))
}

/// `QueryImageList`: the market, in the form of the document's sample.
pub fn market(world: &World, incoming: &Incoming) -> Outcome {
    let region = incoming.text("Region").unwrap_or_default();
    if world.region(region).is_none() {
        return Err(refuse::invalid("Region"));
    }
    let items: Vec<Value> = world
        .images
        .in_region(region)
        .filter(|image| image.origin == ImageOrigin::Market)
        .map(|image| {
            json!({
                "ImageId": image.id, "ImageName": image.name, "ImageDesc": image.description,
                "MonthlyPrice": price(image, "MonthlyPrice"), "MonthlyPriceUnit": "¥",
                "HourlyPrice": price(image, "HourlyPrice"), "HourlyPriceUnit": "¥", "Platform": image.os,
                "CompanyId": 2_000_110_852, "CompanyName": "sandbox", "CategoryCode": "2001",
            })
        })
        .collect();
    let total = items.len();
    Ok(json!({
        "Msg": "ok", "Code": 200, "Status": "Y",
        "Data": { "page": 1, "per_page": 10, "total": total, "items": items, "first": 1, "totalPages": 1, "hasNext": false,
            "nextPage": 1, "hasPre": false, "prePage": 1 },
    }))
}
