"""What JD Cloud's SDK has that the overviews do not: templates, key pairs on instances, image tasks, moves and timers."""

from datetime import datetime, timedelta

import pytest
from test_jdcloud import Cloud, Filter, Refused, create, eventually, model  # noqa: F401

UNFIT = "FAILED_PRECONDITION"


@pytest.fixture(scope="module")
def cloud(sandbox):
    return Cloud(sandbox["jdcloud"])


def by(name, *values):
    return [Filter(name=name, values=list(values))]


def specification(cloud, **more):
    interface = model("InstanceTemplateNetworkInterfaceSpec", "vm")(subnetId=cloud.report["subnet_id"])
    return model("InstanceTemplateSpec", "vm")(
        instanceType=cloud.report["instance_type"],
        imageId=cloud.report["image_id"],
        primaryNetworkInterface=model("InstanceTemplateNetworkInterfaceAttachmentSpec", "vm")(networkInterface=interface),
        **more,
    )


def test_a_template_lives_and_makes_instances(cloud, eventually):  # noqa: F811
    disk = model("InstanceTemplateDiskAttachmentSpec", "vm")
    sized = model("InstanceTemplateDiskSpec", "vm")
    data = specification(
        cloud,
        password="Yundeck@2580",
        systemDisk=disk(cloudDiskSpec=sized(diskType="ssd.gp1", diskSizeGB=60)),
        dataDisks=[disk(cloudDiskSpec=sized(diskType="ssd.io1", diskSizeGB=20), deviceName="vdb")],
        elasticIp=model("InstanceTemplateElasticIpSpec", "vm")(bandwidthMbps=5, chargeMode="flow", provider="BGP"),
        metadata=[{"key": "role", "value": "web"}, {"key": "old", "value": "1"}],
        instanceTags=[{"key": "team", "value": "web"}],
        chargeOnStopped="keepCharging",
    )
    template = cloud("createInstanceTemplate", instanceTemplateData=data, name="sdk-template")["instanceTemplateId"]
    (listed,) = cloud("describeInstanceTemplates", filters=by("instanceTemplateId", template))["instanceTemplates"]
    shown = cloud("describeInstanceTemplate", instanceTemplateId=template)["instanceTemplate"]
    assert listed == shown
    settings = shown["instanceTemplateData"]
    assert (settings["includePassword"], "password" in settings) == (True, False)
    assert settings["systemDisk"]["instanceTemplateDisk"]["diskSizeGB"] == 60
    changes = model("UpdateInstanceTemplateSpec", "vm")(metadata=[{"key": "old-"}], noElasticIp=True, removeInstanceTags=["team"])
    cloud("updateInstanceTemplate", instanceTemplateId=template, description="front", instanceTemplateData=changes)
    (custom,) = cloud("describeInstanceTemplatesCustomdata", filters=by("instanceTemplateId", template))["instanceTemplatesCustomData"]
    assert custom["metadata"] == [{"key": "role", "value": "web"}]
    cloud("verifyInstanceTemplate", instanceTemplateId=template)
    spec = model("InstanceSpec", "vm")(name="of-template", az=cloud.report["zone"], instanceTemplateId=template)
    (made,) = cloud("createInstances", instanceSpec=spec)["instanceIds"]
    eventually(lambda: cloud.status(made), "running")
    found = cloud.instance(made)
    assert (found["systemDisk"]["cloudDisk"]["diskSizeGB"], len(found["dataDisks"])) == (60, 1)
    assert found["elasticIpAddress"] == ""
    (custom,) = cloud("describeInstancesCustomData", filters=by("instanceId", made))["customData"]
    assert custom["metadata"] == [{"key": "role", "value": "web"}]
    cloud("deleteInstance", instanceId=made)
    cloud("deleteInstanceTemplate", instanceTemplateId=template)
    with pytest.raises(Refused, match="NOT_FOUND"):
        cloud("describeInstanceTemplate", instanceTemplateId=template)


