//! Images: lists, making, sharing, copying and removing.

use serde_json::{Map, Value, json};
use yundeck_sandbox::world::imaging::IMAGE_SECONDS;
use yundeck_sandbox::world::{Course, Image, ImageOrder, ImageOrigin, ImageState, InstanceState};
use yundeck_sandbox::{Incoming, Refusal, World};

use super::Outcome;
use super::filter::{iso, tags_asked};
use super::image_list;
use super::words::{obstacle, refuse};

pub fn handle(world: &mut World, incoming: &Incoming) -> Option<Outcome> {
    Some(match incoming.name() {
        "DescribeImages" => image_list::describe(world, incoming),
        "DescribeImageFromFamily" => Ok(image_list::of_family(world, incoming)),
        "CreateImage" => create(world, incoming),
        "DeleteImages" => delete(world, incoming),
        "ModifyImageAttribute" => modify(world, incoming),
        "ImportImage" => import(world, incoming),
        "DescribeImportImageOs" => Ok(systems()),
        "DescribeImageSharePermission" => shares(world, incoming),
        "ModifyImageSharePermission" => share(world, incoming),
        "SyncImages" => sync(world, incoming),
        "ExportImages" => export(world, incoming),
        "DescribeImageQuota" => Ok(json!({ "ImageNumQuota": world.quota("images") })),
        _ => return None,
    })
}

fn create(world: &mut World, incoming: &Incoming) -> Outcome {
    let now = world.now();
    let yes = |name: &str| incoming.text(name) == Some("TRUE");
    let order = ImageOrder {
        instance_id: incoming.text("InstanceId").unwrap_or_default().to_owned(),
        name: incoming.text("ImageName").unwrap_or_default().to_owned(),
        description: incoming.text("ImageDescription").unwrap_or_default().to_owned(),
        while_running: true,
        data_disk_ids: incoming.texts("DataDiskIds"),
        extra: Map::from_iter([
            ("ImageFamily".to_owned(), json!(incoming.text("ImageFamily").unwrap_or_default())),
            ("Tags".to_owned(), tags_asked(incoming, "image")),
        ]),
    };
    if incoming.params.get("SnapshotIds").is_some() {
        return of_snapshots(world, incoming, order);
    }
    let state = world.instance(&incoming.region, &order.instance_id).map_err(obstacle)?.state(now);
    let busy = world.images.iter().any(|image| {
        image.instance_id.as_ref() == Some(&order.instance_id) && image.state(now) == ImageState::Creating
    });
    if busy {
        return Err(refuse("MutexOperation.TaskRunning", "An image of this instance is being made."));
    }
    if !matches!(state, InstanceState::Stopped | InstanceState::Running) {
        return Err(refuse("InvalidInstance.NotSupported", "No image can be made of an instance in this state."));
    }
    if incoming.flag("DryRun") == Some(true) {
        world.clone().create_image(&incoming.region, &order).map_err(obstacle)?;
        return Err(checked());
    }
    let id = world.create_image(&incoming.region, &order).map_err(obstacle)?;
    // Without it, an image is made while the instance runs.
    if state == InstanceState::Running
        && (yes("Reboot") || yes("ForcePoweroff"))
        && let Some(instance) = world.instances.get_mut(&order.instance_id)
    {
        instance.course = Course::through(now, InstanceState::Rebooting, IMAGE_SECONDS, InstanceState::Running);
    }
    Ok(json!({ "ImageId": id }))
}

/// What a check that found nothing wrong is answered with (the vendor's common codes).
fn checked() -> Refusal {
    refuse("DryRunOperation", "The request would succeed; nothing was done.")
}

