"""What the SDK's texts say of parameters, against the catalogue: every number (lengths, ranges, limits) and every value in capitals is
known to the parameter's schema, or stands here with the reason why not. A new difference is a finding.

No sandbox is needed.
"""

import inspect
import json
import re
from importlib.metadata import version

import pytest
from test_tencent_names import SHAPES, api_of, members, operations

# What a newer or older SDK words differently says nothing about the catalogue.
if version("tencentcloud-sdk-python-cvm") != "3.1.178":
    pytest.skip("docstrings of another version", allow_module_level=True)

# (structure, member) -> numbers of its text that limit nothing.
OTHER_NUMBERS = {
    ("SystemDisk", "DiskSize"): ({50}, "the default of a creation; no default is sent"),
    ("RunInstancesRequest", "InstanceName"): ({8, 99}, "of its samples"),
    ("RunInstancesRequest", "HostName"): ({99}, "of its samples"),
}

# Words in capitals that are no value of the parameter.
OTHER_VALUES = {
    ("DataDisk", "DiskType"): (
        {"LOCAL_BASIC", "LOCAL_SSD", "LOCAL_NVME", "LOCAL_PRO"},
        "the last two go with the type and nobody may name them; to turn a local disk into a cloud disk names the cloud disk",
    ),
    ("SystemDisk", "DiskType"): ({"LOCAL_BASIC", "LOCAL_SSD"}, "to turn a local disk into a cloud disk names the cloud disk"),
    "InstanceType": ({"CDH_XCXG"}, "a form, of which the schema takes every instance"),
}

# Addresses, samples of ids and zones, and styles: their numbers are about nothing.
NOISE = re.compile(r"\]\([^)]*\)|href=\"[^\"]*\"|padding-left: \d+px|(?:ins|img)-\w+|ap-\w+-\d|&lt;\S+|base64|ASCII")
NUMBER = re.compile(r"(?<![\w.-])(\d{1,6})(?![\w.])")
VALUE = re.compile(r"(?:<li>|[`、，,：:\s])([A-Z][A-Z0-9_]{2,})(?=[：:`、，, <]|$)")


def resolved(schema):
    if "$ref" not in schema:
        return schema
    return {**SHAPES[schema["$ref"].rsplit("/", 1)[1]], **{name: value for name, value in schema.items() if name != "$ref"}}


def texts(kind):
    """By member of one of the SDK's models, what its docstrings say of it."""
    if "__init__" not in vars(kind):
        return {}
    source = inspect.getsource(kind.__init__)
    return {name: NOISE.sub("", text) for name, text in re.findall(r":param _?(\w+): (.*?)(?=\n\s*:(?:type|param) )", source, re.S)}


def known_numbers(member):
    """Every number that a schema limits with, and those that its own words name."""
    if isinstance(member, dict):
        return {number for value in member.values() for number in known_numbers(value)}
    if isinstance(member, list):
        return {number for value in member for number in known_numbers(value)}
    if isinstance(member, str):
        return {int(number) for number in re.findall(r"\d+", member)}
    return {member} if isinstance(member, int) and not isinstance(member, bool) else set()


def structures(name, schema, kind):
    """Each structure of an operation: the operation, the SDK's model, the members of ours with the model's text."""
    ours, said = resolved(schema).get("properties", {}), texts(kind)
    yield name, kind.__name__, {member: (resolved(ours[member]), said[member]) for member in said if member in ours}
    for member, (_, item) in members(kind).items():
        if inspect.isclass(item) and member in ours:
            inner = resolved(ours[member])
            yield from structures(name, resolved(inner.get("items", inner)), item)


def every_structure():
    for name, spec in operations().items():
        yield from structures(name, spec["input"], getattr(api_of(spec)[0], f"{name}Request"))


def test_numbers_of_the_texts_are_in_the_catalogue():
    found, looked_at, used = set(), 0, set()
    for operation, kind, described in every_structure():
        for name, (member, text) in described.items():
            if name == "Filters":
                continue
            numbers = {int(number) for number in NUMBER.findall(text)} - {0, 1, 2}
            looked_at += len(numbers)
            # Members of a structure have their own.
            missing = numbers - known_numbers({key: value for key, value in member.items() if key != "properties"})
            if missing and (reason := OTHER_NUMBERS.get((kind, name))):
                used.add((kind, name))
                missing -= reason[0]
            found |= {(operation, kind, name, number) for number in missing}
    assert found == set()
    assert looked_at > 200 and used == set(OTHER_NUMBERS), "a reason that is not needed"


def test_values_of_the_texts_are_in_the_catalogue():
    found, looked_at, used = set(), 0, set()
    for operation, kind, described in every_structure():
        for name, (member, text) in described.items():
            if name == "Filters" or not (member.get("enum") or member.get("examples")):
                continue
            values = set(VALUE.findall(text))
            looked_at += len(values)
            have = json.dumps(member, ensure_ascii=False)
            missing = {value for value in values if value not in have}
            for key in ((kind, name), name):
                if missing and key in OTHER_VALUES:
                    used.add(key)
                    missing -= OTHER_VALUES[key][0]
            found |= {(operation, kind, name, value) for value in missing}
    assert found == set()
    assert looked_at > 100 and used == set(OTHER_VALUES), "a reason that is not needed"
