"""Both of the vendor's SDKs against the sandbox: they must not be able to tell the difference.

`ksc-sdk-python` (kscore) takes parameters flat and 1-based and calls by GET; `kingsoftcloud-sdk-python` has a class per
request, flattens lists 0-based, and is tried with GET and with POST.
"""

import base64
import importlib
import json
import xml.etree.ElementTree as ElementTree
from datetime import datetime, timedelta
from pathlib import Path

import pytest
import requests
from botocore.auth import SigV4QueryAuth
from botocore.awsrequest import AWSRequest
from botocore.credentials import Credentials
from catalogue_files import operations_in
from kscore.exceptions import ClientError
from kscore.session import get_session
from ksyun.common.common_client import CommonClient
from ksyun.common.credential import Credential
from ksyun.common.exception.ksyun_sdk_exception import KsyunSDKException
from ksyun.common.profile.client_profile import ClientProfile
from ksyun.common.profile.http_profile import HttpProfile
from requests_aws4auth import AWS4Auth

VERSIONS = {"kec": "v20160304", "vpc": "v20160304", "eip": "v20160304", "ebs": "v20160304", "sks": "v20151101"}
PASSWORD = "1qaz2wsx!Q"
UNKNOWN = "00000000-0000-4000-8000-000000000000"


class Refused(Exception):
    """An error of the cloud, however the SDK shows it."""

    def __init__(self, code, message):
        super().__init__(f"{code}: {message}")
        self.code = code
        self.message = message


def url_of(cloud, service):
    return cloud["sks_url"] if service == "sks" else cloud["url"]


class Flat:
    """ksc-sdk-python."""

    def __init__(self, cloud, secret=None, key=None):
        self._cloud = cloud
        self._secret = secret or cloud["secret_key"]
        self._key = key or cloud["secret_id"]

    def call(self, service, action, params):
        client = get_session().create_client(
            service,
            self._cloud["region"],
            use_ssl=False,
            endpoint_url=url_of(self._cloud, service),
            ks_access_key_id=self._key,
            ks_secret_access_key=self._secret,
        )
        name = "".join(f"_{letter.lower()}" if letter.isupper() else letter for letter in action)[1:]
        try:
            return getattr(client, name)(**dict(flattened("", params)))
        except ClientError as error:
            found = error.response.get("Error", {})
            raise Refused(found.get("Code"), found.get("Message")) from None


def flattened(prefix, value):
    """The document's way: `DataDisk.1.Size`."""
    if isinstance(value, dict):
        for name, member in value.items():
            yield from flattened(f"{prefix}.{name}" if prefix else name, member)
    elif isinstance(value, list):
        for index, element in enumerate(value, 1):
            yield from flattened(f"{prefix}.{index}", element)
    else:
        yield prefix, value


class Typed:
    """kingsoftcloud-sdk-python."""

    def __init__(self, cloud, method, secret=None, key=None):
        self._cloud = cloud
        self._method = method
        self._credential = Credential(key or cloud["secret_id"], secret or cloud["secret_key"])

    def _profile(self, service):
        host = url_of(self._cloud, service).removeprefix("http://")
        return ClientProfile(httpProfile=HttpProfile(endpoint=host, protocol="http", reqMethod=self._method))

    def generic(self, service, version, action, params):
        """A call that the SDK has no class for."""
        client = CommonClient(service, version, self._credential, self._cloud["region"], self._profile(service))
        return json.loads(client.call(action, params))

    def call(self, service, action, params):
        home = f"ksyun.client.{service}.{VERSIONS[service]}"
        models = importlib.import_module(f"{home}.models")
        client = getattr(importlib.import_module(f"{home}.client"), f"{service.capitalize()}Client")(
            self._credential, self._cloud["region"], self._profile(service)
        )
        request = getattr(models, f"{action}Request")()
        for name, value in params.items():
            setattr(request, name, value)
        try:
            return json.loads(getattr(client, action)(request))
        except KsyunSDKException as error:
            try:
                found = json.loads(error.message)["Error"]
            except (TypeError, ValueError, KeyError):
                raise error from None
            raise Refused(found["Code"], found["Message"]) from None


SDKS = {
    "flat": Flat,
    "typed-post": lambda cloud, **more: Typed(cloud, "POST", **more),
    "typed-get": lambda cloud, **more: Typed(cloud, "GET", **more),
}


@pytest.fixture(scope="module")
def cloud(sandbox):
    return sandbox["kec"]


@pytest.fixture(params=SDKS)
def make(request):
    return SDKS[request.param]


@pytest.fixture
def sdk(make, cloud):
    return make(cloud)


def order(cloud, **changes):
    params = {
        "ImageId": cloud["image_id"],
        "InstanceType": cloud["instance_type"],
        "SubnetId": cloud["subnet_id"],
        "SecurityGroupId": cloud["security_group_id"],
        "ChargeType": "HourlyInstantSettlement",
        "MaxCount": 1,
        "MinCount": 1,
        "InstanceName": "测试 a+b&c=d",
        "InstancePassword": PASSWORD,
        "SystemDisk": {"DiskType": "SSD3.0", "DiskSize": 50},
        "DataDisk": [{"Type": "EHDD", "Size": 100, "DeleteWithInstance": True}],
    }
    return {**params, **changes}


