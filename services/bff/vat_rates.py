"""The rates of VAT that a supply of a day can have."""

from __future__ import annotations

from fastapi import APIRouter
from pydantic import Field
from starlette.requests import Request
from starlette.responses import Response

from services.bff.answers import json_answer, new_router
from services.bff.convert.invoice import vat_rates_to_json
from services.bff.convert.values import set_day
from services.bff.peers import READ_SECONDS, Peers
from services.bff.query import Query, query_description, read_query
from services.bff.shapes.fields import Day
from services.bff.shapes.invoice import VatRatesJson
from sysapi.invoices.v1 import invoices_service_pb2 as pb


class VatQuery(Query):
    """Of which day."""

    on: Day | None = Field(default=None, description="Day of supply; today without.")


def routes(peers: Peers) -> APIRouter:
    """Route /api/vat-rates."""
    router = new_router("invoices")

    @router.get(
        "/api/vat-rates", response_model=VatRatesJson, openapi_extra=query_description(VatQuery)
    )
    async def list_vat_rates(request: Request) -> Response:
        """Categories and rates, the usual one first."""
        wanted = pb.ListVatRatesRequest()
        set_day(wanted.on, read_query(VatQuery, request).on)
        answer = await peers.invoices.call(
            peers.invoices_stub.ListVatRates, wanted, timeout=READ_SECONDS, retry=True
        )
        return json_answer(vat_rates_to_json(answer))

    return router
