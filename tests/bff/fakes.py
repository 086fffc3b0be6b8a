"""Fake services: the generated servicers with canned answers, behind the real gRPC server of kit."""

from __future__ import annotations

import asyncio
import gzip
from collections.abc import AsyncIterator, Callable
from typing import Any

import zstandard
from google.protobuf.message import Message
from google.protobuf.message_factory import GetMessageClass

from kit import call
from sysapi.autogen.v1 import autogen_service_pb2
from sysapi.autogen.v1.autogen_service_pb2_grpc import AutogenServiceServicer
from sysapi.clients.v1 import client_pb2, clients_service_pb2
from sysapi.clients.v1.clients_service_pb2_grpc import ClientsServiceServicer
from sysapi.documents.v1 import documents_service_pb2
from sysapi.documents.v1.documents_service_pb2_grpc import DocumentsServiceServicer
from sysapi.galleries.v1 import galleries_service_pb2
from sysapi.galleries.v1.galleries_service_pb2_grpc import GalleriesServiceServicer
from sysapi.invoices.v1 import invoices_service_pb2
from sysapi.invoices.v1.invoices_service_pb2_grpc import InvoicesServiceServicer
from sysapi.search.v1 import search_service_pb2
from sysapi.search.v1.search_service_pb2_grpc import SearchServiceServicer
from sysapi.visits.v1 import visits_service_pb2
from sysapi.visits.v1.visits_service_pb2_grpc import VisitsServiceServicer

CLIENT_ID = "0b9dd0a4-7f0c-4c26-9c66-3e7a4ef0a001"
UNIT_ID = "0b9dd0a4-7f0c-4c26-9c66-3e7a4ef0b001"
OTHER_UNIT_ID = "0b9dd0a4-7f0c-4c26-9c66-3e7a4ef0b002"
GROUP_ID = "0b9dd0a4-7f0c-4c26-9c66-3e7a4ef0c001"
ROW_ID = "0b9dd0a4-7f0c-4c26-9c66-3e7a4ef0d001"

Answer = Message | Exception | Callable[[Any], Any] | list[Message]


class Fake:
    """Remembers requests; answers what `answers` holds for the method, else the empty message."""

    def __init__(self) -> None:
        self.calls: list[tuple[str, Any, call.Call]] = []
        self.answers: dict[str, Answer] = {}
        self.hung: set[str] = set()

    def last(self, method: str) -> Any:
        return [request for name, request, _ in self.calls if name == method][-1]

    def count(self, method: str) -> int:
        return sum(name == method for name, _, _ in self.calls)

    async def respond(self, method: str, request: Any) -> Any:
        self.calls.append((method, request, call.current()))
        if method in self.hung:
            await asyncio.sleep(3600)
        answer = self.answers.get(method)
        if isinstance(answer, Exception):
            raise answer
        return answer(request) if callable(answer) and not isinstance(answer, Message) else answer


def _unary(method: str, empty: type[Message]) -> Any:
    async def answer(self: Fake, request: Any, context: Any) -> Any:
        result = await self.respond(method, request)
        return empty() if result is None else result

    return answer


def _stream(method: str) -> Any:
    async def answer(self: Fake, request: Any, context: Any) -> AsyncIterator[Any]:
        result = await self.respond(method, request)
        if hasattr(result, "__aiter__"):
            async for message in result:
                yield message
        else:
            for message in result or []:
                yield message

    return answer


def _fake_of(servicer: type, service: Any) -> Any:
    methods = {
        method.name: _stream(method.name)
        if method.server_streaming
        else _unary(method.name, GetMessageClass(method.output_type))
        for method in service.methods
    }
    return type(f"Fake{service.name}", (Fake, servicer), methods)


FakeAutogen = _fake_of(
    AutogenServiceServicer, autogen_service_pb2.DESCRIPTOR.services_by_name["AutogenService"]
)
FakeClients = _fake_of(
    ClientsServiceServicer, clients_service_pb2.DESCRIPTOR.services_by_name["ClientsService"]
)
FakeDocuments = _fake_of(
    DocumentsServiceServicer,
    documents_service_pb2.DESCRIPTOR.services_by_name["DocumentsService"],
)
FakeGalleries = _fake_of(
    GalleriesServiceServicer,
    galleries_service_pb2.DESCRIPTOR.services_by_name["GalleriesService"],
)
FakeInvoices = _fake_of(
    InvoicesServiceServicer, invoices_service_pb2.DESCRIPTOR.services_by_name["InvoicesService"]
)
FakeSearch = _fake_of(
    SearchServiceServicer, search_service_pb2.DESCRIPTOR.services_by_name["SearchService"]
)
FakeVisits = _fake_of(
    VisitsServiceServicer, visits_service_pb2.DESCRIPTOR.services_by_name["VisitsService"]
)


