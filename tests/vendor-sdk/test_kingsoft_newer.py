"""What the vendor's newer SDK and its Terraform provider send that the document does not have.

The typed SDK flattens from 0 by GET and by POST, kscore takes the document's own spelling; `DescribeTags` and
`ModifyInstanceChargeType` are in no typed class and go through each SDK's generic call.
"""

import base64

import pytest
from test_kingsoft import SDKS, Flat, Refused, left_out, order, signed

NEWER = {name: make for name, make in SDKS.items() if name != "flat"}


@pytest.fixture(scope="module")
def cloud(sandbox):
    return sandbox["kec"]


@pytest.fixture(params=NEWER)
def sdk(request, cloud):
    return NEWER[request.param](cloud)


def newest(cloud, **changes):
    params = {
        "InstanceType": "X7.4B",
        "ProjectId": 1001,
        "SystemDisk": {"DiskType": "ESSD_SYSTEM_PL1", "DiskSize": 60},
        "DataDisk": [{"Type": "ESSD_PL1", "Size": 40, "DeleteWithInstance": True}],
        "NetworkInterface": [{"SubnetId": cloud["subnet_id"], "SecurityGroupId": [cloud["security_group_id"]]}],
        "LineId": cloud["line_id"],
        "AddressBandWidth": 5,
        "AddressChargeType": "PostPaidByDay",
        "BandWidthShareId": "6e8f8d0b-bws",
        "DistributeIpv6": True,
        "Tag": [{"Key": "team", "Value": "web"}, {"Key": "中文", "Value": ""}],
        "SyncTag": True,
        "IamRoleName": "reader",
        "IsProtect": True,
        "FailureAutoDelete": True,
        "AutoCreateEbs": False,
        "AssembledImageDataDiskType": "ESSD_PL0",
        "UserData": base64.b64encode(b"#!/bin/sh\n").decode(),
    }
    return order(cloud, **{**params, **changes})


def found(sdk, instance_id):
    filters = [{"Name": "project-id", "Value": ["1001"]}]
    return sdk.call("kec", "DescribeInstances", {"InstanceId": [instance_id], "Filter": filters})["InstancesSet"]


@pytest.fixture
def instance(sdk, cloud, control):
    instance_id = sdk.call("kec", "RunInstances", newest(cloud))["InstancesSet"][0]["InstanceId"]
    control.advance(10)
    yield instance_id
    if found(sdk, instance_id):
        sdk.call("kec", "SetInstanceResourceProtect", {"InstanceId": [instance_id], "IsProtection": False})
        sdk.call("kec", "TerminateInstances", {"InstanceId": [instance_id], "ForceDelete": True})
    control.advance(10)


def test_an_order_with_what_is_new_is_taken_and_shown(sdk, cloud, instance):
    (one,) = found(sdk, instance)
    assert one["SystemDisk"]["DiskType"] == "ESSD_SYSTEM_PL1"
    assert [disk["DiskType"] for disk in one["DataDisks"]] == ["ESSD_PL1"]
    assert [each["NetworkInterfaceType"] for each in one["NetworkInterfaceSet"]] == ["primary", "extension"]
    # What the provider and the console of many clouds read of a record.
    assert (one["IsDistributeIpv6"], one["SyncTag"], one["FailureAutoDelete"], one["VncSupport"]) == (True,) * 4
    assert one["Platform"] and one["IamRoleName"] == "reader"
    # Another project's machines are not in a list that names none.
    assert sdk.call("kec", "DescribeInstances", {"InstanceId": [instance]})["InstancesSet"] == []


def test_disks_addresses_and_tags_are_listed(sdk, cloud, instance):
    (one,) = found(sdk, instance)
    disk = one["DataDisks"][0]["DiskId"]
    (volume,) = sdk.call("ebs", "DescribeVolumes", {"VolumeId": [disk]})["Volumes"]
    assert (volume["VolumeStatus"], volume["Size"], volume["InstanceId"]) == ("in-use", 40, instance)
    both = sdk.call("ebs", "DescribeInstanceVolumes", {"InstanceId": instance})["Attachments"]
    assert {each["VolumeId"] for each in both} == {disk, one["SystemDisk"]["DiskId"]}
    filters = [{"Name": "instance-id", "Value": [instance]}]
    (address,) = sdk.call("eip", "DescribeAddresses", {"Filter": filters, "IsContainTag": True})["AddressesSet"]
    assert (address["State"], address["BandWidthShareId"]) == ("associate", "6e8f8d0b-bws")
    assert {tag["TagKey"] for tag in address["TagSet"]} == {"team", "中文"}
    tags = Flat(cloud).call("tag", "DescribeTags", {"Filter": [{"Name": "resource-id", "Value": [instance]}]})["TagSet"]
    assert {(tag["Key"], tag["Value"]) for tag in tags} == {("team", "web"), ("中文", "")}


