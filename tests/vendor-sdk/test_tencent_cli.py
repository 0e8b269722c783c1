"""The lines that the explorer copies for the vendor's command line tool, given to that tool: it must understand each, and send
what Yundeck itself sends.

The lines are those of `tests/rust/explorer/commands/tencent.txt`, which a test in Rust keeps fresh; what is to be sent is in
`tests/rust/operations/encodings/tencent.txt`.
"""

import http.server
import json
import os
import re
import subprocess
import sys
import threading
from pathlib import Path

import pytest

HERE = Path(__file__).resolve().parent
LINES = (HERE.parent / "rust/explorer/commands/tencent.txt").read_text(encoding="utf-8").splitlines()
ENCODINGS = (HERE.parent / "rust/operations/encodings/tencent.txt").read_text(encoding="utf-8")


@pytest.fixture(scope="module")
def tccli(tmp_path_factory):
    """Runs lines with these keys against this host, in a home of their own."""
    home = tmp_path_factory.mktemp("home")

    def run(lines, host, secret_id, secret_key):
        # The last of several endpoints counts.
        lines = ["tccli configure set region ap-guangzhou output json", *(f"{line} --endpoint {host}" for line in lines)]
        (home / "lines.json").write_text(json.dumps(lines), encoding="utf-8")
        keys = {"TENCENTCLOUD_SECRET_ID": secret_id, "TENCENTCLOUD_SECRET_KEY": secret_key}
        command = [sys.executable, HERE / "tccli_lines.py", home / "lines.json", home / "answers.json"]
        subprocess.run(command, env={**os.environ, **keys, "HOME": str(home)}, check=True, timeout=300)
        return json.loads((home / "answers.json").read_text(encoding="utf-8"))[1:]

    return run


@pytest.fixture()
def recorder():
    """A server that remembers what it was sent and says yes to everything."""
    seen = []

    class Handler(http.server.BaseHTTPRequestHandler):
        def do_POST(self):
            body = self.rfile.read(int(self.headers["Content-Length"]))
            seen.append(({name.lower(): value for name, value in self.headers.items()}, json.loads(body)))
            reply = b'{"Response":{"RequestId":"recorded"}}'
            self.send_response(200)
            self.send_header("Content-Type", "application/json")
            self.send_header("Content-Length", str(len(reply)))
            self.end_headers()
            self.wfile.write(reply)

        def log_message(self, *_):
            pass

    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        server.seen = seen
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield server
        server.shutdown()


def test_the_tool_sends_what_the_explorer_sends(tccli, recorder):
    wanted = {}
    for block in ENCODINGS.strip().split("\n\n"):
        operation, _, *headers, body = block.split("\n")
        wanted[operation] = (dict(header.lower().split(": ") for header in headers), json.loads(body))
    answers = tccli(LINES, f"127.0.0.1:{recorder.server_address[1]}", "id", "key")
    failed = [(line, answer) for line, answer in zip(LINES, answers) if answer["code"] != 0]
    assert not failed
    assert len(recorder.seen) == len(LINES)
    for line, (headers, body) in zip(LINES, recorder.seen):
        service, operation, region = re.match(r"tccli (\w+) (\w+) --region (\S+)", line).groups()
        sent, expected = wanted[operation]
        assert body == expected, line
        assert (headers["x-tc-action"], headers["x-tc-region"]) == (operation, region), line
        assert headers["x-tc-version"] == sent["x-tc-version"], line
        assert f"/{service}/tc3_request" in headers["authorization"], line
    assert set(wanted) == {line.split()[2] for line in LINES}


def test_an_instance_is_priced_bought_and_stopped_with_copied_lines(tccli, sandbox, control):
    cloud = sandbox["tencent"]
    host = cloud["url"].removeprefix("http://")

    def copied(operation, **changes):
        """The line of an operation, with what is there in the sandbox."""
        line = next(line for line in LINES if line.split()[2] == operation)
        for old, new in {"ap-guangzhou-2": cloud["zone"], "img-pmqg1cw7": cloud["image_id"], "S1.SMALL1": cloud["instance_type"],
                         "LOCAL_BASIC": "CLOUD_PREMIUM", "******": "Line@Test1234", **changes}.items():  # fmt: skip
            line = line.replace(old, new)
        return line

    def run(*lines):
        answers = tccli(lines, host, cloud["secret_id"], cloud["secret_key"])
        assert [answer["code"] for answer in answers] == [0] * len(lines), answers
        return [json.loads(answer["out"]) for answer in answers]

    priced, made = run(copied("InquiryPriceRunInstances"), copied("RunInstances"))
    assert priced["Price"]["InstancePrice"]["UnitPrice"] > 0
    (instance_id,) = made["InstanceIdSet"]
    control.advance(60)
    two = '["ins-r8hr2upy","ins-5d8a23rs"]'
    run(copied("StopInstances", **{two: json.dumps([instance_id])}))
    control.advance(60)
    (status,) = run(copied("DescribeInstancesStatus", **{two: json.dumps([instance_id])}))
    assert [found["InstanceState"] for found in status["InstanceStatusSet"]] == ["STOPPED"]
    (refused,) = tccli([copied("StartInstances")], host, cloud["secret_id"], cloud["secret_key"])
    assert "InvalidInstanceId.NotFound" in refused["out"] + refused["errors"]
