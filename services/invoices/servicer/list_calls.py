"""The list of documents, and the rates of VAT they can have."""

from __future__ import annotations

import uuid
from datetime import date
from decimal import Decimal

from sqlalchemy.ext.asyncio import AsyncSession

from kit.clock import today_in_riga
from kit.errors import Invalid
from kit.ids import optional_id
from kit.money import decimal_to_text, money_to_pb
from kit.page import PageTokenInvalid, make_token, page_size, read_token
from services.invoices.convert import enums
from services.invoices.convert.from_pb import day
from services.invoices.convert.to_pb import invoice_to_pb
from services.invoices.errors import DOMAIN, DateInvalid
from services.invoices.model.tables import Invoice
from services.invoices.model.vat import rates_on
from services.invoices.servicer.desk import Calls, Context
from services.invoices.store import accounts, listing, money
from sysapi.invoices.v1 import invoice_pb2
from sysapi.invoices.v1 import invoices_service_pb2 as pb


class ListCalls(Calls):
    """ListInvoices, ListVatRates."""

    async def ListInvoices(
        self, request: pb.ListInvoicesRequest, context: Context
    ) -> pb.ListInvoicesResponse:
        """A page, and on the first one the totals of everything that fits."""
        wanted = self._wanted(request.filter)
        order = read_order(request.order_by)
        size = page_size(request.page_size)
        after = _read_place(order, request.page_token)
        async with self.desk.database.read() as session:
            sums = await listing.sums(session, wanted) if after is None else None
            rows = await listing.page(session, wanted, order, after, size + 1)
            owing = {row.client_id for row in rows if row.open}
            medians = await money.median_days_late(session, owing, wanted.today) if owing else {}
        answer = pb.ListInvoicesResponse(
            invoices=[
                invoice_to_pb(row, wanted.today, medians.get(row.client_id), whole=False)
                for row in rows[:size]
            ],
            next_page_token=_make_token(order, rows[size - 1]) if len(rows) > size else "",
        )
        if sums is not None:
            answer.totals.CopyFrom(
                pb.InvoiceTotals(
                    count=sums.count,
                    net=money_to_pb(sums.net),
                    vat=money_to_pb(sums.vat),
                    gross=money_to_pb(sums.gross),
                    open=money_to_pb(sums.open),
                    overdue=money_to_pb(sums.overdue),
                )
            )
        return answer

    async def ListVatRates(
        self, request: pb.ListVatRatesRequest, context: Context
    ) -> pb.ListVatRatesResponse:
        """The rates of a day of supply."""
        on = self.desk.day_or_today(request.on, "on")
        async with self.desk.database.read() as session:
            rates = rates_on(on, await accounts.vat_rates(session))
        found = [(enums.VAT_CATEGORY.number(category), rate) for category, rate in rates]
        found.sort(key=lambda one: (one[0], -one[1]))
        return pb.ListVatRatesResponse(
            rates=[
                pb.VatRate(category=number, rate=decimal_to_text(rate)) for number, rate in found
            ]
        )

    def _wanted(self, chosen: pb.InvoiceFilter) -> listing.Wanted:
        first = day(chosen.issued_from, "filter.issued_from")
        last = day(chosen.issued_to, "filter.issued_to")
        if first and last and last < first:
            raise DateInvalid("filter.issued_to")
        days_late = None
        if chosen.HasField("days_late"):
            late = getattr(chosen.days_late, "from")
            days_late = (late, chosen.days_late.to if chosen.days_late.HasField("to") else None)
        return listing.Wanted(
            today=today_in_riga(self.desk.clock),
            ids=tuple(uuid.UUID(one) for one in chosen.invoice_ids),
            client_ids=tuple(uuid.UUID(one) for one in chosen.client_ids),
            unit_id=optional_id(chosen.unit_id),
            states=tuple(enums.STATE.word(one) for one in chosen.states) or ("issued", "annulled"),
            types=tuple(enums.TYPE.word(one) for one in chosen.types),
            issued_from=first,
            issued_to=last,
            open=chosen.open,
            overdue=chosen.overdue,
            settled=chosen.settled,
            number_prefix=chosen.number_prefix,
            days_late=days_late,
        )


async def shown(session: AsyncSession, invoice: Invoice, today: date) -> invoice_pb2.Invoice:
    """The whole document; when it is open, with the day on which payment may be expected."""
    medians: dict[uuid.UUID, int] = {}
    if invoice.state == "issued" and invoice.open:
        await session.flush()
        medians = await money.median_days_late(session, [invoice.client_id], today)
    return invoice_to_pb(invoice, today, medians.get(invoice.client_id))


def read_order(text: str) -> listing.Order:
    """A column, with "desc" behind it for the other direction. Raises Invalid for a column that the list is not sorted by."""
    by, _, direction = (text or "issued_on desc").partition(" ")
    if by not in listing.COLUMNS or direction not in ("", "desc"):
        raise Invalid(domain=DOMAIN, metadata={"field": "order_by"})
    return listing.Order(by, direction == "desc")


def _list_name(order: listing.Order) -> str:
    return f"invoices {order.by} {'desc' if order.descending else 'asc'}"


def _make_token(order: listing.Order, last: Invoice) -> str:
    value: object = getattr(last, order.by)
    return make_token(_list_name(order), f"{last.id} {'' if value is None else value}")


def _read_place(order: listing.Order, token: str) -> listing.Place | None:
    """The place behind which the page begins. Raises PageTokenInvalid."""
    place = read_token(_list_name(order), token, str)
    if place is None:
        return None
    row_id, _, value = place.partition(" ")
    if "\0" in value:
        raise PageTokenInvalid
    try:
        if not value:
            return listing.Place(None, uuid.UUID(row_id))
        if order.by in ("issued_on", "due_on"):
            return listing.Place(date.fromisoformat(value), uuid.UUID(row_id))
        if order.by in ("gross", "open"):
            return listing.Place(Decimal(value), uuid.UUID(row_id))
    except (ValueError, ArithmeticError) as error:
        raise PageTokenInvalid from error
    return listing.Place(value, uuid.UUID(row_id))
