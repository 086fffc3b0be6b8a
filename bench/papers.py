"""Papers, in process: what a caller waits for beside reading the document from the database."""

from __future__ import annotations

import random
import statistics
import time
from collections.abc import Callable
from datetime import date
from decimal import Decimal

from bench.figure import Figure
from kit.dates import date_to_pb
from kit.money import money_to_pb
from services.invoices.model.totals import Taxed, line_net, totals_of
from services.invoices.paper.invoice_sheet import invoice_sheet
from services.invoices.paper.typesetter import Typesetter
from services.invoices.paper.ubl import ubl
from sysapi.invoices.v1 import invoice_pb2

TITLE = "Papers"
LINES = 40
RUNS = 60


def measure() -> list[Figure]:
    """Each run is a document of its own: typst remembers what it has set, and one set twice costs a tenth."""
    typesetter, chance = Typesetter(), random.Random(1)
    began = time.perf_counter()
    typesetter.set_pdf("invoice", invoice_sheet(_invoice(chance), "lv", None))
    first = (time.perf_counter() - began) * 1000
    pdf, pdf_cpu = _time(
        chance, lambda one: typesetter.set_pdf("invoice", invoice_sheet(one, "lv", None))
    )
    xml, _ = _time(chance, lambda one: ubl(one, "lv", None))
    return [
        Figure(
            f"PDF of a {LINES}-line invoice",
            _spread(pdf),
            bar={"p50": 60.0},
            note=f"processor time p50 {statistics.median(pdf_cpu):.0f} ms; the first, with fonts to read, {first:.0f} ms; "
            f"{RUNS} different documents",
        ),
        Figure(f"UBL of a {LINES}-line invoice", _spread(xml)),
    ]


def _time(
    chance: random.Random, render: Callable[[invoice_pb2.Invoice], bytes]
) -> tuple[list[float], list[float]]:
    """Milliseconds by the clock and of the processor, of each run."""
    wall: list[float] = []
    cpu: list[float] = []
    for _ in range(RUNS):
        invoice = _invoice(chance)
        began, cpu_began = time.perf_counter(), time.process_time()
        render(invoice)
        wall.append((time.perf_counter() - began) * 1000)
        cpu.append((time.process_time() - cpu_began) * 1000)
    return wall, cpu


def _spread(found: list[float]) -> dict[str, float]:
    return {"p50": statistics.median(found), "p99": statistics.quantiles(found, n=100)[98]}


def _invoice(chance: random.Random) -> invoice_pb2.Invoice:
    lines: list[invoice_pb2.Line] = []
    taxed: list[Taxed] = []
    for _ in range(LINES):
        quantity, price = (
            Decimal(chance.randint(1, 99)) / 2,
            Decimal(chance.randint(1, 99_999)) / 100,
        )
        rate = chance.choice(("21", "12"))
        net = line_net(quantity, price, Decimal(0))
        taxed.append(Taxed(net, "standard", Decimal(rate)))
        lines.append(
            invoice_pb2.Line(
                text=f"Tehniskā apsardze, Maskavas iela {chance.randint(1, 999)}, {chance.randint(1, 99)}. objekts",
                quantity=f"{quantity}", unit="mēn.", unit_price=f"{price}", net=money_to_pb(net),
                vat_category=invoice_pb2.VAT_CATEGORY_STANDARD, vat_rate=rate,
                period_from=date_to_pb(date(2026, 10, 1)), period_to=date_to_pb(date(2026, 10, 31)),
            )
        )  # fmt: skip
    totals = totals_of(taxed)
    party = invoice_pb2.Party(
        name='SIA "Ķekavas ģērbtuves"', registration_number="40003012345", vat_number="LV40003012345", country="LV",
        address="Krišjāņa Valdemāra iela 21-7, Rīga, LV-1010", iban="LV80BANK0000435195001", bic="HABALV22",
    )  # fmt: skip
    return invoice_pb2.Invoice(
        type=invoice_pb2.INVOICE_TYPE_INVOICE,
        state=invoice_pb2.INVOICE_STATE_ISSUED,
        number=f"2026/{chance.randint(1, 99_999):05d}",
        issued_on=date_to_pb(date(2026, 11, 1)),
        lines=lines,
        dues=[
            invoice_pb2.Due(due_on=date_to_pb(date(2026, 11, 15)), amount=money_to_pb(totals.gross))
        ],
        vat_totals=[
            invoice_pb2.VatTotal(
                category=invoice_pb2.VAT_CATEGORY_STANDARD,
                rate=f"{one.rate:f}",
                base=money_to_pb(one.base),
                tax=money_to_pb(one.tax),
            )
            for one in totals.vat_sums
        ],
        net=money_to_pb(totals.net),
        vat=money_to_pb(totals.vat),
        gross=money_to_pb(totals.gross),
        seller=party,
        buyer=party,
    )
