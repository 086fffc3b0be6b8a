"""Lines, periods, forecast and indexations between JSON and messages."""

from __future__ import annotations

from google.protobuf import field_mask_pb2

from services.bff.convert.money import (
    cents_of,
    cents_to_json,
    money_to_json,
    optional_money_to_json,
)
from services.bff.convert.names import Names
from services.bff.convert.values import day_to_json, instant_to_json, set_day
from services.bff.convert.words import (
    LINE_STATE,
    LINE_STATE_PB,
    PERIOD_STATE,
    SHIFT,
    SHIFT_PB,
    TIMING,
    TIMING_PB,
    VAT_CATEGORY,
    VAT_CATEGORY_PB,
)
from services.bff.shapes.autogen import IndexationInput, LineDraft, LinePatch, RuleInput
from sysapi.autogen.v1 import autogen_service_pb2 as pb
from sysapi.autogen.v1 import line_pb2

Json = dict[str, object]


def line_to_json(line: line_pb2.Line) -> Json:
    """One line."""
    return {
        "id": line.id,
        "etag": line.etag,
        "version": line.version,
        "client_id": line.client_id,
        "unit_id": line.unit_id or None,
        "service": line.service,
        "template": line.template,
        "language": line.language,
        "quantity": line.quantity,
        "unit": line.unit,
        "unit_price": line.unit_price,
        "prices": [
            {
                "from": day_to_json(getattr(price, "from")),
                "unit_price": price.unit_price,
                "indexation_id": price.indexation_id or None,
            }
            for price in line.prices
        ],
        "vat_category": VAT_CATEGORY[line.vat_category],
        "vat_rate": line.vat_rate,
        "rule": {
            "every_months": line.rule.every_months,
            "anchor_day": line.rule.anchor_day,
            "timing": TIMING[line.rule.timing],
            "issue_offset_days": line.rule.issue_offset_days,
            "shift": SHIFT[line.rule.shift],
        },
        "valid_from": day_to_json(line.valid_from),
        "valid_to": day_to_json(line.valid_to),
        "join_key": line.join_key,
        "term_days": line.term_days if line.HasField("term_days") else None,
        "status": LINE_STATE[line.state],
        "paused_from": day_to_json(line.paused_from),
        "paused_reason": line.paused_reason,
        "next_on": day_to_json(line.next_on),
        "next_net": optional_money_to_json(line.next_net),
        "next_text": line.next_text,
        "waiting": line.waiting,
        "failed": line.failed,
        "visits_per_period": line.visits_per_period,
        "created_at": instant_to_json(line.create_time),
    }


def lines_to_json(answer: pb.ListLinesResponse, names: Names, *, is_first: bool) -> Json:
    """A page of lines."""
    return {
        "lines": [
            {**line_to_json(line), **names.of(line.client_id, line.unit_id)}
            for line in answer.lines
        ],
        "count": answer.count if is_first else None,
        "next_page_token": answer.next_page_token,
    }


def line_from_json(fields: LineDraft | LinePatch) -> line_pb2.Line:
    """The line with every field of the body; of a patch only those of `line_mask` count."""
    line = line_pb2.Line(
        service=fields.service,
        template=fields.template,
        language=fields.language or "",
        quantity=fields.quantity,
        unit=fields.unit,
        vat_category=VAT_CATEGORY_PB[fields.vat_category],
        vat_rate=fields.vat_rate,
        rule=_rule_from_json(fields.rule) if fields.rule else None,
        join_key=fields.join_key,
        term_days=fields.term_days,
        visits_per_period=fields.visits_per_period,
    )
    set_day(line.valid_from, fields.valid_from)
    set_day(line.valid_to, fields.valid_to)
    if isinstance(fields, LineDraft):
        line.id = fields.id or ""
        line.client_id = fields.client_id
        line.unit_id = fields.unit_id or ""
        line.unit_price = fields.unit_price
    return line


def line_mask(patch: LinePatch) -> field_mask_pb2.FieldMask:
    """The fields that stand in the body, whatever their value."""
    return field_mask_pb2.FieldMask(paths=sorted(patch.model_fields_set))


def _rule_from_json(rule: RuleInput) -> line_pb2.Rule:
    return line_pb2.Rule(
        every_months=rule.every_months,
        anchor_day=rule.anchor_day,
        timing=TIMING_PB[rule.timing],
        issue_offset_days=rule.issue_offset_days,
        shift=SHIFT_PB[rule.shift],
    )


