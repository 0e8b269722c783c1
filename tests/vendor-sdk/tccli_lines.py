"""Runs lines for the vendor's command line tool, as a person would in a terminal, in a process of its own: the tool keeps its
settings in the home folder and wraps the standard output.

    python tccli_lines.py LINES ANSWERS

LINES is a JSON list of lines, ANSWERS the file to write: for each line its exit code, output and errors.

Two things differ from a terminal: it speaks http, for that is what the sandbox speaks, and its plugins for other products,
which have dependencies of their own, are left out.
"""

import contextlib
import io
import json
import shlex
import sys
from pathlib import Path

from tccli import plugin
from tencentcloud.common.profile import http_profile

plugin._imported = True


class Plain(http_profile.HttpProfile):
    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.protocol = self.scheme = "http"


http_profile.HttpProfile = Plain


class Kept(io.BytesIO):
    """The tool closes what it writes to."""

    def close(self):
        pass


def run(line):
    tool, *words = shlex.split(line)
    assert tool == "tccli"
    # The tool reads the arguments from both places.
    sys.argv = [tool, *words]
    out, errors = Kept(), io.StringIO()
    code = 0
    from tccli.command import CLICommand

    with contextlib.redirect_stdout(io.TextIOWrapper(out, encoding="utf-8")), contextlib.redirect_stderr(errors):
        try:
            code = CLICommand()(words) or 0
        except SystemExit as end:
            code = end.code
        except Exception as error:  # The tool's own `main` writes it out in the same way.
            code, _ = 255, errors.write(str(error))
    return {"code": code, "out": out.getvalue().decode(), "errors": errors.getvalue()}


if __name__ == "__main__":
    lines = json.loads(Path(sys.argv[1]).read_text(encoding="utf-8"))
    answers = Path(sys.argv[2])
    answers.write_text(json.dumps([run(line) for line in lines]), encoding="utf-8")
