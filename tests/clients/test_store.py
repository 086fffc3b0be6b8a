"""Queries about many clients at once must not read whole tables: with half a million of them they would never end."""

from __future__ import annotations

import re
import uuid
from collections.abc import Awaitable, Callable
from typing import Any

import pytest
from sqlalchemy import event

from services.clients import store

MANY = 500
NUMBERS = [f"4{number:010}" for number in range(MANY)]
IDS = [uuid.uuid4() for _ in range(MANY)]


@pytest.mark.parametrize(
    ("query", "index"),
    [
        (lambda session: store.clients_by_regcode(session, NUMBERS), "identifier_normal"),
        (
            lambda session: store.claimed_by(session, [("lv_regcode", n) for n in NUMBERS]),
            "identifier_claim",
        ),
        (lambda session: store.clients_for_change(session, IDS), "client_pkey"),
    ],
)
async def test_many_are_found_by_an_index(
    service, query: Callable[[Any], Awaitable[Any]], index: str
):
    said: list[str] = []

    def note(_connection, _cursor, statement, _parameters, _context, _many) -> None:
        said.append(statement)

    engine = service.database.engine.sync_engine
    async with service.database.begin() as session:
        event.listen(engine, "before_cursor_execute", note)
        try:
            await query(session)
        finally:
            event.remove(engine, "before_cursor_execute", note)
        places = list(dict.fromkeys(re.findall(r"%\((\w+)\)s", said[0])))
        assert len(places) < 10, "one parameter for all, not one for each"
        # As the driver does with what is asked again and again: prepared, and then planned for any values.
        asked = re.sub(r"%\((\w+)\)s", lambda place: f"${places.index(place[1]) + 1}", said[0])
        connection = await session.connection()
        for statement in (
            # The tables are small here: the question is whether the index can be used at all, where nothing else can.
            "SET LOCAL enable_seqscan = off",
            "SET LOCAL plan_cache_mode = force_generic_plan",
            *(
                ["ALTER TABLE identifier DROP CONSTRAINT identifier_claim"]
                * (index == "identifier_normal")
            ),
            f"PREPARE asked AS {asked}",
        ):
            await connection.exec_driver_sql(statement)
        plan = await connection.exec_driver_sql(
            f"EXPLAIN EXECUTE asked({', '.join('NULL' for _ in places)})"
        )
        lines = "\n".join(row[0] for row in plan)
        await connection.exec_driver_sql("DEALLOCATE asked")
        await session.rollback()
    assert index in lines, lines
