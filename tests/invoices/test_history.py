"""History is taken over exactly as it was, once, and a client's as a whole or not at all."""

from __future__ import annotations

import asyncio
import uuid
from decimal import Decimal

import pytest
from sqlalchemy import text

from kit.errors import Problem
from kit.money import money_to_pb
from sysapi.invoices.v1 import history_pb2 as pb
from sysapi.invoices.v1 import invoice_pb2, payment_pb2
from sysapi.invoices.v1 import invoices_service_pb2 as calls
from tests.invoices.conftest import Service, amount_of, day, euros, line

TAKEN, UNCHANGED, REFUSED = (
    pb.HISTORY_OUTCOME_TAKEN,
    pb.HISTORY_OUTCOME_UNCHANGED,
    pb.HISTORY_OUTCOME_REFUSED,
)
SELLER = invoice_pb2.Party(name='SIA "Pārdevējs"', registration_number="40003000001")
BUYER = invoice_pb2.Party(name='SIA "Ābele"', address="Brīvības iela 1, Rīga")


def some_id() -> str:
    return str(uuid.uuid4())


def past(
    client: str,
    *,
    net: str = "100.00",
    vat: str = "21.00",
    on: str = "2024-03-01",
    due: str = "2024-03-15",
    currency: str = "EUR",
    rate: str = "21",
    **more,
) -> pb.HistoryInvoice:
    """An invoice of one line as an older system hands it over."""

    def money(amount: Decimal):
        return money_to_pb(amount, currency)

    gross = Decimal(net) + Decimal(vat)
    key = some_id()
    values = {
        "id": key,
        "source_key": f"old:{key}",
        "type": invoice_pb2.INVOICE_TYPE_INVOICE,
        "number": f"OLD-{key[:13]}",
        "client_id": client,
        "issued_on": day(on),
        "lines": [line(net, rate)],
        "vat_totals": [
            invoice_pb2.VatTotal(
                category=invoice_pb2.VAT_CATEGORY_STANDARD,
                rate=rate,
                base=money(Decimal(net)),
                tax=money(Decimal(vat)),
            )
        ],
        "net": money(Decimal(net)),
        "vat": money(Decimal(vat)),
        "gross": money(gross),
        "dues": [invoice_pb2.Due(due_on=day(due), amount=money(gross))],
        "buyer": BUYER,
        "seller": SELLER,
    } | more
    return pb.HistoryInvoice(invoice=invoice_pb2.Invoice(**values))


def credit(of: pb.HistoryInvoice, allocated: str, **more) -> pb.HistoryInvoice:
    """A credit note on the whole of an invoice, `allocated` of it set against that invoice."""
    note = past(
        of.invoice.client_id,
        type=invoice_pb2.INVOICE_TYPE_CREDIT_NOTE,
        credited_invoice_id=of.invoice.id,
        dues=[],
        **more,
    )
    note.allocations.append(share(of, allocated))
    return note


def share(of: pb.HistoryInvoice, amount: str, due: int = 0) -> pb.HistoryAllocation:
    return pb.HistoryAllocation(invoice_id=of.invoice.id, due=due, amount=euros(amount))


def paid(
    client: str, amount: str, *shares: pb.HistoryAllocation, on: str = "2024-03-20", **more
) -> pb.HistoryPayment:
    payment = payment_pb2.Payment(
        id=some_id(), client_id=client, value_date=day(on), amount=euros(amount), **more
    )
    return pb.HistoryPayment(payment=payment, allocations=shares)


def of_client(client: str, *invoices, payments=(), write_offs=()) -> pb.ClientHistory:
    return pb.ClientHistory(
        client_id=client, invoices=invoices, payments=payments, write_offs=write_offs
    )


async def take(service: Service, *clients: pb.ClientHistory) -> list[pb.HistoryResult]:
    answer = await service.call("ImportHistory", pb.ImportHistoryRequest(clients=clients))
    return list(answer.results)


async def refusal(service: Service, history: pb.ClientHistory) -> list[tuple[str, str]]:
    """The faults of a history that is refused; nothing of it may be there afterwards."""
    before = await rows_of(service, history.client_id)
    (result,) = await take(service, history)
    assert result.outcome == REFUSED
    assert await rows_of(service, history.client_id) == before
    return [(fault.field, fault.reason) for fault in result.faults]


