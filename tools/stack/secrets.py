"""The keys of this checkout's system, made at its first start and kept in .state/secrets.json (0600)."""

from __future__ import annotations

import base64
import json
import os
import secrets
from dataclasses import asdict, dataclass
from pathlib import Path


class SecretsLost(Exception):
    """There are data but no keys to read them."""


def _key() -> str:
    return base64.b64encode(secrets.token_bytes(32)).decode()


@dataclass(frozen=True, slots=True)
class Secrets:
    """Keys as base64 of 32 bytes."""

    personal_data_key: str
    """Encrypts personal codes in the databases; losing it loses them."""
    token_key: str
    """Signs the bearer tokens of `./sys token`."""
    nats_token: str
    """Keeps the other programs of this machine off the bus."""


def load(state: Path) -> Secrets:
    """The keys in the state directory `state`; raises FileNotFoundError before the first start."""
    return Secrets(**json.loads((state / "secrets.json").read_text()))


def load_or_make(state: Path) -> Secrets:
    """The keys, made when there are none; raises SecretsLost when only the keys of existing data are missing."""
    try:
        return load(state)
    except FileNotFoundError:
        pass
    if (state / "pg").exists():
        raise SecretsLost(
            f"{state}/secrets.json is missing, and {state}/pg cannot be read without it: "
            "put it back, or remove the whole directory to start afresh"
        )
    made = Secrets(_key(), _key(), secrets.token_urlsafe(24))
    state.mkdir(parents=True, exist_ok=True)
    unfinished = state / "secrets.json.unfinished"
    unfinished.unlink(missing_ok=True)
    with os.fdopen(os.open(unfinished, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as file:
        json.dump(asdict(made), file, indent=2)
        file.flush()
        os.fsync(file.fileno())
    unfinished.rename(state / "secrets.json")
    return made
