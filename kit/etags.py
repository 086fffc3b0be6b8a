"""Entity tags: the version of a row as callers send it back with a change."""

from __future__ import annotations

from collections.abc import Callable


def make_etag(version: int) -> str:
    """The entity tag of a version."""
    return f"v{version}"


def read_etag(etag: str, mismatch: Callable[[str], Exception]) -> int:
    """The version an etag stands for. Raises `mismatch("")` for one that no service ever gave."""
    version = etag.strip('"').removeprefix("v")
    if not (version.isascii() and version.isdigit()):
        raise mismatch("")
    return int(version)
