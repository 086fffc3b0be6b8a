"""What a caller may ask of the list of invoices, and the same as messages of the invoices service."""

from __future__ import annotations

from typing import Annotated, ClassVar, Final, Literal

from pydantic import Field

from services.bff.convert.values import set_day
from services.bff.convert.words import INVOICE_TYPE_PB
from services.bff.query import Query
from services.bff.shapes.fields import Day, Id, Whole
from services.bff.shapes.invoice import InvoiceType
from sysapi.invoices.v1 import invoice_pb2
from sysapi.invoices.v1 import invoices_service_pb2 as pb

FilterStatus = Literal["draft", "issued", "open", "overdue", "paid", "annulled"]
DaysLate = Literal["0", "1-30", "31-60", "61-90", "91+"]
Order = Literal[
    "issued_on desc",
    "issued_on",
    "due_on desc",
    "due_on",
    "number desc",
    "number",
    "gross desc",
    "gross",
    "open desc",
    "open",
]
MAX_CLIENTS = 100
DEFAULT_PAGE = 50

_STATUS: Final = {
    "draft": pb.InvoiceFilter(states=[invoice_pb2.INVOICE_STATE_DRAFT]),
    "issued": pb.InvoiceFilter(states=[invoice_pb2.INVOICE_STATE_ISSUED]),
    "open": pb.InvoiceFilter(open=True),
    "overdue": pb.InvoiceFilter(overdue=True),
    "paid": pb.InvoiceFilter(settled=True),
    "annulled": pb.InvoiceFilter(states=[invoice_pb2.INVOICE_STATE_ANNULLED]),
}
_DAYS_LATE: Final = {
    "0": pb.DaysLate(to=0),
    "1-30": pb.DaysLate(**{"from": 1}, to=30),
    "31-60": pb.DaysLate(**{"from": 31}, to=60),
    "61-90": pb.DaysLate(**{"from": 61}, to=90),
    "91+": pb.DaysLate(**{"from": 91}),
}


class InvoiceFilter(Query):
    """Which documents."""

    ignored: ClassVar[frozenset[str]] = frozenset({"page_token", "page_size"})

    client_id: list[Id] = Field(default=[], max_length=MAX_CLIENTS)
    unit_id: Id | None = None
    status: FilterStatus | None = Field(
        default=None,
        description="`open` is whatever has something open, `overdue` what of it is late; without one everything but drafts.",
    )
    type: list[InvoiceType] = Field(default=[], max_length=3)
    first: Day | None = Field(default=None, alias="from", description="Issued on it or later.")
    last: Day | None = Field(default=None, alias="to", description="Issued on it or earlier.")
    number: str = Field(default="", max_length=40, description="Its beginning.")
    days_late: DaysLate | None = Field(
        default=None,
        description="Days late of any open due row; 0: not due yet. The totals are then of the rows in the range.",
    )
    order: Order = "issued_on desc"


class InvoicePage(InvoiceFilter):
    """A part of the list."""

    ignored: ClassVar[frozenset[str]] = frozenset()

    page_token: Annotated[
        str, Field(max_length=200, description="next_page_token of the page before.")
    ] = ""
    page_size: Whole = Field(default=DEFAULT_PAGE, ge=1, le=1000)


def invoices_to_pb(query: InvoiceFilter, page_token: str, page_size: int) -> pb.ListInvoicesRequest:
    """The request for one page."""
    chosen = pb.InvoiceFilter(
        client_ids=query.client_id,
        unit_id=query.unit_id or "",
        types=[INVOICE_TYPE_PB[word] for word in query.type],
        number_prefix=query.number,
        days_late=_DAYS_LATE[query.days_late] if query.days_late else None,
    )
    if query.status is not None:
        chosen.MergeFrom(_STATUS[query.status])
    set_day(chosen.issued_from, query.first)
    set_day(chosen.issued_to, query.last)
    return pb.ListInvoicesRequest(
        filter=chosen, page_size=page_size, page_token=page_token, order_by=query.order
    )
