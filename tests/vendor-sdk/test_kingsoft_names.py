"""The catalogue's names against both of the vendor's SDKs. Why we side with which stands in the cloud's README.

`ksc-sdk-python` (kscore) knows services, versions and operations, but no parameters; `kingsoftcloud-sdk-python` has a class
per request. The operations of the image market are in neither.
"""

import importlib
import json
from pathlib import Path

import pytest
import yaml
from catalogue_files import operations_in
from kscore import __file__ as kscore_file
from test_kingsoft import flattened, signed

CATALOGUE = Path(__file__).resolve().parents[2] / "src-tauri/crates/clouds/src/kingsoft/catalogue"
CLOUD = json.loads((CATALOGUE / "cloud.json").read_text(encoding="utf-8"))
OPERATIONS = operations_in(CATALOGUE)

# The services that the SDKs do not have.
NOT_IN_SDK = {"cloud-market"}
# The one that only kscore has: the newer SDK has a second version of it with other operations (`tagv2`).
ONLY_IN_KSCORE = {"tag"}

# How the SDKs call what the document calls otherwise; None: they do not have it.
OTHERWISE_IN_KSCORE = {"DescribeInstanceFamilies": "DescribeInstanceFamilys"}
# Newer than kscore (2024).
NOT_IN_KSCORE = {
    "ApplyAutoSnapshotPolicy", "AttachInstancesIamRole", "CancelAutoSnapshotPolicy", "CreateAutoSnapshotPolicy",
    "DeleteAutoSnapshotPolicy", "DescribeAutoSnapshotPolicy", "DescribeKecInventory", "DetachInstancesIamRole",
    "ModifyAutoSnapshotPolicy", "ModifyInstanceChargeType", "SetInstanceResourceProtect",
}
OTHERWISE_IN_NEWER = {
    "DescribeInstanceFamilies": "DescribeInstanceFamilys",
    "DescribeInstanceVnc": "DescribeInstanceVncUrl",
    "GetAccountAllProjectList": None,
    "ModifyInstanceChargeType": None,
    "MonitorInstances": None,
    "UnmonitorInstances": None,
}

# Parameters that the newer SDK does not have (any more), or has under the misspelt names below.
ONLY_IN_THE_DOCUMENT = {
    "CreateModel": {"InstancePassword"},
    "DescribeLocalVolumeSnapshots": {"InstanceName"},
    "DescribePrice": {"SystemDisk"},
    "DescribeVolumes": {"Tag"},
    "ModifyInstanceImage": {"SystemDisk"},
    "ModifyInstanceType": {"InstanceConfigure", "SystemDisk"},
    "RollbackLocalVolume": {"LocalVolumeId"},
    "RunInstances": {"SpotPriceLimit", "SpotStrategy"},
}

# Names under which the newer SDK sends members of structures when its classes are filled by attributes: it means
# `SystemDisk.DiskSize`. The sandbox lets them pass without effect. `Tag.N` is how it lists a list of structures.
ONLY_IN_THE_SDK = {
    "DescribePrice": {"SystemDisk_DiskSize", "SystemDisk_DiskType"},
    "DescribeVolumes": {"Tag_N_Key", "Tag_N_Value"},
    "ModifyInstanceImage": {"SystemDisk_DiskSize", "SystemDisk_DiskType"},
    "ModifyInstanceType": {
        "InstanceConfigure_MemoryGb", "InstanceConfigure_VCPU", "SystemDisk_DiskSize", "SystemDisk_DiskType",
        "SystemDisk_ResizeType",
    },
}

# Parameters whose source is the vendor's Terraform provider.
ONLY_IN_THE_PROVIDER = {
    "DescribeLocalVolumeSnapshots": {"LocalVolumeSnapshotId", "Marker", "MaxResults"},
    "ModifyInstanceImage": {"UserData"},
}

# Members of the protocol that some request classes list among the parameters.
PROTOCOL = {"Action", "Version"}


