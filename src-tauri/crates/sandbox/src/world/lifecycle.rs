//! What happens to instances: they are ordered, act and go.
//!
//! Everything is checked before anything is changed: what is refused leaves the world as it was.

use std::collections::HashSet;

use chrono::{DateTime, Months, Utc};

use super::World;
use super::course::Course;
use super::disk::{Disk, DiskState};
use super::elastic_ip::ElasticIp;
use super::image::ImageState;
use super::instance::{Billing, Instance, InstanceState};
use super::obstacle::Obstacle;
use super::order::{DiskOrder, InstanceOrder};
use super::shelf::Thing;
use super::snapshot::SnapshotState;

/// Seconds a new instance takes until it runs.
pub const BOOT_SECONDS: i64 = 4;
/// Seconds a stopped instance takes to start.
pub const START_SECONDS: i64 = 3;
/// Seconds an instance takes to stop.
pub const STOP_SECONDS: i64 = 3;
/// Seconds an instance takes to restart.
pub const REBOOT_SECONDS: i64 = 4;
/// Seconds an instance takes to disappear.
pub const TERMINATE_SECONDS: i64 = 3;
/// Seconds a disk takes to be made, attached or detached.
pub const DISK_SECONDS: i64 = 2;

/// What can be done to instances.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Act {
    /// Boot stopped ones.
    Start,
    /// Shut running ones down.
    Stop,
    /// Restart running ones.
    Reboot,
    /// Remove them.
    Terminate,
}

impl Act {
    /// The states it can be done in. A cloud that is stricter checks before, one that is laxer uses `World::turn`.
    pub fn allowed(self) -> &'static [InstanceState] {
        match self {
            Self::Start => &[InstanceState::Stopped],
            Self::Stop | Self::Reboot => &[InstanceState::Running],
            Self::Terminate => &[InstanceState::Running, InstanceState::Stopped, InstanceState::LaunchFailed],
        }
    }

    /// The states it leads through.
    pub fn course(self, now: DateTime<Utc>) -> Course<InstanceState> {
        match self {
            Self::Start => Course::through(now, InstanceState::Starting, START_SECONDS, InstanceState::Running),
            Self::Stop => Course::through(now, InstanceState::Stopping, STOP_SECONDS, InstanceState::Stopped),
            Self::Reboot => Course::through(now, InstanceState::Rebooting, REBOOT_SECONDS, InstanceState::Running),
            Self::Terminate => Course::through(now, InstanceState::Terminating, TERMINATE_SECONDS, InstanceState::Gone),
        }
    }
}

/// What an order comes to, once everything it names has been found.
struct Parts {
    vcpus: u32,
    memory_mib: u32,
    gpus: u32,
    os: String,
    system_disk_gib: u32,
    vpc_id: Option<String>,
}

impl World {
    /// Makes the instances of an order and says their ids.
    ///
    /// # Errors
    /// What is in the way; nothing has been made then.
    pub fn create_instances(&mut self, order: &InstanceOrder) -> Result<Vec<String>, Obstacle> {
        let parts = self.check(order)?;
        self.account.balance -= order.due;
        Ok((0..order.count).map(|nth| self.create_instance(order, &parts, nth)).collect())
    }

    /// Does it to all of them, or to none.
    ///
    /// # Errors
    /// The first one that is not there or whose state does not allow it.
    pub fn act(&mut self, region: &str, ids: &[String], act: Act) -> Result<(), Obstacle> {
        let course = act.course(self.now());
        self.turn(region, ids, act.allowed(), &course)
    }

    /// Gives all of them a new course of states, or none.
    ///
    /// # Errors
    /// The first one that is not there or in none of the allowed states.
    pub fn turn(
        &mut self,
        region: &str,
        ids: &[String],
        allowed: &[InstanceState],
        course: &Course<InstanceState>,
    ) -> Result<(), Obstacle> {
        let now = self.now();
        for id in ids {
            let instance = self.instance(region, id)?;
            let state = instance.state(now);
            if !allowed.contains(&state) {
                return Err(Obstacle::WrongState { noun: "instance", id: id.clone(), state: state.word() });
            }
        }
        for id in ids {
            if let Some(instance) = self.instances.get_mut(id) {
                instance.course = course.clone();
            }
        }
        Ok(())
    }

    /// The instance of that id in that region.
    ///
    /// # Errors
    /// There is none.
    pub fn instance(&self, region: &str, id: &str) -> Result<&Instance, Obstacle> {
        self.instances.find(region, id).ok_or_else(|| Obstacle::NoSuch { noun: "instance", id: id.to_owned() })
    }

