"""What the replays are filled with: a `$name` in a request stands for something that exists in the sandbox's world."""

import base64
import json
import re
import secrets
import uuid
from pathlib import Path

PLACE = re.compile(r"\$([a-z_]+)")

REPLAYS = Path(__file__).parent / "replays"


def public_key():
    """A public key as `ssh-keygen` writes it: of the right form, and nobody's."""
    parts = (b"ssh-rsa", (65537).to_bytes(3, "big"), b"\x00\xd5" + secrets.token_bytes(255))
    blob = b"".join(len(part).to_bytes(4, "big") + part for part in parts)
    return f"ssh-rsa {base64.b64encode(blob).decode()} replay"


def read(cloud):
    """The requests of a cloud."""
    return json.loads((REPLAYS / f"{cloud}.json").read_text())["requests"]


class World:
    """Looks up what a `$name` stands for, and makes it when it is the first to ask. One world serves one request."""

    def __init__(self, cloud, makers=None):
        self.cloud, self._makers, self._made = cloud, makers or {}, {}

    def __getitem__(self, name):
        if name not in self._made:
            self._made[name] = self._make(name)
        return self._made[name]

    def _make(self, name):
        number = uuid.uuid4().hex[:8]
        plain = {
            "token": lambda: str(uuid.uuid4()),
            "name": lambda: f"replay-{number}",
            "short_name": lambda: f"replay{number}",
            "plain_name": lambda: f"replay{number}",
            "public_key": public_key,
        }
        if name in self._makers:
            return self._makers[name](self)
        return plain[name]() if name in plain else self.cloud[name]

    def __setitem__(self, name, value):
        self._made[name] = value

    def fill(self, value):
        """The value with everything that stands for something put in."""
        if isinstance(value, dict):
            return {name: self.fill(member) for name, member in value.items()}
        if isinstance(value, list):
            return [self.fill(member) for member in value]
        if isinstance(value, str):
            return PLACE.sub(lambda found: str(self[found.group(1)]), value)
        return value
