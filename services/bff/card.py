"""The card: the client, and a section from each part, in parallel and within one budget.

A section that cannot be read answers its last good state of at most 10 minutes as `stale`, else `unavailable`: never an empty
list or a zero for what is not known. All parts are asked at once; a client that is not there ends the card.

Only some cards are read at once and the others wait for their turn: parts that are asked for too many at the same moment answer none
of them within the budget, and all the work is for nothing.
"""

from __future__ import annotations

import asyncio
import time
from collections import OrderedDict
from collections.abc import AsyncGenerator, Awaitable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Annotated, cast

from fastapi import APIRouter, Query
from starlette.responses import Response

from kit import call
from kit.clock import today_in_riga
from kit.errors import NotFound, Overloaded, Problem
from kit.metrics import CARD_SECTIONS
from services.bff.answers import json_answer, new_router
from services.bff.convert.autogen import card_forecast_to_json, line_to_json
from services.bff.convert.client import client_to_json, history_to_json
from services.bff.convert.document import document_to_json, standing_to_json
from services.bff.convert.media import client_galleries_to_json
from services.bff.convert.money import client_money_to_json, turnover_to_json
from services.bff.convert.unit import unit_to_json, units_to_json
from services.bff.convert.values import set_day
from services.bff.convert.visit import months_to_json, visit_to_json
from services.bff.peers import Peers
from services.bff.shapes.card import CardJson
from services.bff.shapes.fields import Id, OptionalId
from services.bff.units import read_unit
from sysapi.autogen.v1 import autogen_service_pb2
from sysapi.clients.v1 import clients_service_pb2
from sysapi.documents.v1 import documents_service_pb2
from sysapi.galleries.v1 import galleries_service_pb2
from sysapi.invoices.v1 import invoices_service_pb2
from sysapi.visits.v1 import visits_service_pb2

CARD_SECONDS = 1.5
SECTION_SECONDS = 0.8
AT_ONCE = 8
"""Cards read at the same time by one process: enough to keep every part busy."""
TURN_SECONDS = 1.5
"""So long a card waits for its turn."""
KEEP_SECONDS = 600.0
MAX_KEPT = 500
FIRST_UNITS = 100
FIRST_CHANGES = 10
MOST_UNITS_OF_TURNOVER = 20
FIRST_LINES = 100
FIRST_PLANNED_INVOICES = 50
MONTHS_OF_VISITS = 12
MOST_SITES = 20
FIRST_VISITS = 8
FIRST_DOCUMENTS = 50
MOST_GALLERIES = 20
FIRST_MEDIA = 12

Json = dict[str, object]


class UnitNotFound(NotFound):
    """The client has no unit with this id."""

    reason = "UNIT_NOT_FOUND"
    domain = "clients.sys"


@dataclass(frozen=True, slots=True)
class _Good:
    """Data of a section and when it was read, by the monotonic clock and for people."""

    data: Json
    read_at: float
    as_of: str


