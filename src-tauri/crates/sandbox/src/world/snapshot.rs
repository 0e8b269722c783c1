//! A snapshot of a disk.

use chrono::{DateTime, Utc};
use serde_json::{Map, Value};

use super::course::Course;
use super::shelf::Thing;

/// What a snapshot is doing.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum SnapshotState {
    /// Being made.
    Creating,
    /// Ready for use.
    Ready,
    /// In an operation of the cloud; the cloud's word for it.
    Busy(&'static str),
    /// Removed; it disappears when the world settles.
    Gone,
}

/// A snapshot.
#[derive(Debug, Clone, PartialEq)]
pub struct Snapshot {
    /// Id.
    pub id: String,
    /// Region.
    pub region: String,
    /// Name.
    pub name: String,
    /// Description.
    pub description: String,
    /// The disk it is of.
    pub disk_id: String,
    /// Whether that disk is a system disk.
    pub system: bool,
    /// The disk's size in GiB.
    pub size_gib: u32,
    /// Its states.
    pub course: Course<SnapshotState>,
    /// When it was made.
    pub created: DateTime<Utc>,
    /// What the cloud records beyond this.
    pub extra: Map<String, Value>,
}

impl Snapshot {
    /// What it is doing at that time.
    pub fn state(&self, now: DateTime<Utc>) -> SnapshotState {
        self.course.at(now)
    }
}

impl Thing for Snapshot {
    fn id(&self) -> &str {
        &self.id
    }
    fn region(&self) -> &str {
        &self.region
    }
}
