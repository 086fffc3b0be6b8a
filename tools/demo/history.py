"""Twenty years of invoices and payments of the demo clients, as messages of ImportHistory.

Clients are dealt to 50 slices, each an office of the seller with a series of numbers of its own; a scale is a number of slices. So a
larger scale adds to a smaller one, and numbers have no gaps at any. The largest chain is dealt by its units.
"""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass, field

from google.type import money_pb2

from sysapi.clients.v1 import client_pb2
from sysapi.invoices.v1 import history_pb2, invoice_pb2, payment_pb2
from tools.demo.billing import Paper, papers, streams
from tools.demo.chains import LARGEST_CHAIN
from tools.demo.clients import client
from tools.demo.numbers import stable_id
from tools.demo.paying import Paid, settle
from tools.demo.standing import day

SLICES = 50
CHUNK = 500
"""Documents of one client in one message."""
SELLER = invoice_pb2.Party(
    name='SIA "Sys Demo"',
    registration_number="40003999991",
    vat_number="LV40003999991",
    address="Brīvības iela 100, Rīga, LV-1011",
    country="LV",
    iban="LV80HABA0551000000001",
    bic="HABALV22",
    bank="Swedbank",
    email="rekini@sysdemo.example.lv",
)


@dataclass(slots=True)
class _Account:
    """A client with what one slice holds of it."""

    index: int
    client: client_pb2.Client
    papers: list[Paper] = field(default_factory=list[Paper])
    payments: list[tuple[str, Paid]] = field(default_factory=list[tuple[str, Paid]])
    given_up: list[tuple[Paper, int, int]] = field(default_factory=list[tuple[Paper, int, int]])
    credited: dict[str, int] = field(default_factory=dict[str, int])


def slice_of(index: int, place: int = 0) -> int:
    """The slice of a client, or of a unit of the largest chain. The chain begins in the first one."""
    return (index - LARGEST_CHAIN + (place if index == LARGEST_CHAIN else 0)) % SLICES


def slices_of(scale: float) -> int:
    """The slices that a scale has."""
    return max(1, math.ceil(scale * SLICES))


def slice_history(
    number: int, clients: int, seed: int, until: int
) -> Iterator[history_pb2.ClientHistory]:
    """One slice of the first `clients` clients until an ordinal day. A client with many documents comes in several messages."""
    found = [
        account
        for index in range(clients)
        if index == LARGEST_CHAIN or slice_of(index) == number
        if (account := _account(index, number, seed, until)).papers
    ]
    _give_numbers([paper for account in found for paper in account.papers], number)
    for account in found:
        yield from _messages(account, seed)


def _account(index: int, number: int, seed: int, until: int) -> _Account:
    account = _Account(index, client(index, seed))
    for stream in streams(account.client, index, until):
        if slice_of(index, stream.place) != number:
            continue
        made = papers(stream, seed)
        settled = settle(made, index, seed, until)
        account.papers += made
        account.payments += [(f"{index}:{stream.place}", paid) for paid in settled.payments]
        account.given_up += settled.given_up
        account.credited |= settled.credited
    account.papers.sort(key=lambda paper: (paper.on, paper.credits is not None, paper.key))
    return account


def _give_numbers(made: list[Paper], number: int) -> None:
    """Numbers by day, without gaps in each year."""
    last: dict[int, int] = {}
    for paper in sorted(made, key=lambda paper: (paper.on, paper.credits is not None, paper.key)):
        year = day(paper.on).year
        last[year] = last.get(year, 0) + 1
        paper.number = f"{series(number)}-{year}/{last[year]:05d}"


def series(number: int) -> str:
    """The series of numbers of a slice."""
    return f"{number + 1:02}"