def test_a_role_protection_and_billing_are_changed(sdk, cloud, instance):
    with pytest.raises(Refused, match="protected"):
        sdk.call("kec", "TerminateInstances", {"InstanceId": [instance], "ForceDelete": True})
    assert sdk.call("kec", "DetachInstancesIamRole", {"InstanceId": [instance]})["FailCount"] == 0
    attached = sdk.call("kec", "AttachInstancesIamRole", {"InstanceId": [instance], "IamRoleName": "writer"})
    assert attached["Results"] == [{"InstanceId": instance, "Result": True}]
    assert found(sdk, instance)[0]["IamRoleName"] == "writer"
    # In no SDK; the provider calls it so.
    charge = {"Action": "ModifyInstanceChargeType", "Version": "2016-03-04", "TargetChargeType": "Daily"}
    reply = signed(cloud, {**charge, "InstanceId.1": instance, "IncludeDataDisks": "true"})
    assert reply.json()["Return"] is True, reply.text
    assert found(sdk, instance)[0]["ChargeType"] == "Daily"


def test_a_running_instance_is_resized_and_started_again(sdk, instance, control):
    asked = {
        "InstanceId": instance,
        "InstanceType": "X7.8B",
        "CrossInstanceMigrate": False,
        "StopInstance": True,
        "AutoRestart": True,
        "SystemDisk": {"DiskSize": 80, "ResizeType": "offline"},
        "InstantAccess": False,
    }
    assert sdk.call("kec", "ModifyInstanceType", asked)["Return"] is True
    control.advance(10)
    (one,) = found(sdk, instance)
    assert (one["InstanceType"], one["SystemDisk"]["DiskSize"]) == ("X7.8B", 80)
    assert one["InstanceState"]["Name"] == "active"


def test_a_system_is_changed_with_user_data(sdk, cloud, instance, control):
    sdk.call("kec", "StopInstances", {"InstanceId": [instance]})
    control.advance(10)
    data = base64.b64encode(b"#!/bin/bash\n").decode()
    asked = {"InstanceId": instance, "ImageId": cloud["image_id"], "InstancePassword": "1qaz2wsx!Q", "UserData": data}
    assert sdk.call("kec", "ModifyInstanceImage", asked)["Return"] is True
    control.advance(10)
    assert found(sdk, instance)[0]["UserData"] == data


def test_a_whole_machine_image_keeps_its_disks(sdk, cloud, instance, control):
    disk = found(sdk, instance)[0]["DataDisks"][0]["DiskId"]
    asked = {"InstanceId": instance, "Name": f"whole-{instance[:8]}", "DataDiskIds": [disk], "Type": "CommonImage", "InstantAccess": False}
    image = sdk.call("kec", "CreateImage", asked)["ImageId"]
    control.advance(30)
    (shown,) = sdk.call("kec", "DescribeImages", {"ImageId": image})["ImagesSet"]
    assert [snapshot["DiskSize"] for snapshot in shown["SnapshotSet"]] == [40]
    kinds = sdk.call("kec", "DescribeImages", {"ImageType": "system"})["ImagesSet"]
    assert {each["ImageSource"] for each in kinds} == {"system"}
    changed = {"ImageId": image, "Name": shown["Name"], "CloudInitSupport": False, "OsVersion": "centos-7.9"}
    assert sdk.call("kec", "ModifyImageAttribute", changed)["Return"] is True
    (shown,) = sdk.call("kec", "DescribeImages", {"ImageId": image})["ImagesSet"]
    assert (shown["CloudInitSupport"], shown["Platform"]) == (False, "centos-7.9")
    for caching in ("EnableImageCaching", "DisableImageCaching"):
        assert sdk.call("kec", caching, {"ImageId": [image]})["Return"] is True
    made = newest(cloud, ImageId=image, DataDisk=[], AutoCreateEbs=True, AssembledImageDataDiskType="ESSD_PL0", IsProtect=False)
    twin = sdk.call("kec", "RunInstances", made)["InstancesSet"][0]["InstanceId"]
    control.advance(10)
    assert [disk["DiskType"] for disk in found(sdk, twin)[0]["DataDisks"]] == ["ESSD_PL0"]
    sdk.call("kec", "TerminateInstances", {"InstanceId": [twin], "ForceDelete": True})
    control.advance(10)


