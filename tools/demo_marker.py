"""Notes in .state/demo whether the demo data are in, so that an interrupted filling is finished and a finished one not asked for."""

from __future__ import annotations

from pathlib import Path

_UNFINISHED, _DONE = "unfinished", "done"


def _read(state: Path) -> str:
    try:
        return (state / "demo").read_text().strip()
    except FileNotFoundError:
        return ""


def is_done(state: Path) -> bool:
    """Whether the system in `state` needs no demo data any more."""
    return _read(state) == _DONE


def is_unfinished(state: Path) -> bool:
    """Whether a filling was begun and not finished."""
    return _read(state) == _UNFINISHED


def set_done(state: Path) -> None:
    """Notes that the data are in, or that there are others."""
    (state / "demo").write_text(_DONE)


def set_unfinished(state: Path) -> None:
    """Notes that a filling begins."""
    (state / "demo").write_text(_UNFINISHED)
