//! What every tenant of this cloud finds in its world.

use chrono::{DateTime, Duration, Months, Utc};
use rust_decimal::Decimal;
use serde_json::{Map, json};
use yundeck_sandbox::world::crowd::Crowd;
use yundeck_sandbox::world::order::{DiskOrder, InstanceOrder};
use yundeck_sandbox::world::{
    Billing, Course, DiskState, IdShapes, Ids, Image, ImageOrigin, InstanceState, SecurityGroup, Subnet, Vpc,
};
use yundeck_sandbox::{Sample, World};

use super::order::{OPERATOR, bind};
use super::placement::{STORAGE_TYPES, VM_TYPES};
use super::record::{CHARGE_TYPE, LAN_GROUP, QUANTITY, VM_TYPE, WAN_GROUP};
use super::tenant::{OTHER_COMPANY, PROJECT_GROUP};

/// The one region of the catalogue.
const REGION: &str = "cn";
/// This release has no zones; the vendor's SDK wants to name one.
const ZONE: &str = "zone-01";
const CENTOS: &str = "cn-image-centos-74";
const WINDOWS: &str = "cn-image-windows-2019";

/// Images of the platform: id, name and system, distribution, architecture.
const IMAGES: [(&str, &str, &str, &str); 5] = [
    (CENTOS, "CentOS 7.4 x86_64", "Centos", "x86_64"),
    ("cn-image-ubuntu-1804", "Ubuntu 18.04 x86_64", "Ubuntu", "x86_64"),
    ("cn-image-debian-12", "Debian 12 x86_64", "Debian", "x86_64"),
    (WINDOWS, "Windows 2019 x86_64", "Windows", "x86_64"),
    ("cn-image-centos-76-arm", "CentOS 7.6 aarch64", "Centos", "aarch64"),
];

/// Fills a new world.
pub fn seed(world: &mut World, instances: usize) {
    world.account.id = "200000237".to_owned();
    world.shapes = shapes();
    // The price call answers one number: there is no list price beside it.
    world.prices.discount = Decimal::ONE;
    world.prices.disk_gib_hour.insert(STORAGE_TYPES[1].id.to_owned(), Decimal::new(16, 4));
    for region in &mut world.regions {
        region.zones = vec![ZONE.to_owned()];
    }
    let made = world.now() - Duration::days(400);
    for (id, name, distribution, architecture) in IMAGES {
        let image = Image::public(id, name, distribution, name, 40, made);
        world.images.put(Image { architecture: architecture.to_owned(), ..image });
    }
    let (subnet, lan, wan) = network(world, made);
    own_image(world);
    external_disks(world, made);
    few(world, &subnet, &lan, &wan);
    crowd(world, instances, &lan, &wan);
}

/// Ids of the seeded world that go together.
pub fn sample(world: &World) -> Sample {
    let vpc = world.vpcs.iter().next();
    let subnet = world.subnets.iter().find(|subnet| vpc.is_some_and(|vpc| vpc.id == subnet.vpc_id));
    let extra = [
        ("storage_type", STORAGE_TYPES[0].id),
        ("windows_image_id", WINDOWS),
        ("operator", OPERATOR),
        ("other_company_id", OTHER_COMPANY),
        ("project_id", PROJECT_GROUP.0),
    ];
    Sample {
        region: REGION.to_owned(),
        zone: ZONE.to_owned(),
        image_id: CENTOS.to_owned(),
        instance_type: VM_TYPES[0].id.to_owned(),
        vpc_id: vpc.map(|vpc| vpc.id.clone()).unwrap_or_default(),
        subnet_id: subnet.map(|subnet| subnet.id.clone()).unwrap_or_default(),
        security_group_id: world.security_groups.iter().next().map(|group| group.id.clone()).unwrap_or_default(),
        extra: extra.into_iter().map(|(name, value)| (name.to_owned(), value.to_owned())).collect(),
    }
}

fn shapes() -> IdShapes {
    IdShapes {
        instance: |ids| format!("vm-{}", ids.mixed(9)),
        image: |ids| format!("image-{}", ids.mixed(9)),
        disk: |ids| format!("disk-{}", ids.mixed(9)),
        elastic_ip: |ids| format!("eip-{}", ids.mixed(9)),
        vpc: |ids| format!("vpc-{}", ids.mixed(9)),
        subnet: |ids| format!("subnet-{}", ids.mixed(9)),
        security_group: |ids| format!("sg-{}", ids.mixed(9)),
        network_interface: |ids| format!("nic-{}", ids.mixed(9)),
        ..IdShapes::default()
    }
}

