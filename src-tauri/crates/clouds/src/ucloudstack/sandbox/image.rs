//! Base images and the tenant's own.

use serde_json::{Value, json};
use yundeck_sandbox::world::order::ImageOrder;
use yundeck_sandbox::world::{Image, ImageOrigin, ImageState};
use yundeck_sandbox::{Incoming, Refusal, World};

use super::placement::is_storage_type;
use super::record::os_type;
use super::{absent, in_the_way, instance, later, matches, page, tenant, unusable, wanted};

/// `DescribeImage`.
pub fn list(world: &World, incoming: &Incoming) -> Result<Value, Refusal> {
    let ids = incoming.texts("ImageIDs");
    let infos = world
        .images
        .in_region(&incoming.region)
        .filter(|image| wanted(&ids, &image.id))
        .filter(|image| incoming.text("ImageType").is_none_or(|kind| kind == image_type(image)))
        .filter(|image| matches(incoming, &[&image.name, &image.id]))
        .filter(|image| match image.origin {
            ImageOrigin::Private => tenant::shown(world, incoming, &image.extra),
            // The platform's are everybody's, and no project's.
            _ => incoming.texts("ProjectIDs").is_empty(),
        })
        .map(|image| record(world, image, &incoming.region));
    Ok(page(incoming, infos))
}

/// `CreateCustomImage`: of the system disk of a stopped instance.
pub fn create(world: &mut World, incoming: &Incoming) -> Result<Value, Refusal> {
    let instance = instance::allowed(world, incoming)?;
    // An image is its instance's tenant's.
    let company = tenant::of(world, &instance.extra);
    if incoming.text("StorageSetType").is_some_and(|id| !is_storage_type(id)) {
        return Err(unusable("StorageSetType"));
    }
    if let Some(id) = incoming.text("DiskID") {
        world.disks.get(id).filter(|disk| later::is_of(disk, &instance.id)).ok_or_else(|| absent(id))?;
    }
    let mut extra = tenant::noted(world, incoming)?;
    extra.insert("CompanyID".to_owned(), json!(company));
    extra.extend(later::noted(incoming));
    let text = |name: &str| incoming.text(name).unwrap_or_default().to_owned();
    let order = ImageOrder {
        instance_id: text("VMID"),
        name: text("ImageName"),
        description: text("ImageDescription"),
        extra,
        ..ImageOrder::default()
    };
    let id = world.create_image(&incoming.region, &order).map_err(in_the_way)?;
    Ok(json!({ "ImageID": id }))
}

/// `DeleteCustomImage`.
pub fn delete(world: &mut World, incoming: &Incoming) -> Result<Value, Refusal> {
    let id = incoming.text("ImageID").unwrap_or_default();
    let image = world.images.find(&incoming.region, id).ok_or_else(|| absent(id))?;
    if image.origin != ImageOrigin::Private {
        return Err(unusable("ImageID"));
    }
    world.delete_image(&incoming.region, id).map_err(in_the_way)?;
    Ok(json!({}))
}

fn image_type(image: &Image) -> &'static str {
    if image.origin == ImageOrigin::Private { "Custom" } else { "Base" }
}

fn status(state: ImageState) -> &'static str {
    match state {
        ImageState::Creating | ImageState::Busy(_) => "Making",
        ImageState::Ready => "Used",
        ImageState::Failed => "Failed",
        ImageState::Gone => "Deleted",
    }
}

fn record(world: &World, image: &Image, region: &str) -> Value {
    let own = image.origin == ImageOrigin::Private;
    let [_, (_, project_id), (_, project_name)] = tenant::members(world, &image.extra);
    json!({
        "Region": region,
        "CompanyID": if own { tenant::of(world, &image.extra) } else { 0 },
        "Email": if own { "sandbox@example.com" } else { "" },
        "ProjectID": project_id,
        "ProjectName": project_name,
        "ImageID": image.id,
        "Name": image.name,
        "ImageDescription": image.description,
        "ImageSize": image.size_gib,
        "ImageType": image_type(image),
        "OSType": os_type(&image.os),
        "OSName": image.os,
        "SetArch": image.architecture,
        "OSDistribution": image.platform,
        "ImageStatus": status(image.state(world.now())),
        "CreateTime": image.created.timestamp(),
        "UpdateTime": image.created.timestamp(),
    })
}
