//! What every sandbox account of JD Cloud finds in its world.

mod offer;

use chrono::{DateTime, Duration, Utc};
use indexmap::IndexMap;
use serde_json::{Map, Value, json};
use yundeck_sandbox::world::crowd::Crowd;
use yundeck_sandbox::world::key_pair::public_key;
use yundeck_sandbox::world::{
    Billing, Course, DiskOrder, DiskState, ElasticIp, IdShapes, Ids, ImageOrder, ImageState, InstanceOrder,
    InstanceState, KeyPair, SecurityGroup, SnapshotState, Subnet, Vpc,
};
use yundeck_sandbox::{Sample, World};

use super::interface::{self, Interface};
use super::{image, show};

const REGION: &str = "cn-north-1";
const ZONE: &str = "cn-north-1a";
const TYPE: &str = "g.n3.medium";
const PUBLIC_IMAGE: &str = "img-centos8264";
const LOCAL_IMAGE: &str = "img-centos79lc";
const KEY: &str = "ops-key";
const PIN: &str = "yundeck";

fn shapes() -> IdShapes {
    IdShapes {
        instance: |ids| format!("i-{}", ids.lower(10)),
        image: |ids| format!("img-{}", ids.lower(10)),
        key_pair: |ids| format!("key-{}", ids.lower(10)),
        disk: |ids| format!("vol-{}", ids.lower(10)),
        snapshot: |ids| format!("snapshot-{}", ids.lower(10)),
        elastic_ip: |ids| format!("fip-{}", ids.lower(10)),
        vpc: |ids| format!("vpc-{}", ids.lower(10)),
        subnet: |ids| format!("subnet-{}", ids.lower(10)),
        security_group: |ids| format!("sg-{}", ids.lower(10)),
        network_interface: |ids| format!("port-{}", ids.lower(10)),
    }
}

/// Fills a new world.
pub(super) fn fill(world: &mut World, instances: usize) {
    world.shapes = shapes();
    world.account.id = PIN.to_owned();
    world.account.name = PIN.to_owned();
    for (kind, per_gib) in [("ssd.gp1", 10), ("ssd.io1", 16), ("hdd.std1", 5), ("ssd.gp2", 12), ("ssd.io2", 20)] {
        world.prices.disk_gib_hour.insert(kind.to_owned(), rust_decimal::Decimal::new(per_gib, 4));
    }
    offer::instance_types(world);
    let regions: Vec<String> = world.regions.iter().map(|region| region.id.clone()).collect();
    for region in regions {
        network(world, &region);
    }
    offer::images(world);
    key_pairs(world);
    own_instances(world);
    own_images(world);
    spare_parts(world);
    if instances > 0 {
        let keys = [KEY.to_owned()];
        let crowd = Crowd { count: instances, region: REGION, disk_type: "ssd.gp1", key_pair_ids: &keys };
        let ids = world.seed_crowd(&crowd, |_| {});
        for id in world.instances.iter().flat_map(|instance| instance.disk_ids.first().cloned()).collect::<Vec<_>>() {
            if let Some(disk) = world.disks.get_mut(&id) {
                disk.device.get_or_insert_with(|| "vda".to_owned());
            }
        }
        debug_assert_eq!(ids.len(), instances);
    }
    // Quotas of the product page, with the instances that are there already on top.
    let present = u32::try_from(world.instances.len()).unwrap_or(u32::MAX);
    world.quotas.insert("instances".to_owned(), present.saturating_add(120));
    for (noun, limit) in [("key_pairs", 20), ("images", 20), ("image_shares", 20), ("elastic_ips", 100)] {
        world.quotas.insert(noun.to_owned(), limit);
    }
}

/// Ids that fit together.
pub(super) fn sample(world: &World) -> Sample {
    let subnet = world.subnets.in_region(REGION).next();
    let vpc_id = subnet.map(|subnet| subnet.vpc_id.clone()).unwrap_or_default();
    let group = world.security_groups.in_region(REGION).find(|group| group.vpc_id.as_ref() == Some(&vpc_id));
    let mut extra = IndexMap::new();
    let mut add = |name: &str, id: Option<String>| {
        extra.insert(name.to_owned(), id.unwrap_or_default());
    };
    let instance =
        |name: &str| world.instances.iter().find(|instance| instance.name == name).map(|instance| instance.id.clone());
    let own_image = |name: &str| world.images.iter().find(|image| image.name == name).map(|image| image.id.clone());
    add("private_image_id", own_image("golden-web"));
    add("whole_machine_image_id", own_image("erp-full"));
    add("running_instance_id", instance("web-01"));
    add("stopped_instance_id", instance("db-01"));
    add("key_pair_id", Some(KEY.to_owned()));
    let spare = world.disks.iter().find(|disk| disk.instance_id.is_none() && disk.zone == ZONE);
    add("disk_id", spare.map(|disk| disk.id.clone()));
    add("elastic_ip_id", world.elastic_ips.iter().find(|ip| ip.instance_id.is_none()).map(|ip| ip.id.clone()));
    let interfaces = world.extra.get("networkInterfaces").and_then(Value::as_object);
    add("network_interface_id", interfaces.and_then(|shelf| shelf.keys().next().cloned()));
    Sample {
        region: REGION.to_owned(),
        zone: ZONE.to_owned(),
        image_id: PUBLIC_IMAGE.to_owned(),
        instance_type: TYPE.to_owned(),
        subnet_id: subnet.map(|subnet| subnet.id.clone()).unwrap_or_default(),
        vpc_id,
        security_group_id: group.map(|group| group.id.clone()).unwrap_or_default(),
        extra,
    }
}

