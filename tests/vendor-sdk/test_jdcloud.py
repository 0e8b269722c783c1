"""JD Cloud's own SDK against the sandbox. From 1.6.95 on the SDK signs JDCLOUD3, before it JDCLOUD2; both must pass."""

import importlib
import json
import re
from pathlib import Path

import pytest
from catalogue_files import operations_in
from jdcloud_sdk.core.config import Config
from jdcloud_sdk.core.const import SCHEME_HTTP
from jdcloud_sdk.core.credential import Credential
from jdcloud_sdk.core.logger import FATAL, Logger
from jdcloud_sdk.services.disk.client.DiskClient import DiskClient
from jdcloud_sdk.services.vm.client.VmClient import VmClient
from jdcloud_sdk.services.vpc.client.VpcClient import VpcClient


def model(name, *services):
    """A class of the SDK, from the first of the services whose models have it: some have moved between versions."""
    for service in services:
        try:
            module = importlib.import_module(f"jdcloud_sdk.services.{service}.models.{name}")
        except ImportError:
            continue
        return getattr(module, name)
    raise ImportError(f"no {name} in {services}")


ChargeSpec = model("ChargeSpec", "charge")
ElasticIpSpec = model("ElasticIpSpec", "vm", "vpc")
Filter = model("Filter", "common")
Image = model("Image", "vm")
Instance = model("Instance", "vm")
InstanceDiskAttachmentSpec = model("InstanceDiskAttachmentSpec", "vm")
InstanceNetworkInterfaceAttachmentSpec = model("InstanceNetworkInterfaceAttachmentSpec", "vm")
InstanceSpec = model("InstanceSpec", "vm")
NetworkInterfaceSpec = model("NetworkInterfaceSpec", "vm", "vpc")

CATALOGUE = Path(__file__).resolve().parents[2] / "src-tauri/crates/clouds/src/jdcloud/catalogue"
SERVICES = {"vm": VmClient, "vpc": VpcClient, "disk": DiskClient}


@pytest.fixture
def eventually(control):
    """Turns the worlds' clock until the value is as it should be: nobody has to wait for an instance to run."""

    def look(read, wanted):
        value = read()
        for _ in range(20):
            if value == wanted:
                return value
            control.advance(2)
            value = read()
        raise AssertionError(f"still {value!r} instead of {wanted!r}")

    return look


class Refused(Exception):
    """What the SDK saw as an error."""

    def __init__(self, error):
        super().__init__(f"{error.code} {error.status} {error.message}")
        self.code, self.status, self.message = error.code, error.status, error.message


def sdk(service, operation):
    """The SDK's request and parameter classes of an operation."""
    name = operation[0].upper() + operation[1:]
    module = importlib.import_module(f"jdcloud_sdk.services.{service}.apis.{name}Request")
    return getattr(module, f"{name}Request"), getattr(module, f"{name}Parameters")


class Cloud:
    """Sends requests as a program that uses the SDK does."""

    def __init__(self, report, secret=None, key=None):
        self.report = report
        self.region = report["region"]
        self._credential = Credential(key or report["secret_id"], secret or report["secret_key"])
        self._endpoint = report["url"].removeprefix("http://")

    def response(self, service, operation, **params):
        request_class, parameters_class = sdk(service, operation)
        taken = parameters_class.__init__.__code__
        required = taken.co_varnames[1 : taken.co_argcount]
        given = {"regionId": self.region, **params}
        parameters = parameters_class(*(given.pop(name) for name in required))
        for name, value in given.items():
            getattr(parameters, f"set{name[0].upper()}{name[1:]}")(value)
        client = SERVICES[service](self._credential, Config(self._endpoint, SCHEME_HTTP), Logger(FATAL))
        response = client.send(request_class(parameters))
        assert response.request_id, f"{operation}: the SDK sees no request id, so neither success nor error"
        return response

    def __call__(self, operation, service="vm", **params):
        response = self.response(service, operation, **params)
        if response.error is not None:
            raise Refused(response.error)
        return response.result

    def instance(self, instance_id):
        return self("describeInstance", instanceId=instance_id)["instance"]

    def status(self, instance_id):
        return self.instance(instance_id)["status"]


@pytest.fixture(scope="module")
def cloud(sandbox):
    return Cloud(sandbox["jdcloud"])