def find(sdk, instance_id):
    found = sdk.call("kec", "DescribeInstances", {"InstanceId": [instance_id]})["InstancesSet"]
    return found[0] if found else None


def state(sdk, instance_id):
    found = find(sdk, instance_id)
    return found and found["InstanceState"]["Name"]


@pytest.fixture
def instance(sdk, cloud, control):
    """A running instance that is gone afterwards."""
    reply = sdk.call("kec", "RunInstances", order(cloud))
    instance_id = reply["InstancesSet"][0]["InstanceId"]
    control.advance(10)
    yield instance_id
    if find(sdk, instance_id):
        sdk.call("kec", "TerminateInstances", {"InstanceId": [instance_id], "ForceDelete": True})
    control.advance(10)


def test_regions_zones_and_types_are_listed(sdk, cloud):
    regions = sdk.call("kec", "DescribeRegions", {})["RegionSet"]
    assert {"Region": "cn-hongkong-2", "RegionName": "香港 2 区"} in regions
    zones = sdk.call("kec", "DescribeAvailabilityZones", {})["AvailabilityZoneSet"]
    assert cloud["zone"] in [zone["AvailabilityZone"] for zone in zones]
    filters = [
        {"Name": "availability-zone", "Value": [cloud["zone"]]},
        {"Name": "instance-family", "Value": ["S4", "N3"]},
    ]
    types = sdk.call("kec", "DescribeInstanceTypeConfigs", {"Filter": filters})["InstanceTypeConfigSet"]
    assert {found["InstanceFamily"] for found in types} == {"S4", "N3"}
    assert [found["Memory"] for found in types if found["InstanceType"] == "S4.32B"] == [64]
    # The SDKs spell this one otherwise than the document.
    families = sdk.call("kec", "DescribeInstanceFamilys", {})["InstanceFamilySet"]
    assert "N3" in [family["InstanceFamily"] for family in families]


def test_networks_lines_and_keys_are_listed(sdk, cloud):
    vpcs = sdk.call("vpc", "DescribeVpcs", {"VpcId": [cloud["vpc_id"]]})["VpcSet"]
    assert [vpc["VpcId"] for vpc in vpcs] == [cloud["vpc_id"]]
    filters = [{"Name": "vpc-id", "Value": [cloud["vpc_id"]]}]
    subnets = sdk.call("vpc", "DescribeSubnets", {"Filter": filters})["SubnetSet"]
    assert cloud["subnet_id"] in [subnet["SubnetId"] for subnet in subnets]
    groups = sdk.call("vpc", "DescribeSecurityGroups", {"Filter": filters})["SecurityGroupSet"]
    assert cloud["security_group_id"] in [group["SecurityGroupId"] for group in groups]
    keys = sdk.call("sks", "DescribeKeys", {})["KeySet"]
    assert cloud["key_id"] in [key["KeyId"] for key in keys]
    lines = sdk.call("eip", "GetLines", {})["LineSet"]
    assert cloud["line_id"] in [line["LineId"] for line in lines]


@pytest.mark.parametrize("method", ["POST", "GET"])
def test_projects_are_listed(cloud, method):
    older = Flat(cloud).call("iam", "GetAccountAllProjectList", {})
    # The newer SDK has the service, but no class for this.
    newer = Typed(cloud, method).generic("iam", "2015-11-01", "GetAccountAllProjectList", {})
    for reply in (older, newer):
        assert 0 in [project["ProjectId"] for project in reply["ListProjectResult"]["ProjectList"]]


def test_the_trade_price_is_the_original_less_the_discount(sdk, cloud):
    priced = {"InstanceType": cloud["instance_type"], "ImageId": cloud["image_id"]}
    price = sdk.call("kec", "DescribePrice", priced)["PriceInfo"]["InstancePrice"]
    assert price["PriceUnit"] == "Hour"
    assert price["TradePrice"] == pytest.approx(price["OriginalPrice"] - price["DiscountPrice"])
    three = sdk.call("kec", "DescribePrice", {**priced, "MaxCount": 3})["PriceInfo"]["InstancePrice"]
    assert three["TradePrice"] == pytest.approx(3 * price["TradePrice"])
    disks = [{"Type": "SSD3.0", "Size": 100}]
    monthly = {**priced, "ChargeType": "Monthly", "PurchaseTime": 3, "DataDisk": disks}
    info = sdk.call("kec", "DescribePrice", monthly)["PriceInfo"]
    assert info["InstancePrice"]["TradePrice"] > 100 * price["TradePrice"]
    assert info["EBSPrice"]["TradePrice"] > 0


def test_spot_prices_have_a_history(sdk, cloud):
    reply = sdk.call(
        "kec", "DescribeSpotPriceHistory", {"InstanceType": cloud["instance_type"], "AvailabilityZone": cloud["zone"]}
    )
    assert reply["Currency"] == "CNY"
    assert 3 <= len(reply["SpotPrices"]) <= 4
    assert all(point["SpotPrice"] < point["OriginPrice"] for point in reply["SpotPrices"])


