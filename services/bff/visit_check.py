"""The check of visits against contracts and invoices: asks autogen, visits and invoices, and joins what they say by `visit_rule`.

Nothing is answered unless all have answered: a visit that is not known is none that is missing.
"""

from __future__ import annotations

import asyncio
from calendar import monthrange
from collections import defaultdict
from collections.abc import Sequence
from datetime import date

from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import Response

from kit.clock import today_in_riga
from kit.latvian.order import sort_key
from services.bff.answers import json_answer, new_router
from services.bff.convert.names import Names
from services.bff.convert.values import set_day
from services.bff.convert.visit_check import contract_from_pb, done_from_pb, finding_to_json
from services.bff.names import names_for
from services.bff.peers import READ_SECONDS, Peers
from services.bff.query import Query, query_description, read_query
from services.bff.shapes.fields import Id
from services.bff.shapes.visit import VisitCheckJson
from services.bff.visit_rule import (
    FLAGGED,
    Contract,
    Days,
    Finding,
    outcome_of,
    uncovered,
    visits_done,
)
from services.bff.visits import Month, Year
from sysapi.autogen.v1 import autogen_service_pb2
from sysapi.invoices.v1 import invoice_pb2, invoices_service_pb2
from sysapi.visits.v1 import visits_service_pb2 as pb

MOST_ROWS = 1_000
_PAGE = 1_000
_RANGES = 500
_INVOICES = 500


class CheckQuery(Query):
    """Which month, and whose."""

    year: Year
    month: Month
    client_id: Id | None = None
    flagged: bool = False


def routes(peers: Peers) -> APIRouter:
    """Route /api/visits/check."""
    router = new_router("visits")

    @router.get(
        "/api/visits/check",
        response_model=VisitCheckJson,
        openapi_extra=query_description(CheckQuery),
    )
    async def check_visits(request: Request) -> Response:
        """What was contracted, done and invoiced in a month, worst first."""
        query = read_query(CheckQuery, request)
        findings = sorted(await _findings(peers, query), key=_rank)
        flagged = [one for one in findings if one.outcome in FLAGGED]
        wanted = flagged if query.flagged else findings
        shown = wanted[:MOST_ROWS]
        names = await names_for(peers, shown)
        return json_answer(
            {
                "rows": [finding_to_json(one, names) for one in _by_name(shown, names)],
                "count": len(wanted),
                "flagged": len(flagged),
            }
        )

    return router


def _rank(found: Finding) -> int:
    return FLAGGED.index(found.outcome) if found.outcome in FLAGGED else len(FLAGGED)


def _by_name(findings: Sequence[Finding], names: Names) -> list[Finding]:
    """Worst first, and of the same outcome in the order of the names of clients."""
    known = names.known()

    def key(found: Finding) -> tuple[int, str, str, str, date]:
        name = sort_key(known.get(found.client_id, ""))
        return _rank(found), name, found.client_id, found.unit_id, found.starts_on

    return sorted(findings, key=key)


async def _findings(peers: Peers, query: CheckQuery) -> list[Finding]:
    """Everything of the month. Raises kit.errors when one of the services does not answer."""
    first = date(query.year, query.month, 1)
    month = first, first.replace(day=monthrange(query.year, query.month)[1])
    client_id = query.client_id or ""
    contracts, units = await asyncio.gather(
        _contracts(peers, month, client_id), _units_to_invoice(peers, month[0], client_id)
    )
    ended = [one for one in contracts if month[0] <= one.ends_on <= month[1]]
    outside = _outside(units, contracts, month)
    ranges = [_range(one.client_id, one.unit_id, one.days) for one in ended]
    ranges += [_range(unit.client_id, unit.unit_id, days) for unit, days in outside]
    counts, annulled = await asyncio.gather(_count(peers, ranges), _annulled(peers, ended))
    judged = [one.annulled() if one.invoice_id in annulled else one for one in ended]
    found = [done_from_pb(one) for one in counts[: len(judged)]]
    today = today_in_riga()
    findings = [
        Finding(
            contract.client_id,
            contract.unit_id,
            *contract.days,
            done,
            outcome_of(contract, done, today),
            contract,
        )
        for contract, done in zip(judged, visits_done(judged, found, contracts), strict=True)
    ]
    for (unit, days), counted in zip(outside, counts[len(judged) :], strict=True):
        if done := sum(one.billable_done for one in counted.kinds):
            findings.append(Finding(unit.client_id, unit.unit_id, *days, done, "no_contract"))
    return findings


