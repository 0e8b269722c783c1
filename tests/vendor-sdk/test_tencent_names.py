"""The catalogue's names and types against the SDK's models: every operation, every parameter however deep, every path that is
read from a reply, every error code. Whatever the SDK has is there, or stands here with the reason why not; a new difference is
a finding.

No sandbox is needed.
"""

import inspect
import json
import re
from pathlib import Path

from catalogue_files import operations_in
from tencentcloud.cvm.v20170312 import cvm_client, errorcodes
from tencentcloud.cvm.v20170312 import models as cvm
from tencentcloud.vpc.v20170312 import models as vpc
from tencentcloud.vpc.v20170312 import vpc_client

CATALOGUE = Path(__file__).resolve().parents[2] / "src-tauri/crates/clouds/src/tencent/catalogue"

# The document of 2018 has them, the present SDK has not.
GONE = {("CreateImage", "Reboot"), ("InquiryPriceResetInstancesType", "ForceStop")}

# The SDK's structures have them, and no parameter of ours does: why. By the structure, then by the operations that use it so.
ONLY_IN_REPLIES = {
    "ActionTimer": "ActionTimerId InstanceId Status",
    "Placement": "HostId RackId",
}

# A creation takes them; here the same structure only says how large a disk or how wide a line becomes (`docstring` of the
# parameter: "only the capacity that is wanted", "used by RunInstances only").
ONLY_OF_A_CREATION = {
    "DataDisk": "BurstPerformance CdcId DiskName Encrypt KmsKeyId SnapshotId ThroughputPerformance",
    "InternetAccessible": "AntiDDoSPackageId BandwidthPackageId IPv4AddressType IPv6AddressType InternetServiceProvider",
    "SystemDisk": "CdcId DiskName",
}
CHANGES = {
    "DataDisk": "InquiryPriceResizeInstanceDisks ResizeInstanceDisks",
    "InternetAccessible": "InquiryPriceResetInstancesInternetMaxBandwidth ResetInstancesInternetMaxBandwidth",
    "SystemDisk": "InquiryPriceResetInstance InquiryPriceResizeInstanceDisks ResetInstance ResizeInstanceDisks",
}

# A second way to page; the list is paged by its offset.
OTHER_PAGES = {("DescribeSubnets", "DescribeSubnetsRequest", name) for name in ("MaxResults", "NextToken")}

# The SDK lists the codes of the service only: these are common to all services.
COMMON_CODES = """
    ActionOffline AuthFailure.InvalidSecretId AuthFailure.MFAFailure AuthFailure.SecretIdNotFound AuthFailure.SignatureExpire
    AuthFailure.SignatureFailure AuthFailure.TokenFailure AuthFailure.UnauthorizedOperation DryRunOperation FailedOperation
    InvalidAction InvalidRequest IpInBlacklist IpNotInWhitelist LimitExceeded NoSuchVersion OperationDenied RequestLimitExceeded
    RequestSizeLimitExceeded ResourceInsufficient ResourceNotFound ResponseSizeLimitExceeded ServiceUnavailable UnsupportedProtocol
    UnsupportedRegion
"""

# The document has them and the SDK has not: later names, or misprints that cannot be told from them.
CODES_GONE = """
    InvalidKeyId.Malformed InvalidKeyId.NotFound InvalidKeyName.Duplicate InvalidKeyPairName.Empty
    InvalidKeyPairName.IncludeIllegalChar InvalidKeyPairName.TooLong VpcIdNotMatch
"""

# The cloud answers with it (published reply of RunInstances), and neither document nor SDK has it.
CODES_REPLIED = "InvalidCloudDisk.Unavailable"

TYPES = {"str": "string", "int": "integer", "int non-negative": "integer", "bool": "boolean", "float": "number"}


def operations():
    return operations_in(CATALOGUE)


SHAPES = json.loads((CATALOGUE / "shapes.json").read_text(encoding="utf-8"))["$defs"]


def resolved(schema):
    return SHAPES[schema["$ref"].rsplit("/", 1)[1]] if "$ref" in schema else schema


def api_of(spec):
    return (vpc, vpc_client.VpcClient) if spec.get("service") == "vpc" else (cvm, cvm_client.CvmClient)


def members(kind):
    """The members of one of the SDK's models, with the type that its docstrings give: a JSON type, or another model."""
    if "__init__" not in vars(kind):
        return {}
    module = inspect.getmodule(kind)
    found = {}
    for name, words in re.findall(r":type _?(\w+): (.+)", inspect.getsource(kind.__init__)):
        one = words.strip().removeprefix("list of ")
        model = one.strip(":`").rsplit(".", 1)[-1].removeprefix("class:`")
        item = TYPES.get(one) or getattr(module, model)
        found[name] = ("array", item) if words.startswith("list of ") else ("object", item) if inspect.isclass(item) else (item, None)
    return found


