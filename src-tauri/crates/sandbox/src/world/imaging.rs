//! What happens to images: they are made of instances, shared and removed.

use indexmap::IndexMap;

use super::World;
use super::course::Course;
use super::image::{Image, ImageOrigin, ImageState};
use super::instance::InstanceState;
use super::obstacle::Obstacle;
use super::order::ImageOrder;
use super::snapshot::{Snapshot, SnapshotState};

/// Seconds an image or snapshot takes to be made.
pub const IMAGE_SECONDS: i64 = 6;

impl World {
    /// The image of that id in that region, of any origin.
    ///
    /// # Errors
    /// There is none.
    pub fn image(&self, region: &str, id: &str) -> Result<&Image, Obstacle> {
        self.images.find(region, id).ok_or_else(|| Obstacle::NoSuch { noun: "image", id: id.to_owned() })
    }

    /// The image of that id, if the account made it and it is ready.
    ///
    /// # Errors
    /// There is none, it is another's, or it is not ready.
    pub fn own_image(&self, region: &str, id: &str) -> Result<&Image, Obstacle> {
        let image = self.image(region, id)?;
        if image.origin != ImageOrigin::Private {
            return Err(Obstacle::Mismatch { noun: "image", id: id.to_owned(), with: "the account".to_owned() });
        }
        if image.state(self.now()) != ImageState::Ready {
            return Err(Obstacle::WrongState { noun: "image", id: id.to_owned(), state: "not ready" });
        }
        Ok(image)
    }

    /// Makes an image of an instance and says its id.
    ///
    /// # Errors
    /// What is in the way.
    pub fn create_image(&mut self, region: &str, order: &ImageOrder) -> Result<String, Obstacle> {
        let now = self.now();
        let instance = self.instance(region, &order.instance_id)?.clone();
        let state = instance.state(now);
        let allowed = state == InstanceState::Stopped || (order.while_running && state == InstanceState::Running);
        if !allowed {
            return Err(Obstacle::WrongState { noun: "instance", id: instance.id, state: state.word() });
        }
        if self.images.iter().any(|image| image.origin == ImageOrigin::Private && image.name == order.name) {
            return Err(Obstacle::Exists { noun: "image", name: order.name.clone() });
        }
        let limit = self.quota("images");
        let here = self.images.in_region(region).filter(|image| image.origin == ImageOrigin::Private);
        if here.count() as u64 >= u64::from(limit) {
            return Err(Obstacle::Quota { noun: "images", limit });
        }
        if let Some(id) = order.data_disk_ids.iter().find(|id| !instance.disk_ids.contains(id)) {
            return Err(Obstacle::NoSuch { noun: "disk", id: id.clone() });
        }
        let data_disk_snapshots =
            order.data_disk_ids.iter().filter_map(|id| self.snapshot_of(id, &order.name)).collect();
        let source = self.images.get(&instance.image_id);
        let system_disk = instance.disk_ids.first().and_then(|id| self.disks.get(id));
        let image = Image {
            region: region.to_owned(),
            name: order.name.clone(),
            description: order.description.clone(),
            origin: ImageOrigin::Private,
            os: instance.os.clone(),
            platform: source.map(|image| image.platform.clone()).unwrap_or_default(),
            architecture: source.map_or_else(|| "x86_64".to_owned(), |image| image.architecture.clone()),
            size_gib: system_disk.map_or(40, |disk| disk.size_gib),
            course: Course::through(now, ImageState::Creating, IMAGE_SECONDS, ImageState::Ready),
            owner_id: self.account.id.clone(),
            instance_id: Some(instance.id),
            data_disk_snapshots,
            shares: IndexMap::new(),
            created: now,
            extra: order.extra.clone(),
            id: (self.shapes.image)(&mut self.ids),
        };
        Ok(self.images.put(image))
    }

    /// Makes a snapshot of a disk and says its id; `None` when there is no such disk.
    pub fn snapshot_of(&mut self, disk_id: &str, name: &str) -> Option<String> {
        let now = self.now();
        let disk = self.disks.get(disk_id)?;
        let snapshot = Snapshot {
            region: disk.region.clone(),
            name: name.to_owned(),
            description: String::new(),
            disk_id: disk_id.to_owned(),
            system: disk.system,
            size_gib: disk.size_gib,
            course: Course::through(now, SnapshotState::Creating, IMAGE_SECONDS, SnapshotState::Ready),
            created: now,
            extra: serde_json::Map::new(),
            id: (self.shapes.snapshot)(&mut self.ids),
        };
        Some(self.snapshots.put(snapshot))
    }

    /// Shares an own image with accounts, or stops sharing it. Sharing twice and unsharing what is not shared are no
    /// errors here; a cloud that sees it otherwise checks before.
    ///
    /// # Errors
    /// The image is not there, another's or not ready, or would be shared with too many (quota `image_shares`).
    pub fn share_image(&mut self, region: &str, id: &str, accounts: &[String], share: bool) -> Result<(), Obstacle> {
        let now = self.now();
        let limit = self.quota("image_shares");
        let image = self.own_image(region, id)?;
        let new = accounts.iter().filter(|account| !image.shares.contains_key(*account)).count();
        if share && (image.shares.len() + new) as u64 > u64::from(limit) {
            return Err(Obstacle::Quota { noun: "image_shares", limit });
        }
        if let Some(image) = self.images.get_mut(id) {
            for account in accounts {
                if share {
                    image.shares.entry(account.clone()).or_insert(now);
                } else {
                    image.shares.shift_remove(account);
                }
            }
        }
        Ok(())
    }

    /// Removes an own image.
    ///
    /// # Errors
    /// It is not there, another's, or shared with somebody.
    pub fn delete_image(&mut self, region: &str, id: &str) -> Result<(), Obstacle> {
        let image = self.image(region, id)?;
        if image.origin != ImageOrigin::Private {
            return Err(Obstacle::Mismatch { noun: "image", id: id.to_owned(), with: "the account".to_owned() });
        }
        if !image.shares.is_empty() {
            return Err(Obstacle::InUse { noun: "image", id: id.to_owned() });
        }
        self.images.take(id);
        Ok(())
    }
}
