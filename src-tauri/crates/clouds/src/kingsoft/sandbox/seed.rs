//! What every account of this cloud finds in its world.

use chrono::{Duration, TimeZone as _, Utc};
use serde_json::{Map, Value, json};
use yundeck_sandbox::World;
use yundeck_sandbox::prices::PriceBook;
use yundeck_sandbox::sample::Sample;
use yundeck_sandbox::world::crowd::Crowd;
use yundeck_sandbox::world::key_pair::public_key;
use yundeck_sandbox::world::{
    Billing, Course, IdShapes, Image, ImageOrigin, Instance, InstanceState, KeyPair, SecurityGroup, Subnet, Vpc,
};

use super::instance_type;
use super::network::LINES;

/// The image of the document's price parameters.
const CENTOS: &str = "48de6f74-e287-45df-b55e-94266d77483f";
/// The image of the document's price sample.
const UBUNTU: &str = "6e37ed46-61a2-4f0a-9f4a-dcdd0817917c";

/// Public images: id (made up where empty), platform word, size of the system disk in GiB.
const IMAGES: &[(&str, &str, &str, u32)] = &[
    (CENTOS, "centos-7.6-20200101", "centos-7.6", 20),
    (UBUNTU, "ubuntu-18.04-20200101", "ubuntu-18.04", 20),
    ("", "debian-10.2-20200101", "debian-10.2", 20),
    ("", "windows-server_2016_datacenter_64_zh", "windows-server_2016_datacenter_64_zh", 50),
    ("", "windows-server_2008_r2_datacenter_64_zh", "windows-server_2008_r2_datacenter_64_zh", 40),
];

/// Instances beyond the crowd that was asked for, so that the table is worth a look.
const A_FEW: usize = 4;
/// How many more instances the account may have than it starts with.
const HEADROOM: usize = 50;

/// Fills a new world.
pub fn seed(world: &mut World, instances: usize) {
    world.shapes = IdShapes::uuids();
    world.account.id = "2000001278".to_owned();
    world.prices = prices();
    world.instance_types = instance_type::on_sale(&world.regions);
    let quota = u32::try_from(instances + A_FEW + HEADROOM).unwrap_or(u32::MAX);
    world.quotas.insert("instances".to_owned(), quota);
    images(world);
    let regions: Vec<(String, Vec<String>)> =
        world.regions.iter().map(|region| (region.id.clone(), region.zones.clone())).collect();
    for (nth, (region, zones)) in regions.iter().enumerate() {
        network(world, u8::try_from(nth).unwrap_or(200), region, zones);
    }
    let key_id = key_pair(world, "ops");
    if let Some((region, _)) = regions.first() {
        let key_pair_ids = [key_id];
        let crowd = Crowd { count: instances + A_FEW, region, disk_type: "SSD3.0", key_pair_ids: &key_pair_ids };
        world.seed_crowd(&crowd, dress);
    }
}

/// Ids that fit together.
pub fn sample(world: &World) -> Sample {
    let region = world.regions.first().map(|region| region.id.clone()).unwrap_or_default();
    let subnet = world.subnets.in_region(&region).next();
    let text = |found: Option<&String>| found.cloned().unwrap_or_default();
    let group = world.security_groups.in_region(&region).next();
    let key_id = world.key_pairs.iter().next().map(|key| key.id.clone()).unwrap_or_default();
    let extra = [("key_id", key_id), ("line_id", LINES.first().map(|(id, ..)| (*id).to_owned()).unwrap_or_default())];
    Sample {
        zone: text(subnet.map(|subnet| &subnet.zone)),
        image_id: CENTOS.to_owned(),
        instance_type: "N3.2B".to_owned(),
        vpc_id: text(subnet.map(|subnet| &subnet.vpc_id)),
        subnet_id: text(subnet.map(|subnet| &subnet.id)),
        security_group_id: text(group.map(|group| &group.id)),
        extra: extra.into_iter().map(|(name, value)| (name.to_owned(), value)).collect(),
        region,
    }
}

/// What a new key pair of that name is; `DescribeKeys` lists it.
pub fn key_pair(world: &mut World, name: &str) -> String {
    let key = KeyPair {
        id: (world.shapes.key_pair)(&mut world.ids),
        region: String::new(),
        name: name.to_owned(),
        description: String::new(),
        public_key: format!("{} root", public_key(&mut world.ids)),
        created: world.now(),
        extra: Map::new(),
    };
    world.key_pairs.put(key)
}

