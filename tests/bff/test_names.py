"""Names of clients and units beside their ids, and lists without them when the clients service is away."""

from __future__ import annotations

from typing import Any

import pytest

from kit.errors import Unavailable
from sysapi.clients.v1 import clients_service_pb2
from sysapi.documents.v1 import documents_service_pb2
from tests.bff.autogen_fakes import a_line
from tests.bff.conftest import System
from tests.bff.documents_fakes import a_document
from tests.bff.fakes import CLIENT_ID, OTHER_UNIT_ID, UNIT_ID, a_client, a_unit
from tests.bff.money_fakes import INVOICE_ID

STRANGER = "0b9dd0a4-7f0c-4c26-9c66-3e7a4ef0a009"
LISTS = {
    "/api/invoices": "invoices",
    f"/api/payments?client_id={CLIENT_ID}": "payments",
    "/api/autogen/lines": "lines",
    "/api/autogen/periods": "periods",
    "/api/autogen/forecast": "invoices",
}


async def rows(system: System, address: str) -> list[dict[str, Any]]:
    answer = await system.http.get(address)
    assert answer.status_code == 200, answer.text
    found: list[dict[str, Any]] = answer.json()[LISTS[address]]
    assert found
    return found


@pytest.fixture
def named(system: System) -> System:
    client = a_client(units=[a_unit(UNIT_ID), a_unit(OTHER_UNIT_ID, name="Noliktava")])
    system.clients.answers["BatchGetClients"] = clients_service_pb2.BatchGetClientsResponse(
        clients=[client]
    )
    return system


@pytest.mark.parametrize("address", LISTS)
async def test_each_row_of_a_list_has_names_and_a_page_costs_one_call(
    named: System, address: str
) -> None:
    found = await rows(named, address)
    assert {row["client_name"] for row in found} == {'SIA "Ābols"'}
    for row in found:
        if "unit_id" in row:
            units = {UNIT_ID: "Centrs", OTHER_UNIT_ID: "Noliktava", None: None}
            assert row["unit_name"] == units[row["unit_id"]]
    assert named.clients.count("BatchGetClients") == 1
    assert list(named.clients.last("BatchGetClients").client_ids) == [CLIENT_ID]


@pytest.mark.parametrize("address", LISTS)
async def test_a_list_comes_without_names_when_the_clients_service_is_away(
    named: System, address: str
) -> None:
    assert (await rows(named, address))[0]["client_name"]
    named.clients.answers["BatchGetClients"] = Unavailable("away")
    found = await rows(named, address)
    assert {row["client_name"] for row in found} == {None}
    assert {row.get("unit_name") for row in found} == {None}


async def test_a_list_does_not_wait_for_names_that_do_not_come(named: System) -> None:
    assert (await rows(named, "/api/invoices"))[0]["client_name"]
    named.clients.hung.add("BatchGetClients")
    assert (await rows(named, "/api/invoices"))[0]["client_name"] is None


async def test_an_empty_list_asks_for_no_names(named: System) -> None:
    named.invoices.answers["ListInvoices"] = None
    assert (await named.http.get("/api/invoices")).json()["invoices"] == []
    assert named.clients.count("BatchGetClients") == 0


async def test_who_is_not_among_the_clients_has_no_name(named: System) -> None:
    lines = [a_line(), a_line(client_id=STRANGER, unit_id="")]
    named.autogen.answers["ListLines"].lines.extend(lines[1:])
    found = await rows(named, "/api/autogen/lines")
    assert [row["client_name"] for row in found] == ['SIA "Ābols"', None]
    asked = named.clients.last("BatchGetClients").client_ids
    assert list(asked) == [CLIENT_ID, STRANGER]


async def test_one_document_has_the_names_of_its_client_and_unit(named: System) -> None:
    found = (await named.http.get(f"/api/invoices/{INVOICE_ID}")).json()
    assert (found["client_name"], found["unit_name"]) == ('SIA "Ābols"', "Centrs")


async def test_a_page_of_documents_names_all_of_their_clients_by_one_call(named: System) -> None:
    shared = a_document(client_ids=[CLIENT_ID, STRANGER])
    named.documents.answers["ListDocuments"] = documents_service_pb2.ListDocumentsResponse(
        documents=[shared, a_document()]
    )
    found = (await named.http.get("/api/documents")).json()
    assert found["client_names"] == {CLIENT_ID: 'SIA "Ābols"'}
    assert named.clients.count("BatchGetClients") == 1
    asked = named.clients.last("BatchGetClients").client_ids
    assert list(asked) == sorted([CLIENT_ID, STRANGER])
    named.clients.answers["BatchGetClients"] = Unavailable("away")
    unnamed = (await named.http.get("/api/documents")).json()
    assert (unnamed["client_names"], unnamed["documents"]) == ({}, found["documents"])
