"""Tells whether a service's database already has the newest schema, without loading Alembic (a second of a warm start)."""

from __future__ import annotations

import ast
from pathlib import Path

import psycopg

from tools.stack.postgres import Postgres


def newest(versions: Path) -> set[str]:
    """The revisions that no other builds on, read from the migration files without running them."""
    revisions: set[str] = set()
    built_on: set[str] = set()
    for path in versions.glob("*.py"):
        for line in ast.parse(path.read_text()).body:
            if not isinstance(line, ast.Assign | ast.AnnAssign) or line.value is None:
                continue
            target = line.targets[0] if isinstance(line, ast.Assign) else line.target
            if not isinstance(target, ast.Name) or target.id not in {"revision", "down_revision"}:
                continue
            value = ast.literal_eval(line.value)
            names: set[str] = {value} if isinstance(value, str) else set(value or ())
            (revisions if target.id == "revision" else built_on).update(names)
    return revisions - built_on


def is_current(postgres: Postgres, name: str, versions: Path) -> bool:
    """Whether the database says it is at the newest revision; in doubt False, and `migrate` decides."""
    try:
        with psycopg.connect(postgres.url(name).replace("+psycopg", "", 1)) as connection:
            found = {
                row[0] for row in connection.execute("SELECT version_num FROM alembic_version")
            }
    except psycopg.Error:
        return False
    return bool(found) and found == newest(versions)