/// A VPC with two subnets and two security groups. Standard subnets span the zones.
fn network(world: &mut World, region: &str) {
    let created = years_ago(world, 2);
    let nth = u32::try_from(world.vpcs.len()).unwrap_or_default();
    let vpc = Vpc {
        id: (world.shapes.vpc)(&mut world.ids),
        region: region.to_owned(),
        name: "default-vpc".to_owned(),
        cidr: format!("10.{nth}.0.0/16"),
        is_default: true,
        created,
        extra: Map::new(),
    };
    for (name, cidr) in [("default-subnet", format!("10.{nth}.0.0/18")), ("backend", format!("10.{nth}.64.0/20"))] {
        let id = (world.shapes.subnet)(&mut world.ids);
        world.subnets.put(Subnet::new(id, &vpc, "", name, &cidr));
    }
    let rule = |direction: u32, from: u32, to: u32| json!({ "ruleId": "", "protocol": 6, "direction": direction, "addressPrefix": "0.0.0.0/0", "fromPort": from, "toPort": to });
    for (name, is_default) in [("default", true), ("web", false)] {
        let group = SecurityGroup {
            id: (world.shapes.security_group)(&mut world.ids),
            region: region.to_owned(),
            vpc_id: Some(vpc.id.clone()),
            name: name.to_owned(),
            description: String::new(),
            is_default,
            rules: if is_default {
                vec![rule(1, 1, 65535)]
            } else {
                vec![rule(0, 80, 80), rule(0, 443, 443), rule(1, 1, 65535)]
            },
            created,
            extra: Map::new(),
        };
        world.security_groups.put(group);
    }
    world.vpcs.put(vpc);
}

fn key_pairs(world: &mut World) {
    for (name, region) in [(KEY, REGION), ("laptop", REGION), ("ops-key-shanghai", "cn-east-2")] {
        let pair = KeyPair {
            id: name.to_owned(),
            region: region.to_owned(),
            name: name.to_owned(),
            description: String::new(),
            public_key: public_key(&mut world.ids),
            created: years_ago(world, 1),
            extra: Map::new(),
        };
        world.key_pairs.put(pair);
    }
}

/// A few instances that are worth a look: running and stopped, postpaid and prepaid, local and cloud system disk.
fn own_instances(world: &mut World) {
    let subnet = |world: &World, region: &str| world.subnets.in_region(region).next().map(|subnet| subnet.id.clone());
    let group =
        |world: &World, region: &str| world.security_groups.in_region(region).map(|group| group.id.clone()).next();
    let base = |world: &World, name: &str, region: &str, zone: &str, kind: &str| InstanceOrder {
        region: region.to_owned(),
        zone: zone.to_owned(),
        name: name.to_owned(),
        instance_type: Some(kind.to_owned()),
        image_id: PUBLIC_IMAGE.to_owned(),
        subnet_id: subnet(world, region),
        security_group_ids: group(world, region).into_iter().collect(),
        system_disk: disk("vda", "ssd.gp1", 40),
        ..InstanceOrder::default()
    };
    let web = InstanceOrder {
        public_ip: true,
        elastic_ip: true,
        bandwidth_mbps: 5,
        key_pair_ids: vec![KEY.to_owned()],
        ..base(world, "web-01", REGION, ZONE, TYPE)
    };
    let db = InstanceOrder {
        data_disks: vec![disk("vdb", "ssd.io1", 200)],
        ..base(world, "db-01", REGION, ZONE, "m.n3.large")
    };
    let prepaid = InstanceOrder {
        billing: Billing::Prepaid,
        months: 12,
        ..base(world, "erp-01", REGION, "cn-north-1b", "g.n3.xlarge")
    };
    let mut local_disk = disk("vda", "ssd", 40);
    local_disk.extra.insert(show::LOCAL.to_owned(), json!(true));
    let old = InstanceOrder {
        image_id: LOCAL_IMAGE.to_owned(),
        system_disk: local_disk,
        ..base(world, "legacy-01", REGION, ZONE, "g.n2.large")
    };
    let far = base(world, "shanghai-01", "cn-east-2", "cn-east-2a", "c.n3.large");
    let states = [
        (web, InstanceState::Running, 40),
        (db, InstanceState::Stopped, 200),
        (prepaid, InstanceState::Running, 90),
        (old, InstanceState::Stopped, 700),
        (far, InstanceState::Running, 12),
    ];
    for (order, state, days) in states {
        // Everything an order here names was put into this world above.
        let Ok(ids) = world.create_instances(&order) else { continue };
        settle(world, &ids, state, days);
    }
}

