"""`./sys check`: everything a machine can say about the code without running it; one line for each step."""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from threading import Lock

from tools.stack import checkout, web

BUF_VERSION = "1.75.0"
BASELINE = "proto/baseline.binpb"
"""The contracts as last released: nothing may be changed in a way that breaks a caller of them."""
GENERATED = ("*_pb2.py", "*_pb2.pyi", "*_pb2_grpc.py", "*_pb2_grpc.pyi")
SCHEMA = Path("src/lib/api/schema.ts")

_installing = Lock()

Step = Callable[[], str]
"""Does one check; gives what is wrong, or an empty text."""


def run(arguments: argparse.Namespace) -> int:
    """Returns 0 when every step is content."""
    if arguments.accept_contracts:
        complaint = write_image(checkout.ROOT / BASELINE, "--include_imports")
        print(complaint or f"{BASELINE} now holds today's contracts")
        return 1 if complaint else 0
    failed: list[str] = []
    # Two at a time: the long ones (types, eslint) leave cores idle alone.
    with ThreadPoolExecutor(2) as pool:
        for name, done in [(name, pool.submit(_timed, step)) for name, step in steps()]:
            complaint, seconds = done.result()
            print(f"{'FAILED' if complaint else 'ok':<7}{seconds:6.1f} s  {name}", flush=True)
            if complaint:
                failed.append(name)
                print("".join(f"    {line}\n" for line in complaint.splitlines()), flush=True)
    print(f"{len(failed)} failed: {', '.join(failed)}" if failed else "all is well")
    return 1 if failed else 0


def _timed(step: Step) -> tuple[str, float]:
    """The complaint of a step and the seconds it took."""
    began = time.monotonic()
    try:
        complaint = step()
    except (OSError, web.WebBuildFailed) as error:
        complaint = str(error)
    return complaint, time.monotonic() - began


def steps() -> list[tuple[str, Step]]:
    """What is checked, in this order."""
    found: list[tuple[str, Step]] = [
        ("ruff check", lambda: _program("ruff", "check", "--quiet", "--output-format=concise")),
        ("ruff format", lambda: _program("ruff", "format", "--check", "--output-format=concise")),
        ("types (basedpyright)", lambda: _program("basedpyright")),
        ("import walls (lint-imports)", lambda: _program("lint-imports", "--no-cache")),
        ("generated gRPC code is fresh", generated_code),
        ("contracts: lint (buf)", lambda: _buf("lint", "--error-format=text")),
        ("contracts: nothing breaks (buf)", lambda: _buf("breaking", "--against", BASELINE)),
    ]
    if checkout.WEB.exists():
        found += [
            (
                "web: lint (eslint)",
                lambda: _web("eslint/bin/eslint.js", ".", "--max-warnings", "0"),
            ),
            ("web: types (tsc)", lambda: _web("typescript/bin/tsc", "-b", "--noEmit")),
            ("web: API types are fresh", api_types),
        ]
    return found


def _run(command: list[str], directory: Path = checkout.ROOT) -> str:
    # protoc finds its plugins by PATH.
    path = f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"
    done = subprocess.run(
        command,
        cwd=directory,
        env={**os.environ, "PATH": path},
        capture_output=True,
        text=True,
        stdin=subprocess.DEVNULL,
        check=False,
    )
    return (done.stdout + done.stderr).strip() or "failed without a word" if done.returncode else ""


def _program(name: str, *words: str) -> str:
    """Runs a program of the virtual environment."""
    return _run([str(Path(sys.executable).with_name(name)), *words])


def generated_code() -> str:
    """Makes the code from the .proto files again and compares."""
    with tempfile.TemporaryDirectory() as scratch:
        make = "import sys, pathlib; from tools import generate_proto; generate_proto.main(pathlib.Path(sys.argv[1]))"
        if complaint := _run([sys.executable, "-c", make, scratch]):
            return complaint
        made = {
            path.relative_to(scratch): path.read_bytes()
            for pattern in GENERATED
            for path in Path(scratch).rglob(pattern)
        }
    proto = checkout.ROOT / "proto"
    kept = {
        path.relative_to(proto): path.read_bytes()
        for pattern in GENERATED
        for path in proto.rglob(pattern)
    }
    stale = sorted(
        str(path) for path in made.keys() | kept.keys() if made.get(path) != kept.get(path)
    )
    return f"run `python -m tools.generate_proto`; stale: {', '.join(stale)}" if stale else ""


def _buf(verb: str, *words: str) -> str:
    """Runs buf on an image of the contracts; protoc makes it, because an imported file has no source text here."""
    program = checkout.ROOT / ".tools" / "node_modules" / ".bin" / "buf"
    with _installing:
        if not program.exists():
            npm = [*web.node_programs()[1], "install", "--no-save", "--no-audit", "--no-fund"]
            if complaint := _run([*npm, "--prefix", ".tools", f"@bufbuild/buf@{BUF_VERSION}"]):
                return complaint
    with tempfile.TemporaryDirectory() as scratch:
        image = Path(scratch) / "image.binpb"
        if complaint := write_image(image, "--include_imports", "--include_source_info"):
            return complaint
        return _run([str(program), verb, str(image), "--config", "buf.yaml", *words])


def write_image(path: Path, *options: str) -> str:
    """Writes the contracts as one descriptor set; gives protoc's complaint."""
    make = (
        "import sys; from tools import generate_proto as g;"
        " g.run_protoc('-o' + sys.argv[1], *sys.argv[2:], *g.our_files())"
    )
    return _run([sys.executable, "-c", make, str(path), *options])


def _web(script: str, *words: str) -> str:
    """Runs a program of web/node_modules."""
    with _installing:
        web.install()
    node = web.node_programs()[0]
    return _run([*node, str(checkout.WEB / "node_modules" / script), *words], checkout.WEB)


def api_types() -> str:
    """Makes the page's API types from the bff's OpenAPI description again and compares."""
    with tempfile.TemporaryDirectory() as scratch:
        description, made = Path(scratch) / "openapi.json", Path(scratch) / "schema.ts"
        printed = subprocess.run(
            [sys.executable, "-m", "services.bff", "openapi"],
            cwd=checkout.ROOT, capture_output=True, text=True, check=False,
        )  # fmt: skip
        if printed.returncode:
            return printed.stderr
        description.write_text(printed.stdout)
        script = "openapi-typescript/bin/cli.js"
        if complaint := _web(script, str(description), "-o", str(made)):
            return complaint
        kept = checkout.WEB / SCHEMA
        if kept.exists() and kept.read_text() == made.read_text():
            return ""
    return (
        "run `python -m services.bff openapi > web/openapi.json` and, in web/, `npm run api`; "
        f"web/{SCHEMA} is not what the bff offers"
    )
