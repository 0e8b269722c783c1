//! What every account of the sandbox's Tencent Cloud finds.

use chrono::{DateTime, Duration, Utc};
use rust_decimal::Decimal;
use serde_json::{Map, json};
use yundeck_sandbox::world::crowd::Crowd;
use yundeck_sandbox::world::key_pair::public_key;
use yundeck_sandbox::world::{
    Billing, Course, DiskOrder, IdShapes, Image, ImageOrigin, Instance, InstanceOrder, InstanceState, InstanceType,
    KeyPair, SecurityGroup, Subnet, Vpc,
};
use yundeck_sandbox::{Sample, World};

use super::filter::iso;

/// Where most of it is.
const REGION: &str = "ap-guangzhou";
const ZONE: &str = "ap-guangzhou-3";
/// The image of the document's samples.
const IMAGE: &str = "img-pmqg1cw7";
const INSTANCE_TYPE: &str = "S2.MEDIUM4";

/// Fills a new world.
pub fn seed(world: &mut World, instances: usize) {
    world.shapes = IdShapes {
        instance: |ids| format!("ins-{}", ids.lower(8)),
        image: |ids| format!("img-{}", ids.lower(8)),
        key_pair: |ids| format!("skey-{}", ids.lower(8)),
        ..IdShapes::default()
    };
    let room = u32::try_from(instances).unwrap_or(u32::MAX).saturating_add(200);
    for (noun, count) in [("instances", room), ("images", 10), ("image_shares", 50), ("key_pairs", 100)] {
        world.quotas.insert(noun.to_owned(), count);
    }
    for (kind, rate) in [
        ("CLOUD_BASIC", 5),
        ("CLOUD_PREMIUM", 9),
        ("CLOUD_SSD", 16),
        ("CLOUD_BSSD", 12),
        ("CLOUD_HSSD", 20),
        ("CLOUD_TSSD", 30),
        ("LOCAL_BASIC", 4),
        ("LOCAL_SSD", 10),
    ] {
        world.prices.disk_gib_hour.insert(kind.to_owned(), Decimal::new(rate, 4));
    }
    types(world);
    images(world);
    networks(world);
    let now = world.now();
    let key = key_pair(world, "office_laptop", now - Duration::days(300));
    key_pair(world, "ci_runner", now - Duration::days(40));
    known_instances(world, &key);
    template(world);
    let crowd = Crowd { count: instances, region: REGION, disk_type: "CLOUD_PREMIUM", key_pair_ids: &[key] };
    world.seed_crowd(&crowd, |_| {});
}

/// Ids that fit together.
pub fn sample(world: &World) -> Sample {
    let subnet = world.subnets.in_region(REGION).find(|subnet| subnet.zone == ZONE);
    let first = |text: Option<&str>| text.unwrap_or_default().to_owned();
    let own = world.images.in_region(REGION).find(|image| image.origin == ImageOrigin::Private);
    let mut extra = indexmap::IndexMap::new();
    extra.insert("key_pair_id".to_owned(), first(world.key_pairs.iter().next().map(|pair| pair.id.as_str())));
    extra.insert("own_image_id".to_owned(), first(own.map(|image| image.id.as_str())));
    extra.insert("account_id".to_owned(), world.account.id.clone());
    Sample {
        region: REGION.to_owned(),
        zone: ZONE.to_owned(),
        image_id: IMAGE.to_owned(),
        instance_type: INSTANCE_TYPE.to_owned(),
        vpc_id: first(subnet.map(|subnet| subnet.vpc_id.as_str())),
        subnet_id: first(subnet.map(|subnet| subnet.id.as_str())),
        security_group_id: first(world.security_groups.in_region(REGION).next().map(|group| group.id.as_str())),
        extra,
    }
}