fn disk(device: &str, kind: &str, gib: u32) -> DiskOrder {
    DiskOrder { device: Some(device.to_owned()), disk_type: kind.to_owned(), size_gib: gib, ..DiskOrder::default() }
}

/// Lets instances have been there for some days.
fn settle(world: &mut World, ids: &[String], state: InstanceState, days: i64) {
    let created = world.now() - Duration::days(days);
    for id in ids {
        let Some(instance) = world.instances.get_mut(id) else { continue };
        instance.expires = instance.expires.map(|at| at - Duration::days(days));
        instance.created = created;
        instance.course = Course::settled(state);
        let name = instance.name.clone();
        instance.host_name = Some(name.clone());
        for disk in instance.disk_ids.clone() {
            if let Some(disk) = world.disks.get_mut(&disk) {
                disk.name.clone_from(&name);
                disk.created = created;
                disk.course = Course::settled(DiskState::InUse);
            }
        }
        for ip in world.elastic_ips.matching_mut(|ip| ip.instance_id.as_deref() == Some(id)) {
            ip.delete_with_instance = false;
            ip.created = created;
        }
    }
}

/// Two own images: one that can be shared, and one with data disks that cannot.
fn own_images(world: &mut World) {
    let by_name = |world: &World, name: &str| {
        world
            .instances
            .iter()
            .find(|instance| instance.name == name)
            .map(|instance| (instance.id.clone(), instance.disk_ids.clone()))
    };
    let Some((id, disks)) = by_name(world, "db-01") else { return };
    for (name, data_disk_ids) in [("golden-web", Vec::new()), ("erp-full", disks.into_iter().skip(1).collect())] {
        let order =
            ImageOrder { instance_id: id.clone(), name: name.to_owned(), data_disk_ids, ..ImageOrder::default() };
        let Ok(image_id) = world.create_image(REGION, &order) else { continue };
        image::remember_devices(world, &image_id);
        let created = world.now() - Duration::days(30);
        let snapshots = world.images.get(&image_id).map(|image| image.data_disk_snapshots.clone()).unwrap_or_default();
        if let Some(image) = world.images.get_mut(&image_id) {
            image.course = Course::settled(ImageState::Ready);
            image.created = created;
        }
        for id in snapshots {
            if let Some(snapshot) = world.snapshots.get_mut(&id) {
                snapshot.course = Course::settled(SnapshotState::Ready);
                snapshot.created = created;
            }
        }
    }
}

/// A disk, an elastic IP and a network interface that are on no instance yet.
fn spare_parts(world: &mut World) {
    let order = InstanceOrder { region: REGION.to_owned(), zone: ZONE.to_owned(), ..InstanceOrder::default() };
    let spare = DiskOrder { name: "spare".to_owned(), delete_with_instance: false, ..disk("", "ssd.gp1", 100) };
    let id = world.create_disk_of(&order, &spare, false, None);
    if let Some(disk) = world.disks.get_mut(&id) {
        disk.device = None;
        disk.course = Course::settled(DiskState::Available);
    }
    let ip = ElasticIp {
        id: (world.shapes.elastic_ip)(&mut world.ids),
        region: REGION.to_owned(),
        address: world.public_address(),
        bandwidth_mbps: 10,
        instance_id: None,
        delete_with_instance: false,
        created: years_ago(world, 1),
        extra: Map::new(),
    };
    world.elastic_ips.put(ip);
    let Some(subnet) = world.subnets.in_region(REGION).next().map(|subnet| (subnet.id.clone(), subnet.vpc_id.clone()))
    else {
        return;
    };
    let address = world.subnets.get_mut(&subnet.0).and_then(Subnet::allocate);
    let groups = world.security_groups.in_region(REGION).map(|group| group.id.clone()).take(1).collect();
    let interface = Interface {
        id: (world.shapes.network_interface)(&mut world.ids),
        region: REGION.to_owned(),
        name: "spare".to_owned(),
        vpc_id: subnet.1,
        subnet_id: subnet.0,
        address: address.map(|address| address.to_string()).unwrap_or_default(),
        mac: Ids::mac(&mut world.ids),
        groups,
        instance_id: None,
        device_index: 0,
        auto_delete: false,
    };
    interface::put(world, &interface);
}

fn years_ago(world: &World, years: i64) -> DateTime<Utc> {
    world.now() - Duration::days(365 * years)
}