@pytest.fixture
def create(cloud, eventually):
    """Creates one running instance; what is left of it is removed afterwards."""
    made = []

    def run(name, **more):
        spec = InstanceSpec(
            name=name,
            az=cloud.report["zone"],
            imageId=cloud.report["image_id"],
            instanceType=cloud.report["instance_type"],
            primaryNetworkInterface=InstanceNetworkInterfaceAttachmentSpec(
                networkInterface=NetworkInterfaceSpec(
                    subnetId=cloud.report["subnet_id"], securityGroups=[cloud.report["security_group_id"]]
                )
            ),
        )
        for member, value in more.items():
            setattr(spec, member, value)
        ids = cloud("createInstances", instanceSpec=spec, maxCount=1)["instanceIds"]
        assert len(ids) == 1
        made.extend(ids)
        eventually(lambda: cloud.status(ids[0]), "running")
        return ids[0]

    yield run
    for instance_id in made:
        try:
            cloud("deleteInstance", instanceId=instance_id)
        except Refused:
            pass


@pytest.fixture
def stopped(create, cloud, eventually):
    def run(name, **more):
        instance_id = create(name, **more)
        cloud("stopInstance", instanceId=instance_id)
        eventually(lambda: cloud.status(instance_id), "stopped")
        return instance_id

    return run


@pytest.fixture
def refused(cloud):
    def run(operation, code, status, words, **params):
        with pytest.raises(Refused) as caught:
            cloud(operation, **params)
        assert (caught.value.code, caught.value.status) == (code, status), str(caught.value)
        assert words in caught.value.message

    return run


def catalogue():
    """Every operation of the catalogue, with its shapes."""
    shapes = json.loads((CATALOGUE / "shapes.json").read_text())["$defs"]
    return operations_in(CATALOGUE), shapes


def members(schema, shapes):
    if "$ref" in schema:
        schema = shapes[schema["$ref"].rsplit("/", 1)[1]]
    return schema.get("properties", {})


OPERATIONS, SHAPES = catalogue()


# Up to 1.6.94 an image was shared by pin only; since then by pin or login name.
NO_LONGER_REQUIRED = {"shareImage": {"pins"}, "unShareImage": {"pins"}}


@pytest.mark.parametrize("name", OPERATIONS)
def test_the_catalogue_spells_the_operation_as_the_sdk_does(name):
    operation = OPERATIONS[name]
    request_class, parameters_class = sdk(operation.get("service", "vm"), name)
    code = parameters_class.__init__.__code__
    required = set(code.co_varnames[1 : code.co_argcount])
    request = request_class(None)
    assert request.method == operation["http"]["method"]
    assert f"/{request.version}{request.url}" == operation["http"]["path"]
    known = set(vars(parameters_class(*required)))
    ours = set(operation["input"]["properties"])
    assert known <= ours, f"the SDK has {known - ours} besides"
    wanted = required - {"regionId"} - NO_LONGER_REQUIRED.get(name, set())
    assert wanted <= set(operation["input"].get("required", []))


@pytest.mark.parametrize(
    ("theirs", "ours"),
    [
        ("vm.InstanceSpec", ["createInstances", "instanceSpec"]),
        ("vm.InstanceDiskAttachmentSpec", "SystemDisk"),
        ("vm.InstanceDiskAttachmentSpec", "DataDisk"),
        ("disk.DiskSpec", "DataCloudDisk"),
        ("disk.DiskSpec", "SystemCloudDisk"),
        ("vm.InstanceNetworkInterfaceAttachmentSpec", ["createInstances", "instanceSpec", "primaryNetworkInterface"]),
        ("vm.NetworkInterfaceSpec", ["createInstances", "instanceSpec", "primaryNetworkInterface", "networkInterface"]),
        ("vm.ElasticIpSpec", "ElasticIpSpec"),
        ("charge.ChargeSpec", "InstanceCharge"),
        ("vm.Tag", "Tag"),
        ("vm.Metadata", "Metadata"),
        ("vm.Userdata", "Userdata"),
    ],
)
def test_structures_have_the_sdk_s_members(theirs, ours):
    service, name = theirs.split(".")
    code = model(name, service, "vpc").__init__.__code__
    known = set(code.co_varnames[1 : code.co_argcount])
    if isinstance(ours, str):
        found = set(members(SHAPES[ours], SHAPES))
    else:
        at = OPERATIONS[ours[0]]["input"]
        for step in ours[1:]:
            at = members(at, SHAPES)[step]
        found = set(members(at, SHAPES))
    assert known <= found, f"the SDK has {known - found} besides"


