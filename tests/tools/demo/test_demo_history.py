"""The invoices and payments of the demo clients: their profile, and that every one of them is taken."""

from __future__ import annotations

import hashlib
from collections import Counter
from datetime import date
from statistics import mean, median

import pytest

from kit.grpc_server import check_message
from kit.latvian.business_days import is_business_day
from sysapi.invoices.v1 import client_money_pb2, history_pb2, invoice_pb2
from sysapi.invoices.v1 import invoices_service_pb2 as pb
from tools.demo.chains import LARGEST_CHAIN, LARGEST_UNITS
from tools.demo.clients import client_id
from tools.demo.history import SLICES, series, slice_history, slice_of
from tools.demo.run_history import run

SEED = 2006
UNTIL = date(2026, 11, 24).toordinal()
CLIENTS = 15_000
NUMBER = 7
CREDIT_NOTE = invoice_pb2.INVOICE_TYPE_CREDIT_NOTE


def made(until: int = UNTIL, clients: int = CLIENTS) -> list[history_pb2.ClientHistory]:
    return list(slice_history(NUMBER, clients, SEED, until))


@pytest.fixture(scope="module")
def histories() -> list[history_pb2.ClientHistory]:
    return made()


@pytest.fixture(scope="module")
def documents(histories: list[history_pb2.ClientHistory]) -> list[history_pb2.HistoryInvoice]:
    return [one for history in histories for one in history.invoices]


@pytest.fixture(scope="module")
def invoices(documents: list[history_pb2.HistoryInvoice]) -> list[invoice_pb2.Invoice]:
    return [one.invoice for one in documents if one.invoice.type != CREDIT_NOTE]


def as_date(message) -> date:
    return date(message.year, message.month, message.day)


def cents(message) -> int:
    return message.units * 100 + message.nanos // 10_000_000


def digest(histories: list[history_pb2.ClientHistory]) -> str:
    hashed = hashlib.sha256()
    for one in histories:
        hashed.update(one.SerializeToString(deterministic=True))
    return hashed.hexdigest()


def test_the_same_seed_gives_the_same_history():
    assert digest(made(clients=1_000)) == digest(made(clients=1_000))
    other = list(slice_history(NUMBER, 1_000, SEED + 1, UNTIL))
    assert digest(other) != digest(made(clients=1_000))


def test_every_message_keeps_the_rules_of_its_proto(histories: list[history_pb2.ClientHistory]):
    for one in histories:
        check_message(one)


def test_a_later_day_only_adds(documents: list[history_pb2.HistoryInvoice]):
    half_a_year_ago = UNTIL - 180
    before = {
        one.invoice.id: one.invoice.number
        for history in made(until=half_a_year_ago)
        for one in history.invoices
    }
    now = {one.invoice.id: one.invoice.number for one in documents}
    assert len(before) < len(now)
    assert before.items() <= now.items()


def test_numbers_have_no_gaps_and_follow_the_days(documents: list[history_pb2.HistoryInvoice]):
    by_year: dict[int, list[tuple[int, date]]] = {}
    for one in documents:
        prefix, _, number = one.invoice.number.partition("/")
        on = as_date(one.invoice.issued_on)
        assert prefix == f"{series(NUMBER)}-{on.year}"
        by_year.setdefault(on.year, []).append((int(number), on))
    for rows in by_year.values():
        rows.sort()
        assert [number for number, _ in rows] == list(range(1, len(rows) + 1))
        days = [on for _, on in rows]
        assert days == sorted(days)


def test_money_is_set_against_what_is_owed_and_no_more(
    histories: list[history_pb2.ClientHistory],
):
    for one in histories:
        for payment in one.payments:
            allocated = sum(cents(share.amount) for share in payment.allocations)
            assert 0 < allocated <= cents(payment.payment.amount)


def test_nothing_is_after_the_last_day_and_banks_work_on_business_days(
    histories: list[history_pb2.ClientHistory],
):
    last = date.fromordinal(UNTIL)
    days = [as_date(p.payment.value_date) for one in histories for p in one.payments]
    assert max(days) <= last
    assert all(is_business_day(on) for on in set(days))
    issued = [as_date(one.invoice.issued_on) for history in histories for one in history.invoices]
    assert date(2006, 1, 1) <= min(issued) <= date(2007, 12, 31)
    assert last.toordinal() - 5 < max(issued).toordinal() <= UNTIL


def test_lats_end_with_2013(documents: list[history_pb2.HistoryInvoice]):
    for one in documents:
        old = one.invoice.issued_on.year < 2014
        assert one.invoice.gross.currency_code == ("LVL" if old else "EUR")


