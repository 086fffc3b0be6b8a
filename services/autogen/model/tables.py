"""The mapped classes of the autogen database.

Every write about a line locks the schedule row of its client first; the ledger holds one row for each period that ever fell due.
"""

from __future__ import annotations

import uuid
from datetime import date, datetime
from decimal import Decimal
from typing import Any, ClassVar

from sqlalchemy import (
    BigInteger,
    Boolean,
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
)
from sqlalchemy import text as sql
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column, relationship

from kit.idempotency import request_table
from kit.outbox import outbox_tables
from services.autogen.model.calendar import Rule

MONEY = Numeric(14, 2)
PRICE = Numeric(15, 6)


class Base(DeclarativeBase):
    """Root of the mapped classes. Text columns never hold NULL where the empty string says the same."""

    type_annotation_map: ClassVar[dict[Any, Any]] = {
        str: Text(),
        bool: Boolean(),
        datetime: DateTime(timezone=True),
        date: Date(),
        Decimal: MONEY,
        uuid.UUID: Uuid(),
    }


OUTBOX = outbox_tables(Base.metadata)
ANSWERED = request_table(Base.metadata)


class ClientSchedule(Base):
    """What comes next for a client, and the lock of its lines. `version` counts what was published."""

    __tablename__ = "client_schedule"

    client_id: Mapped[uuid.UUID] = mapped_column(primary_key=True)
    version: Mapped[int] = mapped_column(BigInteger)
    next_on: Mapped[date | None]
    next_net: Mapped[Decimal]
    active_lines: Mapped[int]


class Line(Base):
    """A recurring service. `next_number` is the first period without a row in the ledger; the two beside it follow from it."""

    __tablename__ = "line"

    id: Mapped[uuid.UUID] = mapped_column(primary_key=True)
    version: Mapped[int] = mapped_column(BigInteger)
    client_id: Mapped[uuid.UUID]
    unit_id: Mapped[uuid.UUID | None]
    service: Mapped[str]
    template: Mapped[str]
    language: Mapped[str]
    quantity: Mapped[Decimal] = mapped_column(Numeric(12, 3))
    unit: Mapped[str]
    vat_category: Mapped[str]
    vat_rate: Mapped[Decimal] = mapped_column(Numeric(5, 2))
    every_months: Mapped[int] = mapped_column(SmallInteger)
    anchor_day: Mapped[int] = mapped_column(SmallInteger)
    timing: Mapped[str]
    issue_offset_days: Mapped[int] = mapped_column(SmallInteger)
    shift: Mapped[str]
    valid_from: Mapped[date]
    valid_to: Mapped[date | None]
    join_key: Mapped[str]
    term_days: Mapped[int | None] = mapped_column(SmallInteger)
    visits_per_period: Mapped[int] = mapped_column(SmallInteger, server_default="0")
    state: Mapped[str]
    paused_from: Mapped[date | None]
    paused_reason: Mapped[str] = mapped_column(default="")
    next_number: Mapped[int] = mapped_column(default=0)
    next_on: Mapped[date | None]
    next_net: Mapped[Decimal] = mapped_column(default=Decimal(0))
    created_at: Mapped[datetime]
    created_by: Mapped[str]

    prices: Mapped[list[Price]] = relationship(
        order_by="Price.from_day, Price.id",
        lazy="raise",
        cascade="all, delete-orphan",
        passive_deletes=True,
    )

    __table_args__ = (
        CheckConstraint("state IN ('active', 'paused', 'ended')"),
        CheckConstraint("(state = 'paused') = (paused_from IS NOT NULL)", name="line_paused"),
        CheckConstraint("(state = 'ended') = (next_on IS NULL)", name="line_ended"),
        Index("line_of_client", "client_id", "id"),
        Index("line_due", "next_on", postgresql_where=sql("next_on IS NOT NULL")),
    )

    @property
    def rule(self) -> Rule:
        """When its periods are."""
        return Rule(
            self.every_months, self.anchor_day, self.timing, self.issue_offset_days, self.shift
        )


