"""Finds places for a server's files when that server runs as another user, and short paths for its sockets."""

from __future__ import annotations

import hashlib
import os
import pwd
import stat
import subprocess
from pathlib import Path

from tools.stack import child

# The kernel's limit for the path of a unix socket is 107 bytes; PostgreSQL adds "/.s.PGSQL.5432" and a lock file's suffix.
SOCKET_DIRECTORY_BYTES = 80
# Where a root user's servers keep files when the wanted directory lies below one that only root may enter.
ROOT_FALLBACK = Path("/var/lib/sys-local")


def server_user() -> tuple[int, int] | None:
    """The (uid, gid) PostgreSQL must run as, or None when this process is not root and needs no other."""
    if os.geteuid() != 0:
        return None
    for name in ("postgres", "nobody"):
        try:
            entry = pwd.getpwnam(name)
        except KeyError:
            continue
        return entry.pw_uid, entry.pw_gid
    return 65534, 65534


def can_enter(directory: Path, user: tuple[int, int] | None) -> bool:
    """Whether `user` may pass through `directory`, asked of the kernel by trying it."""
    if user is None:
        return True
    # Not `subprocess.run(user=…)`: that forks, and a fork of a process with gRPC's threads can crash before it becomes the command.
    trial = subprocess.run(
        child.command_line(["/bin/sh", "-c", 'cd "$1"', "sh", str(directory)], user=user),
        cwd="/", stderr=subprocess.DEVNULL, check=False,
    )  # fmt: skip
    return trial.returncode == 0


def short_name(path: Path) -> str:
    """A short name that two different paths do not share."""
    return hashlib.sha256(str(path.absolute()).encode()).hexdigest()[:12]


def give_to(path: Path, user: tuple[int, int] | None) -> None:
    """Makes `path` accessible to nobody but `user` (and root)."""
    if user is not None:
        os.chown(path, *user)
    path.chmod(0o700)


def socket_directory(owner: Path, user: tuple[int, int] | None) -> Path:
    """Where the sockets of the server that lives in `owner` belong: a path short enough for a socket."""
    preferred = (owner / "socket").absolute()
    if len(os.fsencode(preferred)) <= SOCKET_DIRECTORY_BYTES and can_enter(owner, user):
        return preferred
    runtime = os.environ.get("XDG_RUNTIME_DIR", "")
    private = bool(runtime) and user is None and os.access(runtime, os.W_OK)
    parent = Path(runtime if private else "/tmp")  # noqa: S108 - see make_private
    return parent / f"sys-{os.geteuid()}-{short_name(owner)}"


def make_private(directory: Path, user: tuple[int, int] | None) -> None:
    """Makes a 0700 directory of `user`; raises PermissionError when somebody else has made it first, as anybody can in /tmp."""
    directory.mkdir(mode=0o700, exist_ok=True)
    found = directory.lstat()
    allowed = (os.geteuid(), user[0] if user else os.geteuid())
    if not stat.S_ISDIR(found.st_mode) or found.st_uid not in allowed:
        raise PermissionError(f"{directory} belongs to another user")
    give_to(directory, user)