/// An image of snapshots, exactly one of them of a system disk.
fn of_snapshots(world: &mut World, incoming: &Incoming, order: ImageOrder) -> Outcome {
    let mut snapshots = Vec::new();
    for id in incoming.texts("SnapshotIds") {
        let found = world.snapshots.find(&incoming.region, &id);
        let missing = || refuse("InvalidParameter.SnapshotNotFound", format!("The snapshot `{id}` does not exist."));
        snapshots.push(found.ok_or_else(missing)?.clone());
    }
    let systems: Vec<_> = snapshots.iter().filter(|snapshot| snapshot.system).collect();
    let [system] = systems.as_slice() else {
        let code = if systems.is_empty() { "SystemSnapshotNotFound" } else { "DuplicateSystemSnapshots" };
        return Err(refuse(
            &format!("InvalidParameter.{code}"),
            "Exactly one of the snapshots must be of a system disk.",
        ));
    };
    check_name(world, &order.name, None)?;
    check_quota(world, &incoming.region, 1)?;
    if incoming.flag("DryRun") == Some(true) {
        return Err(checked());
    }
    let now = world.now();
    let id = (world.shapes.image)(&mut world.ids);
    let image = Image {
        region: incoming.region.clone(),
        description: order.description,
        origin: ImageOrigin::Private,
        course: Course::through(now, ImageState::Creating, IMAGE_SECONDS, ImageState::Ready),
        owner_id: world.account.id.clone(),
        data_disk_snapshots: snapshots.iter().filter(|snapshot| !snapshot.system).map(|each| each.id.clone()).collect(),
        extra: order.extra,
        ..Image::public(&id, &order.name, "CentOS", "CentOS 7.5 64位", system.size_gib, now)
    };
    world.images.put(image);
    Ok(json!({ "ImageId": id }))
}

/// An own image, in whatever state.
fn own<'w>(world: &'w World, incoming: &Incoming, id: &str) -> Result<&'w Image, Refusal> {
    let image = world.image(&incoming.region, id).map_err(obstacle)?;
    if image.origin != ImageOrigin::Private {
        return Err(refuse(
            "UnauthorizedOperation.ImageNotBelongToAccount",
            format!("The image `{id}` belongs to another account."),
        ));
    }
    Ok(image)
}

fn delete(world: &mut World, incoming: &Incoming) -> Outcome {
    let ids = incoming.texts("ImageIds");
    for id in &ids {
        let image = own(world, incoming, id)?;
        if !matches!(image.state(world.now()), ImageState::Ready | ImageState::Failed) {
            return Err(refuse("InvalidImageId.IncorrectState", format!("The image `{id}` is in use.")));
        }
        if !image.shares.is_empty() {
            return Err(refuse("InvalidImageId.InShared", format!("The image `{id}` is shared.")));
        }
    }
    if incoming.flag("DryRun") == Some(true) {
        return Err(checked());
    }
    for id in &ids {
        let snapshots = world.images.get(id).map(|image| image.data_disk_snapshots.clone()).unwrap_or_default();
        world.delete_image(&incoming.region, id).map_err(obstacle)?;
        for snapshot in snapshots.iter().filter(|_| incoming.flag("DeleteBindedSnap") == Some(true)) {
            world.snapshots.take(snapshot);
        }
    }
    Ok(json!({}))
}

fn modify(world: &mut World, incoming: &Incoming) -> Outcome {
    let id = incoming.text("ImageId").unwrap_or_default();
    let image = own(world, incoming, id)?;
    if !image.shares.is_empty() || image.state(world.now()) != ImageState::Ready {
        return Err(refuse(
            "InvalidImageId.IncorrectState",
            "A shared image, or one that is not ready, cannot be changed.",
        ));
    }
    if let Some(name) = incoming.text("ImageName") {
        check_name(world, name, Some(id))?;
    }
    if let Some(image) = world.images.get_mut(id) {
        if let Some(name) = incoming.text("ImageName") {
            name.clone_into(&mut image.name);
        }
        if let Some(words) = incoming.text("ImageDescription") {
            words.clone_into(&mut image.description);
        }
        for name in ["ImageFamily", "ImageDeprecated"] {
            if let Some(value) = incoming.params.get(name) {
                image.extra.insert(name.to_owned(), value.clone());
            }
        }
    }
    Ok(json!({}))
}

fn check_name(world: &World, name: &str, except: Option<&str>) -> Result<(), Refusal> {
    let taken = world
        .images
        .iter()
        .any(|image| image.origin == ImageOrigin::Private && image.name == name && Some(image.id.as_str()) != except);
    if taken { Err(refuse("InvalidImageName.Duplicate", format!("An image named `{name}` exists."))) } else { Ok(()) }
}

/// Whether so many images more find room in a region.
///
/// # Errors
/// The quota is used up.
fn check_quota(world: &World, region: &str, more: usize) -> Result<(), Refusal> {
    let own = world.images.in_region(region).filter(|image| image.origin == ImageOrigin::Private).count();
    if (own + more) as u64 > u64::from(world.quota("images")) {
        return Err(refuse("ImageQuotaLimitExceeded", format!("The quota of custom images in `{region}` is used up.")));
    }
    Ok(())
}

