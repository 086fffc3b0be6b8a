"""`./sys check`: every step runs, each is told in one line, one failure fails the whole."""

import argparse
from pathlib import Path

import pytest

from tools import check
from tools.stack import checkout

RUN = argparse.Namespace(accept_contracts=False)


def test_every_step_runs_although_one_before_it_fails(monkeypatch, capsys):
    steps = [("first", lambda: "it is wrong"), ("second", lambda: "")]
    monkeypatch.setattr(check, "steps", lambda: steps)
    assert check.run(RUN) == 1
    out = capsys.readouterr().out.splitlines()
    assert out[0].startswith("FAILED")
    assert out[1] == "    it is wrong"
    assert out[3].startswith("ok")
    assert out[-1] == "1 failed: first"


def test_content_steps_give_success(monkeypatch, capsys):
    monkeypatch.setattr(check, "steps", lambda: [("first", lambda: "")])
    assert check.run(RUN) == 0
    assert capsys.readouterr().out.splitlines()[-1] == "all is well"


def test_a_program_that_fails_silently_still_fails():
    assert check._run(["false"]) == "failed without a word"
    assert check._run(["true"]) == ""


def test_generated_code_is_fresh():
    assert check.generated_code() == ""


@pytest.mark.skipif(
    not (checkout.ROOT / ".tools/node_modules/.bin/buf").exists(),
    reason="`./sys check` installs it",
)
def test_a_contract_that_breaks_callers_is_noticed(monkeypatch):
    def write(path: Path, *_: str) -> str:
        image = (checkout.ROOT / check.BASELINE).read_bytes()
        assert b"\x0apage_token" in image
        path.write_bytes(image.replace(b"\x0apage_token", b"\x0apage_tokem"))
        return ""

    monkeypatch.setattr(check, "write_image", write)
    complaint = check._buf("breaking", "--against", check.BASELINE)
    assert 'name from "page_token" to "page_tokem"' in complaint
