from __future__ import annotations

import os
import subprocess
import sys

import pytest

from tests.kit.conftest import ROOT

PROGRAM = "from kit.failpoints import failpoint; failpoint('here'); print('past')"


def run(fail_at: str | None) -> tuple[int, str]:
    environment = {key: value for key, value in os.environ.items() if key != "FAIL_AT"}
    if fail_at is not None:
        environment["FAIL_AT"] = fail_at
    ended = subprocess.run(
        [sys.executable, "-c", PROGRAM],
        cwd=ROOT, env=environment, capture_output=True, text=True, check=False,
    )  # fmt: skip
    return ended.returncode, ended.stdout.strip()


@pytest.mark.parametrize("fail_at", [None, "", "elsewhere:kill", "heretic:kill"])
def test_nothing_happens_at_other_places(fail_at):
    assert run(fail_at) == (0, "past")


@pytest.mark.parametrize("fail_at", ["here:kill", "elsewhere:kill,here:kill"])
def test_the_process_dies_as_by_kill_9(fail_at):
    assert run(fail_at) == (-9, "")


def test_once_kills_the_first_process_only(tmp_path):
    fail_at = f"here:once={tmp_path / 'marker'}"
    assert run(fail_at) == (-9, "")
    assert run(fail_at) == (0, "past")
