"""The operations that a cloud's catalogue describes, as the JSON has them."""

import json

NO_OPERATIONS = ("cloud", "nouns", "shapes")


def operations_in(folder):
    """By name, in the order of the files and of what stands in them."""
    files = [file for file in sorted(folder.glob("*.json")) if file.stem not in NO_OPERATIONS]
    return {name: spec for file in files for name, spec in json.loads(file.read_text(encoding="utf-8")).items()}
