"""The bff over the real invoices service and a real database: what is written in the browser is owed, paid, printed and exported."""

from __future__ import annotations

import csv
import io
import itertools
import uuid
from collections.abc import AsyncIterator, Callable
from pathlib import Path
from typing import Any

import httpx2
import pytest

import services.invoices
from kit.db import Database, translate_database_error
from kit.grpc_server import Server
from kit.migrations import migrate
from services.bff.session import Sessions
from services.invoices.servicer import InvoicesServicer
from services.invoices.servicer.desk import Desk
from sysapi.invoices.v1.invoices_service_pb2_grpc import add_InvoicesServiceServicer_to_server
from tests.bff.conftest import TOKEN_KEY, free_port, serve_bff, settings_for

SELLER = {
    "name": "SIA Pārdevējs",
    "registration_number": "40003521600",
    "vat_number": "LV40003521600",
    "address": "Brīvības iela 1, Rīga",
    "country": "LV",
    "iban": "LV80BANK0000435195001",
}
BUYER = {
    "name": "=SIA Ābols",
    "registration_number": "40003032949",
    "address": "Jaunā iela 2",
    "country": "LV",
}
LINE = {
    "text": "Apsardze",
    "quantity": "1",
    "unit_price": "100.00",
    "vat_category": "standard",
    "vat_rate": "21",
}
_keys = itertools.count()


def key() -> dict[str, str]:
    return {"idempotency-key": f"test-key-{next(_keys):08}"}


def euros(amount: str) -> dict[str, str]:
    return {"amount": amount, "currency": "EUR"}


@pytest.fixture(scope="module")
async def web(new_database: Callable[[str], str], quiet: None) -> AsyncIterator[httpx2.AsyncClient]:
    url = new_database("bff_invoices")
    migrate(Path(services.invoices.__file__).parent / "migrations", url)
    database = Database(url)
    server = Server("127.0.0.1:0", translate_database_error)
    desk = Desk(database, lambda: None, seller=SELLER)
    add_InvoicesServiceServicer_to_server(InvoicesServicer(desk), server.server)
    await server.start()
    await server.ready()
    token = Sessions(TOKEN_KEY).make_token("anna")
    async with (
        serve_bff(settings_for(free_port(), free_port(), server.port)) as (_, base),
        httpx2.AsyncClient(
            base_url=base, headers={"authorization": f"Bearer {token}"}, timeout=20
        ) as http,
    ):
        yield http
    await server.stop(0.1)
    await database.close()


@pytest.fixture
def client() -> str:
    return str(uuid.uuid4())


async def enter(web: httpx2.AsyncClient, client: str, **fields: Any) -> dict[str, Any]:
    body = {"client_id": client, "lines": [LINE], "buyer": BUYER, **fields}
    answer = await web.post("/api/invoices", json=body, headers=key())
    assert answer.status_code == 201, answer.text
    draft: dict[str, Any] = answer.json()
    return draft


async def issue(web: httpx2.AsyncClient, client: str, **fields: Any) -> dict[str, Any]:
    """Each client has a series of its own, so that tests may issue on any day."""
    draft = await enter(web, client, series=client[:8].upper(), **fields)
    answer = await web.post(
        f"/api/invoices/{draft['id']}/issue",
        json={"issued_on": "2026-03-09"},
        headers={**key(), "if-match": draft["etag"]},
    )
    assert answer.status_code == 200, answer.text
    invoice: dict[str, Any] = answer.json()
    return invoice


async def test_a_draft_may_be_sent_back_whole_as_it_was_read(
    web: httpx2.AsyncClient, client: str
) -> None:
    dues = [
        {"due_on": "2026-04-01", "amount": euros("100")},
        {"due_on": "2026-05-01", "amount": euros("21")},
    ]
    draft = await enter(web, client, dues=dues, note="Paldies")
    read = (await web.get(f"/api/invoices/{draft['id']}")).json()
    fields = ("lines", "dues", "buyer", "note", "supplied_on", "unit_id", "client_id", "type")
    answer = await web.patch(
        f"/api/invoices/{draft['id']}",
        json={name: read[name] for name in fields},
        headers={"if-match": read["etag"]},
    )
    assert answer.status_code == 200, answer.text
    again = answer.json()
    assert {name: again[name] for name in ("lines", "buyer", "note", "gross")} == {
        name: read[name] for name in ("lines", "buyer", "note", "gross")
    }
    assert [due["amount"]["amount"] for due in again["dues"]] == ["100.00", "21.00"]