/// Two VPCs with their subnets, and two security groups: ids of the first subnet, the private and the public group.
fn network(world: &mut World, made: DateTime<Utc>) -> (String, String, String) {
    let mut first = String::new();
    // The default subnet is wide enough for a crowd of tens of thousands.
    for (name, cidr, subnets) in [
        ("default", "10.0.0.0/8", [("default", "10.0.0.0/15"), ("backend", "10.64.1.0/24")]),
        ("office", "192.168.0.0/16", [("floor-1", "192.168.1.0/24"), ("floor-2", "192.168.2.0/24")]),
    ] {
        let vpc = Vpc {
            id: (world.shapes.vpc)(&mut world.ids),
            region: REGION.to_owned(),
            name: name.to_owned(),
            cidr: cidr.to_owned(),
            is_default: name == "default",
            created: made,
            extra: Map::new(),
        };
        for (name, cidr) in subnets {
            let id = (world.shapes.subnet)(&mut world.ids);
            let id = world.subnets.put(Subnet::new(id, &vpc, "", name, cidr));
            if first.is_empty() {
                first = id;
            }
        }
        world.vpcs.put(vpc);
    }
    let mut group = |name: &str, description: &str, ports: &[&str]| {
        let rules = ports.iter().zip(1..).map(|(port, nth)| {
            json!({
                "RuleID": format!("sg_rule-{name}{nth}"), "SrcIP": "0.0.0.0/0", "Priority": "HIGH", "ProtocolType": "TCP", "DstPort": port,
                "RuleAction": "ACCEPT", "IsIn": "1",
            })
        });
        let group = SecurityGroup {
            id: (world.shapes.security_group)(&mut world.ids),
            region: REGION.to_owned(),
            vpc_id: None,
            name: name.to_owned(),
            description: description.to_owned(),
            is_default: name == "lan",
            rules: rules.collect(),
            created: made,
            extra: Map::new(),
        };
        world.security_groups.put(group)
    };
    let lan = group("lan", "内网", &["1-65535"]);
    let wan = group("wan", "外网", &["22", "443"]);
    (first, lan, wan)
}

fn own_image(world: &mut World) {
    let made = world.now() - Duration::days(30);
    let image = Image {
        id: (world.shapes.image)(&mut world.ids),
        region: REGION.to_owned(),
        description: "nginx 1.28".to_owned(),
        origin: ImageOrigin::Private,
        owner_id: world.account.id.clone(),
        ..Image::public("", "web-golden", "Centos", "CentOS 7.4 x86_64", 40, made)
    };
    world.images.put(image);
}

/// Two disks of an external storage that are on no instance.
fn external_disks(world: &mut World, made: DateTime<Utc>) {
    let order = InstanceOrder { region: REGION.to_owned(), zone: ZONE.to_owned(), ..InstanceOrder::default() };
    for name in ["lun-01", "lun-02"] {
        let mut extra = Map::new();
        extra.insert("External".to_owned(), json!(true));
        let disk = DiskOrder {
            name: name.to_owned(),
            disk_type: STORAGE_TYPES[0].id.to_owned(),
            size_gib: 100,
            extra,
            ..DiskOrder::default()
        };
        let id = world.create_disk_of(&order, &disk, false, None);
        if let Some(disk) = world.disks.get_mut(&id) {
            disk.delete_with_instance = false;
            disk.course = Course::settled(DiskState::Available);
            disk.created = made;
        }
    }
}

/// One seeded instance.
struct Seeded {
    name: &'static str,
    image: &'static str,
    vcpus: u32,
    memory_mib: u32,
    charge_type: &'static str,
    state: InstanceState,
    days_old: i64,
    data_gib: u32,
    public_addresses: usize,
}

