"""What a document keeps of its buyer and seller, asked of a clients service that answers what a test tells it to."""

from __future__ import annotations

import uuid
from collections.abc import AsyncIterator, Callable
from datetime import date

import pytest
from google.protobuf.field_mask_pb2 import FieldMask

from kit.db import Database, translate_database_error
from kit.errors import Problem, problem_from_status
from kit.grpc_client import Peer
from kit.grpc_server import Server
from kit.migrations import migrate
from services.invoices.parties import Clients, buyer_of_client
from services.invoices.servicer import InvoicesServicer
from services.invoices.servicer.desk import Desk
from sysapi.clients.v1 import client_pb2
from sysapi.clients.v1 import clients_service_pb2 as clients_pb
from sysapi.clients.v1 import clients_service_pb2_grpc as clients_rpc
from sysapi.invoices.v1 import invoice_pb2
from sysapi.invoices.v1 import invoices_service_pb2 as pb
from sysapi.invoices.v1 import invoices_service_pb2_grpc as rpc
from tests.invoices.conftest import MIGRATIONS, Service, day, line

SELLER = {"name": "SIA Pārdevējs", "iban": "LV80BANK0000435195001"}


def a_client(client_id: str = "", name: str = 'SIA "Ābols"') -> client_pb2.Client:
    return client_pb2.Client(
        id=client_id,
        kind=client_pb2.CLIENT_KIND_LEGAL,
        name_shown=name,
        language="en",
        identifiers=[
            client_pb2.Identifier(type=client_pb2.IDENTIFIER_TYPE_LV_REGCODE, value="40003521600"),
            client_pb2.Identifier(
                type=client_pb2.IDENTIFIER_TYPE_LV_VAT,
                value="LV40003521600",
                valid_from=day("2020-01-01"),
            ),
        ],
        addresses=[
            client_pb2.Address(
                kind=client_pb2.ADDRESS_KIND_LEGAL,
                line="Vecā iela 1",
                country="LV",
                valid_to=day("2025-12-31"),
            ),
            client_pb2.Address(
                kind=client_pb2.ADDRESS_KIND_LEGAL,
                line="Jaunā iela 2",
                country="LV",
                valid_from=day("2026-01-01"),
            ),
        ],
        channels=[
            client_pb2.Channel(kind=client_pb2.CHANNEL_KIND_EMAIL, normal="info@abols.lv"),
            client_pb2.Channel(
                kind=client_pb2.CHANNEL_KIND_EMAIL,
                purpose=client_pb2.CHANNEL_PURPOSE_INVOICES,
                normal="rekini@abols.lv",
            ),
        ],
    )


class FakeClients(clients_rpc.ClientsServiceServicer):
    """Knows the clients of `known` by id."""

    def __init__(self) -> None:
        self.known: dict[str, client_pb2.Client] = {}

    async def BatchGetClients(self, request, context):  # noqa: N802
        known = [self.known[one] for one in request.client_ids if one in self.known]
        return clients_pb.BatchGetClientsResponse(clients=known)


@pytest.fixture(scope="module")
async def around(
    new_database: Callable[[str], str],
) -> AsyncIterator[tuple[Service, FakeClients]]:
    url = new_database("parties")
    migrate(MIGRATIONS, url)
    database = Database(url)
    fake, clients_server = FakeClients(), Server("127.0.0.1:0")
    clients_rpc.add_ClientsServiceServicer_to_server(fake, clients_server.server)
    await clients_server.start()
    clients = Clients(f"127.0.0.1:{clients_server.port}")
    server = Server("127.0.0.1:0", translate_database_error)
    desk = Desk(database, lambda: None, buyers_of=clients.buyers, seller=SELLER)
    rpc.add_InvoicesServiceServicer_to_server(InvoicesServicer(desk), server.server)
    await server.start()
    peer = Peer("invoices", f"127.0.0.1:{server.port}")
    yield Service(peer, rpc.InvoicesServiceStub(peer.channel), database), fake
    await peer.close()
    await server.stop(0)
    await clients.close()
    await clients_server.stop(0)
    await database.close()