def period_to_json(period: line_pb2.Period) -> Json:
    """A row of the ledger."""
    return {
        "id": period.id,
        "line_id": period.line_id,
        "client_id": period.client_id,
        "unit_id": period.unit_id or None,
        "service": period.service,
        "number": period.number,
        "starts_on": day_to_json(period.starts_on),
        "ends_on": day_to_json(period.ends_on),
        "issue_on": day_to_json(period.issue_on),
        "status": PERIOD_STATE[period.state],
        "needs_approval": period.needs_approval,
        "reason": period.reason,
        "error_code": period.error_code,
        "error_text": period.error_text,
        "attempts": period.attempts,
        "next_attempt_at": instant_to_json(period.next_attempt_time),
        "text": period.text,
        "net": money_to_json(period.net),
        "invoice_id": period.invoice_id or None,
        "invoice_number": period.invoice_number,
        "decided_by": period.decided_by,
        "updated_at": instant_to_json(period.update_time),
    }


def periods_to_json(answer: pb.ListPeriodsResponse, names: Names) -> Json:
    """A page of the ledger."""
    return {
        "periods": [
            {**period_to_json(period), **names.of(period.client_id, period.unit_id)}
            for period in answer.periods
        ],
        "next_page_token": answer.next_page_token,
    }


def planned_to_json(invoice: line_pb2.PlannedInvoice) -> Json:
    """An invoice that would be made."""
    return {
        "client_id": invoice.client_id,
        "unit_id": invoice.unit_id or None,
        "issue_on": day_to_json(invoice.issue_on),
        "lines": [
            {
                "line_id": line.line_id,
                "number": line.number,
                "starts_on": day_to_json(line.starts_on),
                "ends_on": day_to_json(line.ends_on),
                "service": line.service,
                "text": line.text,
                "quantity": line.quantity,
                "unit": line.unit,
                "unit_price": line.unit_price,
                "net": money_to_json(line.net),
            }
            for line in invoice.lines
        ],
        "net": money_to_json(invoice.net),
    }


def forecast_to_json(answer: pb.GetForecastResponse, names: Names) -> Json:
    """A page of what is coming."""
    return {
        "invoices": [
            {**planned_to_json(invoice), **names.of(invoice.client_id, invoice.unit_id)}
            for invoice in answer.invoices
        ],
        "next_page_token": answer.next_page_token,
    }


def card_forecast_to_json(answer: pb.GetForecastResponse, most_invoices: int) -> Json:
    """The next invoices in full, and the sums of all by month of issue."""
    months: dict[tuple[int, int], list[int]] = {}
    for invoice in answer.invoices:
        day = invoice.issue_on
        months.setdefault((day.year, day.month), []).append(cents_of(invoice.net))
    return {
        "invoices": [planned_to_json(invoice) for invoice in answer.invoices[:most_invoices]],
        "count": len(answer.invoices),
        "months": [
            {
                "year": year,
                "month": month,
                "net": cents_to_json(sum(months[year, month])),
                "count": len(months[year, month]),
            }
            for year, month in sorted(months)
        ],
    }


def run_to_json(answer: pb.RunResponse) -> Json:
    """What was done."""
    return {
        "made": answer.made,
        "skipped": answer.skipped,
        "failed": answer.failed,
        "waiting": answer.waiting,
        "invoices": answer.invoices,
        "net": money_to_json(answer.net),
        "failures": [
            {
                "period_id": failure.period_id,
                "line_id": failure.line_id,
                "error_code": failure.error_code,
                "error_text": failure.error_text,
            }
            for failure in answer.failures
        ],
    }


def indexation_from_json(body: IndexationInput) -> pb.IndexationChange:
    """The change of prices."""
    change = pb.IndexationChange(
        filter=pb.LineFilter(
            client_ids=body.filter.client_ids,
            unit_id=body.filter.unit_id or "",
            states=[LINE_STATE_PB[word] for word in body.filter.statuses],
            service=body.filter.service,
            line_ids=body.filter.line_ids,
        ),
        percent=body.percent,
        amount=body.amount,
    )
    set_day(getattr(change, "from"), body.first)
    return change


def indexation_to_json(indexation: line_pb2.Indexation) -> Json:
    """One indexation."""
    return {
        "id": indexation.id,
        "from": day_to_json(getattr(indexation, "from")),
        "percent": indexation.percent,
        "amount": indexation.amount,
        "lines": indexation.lines,
        "undone": indexation.undone,
        "used": indexation.used,
        "created_by": indexation.create_actor,
        "created_at": instant_to_json(indexation.create_time),
    }


def preview_to_json(answer: pb.PreviewIndexationResponse, names: Names) -> Json:
    """What would change."""
    return {
        "count": answer.count,
        "lines": [
            {
                "line_id": line.line_id,
                "client_id": line.client_id,
                **names.of_client(line.client_id),
                "service": line.service,
                "old_price": line.old_price,
                "new_price": line.new_price,
            }
            for line in answer.lines
        ],
        "old_year_net": money_to_json(answer.old_year_net),
        "new_year_net": money_to_json(answer.new_year_net),
    }