def test_an_instance_lives(sdk, cloud, control):
    reply = sdk.call("kec", "RunInstances", order(cloud, KeyId=[cloud["key_id"]]))
    created = reply["InstancesSet"][0]
    instance_id = created["InstanceId"]
    assert created["InstanceName"] == "测试 a+b&c=d"
    assert state(sdk, instance_id) == "building"
    control.advance(10)

    found = find(sdk, instance_id)
    assert found["InstanceState"]["Name"] == "active"
    assert found["InstanceConfigure"] == {
        "VCPU": 2, "GPU": 0, "MemoryGb": 4, "DataDiskGb": 0, "RootDiskGb": 0, "DataDiskType": "SSD",
    }
    assert (found["SystemDisk"]["DiskType"], found["SystemDisk"]["DiskSize"]) == ("SSD3.0", 50)
    assert [(disk["DiskType"], disk["DiskSize"]) for disk in found["DataDisks"]] == [("EHDD", 100)]
    assert found["KeySet"] == [cloud["key_id"]]
    assert found["AvailabilityZone"] == cloud["zone"]
    primary = found["NetworkInterfaceSet"][0]
    assert primary["PrivateIpAddress"] == found["PrivateIpAddress"]
    assert primary["SecurityGroupSet"] == [{"SecurityGroupId": cloud["security_group_id"]}]

    for action, passing, resting in [
        ("StopInstances", "stopping", "stopped"),
        ("StartInstances", "starting", "active"),
        ("RebootInstances", "rebooting", "active"),
    ]:
        done = sdk.call("kec", action, {"InstanceId": [instance_id]})["InstancesSet"]
        assert done == [{"InstanceId": instance_id, "Return": True}], action
        assert state(sdk, instance_id) == passing
        control.advance(10)
        assert state(sdk, instance_id) == resting

    refused = sdk.call("kec", "StartInstances", {"InstanceId": [instance_id]})["InstancesSet"][0]
    assert refused["Return"] is False and "active" in refused["Message"]

    sdk.call("kec", "TerminateInstances", {"InstanceId": [instance_id]})
    control.advance(10)
    assert find(sdk, instance_id) is None, "the recycle bin does not show"
    bin_filter = [{"Name": "instance-state.name", "Value": ["recycling"]}]
    recycled = sdk.call("kec", "DescribeInstances", {"Filter": bin_filter, "MaxResults": 1000})["InstancesSet"]
    assert instance_id in [found["InstanceId"] for found in recycled]
    sdk.call("kec", "TerminateInstances", {"InstanceId": [instance_id], "ForceDelete": True})
    control.advance(10)
    recycled = sdk.call("kec", "DescribeInstances", {"Filter": bin_filter, "MaxResults": 1000})["InstancesSet"]
    assert instance_id not in [found["InstanceId"] for found in recycled]


def test_a_batch_is_numbered_and_paged(sdk, cloud, control):
    batch = order(cloud, MaxCount=6, MinCount=6, InstanceName="batch", InstanceNameSuffix="5")
    created = sdk.call("kec", "RunInstances", batch)["InstancesSet"]
    assert [one["InstanceName"] for one in created] == [f"batch-{number}" for number in range(5, 11)]
    ids = [one["InstanceId"] for one in created]
    first = sdk.call("kec", "DescribeInstances", {"InstanceId": ids, "MaxResults": 5})
    assert (len(first["InstancesSet"]), first["InstanceCount"], first["Marker"]) == (5, 6, 5)
    last = sdk.call("kec", "DescribeInstances", {"InstanceId": ids, "MaxResults": 5, "Marker": first["Marker"]})
    assert (len(last["InstancesSet"]), last["Marker"]) == (1, 0)
    control.advance(10)
    done = sdk.call("kec", "TerminateInstances", {"InstanceId": ids, "ForceDelete": True})["InstancesSet"]
    assert all(one["Return"] for one in done)
    control.advance(10)


def test_an_image_is_made_shared_unshared_and_removed(sdk, cloud, instance, control, request):
    name = f"镜像_{request.node.callspec.id.replace('-', '_')}"
    image_id = sdk.call("kec", "CreateImage", {"InstanceId": instance, "Name": name})["ImageId"]

    def found():
        images = sdk.call("kec", "DescribeImages", {"ImageId": image_id})["ImagesSet"]
        return images[0] if images else None

    assert found()["ImageState"] == "saving"
    control.advance(10)
    assert found()["ImageState"] == "active"
    assert (found()["Name"], found()["ImageSource"], found()["IsPublic"]) == (name, "extend", False)

    accounts = ["73403251", "2000001279"]
    shared = {"ImageId": image_id, "AccountId": accounts, "Permission": "share"}
    assert sdk.call("kec", "ModifyImageSharePermission", shared)["Return"] is True
    shares = sdk.call("kec", "DescribeImageSharePermission", {"ImageId": image_id})["SharePermissionSet"]
    assert shares == [{"AccountId": account} for account in accounts]
    sdk.call("kec", "ModifyImageSharePermission", {**shared, "Permission": "cancel"})
    assert sdk.call("kec", "DescribeImageSharePermission", {"ImageId": image_id})["SharePermissionSet"] == []

    sdk.call("kec", "ModifyImageAttribute", {"ImageId": image_id, "Name": "renamed-1"})
    assert found()["Name"] == "renamed-1"
    removed = sdk.call("kec", "RemoveImages", {"ImageId": image_id})["ReturnSet"]
    assert removed == [{"ImageId": image_id, "Return": True}]
    assert found() is None
    with pytest.raises(Refused) as refused:
        sdk.call("kec", "ModifyImageSharePermission", {**shared, "ImageId": cloud["image_id"]})
    assert refused.value.code == "InvalidParameterValue", "a public image is not the account's to share"