/// The systems of the document's `DescribeImportImageOs`.
const LINUX: &[(&str, &[&str])] = &[
    ("CentOS", &["5", "6", "7"]),
    ("CoreOS", &["7"]),
    ("Debian", &["6", "7", "8", "9"]),
    ("FreeBSD", &["10"]),
    ("Redhat", &["5", "6", "7"]),
    ("OpenSUSE", &["11", "12"]),
    ("SUSE", &["10", "11", "12", "13"]),
    ("Ubuntu", &["10", "12", "14", "16"]),
    ("Other Linux", &["-"]),
];
const WINDOWS: &[(&str, &[&str])] =
    &[("Windows Server 2008", &["-"]), ("Windows Server 2012", &["-"]), ("Windows Server 2016", &["-"])];

fn systems() -> Value {
    let names = |list: &[(&str, &[&str])]| list.iter().map(|(name, _)| json!(name)).collect::<Vec<_>>();
    let versions: Vec<Value> = WINDOWS
        .iter()
        .chain(LINUX)
        .map(|(name, versions)| json!({ "OsName": name, "OsVersions": versions, "Architecture": ["x86_64", "i386"] }))
        .collect();
    json!({
        "ImportImageOsListSupported": { "Windows": names(WINDOWS), "Linux": names(LINUX) },
        "ImportImageOsVersionSet": versions,
    })
}

fn import(world: &mut World, incoming: &Incoming) -> Outcome {
    let text = |name: &str| incoming.text(name).unwrap_or_default();
    let system = WINDOWS.iter().chain(LINUX).find(|(name, _)| *name == text("OsType"));
    let Some((os, versions)) = system else {
        return Err(refuse(
            "InvalidImageOsType.Unsupported",
            format!("The system `{}` cannot be imported.", text("OsType")),
        ));
    };
    if !versions.contains(&text("OsVersion")) {
        return Err(refuse(
            "InvalidImageOsVersion.Unsupported",
            format!("Version `{}` of {os} cannot be imported.", text("OsVersion")),
        ));
    }
    check_name(world, text("ImageName"), None)?;
    check_quota(world, &incoming.region, 1)?;
    if incoming.flag("DryRun") == Some(true) {
        return Err(checked());
    }
    let now = world.now();
    let id = (world.shapes.image)(&mut world.ids);
    let platform = if os.starts_with("Windows") { "Windows" } else { os };
    let image = Image {
        region: incoming.region.clone(),
        description: text("ImageDescription").to_owned(),
        origin: ImageOrigin::Private,
        architecture: text("Architecture").to_owned(),
        course: Course::through(now, ImageState::Busy("IMPORTING"), IMAGE_SECONDS, ImageState::Ready),
        owner_id: world.account.id.clone(),
        extra: Map::from_iter([
            ("ImageSource".to_owned(), json!("EXTERNAL_IMPORT")),
            ("ImageFamily".to_owned(), json!(incoming.text("ImageFamily").unwrap_or_default())),
            ("LicenseType".to_owned(), json!(incoming.text("LicenseType").unwrap_or("TencentCloud"))),
            ("Tags".to_owned(), tags_asked(incoming, "image")),
        ]),
        ..Image::public(&id, text("ImageName"), platform, &format!("{os} {}", text("OsVersion")), 50, now)
    };
    world.images.put(image);
    Ok(json!({ "ImageId": id }))
}

fn shares(world: &World, incoming: &Incoming) -> Outcome {
    let image = own(world, incoming, incoming.text("ImageId").unwrap_or_default())?;
    let all: Vec<Value> = image
        .shares
        .iter()
        .map(|(account, since)| json!({ "AccountId": account, "CreatedTime": iso(*since) }))
        .collect();
    Ok(json!({ "SharePermissionSet": all }))
}

/// Accounts with fewer digits than this do not exist in the sandbox, so that the error can be seen.
const SHORTEST_ACCOUNT: usize = 6;

fn share(world: &mut World, incoming: &Incoming) -> Outcome {
    let id = incoming.text("ImageId").unwrap_or_default();
    let accounts = incoming.texts("AccountIds");
    let share = incoming.text("Permission") == Some("SHARE");
    own(world, incoming, id)?;
    if share {
        if accounts.contains(&world.account.id) {
            return Err(refuse("InvalidAccountIs.YourSelf", "An image cannot be shared with oneself."));
        }
        if let Some(account) = accounts.iter().find(|account| account.len() < SHORTEST_ACCOUNT) {
            return Err(refuse("InvalidAccountId.NotFound", format!("The account `{account}` does not exist.")));
        }
    }
    world.share_image(&incoming.region, id, &accounts, share).map_err(obstacle)?;
    Ok(json!({}))
}