def a_client(**fields: Any) -> client_pb2.Client:
    """A client with a row of each kind."""
    client = client_pb2.Client(
        id=CLIENT_ID,
        version=3,
        etag="e3",
        number=1042,
        kind=client_pb2.CLIENT_KIND_LEGAL,
        status=client_pb2.CLIENT_STATUS_ACTIVE,
        name='SIA "Ābols"',
        name_core="Ābols",
        name_shown='SIA "Ābols"',
        legal_form="SIA",
        industry_code="62.10",
        industry_revision="2.1",
        industry_title="Datorprogrammēšana",
        tags=["vip"],
        main_unit_id=UNIT_ID,
        created_by="anna",
    )
    client.create_time.FromJsonString("2026-03-09T10:00:00.5Z")
    client.registered_on.year, client.registered_on.month, client.registered_on.day = 1998, 2, 3
    row = client.identifiers.add(
        id=ROW_ID,
        type=client_pb2.IDENTIFIER_TYPE_LV_REGCODE,
        value="40003521600",
        shown="40003521600",
        country="LV",
        check_state=client_pb2.CHECK_STATE_VALID,
    )
    row.valid_from.year, row.valid_from.month, row.valid_from.day = 2001, 1, 2
    client.identifiers.add(
        id=OTHER_UNIT_ID,
        type=client_pb2.IDENTIFIER_TYPE_LV_PERSONAL_CODE,
        shown="161175-*****",
        country="LV",
    )
    client.addresses.add(
        id=ROW_ID,
        kind=client_pb2.ADDRESS_KIND_LEGAL,
        line="Brīvības iela 1, Rīga, LV-1010",
        city="Rīga",
        postcode="LV-1010",
        country="LV",
        latitude=56.9,
        longitude=24.1,
    )
    client.channels.add(
        id=ROW_ID,
        kind=client_pb2.CHANNEL_KIND_PHONE,
        value="26 123 456",
        normal="+37126123456",
        primary=True,
    )
    client.contacts.add(id=ROW_ID, name="Jānis Bērziņš", role="valdes loceklis", active=True)
    client.bank_accounts.add(
        id=ROW_ID, iban="LV80BANK0000435195001", bic="HABALV22", currency="EUR", active=True
    )
    client.MergeFrom(client_pb2.Client(**fields))
    return client


def a_unit(unit_id: str = UNIT_ID, **fields: Any) -> client_pb2.Unit:
    values: dict[str, Any] = {
        "id": unit_id,
        "client_id": CLIENT_ID,
        "kind": client_pb2.UNIT_KIND_BRANCH,
        "name": "Centrs",
        "active": True,
        "main": unit_id == UNIT_ID,
        "served": True,
        "etag": "u1",
    }
    return client_pb2.Unit(**(values | fields))


def a_units_page(*units: client_pb2.Unit, token: str = "") -> Any:
    return clients_service_pb2.ListUnitsResponse(
        units=units or [a_unit()], total=len(units) or 1, active=1, next_page_token=token
    )


def a_history() -> Any:
    answer = clients_service_pb2.ListHistoryResponse()
    change = answer.changes.add(actor="anna", field="name", old_value="a", new_value="b", version=3)
    change.time.FromJsonString("2026-03-09T10:00:00Z")
    return answer


