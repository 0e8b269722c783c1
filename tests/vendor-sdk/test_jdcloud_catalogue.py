"""JD Cloud's catalogue against what its SDK says of every parameter: names, requirements, ranges, values, defaults.

The overviews give no parameters, so the SDK's signatures and docstrings are the source. Where the catalogue says something
else on purpose, the reason stands in a table below; a new difference is a finding.
"""

import re
from importlib.metadata import version

import pytest
from test_jdcloud import OPERATIONS, SHAPES, model, sdk

# What a newer or older SDK words differently, or has not, says nothing about the catalogue.
if version("jdcloud_sdk") != "1.6.354":
    pytest.skip("docstrings of another version", allow_module_level=True)

# The SDK's class of a structure, by the member that holds it. `{}` is the operation's own service.
CLASSES = {
    "createInstanceTemplate/instanceTemplateData": "vm.InstanceTemplateSpec",
    "updateInstanceTemplate/instanceTemplateData": "vm.UpdateInstanceTemplateSpec",
    **{
        f"{operation}/{member}": f"vm.{name}"
        for operation in ("createInstanceTemplate", "updateInstanceTemplate")
        for member, name in {
            "systemDisk": "InstanceTemplateDiskAttachmentSpec",
            "dataDisks": "InstanceTemplateDiskAttachmentSpec",
            "cloudDiskSpec": "InstanceTemplateDiskSpec",
            "elasticIp": "InstanceTemplateElasticIpSpec",
            "primaryNetworkInterface": "InstanceTemplateNetworkInterfaceAttachmentSpec",
            "networkInterface": "InstanceTemplateNetworkInterfaceSpec",
            "burstSpec": "InstanceTemplateBurstSpec",
            "instanceTags": "Tag",
        }.items()
    },
    "importImage/dataDisks": "vm.CloudDiskSpec",
    "instanceSpec": "vm.InstanceSpec",
    "burstSpec": "vm.BurstSpec",
    "charge": "charge.ChargeSpec",
    "chargeSpec": "charge.ChargeSpec",
    "cloudDiskSpec": "disk.DiskSpec",
    "cores": "vm.Core",
    "cpuTopology": "vm.CpuTopology",
    "dataDisks": "vm.InstanceDiskAttachmentSpec",
    "modifyInstanceDiskAttribute/dataDisks": "vm.InstanceDiskAttribute",
    "elasticIp": "vm.ElasticIpSpec",
    "filters": "common.Filter",
    "metadata": "vm.Metadata",
    "networkInterface": "vm.NetworkInterfaceSpec",
    "networks": "vm.InstanceNetworkAttribute",
    "numas": "vm.Numa",
    "orders": "common.Sort",
    "primaryNetworkInterface": "vm.InstanceNetworkInterfaceAttachmentSpec",
    "sockets": "vm.Socket",
    "systemDisk": "vm.InstanceDiskAttachmentSpec",
    "tags": "{}.TagFilter",
    "threads": "vm.Thread",
    "userTags": "vm.Tag",
    "userdata": "vm.Userdata",
}

# Requirements in which we differ: (class, member) -> why.
REQUIRED_HERE_ONLY = {
    ("ModifyInstancePlacementParameters", "agId"): "optional in the signature, required by its text",
    ("ModifyInstanceReleaseTimeParameters", "instanceIds"): "a time for no instance is none",
    ("InstanceDiskAttribute", "diskId"): "an element without it names no disk",
    ("InstanceNetworkAttribute", "networkInterfaceId"): "an element without it names no interface",
    ("Tag", "key"): "a tag without a key is none",
    ("TagFilter", "key"): "a condition without a key is none",
    ("Sort", "name"): "an order by nothing is none",
    ("Metadata", "key"): "a value without a key cannot be read",
    ("Userdata", "key"): "there is only one kind of script, and it has to be named",
    ("Userdata", "value"): "a script without its text is none",
}
OPTIONAL_HERE = {
    ("DiskSpec", "az"): "the instance's zone replaces it (overview)",
    ("DiskSpec", "name"): "the instance's name is taken",
    ("DiskSpec", "diskSizeGB"): "of a system disk: the image's size is taken (overview)",
}

# Numbers of a range that the catalogue does not have: (class, member) -> (numbers, why).
OTHER_NUMBERS = {
    ("InstanceTemplateDiskSpec", "diskSizeGB"): ({40, 500}, "of a system disk; in the help"),
    ("CloudDiskSpec", "diskSizeGB"): ({40, 500}, "of a system disk; in the help"),
    ("DiskSpec", "diskSizeGB"): ({20, 1000, 3000, 16000}, "of a data disk; a system disk has 40-500 (overview)"),
    ("*", "hostname"): ({15}, "of Windows: which system it is stands in the image; in the help"),
    ("*", "metadata"): ({256}, "of a key: limited there"),
}