    fn check(&self, order: &InstanceOrder) -> Result<Parts, Obstacle> {
        let missing = |noun: &'static str, id: &str| Obstacle::NoSuch { noun, id: id.to_owned() };
        let (vcpus, memory_mib, gpus) = match &order.instance_type {
            None => (order.vcpus, order.memory_mib, 0),
            Some(id) => {
                let kind = self.instance_type(id, Some(&order.zone)).ok_or_else(|| missing("instance_type", id))?;
                if !kind.available_in(&order.zone) {
                    return Err(Obstacle::SoldOut { instance_type: id.clone(), zone: order.zone.clone() });
                }
                (kind.vcpus, kind.memory_mib, kind.gpus)
            }
        };
        let image =
            self.images.find(&order.region, &order.image_id).ok_or_else(|| missing("image", &order.image_id))?;
        if image.state(self.now()) != ImageState::Ready {
            return Err(Obstacle::WrongState { noun: "image", id: order.image_id.clone(), state: "not ready" });
        }
        let vpc_id = self.check_addresses(order)?;
        for id in &order.security_group_ids {
            let group = self.security_groups.find(&order.region, id).ok_or_else(|| missing("security_group", id))?;
            if let (Some(of_group), Some(of_subnet)) = (&group.vpc_id, &vpc_id)
                && of_group != of_subnet
            {
                let with = of_subnet.clone();
                return Err(Obstacle::Mismatch { noun: "security_group", id: id.clone(), with });
            }
        }
        for id in &order.key_pair_ids {
            self.key_pairs.find(&order.region, id).ok_or_else(|| missing("key_pair", id))?;
        }
        for id in order.data_disks.iter().filter_map(|disk| disk.snapshot_id.as_ref()) {
            self.snapshots.find(&order.region, id).ok_or_else(|| missing("snapshot", id))?;
        }
        let limit = self.quota("instances");
        if self.instances.len() as u64 + u64::from(order.count) > u64::from(limit) {
            return Err(Obstacle::Quota { noun: "instances", limit });
        }
        if self.account.balance < order.due || self.account.balance <= rust_decimal::Decimal::ZERO {
            return Err(Obstacle::Balance);
        }
        Ok(Parts {
            vcpus,
            memory_mib,
            gpus,
            os: image.os.clone(),
            system_disk_gib: image.size_gib.max(order.system_disk.size_gib),
            vpc_id,
        })
    }

    /// Checks subnet and addresses and says the subnet's VPC.
    fn check_addresses(&self, order: &InstanceOrder) -> Result<Option<String>, Obstacle> {
        let Some(subnet_id) = &order.subnet_id else { return Ok(None) };
        let subnet = self
            .subnets
            .find(&order.region, subnet_id)
            .ok_or_else(|| Obstacle::NoSuch { noun: "subnet", id: subnet_id.clone() })?;
        if !subnet.zone.is_empty() && !order.zone.is_empty() && subnet.zone != order.zone {
            let with = order.zone.clone();
            return Err(Obstacle::Mismatch { noun: "subnet", id: subnet_id.clone(), with });
        }
        for address in &order.private_ips {
            if !subnet.contains(address) {
                let subnet_id = subnet_id.clone();
                return Err(Obstacle::AddressOutside { address: address.clone(), subnet_id });
            }
            if subnet.is_taken(address) {
                return Err(Obstacle::AddressTaken { address: address.clone() });
            }
        }
        if subnet.free() < order.count {
            return Err(Obstacle::NoAddress { subnet_id: subnet_id.clone() });
        }
        Ok(Some(subnet.vpc_id.clone()))
    }

