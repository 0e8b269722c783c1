//! Images: listed, made, shared, copied and removed.

use chrono::Duration;
use indexmap::IndexMap;
use serde_json::{Map, Value, json};
use yundeck_sandbox::world::imaging::IMAGE_SECONDS;
use yundeck_sandbox::world::{Course, Image, ImageOrder, ImageOrigin, ImageState, InstanceState};
use yundeck_sandbox::{Incoming, Refusal, World};

use super::filter::{self, strings};
use super::{Answer, instance, instance_type, refuse, show};

/// What stands before a login name in an image's list of shares, to tell it from a pin.
const LOGIN: &str = "login:";
/// Seconds a system takes to be reinstalled.
const REBUILD_SECONDS: i64 = 4;

/// The image a call names.
fn named<'w>(world: &'w World, incoming: &Incoming) -> Result<&'w Image, Refusal> {
    let id = incoming.text("imageId").unwrap_or_default();
    world.image(&incoming.region, id).map_err(refuse::obstacle)
}

/// The account's own image that a call names, when nothing is under way with it.
pub(super) fn own<'w>(world: &'w World, incoming: &Incoming) -> Result<&'w Image, Refusal> {
    let image = named(world, incoming)?;
    if image.origin != ImageOrigin::Private {
        return Err(refuse::precondition("Can't use this image"));
    }
    if !image.course.is_settled(world.now()) {
        return Err(refuse::precondition(format!(
            "Conflict with underlay image task '{}'",
            show::image_state(image.state(world.now()))
        )));
    }
    Ok(image)
}

/// `describeImages`
pub(super) fn list(world: &World, incoming: &Incoming) -> Answer {
    let ids = incoming.texts("ids");
    let instances = incoming.texts("instanceIds");
    let matching = world.images.in_region(&incoming.region).filter(|image| {
        if !ids.is_empty() {
            return ids.contains(&image.id);
        }
        let asked = |name: &str, found: &str| incoming.text(name).is_none_or(|text| text == found);
        asked("imageSource", show::image_source(image))
            && asked("platform", &image.platform)
            && asked("rootDeviceType", show::root_device(image))
            && asked("architecture", &image.architecture)
            && asked("status", show::image_state(image.state(world.now())))
            && asked("bootMode", "bios")
            && incoming.text("imageName").is_none_or(|text| image.name.contains(text))
            && incoming.flag("offline").unwrap_or_default() == (image.extra.get("offline") == Some(&json!(true)))
            && (instances.is_empty() || image.instance_id.as_ref().is_some_and(|id| instances.contains(id)))
            && (image.origin != ImageOrigin::Private
                || asked("launchPermission", if image.shares.is_empty() { "ownerOnly" } else { "specifiedUsers" }))
    });
    filter::page(incoming, "images", matching, |image| show::image(world, image))
}

/// `describeImage`
pub(super) fn one(world: &World, incoming: &Incoming) -> Answer {
    Ok(json!({ "image": show::image(world, named(world, incoming)?) }))
}

/// `describeImageConstraints`
pub(super) fn limits(world: &World, incoming: &Incoming) -> Answer {
    Ok(json!({ "imageConstraints": limits_of(named(world, incoming)?) }))
}

/// `describeImageConstraintsBatch`
pub(super) fn limits_of_several(world: &World, incoming: &Incoming) -> Answer {
    let images = incoming.texts("ids").into_iter().map(|id| {
        let image = world.image(&incoming.region, &id).map_err(refuse::obstacle)?;
        Ok(limits_of(image))
    });
    Ok(json!({ "imageConstraints": images.collect::<Result<Vec<_>, Refusal>>()? }))
}

/// Only public and third-party images are limited.
fn limits_of(image: &Image) -> Value {
    json!({ "imageId": image.id, "imageInstanceTypeConstraint": {
        "constraintsType": "excludes", "instanceTypes": instance_type::excluded(image) } })
}