async def rows_of(service: Service, client: str) -> dict[str, list[tuple]]:
    """Everything that is stored about the money of a client."""
    found: dict[str, list[tuple]] = {}
    tables = ("invoice", "due", "payment", "allocation", "write_off", "turnover_month")
    async with service.database.read() as session:
        for table in tables:
            query = text(f"SELECT * FROM {table} WHERE client_id = :client ORDER BY 1, 2, 3")
            found[table] = [tuple(row) for row in await session.execute(query, {"client": client})]
    return found


async def events_of(service: Service, client: str) -> int:
    async with service.database.read() as session:
        query = text("SELECT count(*) FROM outbox WHERE aggregate_id = :client")
        return await session.scalar(query, {"client": client}) or 0


async def test_a_document_is_read_back_as_it_was_handed_over(service: Service, client: str) -> None:
    unit = some_id()
    handed = past(client, unit_id=unit, note="Par martu", buyer_reference="Līgums 7")
    assert [one.outcome for one in await take(service, of_client(client, handed))] == [TAKEN]
    stored = await service.get(handed.invoice.id)
    for field in (
        "id", "type", "number", "client_id", "unit_id", "issued_on", "vat_totals", "net", "vat", "gross", "buyer", "seller",
        "note", "buyer_reference", "source_key",
    ):  # fmt: skip
        assert getattr(stored, field) == getattr(handed.invoice, field), field
    assert stored.state == invoice_pb2.INVOICE_STATE_ISSUED
    assert stored.source == invoice_pb2.INVOICE_SOURCE_IMPORT
    assert [(one.due_on, amount_of(one.open)) for one in stored.dues] == [
        (day("2024-03-15"), Decimal("121.00"))
    ]
    assert amount_of(stored.lines[0].net) == 100


async def test_the_same_batch_again_changes_nothing(service: Service, client: str) -> None:
    first, second = past(client), past(client, on="2024-04-01", due="2024-04-15")
    history = of_client(
        client,
        first,
        second,
        credit(second, "121", on="2024-04-03"),
        payments=[paid(client, "100", share(first, "100"), bank_reference="A1")],
        write_offs=[
            pb.HistoryWriteOff(
                id=some_id(), allocation=share(first, "21"), on=day("2024-12-31"), reason="Sīkums"
            )
        ],
    )
    (result,) = await take(service, history)
    assert (result.outcome, result.invoices, result.payments) == (TAKEN, 3, 1)
    stored, events = await rows_of(service, client), await events_of(service, client)
    (result,) = await take(service, history)
    assert (result.outcome, result.invoices, result.payments) == (UNCHANGED, 0, 0)
    assert await rows_of(service, client) == stored
    assert await events_of(service, client) == events == 1


async def test_what_is_new_beside_what_is_known_is_added(service: Service, client: str) -> None:
    first, second = past(client), past(client, on="2024-04-01")
    await take(service, of_client(client, first))
    (result,) = await take(service, of_client(client, first, second))
    assert (result.outcome, result.invoices) == (TAKEN, 1)
    assert amount_of((await service.money(client)).open) == 242


async def test_a_payment_that_comes_later_settles_a_document_of_before(
    service: Service, client: str
) -> None:
    handed = past(client)
    await take(service, of_client(client, handed))
    await take(service, of_client(client, payments=[paid(client, "50", share(handed, "50"))]))
    await take(
        service,
        of_client(client, payments=[paid(client, "80", share(handed, "71"), on="2024-03-02")]),
    )
    stored = await service.get(handed.invoice.id)
    assert amount_of(stored.open) == amount_of(stored.dues[0].open) == 0
    assert stored.dues[0].settled_on == day("2024-03-20"), "the last day, not the last call"
    assert amount_of((await service.money(client)).advance) == 9
    assert await service.faults() == []


async def test_one_refused_document_refuses_its_client_and_nobody_else(
    service: Service, client: str
) -> None:
    other = some_id()
    wrong = past(client, on="2024-05-01")
    wrong.invoice.vat.CopyFrom(euros("21.01"))
    results = await take(
        service, of_client(client, past(client), wrong), of_client(other, past(other))
    )
    assert [one.outcome for one in results] == [REFUSED, TAKEN]
    assert [(one.field, one.reason) for one in results[0].faults] == [
        ("invoices[1].vat", "TOTALS_DISAGREE")
    ]
    assert not any((await rows_of(service, client)).values())
    assert await events_of(service, client) == 0
    assert amount_of((await service.money(other)).open) == 121


