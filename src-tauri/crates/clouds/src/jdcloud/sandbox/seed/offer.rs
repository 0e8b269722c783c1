//! What the cloud has on offer: instance types and images.

use serde_json::json;
use yundeck_sandbox::World;
use yundeck_sandbox::world::{Image, ImageOrigin, InstanceType};

use super::super::{instance_type, show};
use super::{LOCAL_IMAGE, PUBLIC_IMAGE, REGION, ZONE, years_ago};

/// Families of the vendor's list, in the sizes `medium` to `8xlarge`.
pub(super) fn instance_types(world: &mut World) {
    const SIZES: &[(&str, u32, u64, u64)] = &[
        ("medium", 1, 2, 8),
        ("large", 2, 2, 8),
        ("xlarge", 4, 3, 8),
        ("2xlarge", 8, 4, 8),
        ("4xlarge", 16, 6, 8),
        ("8xlarge", 32, 8, 8),
    ];
    // Family, its name, generation, GiB of memory for each CPU, its words.
    const FAMILIES: &[(&str, &str, u64, u32, &str)] = &[
        ("g.n2", "g.n", 2, 4, "通用标准型"),
        ("g.n3", "g.n", 3, 4, "通用标准型 三代"),
        ("c.n2", "c.n", 2, 2, "计算优化型"),
        ("c.n3", "c.n", 3, 2, "计算优化型 三代"),
        ("m.n2", "m.n", 2, 8, "内存优化型"),
        ("m.n3", "m.n", 3, 8, "内存优化型 三代"),
    ];
    for (prefix, family, generation, gib_each, words) in FAMILIES {
        for (size, cpus, interfaces, disks) in SIZES {
            let mut kind = InstanceType::new(&format!("{prefix}.{size}"), family, *cpus, cpus * gib_each * 1024);
            dress(&mut kind, *generation, *interfaces, *disks, words);
            if *prefix == "m.n3" && *size == "8xlarge" {
                kind.sold_out_zones = vec!["cn-north-1b".to_owned(), "cn-east-1a".to_owned()];
            }
            world.instance_types.push(kind);
        }
    }
    let mut gpu = InstanceType::new("p.n1p40.3xlarge", "p.n", 12, 48 * 1024);
    gpu.gpus = 1;
    gpu.zones = vec![ZONE.to_owned(), "cn-north-1b".to_owned(), "cn-east-2a".to_owned()];
    gpu.sold_out_zones = vec!["cn-north-1b".to_owned()];
    dress(&mut gpu, 1, 4, 8, "GPU 标准型");
    gpu.extra.insert("gpuModel".to_owned(), json!("Nvidia Tesla P40"));
    world.instance_types.push(gpu);
}

fn dress(kind: &mut InstanceType, generation: u64, interfaces: u64, disks: u64, words: &str) {
    kind.extra.insert("generation".to_owned(), json!(generation));
    kind.extra.insert("nicLimit".to_owned(), json!(interfaces));
    kind.extra.insert("cloudDiskCountLimit".to_owned(), json!(disks));
    kind.extra.insert("desc".to_owned(), json!(words));
}

/// Official images, a withdrawn one, one of the market and one that a partner shares.
pub(super) fn images(world: &mut World) {
    let created = years_ago(world, 1);
    let images = [
        (PUBLIC_IMAGE, "CentOS 8.2 64位", "CentOS", "CentOS 8.2 64位"),
        ("img-centos7964", "CentOS 7.9 64位", "CentOS", "CentOS 7.9 64位"),
        ("img-ubuntu2204", "Ubuntu 22.04 64位", "Ubuntu", "Ubuntu 22.04 64位"),
        ("img-ubuntu2004", "Ubuntu 20.04 64位", "Ubuntu", "Ubuntu 20.04 64位"),
        ("img-debian1264", "Debian 12.5 64位", "Debian", "Debian 12.5 64位"),
        ("img-winserv19c", "Windows Server 2019 数据中心版 64位 中文版", "Windows Server", "Windows Server 2019"),
    ];
    for (id, name, platform, os) in images {
        let mut image = Image::public(id, name, platform, os, 40, created);
        image.owner_id = "admin".to_owned();
        if platform == "Windows Server" {
            instance_type::exclude(&mut image, &["p.n1p40.3xlarge"]);
        }
        world.images.put(image);
    }
    let mut local =
        Image::public(LOCAL_IMAGE, "CentOS 7.9 64位（本地系统盘）", "CentOS", "CentOS 7.9 64位", 40, created);
    local.owner_id = "admin".to_owned();
    local.extra.insert(show::ROOT_DEVICE.to_owned(), json!("localDisk"));
    world.images.put(local);
    let mut withdrawn = Image::public("img-centos6964", "CentOS 6.9 64位", "CentOS", "CentOS 6.9 64位", 40, created);
    withdrawn.extra.insert("offline".to_owned(), json!(true));
    world.images.put(withdrawn);
    for (id, name, origin, owner) in [
        ("img-btpanel800", "宝塔面板 8.0（CentOS 7.9）", ImageOrigin::Market, "bt-cn"),
        ("img-sharedbase", "partner-base", ImageOrigin::SharedWithMe, "jdcloud-partner"),
    ] {
        let mut image = Image::public(id, name, "CentOS", "CentOS 7.9 64位", 40, created);
        image.origin = origin;
        image.owner_id = owner.to_owned();
        if origin == ImageOrigin::SharedWithMe {
            image.region = REGION.to_owned();
        }
        world.images.put(image);
    }
}
