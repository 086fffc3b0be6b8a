"""The mapped classes of the invoices database.

Allocations are the truth; what is open on a due row, an invoice, a payment or an account follows from them, is written in the
same transaction, and is counted again every night. Every write of money locks the client's account row first, so that payments of
one client follow one another.
"""

from __future__ import annotations

import uuid
from datetime import date, datetime
from decimal import Decimal
from typing import Any, ClassVar

from sqlalchemy import (
    BigInteger,
    CheckConstraint,
    Date,
    DateTime,
    ForeignKey,
    Identity,
    Index,
    Numeric,
    SmallInteger,
    Text,
    UniqueConstraint,
    Uuid,
    text,
)
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column, relationship

from kit.idempotency import request_table
from kit.outbox import outbox_tables

MONEY = Numeric(14, 2)
SUM = Numeric(20, 2)
"""A sum over everything has more digits than an amount."""
_CHILDREN: dict[str, Any] = {
    "lazy": "raise",
    "cascade": "all, delete-orphan",
    "passive_deletes": True,
}


class Base(DeclarativeBase):
    """Root of the mapped classes. Text columns never hold NULL where the empty string says the same."""

    type_annotation_map: ClassVar[dict[Any, Any]] = {
        str: Text(),
        datetime: DateTime(timezone=True),
        date: Date(),
        Decimal: MONEY,
        uuid.UUID: Uuid(),
        dict[str, str]: JSONB(),
    }


OUTBOX = outbox_tables(Base.metadata)
ANSWERED = request_table(Base.metadata)


class Account(Base):
    """A client's account: the lock of all its money. `version` counts changes."""

    __tablename__ = "account"

    client_id: Mapped[uuid.UUID] = mapped_column(primary_key=True)
    version: Mapped[int] = mapped_column(BigInteger)


class Series(Base):
    """A series of numbers: the last one given and its day. Numbers are given in the transaction of the issue, so none is lost."""

    __tablename__ = "series"

    name: Mapped[str] = mapped_column(primary_key=True)
    year: Mapped[int] = mapped_column(SmallInteger, primary_key=True)
    last: Mapped[int] = mapped_column(BigInteger)
    last_on: Mapped[date]


class VatRate(Base):
    """A rate of VAT and the days on which it holds. `valid_to` is the last day, None for ever."""

    __tablename__ = "vat_rate"

    category: Mapped[str] = mapped_column(primary_key=True)
    rate: Mapped[Decimal] = mapped_column(Numeric(5, 2), primary_key=True)
    valid_from: Mapped[date] = mapped_column(primary_key=True)
    valid_to: Mapped[date | None]


