"""A client from npm as a process: a call a line, an outcome a line (`node/serve.js`)."""

import json
import queue
import subprocess
import threading
from pathlib import Path

HOME = Path(__file__).parent


class Refused(Exception):
    """What the client threw: `code`, `message`, `requestId` and what else it had."""

    def __init__(self, told):
        super().__init__(str(told))
        self.told = told
        self.code, self.message, self.request_id = told.get("code"), told.get("message"), told.get("requestId")


class NodeClient:
    """A cloud's client; `call` sends `action` and returns what the client made of the reply."""

    def __init__(self, script, cloud):
        self._cloud, self._lines = cloud, queue.Queue()
        self._process = subprocess.Popen(
            ["node", str(HOME / "node" / f"{script}.js")],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            text=True,
        )
        threading.Thread(target=self._read, daemon=True).start()

    def _read(self):
        for line in self._process.stdout:
            self._lines.put(line)
        self._lines.put(None)

    def call(self, action, params=None, **more):
        request = {"cloud": self._cloud, "action": action, "params": params or {}, **more}
        self._process.stdin.write(json.dumps(request) + "\n")
        self._process.stdin.flush()
        line = self._lines.get(timeout=30)
        assert line is not None, f"the client ended with {self._process.wait()}: npm ci in tests/vendor-sdk?"
        outcome = json.loads(line)
        if "error" in outcome:
            raise Refused(outcome["error"])
        return outcome["result"]

    def close(self):
        self._process.stdin.close()
        self._process.stdout.close()
        self._process.wait(timeout=10)
