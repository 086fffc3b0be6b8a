"""Where things lie in this checkout."""

from __future__ import annotations

import os
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
STATE = Path(os.environ.get("SYS_STATE_DIR") or ROOT / ".state").absolute()
"""Everything the running system keeps; removing it means starting afresh. Another directory is another system (bench/)."""
LOGS = STATE / "log"
WEB = ROOT / "web"
ALREADY_RUNS = 75
"""The exit code of a supervisor that finds another one in its checkout."""


def log_file(name: str) -> Path:
    """The newest log of a process."""
    return LOGS / f"{name}.log"


def prepare_state(state: Path) -> None:
    """Makes the state directory with what holds data closed to other users of the machine."""
    state.mkdir(exist_ok=True)
    # PostgreSQL, which runs as another user for root, must pass through to its own directory.
    state.chmod(0o711 if os.geteuid() == 0 else 0o700)
    for name in ("log", "nats", "index"):
        (state / name).mkdir(exist_ok=True)
        (state / name).chmod(0o700)