async def test_a_document_keeps_its_parties_whatever_becomes_of_the_client(around) -> None:
    service, fake = around
    client = str(uuid.uuid4())
    fake.known[client] = a_client(client)
    issued = await service.issue(client)
    assert issued.seller == invoice_pb2.Party(**SELLER)
    assert issued.buyer == invoice_pb2.Party(
        name='SIA "Ābols"',
        registration_number="40003521600",
        vat_number="LV40003521600",
        address="Jaunā iela 2",
        country="LV",
        email="rekini@abols.lv",
        language="en",
    )
    fake.known[client] = a_client(client, "SIA Cits")
    assert (await service.get(issued.id)).buyer == issued.buyer


async def test_a_buyer_written_on_the_draft_stays(around) -> None:
    service, _ = around
    written = invoice_pb2.Party(name="Filiāle Tallinā", country="EE")
    issued = await service.issue(str(uuid.uuid4()), buyer=written)
    assert issued.buyer == written


async def test_a_client_that_nobody_knows_gets_no_invoice(around) -> None:
    service, _ = around
    draft = await service.draft(str(uuid.uuid4()))
    with pytest.raises(Problem) as caught:
        await service.call("IssueInvoice", pb.IssueInvoiceRequest(invoice_id=draft.id))
    assert caught.value.reason == "BUYER_UNKNOWN"
    assert (await service.get(draft.id)).state == invoice_pb2.INVOICE_STATE_DRAFT


async def test_an_act_that_is_repeated_answers_without_the_clients_service(around) -> None:
    service, fake = around
    client = str(uuid.uuid4())
    fake.known[client] = a_client(client)
    draft = await service.draft(client)
    request = pb.IssueInvoiceRequest(invoice_id=draft.id, request_id=f"issue-{draft.id}")
    first = await service.call("IssueInvoice", request)
    del fake.known[client]
    assert await service.call("IssueInvoice", request) == first


async def test_a_draft_that_changes_its_client_asks_for_the_new_one(around) -> None:
    service, fake = around
    before, after = str(uuid.uuid4()), str(uuid.uuid4())
    fake.known |= {before: a_client(before, "Vecais"), after: a_client(after, "Jaunais")}
    draft = await service.draft(before)
    change = pb.UpdateInvoiceRequest(
        invoice=invoice_pb2.Invoice(id=draft.id, client_id=after),
        update_mask=FieldMask(paths=["client_id"]),
        etag=draft.etag,
    )
    await service.call("UpdateInvoice", change)
    answer = await service.call("IssueInvoice", pb.IssueInvoiceRequest(invoice_id=draft.id))
    assert (answer.invoice.client_id, answer.invoice.buyer.name) == (after, "Jaunais")


@pytest.mark.parametrize(
    ("on", "address", "vat_number"),
    [
        (date(2026, 1, 1), "Jaunā iela 2", "LV40003521600"),
        (date(2025, 12, 31), "Vecā iela 1", "LV40003521600"),
        (date(2019, 12, 31), "Vecā iela 1", None),
    ],
)
def test_a_buyer_is_told_as_of_the_day(on: date, address: str, vat_number: str | None) -> None:
    party = buyer_of_client(a_client(), on)
    assert (party["address"], party.get("vat_number")) == (address, vat_number)


def test_a_personal_code_is_never_kept_and_a_bounced_address_never_used() -> None:
    client = client_pb2.Client(kind=client_pb2.CLIENT_KIND_NATURAL, name_shown="Jānis Bērziņš")
    client.identifiers.add(type=client_pb2.IDENTIFIER_TYPE_LV_PERSONAL_CODE, value="161175-19997")
    bounced = client.channels.add(kind=client_pb2.CHANNEL_KIND_EMAIL, normal="vecs@inbox.lv")
    bounced.bounced_at.GetCurrentTime()
    client.channels.add(kind=client_pb2.CHANNEL_KIND_EMAIL, normal="janis@inbox.lv")
    assert buyer_of_client(client, date(2026, 1, 1)) == {
        "name": "Jānis Bērziņš",
        "email": "janis@inbox.lv",
    }


