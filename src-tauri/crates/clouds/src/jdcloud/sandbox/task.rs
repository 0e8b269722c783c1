//! Images that come from and go to object storage, and the tasks that do it. Newer than the documents; replies are those of
//! the vendor's SDKs (`TaskInfo`; results by `jdcloud-sdk-js` 1.2.202).

use chrono::{DateTime, Duration, Utc};
use indexmap::IndexMap;
use serde_json::{Map, Value, json};
use yundeck_sandbox::world::imaging::IMAGE_SECONDS;
use yundeck_sandbox::world::{Course, Image, ImageOrigin, ImageState};
use yundeck_sandbox::{Incoming, World};

use super::filter;
use super::{Answer, create, image, refuse, show};

/// Where the tasks live in the world.
const SHELF: &str = "imageTasks";

/// `importImage`
pub(super) fn import(world: &mut World, incoming: &Incoming) -> Answer {
    create::once(world, incoming, |world| {
        let text = |name: &str| incoming.text(name).unwrap_or_default().to_owned();
        let own = world.images.in_region(&incoming.region).filter(|image| image.origin == ImageOrigin::Private);
        if own.count() as u64 >= u64::from(world.quota("images")) {
            return Err(refuse::quota("Image"));
        }
        let now = world.now();
        let mut extra = Map::new();
        extra.insert(show::IMPORTED.to_owned(), json!(true));
        show::keep(&mut extra, &incoming.params, &[("bootMode", show::BOOT_MODE)]);
        let size = incoming.number("systemDiskSizeGB").and_then(|gib| u32::try_from(gib).ok()).unwrap_or(40);
        let made = Image {
            id: (world.shapes.image)(&mut world.ids),
            region: incoming.region.clone(),
            name: text("imageName"),
            description: text("description"),
            origin: ImageOrigin::Private,
            os: format!("{} {}", text("platform"), text("osVersion")).trim().to_owned(),
            platform: text("platform"),
            architecture: text("architecture"),
            size_gib: size,
            course: Course::through(now, ImageState::Creating, IMAGE_SECONDS, ImageState::Ready),
            owner_id: world.account.id.clone(),
            instance_id: None,
            data_disk_snapshots: Vec::new(),
            shares: IndexMap::new(),
            created: now,
            extra,
        };
        let image_id = world.images.put(made);
        let told = json!({ "imageId": image_id, "imageName": text("imageName"), "imageUrl": text("imageUrl") });
        let task_id = add(world, incoming, "ImportImage", told);
        Ok(json!({ "imageId": image_id, "taskId": task_id }))
    })
}

/// `exportImage`: own images with a cloud system disk; no Windows, unless it was imported.
pub(super) fn export(world: &mut World, incoming: &Incoming) -> Answer {
    create::once(world, incoming, |world| {
        let source = image::own(world, incoming)?;
        if show::root_device(source) != "cloudDisk" {
            return Err(refuse::precondition("Only support cloud system disk image"));
        }
        if show::os_type(source) == "windows" && !source.extra.contains_key(show::IMPORTED) {
            return Err(refuse::precondition("Windows Server image can't be exported"));
        }
        let prefix = incoming.text("ossPrefix").unwrap_or("image");
        let object = |disk: &str| format!("{prefix}_{}_{disk}.qcow2", source.id);
        let mut objects = vec![object("vda")];
        if incoming.flag("isAllDisk") == Some(true) {
            objects.extend(source.data_disk_snapshots.iter().map(|id| object(id)));
        }
        let told = json!({
            "imageId": source.id, "ossUrl": incoming.text("ossUrl"), "ossObject": objects.first(), "ossObjects": objects,
        });
        let task_id = add(world, incoming, "ExportImage", told);
        Ok(json!({ "taskId": task_id }))
    })
}

fn add(world: &mut World, incoming: &Incoming, action: &str, told: Value) -> String {
    let id = format!("task-{}", world.ids.lower(10));
    let task = json!({ "region": incoming.region, "action": action, "made": world.now().timestamp(), "told": told });
    if let Some(shelf) = world.extra.entry(SHELF).or_insert_with(|| Value::Object(Map::new())).as_object_mut() {
        shelf.insert(id.clone(), task);
    }
    id
}

/// `imageTasks`, the newest first. How times are written in the call is not said; they are compared as texts.
pub(super) fn list(world: &World, incoming: &Incoming) -> Answer {
    let ids = incoming.texts("taskIds");
    let shelf = world.extra.get(SHELF).and_then(Value::as_object).into_iter().flatten();
    let matching = shelf
        .rev()
        .filter(|(_, task)| task["region"] == incoming.region.as_str())
        .map(|(id, task)| shown(world, id, task));
    let matching = matching.filter(|task| {
        let text = |name: &str| task[name].as_str().unwrap_or_default();
        (ids.is_empty() || ids.iter().any(|id| id == text("taskId")))
            && incoming.text("taskAction").is_none_or(|action| action == text("action"))
            && incoming.text("taskStatus").is_none_or(|status| status == text("taskStatus"))
            && incoming.text("startTime").is_none_or(|from| text("createdTime") >= from)
            && incoming.text("endTime").is_none_or(|to| text("createdTime") <= to)
    });
    filter::page(incoming, "taskSet", matching, |task| task)
}

fn shown(world: &World, id: &str, task: &Value) -> Value {
    let made = DateTime::<Utc>::from_timestamp(task["made"].as_i64().unwrap_or_default(), 0).unwrap_or_default();
    let over = made + Duration::seconds(IMAGE_SECONDS);
    let done = over <= world.now();
    let mut record = task["told"].as_object().cloned().unwrap_or_default();
    for (name, value) in [
        ("taskId", json!(id)),
        ("action", task["action"].clone()),
        ("taskStatus", json!(if done { "finished" } else { "running" })),
        ("progress", json!(if done { "100%" } else { "50%" })),
        ("errorInfo", json!("")),
        ("message", json!("")),
        ("createdTime", json!(show::local_time(made))),
        ("finishedTime", json!(if done { show::local_time(over) } else { String::new() })),
    ] {
        record.insert(name.to_owned(), value);
    }
    Value::Object(record)
}
