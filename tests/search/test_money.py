"""Money of clients in the catalogue: from events, from the invoices service, and when that is dead."""

from __future__ import annotations

import asyncio
import datetime
from collections.abc import AsyncIterator, Callable
from typing import Any

import pytest
from google.protobuf.message import DecodeError

from kit.consumer import Event
from kit.grpc_client import Peer
from kit.grpc_server import Server
from services.search.catalogue import Filter
from services.search.consumer import MONEY_SOURCE, ToldEvents
from services.search.model import MONEY
from services.search.opening import Engines
from services.search.settings import Settings
from services.search.system_of_record import MoneyOfRecord
from services.search.told_comparison import ToldComparison
from sysapi.clients.v1 import client_pb2
from sysapi.invoices.v1 import client_money_pb2
from sysapi.invoices.v1.invoices_service_pb2 import ListClientMoneyRequest, ListClientMoneyResponse
from sysapi.invoices.v1.invoices_service_pb2_grpc import (
    InvoicesServiceServicer,
    add_InvoicesServiceServicer_to_server,
)
from tests.factories.clients import add_unit, legal
from tests.factories.money import told
from tests.search.conftest import Library

UNKNOWN = (None, None, None, None, None)
NONE = (0, 0, 0, 0, None)
TOMORROW = datetime.date(2026, 3, 10)


class Invoices(InvoicesServiceServicer):
    """An invoices service that lists what it is given, two clients a page."""

    def __init__(self) -> None:
        self.money: dict[str, client_money_pb2.ClientMoneyChanged] = {}
        self.between_pages: Callable[[], Any] | None = None

    def has(self, *money: client_money_pb2.ClientMoneyChanged) -> None:
        self.money.update({one.money.client_id: one for one in money})

    async def ListClientMoney(  # noqa: N802
        self, request: ListClientMoneyRequest, context: Any
    ) -> ListClientMoneyResponse:
        if request.page_token and self.between_pages is not None:
            await self.between_pages()
        left = sorted(client_id for client_id in self.money if client_id > request.page_token)
        return ListClientMoneyResponse(
            clients=[self.money[client_id] for client_id in left[:2]],
            next_page_token=left[1] if len(left) > 2 else "",
        )


class Pair:
    """The invoices service and the catalogue that shows its money."""

    def __init__(self, library: Library, invoices: Invoices, peer: Peer, engines: Engines) -> None:
        self.library = library
        self.invoices = invoices
        self.comparison = ToldComparison(library.index, MONEY, MoneyOfRecord(peer).pages, 60.0)
        self.engines = engines
        self.clients = [legal(f'SIA "Nauda {number}"', number=number) for number in range(5)]

    async def hear(self, *money: client_money_pb2.ClientMoneyChanged) -> None:
        subject = "invoices.client_money.changed.v1."
        await ToldEvents(self.library.index, MONEY_SOURCE).apply(
            [Event(f"{subject}{m.money.client_id}", m.SerializeToString(), 1, 1) for m in money]
        )

    async def shown(self, client: client_pb2.Client) -> tuple[Any, ...]:
        row = await self.library.row(client.id)
        names = ("net_12_months_cents", "open_cents", "overdue_cents", "days_late", "paying_strip")
        return tuple(row[name] for name in names)

    async def reopen(self) -> None:
        await self.library.reopen(self.engines)


@pytest.fixture
async def pair(own_library: Library, own_settings: Settings) -> AsyncIterator[Pair]:
    """Five clients in the catalogue, and an invoices service that was never asked."""
    invoices = Invoices()
    server = Server("127.0.0.1:0")
    add_InvoicesServiceServicer_to_server(invoices, server.server)
    await server.start()
    peer = Peer("invoices", f"127.0.0.1:{server.port}")
    pair = Pair(own_library, invoices, peer, Engines(own_settings))
    await own_library.add(*pair.clients)
    yield pair
    await peer.close()
    await server.stop(0.1)


