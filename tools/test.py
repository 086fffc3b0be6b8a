"""`./sys test`: the Python tests, with PostgreSQL and NATS of their own, and the web page's unit tests."""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
from pathlib import Path

from tools import progress
from tools.stack import checkout, web


def run(arguments: argparse.Namespace) -> int:
    """Returns 0 when all pass; with arguments for pytest only the Python tests run."""
    if arguments.words:
        return _pytest(arguments.words)
    web_code = _web_tests()
    # Half of the time is spent waiting for processes that were killed: two workers fill it.
    return _pytest(["-n", "2", "--no-loadscope-reorder"]) or web_code


def _pytest(words: list[str]) -> int:
    # `-m pytest` would put the current directory first on the path; `-P` keeps it out.
    command = [sys.executable, "-P", "-m", "pytest", *(absolute(word) for word in words)]
    return subprocess.run(command, cwd=checkout.ROOT, check=False).returncode


def absolute(word: str) -> str:
    """A path as the user means it, from where he stands; pytest itself runs at the root, where its settings are."""
    path, separator, rest = word.partition("::")
    if word.startswith("-") or not Path(path).exists():
        return word
    return f"{Path(path).absolute()}{separator}{rest}"


def _web_tests() -> int:
    """Builds the page, which the browser tests open, and runs its unit tests."""
    try:
        web.build()
        web.install()
    except web.WebBuildFailed as error:
        progress.say(f"sys: {error}")
        return 1
    vitest = checkout.WEB / "node_modules" / "vitest" / "vitest.mjs"
    command = [*web.node_programs()[0], str(vitest), "run"]
    environment = {**os.environ, "CI": "1"}
    return subprocess.run(command, cwd=checkout.WEB, env=environment, check=False).returncode
