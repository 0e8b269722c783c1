//! An instance, and what can be done to it.

use chrono::{DateTime, FixedOffset};
use serde::{Deserialize, Serialize};
use serde_json::Value;

/// A virtual machine of any cloud.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, specta::Type)]
#[serde(rename_all = "camelCase")]
pub struct Instance {
    /// The cloud's id.
    pub id: String,
    /// Its name; empty when it has none.
    #[serde(serialize_with = "yundeck_catalogue::shown::as_name")]
    #[specta(type = String)]
    pub name: String,
    /// What it is doing.
    pub state: InstanceState,
    /// The cloud's own word for the state.
    pub vendor_state: String,
    /// What a person has to know of it beside its state, or to do about it.
    #[serde(default)]
    pub attention: Option<Attention>,
    /// The cloud's name for the instance type, when it has types.
    pub instance_type: Option<String>,
    /// Number of virtual CPUs.
    pub vcpus: Option<u32>,
    /// Memory in MiB.
    pub memory_mib: Option<u32>,
    /// Number of GPUs; 0 when it has none, a part of 1 when it has a share of a card.
    #[specta(type = u32)]
    pub gpus: f64,
    /// Zone.
    pub zone: Option<String>,
    /// Image it was made from.
    pub image_id: Option<String>,
    /// Operating system or image name, as the cloud writes it.
    pub os: Option<String>,
    /// Private addresses.
    pub private_ips: Vec<String>,
    /// Public addresses.
    pub public_ips: Vec<String>,
    /// How it is paid.
    pub billing: BillingMode,
    /// When it was made.
    pub created: Option<DateTime<FixedOffset>>,
    /// Until when it is paid; `None` when it does not expire.
    pub expires: Option<DateTime<FixedOffset>>,
    /// VPC.
    pub vpc_id: Option<String>,
    /// Subnet.
    pub subnet_id: Option<String>,
    /// Security groups.
    pub security_group_ids: Vec<String>,
    /// Key pairs.
    pub key_pair_ids: Vec<String>,
    /// Disks, the system disk first.
    pub disks: Vec<InstanceDisk>,
    /// What it was marked with, by the person or by others.
    #[serde(default)]
    pub tags: Vec<Tag>,
    /// The cloud's own record, its secrets masked; null where it has not been read since the start: it is not kept.
    #[serde(default)]
    #[specta(type = specta_typescript::Any)]
    pub raw: Value,
}

impl Instance {
    /// The same without the cloud's own record, to be kept.
    pub fn without_record(&self) -> Self {
        Self {
            id: self.id.clone(),
            name: self.name.clone(),
            state: self.state.clone(),
            vendor_state: self.vendor_state.clone(),
            attention: self.attention.clone(),
            instance_type: self.instance_type.clone(),
            vcpus: self.vcpus,
            memory_mib: self.memory_mib,
            gpus: self.gpus,
            zone: self.zone.clone(),
            image_id: self.image_id.clone(),
            os: self.os.clone(),
            private_ips: self.private_ips.clone(),
            public_ips: self.public_ips.clone(),
            billing: self.billing.clone(),
            created: self.created,
            expires: self.expires,
            vpc_id: self.vpc_id.clone(),
            subnet_id: self.subnet_id.clone(),
            security_group_ids: self.security_group_ids.clone(),
            key_pair_ids: self.key_pair_ids.clone(),
            disks: self.disks.clone(),
            tags: self.tags.clone(),
            raw: Value::Null,
        }
    }
}

/// A disk as its instance reports it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, specta::Type)]
#[serde(rename_all = "camelCase")]
pub struct InstanceDisk {
    /// The cloud's id.
    pub id: Option<String>,
    /// Whether the system is on it.
    pub system: bool,
    /// The cloud's name for the disk type.
    pub disk_type: Option<String>,
    /// Size in GiB.
    pub size_gib: Option<u32>,
    /// Whether it is deleted with the instance; `None` when the cloud does not say.
    #[serde(default)]
    pub with_instance: Option<bool>,
}

/// A mark of an instance.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize, specta::Type)]
#[serde(rename_all = "camelCase")]
pub struct Tag {
    /// What is said of it: `env`.
    #[serde(serialize_with = "yundeck_catalogue::shown::as_name")]
    #[specta(type = String)]
    pub key: String,
    /// What it is: `prod`; may be empty.
    #[serde(serialize_with = "yundeck_catalogue::shown::as_name")]
    #[specta(type = String)]
    pub value: String,
}

impl Tag {
    /// As people write it: `env=prod`, and only the key where there is no value.
    pub fn text(&self) -> String {
        if self.value.is_empty() { self.key.clone() } else { format!("{}={}", self.key, self.value) }
    }
}

/// What an instance is doing.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize, specta::Type)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum InstanceState {
    /// Being made.
    Creating,
    /// Starting up.
    Starting,
    /// In service.
    Running,
    /// Shutting down.
    Stopping,
    /// Shut down.
    Stopped,
    /// Restarting.
    Rebooting,
    /// In an operation of the cloud (reinstalling, resizing, migrating, imaging, ...).
    Busy,
    /// Being removed.
    Terminating,
    /// Removed or in the recycle bin.
    Terminated,
    /// Could not be made, or broken.
    Failed,
    /// A state we do not know; the cloud's word.
    Unknown {
        /// The cloud's word.
        word: String,
    },
}

/// What a person has to know of an instance beside its state, or to do about it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, specta::Type)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum Attention {
    /// What was changed on it is finished by starting it.
    StartToFinish,
    /// What was changed on it is finished by rebooting it.
    RebootToFinish,
    /// Its period is over.
    Expired {
        /// When the cloud releases it, where the cloud says so.
        release: Option<DateTime<FixedOffset>>,
    },
    /// The account does not pay for it.
    Overdue {
        /// When the cloud releases it, where the cloud says so.
        release: Option<DateTime<FixedOffset>>,
    },
    /// The cloud has cut it off, and it serves nobody.
    Isolated {
        /// When the cloud releases it, where the cloud says so.
        release: Option<DateTime<FixedOffset>>,
    },
}

/// How a thing is paid.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize, specta::Type)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum BillingMode {
    /// Paid beforehand for a period.
    Prepaid,
    /// Paid afterwards by use.
    Postpaid,
    /// Spot: cheaper, and can be taken back.
    Spot,
    /// On a dedicated host that is paid for itself.
    DedicatedHost,
    /// In a dedicated cluster that is paid for itself.
    DedicatedCluster,
    /// A mode we do not know; the cloud's word, or empty when it says none.
    Other {
        /// The cloud's word.
        word: String,
    },
}

/// What can be done to an instance from the table.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, specta::Type)]
#[serde(rename_all = "snake_case")]
pub enum InstanceAction {
    /// Boot it.
    Start,
    /// Shut it down.
    Stop,
    /// Restart it.
    Reboot,
    /// Remove it for good.
    Terminate,
}

impl InstanceAction {
    /// The job of `cloud.json` that does it.
    pub fn job(self) -> &'static str {
        match self {
            Self::Start => "start_instance",
            Self::Stop => "stop_instance",
            Self::Reboot => "reboot_instance",
            Self::Terminate => "terminate_instance",
        }
    }
}
