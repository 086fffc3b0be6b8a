"""Runs one command that ends when its parent ends: `python -I -S child.py [--user UID:GID] [--signal NAME] command ...`.

A supervisor killed with -9 cannot stop its children; on Linux the kernel then does (PR_SET_PDEATHSIG). This is a program of its own
and not a `preexec_fn`, because Python code between fork and exec is unsafe in a process that runs gRPC's threads. It replaces
itself with the command, so the pid stays the same.
"""

from __future__ import annotations

import ctypes
import os
import signal
import sys

PR_SET_PDEATHSIG = 1


def command_line(
    command: list[str],
    *,
    user: tuple[int, int] | None = None,
    death_signal: signal.Signals = signal.SIGTERM,
) -> list[str]:
    """The arguments that run `command` through this file, as `user` (uid, gid) when given."""
    line = [
        sys.executable,
        "-I",
        "-S",
        __file__,
        "--signal",
        death_signal.name,
        "--parent",
        str(os.getpid()),
    ]
    if user is not None:
        line += ["--user", f"{user[0]}:{user[1]}"]
    return [*line, "--", *command]


def main(arguments: list[str]) -> None:
    """Becomes the command; exits 127 when it cannot be run."""
    split = arguments.index("--")
    options = dict(zip(arguments[:split:2], arguments[1:split:2], strict=True))
    command = arguments[split + 1 :]
    if "--user" in options:
        uid, gid = (int(part) for part in options["--user"].split(":"))
        os.setgroups([])
        os.setgid(gid)
        os.setuid(uid)
    if sys.platform == "linux":
        # After the change of user: the kernel forgets the setting when credentials change.
        ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.Signals[options["--signal"]].value)
        if os.getppid() != int(options["--parent"]):
            sys.exit("the parent is gone already")
    try:
        os.execvp(command[0], command)  # noqa: S606
    except OSError as error:
        print(f"{command[0]}: {error.strerror}", file=sys.stderr)
        sys.exit(127)


if __name__ == "__main__":
    main(sys.argv[1:])
