"""Next automatic invoices in the catalogue: from events, from the autogen service, and when that is dead."""

from __future__ import annotations

import asyncio
import datetime
import uuid
from collections.abc import AsyncIterator
from typing import Any

import pytest
from google.protobuf.message import DecodeError

from kit.consumer import Event
from kit.grpc_client import Peer
from kit.grpc_server import Server
from services.search.catalogue import Filter, Money
from services.search.consumer import SCHEDULE_SOURCE, ToldEvents
from services.search.model import MONEY, SCHEDULES
from services.search.opening import Engines
from services.search.settings import Settings
from services.search.system_of_record import SchedulesOfRecord
from services.search.told_comparison import ToldComparison
from sysapi.autogen.v1 import client_schedule_pb2
from sysapi.autogen.v1.autogen_service_pb2 import (
    ListClientSchedulesRequest,
    ListClientSchedulesResponse,
)
from sysapi.autogen.v1.autogen_service_pb2_grpc import (
    AutogenServiceServicer,
    add_AutogenServiceServicer_to_server,
)
from sysapi.clients.v1 import client_pb2
from tests.factories.clients import legal
from tests.factories.schedules import scheduled
from tests.search.conftest import Library

UNKNOWN = (None, None)
NONE = (None, 0)
APRIL = datetime.date(2026, 4, 1)
MAY = datetime.date(2026, 5, 1)


class Autogen(AutogenServiceServicer):
    """An autogen service that lists what it is given, two clients a page."""

    def __init__(self) -> None:
        self.schedules: dict[str, client_schedule_pb2.ClientScheduleChanged] = {}

    def has(self, *schedules: client_schedule_pb2.ClientScheduleChanged) -> None:
        self.schedules.update({one.client_id: one for one in schedules})

    async def ListClientSchedules(  # noqa: N802
        self, request: ListClientSchedulesRequest, context: Any
    ) -> ListClientSchedulesResponse:
        left = sorted(one for one in self.schedules if one > request.page_token)
        return ListClientSchedulesResponse(
            clients=[self.schedules[client_id] for client_id in left[:2]],
            next_page_token=left[1] if len(left) > 2 else "",
        )


class Pair:
    """The autogen service and the catalogue that shows what it says."""

    def __init__(self, library: Library, autogen: Autogen, peer: Peer, engines: Engines) -> None:
        self.library = library
        self.autogen = autogen
        pages = SchedulesOfRecord(peer).pages
        self.comparison = ToldComparison(library.index, SCHEDULES, pages, 60.0)
        self.engines = engines
        self.clients = [legal(f'SIA "Rinda {number}"', number=number) for number in range(5)]

    async def hear(self, *schedules: client_schedule_pb2.ClientScheduleChanged) -> None:
        subject = "autogen.client_schedule.changed.v1."
        await ToldEvents(self.library.index, SCHEDULE_SOURCE).apply(
            [Event(f"{subject}{one.client_id}", one.SerializeToString(), 1, 1) for one in schedules]
        )

    async def shown(self, client: client_pb2.Client) -> tuple[Any, ...]:
        row = await self.library.row(client.id)
        return row["next_invoice_on"], row["next_invoice_net_cents"]


@pytest.fixture
async def pair(own_library: Library, own_settings: Settings) -> AsyncIterator[Pair]:
    """Five clients in the catalogue, and an autogen service that was never asked."""
    autogen = Autogen()
    server = Server("127.0.0.1:0")
    add_AutogenServiceServicer_to_server(autogen, server.server)
    await server.start()
    peer = Peer("autogen", f"127.0.0.1:{server.port}")
    pair = Pair(own_library, autogen, peer, Engines(own_settings))
    await own_library.add(*pair.clients)
    yield pair
    await peer.close()
    await server.stop(0.1)