/// `describeImageMembers`
pub(super) fn members(world: &World, incoming: &Incoming) -> Answer {
    let image = own(world, incoming)?;
    let (logins, pins): (Vec<&String>, Vec<&String>) =
        image.shares.keys().partition(|account| account.starts_with(LOGIN));
    let logins: Vec<&str> = logins.iter().filter_map(|login| login.strip_prefix(LOGIN)).collect();
    Ok(json!({ "pins": pins, "loginNames": logins }))
}

/// `createImage`: the system disk, and every attached cloud disk that the call does not leave out or replace.
pub(super) fn create(world: &mut World, incoming: &Incoming) -> Answer {
    let instance = instance::named(world, incoming)?;
    let system = instance.disk_ids.iter().filter_map(|id| world.disks.get(id)).find(|disk| disk.system);
    let is_local = system.is_some_and(|disk| disk.extra.contains_key(show::LOCAL));
    if is_local && instance.state(world.now()) == InstanceState::Running {
        return Err(refuse::precondition("Please stop the instance first"));
    }
    instance::allow(world, instance, &[InstanceState::Stopped, InstanceState::Running])?;
    let asked = incoming.params.get("dataDisks").and_then(Value::as_array).cloned().unwrap_or_default();
    let device_of = |disk: &Value| disk.get("deviceName").and_then(Value::as_str).map(str::to_owned);
    let named: Vec<String> = asked.iter().filter_map(device_of).collect();
    let added: Vec<Value> = asked
        .iter()
        .filter(|disk| disk.get("noDevice").and_then(Value::as_bool) != Some(true))
        .map(|disk| {
            json!({ "diskCategory": "cloud", "autoDelete": disk.get("autoDelete").and_then(Value::as_bool).unwrap_or(true),
                "deviceName": device_of(disk).unwrap_or_else(|| "vdb".to_owned()), "cloudDisk": disk.get("cloudDiskSpec") })
        })
        .collect();
    let disks = instance.disk_ids.iter().filter_map(|id| world.disks.get(id));
    let system_is_local = disks.clone().any(|disk| disk.system && disk.extra.contains_key(show::LOCAL));
    let mut extra = Map::new();
    extra.insert(show::ADDED_DISKS.to_owned(), Value::Array(added));
    extra.insert(show::ROOT_DEVICE.to_owned(), json!(if system_is_local { "localDisk" } else { "cloudDisk" }));
    let order = ImageOrder {
        instance_id: instance.id.clone(),
        name: incoming.text("name").unwrap_or_default().to_owned(),
        description: incoming.text("description").unwrap_or_default().to_owned(),
        data_disk_ids: disks
            .filter(|disk| !disk.system && !disk.device.as_ref().is_some_and(|device| named.contains(device)))
            .map(|disk| disk.id.clone())
            .collect(),
        while_running: true,
        extra,
    };
    let system = instance.disk_ids.iter().find(|id| world.disks.get(id).is_some_and(|disk| disk.system)).cloned();
    let id = world.create_image(&incoming.region, &order).map_err(refuse::obstacle)?;
    let snapshot = system.filter(|_| !system_is_local).and_then(|disk| world.snapshot_of(&disk, &order.name));
    if let (Some(image), Some(snapshot)) = (world.images.get_mut(&id), snapshot) {
        image.extra.insert("snapshotId".to_owned(), json!(snapshot));
    }
    remember_devices(world, &id);
    Ok(json!({ "imageId": id }))
}

/// Writes device and type of the disks into an image's snapshots, for the instances that will be made of it.
pub(super) fn remember_devices(world: &mut World, image_id: &str) {
    let snapshots = world.images.get(image_id).map(|image| image.data_disk_snapshots.clone()).unwrap_or_default();
    for id in snapshots {
        let Some(snapshot) = world.snapshots.get_mut(&id) else { continue };
        if let Some(disk) = world.disks.get(&snapshot.disk_id) {
            snapshot.extra.insert("deviceName".to_owned(), json!(disk.device));
            snapshot.extra.insert("diskType".to_owned(), json!(disk.disk_type));
        }
    }
}