class Invoice(Base):
    """An invoice, credit note or advance invoice. Amounts of a credit note are positive."""

    __tablename__ = "invoice"

    id: Mapped[uuid.UUID] = mapped_column(primary_key=True)
    version: Mapped[int] = mapped_column(BigInteger)
    type: Mapped[str]
    state: Mapped[str]
    series: Mapped[str]
    number: Mapped[str | None] = mapped_column(unique=True)
    series_year: Mapped[int | None] = mapped_column(SmallInteger)
    sequence: Mapped[int | None] = mapped_column(BigInteger)
    client_id: Mapped[uuid.UUID]
    unit_id: Mapped[uuid.UUID | None]
    issued_on: Mapped[date | None]
    supplied_on: Mapped[date | None]
    net: Mapped[Decimal]
    vat: Mapped[Decimal]
    gross: Mapped[Decimal]
    open: Mapped[Decimal]
    original_gross: Mapped[Decimal | None]
    original_currency: Mapped[str] = mapped_column(default="")
    buyer: Mapped[dict[str, str]]
    seller: Mapped[dict[str, str]]
    credited_invoice_id: Mapped[uuid.UUID | None] = mapped_column(
        ForeignKey("invoice.id"), index=True
    )
    note: Mapped[str] = mapped_column(default="")
    buyer_reference: Mapped[str] = mapped_column(default="")
    source: Mapped[str]
    source_key: Mapped[str | None] = mapped_column(unique=True)
    annulled_on: Mapped[date | None]
    annulled_at: Mapped[datetime | None]
    annulled_reason: Mapped[str] = mapped_column(default="")
    created_at: Mapped[datetime]
    created_by: Mapped[str]
    # Of its due rows, kept by a trigger on them: the last day, and the earliest `in_time_until` of those with something open.
    due_on: Mapped[date | None]
    oldest_open_until: Mapped[date | None]
    issued_at: Mapped[datetime | None]
    issued_by: Mapped[str] = mapped_column(default="")

    lines: Mapped[list[Line]] = relationship(order_by="Line.position", **_CHILDREN)
    dues: Mapped[list[Due]] = relationship(order_by="Due.position", **_CHILDREN)
    vat_totals: Mapped[list[VatTotal]] = relationship(order_by="VatTotal.position", **_CHILDREN)

    __table_args__ = (
        CheckConstraint("type IN ('invoice', 'credit_note', 'advance')"),
        CheckConstraint("state IN ('draft', 'issued', 'annulled')"),
        CheckConstraint("open >= 0 AND open <= gross", name="invoice_open_within_gross"),
        CheckConstraint("gross = net + vat", name="invoice_gross"),
        CheckConstraint(
            "(state = 'draft') = (number IS NULL)", name="invoice_numbered_when_issued"
        ),
        UniqueConstraint("series", "series_year", "sequence", name="invoice_sequence"),
        # These two hold what the list filters, sorts and sums by, so that the documents need not be read.
        Index(
            "invoice_of_client",
            "client_id",
            text("issued_on DESC"),
            text("id DESC"),
            postgresql_include=[
                "state", "type", "unit_id", "number", "net", "vat", "gross", "open", "due_on", "oldest_open_until",
            ],
        ),
        Index(
            "invoice_open",
            "oldest_open_until",
            postgresql_where=text("open > 0 AND state = 'issued'"),
            postgresql_include=[
                "id", "client_id", "unit_id", "issued_on", "type", "number", "net", "vat", "gross", "open", "due_on",
            ],
        ),
        Index("invoice_by_due_on", "due_on", "id"),
        Index("invoice_by_gross", "gross", "id"),
        Index("invoice_by_open", "open", "id"),
        Index(
            "invoice_not_issued", "state", "issued_on", "id", postgresql_where=text("state <> 'issued'")
        ),
        Index(
            "invoice_of_rare_type", "type", "issued_on", "id", postgresql_where=text("type <> 'invoice'")
        ),
        Index("invoice_by_day", text("issued_on DESC"), text("id DESC")),
        Index(
            "invoice_of_unit",
            "unit_id",
            text("issued_on DESC"),
            text("id DESC"),
            postgresql_where=text("unit_id IS NOT NULL"),
        ),
    )  # fmt: skip


class Line(Base):
    """A line; `net` is rounded by itself."""

    __tablename__ = "line"

    invoice_id: Mapped[uuid.UUID] = mapped_column(
        ForeignKey("invoice.id", ondelete="CASCADE"), primary_key=True
    )
    position: Mapped[int] = mapped_column(SmallInteger, primary_key=True)
    text: Mapped[str]
    quantity: Mapped[Decimal] = mapped_column(Numeric(12, 3))
    unit: Mapped[str] = mapped_column(default="")
    unit_price: Mapped[Decimal] = mapped_column(Numeric(15, 6))
    discount_percent: Mapped[Decimal] = mapped_column(Numeric(5, 2), default=Decimal(0))
    vat_category: Mapped[str]
    vat_rate: Mapped[Decimal] = mapped_column(Numeric(5, 2))
    unit_id: Mapped[uuid.UUID | None]
    period_from: Mapped[date | None]
    period_to: Mapped[date | None]
    net: Mapped[Decimal]


class VatTotal(Base):
    """VAT of one category and rate of a document."""

    __tablename__ = "vat_total"

    invoice_id: Mapped[uuid.UUID] = mapped_column(
        ForeignKey("invoice.id", ondelete="CASCADE"), primary_key=True
    )
    position: Mapped[int] = mapped_column(SmallInteger, primary_key=True)
    category: Mapped[str]
    rate: Mapped[Decimal] = mapped_column(Numeric(5, 2))
    base: Mapped[Decimal]
    tax: Mapped[Decimal]


