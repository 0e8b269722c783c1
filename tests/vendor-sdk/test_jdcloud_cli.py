"""The lines that the explorer copies for the vendor's command line tool, given to that tool: it must understand each, and send
what Yundeck itself sends.

The lines are those of `tests/rust/explorer/commands/jdcloud.txt`, which a test in Rust keeps fresh; what is to be sent is in
`tests/rust/operations/encodings/jdcloud.txt`.
"""

import json
import os
import re
import subprocess
import sys
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from urllib.parse import parse_qsl, unquote, urlsplit

import pytest
from test_jdcloud import OPERATIONS

# The tool imports what Python 3.12 took away.
pytestmark = pytest.mark.skipif(sys.version_info >= (3, 12), reason="the tool runs up to Python 3.11")

HERE = Path(__file__).resolve().parent
ALL_LINES = (HERE.parent / "rust/explorer/commands/jdcloud.txt").read_text(encoding="utf-8").splitlines()
# The tool is of 2021.
NOT_IN_TOOL = {"modifyInstanceReleaseTime"}
LINES = [line for line in ALL_LINES if " modify-instance-release-time " not in line]
ENCODINGS = (HERE.parent / "rust/operations/encodings/jdcloud.txt").read_text(encoding="utf-8")


@pytest.fixture
def jdc(tmp_path):
    """Runs lines with these keys against this host, in a home of their own."""

    def run(lines, host, key, secret):
        folder = tmp_path / ".jdc"
        folder.mkdir()
        # The line says the region, so the configured one must not be taken.
        profile = {"access_key": key, "secret_key": secret, "region_id": "cn-south-1", "endpoint": host, "scheme": "http", "timeout": 20}
        members = "".join(f"{name} = {value}\n" for name, value in profile.items())
        (folder / "config").write_text(f"[default]\n{members}", encoding="utf-8")
        (folder / "current").write_text("default", encoding="utf-8")
        (tmp_path / "lines.json").write_text(json.dumps(lines), encoding="utf-8")
        command = [sys.executable, HERE / "jdc_lines.py", tmp_path / "lines.json", tmp_path / "answers.json"]
        subprocess.run(command, env={**os.environ, "HOME": str(tmp_path)}, check=True, timeout=300)
        return json.loads((tmp_path / "answers.json").read_text(encoding="utf-8"))

    return run


def bare(value):
    """Without the nulls that the SDK sends for what is not given."""
    if isinstance(value, dict):
        return {name: bare(member) for name, member in value.items() if member is not None}
    return [bare(element) for element in value] if isinstance(value, list) else value


def parts(url):
    split = urlsplit(url)
    return unquote(split.path), dict(parse_qsl(split.query))


@pytest.fixture
def recorder():
    """A server that remembers what it was sent and says yes to everything."""
    seen = []

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self):
            body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
            seen.append((self.command, *parts(self.path), bare(json.loads(body or b"{}"))))
            reply = b'{"requestId":"recorded","result":{}}'
            self.send_response(200)
            self.send_header("Content-Type", "application/json")
            self.send_header("Content-Length", str(len(reply)))
            self.end_headers()
            self.wfile.write(reply)

        do_POST = do_DELETE = do_PATCH = do_GET

        def log_message(self, *_):
            pass

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        server.seen = seen
        Thread(target=server.serve_forever, daemon=True).start()
        yield server
        server.shutdown()


def test_the_tool_sends_what_the_explorer_sends(jdc, recorder):
    answers = jdc(LINES, f"127.0.0.1:{recorder.server_port}", "key", "secret")
    # The tool ends with 0 even when it refuses a line.
    assert len(recorder.seen) == len(LINES) == len(OPERATIONS) - len(NOT_IN_TOOL), [answer["errors"][-200:] for answer in answers]
    blocks = [block for block in ENCODINGS.strip().split("\n\n") if block.split("\n")[0] not in NOT_IN_TOOL]
    for line, block, (method, path, query, body) in zip(LINES, blocks, recorder.seen, strict=True):
        operation, request, *rest = block.split("\n")
        kebab = re.sub("([A-Z])", r"-\1", operation).lower()
        assert line.split()[:3] == ["jdc", OPERATIONS[operation].get("service", "vm"), kebab]
        # The SDK repeats the path's parameters, sends a body with everything, and writes truth values as Python does.
        in_path = set(re.findall(r"{(\w+)}", OPERATIONS[operation]["http"]["path"]))
        truth = {"True": "true", "False": "false"}
        query = {name: truth.get(value, value) for name, value in query.items() if name not in in_path}
        body = {name: value for name, value in body.items() if name not in in_path}
        wanted, url = request.split(" ", 1)
        has_body = wanted in ("POST", "PATCH")
        assert (method, path, query) == (wanted, *parts(url)), line
        assert not has_body or body == json.loads(rest[-1]), line


def test_the_sandbox_takes_what_the_tool_signs(jdc, sandbox):
    cloud = sandbox["jdcloud"]
    (line,) = (line for line in LINES if " describe-instance-types " in line)
    (answer,) = jdc([line], cloud["url"].removeprefix("http://"), cloud["secret_id"], cloud["secret_key"])
    reply = json.loads(answer["out"])
    assert cloud["instance_type"] in [one["instanceType"] for one in reply["result"]["instanceTypes"]]
