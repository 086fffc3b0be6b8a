from __future__ import annotations

import asyncio
import importlib
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from alembic import command
from alembic.script import ScriptDirectory
from sqlalchemy import create_engine, inspect

from kit.migrations import alembic_config, migrate

ROOT = Path(__file__).parents[2]
SERVICES = sorted(path.parent.name for path in (ROOT / "services").glob("*/migrations"))


def history(service: str) -> Path:
    return Path(importlib.import_module(f"services.{service}").__file__).parent / "migrations"


@pytest.fixture(params=SERVICES)
def service(request: pytest.FixtureRequest) -> str:
    return request.param


def tables(url: str) -> set[str]:
    engine = create_engine(url)
    found = set(inspect(engine).get_table_names())
    engine.dispose()
    return found


def test_an_empty_database_is_brought_to_the_newest_schema(service, new_database):
    url = new_database(service)
    migrate(history(service), url)
    assert len(tables(url)) > 1
    migrate(history(service), url)


def test_the_model_holds_nothing_that_no_migration_makes(service, new_database):
    url = new_database(service)
    migrate(history(service), url)
    command.check(alembic_config(history(service), url))


def test_there_is_one_line_of_history(service):
    script = ScriptDirectory.from_config(alembic_config(history(service), "postgresql://"))
    assert len(script.get_heads()) == 1
    assert len(script.get_bases()) == 1


def test_two_migrations_at_once_are_safe(service, new_database: Callable[[str], str]):
    url = new_database(service)
    program = (
        "import sys; from pathlib import Path; from kit.migrations import migrate;"
        " migrate(Path(sys.argv[1]), sys.argv[2])"
    )
    environment = {**os.environ, "PYTHONPATH": f"{ROOT}{os.pathsep}{ROOT / 'proto'}"}

    async def both() -> list[tuple[int, bytes]]:
        async def one() -> tuple[int, bytes]:
            process = await asyncio.create_subprocess_exec(
                sys.executable, "-c", program, str(history(service)), url,
                cwd=ROOT, env=environment, stderr=subprocess.PIPE,
            )  # fmt: skip
            _, errors = await process.communicate()
            return process.returncode or 0, errors

        return await asyncio.gather(one(), one())

    for code, errors in asyncio.run(both()):
        assert code == 0, errors.decode()
    assert len(tables(url)) > 1