# Documented defaults that stand neither in `default` nor in the help: (class, member) -> why.
NO_DEFAULT = {
    ("InstanceDiskAttachmentSpec", "autoDelete"): "the overview says yes, the SDK no; sent as the person says",
    ("InstanceDiskAttribute", "autoDelete"): "sent as the person says",
    ("InstanceNetworkAttribute", "autoDelete"): "sent as the person says",
    ("InstanceNetworkInterfaceAttachmentSpec", "autoDelete"): "the primary interface always goes",
    ("NetworkInterfaceSpec", "az"): "it has no effect",
    ("DiskSpec", "description"): "empty",
    ("DiskSpec", "snapshotId"): "empty",
    ("DiskSpec", "policyId"): "empty",
    ("DiskSpec", "multiAttachable"): "no, as every switch that is not set",
    ("DiskSpec", "encrypt"): "no, as every switch that is not set",
    ("DiskSpec", "charge"): "it follows the instance",
    ("ChargeSpec", "autoChangeChargeMode"): "no, as every switch that is not set",
    ("ChargeSpec", "chargeMode"): "of an elastic IP and a disk: it follows the instance",
    ("StopInstanceParameters", "chargeOnStopped"): "empty: as the instance is set",
    ("InstanceSpec", "charge"): "in its chargeMode",
    ("InstanceSpec", "agId"): "the word is not about a value",
    ("InstanceSpec", "instanceTemplateId"): "the word is not about a value",
    ("InstanceNetworkInterfaceAttachmentSpec", "deviceIndex"): "it can only be 1",
    ("InstanceDiskAttachmentSpec", "deviceName"): "of a system disk, where naming it has no effect",
    ("InstanceTemplateDiskAttachmentSpec", "deviceName"): "of a system disk, where naming it has no effect",
    ("ImportImageParameters", "systemDiskSizeGB"): "the word is not about a value that is left out",
    ("InstanceTemplateDiskSpec", "encrypt"): "no, as every switch that is not set",
}


def resolved(schema):
    if "$ref" not in schema:
        return schema
    return {**SHAPES[schema["$ref"].rsplit("/", 1)[1]], **{k: v for k, v in schema.items() if k != "$ref"}}


def docstrings(*functions):
    """By parameter, what the docstrings say of it."""
    found = {}
    for function in functions:
        for name, text in re.findall(r":param (\w+):(.*?)(?=\n\s*:param |\Z)", function.__doc__ or "", re.S):
            found[name] = text.strip()
    return found


def structures():
    """Each object of each operation: operation, class name, schema, required and all names of the SDK, docstrings."""
    for operation, spec in OPERATIONS.items():
        service = spec.get("service", "vm")
        _, parameters = sdk(service, operation)
        code = parameters.__init__.__code__
        required = code.co_varnames[1 : code.co_argcount]
        setters = [value for name, value in vars(parameters).items() if name.startswith("set")]
        texts = docstrings(parameters.__init__, *setters)
        yield operation, parameters.__name__, spec["input"], set(required), set(vars(parameters(*required))), texts
        yield from below(operation, service, spec["input"])


def below(operation, service, schema):
    for name, member in resolved(schema).get("properties", {}).items():
        member = resolved(member)
        inner = resolved(member.get("items", member))
        if inner.get("type") != "object":
            continue
        place = CLASSES.get(f"{operation}/{name}") or CLASSES[name]
        home, class_name = place.format(service).split(".")
        init = model(class_name, home, "common").__init__
        code = init.__code__
        names = code.co_varnames[1 : code.co_argcount]
        required = names[: len(names) - len(init.__defaults__ or ())]
        yield operation, class_name, inner, set(required), set(names), docstrings(init)
        yield from below(operation, service, inner)


STRUCTURES = list(structures())
every_structure = pytest.mark.parametrize(
    ("operation", "class_name", "schema", "required", "names", "texts"),
    STRUCTURES,
    ids=[f"{nth}-{operation}-{class_name}" for nth, (operation, class_name, *_) in enumerate(STRUCTURES)],
)


@every_structure
def test_names_and_requirements_are_the_sdk_s(operation, class_name, schema, required, names, texts):
    ours = set(schema["properties"])
    assert ours == names
    needed = set(schema.get("required", []))
    more = {name for name in needed - required if (class_name, name) not in REQUIRED_HERE_ONLY}
    less = {name for name in required - needed - {"regionId"} if (class_name, name) not in OPTIONAL_HERE}
    assert (more, less) == (set(), set())


def numbers_of(schema):
    """Every number that a schema limits with, its conditions and elements included."""
    if isinstance(schema, dict):
        return {number for value in schema.values() for number in numbers_of(value)}
    if isinstance(schema, list):
        return {number for value in schema for number in numbers_of(value)}
    return {schema} if isinstance(schema, int) and not isinstance(schema, bool) else set()


RANGES = re.compile(
    r"[\[(](\d+)\s*[-,，~]\s*(\d+|∞)[\])]|(\d+)\\?[~-](\d+)个字符|取值为：(\d+)~(\d+)|(?:不超过|不能超过|最多支持|最多指定)(\d+)|(\d+)字符以内"
)