async def test_a_schedule_is_unknown_until_all_were_listed_and_then_none_is_coming(
    pair: Pair,
) -> None:
    first, second, *_ = pair.clients
    await pair.hear(scheduled(first.id, on=APRIL, net=123_456))
    assert await pair.shown(first) == ("2026-04-01", 123_456)
    assert await pair.shown(second) == UNKNOWN
    pair.autogen.has(scheduled(first.id, on=APRIL, net=123_456))
    await pair.comparison.compare_and_repair()
    assert await pair.shown(second) == NONE
    await pair.library.reopen(pair.engines)
    assert await pair.shown(first) == ("2026-04-01", 123_456)
    assert await pair.shown(second) == NONE
    newcomer = legal('SIA "Jaunā rinda"', number=77)
    await pair.library.add(newcomer)
    assert await pair.shown(newcomer) == NONE


async def test_a_dead_autogen_service_leaves_schedules_unknown_and_is_asked_again(
    pair: Pair,
) -> None:
    dead = SchedulesOfRecord(Peer("autogen", "127.0.0.1:1"))
    lonely = ToldComparison(pair.library.index, SCHEDULES, dead.pages, 0.01)
    running = asyncio.create_task(lonely.run())
    await asyncio.sleep(0.3)
    assert not running.done()
    running.cancel()
    assert lonely.compared_at is None
    assert await pair.shown(pair.clients[0]) == UNKNOWN


async def test_the_listing_of_schedules_does_not_make_money_known(pair: Pair) -> None:
    await pair.comparison.compare_and_repair()
    row = await pair.library.row(pair.clients[0].id)
    assert (row["next_invoice_net_cents"], row["open_cents"]) == (0, None)


async def test_when_nothing_is_coming_any_more_the_day_goes(pair: Pair) -> None:
    client = pair.clients[0]
    await pair.hear(scheduled(client.id, on=APRIL, net=500))
    await pair.hear(scheduled(client.id, 2))
    assert await pair.shown(client) == NONE
    await pair.library.reopen(pair.engines)
    assert await pair.shown(client) == NONE


async def test_a_schedule_may_come_before_its_client_and_comes_back_with_it(pair: Pair) -> None:
    late = legal('SIA "Vēlāk"', number=99)
    await pair.hear(scheduled(late.id, on=MAY, net=300))
    await pair.library.reopen(pair.engines)
    await pair.library.add(late)
    assert await pair.shown(late) == ("2026-05-01", 300)
    catalogue = pair.library.index.catalogue
    number = next(n for n in catalogue.client_ids() if f"{n:032x}" == late.id.replace("-", ""))
    catalogue.remove({number: (1, 2, 0)})
    late.version = 3
    await pair.library.add(late)
    assert await pair.shown(late) == ("2026-05-01", 300)


async def test_what_is_older_or_told_twice_changes_nothing(pair: Pair) -> None:
    client = pair.clients[0]
    await pair.hear(scheduled(client.id, 5, on=MAY), scheduled(client.id, 4, on=APRIL))
    generation = pair.library.index.catalogue.generation
    await pair.hear(scheduled(client.id, 5, on=MAY), scheduled(client.id, 3, on=APRIL))
    assert await pair.shown(client) == ("2026-05-01", 0)
    assert pair.library.index.catalogue.generation == generation
    await pair.hear(scheduled(client.id, 1, epoch=2, on=APRIL))
    assert await pair.shown(client) == ("2026-04-01", 0)


@pytest.mark.parametrize("body", [b"\xff", b"", scheduled("no id").SerializeToString()])
async def test_what_is_no_schedule_is_refused_so_that_it_is_set_aside(
    pair: Pair, body: bytes
) -> None:
    event = Event("autogen.client_schedule.changed.v1.x", body, 1, 1)
    with pytest.raises((DecodeError, ValueError)):
        await ToldEvents(pair.library.index, SCHEDULE_SOURCE).apply([event])


async def test_other_events_of_the_stream_are_passed_over(pair: Pair) -> None:
    await ToldEvents(pair.library.index, SCHEDULE_SOURCE).apply(
        [Event("autogen.other.v1.x", b"\xff", 1, 1)]
    )


async def test_a_change_of_a_client_keeps_its_schedule(pair: Pair) -> None:
    client = pair.clients[0]
    await pair.hear(scheduled(client.id, on=APRIL, net=10))
    client.version += 1
    client.name = client.name_shown = client.name_core = "Cits vārds"
    await pair.library.add(client)
    assert await pair.shown(client) == ("2026-04-01", 10)


