from __future__ import annotations

import asyncio
import uuid

import pytest
from sqlalchemy import func, select, text, update
from sqlalchemy.exc import DBAPIError

from kit import db, idempotency
from kit.db import Database, translate_database_error
from kit.idempotency import RequestIdReused
from sysapi.clients.v1 import client_pb2
from sysapi.clients.v1 import clients_service_pb2 as pb
from tests.kit.programs.thing import ANSWERED


def request(name: str = "Šķēle") -> pb.CreateClientRequest:
    return pb.CreateClientRequest(client=client_pb2.Client(name=name))


class Act:
    """An act that counts how often it is done and answers with a new id."""

    def __init__(self, database: Database) -> None:
        self.database = database
        self.done = 0
        self.fails = False

    async def __call__(self, key: str, body: pb.CreateClientRequest) -> pb.CreateClientResponse:
        async with self.database.begin() as session:
            stored = await idempotency.replay(session, ANSWERED, key, body, pb.CreateClientResponse)
            if stored is not None:
                return stored
            await asyncio.sleep(0.02)
            if self.fails:
                raise RuntimeError("no room")
            self.done += 1
            answer = pb.CreateClientResponse(client=client_pb2.Client(id=str(uuid.uuid4())))
            await idempotency.remember(session, ANSWERED, key, answer)
            return answer

    async def keys(self) -> int:
        async with self.database.begin() as session:
            return await session.scalar(select(func.count()).select_from(ANSWERED))


@pytest.fixture
def act(database) -> Act:
    return Act(database)


async def test_the_same_key_gives_the_same_answer_and_acts_once(act):
    first = await act("key-0001", request())
    assert await act("key-0001", request()) == first
    assert act.done == 1


async def test_fifty_at_once_act_once(database, monkeypatch):
    # One connection each: it is the key they wait for, not the pool.
    patient = Database(str(database.engine.url.render_as_string(False)), pool_size=50)
    act = Act(patient)
    answers = await asyncio.gather(*(act("key-0001", request()) for _ in range(50)))
    assert len({answer.client.id for answer in answers}) == 1
    assert act.done == 1
    await patient.close()


async def test_another_body_under_the_same_key_is_refused(act):
    await act("key-0001", request())
    with pytest.raises(RequestIdReused):
        await act("key-0001", request("Bērziņš"))
    assert act.done == 1


async def test_another_call_under_the_same_key_is_refused(act):
    await act("key-0001", pb.CreateClientRequest())
    with pytest.raises(RequestIdReused):
        await act("key-0001", pb.CreateGroupRequest())


async def test_an_act_that_failed_leaves_no_claim(act):
    act.fails = True
    with pytest.raises(RuntimeError):
        await act("key-0001", request())
    assert await act.keys() == 0
    act.fails = False
    assert (await act("key-0001", request())).client.id


async def test_without_a_key_each_call_acts(act):
    assert await act("", request()) != await act("", request())
    assert (act.done, await act.keys()) == (2, 0)


async def test_a_call_that_is_still_running_is_told_as_such(act, database, monkeypatch):
    async def ask_again() -> None:
        async with database.begin() as other:
            await other.execute(text("SET LOCAL lock_timeout = '50ms'"))
            await idempotency.replay(
                other, ANSWERED, "key-0001", request(), pb.CreateClientResponse
            )

    async with database.begin() as slow:
        await idempotency.replay(slow, ANSWERED, "key-0001", request(), pb.CreateClientResponse)
        with pytest.raises(DBAPIError) as caught:
            await ask_again()
    assert isinstance(translate_database_error(caught.value), db.RequestInProgress)


async def test_answers_are_kept_for_seven_days(act, database):
    await act("key-0001", request())
    await act("key-0002", request())
    async with database.begin() as session:
        for key, days in (("key-0001", 6), ("key-0002", 8)):
            await session.execute(
                update(ANSWERED)
                .where(ANSWERED.c.request_id == key)
                .values(created_at=text(f"now() - interval '{days} days'"))
            )
        await idempotency.forget_old(session, ANSWERED)
        assert (await session.scalars(select(ANSWERED.c.request_id))).all() == ["key-0001"]
