//! JD Cloud: 39 operations of the document, 7 that fill their parameters, and those that are newer.

use serde_json::{Value, json};

use crate::Part;
use crate::step::{Call, Step, balance, call, has_paid, refused, steps};

pub const SCRIPT: &[Part] = &[
    ("offer", offer),
    ("key pair", key_pair),
    ("instance", instance),
    ("disk", disk),
    ("elastic ip", elastic_ip),
    ("network interface", network_interface),
    ("resize", resize),
    ("image", image),
    ("rebuild", rebuild),
    ("template", template),
    ("newer", newer),
    ("image task", image_task),
    ("removal", removal),
];

/// A wrong state, or something else that is in the way.
const UNFIT: &str = "FAILED_PRECONDITION";

fn filter(name: &str, value: &str) -> Value {
    json!({ "filters": [{ "name": name, "values": [value] }] })
}

fn order(changes: Value) -> Value {
    let mut spec = json!({
        "name": "web-09", "az": "$zone", "imageId": "$image_id", "instanceType": "$instance_type", "password": "Yundeck@2580",
        "primaryNetworkInterface": { "networkInterface": { "subnetId": "$subnet_id", "securityGroups": ["$security_group_id"] } },
        "systemDisk": { "diskCategory": "cloud", "cloudDiskSpec": { "diskType": "ssd.gp1", "diskSizeGB": 40 } },
        "charge": { "chargeMode": "postpaid_by_duration" },
    });
    spec.as_object_mut().unwrap().extend(changes.as_object().unwrap().clone());
    json!({ "instanceSpec": spec, "maxCount": 1 })
}

fn instance_is() -> Call {
    call("describeInstance", json!({ "instanceId": "$instance" }))
}

fn used(kind: &str) -> Value {
    json!({ "filters": [{ "name": "resourceTypes", "values": [kind] }] })
}

fn offer() -> Vec<Step> {
    steps![
        call("describeInstanceTypes", filter("az", "$zone")).holds("/instanceTypes", "$instance_type"),
        call("describeVpcs", json!({ "pageNumber": 1, "pageSize": 100 })).holds("/vpcs", "$vpc_id"),
        call("describeSubnets", filter("vpcId", "$vpc_id")).holds("/subnets", "$subnet_id"),
        call("describeNetworkSecurityGroups", filter("vpcId", "$vpc_id"))
            .holds("/networkSecurityGroups", "$security_group_id"),
        call("describeImages", json!({ "imageSource": "public", "pageNumber": 1, "pageSize": 100 }))
            .holds("/images", "$image_id"),
        call("describeImageConstraints", json!({ "imageId": "img-winserv19c" }))
            .holds("/imageConstraints", "p.n1p40.3xlarge"),
        call("describeImageConstraintsBatch", json!({ "ids": ["$image_id", "img-winserv19c"] }))
            .count("/imageConstraints", 2),
        call("describeQuotas", used("instance"))
            .is("/quotas/0/resourceType", "instance")
            .keep("instances_used", "/quotas/0/used"),
        call("describeQuotas", used("keypair")).keep("keys_used", "/quotas/0/used"),
    ]
}