def without(*fields: str):
    def change(handed: pb.HistoryInvoice) -> None:
        for field in fields:
            handed.invoice.ClearField(field)

    return change


def setting(**values):
    def change(handed: pb.HistoryInvoice) -> None:
        for field, value in values.items():
            if isinstance(value, str | int):
                setattr(handed.invoice, field, value)
            else:
                getattr(handed.invoice, field).CopyFrom(value)

    return change


def tax_of_a_category(handed: pb.HistoryInvoice) -> None:
    """The sum is right and the category is not: what a sum of rounded taxes looks like."""
    handed.invoice.vat_totals[0].tax.CopyFrom(euros("20.99"))


@pytest.mark.parametrize(
    ("change", "field", "reason"),
    [
        (without("id"), "id", "FIELD_INVALID"),
        (without("source_key"), "source_key", "FIELD_INVALID"),
        (without("number"), "number", "FIELD_INVALID"),
        (without("issued_on"), "issued_on", "DATE_INVALID"),
        (without("lines"), "lines", "INVOICE_EMPTY"),
        (without("vat_totals"), "vat_totals", "TOTALS_DISAGREE"),
        (without("dues"), "dues", "DUES_INVALID"),
        (setting(client_id=some_id()), "client_id", "FIELD_INVALID"),
        (setting(net=euros("99.99")), "net", "TOTALS_DISAGREE"),
        (setting(gross=euros("121.01")), "gross", "TOTALS_DISAGREE"),
        (setting(gross=money_to_pb(Decimal(121), "LVL")), "gross", "AMOUNT_INVALID"),
        (setting(note="NUL\0"), "note", "FIELD_INVALID"),
        (tax_of_a_category, "vat_totals[0].tax", "TOTALS_DISAGREE"),
    ],
)
async def test_a_document_that_cannot_be_right_is_refused(
    service: Service, client: str, change, field: str, reason: str
) -> None:
    handed = past(client)
    change(handed)
    (found,) = await refusal(service, of_client(client, past(client), handed))
    assert found == (f"invoices[1].{field}", reason)


async def test_a_rate_that_did_not_hold_on_the_day_is_refused(
    service: Service, client: str
) -> None:
    handed = past(client, on="2008-06-01", due="2008-06-15")
    assert await refusal(service, of_client(client, handed)) == [
        ("invoices[0].lines[0].vat_rate", "VAT_RATE_INVALID")
    ]


async def test_a_rule_of_the_contract_refuses_only_its_client(
    service: Service, client: str
) -> None:
    handed = past(client)
    handed.invoice.lines[0].quantity = "a lot"
    results = await take(
        service, of_client(client, handed), of_client(other := some_id(), past(other))
    )
    assert [one.outcome for one in results] == [REFUSED, TAKEN]
    assert [(one.field, one.reason) for one in results[0].faults] == [
        ("invoices[0].lines[0].quantity", "FIELD_INVALID")
    ]


async def test_money_is_never_allocated_twice(service: Service, client: str) -> None:
    handed = past(client)
    cases = {
        "payments[0].allocations[0].amount": [paid(client, "500", share(handed, "121.01"))],
        "payments[0].allocations[1].amount": [
            paid(client, "100", share(handed, "60"), share(handed, "41"))
        ],
        "payments[1].allocations[0].amount": [
            paid(client, "100", share(handed, "100")),
            paid(client, "100", share(handed, "22")),
        ],
    }
    for field, payments in cases.items():
        found = await refusal(service, of_client(client, handed, payments=payments))
        assert found == [(field, "OVER_ALLOCATED")]
    other = some_id()
    await take(service, of_client(client, handed))
    stolen = paid(other, "10", share(handed, "10"))
    assert await refusal(service, of_client(other, payments=[stolen])) == [
        ("payments[0]", "INVOICE_NOT_FOUND")
    ]


