"""A statement of account: what is in it, and the texts of its paper."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from kit.dates import date_from_pb
from kit.money import money_from_pb
from services.invoices.paper.typesetter import Sheet
from services.invoices.paper.wording import Language, breakable, day_text, money_text, words
from sysapi.invoices.v1 import invoices_service_pb2 as pb

_KIND = {
    pb.STATEMENT_KIND_INVOICE: "invoice",
    pb.STATEMENT_KIND_CREDIT_NOTE: "credit_note",
    pb.STATEMENT_KIND_PAYMENT: "payment",
    pb.STATEMENT_KIND_WRITE_OFF: "write_off",
    pb.STATEMENT_KIND_ANNULMENT: "annulment",
}


@dataclass(frozen=True, slots=True)
class Entry:
    """One row; `raises` and `lowers` are what the client owes more and less, one of them zero."""

    day: date
    kind: str
    number: str
    raises: Decimal
    lowers: Decimal
    balance: Decimal


@dataclass(frozen=True, slots=True)
class Statement:
    """A statement with the names of both sides; `kind` of an entry is in the language."""

    language: Language
    seller: str
    client: str
    first: date
    last: date
    as_of: date | None
    opening: Decimal
    entries: tuple[Entry, ...]
    closing: Decimal


def statement_of(
    request: pb.GetStatementRequest,
    answer: pb.GetStatementResponse,
    *,
    seller: str,
    client: str,
    language: Language,
) -> Statement:
    """The statement as the call answered it."""
    first, last = date_from_pb(getattr(request, "from")), date_from_pb(request.to)
    assert first is not None
    assert last is not None
    return Statement(
        language,
        seller,
        client,
        first,
        last,
        date_from_pb(request.as_of),
        money_from_pb(answer.opening),
        tuple(_entry(row, language) for row in answer.rows),
        money_from_pb(answer.closing),
    )


def _entry(row: pb.StatementRow, language: Language) -> Entry:
    day, amount = date_from_pb(row.on), money_from_pb(row.amount)
    assert day is not None
    return Entry(
        day,
        words(language)[f"kind_{_KIND[row.kind]}"],
        row.number,
        max(amount, Decimal(0)),
        max(-amount, Decimal(0)),
        money_from_pb(row.balance),
    )


def facts(statement: Statement) -> list[tuple[str, str]]:
    """What stands in the head, by name."""
    said, language = words(statement.language), statement.language
    found = [
        (said["statement_party"], statement.client),
        (
            said["period"],
            f"{day_text(statement.first, language)} – {day_text(statement.last, language)}",
        ),
    ]
    if statement.as_of:
        found.append((said["as_of"], day_text(statement.as_of, language)))
    return found


def statement_sheet(statement: Statement) -> Sheet:
    """Everything that is printed."""
    language = statement.language
    said = words(language)
    last = day_text(statement.last, language)
    result_name = said["owed" if statement.closing >= 0 else "overpaid"].format(day=last)
    return {
        "language": language,
        "words": said,
        "title": said["statement"],
        "running_head": " · ".join(filter(None, (said["statement"], statement.client))),
        "seller": breakable(statement.seller),
        "facts": [(name, breakable(value)) for name, value in facts(statement)],
        "first": day_text(statement.first, language),
        "last": last,
        "opening": money_text(statement.opening, language),
        "rows": [
            {
                "day": day_text(entry.day, language),
                "kind": entry.kind,
                "number": breakable(entry.number),
                "raises": money_text(entry.raises, language) if entry.raises else "",
                "lowers": money_text(entry.lowers, language) if entry.lowers else "",
                "balance": money_text(entry.balance, language),
            }
            for entry in statement.entries
        ],
        "raises": money_text(
            sum((entry.raises for entry in statement.entries), Decimal(0)), language
        ),
        "lowers": money_text(
            sum((entry.lowers for entry in statement.entries), Decimal(0)), language
        ),
        "closing": money_text(statement.closing, language),
        "result_name": result_name,
        "result": money_text(abs(statement.closing), language),
    }
