//! An instance.

use chrono::{DateTime, Utc};
use serde_json::{Map, Value};

use super::course::Course;
use super::shelf::Thing;

/// What an instance is doing. Each cloud has its own words for these.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum InstanceState {
    /// Being made.
    Pending,
    /// Could not be made.
    LaunchFailed,
    /// In service.
    Running,
    /// Shutting down.
    Stopping,
    /// Shut down.
    Stopped,
    /// Starting up.
    Starting,
    /// Restarting.
    Rebooting,
    /// In an operation of the cloud; the cloud's word for it.
    Busy(&'static str),
    /// Being removed.
    Terminating,
    /// Removed; it disappears when the world settles.
    Gone,
}

impl InstanceState {
    /// A word for reports of the sandbox itself; clouds have their own.
    pub fn word(self) -> &'static str {
        match self {
            Self::Pending => "pending",
            Self::LaunchFailed => "launch_failed",
            Self::Running => "running",
            Self::Stopping => "stopping",
            Self::Stopped => "stopped",
            Self::Starting => "starting",
            Self::Rebooting => "rebooting",
            Self::Busy(_) => "busy",
            Self::Terminating => "terminating",
            Self::Gone => "gone",
        }
    }
}

/// How an instance is paid.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Billing {
    /// For a period, beforehand.
    Prepaid,
    /// By use, afterwards.
    Postpaid,
    /// By use at the spot price.
    Spot,
    /// With the dedicated host it stands on.
    Host,
}

/// An instance.
#[derive(Debug, Clone, PartialEq)]
pub struct Instance {
    /// Id.
    pub id: String,
    /// Region.
    pub region: String,
    /// Zone.
    pub zone: String,
    /// Name.
    pub name: String,
    /// The name it gives itself.
    pub host_name: Option<String>,
    /// Instance type, when the cloud has types.
    pub instance_type: Option<String>,
    /// Number of virtual CPUs.
    pub vcpus: u32,
    /// Memory in MiB.
    pub memory_mib: u32,
    /// Number of GPUs.
    pub gpus: u32,
    /// Image it was made from.
    pub image_id: String,
    /// Operating system with version, from the image.
    pub os: String,
    /// Its states.
    pub course: Course<InstanceState>,
    /// VPC.
    pub vpc_id: Option<String>,
    /// Subnet.
    pub subnet_id: Option<String>,
    /// Network interface.
    pub interface_id: String,
    /// Hardware address of the interface.
    pub mac: String,
    /// Private addresses.
    pub private_ips: Vec<String>,
    /// Public addresses, elastic ones among them.
    pub public_ips: Vec<String>,
    /// Public bandwidth in Mbps.
    pub bandwidth_mbps: u32,
    /// Security groups.
    pub security_group_ids: Vec<String>,
    /// Key pairs it was given.
    pub key_pair_ids: Vec<String>,
    /// Disks, the system disk first.
    pub disk_ids: Vec<String>,
    /// How it is paid.
    pub billing: Billing,
    /// When it was made.
    pub created: DateTime<Utc>,
    /// Until when it is paid, when prepaid.
    pub expires: Option<DateTime<Utc>>,
    /// What the cloud records beyond this.
    pub extra: Map<String, Value>,
}

impl Instance {
    /// What it is doing at that time.
    pub fn state(&self, now: DateTime<Utc>) -> InstanceState {
        self.course.at(now)
    }
}

impl Thing for Instance {
    fn id(&self) -> &str {
        &self.id
    }
    fn region(&self) -> &str {
        &self.region
    }
}
