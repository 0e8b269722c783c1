//! A disk.

use chrono::{DateTime, Utc};
use serde_json::{Map, Value};

use super::course::Course;
use super::instance::Billing;
use super::shelf::Thing;

/// What a disk is doing.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum DiskState {
    /// Being made.
    Creating,
    /// On no instance.
    Available,
    /// On its way to an instance.
    Attaching,
    /// On an instance.
    InUse,
    /// On its way from an instance.
    Detaching,
    /// In an operation of the cloud; the cloud's word for it.
    Busy(&'static str),
    /// Removed; it disappears when the world settles.
    Gone,
}

/// A disk.
#[derive(Debug, Clone, PartialEq)]
pub struct Disk {
    /// Id.
    pub id: String,
    /// Region.
    pub region: String,
    /// Zone.
    pub zone: String,
    /// Name.
    pub name: String,
    /// The cloud's name for the disk type.
    pub disk_type: String,
    /// Size in GiB.
    pub size_gib: u32,
    /// Whether the system is on it.
    pub system: bool,
    /// The instance it is on.
    pub instance_id: Option<String>,
    /// Device name on the instance.
    pub device: Option<String>,
    /// Whether it goes with its instance.
    pub delete_with_instance: bool,
    /// The snapshot it was made from.
    pub snapshot_id: Option<String>,
    /// Its states.
    pub course: Course<DiskState>,
    /// How it is paid.
    pub billing: Billing,
    /// When it was made.
    pub created: DateTime<Utc>,
    /// What the cloud records beyond this.
    pub extra: Map<String, Value>,
}

impl Disk {
    /// What it is doing at that time.
    pub fn state(&self, now: DateTime<Utc>) -> DiskState {
        self.course.at(now)
    }
}

impl Thing for Disk {
    fn id(&self) -> &str {
        &self.id
    }
    fn region(&self) -> &str {
        &self.region
    }
}