def _messages(account: _Account, seed: int) -> Iterator[history_pb2.ClientHistory]:
    """The history in chunks: a payment comes with the last of its documents, so that nothing speaks of what is still to come."""
    buyer = _buyer(account.client)
    chunk_of = {paper.key: place // CHUNK for place, paper in enumerate(account.papers)}
    chunks = [
        history_pb2.ClientHistory(client_id=account.client.id)
        for _ in range(-(-len(account.papers) // CHUNK))
    ]
    for paper in account.papers:
        chunk = chunks[chunk_of[paper.key]]
        _add_paper(chunk.invoices.add(), paper, account, buyer, seed)
    for key, paid in account.payments:
        chunk = chunks[max(chunk_of[paper.key] for paper, _ in paid.parts)]
        _add_payment(chunk.payments.add(), key, paid, account.client, seed)
    for paper, on, amount in account.given_up:
        row = chunks[chunk_of[paper.key]].write_offs.add(
            id=stable_id(seed, f"write-off:{paper.key}"), reason="Cerību atgūt nav"
        )
        row.on.CopyFrom(day(on))
        _add_share(row.allocation, paper, amount, seed)
    yield from chunks


def _add_paper(
    message: history_pb2.HistoryInvoice,
    paper: Paper,
    account: _Account,
    buyer: invoice_pb2.Party,
    seed: int,
) -> None:
    invoice = message.invoice
    is_note = paper.credits is not None
    invoice.id = _paper_id(paper, seed)
    invoice.type = (
        invoice_pb2.INVOICE_TYPE_CREDIT_NOTE if is_note else invoice_pb2.INVOICE_TYPE_INVOICE
    )
    invoice.series = paper.number.partition("-")[0]
    invoice.number = paper.number
    invoice.client_id = account.client.id
    invoice.unit_id = paper.unit_id
    invoice.source_key = f"demo:{seed}:{paper.key}"
    invoice.issued_on.CopyFrom(day(paper.on))
    for item in paper.items:
        line = invoice.lines.add(
            text=item.text,
            quantity=str(item.quantity),
            unit=item.unit,
            unit_price=f"{item.price // 100}.{item.price % 100:02}",
            vat_category=paper.category,
            vat_rate=str(paper.rate),
            unit_id=paper.unit_id,
        )
        if item.discount:
            line.discount_percent = str(item.discount)
    currency = paper.currency
    total = invoice.vat_totals.add(category=paper.category, rate=str(paper.rate))
    for target, cents in (
        (total.base, paper.net),
        (total.tax, paper.vat),
        (invoice.net, paper.net),
        (invoice.vat, paper.vat),
        (invoice.gross, paper.gross),
    ):
        _set_money(target, cents, currency)
    invoice.buyer.CopyFrom(buyer)
    invoice.seller.CopyFrom(SELLER)
    if paper.credits is not None:
        invoice.credited_invoice_id = _paper_id(paper.credits, seed)
        invoice.supplied_on.CopyFrom(day(paper.credits.on))
        invoice.note = "Kļūdaini aprēķināts pakalpojums"
        _add_share(message.allocations.add(), paper.credits, account.credited[paper.key], seed)
        return
    due = invoice.dues.add()
    due.due_on.CopyFrom(day(paper.due_on))
    _set_money(due.amount, paper.gross, currency)
    if paper.annulled_on:
        message.annulled_on.CopyFrom(day(paper.annulled_on))
        invoice.annulled_reason = "Izrakstīts kļūdas dēļ"


def _add_payment(
    message: history_pb2.HistoryPayment,
    key: str,
    paid: Paid,
    payer: client_pb2.Client,
    seed: int,
) -> None:
    payment = message.payment
    on = day(paid.on)
    payment.id = stable_id(seed, f"payment:{key}:{paid.on}")
    payment.client_id = payer.id
    payment.value_date.CopyFrom(on)
    _set_money(payment.amount, paid.amount, "EUR")
    payment.method = payment_pb2.PAYMENT_METHOD_BANK
    payment.bank_reference = f"{on.year}{on.month:02}{on.day:02}{key.replace(':', '-')}"
    payment.payer_name = name_of(payer)
    if payer.bank_accounts:
        payment.payer_iban = payer.bank_accounts[0].iban
    payment.purpose = "Rēķins Nr. " + ", ".join(paper.number for paper, _ in paid.parts)[:900]
    for paper, amount in paid.parts:
        _add_share(message.allocations.add(), paper, amount, seed)


def _add_share(message: history_pb2.HistoryAllocation, paper: Paper, cents: int, seed: int) -> None:
    message.invoice_id = _paper_id(paper, seed)
    _set_money(message.amount, cents, "EUR")


def _paper_id(paper: Paper, seed: int) -> str:
    return stable_id(seed, f"invoice:{paper.key}")


def _set_money(message: money_pb2.Money, cents: int, currency: str) -> None:
    message.currency_code = currency
    message.units, rest = divmod(cents, 100)
    message.nanos = rest * 10_000_000


def name_of(one: client_pb2.Client) -> str:
    """The name of a client as it is printed."""
    return (one.name or f"{one.first_name.strip()} {one.last_name.strip()}").strip()


def _buyer(one: client_pb2.Client) -> invoice_pb2.Party:
    party = invoice_pb2.Party(name=name_of(one), country="LV")
    for row in one.identifiers:
        if row.type == client_pb2.IDENTIFIER_TYPE_LV_REGCODE:
            party.registration_number = row.value
        elif row.type == client_pb2.IDENTIFIER_TYPE_LV_VAT:
            party.vat_number = row.value
    if one.addresses:
        party.address = one.addresses[0].line
    return party