def good_clients(fake: Any) -> None:
    """Answers of a healthy clients service."""
    service = clients_service_pb2
    group = client_pb2.ClientGroup(id=GROUP_ID, name="Rimi", etag="g1", client_count=2)
    setting = service.Setting(
        key="payment_term_days",
        type=service.SETTING_TYPE_INTEGER,
        minimum=0,
        maximum=365,
        values=[service.SettingValue(scope=service.SETTING_SCOPE_COMPANY, value="14")],
        effective="14",
        source=service.SETTING_SCOPE_COMPANY,
    )
    fake.answers |= {
        "GetClient": service.GetClientResponse(client=a_client()),
        "CreateClient": service.CreateClientResponse(client=a_client()),
        "UpdateClient": service.UpdateClientResponse(client=a_client(etag="e4")),
        "SetClientStatus": service.SetClientStatusResponse(client=a_client(etag="e4")),
        "ApproveBankAccount": service.ApproveBankAccountResponse(client=a_client(etag="e4")),
        "SetMainUnit": service.SetMainUnitResponse(client=a_client(etag="e4")),
        "FindDuplicates": service.FindDuplicatesResponse(
            duplicates=[
                service.Duplicate(
                    client_id=CLIENT_ID,
                    name_shown="SIA Ābols",
                    registration_number="40003521600",
                    city="Rīga",
                    status=client_pb2.CLIENT_STATUS_CLOSED,
                    signs=[service.DUPLICATE_SIGN_IDENTIFIER, service.DUPLICATE_SIGN_NAME],
                )
            ]
        ),
        "RevealIdentifier": service.RevealIdentifierResponse(value="161175-19997"),
        "ListHistory": a_history(),
        "GetUnit": service.GetUnitResponse(unit=a_unit()),
        "ListUnits": a_units_page(),
        "CreateUnit": service.CreateUnitResponse(unit=a_unit()),
        "UpdateUnit": service.UpdateUnitResponse(unit=a_unit()),
        "CloseUnit": service.CloseUnitResponse(unit=a_unit(active=False)),
        "ReopenUnit": service.ReopenUnitResponse(unit=a_unit()),
        "ListGroups": service.ListGroupsResponse(groups=[group]),
        "CreateGroup": service.CreateGroupResponse(group=group),
        "UpdateGroup": service.UpdateGroupResponse(group=group),
        "DeleteGroup": service.DeleteGroupResponse(),
        "GetSettings": service.GetSettingsResponse(settings=[setting]),
        "UpdateSettings": service.UpdateSettingsResponse(settings=[setting]),
    }


def good_search(fake: Any) -> None:
    """Answers of a healthy search service with one row."""
    service = search_service_pb2

    fake.answers |= {
        "SearchCatalogue": service.SearchCatalogueResponse(
            total=1, items=ROW, generation=7, recognised_as="text"
        ),
        "ExportCatalogue": export,
        "CountFacets": service.CountFacetsResponse(
            facets=[
                service.Facet(
                    column="group",
                    counts=[service.FacetCount(value=GROUP_ID, label="Rimi", count=2)],
                )
            ]
        ),
        "GetCatalogueStatus": service.GetCatalogueStatusResponse(
            clients=1, units=1, generation=7, engine="tantivy"
        ),
        "RebuildCatalogue": [service.RebuildCatalogueResponse(done=1, total=1, swapped=True)],
        "WatchCatalogue": silent,
    }


def export(request: Any) -> list[Any]:
    """The columns in the asked encoding."""
    encode = {"zstd": zstandard.compress, "gzip": gzip.compress, "identity": bytes}
    chunk = encode[request.encoding](COLUMNS)
    return [search_service_pb2.ExportCatalogueResponse(chunk=chunk, generation=7)]


async def silent(_request: Any = None) -> AsyncIterator[Any]:
    """A stream on which nothing happens."""
    await asyncio.sleep(3600)
    yield search_service_pb2.WatchCatalogueResponse()


COLUMNS = b'{"generation":7,"total":1,"columns":{"id":["x"],"name":["\xc4\x80bols"]}}'
ROW = (
    (
        '[{"id":"CLIENT_ID","name":"SIA \\"Ābols\\"","kind":"legal","registration_number":"40003521600",'
        '"city":"Rīga","group":null,"group_id":null,"status":"active","number":1042,"legal_form":"SIA",'
        '"vat_number":null,"address":null,"phone":null,"email":null,"www":null,"iban":null,'
        '"industry":null,"responsible":null,"tags":["vip"],"units_active":1,"units_total":1,'
        '"notice":null,"created_at":null,"updated_at":null,"version":3,'
        '"net_12_months_cents":123456,"open_cents":5000,"overdue_cents":0,"days_late":0,"paying_strip":"eta",'
        '"next_invoice_on":"2026-04-01","next_invoice_net_cents":10000,"last_visit_on":"2026-03-20","visits_done":12,'
        '"unit":null,'
        '"matched":{"field":"name","text":"SIA \\"Ābols\\"","ranges":[[5,10]]}}]'
    )
    .replace("CLIENT_ID", CLIENT_ID)
    .encode()
)