/// The few that make the world worth a look: paid in every way, running and stopped, one with two ways out.
const FEW: [Seeded; 4] = [
    Seeded {
        name: "web-01",
        image: CENTOS,
        vcpus: 2,
        memory_mib: 4096,
        charge_type: "Month",
        state: InstanceState::Running,
        days_old: 20,
        data_gib: 0,
        public_addresses: 2,
    },
    Seeded {
        name: "db-01",
        image: "cn-image-debian-12",
        vcpus: 8,
        memory_mib: 32768,
        charge_type: "Year",
        state: InstanceState::Running,
        days_old: 200,
        data_gib: 500,
        public_addresses: 0,
    },
    Seeded {
        name: "批处理-01",
        image: "cn-image-ubuntu-1804",
        vcpus: 4,
        memory_mib: 8192,
        charge_type: "Dynamic",
        state: InstanceState::Stopped,
        days_old: 3,
        data_gib: 0,
        public_addresses: 0,
    },
    Seeded {
        name: "win-desktop",
        image: WINDOWS,
        vcpus: 4,
        memory_mib: 8192,
        charge_type: "Month",
        state: InstanceState::Running,
        days_old: 25,
        data_gib: 100,
        public_addresses: 1,
    },
];

fn few(world: &mut World, subnet: &str, lan: &str, wan: &str) {
    for seeded in &FEW {
        let months = crate::ucloudstack::map::months(seeded.charge_type, 1);
        let disk = |kind: &str, gib| DiskOrder {
            name: format!("{}-{kind}", seeded.name),
            disk_type: STORAGE_TYPES[0].id.to_owned(),
            size_gib: gib,
            delete_with_instance: false,
            ..DiskOrder::default()
        };
        let mut extra = Map::new();
        for (name, value) in
            [(CHARGE_TYPE, seeded.charge_type), (VM_TYPE, VM_TYPES[0].id), (LAN_GROUP, lan), (WAN_GROUP, wan)]
        {
            extra.insert(name.to_owned(), json!(value));
        }
        extra.insert(QUANTITY.to_owned(), json!(1));
        let order = InstanceOrder {
            region: REGION.to_owned(),
            zone: ZONE.to_owned(),
            name: seeded.name.to_owned(),
            vcpus: seeded.vcpus,
            memory_mib: seeded.memory_mib,
            image_id: seeded.image.to_owned(),
            subnet_id: Some(subnet.to_owned()),
            security_group_ids: vec![lan.to_owned(), wan.to_owned()],
            system_disk: disk("boot", 40),
            data_disks: if seeded.data_gib > 0 { vec![disk("data", seeded.data_gib)] } else { Vec::new() },
            billing: if months.is_some() { Billing::Prepaid } else { Billing::Postpaid },
            months: months.unwrap_or(0),
            extra,
            ..InstanceOrder::default()
        };
        // Nothing stands in the way in a new world; an instance that could not be made would be missed by the tests.
        for id in world.create_instances(&order).unwrap_or_default() {
            for _ in 0..seeded.public_addresses {
                let address = world.public_address();
                bind(world, &id, address, 5);
            }
            let created = world.now() - Duration::days(seeded.days_old);
            if let Some(instance) = world.instances.get_mut(&id) {
                instance.course = Course::settled(seeded.state);
                instance.created = created;
                instance.expires = months.and_then(|months| created.checked_add_months(Months::new(months)));
            }
            for disk in world.disks.matching_mut(|disk| disk.instance_id.as_ref() == Some(&id)) {
                disk.course = Course::settled(DiskState::InUse);
                disk.created = created;
            }
        }
    }
}

fn crowd(world: &mut World, count: usize, lan: &str, wan: &str) {
    let mut dice = Ids::seeded("ucloudstack crowd");
    let crowd = Crowd { count, region: REGION, disk_type: STORAGE_TYPES[0].id, key_pair_ids: &[] };
    world.seed_crowd(&crowd, |instance| {
        instance.vcpus = 1 << dice.below(6);
        instance.memory_mib = instance.vcpus * 2048;
        let architecture =
            VM_TYPES.iter().find(|kind| instance.os.ends_with(kind.architecture)).unwrap_or(&VM_TYPES[0]);
        let charge_type = match (instance.billing, dice.below(4)) {
            (Billing::Prepaid, 0) => "Year",
            (Billing::Prepaid, _) => "Month",
            // There are no spot instances here.
            _ => "Dynamic",
        };
        if instance.billing != Billing::Prepaid {
            instance.billing = Billing::Postpaid;
        }
        for (name, value) in
            [(CHARGE_TYPE, charge_type), (VM_TYPE, architecture.id), (LAN_GROUP, lan), (WAN_GROUP, wan)]
        {
            instance.extra.insert(name.to_owned(), json!(value));
        }
        instance.security_group_ids = vec![lan.to_owned(), wan.to_owned()];
    });
}