async def test_what_is_issued_is_owed_until_it_is_paid(
    web: httpx2.AsyncClient, client: str
) -> None:
    invoice = await issue(web, client)
    assert (invoice["number"], invoice["seller"]["name"]) == (
        f"{client[:8].upper()}-2026/00001",
        "SIA Pārdevējs",
    )
    amount = {"client_id": client, "amount": euros("150.00")}
    proposal = (await web.post("/api/payments/propose", json=amount)).json()
    assert (proposal["allocations"][0]["invoice_id"], proposal["left"]["amount"]) == (
        invoice["id"],
        "29.00",
    )
    payment = await web.post(
        "/api/payments",
        json={**amount, "value_date": "2026-03-12", "allocations": proposal["allocations"]},
        headers=key(),
    )
    assert payment.status_code == 201, payment.text
    assert payment.json()["unallocated"]["amount"] == "29.00"
    paid = (await web.get("/api/invoices", params={"client_id": client, "status": "paid"})).json()
    assert [row["status"] for row in paid["invoices"]] == ["paid"]
    assert paid["invoices"][0]["days_late"] is not None
    money = (await web.get(f"/api/clients/{client}/paying")).json()
    assert (money["open"]["amount"], money["advance"]["amount"]) == ("0.00", "29.00")
    assert money["strip"][0]["settled_on"] == "2026-03-12"

    allocation = payment.json()["allocations"][0]["id"]
    answer = await web.post(f"/api/allocations/{allocation}/reverse")
    assert answer.status_code == 200, answer.text
    details = (await web.get(f"/api/invoices/{invoice['id']}")).json()
    assert (details["open"]["amount"], details["status"]) != ("0.00", "paid")
    assert details["allocations"][0]["reversed_on"] is not None


async def test_too_much_is_refused_at_its_place_in_the_body(
    web: httpx2.AsyncClient, client: str
) -> None:
    invoice = await issue(web, client)
    answer = await web.post(
        "/api/payments",
        json={
            "client_id": client,
            "value_date": "2026-03-12",
            "amount": euros("500"),
            "allocations": [{"invoice_id": invoice["id"], "amount": euros("121.01")}],
        },
        headers=key(),
    )
    assert (answer.status_code, answer.json()["reason"]) == (409, "OVER_ALLOCATED")
    assert answer.json()["fields"][0]["field"] == "allocations[0].amount"
    nothing = {"client_id": client, "value_date": "2026-03-12", "amount": euros("0.00")}
    answer = await web.post("/api/payments", json=nothing, headers=key())
    assert (answer.status_code, answer.json()["reason"]) == (422, "AMOUNT_INVALID")


async def test_one_key_makes_one_payment_and_one_invoice(
    web: httpx2.AsyncClient, client: str
) -> None:
    once = key()
    body = {"client_id": client, "value_date": "2026-03-12", "amount": euros("5")}
    first, second = [await web.post("/api/payments", json=body, headers=once) for _ in range(2)]
    assert first.json() == second.json()
    listed = (await web.get("/api/payments", params={"client_id": client})).json()
    assert len(listed["payments"]) == 1
    other = await web.post("/api/payments", json={**body, "amount": euros("6")}, headers=once)
    assert other.json()["reason"] == "REQUEST_ID_REUSED"


async def test_a_credit_note_lowers_turnover_and_closes_the_invoice(
    web: httpx2.AsyncClient, client: str
) -> None:
    invoice = await issue(web, client)
    credited = await web.post(
        f"/api/invoices/{invoice['id']}/credit",
        json={"reason": "Kļūda", "issued_on": "2026-03-10"},
        headers=key(),
    )
    assert credited.status_code == 201, credited.text
    assert credited.json()["invoice"]["status"] == "paid"
    turnover = (await web.get(f"/api/clients/{client}/turnover")).json()
    assert (turnover["net"]["amount"], turnover["gross"]["amount"]) == ("0.00", "0.00")
    statement = await web.get(
        f"/api/clients/{client}/statement", params={"from": "2026-03-01", "to": "2026-03-31"}
    )
    assert statement.json()["closing"]["amount"] == "0.00"
    assert [row["kind"] for row in statement.json()["rows"]] == ["invoice", "credit_note"]


async def test_papers_and_exports_open(web: httpx2.AsyncClient, client: str) -> None:
    invoice = await issue(web, client)
    address = f"/api/invoices/{invoice['id']}"
    assert (await web.get(f"{address}.pdf")).content.startswith(b"%PDF-")
    period = {"from": "2026-01-01", "to": "2026-12-31"}
    for ending, start in (("pdf", b"%PDF-"), ("xlsx", b"PK")):
        file = await web.get(f"/api/clients/{client}/statement.{ending}", params=period)
        assert file.content.startswith(start), file.text
    table = await web.get("/api/invoices.csv", params={"client_id": client, "order": "gross"})
    rows = list(csv.DictReader(io.StringIO(table.content.decode("utf-8-sig")), delimiter=";"))
    assert [(row["Klients"], row["Kopā"]) for row in rows] == [("'=SIA Ābols", "121,00")]


@pytest.mark.parametrize("days_late", ["0", "1-30", "31-60", "61-90", "91+"])
async def test_the_list_knows_each_age(
    web: httpx2.AsyncClient, client: str, days_late: str
) -> None:
    due = [{"due_on": "2999-01-01", "amount": euros("121")}]
    await issue(web, client, dues=due)
    wanted = {"client_id": client, "days_late": days_late}
    found = (await web.get("/api/invoices", params=wanted)).json()
    assert found["totals"]["count"] == len(found["invoices"]) == (1 if days_late == "0" else 0)


async def test_a_period_the_wrong_way_round_is_refused_by_name(web: httpx2.AsyncClient) -> None:
    answer = await web.get("/api/invoices?from=2026-02-01&to=2026-01-01")
    assert (answer.status_code, answer.json()["fields"][0]["field"]) == (422, "to")