async def test_money_is_unknown_until_all_of_it_was_listed_and_then_it_is_none(pair: Pair) -> None:
    first, second, *_ = pair.clients
    await pair.hear(told(first.id, net=123_456, owed=5_000, overdue=1_001, late=9))
    assert await pair.shown(first) == (123_456, 5_000, 1_001, 9, None)
    assert await pair.shown(second) == UNKNOWN
    pair.invoices.has(told(first.id, net=123_456, owed=5_000, overdue=1_001, late=9))
    await pair.comparison.compare_and_repair()
    assert await pair.shown(second) == NONE
    await pair.reopen()
    assert await pair.shown(second) == NONE
    newcomer = legal('SIA "Jaunā nauda"', number=77)
    await pair.library.add(newcomer)
    assert await pair.shown(newcomer) == NONE


async def test_a_dead_invoices_service_leaves_money_unknown_and_is_asked_again(
    pair: Pair,
) -> None:
    index = pair.library.index
    dead = MoneyOfRecord(Peer("invoices", "127.0.0.1:1"))
    lonely = ToldComparison(index, MONEY, dead.pages, 0.01)
    running = asyncio.create_task(lonely.run())
    await asyncio.sleep(0.3)
    assert not running.done()
    running.cancel()
    assert lonely.compared_at is None
    assert await pair.shown(pair.clients[0]) == UNKNOWN


async def test_the_strip_tells_of_the_last_five_invoices(pair: Pair) -> None:
    first, second, *_ = pair.clients
    await pair.hear(
        told(first.id, paid=(99, -3, 0, 30, 31, 91)), told(second.id, paid=(61,), unpaid=(0, 1, 90))
    )
    assert (await pair.shown(first))[-1] == "etabd"
    assert (await pair.shown(second))[-1] == "coAC"


async def test_amounts_below_zero_are_exact(pair: Pair) -> None:
    await pair.hear(told(pair.clients[0].id, net=-199, owed=-1))
    assert await pair.shown(pair.clients[0]) == (-199, -1, 0, 0, None)


async def test_money_may_come_before_its_client_and_comes_back_with_it(pair: Pair) -> None:
    late = legal('SIA "Vēlāk"', number=99)
    await pair.hear(told(late.id, owed=300))
    await pair.reopen()
    await pair.library.add(late)
    assert await pair.shown(late) == (0, 300, 0, 0, None)
    catalogue = pair.library.index.catalogue
    number = next(n for n in catalogue.client_ids() if f"{n:032x}" == late.id.replace("-", ""))
    catalogue.remove({number: (1, 2, 0)})
    late.version = 3
    await pair.library.add(late)
    assert await pair.shown(late) == (0, 300, 0, 0, None)


async def test_what_is_older_or_told_twice_changes_nothing(pair: Pair) -> None:
    client = pair.clients[0]
    await pair.hear(told(client.id, 5, owed=500), told(client.id, 4, owed=400))
    generation = pair.library.index.catalogue.generation
    await pair.hear(told(client.id, 5, owed=500), told(client.id, 3, owed=300))
    assert await pair.shown(client) == (0, 500, 0, 0, None)
    assert pair.library.index.catalogue.generation == generation
    await pair.hear(told(client.id, 1, epoch=2, owed=100))
    assert await pair.shown(client) == (0, 100, 0, 0, None)


@pytest.mark.parametrize("body", [b"\xff", b"", told("no id").SerializeToString()])
async def test_what_is_no_money_is_refused_so_that_it_is_set_aside(pair: Pair, body: bytes) -> None:
    event = Event("invoices.client_money.changed.v1.x", body, 1, 1)
    with pytest.raises((DecodeError, ValueError)):
        await ToldEvents(pair.library.index, MONEY_SOURCE).apply([event])


async def test_other_events_of_the_stream_are_passed_over(pair: Pair) -> None:
    await ToldEvents(pair.library.index, MONEY_SOURCE).apply(
        [Event("invoices.other.v1.x", b"\xff", 1, 1)]
    )