fn key_pair() -> Vec<Step> {
    let named = |name: &str| filter("keyNames", name);
    steps![
        call("createKeypair", json!({ "keyName": "ops-9" })).has("/privateKey").keep("fingerprint", "/keyFingerprint"),
        refused("createKeypair", json!({ "keyName": "ops-9" }), UNFIT, "already in use"),
        call("describeKeypairs", named("ops-9")).is("/keypairs/0/keyFingerprint", "$fingerprint"),
        call(
            "importKeypair",
            json!({ "keyName": "laptop-9", "publicKey": "ssh-rsa AAAAB3NzaC1yc2EAAAADAQABAAAAgQC7 user@host" })
        )
        .has("/keyFingerprint"),
        call("describeQuotas", used("keypair")).more("/quotas/0/used", "keys_used"),
        refused("importKeypair", json!({ "keyName": "bad", "publicKey": "nonsense" }), UNFIT, "Malformed PublicKey"),
        call(
            "createInstances",
            order(json!({ "name": "with-key", "password": "Yundeck@2580", "keyNames": ["ops-9"] }))
        )
        .keep("instance", "/instanceIds/0")
        .reach(&["$instance"]),
        call("describeKeypairs", named("ops-9")).is("/keypairs/0/instanceIds", json!(["$instance"])),
        call("stopInstance", json!({ "instanceId": "$instance" })).reach(&["$instance"]),
        call("rebuildInstance", json!({ "instanceId": "$instance", "password": "Yundeck@2580", "keyNames": [] }))
            .reach(&["$instance"]),
        call("describeKeypairs", named("ops-9")).lacks("/keypairs/0/instanceIds"),
        call("deleteKeypair", json!({ "keyName": "ops-9" })),
        refused("deleteKeypair", json!({ "keyName": "ops-9" }), "NOT_FOUND", "ops-9"),
        call("describeKeypairs", named("ops-9")).is("/totalCount", 0),
        call("deleteKeypair", json!({ "keyName": "laptop-9" })),
        call("deleteInstance", json!({ "instanceId": "$instance" })).reach(&["$instance"]),
    ]
}

fn instance() -> Vec<Step> {
    let id = || json!({ "instanceId": "$instance" });
    let elastic = json!({ "bandwidthMbps": 3, "provider": "bgp", "chargeSpec": { "chargeMode": "postpaid_by_usage" } });
    steps![
        call("createInstances", order(json!({ "description": "front", "elasticIp": elastic })))
            .keep("instance", "/instanceIds/0")
            .reach(&["$instance"]),
        call("describeQuotas", used("instance")).more("/quotas/0/used", "instances_used"),
        instance_is()
            .is("/instance/status", "running")
            .is("/instance/instanceType", "$instance_type")
            .keep("address", "/instance/privateIpAddress")
            .keep("own_ip", "/instance/elasticIpId"),
        call("describeInstances", filter("name", "web-09")).is("/instances/0/instanceId", "$instance"),
        call("describeInstanceStatus", filter("instanceId", "$instance")).is("/instanceStatuses/0/status", "running"),
        call("describeInstancePrivateIpAddress", filter("instanceId", "$instance"))
            .is("/instancePrivateIpAddresses/0/privateIpAddress", "$address"),
        call("describeInstanceVncUrl", id()).has("/vncUrl"),
        call("modifyInstanceAttribute", json!({ "instanceId": "$instance", "name": "web-10", "description": "back" })),
        instance_is().is("/instance/instanceName", "web-10").is("/instance/description", "back"),
        call("modifyInstancePassword", json!({ "instanceId": "$instance", "password": "Yundeck@2581" })),
        refused("startInstance", id(), UNFIT, "running"),
        call("rebootInstance", id()).reach(&["$instance"]),
        call("stopInstance", id()).reach(&["$instance"]),
        refused("rebootInstance", id(), UNFIT, "stopped"),
        refused("describeInstanceVncUrl", id(), UNFIT, "stopped"),
        call("startInstance", id()).reach(&["$instance"]),
        instance_is().is("/instance/status", "running"),
    ]
}

fn disk() -> Vec<Step> {
    let attach = || json!({ "instanceId": "$instance", "diskId": "$disk_id" });
    steps![
        call("describeDisks", filter("diskId", "$disk_id")).is("/disks/0/status", "available"),
        call("attachDisk", attach()),
        Step::Wait(5),
        instance_is()
            .is("/instance/dataDisks/0/cloudDisk/diskId", "$disk_id")
            .is("/instance/dataDisks/0/autoDelete", false),
        refused("attachDisk", attach(), UNFIT, "Invalid disk status"),
        call(
            "modifyInstanceDiskAttribute",
            json!({ "instanceId": "$instance", "dataDisks": [{ "diskId": "$disk_id", "autoDelete": true }] })
        ),
        instance_is().is("/instance/dataDisks/0/autoDelete", true),
        call("detachDisk", attach()),
        Step::Wait(5),
        instance_is().lacks("/instance/dataDisks"),
        refused("detachDisk", attach(), UNFIT, "not mounted"),
        call("describeDisks", filter("diskId", "$disk_id")).is("/disks/0/status", "available"),
    ]
}