fn types(world: &mut World) {
    let sizes: &[(&str, &str, u32, u32, u32)] = &[
        ("S1.SMALL1", "标准型S1", 1, 1, 0),
        ("S1.SMALL2", "标准型S1", 1, 2, 0),
        ("S1.SMALL4", "标准型S1", 1, 4, 0),
        ("S1.MEDIUM4", "标准型S1", 2, 4, 0),
        ("S1.MEDIUM8", "标准型S1", 2, 8, 0),
        ("S1.LARGE8", "标准型S1", 4, 8, 0),
        ("S2.SMALL1", "标准型S2", 1, 1, 0),
        ("S2.SMALL2", "标准型S2", 1, 2, 0),
        ("S2.SMALL4", "标准型S2", 1, 4, 0),
        ("S2.MEDIUM4", "标准型S2", 2, 4, 0),
        ("S2.MEDIUM8", "标准型S2", 2, 8, 0),
        ("S2.LARGE8", "标准型S2", 4, 8, 0),
        ("S2.LARGE16", "标准型S2", 4, 16, 0),
        ("S2.2XLARGE16", "标准型S2", 8, 16, 0),
        ("S2.2XLARGE32", "标准型S2", 8, 32, 0),
        ("S2.4XLARGE64", "标准型S2", 16, 64, 0),
        ("I1.MEDIUM4", "高IO型I1", 2, 4, 0),
        ("I1.LARGE8", "高IO型I1", 4, 8, 0),
        ("M2.SMALL8", "内存型M2", 1, 8, 0),
        ("M2.MEDIUM16", "内存型M2", 2, 16, 0),
        ("M2.LARGE32", "内存型M2", 4, 32, 0),
        ("C3.LARGE8", "计算型C3", 4, 8, 0),
        ("C3.2XLARGE16", "计算型C3", 8, 16, 0),
        ("GN8.LARGE56", "GPU计算型GN8", 6, 56, 1),
        ("GN8.3XLARGE112", "GPU计算型GN8", 14, 112, 2),
        ("S5.SMALL2", "标准型S5", 1, 2, 0),
        ("S5.MEDIUM4", "标准型S5", 2, 4, 0),
        ("S5.LARGE8", "标准型S5", 4, 8, 0),
        ("S6.MEDIUM4", "标准型S6", 2, 4, 0),
        ("S6.LARGE8", "标准型S6", 4, 8, 0),
        ("SA2.MEDIUM4", "标准型SA2", 2, 4, 0),
        ("SA2.LARGE8", "标准型SA2", 4, 8, 0),
        ("SA3.MEDIUM4", "标准型SA3", 2, 4, 0),
        ("SA3.LARGE8", "标准型SA3", 4, 8, 0),
    ];
    for (id, title, vcpus, gib, gpus) in sizes {
        let family = id.split('.').next().unwrap_or_default();
        let mut kind = InstanceType::new(id, family, *vcpus, gib * 1024);
        kind.gpus = *gpus;
        kind.extra.insert("TypeName".to_owned(), json!(title));
        kind.extra.insert("CpuType".to_owned(), json!("Intel Xeon Skylake 6133"));
        // Something has to be sold out to see how that looks; some types are in some zones only.
        if *id == "S2.4XLARGE64" {
            kind.sold_out_zones = vec![ZONE.to_owned()];
        }
        if family == "GN8" {
            kind.zones =
                ["ap-guangzhou-3", "ap-guangzhou-4", "ap-shanghai-2", "ap-beijing-3"].map(str::to_owned).to_vec();
        }
        if family == "I1" {
            kind.sold_out_zones = ["ap-guangzhou-1", "ap-guangzhou-2", "ap-guangzhou-3"].map(str::to_owned).to_vec();
        }
        world.instance_types.push(kind);
    }
}

fn images(world: &mut World) {
    let made = |days: i64| DateTime::<Utc>::UNIX_EPOCH + Duration::days(days);
    for (id, name, platform, os, gib) in [
        (IMAGE, "CentOS 6.6 32位", "CentOS", "centos6.6x86_32", 20),
        ("img-oikl1tzv", "CentOS 7.5 64位", "CentOS", "CentOS 7.5 64位", 20),
        ("img-pyqx34y1", "Ubuntu Server 16.04.1 LTS 64位", "Ubuntu", "Ubuntu Server 16.04.1 LTS 64位", 20),
        ("img-hi93l4ht", "Debian 9.0 64位", "Debian", "Debian 9.0 64位", 20),
        ("img-k1imqjej", "TencentOS Server 3.1", "TencentOS", "TencentOS Server 3.1", 20),
        (
            "img-29hl923v",
            "Windows Server 2016 数据中心版 64位中文版",
            "Windows",
            "Windows Server 2016 数据中心版 64位中文版",
            50,
        ),
    ] {
        world.images.put(Image::public(id, name, platform, os, gib, made(17_800)));
    }
    let now = world.now();
    let private = |id: String, name: &str, days: i64| Image {
        region: REGION.to_owned(),
        origin: ImageOrigin::Private,
        owner_id: "100000000001".to_owned(),
        ..Image::public(&id, name, "CentOS", "CentOS 7.5 64位", 50, now - Duration::days(days))
    };
    let id = (world.shapes.image)(&mut world.ids);
    let mut base = private(id, "web-base", 30);
    base.owner_id.clone_from(&world.account.id);
    world.images.put(base);
    let id = (world.shapes.image)(&mut world.ids);
    let shared = Image {
        origin: ImageOrigin::SharedWithMe,
        owner_id: "100000000777".to_owned(),
        ..private(id, "partner-appliance", 90)
    };
    world.images.put(shared);
}

