"""The check of visits: contracted periods and counts from their messages, and what was found as JSON."""

from __future__ import annotations

from datetime import date

from kit.dates import date_from_pb
from services.bff.convert.names import Names
from services.bff.convert.words import PERIOD_STATE
from services.bff.visit_rule import FLAGGED, Contract, Done, Finding
from sysapi.autogen.v1 import line_pb2
from sysapi.visits.v1 import visits_service_pb2

Json = dict[str, object]


def contract_from_pb(period: line_pb2.ContractedPeriod) -> Contract:
    """A contracted period."""
    return Contract(
        client_id=period.client_id,
        unit_id=period.unit_id,
        line_id=period.line_id,
        service=period.service,
        starts_on=date_from_pb(period.starts_on) or date.min,
        ends_on=date_from_pb(period.ends_on) or date.max,
        issue_on=date_from_pb(period.issue_on) or date.max,
        status=PERIOD_STATE[period.state],
        contracted=period.contracted,
        billed=period.billed,
        invoice_id=period.invoice_id,
        invoice_number=period.invoice_number,
    )


def done_from_pb(counts: visits_service_pb2.RangeCounts) -> list[Done]:
    """The visits of a range that were done."""
    return [Done(one.unit_id, one.kind, one.counts.done) for one in counts.kinds]


def finding_to_json(found: Finding, names: Names) -> Json:
    """A row of the check."""
    contract = found.contract
    return {
        "client_id": found.client_id,
        "unit_id": found.unit_id or None,
        **names.of(found.client_id, found.unit_id),
        "line_id": contract.line_id if contract else None,
        "service": contract.service if contract else "",
        "from": found.starts_on.isoformat(),
        "to": found.ends_on.isoformat(),
        "issue_on": contract.issue_on.isoformat() if contract else None,
        "status": contract.status if contract else None,
        "contracted": contract.contracted if contract else 0,
        "done": found.done,
        "billed": contract.billed if contract else 0,
        "outcome": found.outcome,
        "flagged": found.outcome in FLAGGED,
        "invoice_id": (contract.invoice_id or None) if contract else None,
        "invoice_number": contract.invoice_number if contract else "",
        "invoice_annulled": contract.invoice_annulled if contract else False,
    }