/// `deleteImage`
pub(super) fn delete(world: &mut World, incoming: &Incoming) -> Answer {
    let image = named(world, incoming)?;
    if image.origin != ImageOrigin::Private {
        return Err(refuse::precondition("Can't delete this image"));
    }
    let image = own(world, incoming)?;
    if !image.shares.is_empty() {
        return Err(refuse::precondition("Can't delete shared image"));
    }
    if show::root_device(image) == "localDisk" && world.instances.iter().any(|instance| instance.image_id == image.id) {
        return Err(refuse::precondition(
            "Local-System-Disk image cannot be deleted if it has been used to create instances",
        ));
    }
    let id = image.id.clone();
    let mut snapshots = image.data_disk_snapshots.clone();
    snapshots.extend(image.extra.get("snapshotId").and_then(Value::as_str).map(str::to_owned));
    world.delete_image(&incoming.region, &id).map_err(refuse::obstacle)?;
    if incoming.flag("deleteSnapshot") == Some(true) {
        for snapshot in snapshots {
            world.snapshots.take(&snapshot);
        }
    }
    Ok(Value::Null)
}

/// `shareImage`
pub(super) fn share(world: &mut World, incoming: &Incoming) -> Answer {
    let image = own(world, incoming)?;
    let encrypted = |id: &String| {
        let disk = world.snapshots.get(id).and_then(|snapshot| world.disks.get(&snapshot.disk_id));
        disk.is_some_and(|disk| disk.extra.get("encrypt").is_some_and(|value| *value == true))
    };
    if image.data_disk_snapshots.iter().any(encrypted) {
        return Err(refuse::precondition("Image with encrypted snapshot can't be shared"));
    }
    let accounts = accounts(incoming);
    let own_names = [world.account.id.clone(), world.account.name.clone(), format!("{LOGIN}{}", world.account.name)];
    for account in &accounts {
        let plain = account.strip_prefix(LOGIN).unwrap_or(account);
        let readable = plain.chars().all(|letter| letter.is_alphanumeric() || "_-.@".contains(letter));
        if !readable || own_names.contains(account) {
            return Err(refuse::precondition(format!("Invalid pin '{plain}'")));
        }
    }
    let id = image.id.clone();
    world.share_image(&incoming.region, &id, &accounts, true).map_err(refuse::obstacle)?;
    Ok(Value::Null)
}

/// `unShareImage`
pub(super) fn unshare(world: &mut World, incoming: &Incoming) -> Answer {
    let id = own(world, incoming)?.id.clone();
    world.share_image(&incoming.region, &id, &accounts(incoming), false).map_err(refuse::obstacle)?;
    Ok(Value::Null)
}

fn accounts(incoming: &Incoming) -> Vec<String> {
    let logins = incoming.texts("loginNames").into_iter().map(|login| format!("{LOGIN}{login}"));
    incoming.texts("pins").into_iter().chain(logins).collect()
}