def test_an_image_is_imported_and_copied_to_another_region(sdk, make, cloud, control, request):
    name = f"import_{request.node.callspec.id.replace('-', '_')}"
    imported = {
        "ImageName": name, "Architecture": "x86_64", "Platform": "centos-7", "ImageFormat": "qcow2",
        "ImageUrl": "http://mybucket.ks3-cn-beijing.ksyun.com/centos7_64.qcow2",
    }
    with pytest.raises(Refused) as refused:
        sdk.call("kec", "ImportImage", {**imported, "ImageFormat": "iso"})
    assert (refused.value.code, "ImageFormat" in refused.value.message) == ("InvalidParameterValue", True)
    image_id = sdk.call("kec", "ImportImage", imported)["ImageId"]
    there = make({**cloud, "region": "cn-shanghai-2"})

    def named(client, wanted):
        images = client.call("kec", "DescribeImages", {})["ImagesSet"]
        return [(image["ImageState"], image["ImageSource"], image["Platform"]) for image in images if image["Name"] == wanted]

    assert named(sdk, name) == [("queued", "import", "centos-7")]
    control.advance(10)
    assert named(sdk, name) == [("active", "import", "centos-7")]

    copied = {"ImageId": [image_id], "DestinationRegion": ["cn-shanghai-2"]}
    assert sdk.call("kec", "CopyImage", copied)["Return"] is True
    assert sdk.call("kec", "CopyImage", {**copied, "DestinationImageName": f"{name}_2"})["Return"] is True
    assert named(there, name) == [("saving", "copy", "centos-7")]
    control.advance(10)
    assert named(there, name) == named(there, f"{name}_2") == [("active", "copy", "centos-7")]
    with pytest.raises(Refused) as refused:
        sdk.call("kec", "CopyImage", {**copied, "DestinationRegion": ["mars-1"]})
    assert "DestinationRegion.1" in refused.value.message
    with pytest.raises(Refused) as refused:
        sdk.call("kec", "CopyImage", {**copied, "ImageId": [cloud["image_id"]]})
    assert "ImageId.1" in refused.value.message, "only images of one's own are copied"

    sdk.call("kec", "RemoveImages", {"ImageId": image_id})
    for image in there.call("kec", "DescribeImages", {})["ImagesSet"]:
        if image["Name"].startswith(name):
            there.call("kec", "RemoveImages", {"ImageId": image["ImageId"]})
    assert named(sdk, name) == named(there, name) == []


@pytest.mark.parametrize("method", ["POST", "GET"])
def test_the_market_is_asked_without_a_class_for_it(cloud, method):
    sdk = Typed(cloud, method)
    reply = sdk.generic("cloud-market", "v1", "QueryImageList", {"Region": cloud["region"]})
    assert (reply["Status"], reply["Code"], reply["Data"]["total"]) == ("Y", 200, len(reply["Data"]["items"]))
    first = reply["Data"]["items"][0]
    assert (first["MonthlyPriceUnit"], first["MonthlyPrice"], first["HourlyPrice"]) == ("¥", "5000", "7")
    listed = sdk.call("kec", "DescribeImages", {})["ImagesSet"]
    assert first["ImageId"] not in [image["ImageId"] for image in listed], "the market has a list of its own"


@pytest.mark.parametrize("method", ["POST", "GET"])
def test_families_are_listed_by_the_documents_name_too(cloud, method):
    reply = Typed(cloud, method).generic("kec", "2016-03-04", "DescribeInstanceFamilies", {})
    zones = {
        family["InstanceFamily"]: {zone["AzCode"] for zone in family["AvailabilityZoneSet"]}
        for family in reply["InstanceFamilySet"]
    }
    assert zones["N2"] == {"cn-beijing-6b"}
    assert zones["C1"] == {"cn-beijing-6a", "cn-shanghai-2a"}


def test_a_key_pair_lives(sdk, instance):
    made = sdk.call("sks", "CreateKey", {"KeyName": "sdk 键"})
    assert made["PrivateKey"].startswith("-----BEGIN RSA PRIVATE KEY-----")
    key_id = made["Key"]["KeyId"]
    listed = sdk.call("sks", "DescribeKeys", {"KeyId": [key_id]})["KeySet"]
    assert listed == [made["Key"]]
    public = "ssh-rsa " + base64.b64encode(bytes(64)).decode() + " root"
    imported = sdk.call("sks", "ImportKey", {"KeyName": "imported", "PublicKey": public})["Key"]
    assert imported["PublicKey"] == public

    bound = {"InstanceId": [instance], "KeyId": [key_id]}
    assert sdk.call("kec", "AttachKey", bound)["InstancesSet"] == [{"InstanceId": instance, "Return": True}]
    assert find(sdk, instance)["KeySet"] == [key_id]
    sdk.call("kec", "DetachKey", bound)
    assert "KeySet" not in find(sdk, instance)
    for gone in (key_id, imported["KeyId"]):
        assert sdk.call("sks", "DeleteKey", {"KeyId": gone})["Return"] is True
    assert sdk.call("sks", "DescribeKeys", {"KeyId": [key_id]})["KeySet"] == []