def test_the_shares_of_the_profile_are_roughly_held(
    documents: list[history_pb2.HistoryInvoice], invoices: list[invoice_pb2.Invoice]
):
    count = len(documents)
    assert 0.015 < sum(one.invoice.type == CREDIT_NOTE for one in documents) / count < 0.045
    assert 0.005 < sum(one.HasField("annulled_on") for one in documents) / count < 0.02
    assert 0.5 < sum(_is_early(as_date(one.issued_on)) for one in invoices) / len(invoices) < 0.72
    standard = [int(one.vat_totals[0].rate) in (18, 21, 22) for one in invoices]
    assert 0.86 < mean(standard) < 0.97
    gross = sorted(cents(one.gross) / 100 for one in invoices if one.issued_on.year >= 2014)
    assert 50 < median(gross) < 140
    assert 150 < mean(gross) < 400
    assert 1_500 < gross[len(gross) * 99 // 100] < 8_000
    terms = Counter((as_date(one.dues[0].due_on) - as_date(one.issued_on)).days for one in invoices)
    assert set(terms) == {7, 10, 14, 30, 60}
    assert terms.most_common(1)[0][0] == 14


def _is_early(on: date) -> bool:
    return on.day <= 3 or date.fromordinal(on.toordinal() + 1).day == 1


def test_a_year_of_a_client_has_a_heavy_tail(invoices: list[invoice_pb2.Invoice]):
    per_year = sorted(Counter((one.client_id, one.issued_on.year) for one in invoices).values())
    assert 2 <= median(per_year) <= 7
    assert 8 <= per_year[len(per_year) * 9 // 10] <= 30
    assert per_year[-1] > 40
    assert sum(per_year[len(per_year) * 9 // 10 :]) > 0.3 * sum(per_year)


def test_there_are_good_and_bad_payers_and_debts(histories: list[history_pb2.ClientHistory]):
    due_on = {
        one.invoice.id: as_date(one.invoice.dues[0].due_on)
        for history in histories
        for one in history.invoices
        if one.invoice.dues
    }
    late: dict[str, list[int]] = {}
    paid = set()
    for history in histories:
        for payment in history.payments:
            for share in payment.allocations:
                paid.add(share.invoice_id)
                days = (as_date(payment.payment.value_date) - due_on[share.invoice_id]).days
                late.setdefault(history.client_id, []).append(days)
    every = sorted(days for one in late.values() for days in one)
    assert 0.35 < sum(days <= 3 for days in every) / len(every) < 0.65
    assert 0.06 < sum(days > 30 for days in every) / len(every) < 0.2
    medians = sorted(median(days) for days in late.values() if len(days) >= 12)
    assert medians[len(medians) // 10] <= 0
    assert medians[-len(medians) // 10] >= 6
    old = [key for key, on in due_on.items() if on.toordinal() < UNTIL - 400]
    assert 0.005 < sum(key not in paid for key in old) / len(old) < 0.08


def test_the_chain_is_billed_by_its_units():
    found = [
        one.invoice
        for history in slice_history(0, LARGEST_CHAIN + 1, SEED, UNTIL)
        for one in history.invoices
        if history.client_id == client_id(LARGEST_CHAIN, SEED)
    ]
    assert len({one.unit_id for one in found}) == LARGEST_UNITS // SLICES
    assert len(found) * SLICES > 20_000
    assert {slice_of(LARGEST_CHAIN, place) for place in range(LARGEST_UNITS)} == set(range(SLICES))


async def test_every_document_is_taken_and_a_second_run_changes_nothing(invoices_service, capsys):
    arguments = (600, 0.04, UNTIL)
    assert await run(*arguments, address=invoices_service.address) == 0
    first = capsys.readouterr().out
    assert "refused clients 0" in first
    assert "documents 0," not in first
    assert await run(*arguments, address=invoices_service.address) == 0
    assert "documents 0, payments 0, refused clients 0" in capsys.readouterr().out


async def test_half_a_year_later_the_rest_is_added(invoices_service, capsys):
    await run(600, 0.02, UNTIL - 180, address=invoices_service.address)
    before = await _money(invoices_service)
    assert await run(600, 0.02, UNTIL, address=invoices_service.address) == 0
    after = await _money(invoices_service)
    assert cents(after.net_ever) > cents(before.net_ever) > 0
    assert "refused clients 0" in capsys.readouterr().out


async def _money(service) -> client_money_pb2.ClientMoney:
    request = pb.GetClientMoneyRequest(client_id=client_id(LARGEST_CHAIN, SEED))
    return (await service.call("GetClientMoney", request)).money
