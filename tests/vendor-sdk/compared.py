"""What of the catalogues was compared with the vendors' SDKs that are installed: which version, how many operations and parameters,
and how many of the catalogue's are newer than the documents.

    target/venv/bin/python tests/vendor-sdk/compared.py            prints the table
    target/venv/bin/python tests/vendor-sdk/compared.py --write    writes it into README.md, where test_compared.py wants it fresh

That nothing is missing without a reason is held by the tests of names (`test_tencent_names.py`, `test_kingsoft_names.py`,
`test_jdcloud_catalogue.py`, `test_ucloudstack.py`); this only counts what they walk through.
"""

import inspect
import json
import sys
from collections import Counter
from importlib.metadata import version
from pathlib import Path

import test_jdcloud_catalogue
import test_kingsoft_names
import test_tencent_names
import test_ucloudstack
from catalogue_files import operations_in
from ucloud.services.ucloudstack.schemas import apis as ucloudstack_requests

HERE = Path(__file__).resolve().parent
CLOUDS = HERE.parents[1] / "src-tauri/crates/clouds/src"
BEGIN, END = "<!-- compared: generated, a test keeps it fresh -->", "<!-- end of compared -->"
HEAD = """| cloud | SDK | operations of the catalogue that it has | their parameters in the SDK | of these in the catalogue | parameters marked as newer than the document, by source | operations so marked |
|---|---|---|---|---|---|---|"""


def catalogue(cloud):
    """The operations of a cloud and the structures that they share."""
    folder = CLOUDS / cloud / "catalogue"
    return operations_in(folder), json.loads((folder / "shapes.json").read_text(encoding="utf-8"))["$defs"]


def newer(schema, shapes, since=None):
    """For each parameter that is newer than the document, however deep, where it is from."""
    shape = shapes[schema["$ref"].rsplit("/", 1)[1]] if "$ref" in schema else schema
    for member in shape.get("properties", {}).values():
        named = shapes[member["$ref"].rsplit("/", 1)[1]] if "$ref" in member else member
        source = member.get("x-since") or named.get("x-since") or since
        if source:
            yield source
        yield from newer(member, shapes, source)
        if "items" in named:
            yield from newer(named["items"], shapes, source)


def marked(cloud):
    """How many parameters and operations are newer than the document, by where they are from."""
    operations, shapes = catalogue(cloud)
    of_parameters, of_operations = Counter(), Counter()
    for spec in operations.values():
        if "since" in spec:
            of_operations[spec["since"]] += 1
        else:
            of_parameters.update(newer(spec["input"], shapes))
    return of_parameters, of_operations


def tencent():
    """(operation, names in the SDK, names in the catalogue), a row a structure."""
    for name, spec in test_tencent_names.operations().items():
        module, _ = test_tencent_names.api_of(spec)
        yield from below_tencent(name, spec["input"], getattr(module, f"{name}Request"))


def below_tencent(operation, schema, kind):
    known = test_tencent_names.members(kind)
    ours = test_tencent_names.resolved(schema).get("properties", {})
    yield operation, set(known), set(ours)
    for name, (_, item) in known.items():
        if inspect.isclass(item):
            member = test_tencent_names.resolved(ours.get(name, {}))
            yield from below_tencent(operation, member.get("items", member), item)


def kingsoft():
    for name in test_kingsoft_names.IN_SDK:
        if request := test_kingsoft_names.request_of(name):
            known = set(vars(request)) - test_kingsoft_names.PROTOCOL
            yield name, known, set(test_kingsoft_names.OPERATIONS[name]["input"]["properties"])


def jdcloud():
    for operation, _, schema, _, names, _ in test_jdcloud_catalogue.STRUCTURES:
        yield operation, names, set(schema["properties"])


def ucloudstack():
    for name, spec in test_ucloudstack.catalogue().items():
        if request := getattr(ucloudstack_requests, f"{name}RequestSchema", None):
            yield name, set(request.fields) - {"Region"}, set(spec["input"]["properties"])


SDKS = {
    "tencent": (tencent, ["tencentcloud-sdk-python-cvm", "tencentcloud-sdk-python-vpc"]),
    "kingsoft": (kingsoft, ["kingsoftcloud-sdk-python"]),
    "jdcloud": (jdcloud, ["jdcloud_sdk"]),
    "ucloudstack": (ucloudstack, ["ucloud-sdk-python3"]),
}


def in_words(counted):
    return ", ".join(f"{source} {count}" for source, count in sorted(counted.items())) or "–"


def table():
    rows = [HEAD]
    for cloud, (walk, packages) in SDKS.items():
        structures = list(walk())
        operations = {operation for operation, _, _ in structures}
        known = sum(len(names) for _, names, _ in structures)
        here = sum(len(names & ours) for _, names, ours in structures)
        sdk = ", ".join(f"`{package}` {version(package)}" for package in packages)
        parameters, newer_operations = marked(cloud)
        cells = [cloud, sdk, len(operations), known, here, in_words(parameters), in_words(newer_operations)]
        rows.append("| " + " | ".join(map(str, cells)) + " |")
    return "\n".join(rows)


def written(text):
    """The README with the table as it is now."""
    before, rest = text.split(BEGIN)
    return f"{before}{BEGIN}\n{table()}\n{END}{rest.split(END)[1]}"


if __name__ == "__main__":
    print(table())
    if "--write" in sys.argv:
        readme = HERE / "README.md"
        readme.write_text(written(readme.read_text(encoding="utf-8")), encoding="utf-8")