async def test_a_change_of_money_never_reaches_the_text_engine(
    pair: Pair, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def refuse(*_: object) -> None:
        raise AssertionError("indexed")

    monkeypatch.setattr(type(pair.library.index.engine), "apply", refuse)
    monkeypatch.setattr(type(pair.library.index.engine), "add", refuse)
    await pair.hear(told(pair.clients[0].id, owed=10))
    assert (await pair.shown(pair.clients[0]))[1] == 10


async def test_a_change_of_a_client_keeps_its_money(pair: Pair) -> None:
    client = pair.clients[0]
    await pair.hear(told(client.id, owed=10, paid=(0,)))
    client.version += 1
    client.name = client.name_shown = client.name_core = "Cits vārds"
    await pair.library.add(client)
    assert await pair.shown(client) == (0, 10, 0, 0, "t")


async def test_watchers_are_told_whose_money_changed(pair: Pair) -> None:
    index = pair.library.index
    watching = index.watchers.watch(index.catalogue.generation)
    await anext(watching)
    await pair.hear(told(pair.clients[1].id, owed=10))
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
        told(wrong.id, 2, owed=1),
        told(ghost.id, 9, owed=9),
        told(gone.id, owed=4),
        told(right.id, owed=5),
    )
    pair.invoices.has(
        told(lost.id, owed=1),
        told(wrong.id, 2, owed=2),
        told(ghost.id, 3, owed=3),
        told(right.id, owed=5),
    )
    assert await pair.comparison.compare_and_repair() == 4
    assert pair.comparison.compared_at is not None
    owed = [(await pair.shown(client))[1] for client in pair.clients]
    assert owed == [1, 2, 3, 0, 5]
    assert await pair.comparison.compare_and_repair() == 0
    await pair.reopen()
    assert [(await pair.shown(client))[1] for client in pair.clients] == owed


async def test_a_comparison_brings_what_changed_with_the_day_alone(pair: Pair) -> None:
    client = pair.clients[0]
    await pair.hear(told(client.id, owed=10))
    pair.invoices.has(told(client.id, owed=10, overdue=10, late=1, as_of=TOMORROW))
    assert await pair.comparison.compare_and_repair() == 1
    assert await pair.shown(client) == (0, 10, 10, 1, None)


async def test_what_is_heard_while_a_comparison_runs_is_not_undone_by_it(pair: Pair) -> None:
    clients = sorted(pair.clients, key=lambda client: client.id)
    pair.invoices.has(*(told(client.id, owed=1) for client in clients[:4]))
    await pair.comparison.compare_and_repair()

    async def pay() -> None:
        # One that the listing is past, one it will tell of as it was, one it does not have.
        await pair.hear(*(told(clients[place].id, 2, owed=7) for place in (0, 3, 4)))

    pair.invoices.between_pages = pay
    await pair.comparison.compare_and_repair()
    assert [(await pair.shown(client))[1] for client in clients] == [7, 1, 1, 7, 7]


async def test_a_text_query_is_narrowed_by_money_with_an_exact_total(pair: Pair) -> None:
    chain = legal('SIA "Nauda ķēde"', number=50)
    add_unit(chain, "Nauda birojs")
    await pair.library.add(chain)
    await pair.hear(
        told(pair.clients[3].id, overdue=500, late=40),
        told(pair.clients[1].id, overdue=100, late=3),
        told(chain.id, overdue=50, late=2),
    )
    late = Filter(min_overdue_cents=1)
    names = ['SIA "Nauda 1"', 'SIA "Nauda 3"', 'SIA "Nauda ķēde"', "Nauda birojs"]
    assert await pair.library.names("nauda", filter=late) == names
    assert (await pair.library.find("nauda", filter=late, limit=1, offset=1))[0] == 4
    assert await pair.library.names("nauda", filter=late, offset=1, limit=2) == names[1:3]
    assert await pair.library.names("*", filter=Filter(min_overdue_cents=101)) == names[1:2]
    assert await pair.library.names("*", filter=Filter(min_days_late=3)) == names[:2]
    worst = await pair.library.names("nauda", filter=late, order_by="days_late", descending=True)
    assert worst == [names[1], names[0], *names[2:]]
    facets = pair.library.index.catalogue.facets(late)
    assert facets["kind"] == [("legal", "legal", 3)]
