"""The sandbox as a fixture: the vendors' SDKs talk to it as they would to the cloud.

`YUNDECK_SANDBOX_BIN` names a built binary; without it cargo builds and runs one.
`YUNDECK_SANDBOX_ARGS` adds arguments for cargo, e.g. `-p yundeck-clouds --no-default-features --features tencent`.
"""

import json
import os
import queue
import shlex
import signal
import subprocess
import threading
import time
import urllib.error
import urllib.request
from contextlib import contextmanager
from pathlib import Path

import pytest
from node_client import NodeClient

ROOT = Path(__file__).resolve().parents[2]

# A first build from nothing takes its time.
START_SECONDS = 900

# The SDKs must dial loopback, whatever proxy the machine uses.
for _name in ("http_proxy", "https_proxy", "all_proxy", "HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY"):
    os.environ.pop(_name, None)
os.environ["no_proxy"] = os.environ["NO_PROXY"] = "*"


def _command():
    binary = os.environ.get("YUNDECK_SANDBOX_BIN")
    if binary:
        return [binary, "--json"]
    extra = shlex.split(os.environ.get("YUNDECK_SANDBOX_ARGS", ""))
    return ["cargo", "run", "-q", *extra, "--bin", "yundeck-sandbox", "--", "--json"]


def _first_line(process, seconds):
    """The first line of standard output, or a failure that says what happened instead."""
    lines = queue.Queue()
    threading.Thread(target=lambda: lines.put(process.stdout.readline()), daemon=True).start()
    try:
        line = lines.get(timeout=seconds)
    except queue.Empty:
        raise RuntimeError(f"the sandbox did not start within {seconds} seconds") from None
    if not line:
        raise RuntimeError(f"the sandbox ended with {process.wait()} before it listened")
    return line


def _stop(process):
    """Ends the whole group: under `cargo run` the sandbox is a grandchild."""
    try:
        os.killpg(process.pid, signal.SIGTERM)
        process.wait(timeout=10)
    except ProcessLookupError:
        pass
    except subprocess.TimeoutExpired:
        os.killpg(process.pid, signal.SIGKILL)
        process.wait()


@contextmanager
def _running():
    """A sandbox that has started, as its report: by cloud its url, key and ids, and the control listener."""
    process = subprocess.Popen(
        _command(), cwd=ROOT, stdout=subprocess.PIPE, text=True, start_new_session=True
    )
    try:
        yield json.loads(_first_line(process, START_SECONDS))
    finally:
        _stop(process)


@pytest.fixture(scope="session")
def sandbox():
    """The report of the sandbox that all tests share."""
    with _running() as report:
        yield report


@pytest.fixture(scope="module")
def sandbox_of_its_own():
    """The report of a sandbox for one file only, where so much is made that quotas would be used up for others."""
    with _running() as report:
        yield report


class Control:
    """Injects faults, turns the clocks and looks into the worlds."""

    def __init__(self, control):
        self._url, self._token = control["url"], control["token"]

    def _call(self, method, path, body=None):
        data = None if body is None else json.dumps(body).encode()
        headers = {"Authorization": f"Bearer {self._token}"}
        request = urllib.request.Request(self._url + path, data=data, headers=headers, method=method)
        try:
            with urllib.request.urlopen(request, timeout=10) as reply:
                return json.load(reply)
        except urllib.error.HTTPError as error:
            raise AssertionError(f"{method} {path}: {error.read().decode()}") from None

    def inject(self, kind, *, cloud=None, operation=None, times=1, **more):
        """Lets a fault wait for its calls; `kind` and `more` as in the sandbox's `Fault`."""
        fault = {"kind": kind, "cloud": cloud, "operation": operation, "times": times, **more}
        return self._call("POST", "/faults", fault)

    def clear(self):
        """Takes away the faults that wait."""
        return self._call("DELETE", "/faults")

    def advance(self, seconds):
        """Moves the worlds' time forward; signatures are judged by another clock."""
        return self._call("POST", "/clock", {"advance_seconds": seconds})

    def skew(self, seconds):
        """Sets the clock that signatures are judged by wrong."""
        return self._call("POST", "/clock", {"skew_seconds": seconds})

    def state(self, cloud=None):
        """What exists and how often each operation was called."""
        state = self._call("GET", "/state")
        return state if cloud is None else state[cloud]

    def instance(self, cloud, instance_id):
        """The instance as the sandbox has it; None when there is none."""
        return next((found for found in self.state(cloud)["instances"] if found["id"] == instance_id), None)

    def applied(self, cloud, operation):
        """How often the operation was carried out."""
        return self.state(cloud)["calls"].get(operation, {}).get("applied", 0)

    def settle(self, cloud, instance_id, state):
        """Turns the clock until the sandbox has the instance in the state; `None`: until it is gone."""
        for _ in range(60):
            found = self.instance(cloud, instance_id)
            if (found and found["state"]) == state:
                return found
            self.advance(10)
        raise AssertionError(f"{instance_id} is {found} and not {state}")


@pytest.fixture(scope="module")
def npm(sandbox):
    """Starts clients from npm: `npm("tencent", sandbox["tencent"])`."""
    started = []

    def start(script, cloud):
        started.append(NodeClient(script, cloud))
        return started[-1]

    yield start
    for client in started:
        client.close()


def control_of(report):
    """The control listener of a sandbox. Faults and a wrong clock end with the test."""
    control = Control(report["control"])
    yield control
    control.clear()
    control.skew(0)


@pytest.fixture
def control(sandbox):
    """The shared sandbox's control listener."""
    yield from control_of(sandbox)


@pytest.fixture
def eventually():
    """Looks again until the value is as it should be; says what it was when it never is."""

    def look(read, wanted, seconds=20):
        until = time.monotonic() + seconds
        value = read()
        while value != wanted:
            assert time.monotonic() < until, f"still {value!r} instead of {wanted!r} after {seconds} s"
            time.sleep(0.2)
            value = read()
        return value

    return look
