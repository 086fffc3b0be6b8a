"""Puts the rooms together: routes, error handlers, lifespan, and the entrance around them."""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import AsyncGenerator
from pathlib import Path
from typing import Any

from fastapi import FastAPI
from fastapi.exceptions import RequestValidationError
from fastapi.routing import APIRoute
from starlette.exceptions import HTTPException

from kit.blobs import BlobStore
from kit.errors import Problem
from kit.logs import get_logger
from kit.objects import Objects
from services.bff import (
    autogen,
    autogen_runs,
    card,
    catalogue,
    checks,
    client_files,
    clients,
    documents,
    events,
    groups,
    industries,
    invoice_export,
    invoices,
    media,
    media_acts,
    money,
    payments,
    problems,
    recount,
    settings_api,
    shares,
    system,
    units,
    uploads,
    vat_rates,
    visit_check,
    visits,
)
from services.bff.antivirus import Antivirus
from services.bff.middleware import Entrance
from services.bff.peers import Peers
from services.bff.rows import RowsExport
from services.bff.session import COOKIE, Sessions
from services.bff.settings import Settings
from services.bff.shapes.autogen import LineConflictJson
from services.bff.shapes.document import DocumentConflictJson
from services.bff.shapes.invoice import InvoiceConflictJson
from services.bff.shapes.media import MediaConflictJson
from services.bff.shapes.various import (
    ClientConflictJson,
    GroupConflictJson,
    ProblemJson,
    UnitConflictJson,
)
from services.bff.shapes.visit import PlanConflictJson, VisitConflictJson
from services.bff.static import Site
from services.bff.upload_store import UploadStore

log = get_logger("services.bff")
SWEEP_SECONDS = 3600.0

PROBLEMS = (
    ProblemJson,
    ClientConflictJson,
    UnitConflictJson,
    GroupConflictJson,
    InvoiceConflictJson,
    LineConflictJson,
    VisitConflictJson,
    PlanConflictJson,
    DocumentConflictJson,
    MediaConflictJson,
)


class Bff:
    """The whole application: `entrance` is the ASGI callable; the rest is what its rooms keep."""

    def __init__(self, settings: Settings) -> None:
        peers = Peers(
            autogen_address=settings.autogen_address,
            clients_address=settings.clients_address,
            documents_address=settings.documents_address,
            galleries_address=settings.galleries_address,
            invoices_address=settings.invoices_address,
            search_address=settings.search_address,
            visits_address=settings.visits_address,
        )
        sessions = Sessions(settings.token_key.get_secret_value())
        self.export = RowsExport(peers)
        self.sections = card.Sections()
        self.hub = events.Hub(peers, self.export.forget)
        objects = Objects(settings.files_url)
        antivirus = Antivirus(settings.antivirus_address) if settings.antivirus_address else None
        self.uploads = UploadStore(objects, antivirus)
        self.document_blobs = BlobStore(objects, documents.OWNER)
        self.media_blobs = BlobStore(objects, media.OWNER)
        self.api = _make_api(peers, self.hub, self.uploads)
        for router in (
            catalogue.routes(peers, self.export, catalogue.Rebuilds(peers)),
            card.routes(peers, self.sections),
            clients.routes(peers),
            units.routes(peers),
            groups.routes(peers),
            invoice_export.routes(peers),
            invoices.routes(peers),
            payments.routes(peers),
            money.routes(peers),
            recount.routes(peers),
            vat_rates.routes(peers),
            autogen.routes(peers),
            autogen_runs.routes(peers),
            # Before the address of one visit, which would take it for an id.
            visit_check.routes(peers),
            visits.routes(peers),
            documents.routes(peers, self.uploads, self.document_blobs),
            media.routes(peers, self.uploads, self.media_blobs),
            media_acts.routes(peers),
            shares.routes(peers, self.media_blobs),
            client_files.routes(peers, self.document_blobs, self.media_blobs),
            uploads.routes(self.uploads),
            settings_api.routes(peers),
            industries.routes(),
            checks.routes(),
            events.routes(self.hub),
            system.routes(peers),
        ):
            self.api.include_router(router)
        user = settings.local_user if settings.local_sign_in else None
        site = Site(Path(settings.web_dir), sessions, user)
        self.entrance = Entrance(self.api, site, sessions)


def _make_api(peers: Peers, hub: events.Hub, uploads: UploadStore) -> FastAPI:
    @contextlib.asynccontextmanager
    async def lifespan(_app: FastAPI) -> AsyncGenerator[None]:
        peers.open()
        running = [asyncio.create_task(hub.watch()), asyncio.create_task(_sweep(uploads))]
        yield
        for task in running:
            task.cancel()
        await asyncio.gather(*running, return_exceptions=True)
        await peers.close()

    api = _DescribedApi(
        title="SYS",
        version=system.system_version(),
        description="The REST interface of SYS. Errors are problem+json; see ProblemJson.",
        openapi_url="/api/openapi.json",
        docs_url=None,
        redoc_url=None,
        redirect_slashes=False,
        lifespan=lifespan,
        generate_unique_id_function=_operation_id,
        # The middleware has one span of its own; the framework's would name addresses with their query.
        telemetry={"tracing": False, "metrics": False, "logs": False},
    )
    api.add_exception_handler(Problem, problems.answer_problem)
    api.add_exception_handler(HTTPException, problems.answer_http)
    api.add_exception_handler(RequestValidationError, problems.answer_validation)
    api.add_exception_handler(Exception, problems.answer_unexpected)
    return api


async def _sweep(uploads: UploadStore) -> None:
    while True:
        try:
            await uploads.sweep()
        except Problem as problem:
            log.warning("uploads not swept", reason=problem.reason)
        await asyncio.sleep(SWEEP_SECONDS)


def _operation_id(route: APIRoute) -> str:
    return route.name


class _DescribedApi(FastAPI):
    """Adds to the description what the framework does not know: problem shapes and how to sign in."""

    def openapi(self) -> dict[str, Any]:
        """The OpenAPI description."""
        if self.openapi_schema is None:
            schema = super().openapi()
            components = schema.setdefault("components", {})
            known = components.setdefault("schemas", {})
            for model in PROBLEMS:
                shape = model.model_json_schema(ref_template="#/components/schemas/{model}")
                for name, part in shape.pop("$defs", {}).items():
                    known.setdefault(name, part)
                known[model.__name__] = shape
            components["securitySchemes"] = {
                "bearer": {"type": "http", "scheme": "bearer", "bearerFormat": "JWT"},
                "cookie": {"type": "apiKey", "in": "cookie", "name": COOKIE},
            }
            schema["security"] = [{"bearer": []}, {"cookie": []}]
        return super().openapi()
