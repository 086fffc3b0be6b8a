"""Tells people what takes long, on stderr: a spinner on a terminal, plain lines elsewhere. stdout is for results."""

from __future__ import annotations

import sys
import time
from collections.abc import Callable, Generator
from contextlib import contextmanager


def say(text: str) -> None:
    """One line for people."""
    print(text, file=sys.stderr, flush=True)


def _ignore(text: str) -> None:
    """Takes the place of the spinner's text where there is no spinner."""


@contextmanager
def step(title: str) -> Generator[Callable[[str], None]]:
    """Shows `title` while the block runs and its time afterwards; the yielded function changes the shown text."""
    began = time.monotonic()
    if sys.stderr.isatty():
        # rich takes a fifth of a second to load, which a script that waits for the address need not pay.
        from rich.console import Console  # noqa: PLC0415

        with Console(stderr=True).status(title) as status:
            yield status.update
    else:
        say(f"{title} ...")
        yield _ignore
    say(f"{title}: {time.monotonic() - began:.1f} s")