def test_a_group_fills_up(sdk, cloud, control):
    group = sdk.call("kec", "CreateDataGuardGroup", {"DataGuardName": "group"})["DataGuardId"]
    ten = order(cloud, MaxCount=10, MinCount=10, DataGuardId=group)
    created = sdk.call("kec", "RunInstances", ten)["InstancesSet"]
    ids = [one["InstanceId"] for one in created]
    control.advance(10)
    with pytest.raises(Refused):
        sdk.call("kec", "RunInstances", order(cloud, DataGuardId=group))
    listed = sdk.call("kec", "DescribeDataGuardGroup", {"DataGuardId": group})["DataGuardsSet"]
    assert listed[0]["DataGuardUsedSize"] == 10
    with pytest.raises(Refused):
        sdk.call("kec", "DeleteDataGuardGroups", {"DataGuardId": [group]})
    out = sdk.call("kec", "RemoveVmFromDataGuard", {"DataGuardId": group, "InstanceId": ids})["ReturnSet"]
    assert all(one["Return"] for one in out)
    sdk.call("kec", "DeleteDataGuardGroups", {"DataGuardId": [group]})
    sdk.call("kec", "TerminateInstances", {"InstanceId": ids, "ForceDelete": True})
    control.advance(10)


def test_a_network_interface_lives(sdk, cloud, instance):
    made = {"SubnetId": cloud["subnet_id"], "SecurityGroupId": [cloud["security_group_id"]]}
    interface = sdk.call("vpc", "CreateNetworkInterface", made)["NetworkInterfaceId"]
    pair = {"InstanceId": instance, "NetworkInterfaceId": interface}
    sdk.call("kec", "AttachNetworkInterface", pair)
    assert [one["NetworkInterfaceId"] for one in find(sdk, instance)["NetworkInterfaceSet"]][1:] == [interface]
    with pytest.raises(Refused):
        sdk.call("vpc", "DeleteNetworkInterface", {"NetworkInterfaceId": interface})
    sdk.call("kec", "DetachNetworkInterface", pair)
    listed = sdk.call("vpc", "DescribeNetworkInterfaces", {"NetworkInterfaceId": [interface]})["NetworkInterfaceSet"]
    assert listed[0]["Status"] == "Available"
    assert sdk.call("vpc", "DeleteNetworkInterface", {"NetworkInterfaceId": interface})["Return"] is True


def test_interfaces_are_modified(sdk, cloud, instance):
    place = {"SubnetId": cloud["subnet_id"], "SecurityGroupId": [cloud["security_group_id"]]}
    made = {"InstanceId": instance, **place}
    assert sdk.call("kec", "AttachNetworkInterface", made)["Return"] is True
    with pytest.raises(Refused):
        sdk.call("kec", "AttachNetworkInterface", made)
    primary, further = find(sdk, instance)["NetworkInterfaceSet"]
    assert (primary["NetworkInterfaceType"], further["NetworkInterfaceType"]) == ("primary", "extension")

    def modify(interface, **more):
        wish = {**made, "NetworkInterfaceId": interface["NetworkInterfaceId"], **more}
        return sdk.call("kec", "ModifyNetworkInterfaceAttribute", wish)["Return"]

    assert modify(primary, DNS1="8.8.8.8") is True
    assert modify(further) is True
    after = find(sdk, instance)["NetworkInterfaceSet"]
    assert after[0]["DNS1"] == "8.8.8.8"
    assert [one["PrivateIpAddress"] for one in after] == [primary["PrivateIpAddress"], further["PrivateIpAddress"]]

    free = further["PrivateIpAddress"].rpartition(".")[0] + ".250"
    assert modify(further, PrivateIpAddress=free) is True
    assert find(sdk, instance)["NetworkInterfaceSet"][1]["PrivateIpAddress"] == free
    for refusal in ({"DNS2": "8.8.4.4"}, {"SubnetId": UNKNOWN}, {"SecurityGroupId": [UNKNOWN]}, {"PrivateIpAddress": "1.2.3.4"}):
        with pytest.raises(Refused) as refused:
            modify(further, **refusal)
        assert refused.value.code == "InvalidParameterValue", refusal
    sdk.call("kec", "DetachNetworkInterface", {"InstanceId": instance, "NetworkInterfaceId": further["NetworkInterfaceId"]})
    gone = sdk.call("vpc", "DescribeNetworkInterfaces", {"NetworkInterfaceId": [further["NetworkInterfaceId"]]})
    assert gone["NetworkInterfaceSet"] == [], "one that was made with its attachment goes with it"