async def test_watchers_are_told_whose_schedule_changed(pair: Pair) -> None:
    index = pair.library.index
    watching = index.watchers.watch(index.catalogue.generation)
    await anext(watching)
    await pair.hear(scheduled(pair.clients[1].id, on=APRIL))
    notice = await anext(watching)
    assert [f"{number:032x}" for number in notice.client_ids] == [
        pair.clients[1].id.replace("-", "")
    ]
    assert notice.generation == index.catalogue.generation
    await watching.aclose()


async def test_a_comparison_repairs_what_was_lost_or_is_wrong_and_takes_out_what_is_gone(
    pair: Pair,
) -> None:
    lost, wrong, ghost, gone, right = pair.clients
    await pair.hear(
        scheduled(wrong.id, 2, on=APRIL),
        scheduled(ghost.id, 9, on=APRIL),
        scheduled(gone.id, on=APRIL),
        scheduled(right.id, on=APRIL),
    )
    pair.autogen.has(
        scheduled(lost.id, on=MAY),
        scheduled(wrong.id, 2, on=MAY),
        scheduled(ghost.id, 3, on=MAY),
        scheduled(right.id, on=APRIL),
    )
    assert await pair.comparison.compare_and_repair() == 4
    assert pair.comparison.compared_at is not None
    days = [(await pair.shown(client))[0] for client in pair.clients]
    assert days == ["2026-05-01"] * 3 + [None, "2026-04-01"]
    assert await pair.comparison.compare_and_repair() == 0
    await pair.library.reopen(pair.engines)
    assert [(await pair.shown(client))[0] for client in pair.clients] == days


async def test_a_client_that_never_had_anything_coming_is_listed_as_none(pair: Pair) -> None:
    pair.autogen.has(scheduled(pair.clients[0].id, 0))
    await pair.comparison.compare_and_repair()
    assert await pair.shown(pair.clients[0]) == NONE


async def test_a_result_is_narrowed_to_clients_with_an_automatic_invoice_coming(pair: Pair) -> None:
    await pair.hear(
        scheduled(pair.clients[3].id, on=APRIL),
        scheduled(pair.clients[1].id, on=MAY),
        scheduled(pair.clients[0].id),
    )
    coming = Filter(has_next_invoice=True)
    names = ['SIA "Rinda 1"', 'SIA "Rinda 3"']
    assert await pair.library.names("rinda", filter=coming) == names
    assert await pair.library.names("*", filter=coming) == names
    assert (await pair.library.find("rinda", filter=coming, limit=1))[0] == 2
    soonest = await pair.library.names("rinda", filter=coming, order_by="next_invoice_on")
    assert soonest == names[::-1]


@pytest.mark.parametrize("descending", [False, True])
async def test_clients_without_a_day_come_last_either_way(pair: Pair, descending: bool) -> None:
    first, second, third, *_ = pair.clients
    await pair.hear(
        scheduled(first.id, on=MAY), scheduled(second.id), scheduled(third.id, on=APRIL)
    )
    order = {"order_by": "next_invoice_on", "descending": descending}
    days = ['SIA "Rinda 0"', 'SIA "Rinda 2"'] if descending else ['SIA "Rinda 2"', 'SIA "Rinda 0"']
    rest = ['SIA "Rinda 1"', 'SIA "Rinda 3"', 'SIA "Rinda 4"']
    assert await pair.library.names("*", **order) == [*days, *rest]
    assert await pair.library.names("rinda", **order) == [*days, *rest]


async def test_money_and_schedules_of_one_client_do_not_disturb_each_other(pair: Pair) -> None:
    client = pair.clients[0]
    index = pair.library.index
    await pair.hear(scheduled(client.id, on=APRIL, net=10))
    number = uuid.UUID(client.id).int
    await index.apply_told(MONEY, [Money(number, 1, 1, 1, open=7)])
    by_money = index.catalogue.select("open_cents", False, Filter())
    await pair.hear(scheduled(client.id, 2, on=MAY, net=20))
    assert index.catalogue.select("open_cents", False, Filter()) is by_money
    assert await pair.shown(client) == ("2026-05-01", 20)
    assert (await pair.library.row(client.id))["open_cents"] == 7
