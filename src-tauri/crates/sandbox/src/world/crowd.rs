//! Many instances at once, as different as those of a real account, to see how the application bears them.

use std::net::Ipv4Addr;

use chrono::{Duration, Months};
use rust_decimal::prelude::ToPrimitive as _;

use super::World;
use super::course::Course;
use super::disk::DiskState;
use super::image::ImageOrigin;
use super::instance::{Billing, Instance, InstanceState};
use super::network::Subnet;
use super::order::{DiskOrder, InstanceOrder};

/// What the crowd is made of.
#[derive(Debug, Clone)]
pub struct Crowd<'c> {
    /// How many.
    pub count: usize,
    /// Region they stand in.
    pub region: &'c str,
    /// Disk type of their system disks.
    pub disk_type: &'c str,
    /// Key pairs some of them have.
    pub key_pair_ids: &'c [String],
}

const ROLES: &[&str] =
    &["web", "api", "worker", "cache", "mysql", "redis", "kafka", "search", "gateway", "batch", "build", "monitor"];
const STAGES: &[&str] = &["prod", "prod", "prod", "staging", "test", "dev"];

impl World {
    /// Adds a crowd and says its ids. Types, zones, images, subnets and groups are those of the world; quotas, stocks
    /// and the balance are not asked. `dress` sets what the cloud records beyond them.
    pub fn seed_crowd(&mut self, crowd: &Crowd<'_>, mut dress: impl FnMut(&mut Instance)) -> Vec<String> {
        let zones = self.region(crowd.region).map(|region| region.zones.clone()).unwrap_or_default();
        let types = self.instance_types.clone();
        let images: Vec<(String, String, u32)> = self
            .images
            .in_region(crowd.region)
            .filter(|image| image.origin == ImageOrigin::Public)
            .map(|image| (image.id.clone(), image.os.clone(), image.size_gib))
            .collect();
        let subnets: Vec<(String, String, String)> = self
            .subnets
            .in_region(crowd.region)
            .map(|subnet| (subnet.id.clone(), subnet.zone.clone(), subnet.vpc_id.clone()))
            .collect();
        let groups: Vec<String> = self.security_groups.in_region(crowd.region).map(|group| group.id.clone()).collect();
        (0..crowd.count)
            .map(|nth| {
                let subnet = self.ids.pick(&subnets).cloned();
                let zone = match &subnet {
                    Some((_, zone, _)) if !zone.is_empty() => zone.clone(),
                    _ => self.ids.pick(&zones).cloned().unwrap_or_default(),
                };
                let mut instance = self.one_of_crowd(crowd, nth, &zone);
                if let Some(kind) = self.ids.pick(&types) {
                    instance.instance_type = Some(kind.id.clone());
                    (instance.vcpus, instance.memory_mib, instance.gpus) = (kind.vcpus, kind.memory_mib, kind.gpus);
                }
                let mut gib = 40;
                if let Some((id, os, size)) = self.ids.pick(&images) {
                    (instance.image_id, instance.os, gib) = (id.clone(), os.clone(), *size);
                }
                if let Some((id, _, vpc_id)) = subnet {
                    instance.private_ips = vec![self.crowd_address(&id, nth)];
                    (instance.subnet_id, instance.vpc_id) = (Some(id), Some(vpc_id));
                }
                instance.security_group_ids = self.ids.pick(&groups).cloned().into_iter().collect();
                if self.ids.below(3) == 0 {
                    instance.public_ips = vec![self.public_address()];
                    instance.bandwidth_mbps = self.ids.below(20).to_u32().unwrap_or_default() + 1;
                }
                instance.disk_ids = vec![self.disk_of_crowd(crowd, &instance, gib)];
                dress(&mut instance);
                self.instances.put(instance)
            })
            .collect()
    }

    /// A crowd leaves half of every subnet free, so that things can still be ordered there. Whoever comes later gets an
    /// address beyond the subnet's range, which is less of a lie than an instance without any.
    fn crowd_address(&mut self, subnet_id: &str, nth: usize) -> String {
        let room = self.subnets.get_mut(subnet_id).filter(|subnet| subnet.free() > subnet.capacity() / 2);
        let beyond = || {
            let offset = u32::try_from(nth).unwrap_or_default() % (1 << 23);
            Ipv4Addr::from(u32::from(Ipv4Addr::new(10, 128, 0, 0)) + offset)
        };
        room.and_then(Subnet::allocate).unwrap_or_else(beyond).to_string()
    }

    fn one_of_crowd(&mut self, crowd: &Crowd<'_>, nth: usize, zone: &str) -> Instance {
        let now = self.now();
        let minutes = i64::try_from(self.ids.below(900 * 24 * 60)).unwrap_or_default();
        let created = now - Duration::minutes(minutes + 10);
        let state = match self.ids.below(100) {
            0..=77 => InstanceState::Running,
            78..=96 => InstanceState::Stopped,
            97..=98 => InstanceState::Busy("resizing"),
            _ => InstanceState::LaunchFailed,
        };
        let billing = match self.ids.below(10) {
            0..=4 => Billing::Prepaid,
            5..=8 => Billing::Postpaid,
            _ => Billing::Spot,
        };
        let role = self.ids.pick(ROLES).copied().unwrap_or_default();
        let stage = self.ids.pick(STAGES).copied().unwrap_or_default();
        let name = format!("{role}-{stage}-{:05}", nth + 1);
        let key_pair = if self.ids.below(2) == 0 { self.ids.pick(crowd.key_pair_ids).cloned() } else { None };
        Instance {
            id: (self.shapes.instance)(&mut self.ids),
            region: crowd.region.to_owned(),
            zone: zone.to_owned(),
            host_name: Some(name.clone()),
            name,
            instance_type: None,
            vcpus: 2,
            memory_mib: 4096,
            gpus: 0,
            image_id: String::new(),
            os: String::new(),
            course: Course::settled(state),
            vpc_id: None,
            subnet_id: None,
            interface_id: (self.shapes.network_interface)(&mut self.ids),
            mac: self.ids.mac(),
            private_ips: Vec::new(),
            public_ips: Vec::new(),
            bandwidth_mbps: 0,
            security_group_ids: Vec::new(),
            key_pair_ids: key_pair.into_iter().collect(),
            disk_ids: Vec::new(),
            billing,
            created,
            // Some have expired some days ago, as in a real account.
            expires: (billing == Billing::Prepaid)
                .then(|| {
                    let months = (now - created).num_days().to_u32().unwrap_or_default() / 30;
                    created.checked_add_months(Months::new(months + 1)).map(|at| at - Duration::days(3))
                })
                .flatten(),
            extra: serde_json::Map::new(),
        }
    }

    fn disk_of_crowd(&mut self, crowd: &Crowd<'_>, instance: &Instance, gib: u32) -> String {
        let order = InstanceOrder {
            region: instance.region.clone(),
            zone: instance.zone.clone(),
            billing: instance.billing,
            ..InstanceOrder::default()
        };
        let disk = DiskOrder { disk_type: crowd.disk_type.to_owned(), size_gib: gib, ..DiskOrder::default() };
        let id = self.create_disk_of(&order, &disk, true, Some(&instance.id));
        if let Some(disk) = self.disks.get_mut(&id) {
            disk.course = Course::settled(DiskState::InUse);
            disk.created = instance.created;
        }
        id
    }
}