def test_an_instance_deletes_itself(sdk, instance, control):
    def at(minutes):
        made = datetime.fromisoformat(find(sdk, instance)["CreationDate"].removesuffix("Z"))
        return (made + timedelta(minutes=minutes)).strftime("%Y-%m-%d %H:%M")

    all_of = {"InstanceId": [instance]}
    with pytest.raises(Refused) as refused:
        sdk.call("kec", "ModifyInstanceAutoDeleteTime", {**all_of, "AutoDeleteTime": at(20)})
    assert "AutoDeleteTime" in refused.value.message
    timed = {**all_of, "AutoDeleteTime": at(40), "AutoDeleteEip": True}
    assert sdk.call("kec", "ModifyInstanceAutoDeleteTime", timed)["Return"] is True
    assert (find(sdk, instance)["AutoDeleteTime"], find(sdk, instance)["AutoDeleteEip"]) == (at(40), True)
    # Without a time it is switched off.
    sdk.call("kec", "ModifyInstanceAutoDeleteTime", all_of)
    assert "AutoDeleteTime" not in find(sdk, instance)
    sdk.call("kec", "ModifyInstanceAutoDeleteTime", timed)
    control.advance(38 * 60)
    assert state(sdk, instance) == "active"
    control.advance(3 * 60)
    assert state(sdk, instance) == "deleting"
    control.advance(10)
    assert find(sdk, instance) is None, "it is in the recycle bin"
    sdk.call("kec", "TerminateInstances", {**all_of, "ForceDelete": True})


def test_what_has_no_effect_is_passed_over(sdk, cloud, control):
    bid = {"SpotStrategy": "SpotWithPriceLimit", "SpotPriceLimit": "0.00001"}
    if isinstance(sdk, Flat):
        # The newer SDK has no bids.
        instance_id = sdk.call("kec", "RunInstances", order(cloud, **bid))["InstancesSet"][0]["InstanceId"]
    else:
        instance_id = sdk.call("kec", "RunInstances", order(cloud, AutoDeleteEip=True))["InstancesSet"][0]["InstanceId"]
    control.advance(10)
    found = find(sdk, instance_id)
    assert not {"SpotStrategy", "SpotPriceLimit", "AutoDeleteEip"} & set(found)
    with pytest.raises(Refused) as refused:
        sdk.call("kec", "RunInstances", order(cloud, KeepImageLogin=True, InstancePassword="weak", InstanceType="S9.1A"))
    assert "InstanceType" in refused.value.message, "not the password, which nobody looks at"
    sdk.call("kec", "TerminateInstances", {"InstanceId": [instance_id], "ForceDelete": True})
    control.advance(10)


def test_a_local_disk_is_snapshotted_and_rolled_back(sdk, cloud, control, request):
    name = f"local-{request.node.callspec.id}"
    local = order(cloud, InstanceName=name, InstanceType="I2.2B", DataDiskGb=40)
    for disk in ("SystemDisk", "DataDisk"):
        del local[disk]
    instance = sdk.call("kec", "RunInstances", local)["InstancesSet"][0]["InstanceId"]
    control.advance(10)
    volumes = sdk.call("kec", "DescribeLocalVolumes", {"InstanceName": name})["LocalVolumeSet"]
    assert len(volumes) == 2
    made = {"LocalVolumeId": f"{instance}-c", "LocalVolumeSnapshotName": "before"}
    assert made["LocalVolumeId"] in [volume["LocalVolumeId"] for volume in volumes]
    snapshot = sdk.call("kec", "CreateLocalVolumeSnapshot", made)["LocalVolumeSnapshotId"]
    back = {"LocalVolumeId": made["LocalVolumeId"], "LocalVolumeSnapshotId": snapshot}
    with pytest.raises(Refused):
        sdk.call("kec", "RollbackLocalVolume", back)
    control.advance(10)

    def listed():
        found = sdk.call("kec", "DescribeLocalVolumeSnapshots", {"InstanceName": name})["LocalVolumeSnapshotSet"]
        return [(one["LocalVolumeSnapshotId"], one["State"]) for one in found]

    assert listed() == [(snapshot, "ACTIVE")]
    sdk.call("kec", "RollbackLocalVolume", back)
    sdk.call("kec", "DeleteLocalVolumeSnapshot", {"LocalVolumeSnapshotId": [snapshot]})
    assert listed() == []
    sdk.call("kec", "TerminateInstances", {"InstanceId": [instance], "ForceDelete": True})
    control.advance(10)


def test_a_template_makes_an_instance(sdk, cloud, control, request):
    name = f"model-{request.node.callspec.id}"
    model = order(cloud, ModelName=name, InstanceName="of-model", InstanceType="N3.4B", PurchaseTime=0)
    for count in ("MaxCount", "MinCount"):
        del model[count]
    model_id = sdk.call("kec", "CreateModel", model)["ModelId"]
    (listed,) = sdk.call("kec", "DescribeModels", {"ModelId": [model_id]})["ModelSet"]
    assert listed["ModelName"] == name and "InstancePassword" not in listed
    instance = sdk.call("kec", "RunInstances", order(cloud, ModelId=model_id))["InstancesSet"][0]["InstanceId"]
    control.advance(10)
    found = find(sdk, instance)
    assert (found["InstanceName"], found["InstanceType"]) == ("of-model", "N3.4B")
    sdk.call("kec", "TerminateModels", {"ModelId": [model_id]})
    assert model_id not in [one["ModelId"] for one in sdk.call("kec", "DescribeModels", {})["ModelSet"]]
    with pytest.raises(Refused):
        sdk.call("kec", "RunInstances", order(cloud, ModelId=model_id))
    sdk.call("kec", "TerminateInstances", {"InstanceId": [instance], "ForceDelete": True})
    control.advance(10)