def service_of(operation):
    return operation.get("service", CLOUD["defaultService"])


def newer(service, module):
    version = CLOUD["services"][service]["version"].replace("-", "")
    return importlib.import_module(f"ksyun.client.{service}.v{version}.{module}")


SERVICES = sorted(set(CLOUD["services"]) - NOT_IN_SDK)
IN_SDK = {name: operation for name, operation in OPERATIONS.items() if service_of(operation) in SERVICES}


def test_only_the_market_is_in_no_sdk():
    assert set(OPERATIONS) - set(IN_SDK) == {"QueryImageList"}
    for folder in (Path(kscore_file).parent / "data", Path(newer("kec", "client").__file__).parents[2]):
        assert not [path for path in folder.glob("*market*")], "a service to compare with after all"


@pytest.mark.parametrize("service", sorted(set(SERVICES) - ONLY_IN_KSCORE))
def test_services_versions_and_hosts_are_the_sdks(service):
    client = getattr(newer(service, "client"), f"{service.capitalize()}Client")
    spec = CLOUD["services"][service]
    assert (client._service, client._apiVersion) == (service, spec["version"])
    # The SDKs dial one host for all regions, as the document does for CopyImage and for shares.
    assert client._endpoint == spec["host"].replace("{region}.", "")


@pytest.mark.parametrize("name", IN_SDK)
def test_the_older_sdk_has_the_operation(name):
    service = service_of(OPERATIONS[name])
    version = CLOUD["services"][service]["version"]
    described = Path(kscore_file).parent / "data" / service / version / "service-2.yaml"
    known = yaml.safe_load(described.read_text(encoding="utf-8"))["operations"]
    if name in NOT_IN_KSCORE:
        assert name not in known, "the older SDK has it after all"
        return
    assert OTHERWISE_IN_KSCORE.get(name, name) in known
    assert (name in known) == (name not in OTHERWISE_IN_KSCORE)


def request_of(name):
    """A request of the newer SDK by the document's name of its operation."""
    if service_of(OPERATIONS[name]) in ONLY_IN_KSCORE:
        return None
    models = newer(service_of(OPERATIONS[name]), "models")
    if name in OTHERWISE_IN_NEWER:
        assert not hasattr(models, f"{name}Request"), "the SDK has the document's name after all"
    there = OTHERWISE_IN_NEWER.get(name, name)
    return there and getattr(models, f"{there}Request")()


@pytest.mark.parametrize("name", IN_SDK)
def test_the_newer_sdk_has_the_operation_and_its_parameters(name):
    request = request_of(name)
    if request is None:
        return
    ours, theirs = set(OPERATIONS[name]["input"]["properties"]), set(vars(request)) - PROTOCOL
    assert ours - theirs == ONLY_IN_THE_DOCUMENT.get(name, set()) | ONLY_IN_THE_PROVIDER.get(name, set())
    assert theirs - ours == ONLY_IN_THE_SDK.get(name, set())


def dry(sandbox, name, **more):
    """What the sandbox says to an operation's example without doing it."""
    operation = OPERATIONS[name]
    service = service_of(operation)
    asked = {"Action": name, "Version": CLOUD["services"][service]["version"], "DryRun": "true"}
    example = {key: str(value) for key, value in flattened("", operation["example"])}
    reply = signed(sandbox["kec"], {**asked, **example, **more}, service=service)
    return reply.json()["Error"]["Code"]


@pytest.mark.parametrize("name", OPERATIONS)
def test_the_sandbox_accepts_the_example_and_what_only_the_newer_sdk_has(sandbox, name):
    assert dry(sandbox, name) == "DryRunOperation"
    for parameter in ONLY_IN_THE_SDK.get(name, set()):
        assert dry(sandbox, name, **{parameter: "1"}) == "DryRunOperation", parameter
    assert dry(sandbox, name, Unheard="1") == "InvalidQueryParameter"