fn networks(world: &mut World) {
    let created = world.now() - Duration::days(500);
    for (region, second) in [(REGION, 0_u8), ("ap-shanghai", 1), ("ap-beijing", 2)] {
        let vpc = Vpc {
            id: (world.shapes.vpc)(&mut world.ids),
            region: region.to_owned(),
            name: "Default-VPC".to_owned(),
            cidr: format!("10.{second}.0.0/16"),
            is_default: true,
            created,
            extra: Map::new(),
        };
        let zones = world.region(region).map(|region| region.zones.clone()).unwrap_or_default();
        for (nth, zone) in zones.iter().enumerate() {
            let id = (world.shapes.subnet)(&mut world.ids);
            // Wide enough for a crowd.
            let cidr = format!("10.{second}.{}.0/19", nth * 32);
            world.subnets.put(Subnet::new(id, &vpc, zone, &format!("default-{zone}"), &cidr));
        }
        world.vpcs.put(vpc);
        for (name, words, is_default) in [("default", "默认安全组", true), ("web", "放通 80、443", false)] {
            let group = SecurityGroup {
                id: (world.shapes.security_group)(&mut world.ids),
                region: region.to_owned(),
                vpc_id: None,
                name: name.to_owned(),
                description: words.to_owned(),
                is_default,
                rules: Vec::new(),
                created,
                extra: Map::new(),
            };
            world.security_groups.put(group);
        }
    }
}

fn key_pair(world: &mut World, name: &str, created: DateTime<Utc>) -> String {
    let pair = KeyPair {
        id: (world.shapes.key_pair)(&mut world.ids),
        region: String::new(),
        name: name.to_owned(),
        description: String::new(),
        public_key: public_key(&mut world.ids),
        created,
        extra: Map::new(),
    };
    world.key_pairs.put(pair)
}

/// A launch template, so that there is one to be seen.
fn template(world: &mut World) {
    let made = iso(world.now() - Duration::days(12));
    let data = json!({
        "Placement": { "Zone": ZONE }, "ImageId": "img-oikl1tzv", "InstanceType": INSTANCE_TYPE, "InstanceName": "web-{R:1}",
        "SystemDisk": { "DiskType": "CLOUD_PREMIUM", "DiskSize": 50 },
    });
    let version = json!({
        "LaunchTemplateVersion": 1, "LaunchTemplateVersionData": data, "CreationTime": made, "LaunchTemplateVersionDescription": "",
    });
    let template = json!({
        "LaunchTemplateId": "lt-a1b2c3d4", "LaunchTemplateName": "web-server", "Region": REGION, "DefaultVersionNumber": 1,
        "CreationTime": made, "Tags": [], "Versions": [version],
    });
    world.extra.insert("launch_templates".to_owned(), json!([template]));
}

/// A few instances that make the first look worth it: running, stopped, prepaid, with a GPU, spot.
fn known_instances(world: &mut World, key: &str) {
    let now = world.now();
    let sample = sample(world);
    for (name, kind, billing, state, days, bandwidth) in [
        ("web-01", INSTANCE_TYPE, Billing::Prepaid, InstanceState::Running, 40, 5),
        ("web-02", INSTANCE_TYPE, Billing::Postpaid, InstanceState::Running, 20, 5),
        ("db-master", "M2.MEDIUM16", Billing::Prepaid, InstanceState::Running, 200, 0),
        ("build", "C3.LARGE8", Billing::Postpaid, InstanceState::Stopped, 9, 0),
        ("train-gpu", "GN8.LARGE56", Billing::Spot, InstanceState::Running, 1, 0),
    ] {
        let order = InstanceOrder {
            region: REGION.to_owned(),
            zone: ZONE.to_owned(),
            name: name.to_owned(),
            instance_type: Some(kind.to_owned()),
            image_id: "img-oikl1tzv".to_owned(),
            subnet_id: Some(sample.subnet_id.clone()),
            security_group_ids: vec![sample.security_group_id.clone()],
            key_pair_ids: vec![key.to_owned()],
            system_disk: DiskOrder { disk_type: "CLOUD_PREMIUM".to_owned(), size_gib: 50, ..DiskOrder::default() },
            data_disks: if name == "db-master" {
                vec![DiskOrder { disk_type: "CLOUD_SSD".to_owned(), size_gib: 200, ..DiskOrder::default() }]
            } else {
                Vec::new()
            },
            bandwidth_mbps: bandwidth,
            public_ip: bandwidth > 0,
            billing,
            months: 12,
            ..InstanceOrder::default()
        };
        let ids = world.create_instances(&order).unwrap_or_default();
        for id in &ids {
            if let Some(instance) = world.instances.get_mut(id) {
                age(instance, state, now - Duration::days(days));
            }
        }
    }
}

fn age(instance: &mut Instance, state: InstanceState, created: DateTime<Utc>) {
    instance.course = Course::settled(state);
    instance.expires = instance.expires.map(|expires| expires - (instance.created - created));
    instance.created = created;
}