    fn create_instance(&mut self, order: &InstanceOrder, parts: &Parts, nth: u32) -> String {
        let now = self.now();
        let id = self.reused_ids.pop().unwrap_or_else(|| (self.shapes.instance)(&mut self.ids));
        let system = DiskOrder { size_gib: parts.system_disk_gib, ..order.system_disk.clone() };
        let disk_ids = std::iter::once((&system, true))
            .chain(order.data_disks.iter().map(|disk| (disk, false)))
            .map(|(disk, is_system)| self.create_disk_of(order, disk, is_system, Some(&id)))
            .collect();
        let asked = order.private_ips.get(nth as usize);
        let private_ip =
            order.subnet_id.as_ref().and_then(|subnet| self.subnets.get_mut(subnet)).and_then(|subnet| match asked {
                Some(address) => subnet.take(address).then(|| address.clone()),
                None => subnet.allocate().map(|address| address.to_string()),
            });
        let public_ips = if order.public_ip { vec![self.give_public_address(order, &id)] } else { Vec::new() };
        let instance = Instance {
            region: order.region.clone(),
            zone: order.zone.clone(),
            name: order.name.clone(),
            host_name: order.host_name.clone(),
            instance_type: order.instance_type.clone(),
            vcpus: parts.vcpus,
            memory_mib: parts.memory_mib,
            gpus: parts.gpus,
            image_id: order.image_id.clone(),
            os: parts.os.clone(),
            course: Course::through(now, InstanceState::Pending, BOOT_SECONDS, InstanceState::Running),
            vpc_id: parts.vpc_id.clone(),
            subnet_id: order.subnet_id.clone(),
            interface_id: (self.shapes.network_interface)(&mut self.ids),
            mac: self.ids.mac(),
            private_ips: private_ip.into_iter().collect(),
            public_ips,
            bandwidth_mbps: order.bandwidth_mbps,
            security_group_ids: order.security_group_ids.clone(),
            key_pair_ids: order.key_pair_ids.clone(),
            disk_ids,
            billing: order.billing,
            created: now,
            expires: match order.billing {
                Billing::Prepaid => now.checked_add_months(Months::new(order.months)),
                _ => None,
            },
            extra: order.extra.clone(),
            id,
        };
        self.instances.put(instance)
    }

    fn give_public_address(&mut self, order: &InstanceOrder, instance_id: &str) -> String {
        let address = self.public_address();
        if order.elastic_ip {
            let ip = ElasticIp {
                id: (self.shapes.elastic_ip)(&mut self.ids),
                region: order.region.clone(),
                address: address.clone(),
                bandwidth_mbps: order.bandwidth_mbps,
                instance_id: Some(instance_id.to_owned()),
                delete_with_instance: true,
                created: self.now(),
                extra: serde_json::Map::new(),
            };
            self.elastic_ips.put(ip);
        }
        address
    }

    /// Makes a disk for an order, on an instance or on none, and says its id.
    pub fn create_disk_of(
        &mut self,
        order: &InstanceOrder,
        disk: &DiskOrder,
        system: bool,
        instance_id: Option<&str>,
    ) -> String {
        let now = self.now();
        let end = if instance_id.is_some() { DiskState::InUse } else { DiskState::Available };
        let disk = Disk {
            id: (self.shapes.disk)(&mut self.ids),
            region: order.region.clone(),
            zone: order.zone.clone(),
            name: disk.name.clone(),
            disk_type: disk.disk_type.clone(),
            size_gib: disk.size_gib,
            system,
            instance_id: instance_id.map(str::to_owned),
            device: disk.device.clone(),
            delete_with_instance: system || disk.delete_with_instance,
            snapshot_id: disk.snapshot_id.clone(),
            course: Course::through(now, DiskState::Creating, DISK_SECONDS, end),
            billing: order.billing,
            created: now,
            extra: disk.extra.clone(),
        };
        self.disks.put(disk)
    }
}

/// Removes what is gone by now and frees what it held.
pub(super) fn settle(world: &mut World) {
    let now = world.now();
    let gone: HashSet<String> = world
        .instances
        .iter()
        .filter(|instance| instance.state(now) == InstanceState::Gone)
        .map(|instance| instance.id().to_owned())
        .collect();
    if !gone.is_empty() {
        for instance in gone.iter().filter_map(|id| world.instances.get(id)) {
            if let Some(subnet) = instance.subnet_id.as_ref().and_then(|id| world.subnets.get_mut(id)) {
                instance.private_ips.iter().for_each(|address| subnet.release(address));
            }
        }
        world.instances.retain(|instance| instance.state(now) != InstanceState::Gone);
        let orphan = |instance_id: &Option<String>| instance_id.as_ref().is_some_and(|id| gone.contains(id));
        world.disks.retain(|disk| !(orphan(&disk.instance_id) && disk.delete_with_instance));
        for disk in world.disks.matching_mut(|disk| orphan(&disk.instance_id)) {
            disk.instance_id = None;
            disk.device = None;
            disk.course = Course::settled(DiskState::Available);
        }
        world.elastic_ips.retain(|ip| !(orphan(&ip.instance_id) && ip.delete_with_instance));
        for ip in world.elastic_ips.matching_mut(|ip| orphan(&ip.instance_id)) {
            ip.instance_id = None;
        }
    }
    world.disks.retain(|disk| disk.state(now) != DiskState::Gone);
    world.images.retain(|image| image.state(now) != ImageState::Gone);
    world.snapshots.retain(|snapshot| snapshot.state(now) != SnapshotState::Gone);
}