fn elastic_ip() -> Vec<Step> {
    let of = |ip: &str| json!({ "instanceId": "$instance", "elasticIpId": ip });
    steps![
        call("describeElasticIps", filter("elasticIpIds", "$own_ip")).is("/elasticIps/0/instanceId", "$instance"),
        refused("associateElasticIp", of("$elastic_ip_id"), UNFIT, "already has an ElasticIp"),
        call("disassociateElasticIp", of("$own_ip")),
        instance_is().lacks("/instance/elasticIpId"),
        call("associateElasticIp", of("$elastic_ip_id")),
        instance_is().is("/instance/elasticIpId", "$elastic_ip_id"),
        call("disassociateElasticIp", of("$elastic_ip_id")),
        call("describeElasticIps", filter("elasticIpIds", "$elastic_ip_id"))
            .is("/elasticIps/0/status", "NOT_ASSOCIATED"),
        refused("disassociateElasticIp", of("$elastic_ip_id"), UNFIT, "not associated"),
    ]
}

fn network_interface() -> Vec<Step> {
    let port = || json!({ "instanceId": "$instance", "networkInterfaceId": "$network_interface_id" });
    steps![
        call("describeNetworkInterfaces", filter("networkInterfaceIds", "$network_interface_id"))
            .is("/networkInterfaces/0/attachmentStatus", "detached"),
        call("attachNetworkInterface", port()),
        instance_is()
            .is("/instance/secondaryNetworkInterfaces/0/networkInterface/networkInterfaceId", "$network_interface_id")
            .is("/instance/secondaryNetworkInterfaces/0/autoDelete", false),
        refused("attachNetworkInterface", port(), UNFIT, "already attached"),
        call(
            "modifyInstanceNetworkAttribute",
            json!({ "instanceId": "$instance", "networks": [{ "networkInterfaceId": "$network_interface_id", "autoDelete": true }] }),
        ),
        instance_is().is("/instance/secondaryNetworkInterfaces/0/autoDelete", true),
        // A type of the smallest kind takes two.
        Step::Arrange(|world| {
            let shelf = world.extra["networkInterfaces"].as_object_mut().unwrap();
            let mut spare = shelf.values().next().unwrap().clone();
            spare["id"] = "port-spare".into();
            spare["instance_id"] = serde_json::Value::Null;
            shelf.insert("port-spare".to_owned(), spare);
        }),
        refused(
            "attachNetworkInterface",
            json!({ "instanceId": "$instance", "networkInterfaceId": "port-spare" }),
            UNFIT,
            "NetworkInterface limit exceeded",
        ),
        call("detachNetworkInterface", port()),
        instance_is().lacks("/instance/secondaryNetworkInterfaces"),
        refused("detachNetworkInterface", port(), UNFIT, "not attached"),
    ]
}

fn resize() -> Vec<Step> {
    let larger = || json!({ "instanceId": "$prepaid", "instanceType": "g.n3.large" });
    steps![
        call("createInstances", order(json!({ "name": "prepaid", "charge": { "chargeMode": "prepaid_by_duration", "chargeUnit": "month", "chargeDuration": 1 } })))
            .keep("prepaid", "/instanceIds/0")
            .reach(&["$prepaid"]),
        refused("resizeInstance", larger(), UNFIT, "stop the instance"),
        call("stopInstance", json!({ "instanceId": "$prepaid" })).reach(&["$prepaid"]),
        Step::Keep("balance", balance),
        call("resizeInstance", larger()).reach(&["$prepaid"]),
        call("describeInstance", json!({ "instanceId": "$prepaid" }))
            .is("/instance/instanceType", "g.n3.large")
            .is("/instance/status", "stopped"),
        Step::Look("the difference was paid", has_paid),
        refused("deleteInstance", json!({ "instanceId": "$prepaid" }), UNFIT, "prepaid"),
    ]
}

