"""The mapped classes of the visits database.

Every write about a visit locks the row of its client in `client_visits` first; `month_count` and `client_visits` follow from `visit`
and are written in the same transaction.
"""

from __future__ import annotations

import uuid
from datetime import date, datetime, time
from typing import Any, ClassVar

from sqlalchemy import (
    BigInteger,
    Boolean,
    CheckConstraint,
    Date,
    DateTime,
    ForeignKey,
    Index,
    LargeBinary,
    SmallInteger,
    Text,
    Time,
    Uuid,
)
from sqlalchemy import text as sql
from sqlalchemy.dialects.postgresql import ARRAY
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column

from kit.outbox import outbox_tables
from services.visits.model.recurrence import Rule


class Base(DeclarativeBase):
    """Root of the mapped classes. Text columns never hold NULL where the empty string says the same."""

    type_annotation_map: ClassVar[dict[Any, Any]] = {
        str: Text(),
        bool: Boolean(),
        datetime: DateTime(timezone=True),
        date: Date(),
        time: Time(),
        bytes: LargeBinary(),
        uuid.UUID: Uuid(),
        list[str]: ARRAY(Text()),
        list[int]: ARRAY(SmallInteger()),
    }


OUTBOX = outbox_tables(Base.metadata)


class ClientVisits(Base):
    """What is told of a client, and the lock of its visits. `version` counts what was published."""

    __tablename__ = "client_visits"

    client_id: Mapped[uuid.UUID] = mapped_column(primary_key=True)
    version: Mapped[int] = mapped_column(BigInteger)
    last_on: Mapped[date | None]
    last_unit_id: Mapped[uuid.UUID | None]
    planned: Mapped[int]
    done: Mapped[int]
    missed: Mapped[int]
    cancelled: Mapped[int]


class Plan(Base):
    """A rule for a unit. Visits are made until `planned_to`."""

    __tablename__ = "plan"

    id: Mapped[uuid.UUID] = mapped_column(primary_key=True)
    version: Mapped[int] = mapped_column(BigInteger)
    client_id: Mapped[uuid.UUID]
    unit_id: Mapped[uuid.UUID]
    kind: Mapped[str]
    performers: Mapped[list[str]]
    frequency: Mapped[str]
    every: Mapped[int] = mapped_column(SmallInteger)
    weekdays: Mapped[list[int]]
    week_of_month: Mapped[int] = mapped_column(SmallInteger)
    day_off: Mapped[str]
    at: Mapped[time]
    starts_on: Mapped[date]
    ends_on: Mapped[date | None]
    billable: Mapped[bool]
    planned_to: Mapped[date | None]

    __table_args__ = (
        Index("plan_of_client", "client_id", "id"),
        Index("plan_to_go_on", "planned_to"),
    )

    @property
    def rule(self) -> Rule:
        """On which days."""
        return Rule(
            self.frequency, self.every, tuple(self.weekdays), self.week_of_month, self.day_off
        )


class Visit(Base):
    """A visit. `starts_at` is when it began, or is planned to; `day` and `month` are those of Latvia.

    `is_as_planned`: the plan wrote it and nobody touched it, so that it follows the plan.
    """

    __tablename__ = "visit"

    id: Mapped[uuid.UUID] = mapped_column(primary_key=True)
    version: Mapped[int] = mapped_column(BigInteger)
    client_id: Mapped[uuid.UUID]
    unit_id: Mapped[uuid.UUID]
    plan_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("plan.id"))
    state: Mapped[str]
    kind: Mapped[str]
    performers: Mapped[list[str]]
    planned_start: Mapped[datetime | None]
    started: Mapped[datetime | None]
    ended: Mapped[datetime | None]
    note: Mapped[str]
    billable: Mapped[bool]
    signature: Mapped[str]
    is_as_planned: Mapped[bool]
    starts_at: Mapped[datetime]
    day: Mapped[date]
    month: Mapped[date]
    digest: Mapped[bytes]
    updated_at: Mapped[datetime]
    updated_by: Mapped[str]

    __table_args__ = (
        CheckConstraint("state IN ('planned', 'done', 'missed', 'cancelled')", name="visit_state"),
        CheckConstraint("date_trunc('month', day) = month", name="visit_month"),
        CheckConstraint("ended IS NULL OR ended >= started", name="visit_ended"),
        Index("visit_of_unit", "unit_id", "month", sql("starts_at DESC"), sql("id DESC")),
        Index("visit_of_client", "client_id", sql("starts_at DESC"), sql("id DESC")),
        Index(
            "visit_done",
            "client_id",
            sql("starts_at DESC"),
            postgresql_where=sql("state = 'done'"),
        ),
        Index("visit_of_day", "day"),
        Index(
            "visit_to_invoice",
            "month",
            "client_id",
            "unit_id",
            postgresql_where=sql("billable AND state = 'done'"),
        ),
        Index("visit_planned", "day", postgresql_where=sql("state = 'planned'")),
        Index(
            "visit_as_planned",
            "plan_id",
            postgresql_where=sql("is_as_planned"),
        ),
    )


class EarlierVisit(Base):
    """What a version of a visit held before it was overwritten, as a digest: it tells a put that comes again from a conflict."""

    __tablename__ = "earlier_visit"

    visit_id: Mapped[uuid.UUID] = mapped_column(
        ForeignKey("visit.id", ondelete="CASCADE"), primary_key=True
    )
    version: Mapped[int] = mapped_column(BigInteger, primary_key=True)
    digest: Mapped[bytes]


class MonthCount(Base):
    """The visits of one unit in one month; a month without any has no row."""

    __tablename__ = "month_count"

    client_id: Mapped[uuid.UUID] = mapped_column(primary_key=True)
    unit_id: Mapped[uuid.UUID] = mapped_column(primary_key=True)
    month: Mapped[date] = mapped_column(primary_key=True)
    planned: Mapped[int]
    done: Mapped[int]
    missed: Mapped[int]
    cancelled: Mapped[int]


class ServiceState(Base):
    """One row: `epoch` is raised by hand after the database was restored to an older point."""

    __tablename__ = "service_state"

    id: Mapped[int] = mapped_column(primary_key=True)
    epoch: Mapped[int] = mapped_column(BigInteger)