class Due(Base):
    """What is to be paid of an issued invoice by a day; an invoice with one term has one. Client and unit are its invoice's."""

    __tablename__ = "due"

    id: Mapped[uuid.UUID] = mapped_column(primary_key=True)
    invoice_id: Mapped[uuid.UUID] = mapped_column(
        ForeignKey("invoice.id", ondelete="CASCADE"), index=True
    )
    position: Mapped[int] = mapped_column(SmallInteger)
    client_id: Mapped[uuid.UUID]
    unit_id: Mapped[uuid.UUID | None]
    due_on: Mapped[date]
    in_time_until: Mapped[date]
    amount: Mapped[Decimal]
    open: Mapped[Decimal]
    settled_on: Mapped[date | None]

    __table_args__ = (
        CheckConstraint("open >= 0 AND open <= amount", name="due_open_within_amount"),
        Index("due_open", "client_id", "due_on", postgresql_where=text("open > 0")),
        Index("due_of_client", "client_id", "in_time_until"),
        Index(
            "due_overdue",
            "in_time_until",
            postgresql_where=text("open > 0"),
            postgresql_include=["invoice_id", "client_id", "open"],
        ),
    )


class Payment(Base):
    """Money that came; `unallocated` is the client's advance."""

    __tablename__ = "payment"

    id: Mapped[uuid.UUID] = mapped_column(primary_key=True)
    client_id: Mapped[uuid.UUID]
    value_date: Mapped[date]
    booked_on: Mapped[date]
    amount: Mapped[Decimal]
    unallocated: Mapped[Decimal]
    method: Mapped[str]
    bank_reference: Mapped[str | None]
    payer_iban: Mapped[str] = mapped_column(default="")
    payer_name: Mapped[str] = mapped_column(default="")
    purpose: Mapped[str] = mapped_column(default="")
    created_at: Mapped[datetime]
    created_by: Mapped[str]

    __table_args__ = (
        CheckConstraint("amount > 0", name="payment_amount"),
        CheckConstraint(
            "unallocated >= 0 AND unallocated <= amount", name="payment_unallocated_within_amount"
        ),
        UniqueConstraint("client_id", "bank_reference", name="payment_bank_reference"),
        Index("payment_of_client", "client_id", text("value_date DESC"), text("id DESC")),
        Index("payment_left", "client_id", postgresql_where=text("unallocated > 0")),
    )


class WriteOff(Base):
    """Money that was given up on an invoice."""

    __tablename__ = "write_off"

    id: Mapped[uuid.UUID] = mapped_column(primary_key=True)
    invoice_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("invoice.id"), index=True)
    client_id: Mapped[uuid.UUID] = mapped_column(index=True)
    on_day: Mapped[date]
    amount: Mapped[Decimal]
    reason: Mapped[str]
    created_at: Mapped[datetime]
    created_by: Mapped[str]


class Allocation(Base):
    """An amount set against one due row. Never deleted: a reversed one keeps its days."""

    __tablename__ = "allocation"

    id: Mapped[uuid.UUID] = mapped_column(primary_key=True)
    due_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("due.id"), index=True)
    invoice_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("invoice.id"), index=True)
    client_id: Mapped[uuid.UUID] = mapped_column(index=True)
    payment_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("payment.id"), index=True)
    credit_note_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("invoice.id"), index=True)
    write_off_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("write_off.id"), index=True)
    amount: Mapped[Decimal]
    on_day: Mapped[date]
    created_at: Mapped[datetime]
    created_by: Mapped[str]
    reversed_on: Mapped[date | None]
    reversed_at: Mapped[datetime | None]
    reversed_by: Mapped[str] = mapped_column(default="")

    __table_args__ = (
        CheckConstraint("amount > 0", name="allocation_amount"),
        CheckConstraint(
            "num_nonnulls(payment_id, credit_note_id, write_off_id) = 1",
            name="allocation_has_one_source",
        ),
    )


class TurnoverMonth(Base):
    """Projection: issued invoices less credit notes of one client, unit and month. `unit_id` is zero for the client as a whole."""

    __tablename__ = "turnover_month"

    client_id: Mapped[uuid.UUID] = mapped_column(primary_key=True)
    month: Mapped[date] = mapped_column(primary_key=True)
    unit_id: Mapped[uuid.UUID] = mapped_column(primary_key=True)
    net: Mapped[Decimal]
    gross: Mapped[Decimal]
    count: Mapped[int]

    __table_args__ = (Index("turnover_of_unit", "client_id", "unit_id", "month"),)


