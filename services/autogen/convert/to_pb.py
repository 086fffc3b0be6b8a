"""Messages from mapped classes."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from decimal import Decimal

from kit.dates import date_to_pb, instant_to_pb
from kit.etags import make_etag
from kit.money import decimal_to_text, money_to_pb
from services.autogen.convert import enums
from services.autogen.model.calendar import Period, period
from services.autogen.model.contracting import ContractedPeriod
from services.autogen.model.planning import Group, content_of, price_on
from services.autogen.model.tables import ClientSchedule, Indexation, LedgerPeriod, Line, Price
from sysapi.autogen.v1 import client_schedule_pb2, line_pb2


def line_to_pb(line: Line, today: date, *, waiting: int = 0, failed: int = 0) -> line_pb2.Line:
    """The line with its prices and its next invoice; `waiting` and `failed` count its periods in trouble."""
    message = line_pb2.Line(
        id=str(line.id),
        client_id=str(line.client_id),
        unit_id=str(line.unit_id or ""),
        service=line.service,
        template=line.template,
        language=line.language,
        quantity=decimal_to_text(line.quantity),
        unit=line.unit,
        unit_price=decimal_to_text(price_on(line.prices, today).unit_price),
        prices=[price_to_pb(price) for price in line.prices],
        vat_category=enums.VAT_CATEGORY.number(line.vat_category),
        vat_rate=decimal_to_text(line.vat_rate),
        rule=line_pb2.Rule(
            every_months=line.every_months,
            anchor_day=line.anchor_day,
            timing=enums.timing_number(line.timing),
            issue_offset_days=line.issue_offset_days,
            shift=enums.shift_number(line.shift),
        ),
        valid_from=date_to_pb(line.valid_from),
        valid_to=date_to_pb(line.valid_to),
        join_key=line.join_key,
        term_days=line.term_days,
        state=enums.LINE_STATE.number(line.state),
        paused_from=date_to_pb(line.paused_from),
        paused_reason=line.paused_reason,
        next_on=date_to_pb(line.next_on if line.state == "active" else None),
        waiting=waiting,
        failed=failed,
        version=line.version,
        etag=make_etag(line.version),
        create_time=instant_to_pb(line.created_at),
        visits_per_period=line.visits_per_period,
    )
    if line.state == "active":
        coming = period(line.valid_from, line.rule, line.next_number)
        message.next_net.CopyFrom(money_to_pb(line.next_net))
        message.next_text = content_of(line, coming.starts_on, coming.ends_on).text
    return message


def price_to_pb(price: Price) -> line_pb2.Price:
    """A price."""
    return line_pb2.Price(
        unit_price=decimal_to_text(price.unit_price),
        indexation_id=str(price.indexation_id or ""),
        **{"from": date_to_pb(price.from_day)},
    )


def period_to_pb(row: LedgerPeriod) -> line_pb2.Period:
    """A row of the ledger; what is not made says what it would say now."""
    text, net = row.text, row.net
    if net is None:
        content = content_of(row.line, row.starts_on, row.ends_on)
        text, net = content.text, content.net
    is_tried_again = row.state in ("planned", "failed") and not row.needs_approval
    return line_pb2.Period(
        id=str(row.id),
        line_id=str(row.line_id),
        client_id=str(row.client_id),
        unit_id=str(row.line.unit_id or ""),
        service=row.line.service,
        number=row.number,
        starts_on=date_to_pb(row.starts_on),
        ends_on=date_to_pb(row.ends_on),
        issue_on=date_to_pb(row.issue_on),
        state=enums.PERIOD_STATE.number(row.state),
        needs_approval=row.needs_approval,
        reason=row.reason,
        error_code=row.error_code,
        error_text=row.error_text,
        attempts=row.attempts,
        next_attempt_time=instant_to_pb(row.next_attempt_at) if is_tried_again else None,
        text=text,
        net=money_to_pb(net),
        invoice_id=str(row.invoice_id or "") if row.state == "made" else "",
        invoice_number=row.invoice_number,
        decided_by=row.decided_by,
        update_time=instant_to_pb(row.updated_at),
    )


def contracted_to_pb(found: ContractedPeriod) -> line_pb2.ContractedPeriod:
    """A period that is for visits."""
    return line_pb2.ContractedPeriod(
        line_id=str(found.line.id),
        client_id=str(found.line.client_id),
        unit_id=str(found.line.unit_id or ""),
        service=found.line.service,
        starts_on=date_to_pb(found.starts_on),
        ends_on=date_to_pb(found.ends_on),
        issue_on=date_to_pb(found.issue_on),
        state=enums.PERIOD_STATE.number(found.state),
        contracted=found.contracted,
        billed=found.billed,
        invoice_id=str(found.invoice_id or ""),
        invoice_number=found.invoice_number,
    )


def planned_invoice(group: Group, items: Iterable[tuple[Line, Period]]) -> line_pb2.PlannedInvoice:
    """An invoice that would be made."""
    client_id, unit_id, _, _, issue_on = group
    message = line_pb2.PlannedInvoice(
        client_id=str(client_id), unit_id=str(unit_id or ""), issue_on=date_to_pb(issue_on)
    )
    total = Decimal(0)
    for line, found in items:
        content = content_of(line, found.starts_on, found.ends_on)
        total += content.net
        message.lines.add(
            line_id=str(line.id),
            number=found.number,
            starts_on=date_to_pb(found.starts_on),
            ends_on=date_to_pb(found.ends_on),
            service=line.service,
            text=content.text,
            quantity=decimal_to_text(line.quantity),
            unit=line.unit,
            unit_price=decimal_to_text(content.unit_price),
            net=money_to_pb(content.net),
        )
    message.net.CopyFrom(money_to_pb(total))
    return message


def indexation_to_pb(row: Indexation, used: int) -> line_pb2.Indexation:
    """An indexation; `used` counts the periods that were invoiced at its prices."""
    return line_pb2.Indexation(
        id=str(row.id),
        percent="" if row.percent is None else decimal_to_text(row.percent),
        amount="" if row.amount is None else decimal_to_text(row.amount),
        lines=row.lines,
        undone=row.undone_at is not None,
        used=used,
        create_actor=row.created_by,
        create_time=instant_to_pb(row.created_at),
        **{"from": date_to_pb(row.from_day)},
    )


def schedule_to_pb(row: ClientSchedule) -> client_schedule_pb2.ClientSchedule:
    """What comes next for a client."""
    return client_schedule_pb2.ClientSchedule(
        client_id=str(row.client_id),
        next_on=date_to_pb(row.next_on),
        next_net=money_to_pb(row.next_net),
        active_lines=row.active_lines,
    )


def schedule_changed(row: ClientSchedule, epoch: int) -> client_schedule_pb2.ClientScheduleChanged:
    """The same as it is published."""
    return client_schedule_pb2.ClientScheduleChanged(
        client_id=str(row.client_id),
        next_on=date_to_pb(row.next_on),
        next_net=money_to_pb(row.next_net),
        active_lines=row.active_lines,
        epoch=epoch,
        version=row.version,
    )