async def test_an_annulled_document_keeps_its_number_and_counts_nowhere(
    service: Service, client: str
) -> None:
    handed = past(client, annulled_reason="Kļūda")
    handed.annulled_on.CopyFrom(day("2024-03-02"))
    payment = paid(client, "10", share(handed, "10"))
    assert await refusal(service, of_client(client, handed, payments=[payment])) == [
        ("payments[0]", "INVOICE_NOT_ISSUED")
    ]
    await take(service, of_client(client, handed))
    stored = await service.get(handed.invoice.id)
    assert stored.state == invoice_pb2.INVOICE_STATE_ANNULLED
    assert (stored.number, stored.annulled_reason) == (handed.invoice.number, "Kļūda")
    money = await service.money(client)
    assert amount_of(money.open) == amount_of(money.net_ever) == 0


async def test_credit_notes_never_exceed_their_invoice(service: Service, client: str) -> None:
    handed = past(client)
    note, again = credit(handed, "121", on="2024-03-02"), credit(handed, "1", on="2024-03-03")
    assert await refusal(service, of_client(client, handed, note, again)) == [
        ("invoices[2]", "OVER_CREDITED")
    ]
    await take(service, of_client(client, handed, note))
    assert await refusal(service, of_client(client, again)) == [("invoices[0]", "OVER_CREDITED")]
    money = await service.money(client)
    assert amount_of(money.open) == amount_of(money.net_ever) == 0


@pytest.mark.parametrize(
    ("lats", "tax", "rate", "euros_gross"),
    [
        ("10.00", "0.00", "0", "14.23"),  # 14.2287…
        ("0.35", "0.00", "0", "0.50"),  # 0.49800…
        ("100.00", "18.00", "18", "167.90"),  # 142.29 + 25.61; each by itself
        ("8.27", "1.49", "18", "13.89"),  # 13.8872…, where 11.77 + 2.12 agree too
    ],
)
async def test_lats_become_euros_and_the_original_is_kept(
    service: Service, client: str, lats: str, tax: str, rate: str, euros_gross: str
) -> None:
    category = invoice_pb2.VAT_CATEGORY_STANDARD if tax != "0.00" else invoice_pb2.VAT_CATEGORY_ZERO
    handed = past(client, net=lats, vat=tax, rate=rate, on="2008-05-05", currency="LVL")
    handed.invoice.vat_totals[0].category = category
    handed.invoice.lines[0].net.CopyFrom(money_to_pb(Decimal(lats), "LVL"))
    (result,) = await take(service, of_client(client, handed))
    assert result.outcome == TAKEN, result
    stored = await service.get(handed.invoice.id)
    assert amount_of(stored.gross) == Decimal(euros_gross)
    assert stored.gross.currency_code == "EUR"
    assert amount_of(stored.original_gross) == Decimal(lats) + Decimal(tax)
    assert stored.original_gross.currency_code == "LVL"
    assert amount_of(stored.net) + amount_of(stored.vat) == amount_of(stored.gross)
    assert sum(amount_of(one.net) for one in stored.lines) == amount_of(stored.net)
    assert sum(amount_of(one.amount) for one in stored.dues) == amount_of(stored.gross)
    paid_up = paid(client, euros_gross, share(handed, euros_gross), on="2008-06-01")
    await take(service, of_client(client, payments=[paid_up]))
    assert amount_of((await service.get(handed.invoice.id)).open) == 0


async def test_a_document_in_lats_with_many_lines_sums_to_the_cent(
    service: Service, client: str
) -> None:
    lines = [line(net, "18") for net in ("0.01", "0.02", "3.33", "7.77", "0.05", "1.11")]
    handed = past(client, net="12.29", vat="2.21", rate="18", on="2007-01-02", currency="LVL")
    del handed.invoice.lines[:], handed.invoice.dues[:]
    handed.invoice.lines.extend(lines)
    for place, part in enumerate(("4.83", "4.83", "4.84")):
        due_on = day(f"2007-0{place + 2}-01")
        amount = money_to_pb(Decimal(part), "LVL")
        handed.invoice.dues.append(invoice_pb2.Due(due_on=due_on, amount=amount))
    await take(service, of_client(client, handed))
    stored = await service.get(handed.invoice.id)
    assert amount_of(stored.gross) == Decimal("20.63")  # 14.50 / 0.702804 = 20.6316…
    assert amount_of(stored.net) == Decimal("17.49")  # 12.29 / 0.702804 = 17.4870…
    assert sum(amount_of(one.net) for one in stored.lines) == Decimal("17.49")
    assert sum(amount_of(one.amount) for one in stored.dues) == Decimal("20.63")