fn prices() -> PriceBook {
    let mut book = PriceBook::default();
    for (kind, per_mille) in [("SSD3.0", 14), ("EHDD", 6), ("SSD", 4), ("Local_SSD", 0)] {
        book.disk_gib_hour.insert(kind.to_owned(), rust_decimal::Decimal::new(per_mille, 4));
    }
    book
}

fn images(world: &mut World) {
    let made = Utc.with_ymd_and_hms(2020, 1, 2, 3, 4, 5).single().unwrap_or_default();
    for (id, name, platform, size) in IMAGES {
        let id = if id.is_empty() { (world.shapes.image)(&mut world.ids) } else { (*id).to_owned() };
        world.images.put(Image::public(&id, name, platform, platform, *size, made));
    }
    let region = world.regions.first().map(|region| region.id.clone()).unwrap_or_default();
    let owned = [
        (ImageOrigin::Private, "web_base", "centos-7.6", "extend", region.as_str()),
        (ImageOrigin::SharedWithMe, "partner_image", "ubuntu-18.04", "share", region.as_str()),
        (ImageOrigin::Market, "JumpServer", "centos-7.5", "market", ""),
        (ImageOrigin::Market, "Nvidia GRID License Server", "centos-7.6", "market", ""),
    ];
    for (origin, name, platform, source, region) in owned {
        let id = (world.shapes.image)(&mut world.ids);
        let mut image = Image::public(&id, name, platform, platform, 20, made);
        image.origin = origin;
        image.region = region.to_owned();
        image.extra.insert("ImageSource".to_owned(), json!(source));
        if name == "JumpServer" {
            image.extra.insert("MonthlyPrice".to_owned(), json!("5000"));
            image.extra.insert("HourlyPrice".to_owned(), json!("7"));
        }
        world.images.put(image);
    }
}

/// A VPC with a subnet in every zone, and its security group. Shanghai's also has a subnet that takes no instances.
fn network(world: &mut World, nth: u8, region: &str, zones: &[String]) {
    let created = world.now() - Duration::days(200);
    let vpc = Vpc {
        id: (world.shapes.vpc)(&mut world.ids),
        region: region.to_owned(),
        name: "Default".to_owned(),
        cidr: format!("10.{nth}.0.0/16"),
        is_default: true,
        created,
        extra: Map::new(),
    };
    for (block, zone) in zones.iter().enumerate() {
        let id = (world.shapes.subnet)(&mut world.ids);
        // A wide block, so that fifty thousand instances find addresses.
        world.subnets.put(Subnet::new(
            id,
            &vpc,
            zone,
            &format!("subnet-{zone}"),
            &format!("10.{nth}.{}.0/18", block * 64),
        ));
    }
    if region == "cn-shanghai-2" {
        let id = (world.shapes.subnet)(&mut world.ids);
        let mut reserve = Subnet::new(id, &vpc, "", "terminals", &format!("10.{nth}.250.0/24"));
        reserve.extra.insert("SubnetType".to_owned(), json!("Reserve"));
        world.subnets.put(reserve);
    }
    let rule = |direction: &str| json!({ "CidrBlock": "0.0.0.0/0", "Direction": direction, "Protocol": "ip", "Description": "" });
    let group = SecurityGroup {
        id: (world.shapes.security_group)(&mut world.ids),
        region: region.to_owned(),
        vpc_id: Some(vpc.id.clone()),
        name: "默认安全组放行所有流量".to_owned(),
        description: String::new(),
        is_default: true,
        rules: vec![rule("in"), rule("out")],
        created,
        extra: Map::new(),
    };
    world.security_groups.put(group);
    world.vpcs.put(vpc);
}

/// What this cloud records of an instance of the crowd.
fn dress(instance: &mut Instance) {
    let charge_type = match instance.billing {
        Billing::Prepaid => "Monthly",
        Billing::Spot => "Spot",
        Billing::Postpaid | Billing::Host => "Daily",
    };
    instance.extra.insert("ChargeType".to_owned(), Value::from(charge_type));
    if matches!(instance.course.end(), InstanceState::Busy(_)) {
        instance.course = Course::settled(InstanceState::Busy("resize_migrating"));
    }
}