def test_snapshot_policies_live(sdk, instance):
    disk = found(sdk, instance)[0]["DataDisks"][0]["DiskId"]
    # The typed SDK has the hours as a text, the provider as a list.
    asked = {"AutoSnapshotPolicyName": "nightly", "AutoSnapshotTime": "1", "AutoSnapshotDate": [1, 7], "RetentionTime": 7}
    policy = sdk.call("kec", "CreateAutoSnapshotPolicy", asked)["AutoSnapshotPolicyId"]
    sdk.call("kec", "ModifyAutoSnapshotPolicy", {"AutoSnapshotPolicyId": policy, "AutoSnapshotTime": [1, 13]})
    with_disk = {"AutoSnapshotPolicyId": policy, "AttachVolumeId": [disk]}
    applied = sdk.call("kec", "ApplyAutoSnapshotPolicy", with_disk)["ReturnSet"]
    assert applied == {"AutoSnapshotPolicyId": policy, "AttachVolumeIdSuccess": [disk]}
    (shown,) = sdk.call("kec", "DescribeAutoSnapshotPolicy", {"AutoSnapshotPolicyId": [policy]})["AutoSnapshotPolicySet"]
    assert (shown["AutoSnapshotTime"], shown["AttachEBSVolumeNum"]) == (["1", "13"], 1)
    sdk.call("kec", "CancelAutoSnapshotPolicy", with_disk)
    gone = sdk.call("kec", "DeleteAutoSnapshotPolicy", {"AutoSnapshotPolicyId": [policy]})
    assert gone["AutoSnapshotPolicySet"] == [policy]


def test_templates_keys_and_interfaces_take_what_is_new(sdk, cloud, control):
    model = newest(
        cloud, ModelName="newest", PurchaseTime=0, IsDistributeIpv6=True, AllocateAddress=False, HostName="web", HostNameSuffix="1"
    )
    for name in ("MaxCount", "MinCount", "DistributeIpv6", "IsProtect", "AutoCreateEbs", "BandWidthShareId"):
        model.pop(name)
    model_id = sdk.call("kec", "CreateModel", model)["ModelId"]
    made = {"ModelId": model_id, "ModelVersion": 1, "MaxCount": 1, "MinCount": 1}
    instance_id = sdk.call("kec", "RunInstances", made)["InstancesSet"][0]["InstanceId"]
    control.advance(10)
    (one,) = found(sdk, instance_id)
    assert (one["IsDistributeIpv6"], one["HostName"]) == (True, "web-1")
    assert "PublicIp" not in one["NetworkInterfaceSet"][0]
    sdk.call("kec", "TerminateInstances", {"InstanceId": [instance_id], "ForceDelete": True})
    assert sdk.call("kec", "TerminateModels", {"ModelId": [model_id], "ModelVersion": 1})["Return"] is True

    key = sdk.call("sks", "CreateKey", {"KeyName": "newest", "Description": "of tests", "projectId": "1001"})["Key"]
    assert key["Description"] == "of tests"
    assert sdk.call("sks", "ModifyKey", {"KeyId": key["KeyId"], "KeyName": "renamed"})["Return"] is True
    (renamed,) = sdk.call("sks", "DescribeKeys", {"KeyId": [key["KeyId"]]})["KeySet"]
    assert renamed["KeyName"] == "renamed"
    sdk.call("sks", "DeleteKey", {"KeyId": key["KeyId"]})

    place = {"SubnetId": cloud["subnet_id"], "SecurityGroupId": [cloud["security_group_id"]]}
    interface = sdk.call("vpc", "CreateNetworkInterface", {**place, "NetworkInterfaceName": "second"})["NetworkInterfaceId"]
    listed = sdk.call("vpc", "DescribeNetworkInterfaces", {"NetworkInterfaceId": [interface], "MaxResults": 5})
    assert [each["NetworkInterfaceName"] for each in listed["NetworkInterfaceSet"]] == ["second"]
    sdk.call("vpc", "DeleteNetworkInterface", {"NetworkInterfaceId": interface})
    control.advance(10)


def test_the_stock_is_told_as_a_number(sdk, cloud):
    asked = {"InstanceType": "S6.2B", "AvailabilityZone": cloud["zone"]}
    assert sdk.call("kec", "DescribeKecInventory", asked)["InstanceCount"] > 0
    sold_out = {"InstanceType": "P3.56C4", "AvailabilityZone": "cn-beijing-6a"}
    assert sdk.call("kec", "DescribeKecInventory", sold_out)["InstanceCount"] == 0


def test_no_newer_operation_was_left_out(control):
    """Of the whole file: the tests above have had every operation that is newer than the document done."""
    assert left_out(control, is_newer=True) == []
