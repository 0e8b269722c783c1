"""The catalogue's names against both of the vendor's SDKs. Why we side with which stands in the cloud's README.

`ksc-sdk-python` (kscore) knows services, versions and operations, but no parameters; `kingsoftcloud-sdk-python` has a class
per request. The operations of the image market are in neither.
"""

import importlib
import json
from pathlib import Path

import pytest
import yaml
from kscore import __file__ as kscore_file
from test_kingsoft import flattened, signed

CATALOGUE = Path(__file__).resolve().parents[2] / "src-tauri/crates/clouds/src/kingsoft/catalogue"
CLOUD = json.loads((CATALOGUE / "cloud.json").read_text(encoding="utf-8"))
OPERATIONS = {
    name: operation
    for path in sorted(CATALOGUE.glob("*.json"))
    if path.stem not in ("cloud", "shapes")
    for name, operation in json.loads(path.read_text(encoding="utf-8")).items()
}

# The services that the SDKs do not have.
NOT_IN_SDK = {"cloud-market"}

# How the SDKs call what the document calls otherwise; None: they do not have it.
OTHERWISE_IN_KSCORE = {"DescribeInstanceFamilies": "DescribeInstanceFamilys"}
OTHERWISE_IN_NEWER = {
    "DescribeInstanceFamilies": "DescribeInstanceFamilys",
    "DescribeInstanceVnc": "DescribeInstanceVncUrl",
    "GetAccountAllProjectList": None,
    "MonitorInstances": None,
    "UnmonitorInstances": None,
}

# Parameters of the document that the newer SDK does not have (any more).
ONLY_IN_THE_DOCUMENT = {
    "CreateModel": {"InstancePassword"},
    "DescribeLocalVolumeSnapshots": {"InstanceName"},
    "DescribePrice": {"SystemDisk"},
    "ModifyInstanceImage": {"SystemDisk"},
    "RollbackLocalVolume": {"LocalVolumeId"},
    "RunInstances": {"SpotPriceLimit", "SpotStrategy"},
}

# Parameters of the newer SDK that the document does not have. The sandbox lets them pass without effect.
ONLY_IN_THE_SDK = {
    "AttachNetworkInterface": {"MacAddress"},
    "CreateImage": {"DataDiskIds", "InstantAccess", "SnapshotIds", "Type"},
    "CreateKey": {"Description", "projectId"},
    "CreateLocalVolumeSnapshot": {"InstantAccess"},
    "CreateModel": {
        "AllocateAddress", "AssembledImageDataDiskType", "Cpu", "FailureAutoDelete", "HostName", "HostNameSuffix", "IamRoleName",
        "IsDistributeIpv6", "LocalVolumeSnapshotId", "Mem", "NetworkInterface", "SyncTag", "Tag", "UserData",
    },
    "CreateNetworkInterface": {"NetworkInterfaceName"},
    "DescribeImages": {"ImageType"},
    "DescribeLocalVolumeSnapshots": {"SourceLocalVolumeId"},
    "DescribeLocalVolumes": {
        "AutoSnapshotPolicyId", "BindSnapshotPolicy", "InstanceId", "InstanceState", "LocalVolumeCategory", "LocalVolumeId",
        "LocalVolumeSize", "Marker", "MaxResults",
    },
    "DescribeNetworkInterfaces": {"MaxResults", "NextToken", "VisitInternet"},
    "DescribePrice": {"SystemDisk_DiskSize", "SystemDisk_DiskType"},
    "ImportImage": {"DataImageFormat", "DataImageSize", "DataImageUrl"},
    "ImportKey": {"Description", "IsCheck"},
    "ModifyImageAttribute": {"CloudInitSupport", "OsVersion"},
    "ModifyInstanceAttribute": {"RestartMode"},
    "ModifyInstanceImage": {"SystemDisk_DiskSize", "SystemDisk_DiskType"},
    "ModifyInstanceType": {
        "AutoRestart", "CrossInstanceMigrate", "DataDisk", "InstanceConfigure_MemoryGb", "InstanceConfigure_VCPU",
        "InstantAccess", "StopInstance", "SystemDisk_DiskSize", "SystemDisk_DiskType", "SystemDisk_ResizeType",
    },
    "RunInstances": {
        "AssembledImageDataDiskType", "AutoCreateEbs", "BandWidthShareId", "DedicatedHostId", "DistributeIpv6",
        "FailureAutoDelete", "IamRoleName", "InstanceConfigure", "IsProtect", "ModelVersion", "NetworkInterface", "SyncTag",
        "Tag",
    },
    "TerminateModels": {"ModelVersion"},
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


@pytest.mark.parametrize("service", SERVICES)
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
    assert OTHERWISE_IN_KSCORE.get(name, name) in known
    assert (name in known) == (name not in OTHERWISE_IN_KSCORE)


def request_of(name):
    """A request of the newer SDK by the document's name of its operation."""
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
    assert ours - theirs == ONLY_IN_THE_DOCUMENT.get(name, set())
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