@every_structure
def test_documented_ranges_are_in_the_catalogue(operation, class_name, schema, required, names, texts):
    found = {}
    for name, text in texts.items():
        member = resolved(schema["properties"][name])
        said = {int(number) for limits in RANGES.findall(text) for number in limits if number.isdigit()}
        # The rules that depend on a neighbour stand beside the members; a filter's values are checked below.
        have = numbers_of({key: value for key, value in member.items() if key != "properties"})
        have |= numbers_of([rule for rule in schema.get("allOf", []) if name in str(rule)])
        reason = OTHER_NUMBERS.get((class_name, name)) or OTHER_NUMBERS.get(("*", name))
        missing = said - have - (reason[0] if reason else set())
        # 16 KB, as characters; the numbers of ordered names, as a pattern.
        if missing := missing - {16, 9999, 0}:
            found[name] = missing, text
    assert found == {}


# A value of its own line (`public`：...), or of a list after words for "one of".
VALUES = re.compile(r"^`([\w.\-]+)`(?:（[^）]*）)?：", re.M)
LISTED = re.compile(r"(?:支持范围|可选范围|可选值|取值为)[：:]?((?:[、，,]?\s*`[\w.\-]+`)+|(?:[、，,或]?[a-z_\-]+(?:\.[a-z0-9]+)?)+)")
WORD = re.compile(r"[A-Za-z][A-Za-z0-9_.\-]*")


@every_structure
def test_documented_values_are_in_the_catalogue(operation, class_name, schema, required, names, texts):
    found = {}
    for name, text in texts.items():
        if name == "filters":
            continue
        member = resolved(schema["properties"][name])
        said = set(VALUES.findall(text)) | {word for listed in LISTED.findall(text) for word in WORD.findall(listed)}
        said -= {"true", "false"}
        have = member.get("enum") or member.get("examples") or member.get("items", {}).get("enum") or []
        # An instance and a disk cannot be paid by use; the names of regions stand beside the lines they have.
        if missing := said - set(map(str, have)) - {"postpaid_by_usage", "cn-north-"}:
            found[name] = missing, text
    assert found == {}


@every_structure
def test_documented_defaults_are_in_the_catalogue(operation, class_name, schema, required, names, texts):
    missing = {}
    for name, text in texts.items():
        member = resolved(schema["properties"][name])
        told = any(word in member.get("description", "") for word in ("默认", "不填时"))
        if name != "filters" and "默认" in text and "default" not in member and not told:
            missing[name] = text
    assert {name: text for name, text in missing.items() if (class_name, name) not in NO_DEFAULT} == {}


def documented_filters(text):
    """By name of a condition, what is said of it; what only private clouds have is left out."""
    text = re.sub(r"^\(Optional\) (.*</b>)?", "", text)
    found = re.findall(r"^`?(\w+)`?\s*[-=:：]\s*(.*)$", text, re.M)
    return {name: words for name, words in found if "[JDStack]" not in words}


# The values of a condition that are listed and may grow.
GROWING = {"diskType"}


def documented_values(words):
    listed = re.search(r"(?:取值范围|取值为?|可选范围)[：: ]*(.*)", re.sub(r"[（(].*?[）)]|【默认】", "", words))
    return set(WORD.findall(re.split("默认|支持", listed[1])[0])) - {"ID"} if listed else set()


@pytest.mark.parametrize("operation", [name for name, spec in OPERATIONS.items() if "filters" in spec["input"]["properties"]])
def test_filters_are_the_documented_ones(operation):
    _, parameters = sdk(OPERATIONS[operation].get("service", "vm"), operation)
    said = documented_filters(docstrings(parameters.setFilters)["filters"])
    condition = OPERATIONS[operation]["input"]["properties"]["filters"]["items"]
    names = condition["properties"]["name"]["enum"]
    assert set(names) == set(said)

    single, listed = set(), {}
    for rule in condition.get("allOf", []):
        name, values = rule["if"]["properties"]["name"], rule["then"]["properties"]["values"]
        if values.get("maxItems") == 1:
            single |= set(name["enum"])
        else:
            listed[name["const"]] = set(values["items"]["enum"])
    if "enum" in condition["properties"]["values"]["items"]:
        (name,) = names
        listed[name] = set(condition["properties"]["values"]["items"]["enum"])
    assert single == {name for name, words in said.items() if "支持单个" in words}
    for name, words in said.items():
        if (values := documented_values(words)) and name not in GROWING:
            assert listed.get(name) == values, f"{name}: {words}"


def test_every_reason_is_still_needed():
    """A difference that is gone must not stay excused."""
    here, there, unsaid = set(), set(), set()
    for _, class_name, schema, required, _, texts in STRUCTURES:
        needed = set(schema.get("required", []))
        here |= {(class_name, name) for name in needed - required}
        there |= {(class_name, name) for name in required - needed}
        unsaid |= {(class_name, name) for name, text in texts.items() if "默认" in text}
    assert set(REQUIRED_HERE_ONLY) <= here
    assert set(OPTIONAL_HERE) <= there
    assert set(NO_DEFAULT) <= unsaid
