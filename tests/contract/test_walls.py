from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]


def test_imports_keep_to_the_walls():
    ended = subprocess.run(
        [Path(sys.executable).with_name("lint-imports"), "--no-cache"],
        cwd=ROOT,
        env={**os.environ, "PYTHONPATH": f"{ROOT}{os.pathsep}{ROOT / 'proto'}"},
        capture_output=True,
        text=True,
        check=False,
    )
    assert ended.returncode == 0, ended.stdout + ended.stderr


@pytest.mark.parametrize("folder", ["kit", "services", "tools", "proto", "tests"])
def test_no_module_hides_one_of_the_standard_library(folder):
    # `operator` would be found instead of the standard one by programs run in its folder.
    assert not list((ROOT / folder).rglob("operator.py"))


@pytest.mark.parametrize("folder", ["kit", "services", "tools"])
def test_no_room_is_named_after_nothing(folder):
    empty = {"utils", "helpers", "manager", "base", "common", "misc"}
    names = {path.stem for path in (ROOT / folder).rglob("*.py")}
    assert not names & empty