def test_a_key_pair_is_bound_and_unbound(cloud, create):  # noqa: F811
    cloud("createKeypair", keyName="bound-key")
    instance = create("bound", password="Yundeck@2580")
    bind = {"keyName": "bound-key", "instanceIds": [instance], "passWordAuth": "yes"}
    assert cloud("attachKeypair", **bind) == {"successInstanceId": [instance], "failInstanceId": []}
    assert cloud.instance(instance)["keyNames"] == ["bound-key"]
    assert cloud("attachKeypair", **bind) == {"successInstanceId": [], "failInstanceId": [instance]}
    assert cloud("detachKeypair", keyName="bound-key", instanceIds=[instance])["successInstanceId"] == [instance]
    assert cloud.instance(instance)["keyNames"] == []
    cloud("deleteKeypair", keyName="bound-key")


def test_brief_records_have_no_billing_and_no_tags(cloud, create):  # noqa: F811
    instance = create("brief", password="Yundeck@2580")
    found = cloud("describeBriefInstances", filters=by("instanceId", instance))
    (one,) = found["instances"]
    assert (found["totalCount"], one["status"]) == (1, "running")
    known = set(vars(model("BriefInstance", "vm")()))
    assert set(one) <= known, "every member is one of the SDK's"


def test_an_instance_is_moved_and_deleted_by_its_timer(cloud, create, eventually, control):  # noqa: F811
    instance = create("moved", password="Yundeck@2580")
    cloud("modifyInstancePlacement", instanceId=instance, agId="ag-sdk", balance=False)
    assert cloud("describeInstances", filters=by("agId", "ag-sdk"))["totalCount"] == 1
    move = {"instanceId": instance, "subnetId": cloud.report["subnet_id"]}
    with pytest.raises(Refused, match=UNFIT):
        cloud("modifyInstanceVpcAttribute", **move, privateIpAddress="10.0.0.250")
    cloud("stopInstance", instanceId=instance)
    eventually(lambda: cloud.status(instance), "stopped")
    with pytest.raises(Refused, match="PrivateIpAddress missing"):
        cloud("modifyInstanceVpcAttribute", **move)
    address = cloud.instance(instance)["privateIpAddress"].rsplit(".", 1)[0] + ".250"
    cloud("modifyInstanceVpcAttribute", **move, privateIpAddress=address)
    assert cloud.instance(instance)["privateIpAddress"] == address
    with pytest.raises(Refused, match="OUT_OF_RANGE"):
        cloud("modifyInstanceReleaseTime", instanceIds=[instance], autoReleaseTime="2001-01-01 00:00:00")
    # The world's clock is ahead of this one by what other tests turned it.
    soon = (datetime.now() + timedelta(days=400)).strftime("%Y-%m-%d %H:%M:%S")
    cloud("modifyInstanceReleaseTime", instanceIds=[instance], autoReleaseTime=soon)
    assert cloud.instance(instance)["autoReleaseTime"] == soon
    cloud("modifyInstanceReleaseTime", instanceIds=[instance])
    assert "autoReleaseTime" not in cloud.instance(instance)


def test_images_come_and_go_by_tasks(cloud, eventually):  # noqa: F811
    source = {
        "architecture": "x86_64",
        "osType": "linux",
        "platform": "CentOS",
        "diskFormat": "qcow2",
        "systemDiskSizeGB": 40,
        "imageUrl": "https://s3.cn-north-1.jdcloud-oss.com/b/i.qcow2",
        "imageName": "sdk-imported",
        "bootMode": "uefi",
        "clientToken": "once",
    }
    made = cloud("importImage", **source)
    assert cloud("importImage", **source) == made, "a token imports once"
    eventually(lambda: cloud("describeImage", imageId=made["imageId"])["image"]["status"], "ready")
    target = {"imageId": made["imageId"], "roleName": "exporter", "ossUrl": "https://b.s3.cn-north-1.jdcloud-oss.com"}
    task = cloud("exportImage", **target, ossPrefix="sdk", isAllDisk=True)["taskId"]
    state = lambda: cloud("imageTasks", taskIds=[task])["taskSet"][0]["taskStatus"]  # noqa: E731
    assert state() == "running"
    eventually(state, "finished")
    (done,) = cloud("imageTasks", taskIds=[task], taskAction="ExportImage")["taskSet"]
    assert set(done) <= set(vars(model("TaskInfo", "vm")()))
    cloud("deleteImage", imageId=made["imageId"])
