//! An image, and with whom it is shared.

use chrono::{DateTime, Utc};
use indexmap::IndexMap;
use serde_json::{Map, Value};

use super::course::Course;
use super::shelf::Thing;

/// Where an image comes from, seen from the account.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum ImageOrigin {
    /// Offered by the cloud to everyone.
    Public,
    /// Made by this account.
    Private,
    /// Shared with this account by another.
    SharedWithMe,
    /// From the cloud's image market.
    Market,
}

/// What an image is doing.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum ImageState {
    /// Being made.
    Creating,
    /// Ready for use.
    Ready,
    /// In an operation of the cloud; the cloud's word for it.
    Busy(&'static str),
    /// Could not be made.
    Failed,
    /// Removed; it disappears when the world settles.
    Gone,
}

/// An image.
#[derive(Debug, Clone, PartialEq)]
pub struct Image {
    /// Id.
    pub id: String,
    /// Region; empty: in every region.
    pub region: String,
    /// Name.
    pub name: String,
    /// Description.
    pub description: String,
    /// Where it comes from.
    pub origin: ImageOrigin,
    /// Operating system with version: `Debian 12.5 64-bit`.
    pub os: String,
    /// Its family: `Debian`, `CentOS`, `Windows`.
    pub platform: String,
    /// Processor architecture, as the cloud writes it.
    pub architecture: String,
    /// Size of the system disk in GiB.
    pub size_gib: u32,
    /// Its states.
    pub course: Course<ImageState>,
    /// The account that made it.
    pub owner_id: String,
    /// The instance it was made from.
    pub instance_id: Option<String>,
    /// The snapshots of data disks it holds; more than none makes it a whole-machine image.
    pub data_disk_snapshots: Vec<String>,
    /// With which accounts it is shared, since when.
    pub shares: IndexMap<String, DateTime<Utc>>,
    /// When it was made.
    pub created: DateTime<Utc>,
    /// What the cloud records beyond this.
    pub extra: Map<String, Value>,
}

impl Image {
    /// A public image that is ready, in every region.
    pub fn public(id: &str, name: &str, platform: &str, os: &str, size_gib: u32, created: DateTime<Utc>) -> Self {
        Self {
            id: id.to_owned(),
            region: String::new(),
            name: name.to_owned(),
            description: String::new(),
            origin: ImageOrigin::Public,
            os: os.to_owned(),
            platform: platform.to_owned(),
            architecture: "x86_64".to_owned(),
            size_gib,
            course: Course::settled(ImageState::Ready),
            owner_id: String::new(),
            instance_id: None,
            data_disk_snapshots: Vec::new(),
            shares: IndexMap::new(),
            created,
            extra: Map::new(),
        }
    }

    /// What it is doing at that time.
    pub fn state(&self, now: DateTime<Utc>) -> ImageState {
        self.course.at(now)
    }

    /// Whether it holds data disks too.
    pub fn is_whole_machine(&self) -> bool {
        !self.data_disk_snapshots.is_empty()
    }
}

impl Thing for Image {
    fn id(&self) -> &str {
        &self.id
    }
    fn region(&self) -> &str {
        &self.region
    }
}
