"""The invoices service at 1 000 000 invoices: the list, issuing, paying, the money of a card, the recount.

The history is put straight into the tables of a database of its own, set-based and past the service: its calls would take hours for what
only has to be there. The real servicer then answers over gRPC in this process, so client and server share its core.
"""

from __future__ import annotations

import asyncio
import itertools
import tempfile
import time
import uuid
from collections.abc import Awaitable, Callable, Iterator
from functools import partial
from pathlib import Path
from typing import Any

import psycopg

import services.invoices
from bench.figure import Figure
from bench.measure import WARM_UP, Timing, awaited
from kit.clock import today_in_riga
from kit.dates import date_to_pb
from kit.db import Database, translate_database_error
from kit.grpc_client import Peer
from kit.grpc_server import Server
from kit.migrations import migrate
from services.invoices.nightly import Nightly
from services.invoices.servicer import InvoicesServicer
from services.invoices.servicer.desk import Desk
from sysapi.invoices.v1 import invoice_pb2, payment_pb2
from sysapi.invoices.v1 import invoices_service_pb2 as pb
from sysapi.invoices.v1 import invoices_service_pb2_grpc as rpc
from tools.stack.postgres import Postgres

TITLE = "Invoices at 1 000 000"
INVOICES = 1_000_000
CLIENTS = 29_000
CHAIN = uuid.UUID(int=0)
"""Every thirtieth invoice is one of this client's, in one of 300 units."""
SAMPLES, ROUNDS = 100, 3

_FILL = (
    """CREATE TEMP TABLE made AS
       SELECT n, gen_random_uuid() AS id, gen_random_uuid() AS due_id, gen_random_uuid() AS payment_id,
              CASE WHEN n % 30 = 0 THEN '00000000-0000-0000-0000-000000000000'::uuid
                   ELSE lpad(to_hex(1 + (hashint4(n) & 1073741823) % {clients}), 32, '0')::uuid END AS client_id,
              CASE WHEN n % 30 = 0 THEN lpad(to_hex(100000 + n / 30 % 300), 32, '0')::uuid END AS unit_id,
              current_date - (7300 - n / ({invoices} / 7300.0))::int AS issued_on,
              (10 + (hashint4(n + 7) & 65535) % 100000 / 10.0)::numeric(14, 2) AS net,
              (hashint4(n + 3) & 1023) % 40 - 10 AS late
       FROM generate_series(1, {invoices}) AS n""",
    "ALTER TABLE made ADD COLUMN is_open bool",
    "UPDATE made SET is_open = n % 100 = 99 OR issued_on + 14 + late >= current_date",
    """INSERT INTO account SELECT DISTINCT client_id, 1 FROM made""",
    """INSERT INTO invoice (id, version, type, state, series, number, series_year, sequence, client_id, unit_id, issued_on, net, vat, gross,
                             open, original_currency, buyer, seller, note, buyer_reference, source, annulled_reason,
                             created_at, created_by, issued_at, issued_by, due_on, oldest_open_until)
       SELECT id, 1, 'invoice', 'issued', '', extract(year FROM issued_on) || '/' || lpad(n::text, 7, '0'), extract(year FROM issued_on), n,
              client_id, unit_id, issued_on, net, 0, net, CASE WHEN is_open THEN net ELSE 0 END, '', '{{}}', '{{}}', '', '', 'import', '',
              issued_on, '', issued_on, '', issued_on + 14, CASE WHEN is_open THEN issued_on + 14 END
       FROM made""",
    """INSERT INTO due SELECT due_id, id, 0, client_id, unit_id, issued_on + 14, issued_on + 14, net,
              CASE WHEN is_open THEN net ELSE 0 END, CASE WHEN NOT is_open THEN issued_on + 14 + late END FROM made""",
    """INSERT INTO payment SELECT payment_id, client_id, issued_on + 14 + late, issued_on + 14 + late, net, 0, 'bank', NULL, '', '', '',
              issued_on + 14 + late, '' FROM made WHERE NOT is_open""",
    """INSERT INTO allocation (id, due_id, invoice_id, client_id, payment_id, amount, on_day, created_at, created_by, reversed_by)
       SELECT gen_random_uuid(), due_id, id, client_id, payment_id, net, issued_on + 14 + late, issued_on + 14 + late, '', ''
       FROM made WHERE NOT is_open""",
    """INSERT INTO turnover_month
       SELECT client_id, date_trunc('month', issued_on), coalesce(unit_id, '00000000-0000-0000-0000-000000000000'::uuid),
              sum(net), sum(net), count(*) FROM made GROUP BY 1, 2, 3""",
)  # fmt: skip


def measure(invoices: int = INVOICES) -> Iterator[Figure]:
    """Fills a database of its own and asks the service."""
    with tempfile.TemporaryDirectory(prefix="sys-bench-") as folder:
        cluster = Postgres(Path(folder) / "postgres")
        cluster.start()
        try:
            cluster.create_databases(["invoices"])
            url = cluster.url("invoices")
            migrate(Path(services.invoices.__file__).parent / "migrations", url)
            began = time.perf_counter()
            with psycopg.connect(
                url.replace("+psycopg", ""), autocommit=True, options="-c timezone=UTC"
            ) as connection:
                for statement in _FILL:
                    connection.execute(
                        statement.format(invoices=invoices, clients=CLIENTS).encode()
                    )
                connection.execute("VACUUM ANALYZE")
            yield Figure(f"{invoices:,} invoices put into the tables", {"took": time.perf_counter() - began}, "s")  # fmt: skip
            yield from asyncio.run(_ask(url))
        finally:
            cluster.remove()