fn image() -> Vec<Step> {
    let id = || json!({ "imageId": "$image" });
    let pin = || json!({ "imageId": "$image", "pins": ["jdcloud-partner"] });
    let make = || json!({ "instanceId": "$instance", "name": "golden-9", "description": "golden" });
    let share_quota =
        json!({ "filters": [{ "name": "resourceTypes", "values": ["imageShare"] }], "imageId": "$image" });
    steps![
        call("createImage", make()).keep("image", "/imageId").reach(&["$image"]),
        call("describeImage", id()).is("/image/name", "golden-9").is("/image/status", "ready"),
        call("describeSnapshots", json!({ "pageNumber": 1, "pageSize": 100 })).holds("/snapshots", "$image"),
        call("modifyImageAttribute", json!({ "imageId": "$image", "name": "golden-10" })),
        call("describeImage", id()).is("/image/name", "golden-10"),
        call("shareImage", pin()),
        call("describeImageMembers", id()).is("/pins", json!(["jdcloud-partner"])),
        call("describeQuotas", share_quota).is("/quotas/0/used", 1),
        refused("deleteImage", id(), UNFIT, "shared"),
        refused("shareImage", json!({ "imageId": "$image", "pins": ["$account_id"] }), UNFIT, "Invalid pin"),
        call("stopInstance", json!({ "instanceId": "$instance" })).reach(&["$instance"]),
        call("unShareImage", pin()),
        call("describeImageMembers", id()).lacks("/pins"),
        call(
            "copyImages",
            json!({ "sourceImageIds": ["$image"], "destinationRegion": "cn-east-2", "name": "copied-9" })
        )
        .keep("copy", "/copyImages/0/destinationImageId"),
        Step::Wait(10),
        call("describeImage", json!({ "imageId": "$copy" })).in_region("cn-east-2").is("/image/name", "copied-9"),
        refused("describeImage", json!({ "imageId": "$copy" }), "NOT_FOUND", ""),
    ]
}

fn rebuild() -> Vec<Step> {
    let with_image = || json!({ "instanceId": "$instance", "imageId": "$image", "password": "Yundeck@2582" });
    steps![
        refused(
            "rebuildInstance",
            json!({ "instanceId": "$running_instance_id", "password": "Yundeck@2582" }),
            UNFIT,
            "stop the instance"
        ),
        call("rebuildInstance", with_image()).reach(&["$instance"]),
        instance_is().is("/instance/imageId", "$image").is("/instance/status", "stopped"),
        call("createInstances", order(json!({ "name": "of-image", "imageId": "$image" })))
            .keep("other", "/instanceIds/0")
            .reach(&["$other"]),
    ]
}