def test_a_group_is_renamed_and_takes_a_running_instance(sdk, instance):
    assert sdk.call("kec", "DescribeDataGuardCapacity", {})["DataGuardCapacity"]["Capacity"] == 10
    group = sdk.call("kec", "CreateDataGuardGroup", {"DataGuardName": "group"})["DataGuardId"]
    sdk.call("kec", "ModifyDataGuardGroups", {"DataGuardId": group, "DataGuardName": "renamed"})
    member = {"DataGuardId": group, "InstanceId": [instance]}
    sdk.call("kec", "AddVmIntoDataGuard", member)
    (listed,) = sdk.call("kec", "DescribeDataGuardGroup", {"DataGuardId": group})["DataGuardsSet"]
    assert (listed["DataGuardName"], listed["DataGuardUsedSize"]) == ("renamed", 1)
    sdk.call("kec", "RemoveVmFromDataGuard", member)
    sdk.call("kec", "DeleteDataGuardGroups", {"DataGuardId": [group]})


def test_what_else_becomes_of_an_instance(sdk, cloud, instance, control):
    one, all_of = {"InstanceId": instance}, {"InstanceId": [instance]}
    # The newer SDK has none of these three.
    if isinstance(sdk, Flat):
        assert sdk.call("kec", "DescribeInstanceVnc", one)["vncUrl"]
        sdk.call("kec", "UnmonitorInstances", all_of)
        assert find(sdk, instance)["Monitoring"]["State"] == "disabled"
        sdk.call("kec", "MonitorInstances", all_of)
        assert find(sdk, instance)["Monitoring"]["State"] == "enabled"
    sdk.call("kec", "ModifyInstanceAttribute", {**one, "InstanceName": "renamed"})
    assert find(sdk, instance)["InstanceName"] == "renamed"
    other = {**one, "ImageId": cloud["image_id"], "InstancePassword": PASSWORD}
    with pytest.raises(Refused):
        sdk.call("kec", "ModifyInstanceImage", other)
    sdk.call("kec", "StopInstances", {**all_of, "ForceStop": True})
    control.advance(10)
    sdk.call("kec", "ModifyInstanceImage", other)
    control.advance(10)
    assert state(sdk, instance) == "stopped"


def test_a_type_changes_only_when_stopped(sdk, instance, control):
    wish = {"InstanceId": instance, "InstanceType": "N3.4B"}
    with pytest.raises(Refused):
        sdk.call("kec", "ModifyInstanceType", wish)
    sdk.call("kec", "StopInstances", {"InstanceId": [instance], "ForceStop": True})
    control.advance(10)
    assert sdk.call("kec", "ModifyInstanceType", wish)["Return"] is True
    assert state(sdk, instance) == "resize_migrating"
    control.advance(10)
    found = find(sdk, instance)
    assert (found["InstanceType"], found["InstanceState"]["Name"]) == ("N3.4B", "resize_success_local")
    sdk.call("kec", "StartInstances", {"InstanceId": [instance]})
    control.advance(10)
    assert state(sdk, instance) == "active", "starting it finishes the change"


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"ImageId": None}, "MissingParameter"),
        ({"ImageId": UNKNOWN}, "InvalidParameterValue"),
        ({"SubnetId": UNKNOWN}, "InvalidParameterValue"),
        ({"InstanceType": "S9.1A"}, "InvalidParameterValue"),
        ({"MaxCount": 51}, "InvalidParameterValue"),
        ({"MinCount": 2}, "InvalidParameterValue"),
        ({"ChargeType": "Monthly"}, "MissingParameter"),
        ({"ChargeType": "Yearly"}, "InvalidParameterValue"),
        ({"InstancePassword": "weak"}, "InvalidParameterValue"),
        ({"DataDisk": [{"Type": "EHDD", "Size": 5}]}, "InvalidParameterValue"),
        ({"SystemDisk": {"DiskType": "Local_SSD", "DiskSize": 50}}, "InvalidParameterValue"),
        ({"AddressBandWidth": 5}, "MissingParameter"),
    ],
    ids=str,
)
def test_a_bad_order_is_refused_and_makes_nothing(sdk, cloud, control, changes, code):
    before = control.state("kec")["instances"]
    params = {name: value for name, value in order(cloud, **changes).items() if value is not None}
    with pytest.raises(Refused) as refused:
        sdk.call("kec", "RunInstances", params)
    assert refused.value.code == code
    assert control.state("kec")["instances"] == before


def test_what_only_the_newer_sdk_knows_passes_without_effect(sdk, cloud):
    images = sdk.call("kec", "DescribeImages", {"ImageType": "system"})["ImagesSet"]
    assert cloud["image_id"] in [image["ImageId"] for image in images]
    priced = {"InstanceType": cloud["instance_type"], "ImageId": cloud["image_id"], "SystemDisk_DiskSize": "50"}
    assert sdk.call("kec", "DescribePrice", priced)["PriceInfo"]["InstancePrice"]["TradePrice"] > 0


def test_an_unknown_instance_is_refused_or_not_listed(sdk):
    assert find(sdk, UNKNOWN) is None
    with pytest.raises(Refused) as refused:
        sdk.call("kec", "StopInstances", {"InstanceId": [UNKNOWN]})
    assert refused.value.code == "InvalidParameterValue"
    assert "InstanceId.1" in refused.value.message