class Price(Base):
    """A price from a day on. Of two from one day the later one entered holds; taking an indexation back deletes its rows."""

    __tablename__ = "price"

    id: Mapped[int] = mapped_column(BigInteger, Identity(), primary_key=True)
    line_id: Mapped[uuid.UUID] = mapped_column(
        ForeignKey("line.id", ondelete="CASCADE"), index=True
    )
    from_day: Mapped[date]
    unit_price: Mapped[Decimal] = mapped_column(PRICE)
    indexation_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("indexation.id"), index=True)


class LedgerPeriod(Base):
    """One period of one line that fell due. `document_id` tells which periods become one invoice, and keys it for ever.

    `is_in_doubt`: a try began whose outcome is not known; the invoice may be issued. `visits` is what the line said when the invoice
    was made, 0 when nothing.
    """

    __tablename__ = "period"

    id: Mapped[uuid.UUID] = mapped_column(primary_key=True)
    line_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("line.id"))
    client_id: Mapped[uuid.UUID]
    number: Mapped[int]
    starts_on: Mapped[date]
    ends_on: Mapped[date]
    issue_on: Mapped[date]
    document_id: Mapped[uuid.UUID] = mapped_column(index=True)
    state: Mapped[str]
    needs_approval: Mapped[bool] = mapped_column(default=False)
    is_in_doubt: Mapped[bool] = mapped_column(default=False)
    reason: Mapped[str] = mapped_column(default="")
    error_code: Mapped[str] = mapped_column(default="")
    error_text: Mapped[str] = mapped_column(default="")
    attempts: Mapped[int] = mapped_column(default=0)
    next_attempt_at: Mapped[datetime]
    text: Mapped[str] = mapped_column(default="")
    net: Mapped[Decimal | None]
    visits: Mapped[int] = mapped_column(SmallInteger, server_default="0")
    invoice_id: Mapped[uuid.UUID | None]
    invoice_number: Mapped[str] = mapped_column(default="")
    indexation_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("indexation.id"))
    decided_by: Mapped[str] = mapped_column(default="")
    updated_at: Mapped[datetime]

    line: Mapped[Line] = relationship(lazy="raise")

    __table_args__ = (
        UniqueConstraint("line_id", "number", name="period_once"),
        CheckConstraint("state IN ('planned', 'made', 'skipped', 'failed', 'waived')"),
        CheckConstraint(
            "state <> 'made' OR (invoice_id IS NOT NULL AND net IS NOT NULL)",
            name="period_made_has_invoice",
        ),
        CheckConstraint("NOT needs_approval OR state = 'planned'", name="period_approval"),
        Index(
            "period_pending",
            "next_attempt_at",
            postgresql_where=sql("state IN ('planned', 'failed') AND NOT needs_approval"),
        ),
        Index("period_waiting", "issue_on", postgresql_where=sql("needs_approval")),
        Index("period_by_day", sql("issue_on DESC"), sql("id DESC")),
        Index("period_of_client", "client_id", sql("issue_on DESC"), sql("id DESC")),
        Index("period_indexed", "indexation_id", postgresql_where=sql("indexation_id IS NOT NULL")),
    )


class Indexation(Base):
    """A change of many prices: by percent or by amount."""

    __tablename__ = "indexation"

    id: Mapped[uuid.UUID] = mapped_column(primary_key=True)
    from_day: Mapped[date]
    percent: Mapped[Decimal | None] = mapped_column(Numeric(9, 4))
    amount: Mapped[Decimal | None] = mapped_column(PRICE)
    lines: Mapped[int]
    undone_at: Mapped[datetime | None]
    created_at: Mapped[datetime]
    created_by: Mapped[str]

    __table_args__ = (
        CheckConstraint("num_nonnulls(percent, amount) = 1", name="indexation_by_one"),
        Index("indexation_newest", sql("created_at DESC"), sql("id DESC")),
    )


class ServiceState(Base):
    """One row: `epoch` is raised by hand after the database was restored to an older point."""

    __tablename__ = "service_state"

    id: Mapped[int] = mapped_column(primary_key=True)
    epoch: Mapped[int] = mapped_column(BigInteger)