def test_instances_live_through_their_states(cloud, create, eventually, refused):
    instance_id = create(
        "sdk-life",
        description="from the sdk",
        keyNames=["ops-key"],
        elasticIp=ElasticIpSpec(3, "bgp", ChargeSpec(chargeMode="postpaid_by_usage")),
        systemDisk=InstanceDiskAttachmentSpec(diskCategory="cloud", cloudDiskSpec={"diskType": "ssd.gp1", "diskSizeGB": 50}),
        dataDisks=[InstanceDiskAttachmentSpec(diskCategory="cloud", autoDelete=True, cloudDiskSpec={"diskType": "ssd.io1", "diskSizeGB": 20, "iops": 1000})],
        charge=ChargeSpec(chargeMode="postpaid_by_duration"),
    )
    record = cloud.instance(instance_id)
    # The SDK's own model takes every member of the record.
    known = set(Instance.__init__.__code__.co_varnames[1 : Instance.__init__.__code__.co_argcount])
    Instance(**{name: value for name, value in record.items() if name in known})
    assert record["systemDisk"]["cloudDisk"]["diskSizeGB"] == 50
    assert record["dataDisks"][0]["cloudDisk"]["iops"] == 1000
    assert (record["keyNames"], record["description"]) == (["ops-key"], "from the sdk")
    assert re.fullmatch(r"\d{4}-\d\d-\d\d \d\d:\d\d:\d\d", record["launchTime"])

    filters = [Filter("instanceId", [instance_id]), Filter("status", ["running", "stopped"])]
    listed = cloud("describeInstances", filters=filters, pageNumber=1, pageSize=10)
    assert [one["instanceId"] for one in listed["instances"]] == [instance_id]
    states = cloud("describeInstanceStatus", filters=filters)
    assert states["instanceStatuses"] == [{"instanceId": instance_id, "status": "running"}]
    addresses = cloud("describeInstancePrivateIpAddress", filters=filters)
    assert addresses["instancePrivateIpAddresses"][0]["privateIpAddress"] == record["privateIpAddress"]
    assert cloud("describeInstanceVncUrl", instanceId=instance_id)["vncUrl"].startswith("https://")

    refused("startInstance", 400, "FAILED_PRECONDITION", "running", instanceId=instance_id)
    assert cloud("rebootInstance", instanceId=instance_id) is None
    eventually(lambda: cloud.status(instance_id), "running")
    cloud("stopInstance", instanceId=instance_id, chargeOnStopped="stopCharging")
    eventually(lambda: cloud.status(instance_id), "stopped")
    cloud("modifyInstanceAttribute", instanceId=instance_id, name="sdk-renamed", description="中文 & more")
    assert cloud.instance(instance_id)["description"] == "中文 & more"
    cloud("modifyInstancePassword", instanceId=instance_id, password="Yundeck@2580")
    cloud("resizeInstance", instanceId=instance_id, instanceType="g.n3.large")
    eventually(lambda: cloud.status(instance_id), "stopped")
    assert cloud.instance(instance_id)["instanceType"] == "g.n3.large"
    cloud("rebuildInstance", instanceId=instance_id, imageId="img-ubuntu2204", password="Yundeck@2580")
    eventually(lambda: cloud.status(instance_id), "stopped")
    cloud("startInstance", instanceId=instance_id)
    eventually(lambda: cloud.status(instance_id), "running")
    cloud("deleteInstance", instanceId=instance_id)

    def gone():
        try:
            return cloud.status(instance_id)
        except Refused as error:
            return error.status

    eventually(gone, "NOT_FOUND")


def test_a_token_is_honoured(cloud):
    spec = {
        "name": "sdk-token",
        "az": cloud.report["zone"],
        "imageId": cloud.report["image_id"],
        "instanceType": cloud.report["instance_type"],
        "primaryNetworkInterface": {"networkInterface": {"subnetId": cloud.report["subnet_id"]}},
    }
    first = cloud("createInstances", instanceSpec=spec, clientToken="sdk-token-1")
    assert cloud("createInstances", instanceSpec=spec, clientToken="sdk-token-1") == first
    listed = cloud("describeInstances", filters=[Filter("name", ["sdk-token"])])
    assert listed["totalCount"] == 1