def test_a_natural_persons_vat_number_is_never_kept() -> None:
    client = a_client()
    client.kind = client_pb2.CLIENT_KIND_NATURAL
    assert "vat_number" not in buyer_of_client(client, date(2026, 1, 1))


@pytest.mark.parametrize(
    ("parts", "printed"),
    [
        (
            {"line": "Rīga, Brīvības iela 55", "city": "Rīga", "postcode": "LV-1010"},
            "Rīga, Brīvības iela 55, LV-1010",
        ),
        ({"line": "Rīgas iela 5", "city": "Rīga"}, "Rīgas iela 5, Rīga"),
        ({"line": "Brīvības iela 55, Rīga, LV-1010", "postcode": "LV-1010"}, "Brīvības iela 55, Rīga, LV-1010"),
        (
            {"line": "Kalni", "parish": "Tīnūžu pag.", "municipality": "Ogres nov.", "postcode": "LV-5015"},
            "Kalni, Tīnūžu pag., Ogres nov., LV-5015",
        ),
        ({"line": "Talsi", "city": "TALSI"}, "Talsi"),
    ],
)  # fmt: skip
def test_an_address_is_one_line_that_repeats_nothing(parts: dict[str, str], printed: str) -> None:
    address = client_pb2.Address(kind=client_pb2.ADDRESS_KIND_LEGAL, **parts)
    client = client_pb2.Client(addresses=[address])
    assert buyer_of_client(client, date(2026, 1, 1))["address"] == printed


def test_the_account_is_the_one_to_use_first_as_long_as_it_is_used() -> None:
    client = a_client()
    client.bank_accounts.add(iban="LV97HABA0012345678910", active=True)
    client.bank_accounts.add(
        iban="LV80BANK0000435195001", bic="BANKLV2X", bank="Banka", primary=True
    )
    assert "iban" not in buyer_of_client(client, date(2026, 1, 1))
    client.bank_accounts[1].active = True
    party = buyer_of_client(client, date(2026, 1, 1))
    found = (party["iban"], party["bic"], party["bank"])
    assert found == ("LV80BANK0000435195001", "BANKLV2X", "Banka")


async def test_what_was_issued_stays_known_by_its_key_when_its_client_is_gone(around) -> None:
    service, fake = around
    client = str(uuid.uuid4())
    fake.known[client] = a_client(client)
    message = invoice_pb2.Invoice(client_id=client, lines=[line()], source_key=f"test/{client}")
    request = pb.BatchIssueInvoicesRequest(invoices=[pb.InvoiceToIssue(invoice=message)])
    (first,) = (await service.call("BatchIssueInvoices", request)).outcomes
    del fake.known[client]
    (again,) = (await service.call("BatchIssueInvoices", request)).outcomes
    assert again.invoice == first.invoice


async def test_documents_issued_together_have_their_buyers_or_are_refused(around) -> None:
    service, fake = around
    known, unknown = str(uuid.uuid4()), str(uuid.uuid4())
    fake.known[known] = a_client(known)
    asked = [
        pb.InvoiceToIssue(
            invoice=invoice_pb2.Invoice(client_id=one, lines=[line()], source_key=f"test/{one}")
        )
        for one in (unknown, known)
    ]
    answer = await service.call("BatchIssueInvoices", pb.BatchIssueInvoicesRequest(invoices=asked))
    refused, issued = answer.outcomes
    assert problem_from_status(refused.problem).reason == "BUYER_UNKNOWN"
    assert (issued.invoice.buyer.name, issued.invoice.seller.name) == (
        'SIA "Ābols"',
        SELLER["name"],
    )
