"""Where things lie in this checkout."""

from __future__ import annotations

from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
STATE = ROOT / ".state"
"""Everything the running system keeps; removing it means starting afresh."""
LOGS = STATE / "log"
WEB = ROOT / "web"


def log_file(name: str) -> Path:
    """The newest log of a process."""
    return LOGS / f"{name}.log"