/// The largest image that can be copied, in GiB.
const SYNC_LIMIT: u32 = 50;

/// Copies to other regions; a shared image becomes an own one in this region, and an encrypted copy stays in it, too.
fn sync(world: &mut World, incoming: &Incoming) -> Outcome {
    let now = world.now();
    let regions = incoming.texts("DestinationRegions");
    let encrypt = incoming.flag("Encrypt") == Some(true);
    if let Some(region) = regions.iter().find(|region| world.region(region).is_none()) {
        return Err(refuse("InvalidRegion.NotFound", format!("The region `{region}` does not exist.")));
    }
    let mut copies = Vec::new();
    for id in incoming.texts("ImageIds") {
        let shared = world.image(&incoming.region, &id).map_err(obstacle)?.origin == ImageOrigin::SharedWithMe;
        let image =
            if shared { world.image(&incoming.region, &id).map_err(obstacle)? } else { own(world, incoming, &id)? };
        let stays = shared || encrypt;
        if regions.iter().any(|region| (*region == incoming.region) != stays) {
            let where_to = if stays {
                "This image can be copied within its region only."
            } else {
                "The image is in this region already."
            };
            return Err(refuse("InvalidRegion.Unavailable", where_to));
        }
        if image.state(now) != ImageState::Ready {
            return Err(refuse("InvalidImageId.IncorrectState", format!("The image `{id}` is not ready.")));
        }
        if image.size_gib > SYNC_LIMIT {
            return Err(refuse("InvalidImageId.TooLarge", format!("The image `{id}` is larger than {SYNC_LIMIT} GB.")));
        }
        copies.push(image.clone());
    }
    for region in &regions {
        check_quota(world, region, copies.len())?;
    }
    if incoming.flag("DryRun") == Some(true) {
        return Err(checked());
    }
    let mut made = Vec::new();
    for image in copies {
        for region in &regions {
            let copy = Image {
                id: (world.shapes.image)(&mut world.ids),
                region: region.clone(),
                name: incoming.text("ImageName").unwrap_or(&image.name).to_owned(),
                origin: ImageOrigin::Private,
                owner_id: world.account.id.clone(),
                course: Course::through(now, ImageState::Busy("SYNCING"), IMAGE_SECONDS, ImageState::Ready),
                created: now,
                ..image.clone()
            };
            made.push(json!({ "ImageId": copy.id, "Region": region }));
            world.images.put(copy);
        }
    }
    Ok(if incoming.flag("ImageSetRequired") == Some(true) { json!({ "ImageSet": made }) } else { json!({}) })
}

/// Writes images to a bucket; there is none here, so that only the names are told.
fn export(world: &mut World, incoming: &Incoming) -> Outcome {
    let ids = incoming.texts("ImageIds");
    let prefixes = incoming.texts("FileNamePrefixList");
    if !prefixes.is_empty() && prefixes.len() != ids.len() {
        return Err(refuse(
            "InvalidParameterValue.InvalidFileNamePrefixList",
            "There must be a prefix for each image.",
        ));
    }
    for id in &ids {
        let image = world.image(&incoming.region, id).map_err(obstacle)?;
        let code = match image.origin {
            ImageOrigin::Private => continue,
            ImageOrigin::SharedWithMe => "UnsupportedOperation.SharedImageExportUnsupported",
            _ => "UnsupportedOperation.PublicImageExportUnsupported",
        };
        return Err(refuse(code, format!("The image `{id}` cannot be exported.")));
    }
    if incoming.flag("DryRun") == Some(true) {
        return Err(checked());
    }
    let format = incoming.text("ExportFormat").unwrap_or("RAW").to_lowercase();
    let path = |(nth, id): (usize, &String)| {
        let prefix = prefixes.get(nth).map(|prefix| format!("{prefix}_")).unwrap_or_default();
        format!("{prefix}{id}_system_snap.{format}")
    };
    let paths: Vec<String> = ids.iter().enumerate().map(path).collect();
    Ok(json!({ "TaskId": world.ids.below(1_000_000) + 1, "CosPaths": paths }))
}
