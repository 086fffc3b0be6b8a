"""Last visits in the catalogue: from events, and from the visits service. What holds of all that is told is in test_schedules.py."""

from __future__ import annotations

import datetime
from collections.abc import AsyncIterator
from typing import Any

import pytest
from google.protobuf.message import DecodeError

from kit.consumer import Event
from kit.dates import date_to_pb
from kit.grpc_client import Peer
from kit.grpc_server import Server
from services.search.consumer import VISITS_SOURCE, ToldEvents
from services.search.model import VISITS
from services.search.opening import Engines
from services.search.settings import Settings
from services.search.system_of_record import VisitsOfRecord
from services.search.told_comparison import ToldComparison
from sysapi.clients.v1 import client_pb2
from sysapi.visits.v1 import client_visits_pb2
from sysapi.visits.v1.visits_service_pb2 import ListClientVisitsRequest, ListClientVisitsResponse
from sysapi.visits.v1.visits_service_pb2_grpc import (
    VisitsServiceServicer,
    add_VisitsServiceServicer_to_server,
)
from tests.factories.clients import legal
from tests.search.conftest import Library

UNKNOWN = (None, None)
NONE = (None, 0)
MARCH = datetime.date(2026, 3, 20)
MAY = datetime.date(2026, 5, 4)


def visited(
    client_id: str, version: int = 1, *, on: datetime.date | None = None, done: int = 0
) -> client_visits_pb2.ClientVisitsChanged:
    """What the visits service tells of a client."""
    return client_visits_pb2.ClientVisitsChanged(
        visits=client_visits_pb2.ClientVisits(
            client_id=client_id,
            last_on=date_to_pb(on),
            counts=client_visits_pb2.VisitCounts(done=done, planned=3),
        ),
        epoch=1,
        version=version,
    )


class Sites(VisitsServiceServicer):
    """A visits service that lists what it is given, two clients a page."""

    def __init__(self) -> None:
        self.told: dict[str, client_visits_pb2.ClientVisitsChanged] = {}

    def has(self, *told: client_visits_pb2.ClientVisitsChanged) -> None:
        self.told.update({one.visits.client_id: one for one in told})

    async def ListClientVisits(  # noqa: N802
        self, request: ListClientVisitsRequest, context: Any
    ) -> ListClientVisitsResponse:
        left = sorted(one for one in self.told if one > request.page_token)
        return ListClientVisitsResponse(
            clients=[self.told[client_id] for client_id in left[:2]],
            next_page_token=left[1] if len(left) > 2 else "",
        )


class Pair:
    """The visits service and the catalogue that shows what it says."""

    def __init__(self, library: Library, sites: Sites, peer: Peer, engines: Engines) -> None:
        self.library = library
        self.sites = sites
        pages = VisitsOfRecord(peer).pages
        self.comparison = ToldComparison(library.index, VISITS, pages, 60.0)
        self.engines = engines
        self.clients = [legal(f'SIA "Objekts {number}"', number=number) for number in range(5)]

    async def hear(self, *told: client_visits_pb2.ClientVisitsChanged) -> None:
        subject = "visits.client_visits.changed.v1."
        await ToldEvents(self.library.index, VISITS_SOURCE).apply(
            [
                Event(f"{subject}{one.visits.client_id}", one.SerializeToString(), 1, 1)
                for one in told
            ]
        )

    async def shown(self, client: client_pb2.Client) -> tuple[Any, ...]:
        row = await self.library.row(client.id)
        return row["last_visit_on"], row["visits_done"]


@pytest.fixture
async def pair(own_library: Library, own_settings: Settings) -> AsyncIterator[Pair]:
    """Five clients in the catalogue, and a visits service that was never asked."""
    sites = Sites()
    server = Server("127.0.0.1:0")
    add_VisitsServiceServicer_to_server(sites, server.server)
    await server.start()
    peer = Peer("visits", f"127.0.0.1:{server.port}")
    pair = Pair(own_library, sites, peer, Engines(own_settings))
    await own_library.add(*pair.clients)
    yield pair
    await peer.close()
    await server.stop(0.1)


async def test_visits_are_unknown_until_all_were_listed_and_then_there_were_none(
    pair: Pair,
) -> None:
    first, second, *_ = pair.clients
    await pair.hear(visited(first.id, on=MARCH, done=12))
    assert await pair.shown(first) == ("2026-03-20", 12)
    assert await pair.shown(second) == UNKNOWN
    pair.sites.has(visited(first.id, on=MARCH, done=12))
    await pair.comparison.compare_and_repair()
    assert await pair.shown(second) == NONE
    row = await pair.library.row(second.id)
    assert (row["open_cents"], row["next_invoice_net_cents"]) == UNKNOWN
    await pair.library.reopen(pair.engines)
    assert await pair.shown(first) == ("2026-03-20", 12)
    assert await pair.shown(second) == NONE


async def test_a_lost_event_is_made_up_for_and_an_old_one_is_no_news(pair: Pair) -> None:
    lost, late, *_ = pair.clients
    await pair.hear(visited(late.id, 3, on=MAY, done=2), visited(late.id, 2, on=MARCH, done=1))
    pair.sites.has(visited(lost.id, 1, on=MARCH, done=1), visited(late.id, 3, on=MAY, done=2))
    await pair.comparison.compare_and_repair()
    assert await pair.shown(lost) == ("2026-03-20", 1)
    assert await pair.shown(late) == ("2026-05-04", 2)


async def test_a_change_of_a_client_keeps_its_visits(pair: Pair) -> None:
    client = pair.clients[0]
    await pair.hear(visited(client.id, on=MARCH, done=1))
    await pair.library.add(client)
    assert await pair.shown(client) == ("2026-03-20", 1)


@pytest.mark.parametrize("descending", [False, True])
async def test_clients_without_a_visit_come_last_either_way(pair: Pair, descending: bool) -> None:
    first, second, third, *_ = pair.clients
    await pair.hear(
        visited(first.id, on=MAY, done=1), visited(second.id), visited(third.id, on=MARCH, done=9)
    )
    order = {"order_by": "last_visit_on", "descending": descending}
    ordered = await pair.library.names("*", **order)
    days = ['SIA "Objekts 0"', 'SIA "Objekts 2"']
    assert ordered[:2] == (days if descending else days[::-1])
    most = await pair.library.names("objekts", order_by="visits_done", descending=True)
    assert most[:2] == days[::-1]


@pytest.mark.parametrize("body", [b"\xff", b"", visited("no id").SerializeToString()])
async def test_what_is_no_change_of_visits_is_refused_so_that_it_is_set_aside(
    pair: Pair, body: bytes
) -> None:
    event = Event("visits.client_visits.changed.v1.x", body, 1, 1)
    with pytest.raises((DecodeError, ValueError)):
        await ToldEvents(pair.library.index, VISITS_SOURCE).apply([event])
    await ToldEvents(pair.library.index, VISITS_SOURCE).apply(
        [Event("visits.other.v1.x", b"\xff", 1, 1)]
    )
