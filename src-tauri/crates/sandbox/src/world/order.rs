//! What is ordered: instances with their disks, and images.

use serde_json::{Map, Value};

use super::instance::Billing;

/// An order for instances that are all alike.
#[derive(Debug, Clone, PartialEq)]
pub struct InstanceOrder {
    /// How many.
    pub count: u32,
    /// Region.
    pub region: String,
    /// Zone.
    pub zone: String,
    /// Name of the first; the behaviour renames the others where the cloud numbers them.
    pub name: String,
    /// The name they give themselves.
    pub host_name: Option<String>,
    /// Instance type, when the cloud has types. CPU, memory and GPUs are then taken from it.
    pub instance_type: Option<String>,
    /// Number of virtual CPUs, when there is no type.
    pub vcpus: u32,
    /// Memory in MiB, when there is no type.
    pub memory_mib: u32,
    /// Image.
    pub image_id: String,
    /// Subnet.
    pub subnet_id: Option<String>,
    /// Addresses asked for, one per instance; empty: any.
    pub private_ips: Vec<String>,
    /// Security groups.
    pub security_group_ids: Vec<String>,
    /// Key pairs.
    pub key_pair_ids: Vec<String>,
    /// The system disk.
    pub system_disk: DiskOrder,
    /// Data disks.
    pub data_disks: Vec<DiskOrder>,
    /// Public bandwidth in Mbps.
    pub bandwidth_mbps: u32,
    /// Whether each gets a public address.
    pub public_ip: bool,
    /// Whether that address is an elastic IP (a thing of its own).
    pub elastic_ip: bool,
    /// How they are paid.
    pub billing: Billing,
    /// Months, when prepaid.
    pub months: u32,
    /// What is taken from the account's balance now; 0 for what is paid afterwards.
    pub due: rust_decimal::Decimal,
    /// What the cloud records beyond this, for each instance.
    pub extra: Map<String, Value>,
}

impl Default for InstanceOrder {
    fn default() -> Self {
        Self {
            count: 1,
            region: String::new(),
            zone: String::new(),
            name: String::new(),
            host_name: None,
            instance_type: None,
            vcpus: 1,
            memory_mib: 1024,
            image_id: String::new(),
            subnet_id: None,
            private_ips: Vec::new(),
            security_group_ids: Vec::new(),
            key_pair_ids: Vec::new(),
            system_disk: DiskOrder::default(),
            data_disks: Vec::new(),
            bandwidth_mbps: 0,
            public_ip: false,
            elastic_ip: false,
            billing: Billing::Postpaid,
            months: 0,
            due: rust_decimal::Decimal::ZERO,
            extra: Map::new(),
        }
    }
}

/// An order for a disk.
#[derive(Debug, Clone, PartialEq)]
pub struct DiskOrder {
    /// Name.
    pub name: String,
    /// The cloud's name for the disk type.
    pub disk_type: String,
    /// Size in GiB; 0 for a system disk: the image's.
    pub size_gib: u32,
    /// Whether it goes with its instance.
    pub delete_with_instance: bool,
    /// The snapshot it is made from.
    pub snapshot_id: Option<String>,
    /// Device name on the instance.
    pub device: Option<String>,
    /// What the cloud records beyond this.
    pub extra: Map<String, Value>,
}

impl Default for DiskOrder {
    fn default() -> Self {
        Self {
            name: String::new(),
            disk_type: String::new(),
            size_gib: 0,
            delete_with_instance: true,
            snapshot_id: None,
            device: None,
            extra: Map::new(),
        }
    }
}

/// An order for an image of an instance.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct ImageOrder {
    /// The instance.
    pub instance_id: String,
    /// Name.
    pub name: String,
    /// Description.
    pub description: String,
    /// Data disks to put into it as snapshots; more than none makes it a whole-machine image.
    pub data_disk_ids: Vec<String>,
    /// Whether the instance may be running.
    pub while_running: bool,
    /// What the cloud records beyond this.
    pub extra: Map<String, Value>,
}