def _outside(
    units: Sequence[pb.BillableUnit], contracts: Sequence[Contract], month: Days
) -> list[tuple[pb.BillableUnit, Days]]:
    """Of units with visits to invoice the days that no contract of them or of their whole client has."""
    at_place: defaultdict[tuple[str, str], list[Contract]] = defaultdict(list)
    for contract in contracts:
        at_place[contract.place].append(contract)
    return [
        (unit, days)
        for unit in units
        for days in uncovered(
            month,
            at_place[unit.client_id, unit.unit_id] + at_place[unit.client_id, ""],
        )
    ]


async def _contracts(peers: Peers, month: Days, client_id: str) -> list[Contract]:
    """The contracted periods that have a day of the month."""
    request = autogen_service_pb2.ListContractedPeriodsRequest(page_size=_PAGE)
    if client_id:
        request.filter.client_ids.append(client_id)
    # The field is called as a keyword of Python.
    set_day(getattr(request, "from"), month[0])
    set_day(request.to, month[1])
    stub = peers.autogen_stub.ListContractedPeriods
    pages = peers.autogen.pages(stub, request, timeout=READ_SECONDS)
    return [contract_from_pb(one) async for page in pages for one in page.periods]


async def _units_to_invoice(peers: Peers, first: date, client_id: str) -> list[pb.BillableUnit]:
    """The units with visits in the month that are done and to be invoiced."""
    request = pb.ListBillableUnitsRequest(
        year=first.year, month=first.month, client_id=client_id, page_size=_PAGE
    )
    stub = peers.visits_stub.ListBillableUnits
    pages = peers.visits.pages(stub, request, timeout=READ_SECONDS)
    return [unit async for page in pages for unit in page.units]


async def _count(peers: Peers, ranges: Sequence[pb.VisitRange]) -> list[pb.RangeCounts]:
    """The visits of each range."""
    answers = await asyncio.gather(
        *(
            peers.visits.call(
                peers.visits_stub.CountVisits,
                pb.CountVisitsRequest(ranges=ranges[start : start + _RANGES]),
                timeout=READ_SECONDS,
                retry=True,
            )
            for start in range(0, len(ranges), _RANGES)
        )
    )
    return [one for answer in answers for one in answer.ranges]


async def _annulled(peers: Peers, contracts: Sequence[Contract]) -> set[str]:
    """Ids of the invoices of the contracts that were annulled after issue."""
    ids = sorted({one.invoice_id for one in contracts if one.invoice_id})
    answers = await asyncio.gather(
        *(
            peers.invoices.call(
                peers.invoices_stub.ListInvoices,
                invoices_service_pb2.ListInvoicesRequest(
                    filter=invoices_service_pb2.InvoiceFilter(
                        invoice_ids=ids[start : start + _INVOICES],
                        states=[invoice_pb2.INVOICE_STATE_ANNULLED],
                    ),
                    page_size=_INVOICES,
                ),
                timeout=READ_SECONDS,
                retry=True,
            )
            for start in range(0, len(ids), _INVOICES)
        )
    )
    return {one.id for answer in answers for one in answer.invoices}


def _range(client_id: str, unit_id: str, days: Days) -> pb.VisitRange:
    found = pb.VisitRange(client_id=client_id, unit_id=unit_id)
    set_day(getattr(found, "from"), days[0])
    set_day(found.to, days[1])
    return found