def test_types_quotas_and_pages(cloud):
    zone = cloud.report["zone"]
    types = cloud("describeInstanceTypes", filters=[Filter("az", [zone])])["instanceTypes"]
    sizes = {one["instanceType"]: (one["cpu"], one["memoryMB"]) for one in types}
    assert sizes[cloud.report["instance_type"]] == (1, 4096)
    assert all(state["az"] == zone for one in types for state in one["state"])
    quotas = cloud("describeQuotas", filters=[Filter("resourceTypes", ["instance", "keypair"])])["quotas"]
    assert {quota["resourceType"] for quota in quotas} == {"instance", "keypair"}
    page = cloud("describeInstances", pageNumber=2, pageSize=10)
    assert len(page["instances"]) == max(0, min(10, page["totalCount"] - 10))


def test_images_are_made_shared_read_back_and_unshared(cloud, stopped, eventually, refused):
    public = cloud("describeImages", imageSource="public", platform="CentOS", pageSize=10)
    assert cloud.report["image_id"] in [image["imageId"] for image in public["images"]]
    known = set(Image.__init__.__code__.co_varnames[1 : Image.__init__.__code__.co_argcount])
    Image(**{name: value for name, value in public["images"][0].items() if name in known})

    instance_id = stopped("sdk-image")
    image_id = cloud("createImage", instanceId=instance_id, name="sdk-image", description="golden")["imageId"]
    eventually(lambda: cloud("describeImage", imageId=image_id)["image"]["status"], "ready")
    cloud("shareImage", imageId=image_id, pins=["pin1", "pin2"])
    assert cloud("describeImageMembers", imageId=image_id)["pins"] == ["pin1", "pin2"]
    refused("shareImage", 429, "QUOTA_EXCEEDED", "share quota", imageId=image_id, pins=[f"p{nth}" for nth in range(19)])
    refused("deleteImage", 400, "FAILED_PRECONDITION", "shared", imageId=image_id)
    cloud("unShareImage", imageId=image_id, pins=["pin1"])
    assert cloud("describeImageMembers", imageId=image_id)["pins"] == ["pin2"]
    cloud("unShareImage", imageId=image_id, pins=["pin2"])
    cloud("modifyImageAttribute", imageId=image_id, name="sdk-image-2")
    found = cloud("describeImages", ids=[image_id])["images"]
    assert [image["name"] for image in found] == ["sdk-image-2"]
    copies = cloud("copyImages", sourceImageIds=[image_id], destinationRegion="cn-east-2")["copyImages"]
    assert copies[0]["sourceImageId"] == image_id
    eventually(lambda: _delete_image(cloud, image_id), "deleted")
    refused("describeImage", 404, "NOT_FOUND", image_id, imageId=image_id)
    whole = cloud.report["whole_machine_image_id"]
    # The overviews bar it; the SDK's text only bars encrypted snapshots.
    cloud("shareImage", imageId=whole, pins=["pin1"])
    cloud("unShareImage", imageId=whole, pins=["pin1"])
    limits = cloud("describeImageConstraints", imageId="img-winserv19c")["imageConstraints"]
    assert limits["imageInstanceTypeConstraint"]["constraintsType"] == "excludes"
    assert len(cloud("describeImageConstraintsBatch", ids=["img-winserv19c"])["imageConstraints"]) == 1


def _delete_image(cloud, image_id):
    """While it is being copied an image cannot be removed."""
    try:
        cloud("deleteImage", imageId=image_id, deleteSnapshot=True)
    except Refused as error:
        return error.message
    return "deleted"


def test_key_pairs(cloud, refused):
    made = cloud("createKeypair", keyName="sdk-key")
    assert made["privateKey"].startswith("-----BEGIN PRIVATE KEY-----")
    refused("createKeypair", 400, "FAILED_PRECONDITION", "already in use", keyName="sdk-key")
    public = "ssh-rsa AAAAB3NzaC1yc2EAAAADAQABAAAAgQC7vbqajDhA me@laptop"
    assert cloud("importKeypair", keyName="sdk-imported", publicKey=public)["keyFingerprint"]
    listed = cloud("describeKeypairs", filters=[Filter("keyNames", ["sdk-key", "sdk-imported"])])
    assert listed["totalCount"] == 2
    for name in ("sdk-key", "sdk-imported"):
        cloud("deleteKeypair", keyName=name)
    refused("deleteKeypair", 404, "NOT_FOUND", "sdk-key", keyName="sdk-key")


