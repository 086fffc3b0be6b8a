"""What only an engine in our own process and on our own disk must do."""

from __future__ import annotations

import asyncio
import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from services.search.engines.port import EngineFailed, Query
from services.search.engines.tantivy_engine import TantivyEngine
from tests.search.engines.test_conformance import document, fill, words


async def test_what_was_committed_survives_closing(tmp_path: Path) -> None:
    engine = TantivyEngine(tmp_path)
    await fill(engine, document(1, "alfa"))
    await engine.close()
    again = TantivyEngine(tmp_path)
    assert (await again.search(words("alfa"), 0, 10)).total == 1
    await again.close()
    await again.close()


async def test_a_second_holder_of_the_folder_is_refused(tmp_path: Path) -> None:
    engine = TantivyEngine(tmp_path)
    with pytest.raises(EngineFailed):
        TantivyEngine(tmp_path)
    await engine.close()


async def test_a_closed_index_takes_nothing_in(tmp_path: Path) -> None:
    engine = TantivyEngine(tmp_path)
    await engine.close()
    with pytest.raises((EngineFailed, RuntimeError)):
        await fill(engine, document(1, "alfa"))


_DIES = """
import asyncio, os, signal, sys
from pathlib import Path
from services.search.engines.tantivy_engine import TantivyEngine
from services.search.engines.tantivy_schema import to_tantivy
from tests.search.engines.test_conformance import document, fill

async def main():
    engine = TantivyEngine(Path(sys.argv[1]))
    await fill(engine, document(1, "alfa"))
    engine._writer.add_document(to_tantivy(document(2, "beta")))
    os.kill(os.getpid(), signal.SIGKILL)

asyncio.run(main())
"""


async def test_a_process_that_dies_before_a_commit_leaves_the_index_as_it_was(
    tmp_path: Path,
) -> None:
    paths = os.pathsep.join(path for path in sys.path if path)
    died = await asyncio.to_thread(
        subprocess.run,
        [sys.executable, "-c", _DIES, str(tmp_path)],
        env={**os.environ, "PYTHONPATH": paths},
        check=False,
    )
    assert died.returncode == -signal.SIGKILL
    engine = TantivyEngine(tmp_path)
    assert await engine.count() == 1
    assert (await engine.search(words("alfa"), 0, 10)).total == 1
    await fill(engine, document(2, "beta"))
    assert await engine.count() == 2
    await engine.close()


async def test_thousands_of_brackets_do_not_kill_the_process(tmp_path: Path) -> None:
    engine = TantivyEngine(tmp_path)
    await fill(engine, document(1, "alfa"))
    for typed in ("(" * 5000, "NOT (" * 4000):
        assert (await engine.search(words(typed), 0, 10)).total == 0
        assert (await engine.search(Query(codes=(typed,)), 0, 10)).total == 0
    await engine.close()