def test_a_wrong_secret_and_a_wrong_key_are_told_apart(make, cloud):
    with pytest.raises(Refused) as refused:
        make(cloud, secret="wrong").call("kec", "DescribeRegions", {})
    assert refused.value.code == "SignatureDoesNotMatch"
    assert "does not match" in refused.value.message
    with pytest.raises(Refused) as refused:
        make(cloud, key="AKLTnobody").call("kec", "DescribeRegions", {})
    assert refused.value.code == "InvalidClientTokenId"


def test_a_clock_that_is_off_is_told_apart_from_a_wrong_secret(sdk, control):
    control.skew(3600)
    with pytest.raises(Refused) as refused:
        sdk.call("kec", "DescribeRegions", {})
    assert refused.value.code == "SignatureDoesNotMatch"
    assert refused.value.message.startswith("Signature expired")


def test_faults_have_the_clouds_words(sdk, control):
    control.inject("throttle", cloud="kec", operation="DescribeRegions", times=1)
    with pytest.raises(Refused) as refused:
        sdk.call("kec", "DescribeRegions", {})
    assert refused.value.code == "LimitExceeded"


def signed(cloud, params, method="GET", service="kec", region=None, accept="application/json"):
    """A request of our own making, signed by a library that is none of the vendor's."""
    auth = AWS4Auth(cloud["secret_id"], cloud["secret_key"], region or cloud["region"], service)
    return requests.request(method, cloud["url"] + "/", params=params, auth=auth, headers={"Accept": accept}, timeout=10)


def test_without_json_in_accept_the_answer_is_xml(cloud):
    regions = {"Action": "DescribeRegions", "Version": "2016-03-04"}
    reply = signed(cloud, regions, accept="*/*")
    root = ElementTree.fromstring(reply.content)
    assert (reply.status_code, root.tag) == (200, "DescribeRegionsResponse")
    assert root.findtext("ResponseMetadata/RequestId")
    assert "cn-beijing-6" in [region.text for region in root.findall("RegionSet/item/Region")]

    reply = requests.get(cloud["url"] + "/", params=regions, headers={"Accept": "*/*"}, timeout=10)
    root = ElementTree.fromstring(reply.content)
    assert (reply.status_code, root.tag) == (403, "ErrorResponse")
    assert root.findtext("Error/Code") == "MissingAuthenticationToken"
    assert root.findtext("RequestId")


@pytest.mark.parametrize(
    ("params", "more", "status", "code"),
    [
        ({"Action": "MakeCoffee"}, {}, 404, "NoSuchEntity"),
        ({"Version": "2017-03-09"}, {}, 404, "NoSuchEntity"),
        ({"Action": None}, {}, 400, "MissingParameter"),
        ({}, {"method": "PUT"}, 400, "InvalidMethod"),
        ({}, {"service": "vpc"}, 403, "SignatureDoesNotMatch"),
        ({}, {"region": "mars-1"}, 403, "SignatureDoesNotMatch"),
        ({"Unheard": "1"}, {}, 400, "InvalidQueryParameter"),
        ({"MaxResults": "many"}, {}, 400, "InvalidParameterValue"),
        ({"MaxResults": "4"}, {}, 400, "InvalidParameterValue"),
        ({"MaxResults": "5000"}, {}, 200, None),
        ({"InstanceId.1": UNKNOWN, "InstanceId.3": UNKNOWN}, {}, 400, "InvalidQueryParameter"),
        ({"DryRun": "true"}, {}, 412, "DryRunOperation"),
        ({"DryRun": "true", "MaxResults": "4"}, {}, 400, "InvalidParameterValue"),
    ],
    ids=str,
)
def test_the_protocols_rules_hold(cloud, params, more, status, code):
    asked = {"Action": "DescribeInstances", "Version": "2016-03-04", **params}
    reply = signed(cloud, {name: value for name, value in asked.items() if value is not None}, **more)
    assert (reply.status_code, reply.json().get("Error", {}).get("Code")) == (status, code)
    assert reply.json()["RequestId"]


def test_a_signature_in_the_query_is_believed_and_checked(cloud):
    query = "Action=DescribeInstances&Version=2016-03-04&InstanceId.1=" + UNKNOWN
    request = AWSRequest("GET", f"{cloud['url']}/?{query}", headers={"Accept": "application/json"})
    SigV4QueryAuth(Credentials(cloud["secret_id"], cloud["secret_key"]), "kec", cloud["region"]).add_auth(request)
    prepared = request.prepare()
    reply = requests.get(prepared.url, headers=dict(prepared.headers), timeout=10)
    assert (reply.status_code, reply.json()["InstancesSet"]) == (200, [])
    reply = requests.get(prepared.url.replace("0000-4000", "0000-4001"), headers=dict(prepared.headers), timeout=10)
    assert (reply.status_code, reply.json()["Error"]["Code"]) == (403, "SignatureDoesNotMatch")


def left_out(control, is_newer):
    """The operations of the catalogue that no SDK has had done yet."""
    folder = Path(__file__).resolve().parents[2] / "src-tauri/crates/clouds/src/kingsoft/catalogue"
    operations = operations_in(folder)
    calls = control.state("kec")["calls"]
    wanted = [name for name, operation in operations.items() if ("since" in operation) == is_newer]
    return [name for name in wanted if calls.get(name, {}).get("applied", 0) == 0]


def test_no_operation_was_left_out(control):
    """Of the whole file: the tests above have had every operation of the document done by an SDK."""
    assert left_out(control, is_newer=False) == []