async def test_lats_end_with_2013(service: Service, client: str) -> None:
    for on, outcome in (("2014-01-01", REFUSED), ("2013-12-31", TAKEN)):
        (result,) = await take(service, of_client(client, past(client, on=on, currency="LVL")))
        assert result.outcome == outcome


async def test_numbers_go_on_behind_the_imported_ones(service: Service, client: str) -> None:
    series = client[:8].upper()
    handed = [
        past(client, series=series, number=f"{series}-2025/{number}", on="2025-02-01")
        for number in ("00007", "00041", "00012")
    ]
    await take(service, of_client(client, *handed))
    assert (await service.issue(client, on="2025-02-03")).number == f"{series}-2025/00042"
    late = past(client, series=series, number=f"{series}-2025/00009", on="2025-01-09")
    await take(service, of_client(client, late))
    assert (await service.issue(client, on="2025-02-03")).number == f"{series}-2025/00043"


async def test_a_number_of_another_form_moves_no_counter(service: Service, client: str) -> None:
    series = client[:8].upper()
    numbers = ("RE000123", f"{series}-2024/00099", "2025/00099")
    handed = [past(client, series=series, number=one, on="2025-02-01") for one in numbers]
    (result,) = await take(service, of_client(client, *handed))
    assert result.outcome == TAKEN
    assert (await service.issue(client, on="2025-02-03")).number == f"{series}-2025/00001"


async def test_numbers_keys_and_references_are_given_once(service: Service, client: str) -> None:
    first = past(client)
    payment = paid(client, "5", bank_reference="B1")
    await take(service, of_client(client, first, payments=[payment]))
    same_number = past(client, number=first.invoice.number)
    same_key = past(client, source_key=first.invoice.source_key)
    same_reference = paid(client, "5", bank_reference="B1")
    for history, expected in (
        (of_client(client, same_number), ("invoices[0].number", "NUMBER_TAKEN")),
        (of_client(client, same_key), ("invoices[0]", "SOURCE_KEY_TAKEN")),
        (
            of_client(client, payments=[same_reference]),
            ("payments[0]", "BANK_REFERENCE_TAKEN"),
        ),
    ):
        assert await refusal(service, history) == [expected]
    twice = past(other := some_id(), number="ONCE"), past(other, number="ONCE")
    assert await refusal(service, of_client(other, *twice)) == [
        ("invoices[1].number", "NUMBER_TAKEN")
    ]


async def test_a_client_comes_once_in_a_call(service: Service, client: str) -> None:
    with pytest.raises(Problem) as caught:
        await take(service, of_client(client, past(client)), of_client(client, past(client)))
    assert caught.value.metadata["field"] == "clients"


async def test_the_same_batch_at_once_is_stored_once(service: Service, client: str) -> None:
    handed = [past(client) for _ in range(20)]
    payments = [paid(client, "121", share(one, "121")) for one in handed]
    history = of_client(client, *handed, payments=payments)
    results = await asyncio.gather(*(take(service, history) for _ in range(4)))
    outcomes = [one.outcome for (one,) in results]
    assert sorted(outcomes) == [TAKEN, UNCHANGED, UNCHANGED, UNCHANGED]
    assert await events_of(service, client) == 1
    money = await service.money(client)
    assert (amount_of(money.open), amount_of(money.net_ever)) == (0, 2000)


async def test_turnover_is_of_units_and_of_the_whole_and_nothing_drifts(
    service: Service, client: str
) -> None:
    units = [some_id(), some_id()]
    handed = [
        past(client, unit_id=unit, on=f"2024-0{month}-01", due=f"2024-0{month}-20")
        for unit in (*units, "")
        for month in (3, 4)
    ]
    advance = past(client, type=invoice_pb2.INVOICE_TYPE_ADVANCE)
    note = credit(handed[0], "121", on="2024-03-05", unit_id=units[0])
    await take(service, of_client(client, *handed, advance, note))
    found = await service.call("GetTurnover", calls.GetTurnoverRequest(client_id=client))
    months = {(one.year, one.month): amount_of(one.net) for one in found.months}
    assert months == {(2024, 3): 200, (2024, 4): 300}
    cells = {one.unit_id: amount_of(one.net) for one in found.cells}
    assert cells == {units[0]: 100, units[1]: 200, "": 200}
    assert await service.faults() == []
