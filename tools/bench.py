"""`./sys bench`: hands over to the measurements in bench/."""

from __future__ import annotations

import argparse
import subprocess
import sys

from tools.stack import checkout


def run(arguments: argparse.Namespace) -> int:
    """Returns the exit code of `python -m bench`."""
    command = [sys.executable, "-m", "bench", *arguments.words]
    return subprocess.run(command, cwd=checkout.ROOT, check=False).returncode
