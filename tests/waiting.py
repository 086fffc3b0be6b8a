"""Awaits a condition instead of a time; limits are generous, because machines are slow."""

from __future__ import annotations

import asyncio
import inspect
import time
from collections.abc import Awaitable, Callable
from typing import TypeVar

Value = TypeVar("Value")


async def until(
    condition: Callable[[], Value | Awaitable[Value]], within: float = 30.0, step: float = 0.02
) -> Value:
    """The first true value of the condition; AssertionError with its last value after `within` seconds."""
    deadline = time.monotonic() + within
    while True:
        value = condition()
        if inspect.isawaitable(value):
            value = await value
        if value:
            return value
        assert time.monotonic() < deadline, f"not so within {within} s, but {value!r}: {condition}"
        await asyncio.sleep(step)