/// `copyImages`
pub(super) fn copy(world: &mut World, incoming: &Incoming) -> Answer {
    let to = incoming.text("destinationRegion").unwrap_or_default().to_owned();
    if world.region(&to).is_none() {
        return Err(refuse::invalid(format!("Invalid destinationRegion '{to}'")));
    }
    let mut sources = Vec::new();
    for id in incoming.texts("sourceImageIds") {
        let image = world.image(&incoming.region, &id).map_err(refuse::obstacle)?.clone();
        if !matches!(image.origin, ImageOrigin::Private | ImageOrigin::SharedWithMe) {
            return Err(refuse::precondition("Can't use this image"));
        }
        if image.state(world.now()) != ImageState::Ready {
            return Err(refuse::precondition("Image is not ready"));
        }
        if show::root_device(&image) != "cloudDisk" {
            return Err(refuse::precondition("Only support cloud system disk image"));
        }
        sources.push(image);
    }
    let there = world.images.in_region(&to).filter(|image| image.origin == ImageOrigin::Private).count();
    if (there + sources.len()) as u64 > u64::from(world.quota("images")) {
        return Err(refuse::quota("Image"));
    }
    let now = world.now();
    let mut copies = Vec::new();
    for source in sources {
        let id = (world.shapes.image)(&mut world.ids);
        let copy = Image {
            id: id.clone(),
            region: to.clone(),
            name: incoming.text("name").unwrap_or(&source.name).to_owned(),
            description: incoming
                .text("description")
                .map_or_else(|| format!("copied from {}", source.id), str::to_owned),
            course: Course::through(now, ImageState::Creating, IMAGE_SECONDS, ImageState::Ready),
            shares: IndexMap::new(),
            created: now,
            instance_id: None,
            // A copy of a shared image is the copier's own.
            origin: ImageOrigin::Private,
            owner_id: world.account.id.clone(),
            ..source.clone()
        };
        world.images.put(copy);
        // While it is being copied, the source is not to be deleted or shared.
        if let Some(image) = world.images.get_mut(&source.id) {
            image.course = Course::through(
                now,
                ImageState::Ready,
                Duration::seconds(IMAGE_SECONDS).num_seconds(),
                ImageState::Ready,
            );
        }
        copies.push(json!({ "destinationImageId": id, "sourceImageId": source.id }));
    }
    Ok(json!({ "copyImages": copies }))
}

/// `modifyImageAttribute`
pub(super) fn change(world: &mut World, incoming: &Incoming) -> Answer {
    let id = own(world, incoming)?.id.clone();
    if let Some(image) = world.images.get_mut(&id) {
        if let Some(name) = incoming.text("name") {
            image.name = name.to_owned();
        }
        if let Some(description) = incoming.text("description") {
            image.description = description.to_owned();
        }
    }
    Ok(Value::Null)
}

/// `rebuildInstance`
pub(super) fn rebuild(world: &mut World, incoming: &Incoming) -> Answer {
    let instance = instance::named(world, incoming)?;
    if instance.state(world.now()) == InstanceState::Running {
        return Err(refuse::precondition("Please stop the instance first"));
    }
    instance::allow(world, instance, &[InstanceState::Stopped])?;
    let image_id = incoming.text("imageId").unwrap_or(&instance.image_id).to_owned();
    let image = world.image(&incoming.region, &image_id).map_err(refuse::obstacle)?;
    if image.state(world.now()) != ImageState::Ready {
        return Err(refuse::precondition(format!("Image '{image_id}' not ready")));
    }
    instance_type::check_image(image, instance.instance_type.as_deref().unwrap_or_default())?;
    let local = instance
        .disk_ids
        .iter()
        .filter_map(|id| world.disks.get(id))
        .any(|disk| disk.system && disk.extra.contains_key(show::LOCAL));
    match (local, show::root_device(image)) {
        (true, "cloudDisk") => return Err(refuse::precondition("Image constraints. Only support cloud system disk")),
        (false, "localDisk") => return Err(refuse::precondition("Image constraints. Only support local system disk")),
        _ => {}
    }
    let keys = incoming.params.get("keyNames").map(|names| strings(Some(names)));
    for name in keys.iter().flatten() {
        if world.key_pairs.find(&incoming.region, name).is_none() {
            return Err(refuse::not_found("KeyPair", name));
        }
    }
    let (now, id, os) = (world.now(), instance.id.clone(), image.os.clone());
    if let Some(instance) = world.instances.get_mut(&id) {
        (instance.image_id, instance.os) = (image_id, os);
        instance.key_pair_ids = keys.unwrap_or_default();
        if let Some(host) = incoming.text("hostname") {
            instance.host_name = Some(host.to_owned());
        }
        instance.course =
            Course::through(now, InstanceState::Busy("rebuilding"), REBUILD_SECONDS, InstanceState::Stopped);
    }
    Ok(Value::Null)
}