class ClientMonth(Base):
    """Projection: turnover of all units of a client together. Kept by a trigger on `turnover_month`."""

    __tablename__ = "client_month"

    client_id: Mapped[uuid.UUID] = mapped_column(primary_key=True)
    month: Mapped[date] = mapped_column(primary_key=True)
    net: Mapped[Decimal]
    gross: Mapped[Decimal]
    count: Mapped[int]


class OwedDay(Base):
    """Projection: due rows with something open, by the last day in time. Kept by a trigger on `due`, for each unit and for the
    client as a whole, whose `unit_id` is all ones.
    """

    __tablename__ = "owed_day"

    client_id: Mapped[uuid.UUID] = mapped_column(primary_key=True)
    unit_id: Mapped[uuid.UUID] = mapped_column(primary_key=True)
    in_time_until: Mapped[date] = mapped_column(primary_key=True)
    open: Mapped[Decimal]
    amount: Mapped[Decimal]
    count: Mapped[int]


class PaidMonth(Base):
    """Projection: settled due rows by the month of the last day in time and by how late they were settled. Kept as OwedDay is."""

    __tablename__ = "paid_month"

    client_id: Mapped[uuid.UUID] = mapped_column(primary_key=True)
    unit_id: Mapped[uuid.UUID] = mapped_column(primary_key=True)
    month: Mapped[date] = mapped_column(primary_key=True)
    days_late: Mapped[int] = mapped_column(primary_key=True)
    amount: Mapped[Decimal]
    count: Mapped[int]


class InvoiceTotal(Base):
    """Projection: sums of documents by day of issue, beginning of the number (all but its last three characters), state and type.

    Sums of the rows with equal keys are meant: a trigger on `invoice` only adds rows, so that writers never wait for each other,
    and the night job folds them. Drafts have no day, which is told as one of the year 1. The first and last days due and numbers may
    reach further than those of the documents, never less far.
    """

    __tablename__ = "invoice_total"

    id: Mapped[int] = mapped_column(BigInteger, Identity(), primary_key=True)
    issued_on: Mapped[date]
    number_start: Mapped[str]
    state: Mapped[str]
    type: Mapped[str]
    is_open: Mapped[bool]
    count: Mapped[int]
    net: Mapped[Decimal] = mapped_column(SUM)
    vat: Mapped[Decimal] = mapped_column(SUM)
    gross: Mapped[Decimal] = mapped_column(SUM)
    open: Mapped[Decimal] = mapped_column(SUM)
    first_due: Mapped[date | None]
    last_due: Mapped[date | None]
    first_number: Mapped[str | None]
    last_number: Mapped[str | None]
    is_folded: Mapped[bool] = mapped_column(server_default="false")

    __table_args__ = (
        Index("invoice_total_by_day", "issued_on"),
        Index(
            "invoice_total_new",
            "issued_on",
            "number_start",
            postgresql_where=text("NOT is_folded"),
        ),
    )


class ServiceState(Base):
    """One row: `epoch` is raised by hand after the database was restored to an older point. `told_on` is the day as of which every
    client's money was told, None when that never was.
    """

    __tablename__ = "service_state"

    id: Mapped[int] = mapped_column(primary_key=True)
    epoch: Mapped[int] = mapped_column(BigInteger)
    told_on: Mapped[date | None]


class RecountRun(Base):
    """A run of the nightly recount: how many stored values differed from what was counted."""

    __tablename__ = "recount_run"

    id: Mapped[int] = mapped_column(BigInteger, Identity(), primary_key=True)
    began_at: Mapped[datetime]
    ended_at: Mapped[datetime]
    differences: Mapped[int]
    repaired: Mapped[bool]


class RecountDifference(Base):
    """One difference of a run; of many the first thousand are kept."""

    __tablename__ = "recount_difference"

    id: Mapped[int] = mapped_column(BigInteger, Identity(), primary_key=True)
    run_id: Mapped[int] = mapped_column(
        ForeignKey("recount_run.id", ondelete="CASCADE"), index=True
    )
    what: Mapped[str]
    row_id: Mapped[str]
    client_id: Mapped[uuid.UUID | None]
    stored: Mapped[str]
    counted: Mapped[str]
