"""Runs lines for the vendor's command line tool, as a person would in a terminal, in a process of its own: the tool keeps its
settings in the home folder, and starts too slowly for a process each.

    python jdc_lines.py LINES ANSWERS

LINES is a JSON list of lines, ANSWERS the file to write: for each line its exit code, output and errors.

One thing differs from a terminal: of the tool's sixty services only those of the lines are made known to it, which saves half
a second a line.
"""

import contextlib
import io
import json
import shlex
import sys
import warnings
from pathlib import Path

# The tool is of 2021.
warnings.simplefilter("ignore")

from jdcloud_cli.controllers.services.disk import DiskController  # noqa: E402
from jdcloud_cli.controllers.services.vm import VmController  # noqa: E402
from jdcloud_cli.controllers.services.vpc import VpcController  # noqa: E402
from jdcloud_cli.jdc import JDC  # noqa: E402


def run(line):
    tool, *words = shlex.split(line)
    assert tool == "jdc"
    sys.argv = [tool, *words]
    out, errors = io.StringIO(), io.StringIO()
    code = 0
    with contextlib.redirect_stdout(out), contextlib.redirect_stderr(errors):
        try:
            with JDC() as app:
                for controller in (DiskController, VmController, VpcController):
                    app.handler.register(controller)
                app.run()
        except SystemExit as end:
            code = end.code
    return {"code": code, "out": out.getvalue(), "errors": errors.getvalue()}


if __name__ == "__main__":
    lines = json.loads(Path(sys.argv[1]).read_text(encoding="utf-8"))
    answers = Path(sys.argv[2])
    answers.write_text(json.dumps([run(line) for line in lines]), encoding="utf-8")