fn template() -> Vec<Step> {
    let id = || json!({ "instanceTemplateId": "$template" });
    let data = json!({
        "imageId": "$image_id", "instanceType": "$instance_type", "password": "Yundeck@2580",
        "primaryNetworkInterface": { "networkInterface": { "subnetId": "$subnet_id" } },
        "systemDisk": { "cloudDiskSpec": { "diskType": "ssd.gp1", "diskSizeGB": 60 } },
        "elasticIp": { "bandwidthMbps": 5, "chargeMode": "flow" },
        "metadata": [{ "key": "role", "value": "web" }, { "key": "old", "value": "1" }],
        "instanceTags": [{ "key": "team", "value": "web" }],
    });
    let changes = json!({
        "noElasticIp": true, "metadata": [{ "key": "old-" }], "removeInstanceTags": ["team"],
        "dataDisks": [{ "cloudDiskSpec": { "diskType": "ssd.gp1", "diskSizeGB": 20 }, "deviceName": "vdb" }],
    });
    let by_template =
        json!({ "instanceSpec": { "name": "templated", "az": "$zone", "instanceTemplateId": "$template" } });
    steps![
        call("createInstanceTemplate", json!({ "name": "web", "instanceTemplateData": data }))
            .keep("template", "/instanceTemplateId"),
        call("describeInstanceTemplates", filter("name", "web"))
            .is("/instanceTemplates/0/id", "$template")
            .is("/instanceTemplates/0/instanceTemplateData/includePassword", true)
            .lacks("/instanceTemplates/0/instanceTemplateData/password"),
        call("describeInstanceTemplate", id())
            .is("/instanceTemplate/instanceTemplateData/systemDisk/instanceTemplateDisk/diskSizeGB", 60)
            .is("/instanceTemplate/instanceTemplateData/elasticIp/bandwidthMbps", 5),
        call("describeInstanceTemplatesCustomdata", filter("instanceTemplateId", "$template"))
            .count("/instanceTemplatesCustomData/0/metadata", 2),
        call(
            "updateInstanceTemplate",
            json!({ "instanceTemplateId": "$template", "description": "front", "instanceTemplateData": changes })
        ),
        call("describeInstanceTemplate", id())
            .is("/instanceTemplate/description", "front")
            .lacks("/instanceTemplate/instanceTemplateData/elasticIp")
            .lacks("/instanceTemplate/instanceTemplateData/instanceTags"),
        call("describeInstanceTemplatesCustomdata", filter("instanceTemplateId", "$template"))
            .count("/instanceTemplatesCustomData/0/metadata", 1),
        call("verifyInstanceTemplate", id()),
        call("createInstances", by_template).keep("templated", "/instanceIds/0").reach(&["$templated"]),
        call("describeInstance", json!({ "instanceId": "$templated" }))
            .is("/instance/instanceType", "$instance_type")
            .is("/instance/systemDisk/cloudDisk/diskSizeGB", 60)
            .count("/instance/dataDisks", 1),
        call("describeInstancesCustomData", filter("instanceId", "$templated"))
            .is("/customData/0/metadata/0/value", "******"),
        call("deleteInstanceTemplate", id()),
        refused("describeInstanceTemplate", id(), "NOT_FOUND", ""),
    ]
}

fn newer() -> Vec<Step> {
    let id = || json!({ "instanceId": "$templated" });
    let key = || json!({ "keyName": "newer-9", "instanceIds": ["$templated"] });
    let release = |at: &str| json!({ "instanceIds": ["$templated"], "autoReleaseTime": at });
    let bound = json!({ "keyName": "newer-9", "instanceIds": ["$templated"], "passWordAuth": "yes" });
    steps![
        call("describeBriefInstances", filter("instanceId", "$templated"))
            .is("/instances/0/status", "running")
            .lacks("/instances/0/charge"),
        call("createKeypair", json!({ "keyName": "newer-9" })).has("/privateKey"),
        call("attachKeypair", bound.clone()).is("/successInstanceId", json!(["$templated"])).lacks("/failInstanceId/0"),
        call("describeKeypairs", filter("keyNames", "newer-9")).is("/keypairs/0/instanceIds", json!(["$templated"])),
        call("attachKeypair", bound).is("/failInstanceId", json!(["$templated"])),
        call("detachKeypair", key()).is("/successInstanceId", json!(["$templated"])),
        call("describeKeypairs", filter("keyNames", "newer-9")).lacks("/keypairs/0/instanceIds/0"),
        call("deleteKeypair", json!({ "keyName": "newer-9" })),
        call("modifyInstancePlacement", json!({ "instanceId": "$templated", "agId": "ag-9" })),
        call("describeInstances", filter("agId", "ag-9")).is("/instances/0/instanceId", "$templated"),
        refused(
            "modifyInstanceVpcAttribute",
            json!({ "instanceId": "$templated", "subnetId": "$subnet_id", "privateIpAddress": "10.0.0.200" }),
            UNFIT,
            "running",
        ),
        call("stopInstance", id()).reach(&["$templated"]),
        call("describeInstance", id()).keep("before", "/instance/privateIpAddress"),
        Step::Keep("address", |world| {
            let instance = world.instances.iter().find(|instance| instance.name == "templated").unwrap();
            let subnet = world.subnets.get(instance.subnet_id.as_deref().unwrap()).unwrap();
            let start = instance.private_ips[0].rsplit_once('.').unwrap().0.to_owned();
            let free = (20..250).map(|last| format!("{start}.{last}"));
            free.into_iter().find(|address| subnet.contains(address) && !subnet.is_taken(address)).unwrap().into()
        }),
        call(
            "modifyInstanceVpcAttribute",
            json!({ "instanceId": "$templated", "subnetId": "$subnet_id", "privateIpAddress": "$address" }),
        ),
        call("describeInstance", id()).is("/instance/privateIpAddress", "$address"),
        // The cloud's clock shows the time of Beijing.
        Step::Keep("soon", |world| {
            (world.now() + chrono::Duration::hours(8 + 2)).format("%Y-%m-%d %H:%M:%S").to_string().into()
        }),
        refused("modifyInstanceReleaseTime", release("2001-01-01 00:00:00"), "OUT_OF_RANGE", "AutoReleaseTime"),
        call("modifyInstanceReleaseTime", release("$soon")),
        call("describeInstance", id()).is("/instance/autoReleaseTime", "$soon"),
        Step::Wait(3 * 3600),
        call("describeInstance", id()).is("/instance/status", "deleting"),
        Step::Wait(10),
        refused("describeInstance", id(), "NOT_FOUND", ""),
    ]
}

