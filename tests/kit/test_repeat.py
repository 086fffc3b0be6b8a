"""Work that goes on after a failure of the database, and ends with any other."""

from __future__ import annotations

import pytest
from sqlalchemy.exc import OperationalError

from kit.repeat import repeat


async def test_work_goes_on_after_a_failure_of_the_database_and_not_after_a_bug() -> None:
    failures = [OperationalError("", None, Exception()), ConnectionResetError(), None, KeyError()]
    done: list[Exception | None] = []

    async def work() -> None:
        done.append(failures[len(done)])
        if done[-1] is not None:
            raise done[-1]

    with pytest.raises(KeyError):
        await repeat(work, 0, "a test")
    assert done == failures