def differences(schema, kind, path=""):
    """What the schema has and the model has not (or otherwise), and what the model has besides, by its name."""
    known, ours = members(kind), resolved(schema).get("properties", {})
    odd = {f"{path}{name}" for name in ours if name not in known}
    later = {(kind.__name__, name) for name in known if name not in ours}
    for name in set(ours) & set(known):
        member, (wanted, item) = resolved(ours[name]), known[name]
        here = f"{path}{name}"
        if member["type"] != wanted:
            odd.add(f"{here}: {member['type']}, not {wanted}")
            continue
        if wanted == "array":
            member = resolved(member["items"])
            if member["type"] != ("object" if inspect.isclass(item) else item):
                odd.add(f"{here}[]: {member['type']}")
                continue
        if inspect.isclass(item):
            deeper = differences(member, item, f"{here}.")
            odd, later = odd | deeper[0], later | deeper[1]
    return odd, later


def by_structure(table):
    return {(structure, name) for structure, names in table.items() for name in names.split()}


def test_every_parameter_of_the_sdk_is_there_with_its_name_and_type_however_deep():
    odd, missing, compared = set(), set(), 0
    for name, spec in operations().items():
        module, client = api_of(spec)
        assert callable(getattr(client, name)), name
        kind = getattr(module, f"{name}Request")
        different, besides = differences(spec["input"], kind)
        odd |= {(name, what) for what in different}
        missing |= {(name, *what) for what in besides}
        compared += parameters(kind)
    assert odd == GONE
    of_a_creation = {
        (operation, structure, name)
        for structure, name in by_structure(ONLY_OF_A_CREATION)
        for operation in CHANGES[structure].split()
    }
    unexplained = {what for what in missing - of_a_creation - OTHER_PAGES if what[1:] not in by_structure(ONLY_IN_REPLIES)}
    assert unexplained == set()
    assert of_a_creation | OTHER_PAGES <= missing, "what is there needs no reason"
    print(f"{len(operations())} operations, {compared} parameters compared")


def parameters(kind):
    """How many parameters a structure has, however deep."""
    return sum(1 + (parameters(item) if inspect.isclass(item) else 0) for _, item in members(kind).values())


def newer(schema):
    """The parameters that are marked as newer than the document, however deep."""
    for name, member in resolved(schema).get("properties", {}).items():
        if "x-since" in member or "x-since" in resolved(member):
            yield name
        yield from newer(member)
        if "items" in resolved(member):
            yield from newer(resolved(member)["items"])


def test_what_is_newer_than_the_document_is_marked_and_has_no_default():
    """A default of a newer parameter could be taken for something to send; none of them has one."""
    marked = {(name, parameter) for name, spec in operations().items() for parameter in newer(spec["input"])}
    assert len(marked) > 100
    for name, spec in operations().items():
        assert not list(defaults_of_newer(spec["input"])), name
        assert "since" in spec or not spec.get("companion") or spec.get("service") == "vpc", name


def defaults_of_newer(schema, within=False):
    for name, member in resolved(schema).get("properties", {}).items():
        inside = within or "x-since" in member or "x-since" in resolved(member)
        if inside and ("default" in member or "default" in resolved(member)):
            yield name
        yield from defaults_of_newer(member, inside)
        if "items" in resolved(member):
            yield from defaults_of_newer(resolved(member)["items"], inside)


def leads_somewhere(kind, path):
    """Whether a path such as `InstanceSet[].InstanceId` is there in a reply."""
    for step in path.split("."):
        wanted, item = members(kind).get(step.removesuffix("[]"), (None, None))
        if wanted is None or step.endswith("[]") != (wanted == "array"):
            return False
        kind = item if inspect.isclass(item) else object
    return True


def test_what_is_read_from_replies_is_there():
    cloud = json.loads((CATALOGUE / "cloud.json").read_text(encoding="utf-8"))
    read = set()
    for name, spec in operations().items():
        read |= {(name, path) for path in spec.get("output", {}).values()}
        if pages := spec.get("pagination"):
            read |= {(name, pages["items"]), (name, pages["total"]), (name, f"{pages['items']}.{pages['id']}")}
    for listing in cloud["refs"].values():
        wanted = [listing["id"], listing["label"], *listing.get("detail", []), *listing.get("within", {}).values()]
        wanted += [listing["unavailable"]["path"]] if "unavailable" in listing else []
        read |= {(listing["operation"], f"{listing['items']}.{path}") for path in wanted}
    for waiter in cloud["waiters"].values():
        read |= {(waiter["operation"], f"{waiter['items']}.{waiter[member]}") for member in ("id", "state")}
    specs = operations()
    missing = {
        (name, path) for name, path in read if not leads_somewhere(getattr(api_of(specs[name])[0], f"{name}Response"), path)
    }
    assert len(read) > 60 and missing == set()


def test_error_codes_are_the_sdks():
    cloud = json.loads((CATALOGUE / "cloud.json").read_text(encoding="utf-8"))
    ours = {code for code in cloud["errors"] if not code.endswith("*")}
    ours |= {code for spec in operations().values() for code in spec.get("errors", {})}
    known = {code for name, code in vars(errorcodes).items() if name.isupper()}
    assert ours - known == set(f"{COMMON_CODES} {CODES_GONE} {CODES_REPLIED}".split())