fn image_task() -> Vec<Step> {
    let import = json!({
        "imageName": "imported-9", "imageUrl": "https://s3.cn-north-1.jdcloud-oss.com/b/i.qcow2", "diskFormat": "qcow2",
        "architecture": "x86_64", "osType": "linux", "platform": "CentOS", "systemDiskSizeGB": 40, "bootMode": "uefi",
    });
    let export = |image: &str| json!({ "imageId": image, "roleName": "exporter", "ossUrl": "https://b.s3.cn-north-1.jdcloud-oss.com", "isAllDisk": true });
    steps![
        call("importImage", import).keep("imported", "/imageId").keep("import", "/taskId").reach(&["$imported"]),
        call("describeImage", json!({ "imageId": "$imported" }))
            .is("/image/bootMode", "uefi")
            .is("/image/imported", true),
        call("exportImage", export("$imported")).keep("export", "/taskId"),
        refused("exportImage", export("$image_id"), UNFIT, "Can't use this image"),
        Step::Wait(30),
        call("imageTasks", json!({ "taskIds": ["$export"] }))
            .is("/taskSet/0/taskStatus", "finished")
            .is("/taskSet/0/imageId", "$imported"),
        call("imageTasks", json!({ "taskAction": "ImportImage" })).is("/taskSet/0/taskId", "$import"),
        call("deleteImage", json!({ "imageId": "$imported" })).reach(&["$imported"]),
    ]
}

fn removal() -> Vec<Step> {
    steps![
        call("deleteImage", json!({ "imageId": "$image", "deleteSnapshot": true })).reach(&["$image"]),
        call("describeSnapshots", json!({ "pageNumber": 1, "pageSize": 100 })).omits("/snapshots", "$image"),
        call("deleteInstance", json!({ "instanceId": "$instance" })).reach(&["$instance"]),
        call("deleteInstance", json!({ "instanceId": "$other" })).reach(&["$other"]),
        refused("describeInstance", json!({ "instanceId": "$instance" }), "NOT_FOUND", ""),
        call("describeQuotas", used("instance")).more("/quotas/0/used", "instances_used"),
        // Only the prepaid one is left.
        Step::Wait(40 * 24 * 3600),
        refused("startInstance", json!({ "instanceId": "$prepaid" }), UNFIT, "charge state"),
        call("deleteInstance", json!({ "instanceId": "$prepaid" })).reach(&["$prepaid"]),
        call("describeQuotas", used("instance")).is("/quotas/0/used", "$instances_used"),
    ]
}