class Sections:
    """Reads sections and keeps the last good answer of each."""

    def __init__(self) -> None:
        self._kept: OrderedDict[tuple[str, str], _Good] = OrderedDict()
        self._turns = asyncio.Semaphore(AT_ONCE)

    @asynccontextmanager
    async def turn(self) -> AsyncGenerator[None]:
        """The turn of a card. Raises Overloaded when it does not come in time."""
        try:
            async with asyncio.timeout(TURN_SECONDS):
                await self._turns.acquire()
        except TimeoutError as error:
            raise Overloaded from error
        try:
            yield
        finally:
            self._turns.release()

    def forget(self) -> None:
        """Drops what is kept."""
        self._kept.clear()

    async def read(self, name: str, client_id: str, load: Awaitable[Json]) -> Json:
        """The section with its state; never raises a problem of the part."""
        key = (name, client_id)
        try:
            async with asyncio.timeout(SECTION_SECONDS):
                data = await load
        except Problem as problem:
            section = self._without(key, problem.reason)
        except TimeoutError:
            section = self._without(key, "DEADLINE_EXCEEDED")
        else:
            as_of = datetime.now(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")
            self._keep(key, _Good(data, time.monotonic(), as_of))
            section: Json = {"state": "fresh", "as_of": as_of, "code": None, "data": data}
        CARD_SECTIONS.labels(name, section["state"]).inc()
        return section

    def _without(self, key: tuple[str, str], code: str) -> Json:
        good = self._kept.get(key)
        if good is None or time.monotonic() - good.read_at > KEEP_SECONDS:
            return {"state": "unavailable", "as_of": None, "code": code, "data": None}
        return {"state": "stale", "as_of": good.as_of, "code": code, "data": good.data}

    def _keep(self, key: tuple[str, str], good: _Good) -> None:
        self._kept[key] = good
        self._kept.move_to_end(key)
        if len(self._kept) > MAX_KEPT:
            self._kept.popitem(last=False)


def routes(peers: Peers, sections: Sections) -> APIRouter:
    """Route /api/clients/{id}/card."""
    router = new_router("card")

    async def load_client(client_id: str) -> Json:
        answer = await peers.clients.call(
            peers.clients_stub.GetClient,
            clients_service_pb2.GetClientRequest(client_id=client_id),
            timeout=CARD_SECONDS,
            retry=True,
        )
        return client_to_json(answer.client)

    async def load_units(client_id: str) -> Json:
        answer = await peers.clients.call(
            peers.clients_stub.ListUnits,
            clients_service_pb2.ListUnitsRequest(client_id=client_id, page_size=FIRST_UNITS),
            timeout=SECTION_SECONDS,
        )
        return units_to_json(answer)

    async def load_history(client_id: str) -> Json:
        answer = await peers.clients.call(
            peers.clients_stub.ListHistory,
            clients_service_pb2.ListHistoryRequest(client_id=client_id, page_size=FIRST_CHANGES),
            timeout=SECTION_SECONDS,
        )
        return history_to_json(answer)

    async def load_turnover(client_id: str) -> Json:
        money, turnover = await asyncio.gather(
            peers.invoices.call(
                peers.invoices_stub.GetClientMoney,
                invoices_service_pb2.GetClientMoneyRequest(client_id=client_id),
                timeout=SECTION_SECONDS,
            ),
            peers.invoices.call(
                peers.invoices_stub.GetTurnover,
                invoices_service_pb2.GetTurnoverRequest(
                    client_id=client_id, most_units=MOST_UNITS_OF_TURNOVER
                ),
                timeout=SECTION_SECONDS,
            ),
        )
        return {
            "money": client_money_to_json(money.money),
            "turnover": turnover_to_json(turnover),
        }

    async def load_autogen(client_id: str) -> Json:
        lines, forecast = await asyncio.gather(
            peers.autogen.call(
                peers.autogen_stub.ListLines,
                autogen_service_pb2.ListLinesRequest(
                    filter=autogen_service_pb2.LineFilter(client_ids=[client_id]),
                    page_size=FIRST_LINES,
                ),
                timeout=SECTION_SECONDS,
            ),
            peers.autogen.call(
                peers.autogen_stub.GetForecast,
                autogen_service_pb2.GetForecastRequest(client_id=client_id),
                timeout=SECTION_SECONDS,
            ),
        )
        return {
            "lines": [line_to_json(line) for line in lines.lines],
            "count": lines.count,
            "next_page_token": lines.next_page_token,
            "forecast": card_forecast_to_json(forecast, FIRST_PLANNED_INVOICES),
        }

    async def load_visits(client_id: str) -> Json:
        newest = visits_service_pb2.ListVisitsRequest(client_id=client_id, page_size=FIRST_VISITS)
        set_day(newest.until, today_in_riga())
        months, visits = await asyncio.gather(
            peers.visits.call(
                peers.visits_stub.GetVisitMonths,
                visits_service_pb2.GetVisitMonthsRequest(
                    client_id=client_id, months=MONTHS_OF_VISITS, most_sites=MOST_SITES
                ),
                timeout=SECTION_SECONDS,
            ),
            peers.visits.call(peers.visits_stub.ListVisits, newest, timeout=SECTION_SECONDS),
        )
        return {
            "months": months_to_json(months),
            "visits": [visit_to_json(visit) for visit in visits.visits],
        }

    async def load_documents(client_id: str) -> Json:
        documents, standing = await asyncio.gather(
            peers.documents.call(
                peers.documents_stub.ListDocuments,
                documents_service_pb2.ListDocumentsRequest(
                    client_id=client_id, page_size=FIRST_DOCUMENTS
                ),
                timeout=SECTION_SECONDS,
            ),
            peers.documents.call(
                peers.documents_stub.GetStanding,
                documents_service_pb2.GetStandingRequest(client_id=client_id),
                timeout=SECTION_SECONDS,
            ),
        )
        return {
            "standing": standing_to_json(standing),
            "documents": [document_to_json(document) for document in documents.documents],
            "next_page_token": documents.next_page_token,
        }

    async def load_galleries(client_id: str) -> Json:
        galleries, newest = await asyncio.gather(
            peers.galleries.call(
                peers.galleries_stub.ListGalleries,
                galleries_service_pb2.ListGalleriesRequest(client_id=client_id),
                timeout=SECTION_SECONDS,
            ),
            peers.galleries.call(
                peers.galleries_stub.ListMedia,
                galleries_service_pb2.ListMediaRequest(client_id=client_id, page_size=FIRST_MEDIA),
                timeout=SECTION_SECONDS,
            ),
        )
        return client_galleries_to_json(galleries, newest, MOST_GALLERIES)

    async def select_unit(client: Json, page: Json, asked: str | None) -> Json | None:
        """The asked unit, which may be further down than the page, else the main one when it is there."""
        found = _unit_of(page, asked or client["main_unit_id"])
        if found is not None or asked is None:
            return found
        unit = await read_unit(peers, asked, SECTION_SECONDS)
        if unit.client_id != client["id"]:
            raise UnitNotFound(metadata={"unit_id": asked})
        return unit_to_json(unit)

    loads = {
        "units": load_units,
        "history": load_history,
        "turnover": load_turnover,
        "autogen": load_autogen,
        "visits": load_visits,
        "documents": load_documents,
        "galleries": load_galleries,
    }

    async def read_card(client_id: str, unit: str | None) -> Json:
        call.enter(call.Call(call.current().actor, time.monotonic() + CARD_SECONDS))
        tasks = {
            name: asyncio.create_task(sections.read(name, client_id, load(client_id)))
            for name, load in loads.items()
        }
        try:
            client = await load_client(client_id)
        except BaseException:
            for task in tasks.values():
                task.cancel()
            raise
        read = {name: await task for name, task in tasks.items()}
        page = cast("Json | None", read["units"]["data"])
        selected = None if page is None else await select_unit(client, page, unit)
        return {"client": client, "unit": selected, "sections": read}

    @router.get("/api/clients/{client_id}/card", response_model=CardJson)
    async def get_card(client_id: Id, unit: Annotated[OptionalId, Query()] = None) -> Response:
        """The client, its sections, and the unit that is selected."""
        async with sections.turn():
            return json_answer(await read_card(client_id, unit))

    return router


def _unit_of(page: Json, unit_id: object) -> Json | None:
    units = cast("list[Json]", page["units"])
    return next((unit for unit in units if unit["id"] == unit_id), None)