def test_networks_and_disks(cloud, create, eventually):
    vpcs = cloud("describeVpcs", "vpc")["vpcs"]
    assert cloud.report["vpc_id"] in [vpc["vpcId"] for vpc in vpcs]
    subnets = cloud("describeSubnets", "vpc", filters=[Filter("vpcId", [cloud.report["vpc_id"]])])["subnets"]
    assert cloud.report["subnet_id"] in [subnet["subnetId"] for subnet in subnets]
    groups = cloud("describeNetworkSecurityGroups", "vpc", pageSize=100)["networkSecurityGroups"]
    assert cloud.report["security_group_id"] in [group["networkSecurityGroupId"] for group in groups]
    assert cloud("describeSnapshots", "disk")["totalCount"] >= 1

    instance_id = create("sdk-parts")
    disk_id, ip_id, port_id = (cloud.report[name] for name in ("disk_id", "elastic_ip_id", "network_interface_id"))
    cloud("attachDisk", instanceId=instance_id, diskId=disk_id, autoDelete=False)

    def disk():
        return cloud("describeDisks", "disk", filters=[Filter("diskId", [disk_id])])["disks"][0]

    assert disk()["attachments"][0]["instanceId"] == instance_id
    cloud("modifyInstanceDiskAttribute", instanceId=instance_id, dataDisks=[{"diskId": disk_id, "autoDelete": False}])
    eventually(lambda: cloud.instance(instance_id)["dataDisks"][0]["status"], "attached")
    cloud("detachDisk", instanceId=instance_id, diskId=disk_id)
    eventually(lambda: disk()["status"], "available")

    cloud("associateElasticIp", instanceId=instance_id, elasticIpId=ip_id)
    assert cloud.instance(instance_id)["elasticIpId"] == ip_id
    bound = cloud("describeElasticIps", "vpc", filters=[Filter("elasticIpIds", [ip_id])])["elasticIps"]
    assert bound[0]["instanceId"] == instance_id
    cloud("disassociateElasticIp", instanceId=instance_id, elasticIpId=ip_id)

    cloud("attachNetworkInterface", instanceId=instance_id, networkInterfaceId=port_id)
    networks = [{"networkInterfaceId": port_id, "autoDelete": False}]
    cloud("modifyInstanceNetworkAttribute", instanceId=instance_id, networks=networks)
    ports = cloud("describeNetworkInterfaces", "vpc", filters=[Filter("networkInterfaceIds", [port_id])])
    assert ports["networkInterfaces"][0]["instanceId"] == instance_id
    cloud("detachNetworkInterface", instanceId=instance_id, networkInterfaceId=port_id)


def test_a_wrong_key_is_refused(cloud):
    for wrong in (Cloud(cloud.report, secret="wrong"), Cloud(cloud.report, key="JDC_NOBODY")):
        with pytest.raises(Refused) as caught:
            wrong("describeInstances")
        assert (caught.value.code, caught.value.status) == (401, "ACCESS_ERROR")


def test_a_wrong_clock_is_refused(cloud, control):
    control.skew(3600)
    with pytest.raises(Refused) as caught:
        cloud("describeInstances")
    assert (caught.value.code, caught.value.status) == (401, "ACCESS_ERROR")
    assert "expired" in caught.value.message


def test_what_is_not_there_or_not_allowed_is_refused(cloud, refused):
    refused("describeInstance", 404, "NOT_FOUND", "i-nobody", instanceId="i-nobody")
    refused("startInstance", 404, "NOT_FOUND", "i-nobody", instanceId="i-nobody")
    refused("describeInstances", 400, "OUT_OF_RANGE", "PageSize", pageSize=5)
    refused("createInstances", 400, "INVALID_ARGUMENT", "InstanceSpec.ImageId missing", instanceSpec={"name": "ab", "az": "cn-north-1a"})
    refused("createKeypair", 400, "INVALID_ARGUMENT", "KeyName", keyName="no blanks please")
    elsewhere = Cloud({**cloud.report, "region": "cn-south-1"})
    assert elsewhere("describeInstances")["totalCount"] == 0
    with pytest.raises(Refused) as caught:
        Cloud({**cloud.report, "region": "mars-1"})("describeInstances")
    assert caught.value.status == "INVALID_ARGUMENT"


def test_faults_reach_the_sdk_in_the_cloud_s_words(cloud, control):
    control.inject("throttle", cloud="jdcloud", operation="describeInstances")
    with pytest.raises(Refused) as caught:
        cloud("describeInstances")
    assert (caught.value.code, caught.value.status) == (429, "RATE_LIMIT")
    assert cloud("describeInstances")["totalCount"] >= 1