async def _ask(url: str) -> list[Figure]:
    database = Database(url)
    server = Server("127.0.0.1:0", translate_database_error)
    rpc.add_InvoicesServiceServicer_to_server(
        InvoicesServicer(Desk(database, lambda: None)), server.server
    )
    await server.start()
    await server.ready()
    peer = Peer("invoices", f"127.0.0.1:{server.port}")
    stub = rpc.InvoicesServiceStub(peer.channel)
    try:
        nightly = Nightly(database, lambda: None)
        await nightly.look()
        began = time.perf_counter()
        await nightly.recount()
        recounted = time.perf_counter() - began
        return [
            *await _read(peer, stub),
            *await _write(peer, stub),
            Figure("recount of everything stored", {"took": recounted}, "s", bar={"took": 120.0}),
        ]
    finally:
        await peer.close()
        await server.stop(0.1)
        await database.close()


async def _timed(
    ask: Callable[[], Awaitable[object]], samples: int = SAMPLES, rounds: int = ROUNDS
) -> Timing:
    for _ in range(min(WARM_UP, samples)):
        await ask()
    taken = [tuple([await awaited(ask) for _ in range(samples)]) for _ in range(rounds)]
    return Timing(tuple(taken))


async def _read(peer: Peer, stub: rpc.InvoicesServiceStub) -> list[Figure]:
    today = today_in_riga()
    year = {"issued_from": date_to_pb(today.replace(year=today.year - 9))}
    old = {"issued_to": date_to_pb(today.replace(year=today.year - 9))}
    chosen: dict[str, dict[str, Any]] = {
        "everything": {}, "nine years": year, "up to nine years ago": old, "open": {"open": True}, "overdue": {"overdue": True},
        "31-60 days late": {"days_late": pb.DaysLate(**{"from": 31}, to=60)}, "the chain": {"client_ids": [str(CHAIN)]},
        "an ordinary client": {"client_ids": [str(uuid.UUID(int=77))]}, "a number": {"number_prefix": f"{today.year - 5}/"},
        "credit notes": {"types": [2]}, "settled": {"settled": True},
    }  # fmt: skip
    found: list[Figure] = []
    for name, narrow in chosen.items():
        for order_by in ("", "due_on", "gross desc"):
            request = pb.ListInvoicesRequest(
                filter=pb.InvoiceFilter(**narrow),
                order_by=order_by,
            )

            async def ask(request: pb.ListInvoicesRequest = request) -> object:
                return await peer.call(stub.ListInvoices, request, timeout=30)

            timing = await _timed(ask, 20)
            found.append(
                Figure(f"list: {name}, {order_by or 'newest first'}", timing.usual, bar={"p99": 80.0})
            )  # fmt: skip
    for name, client in (("ordinary client", uuid.UUID(int=77)), ("chain of 300 units", CHAIN)):

        async def money(client: uuid.UUID = client) -> object:
            request = pb.GetClientMoneyRequest(client_id=str(client))
            return await peer.call(stub.GetClientMoney, request, timeout=30)

        found.append(Figure(f"money of a card: {name}", (await _timed(money)).usual))
    return found


async def _write(peer: Peer, stub: rpc.InvoicesServiceStub) -> list[Figure]:
    line = invoice_pb2.Line(
        text="Apsardze", quantity="1", unit_price="100", vat_category=invoice_pb2.VAT_CATEGORY_STANDARD, vat_rate="21",
    )  # fmt: skip
    clients = itertools.cycle(str(uuid.UUID(int=number)) for number in range(1, 500))
    issuing: list[float] = []
    paying: list[float] = []
    for _ in range(SAMPLES * ROUNDS):
        client = next(clients)
        draft = invoice_pb2.Invoice(client_id=client, lines=[line], series="B")
        made = await peer.call(
            stub.CreateInvoice, pb.CreateInvoiceRequest(invoice=draft), timeout=30
        )
        issue = pb.IssueInvoiceRequest(invoice_id=made.invoice.id)
        issuing.append(await awaited(partial(peer.call, stub.IssueInvoice, issue, timeout=30)))
        payment = payment_pb2.Payment(
            client_id=client, value_date=date_to_pb(today_in_riga()), amount=made.invoice.gross
        )
        entered = pb.CreatePaymentRequest(payment=payment)
        booked = await peer.call(stub.CreatePayment, entered, timeout=30)
        target = pb.AllocationTarget(invoice_id=made.invoice.id, amount=made.invoice.gross)
        allocate = pb.AllocatePaymentRequest(payment_id=booked.payment.id, targets=[target])
        paying.append(await awaited(partial(peer.call, stub.AllocatePayment, allocate, timeout=30)))
    return [
        Figure("issue one invoice", Timing((tuple(issuing),)).usual, bar={"p99": 40.0}),
        Figure("allocate one payment", Timing((tuple(paying),)).usual, bar={"p99": 40.0}),
    ]
