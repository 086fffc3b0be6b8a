"""The mapped classes of the clients database.

`client.published` is the client as it was last published (the protobuf of the event), written in the same transaction as the
rows it is made of. Reads answer it; rows serve rules, queries and people with psql. See docs/adr/0004.
"""

from __future__ import annotations

import uuid
from datetime import date, datetime
from typing import Any, ClassVar

from sqlalchemy import (
    ARRAY,
    BigInteger,
    Boolean,
    CheckConstraint,
    Date,
    DateTime,
    Double,
    ForeignKey,
    Identity,
    Index,
    LargeBinary,
    SmallInteger,
    Text,
    UniqueConstraint,
    Uuid,
    text,
)
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column, relationship

from kit.idempotency import request_table
from kit.outbox import outbox_tables


class Base(DeclarativeBase):
    """Root of the mapped classes. Text columns never hold NULL where the empty string says the same."""

    type_annotation_map: ClassVar[dict[Any, Any]] = {
        str: Text(),
        datetime: DateTime(timezone=True),
        date: Date(),
        float: Double(),
        uuid.UUID: Uuid(),
    }


OUTBOX = outbox_tables(Base.metadata)
ANSWERED = request_table(Base.metadata)


# Child lists are loaded where the store says so, and go with their client.
_CHILDREN: dict[str, Any] = {
    "lazy": "raise",
    "cascade": "all, delete-orphan",
    "passive_deletes": True,
}


class Client(Base):
    """The root. `version` counts changes; `digest` is of (id, version, published); `bucket` is the id's first byte."""

    __tablename__ = "client"

    id: Mapped[uuid.UUID] = mapped_column(primary_key=True)
    number: Mapped[int] = mapped_column(BigInteger, Identity(), unique=True)
    version: Mapped[int] = mapped_column(BigInteger)
    bucket: Mapped[int] = mapped_column(SmallInteger, index=True)
    digest: Mapped[int] = mapped_column(BigInteger)
    published: Mapped[bytes] = mapped_column(LargeBinary, deferred=True)

    kind: Mapped[str]
    status: Mapped[str]
    closed_on: Mapped[date | None]
    closed_reason: Mapped[str] = mapped_column(default="")

    name: Mapped[str] = mapped_column(default="")
    first_name: Mapped[str] = mapped_column(default="")
    last_name: Mapped[str] = mapped_column(default="")
    alias: Mapped[str] = mapped_column(default="")
    legal_form: Mapped[str] = mapped_column(default="")
    name_core: Mapped[str]
    name_shown: Mapped[str]
    sort_key: Mapped[str]
    comparison_key: Mapped[str] = mapped_column(index=True)

    group_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("client_group.id"), index=True)
    industry_code: Mapped[str] = mapped_column(default="")
    industry_revision: Mapped[str] = mapped_column(default="")
    language: Mapped[str] = mapped_column(default="")
    responsible: Mapped[str] = mapped_column(default="")
    notice_text: Mapped[str] = mapped_column(default="")
    notice_scope: Mapped[str] = mapped_column(default="all")
    notice_from: Mapped[date | None]
    notice_to: Mapped[date | None]
    comment: Mapped[str] = mapped_column(default="")
    tags: Mapped[list[str]] = mapped_column(ARRAY(Text), default=list)
    registered_on: Mapped[date | None]
    main_unit_id: Mapped[uuid.UUID | None]

    created_at: Mapped[datetime]
    created_by: Mapped[str]
    updated_at: Mapped[datetime]
    updated_by: Mapped[str]

    group: Mapped[ClientGroup | None] = relationship(lazy="raise")
    identifiers: Mapped[list[Identifier]] = relationship(
        order_by="Identifier.position", **_CHILDREN
    )
    addresses: Mapped[list[Address]] = relationship(order_by="Address.position", **_CHILDREN)
    channels: Mapped[list[Channel]] = relationship(order_by="Channel.position", **_CHILDREN)
    contacts: Mapped[list[Contact]] = relationship(order_by="Contact.position", **_CHILDREN)
    bank_accounts: Mapped[list[BankAccount]] = relationship(
        order_by="BankAccount.position", **_CHILDREN
    )
    units: Mapped[list[Unit]] = relationship(order_by="Unit.id", **_CHILDREN)

    __table_args__ = (
        CheckConstraint("kind IN ('legal', 'natural')"),
        CheckConstraint("status IN ('prospect', 'active', 'suspended', 'closed')"),
        CheckConstraint("(status = 'closed') = (closed_on IS NOT NULL)"),
    )


class ChildRow:
    """What every child row of a client has: its place in the list, kept as given."""

    id: Mapped[uuid.UUID] = mapped_column(primary_key=True)
    client_id: Mapped[uuid.UUID] = mapped_column(
        ForeignKey("client.id", ondelete="CASCADE"), index=True
    )
    position: Mapped[int]


class Identifier(ChildRow, Base):
    """A number of a client.

    `normal` is empty for personal codes; those are in `sealed` and `lookup` (kit.personal_data). `claim` is what must be unique:
    the normal form or lookup of a registration number or personal code of a client that is not closed, else NULL.
    """

    __tablename__ = "identifier"

    type: Mapped[str]
    shown: Mapped[str]
    normal: Mapped[str] = mapped_column(default="")
    sealed: Mapped[bytes | None] = mapped_column(LargeBinary)
    lookup: Mapped[str] = mapped_column(default="")
    claim: Mapped[str | None]
    country: Mapped[str]
    valid_from: Mapped[date | None]
    valid_to: Mapped[date | None]
    check_state: Mapped[str]
    checked_at: Mapped[datetime | None]
    source: Mapped[str] = mapped_column(default="")

    __table_args__ = (
        UniqueConstraint("type", "claim", name="identifier_claim"),
        Index("identifier_normal", "normal", postgresql_where=text("normal <> ''")),
        Index("identifier_lookup", "lookup", postgresql_where=text("lookup <> ''")),
    )


class Address(ChildRow, Base):
    """An address; `line` as written, parts as far as known."""

    __tablename__ = "address"

    kind: Mapped[str]
    line: Mapped[str]
    city: Mapped[str] = mapped_column(default="")
    parish: Mapped[str] = mapped_column(default="")
    municipality: Mapped[str] = mapped_column(default="")
    postcode: Mapped[str] = mapped_column(default="")
    country: Mapped[str] = mapped_column(default="LV")
    atvk_code: Mapped[str] = mapped_column(default="")
    latitude: Mapped[float | None]
    longitude: Mapped[float | None]
    valid_from: Mapped[date | None]
    valid_to: Mapped[date | None]


class Channel(ChildRow, Base):
    """A phone, e-mail or web site; `normal` is E.164, the lower case address, or the full URL."""

    __tablename__ = "channel"

    kind: Mapped[str]
    value: Mapped[str]
    normal: Mapped[str] = mapped_column(index=True)
    purpose: Mapped[str] = mapped_column(default="general")
    primary: Mapped[bool] = mapped_column(Boolean, default=False)
    note: Mapped[str] = mapped_column(default="")
    bounced_at: Mapped[datetime | None]


class Contact(ChildRow, Base):
    """A person to talk to."""

    __tablename__ = "contact"

    name: Mapped[str]
    role: Mapped[str] = mapped_column(default="")
    phone: Mapped[str] = mapped_column(default="")
    email: Mapped[str] = mapped_column(default="")
    unit_id: Mapped[uuid.UUID | None]
    primary: Mapped[bool] = mapped_column(Boolean, default=False)
    active: Mapped[bool] = mapped_column(Boolean, default=True)
    note: Mapped[str] = mapped_column(default="")


class BankAccount(ChildRow, Base):
    """A bank account; `changed_by` may not be who approves it."""

    __tablename__ = "bank_account"

    iban: Mapped[str] = mapped_column(index=True)
    bic: Mapped[str] = mapped_column(default="")
    bank: Mapped[str] = mapped_column(default="")
    holder: Mapped[str] = mapped_column(default="")
    currency: Mapped[str] = mapped_column(default="EUR")
    primary: Mapped[bool] = mapped_column(Boolean, default=False)
    active: Mapped[bool] = mapped_column(Boolean, default=True)
    changed_at: Mapped[datetime]
    changed_by: Mapped[str]
    approved_by: Mapped[str] = mapped_column(default="")


class Unit(Base):
    """A structural unit; the tree is in `parent_id`, the main one is named by the client."""

    __tablename__ = "unit"

    id: Mapped[uuid.UUID] = mapped_column(primary_key=True)
    client_id: Mapped[uuid.UUID] = mapped_column(
        ForeignKey("client.id", ondelete="CASCADE"), index=True
    )
    parent_id: Mapped[uuid.UUID | None] = mapped_column(
        ForeignKey("unit.id", deferrable=True, initially="DEFERRED")
    )
    version: Mapped[int] = mapped_column(default=1)
    kind: Mapped[str]
    name: Mapped[str]
    sort_key: Mapped[str]
    code: Mapped[str] = mapped_column(default="")
    address: Mapped[str] = mapped_column(default="")
    city: Mapped[str] = mapped_column(default="")
    postcode: Mapped[str] = mapped_column(default="")
    active: Mapped[bool] = mapped_column(Boolean, default=True)
    opened_on: Mapped[date | None]
    closed_on: Mapped[date | None]
    closed_reason: Mapped[str] = mapped_column(default="")
    payer_client_id: Mapped[uuid.UUID | None]
    served: Mapped[bool] = mapped_column(Boolean, default=False)
    phone: Mapped[str] = mapped_column(default="")
    note: Mapped[str] = mapped_column(default="")
    latitude: Mapped[float | None]
    longitude: Mapped[float | None]

    __table_args__ = (CheckConstraint("active OR closed_on IS NOT NULL"),)


CHILD_LISTS: dict[str, type[Identifier | Address | Channel | Contact | BankAccount | Unit]] = {
    "identifiers": Identifier,
    "addresses": Address,
    "channels": Channel,
    "contacts": Contact,
    "bank_accounts": BankAccount,
    "units": Unit,
}
"""The lists of a client and what is in them."""


class ClientGroup(Base):
    """A group of clients; groups form a tree."""

    __tablename__ = "client_group"

    id: Mapped[uuid.UUID] = mapped_column(primary_key=True)
    name: Mapped[str]
    name_key: Mapped[str] = mapped_column(unique=True)
    parent_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("client_group.id"))
    version: Mapped[int] = mapped_column(default=1)


class SpecialSetting(Base):
    """A special setting at one place; `owner_id` is the nil UUID for the company."""

    __tablename__ = "special_setting"

    scope: Mapped[str] = mapped_column(primary_key=True)
    owner_id: Mapped[uuid.UUID] = mapped_column(primary_key=True)
    key: Mapped[str] = mapped_column(primary_key=True)
    value: Mapped[str]
    updated_at: Mapped[datetime]
    updated_by: Mapped[str]


class History(Base):
    """One change of one field. Values are as people read them; personal codes are masked."""

    __tablename__ = "history"

    id: Mapped[int] = mapped_column(BigInteger, Identity(), primary_key=True)
    client_id: Mapped[uuid.UUID]
    version: Mapped[int] = mapped_column(BigInteger)
    at: Mapped[datetime]
    actor: Mapped[str]
    reason: Mapped[str] = mapped_column(default="")
    field: Mapped[str]
    old_value: Mapped[str] = mapped_column(default="")
    new_value: Mapped[str] = mapped_column(default="")

    __table_args__ = (Index("history_client", "client_id", "id"),)


class Reveal(Base):
    """Somebody saw a personal code in clear text: who, whose, when and why. Never changed or removed."""

    __tablename__ = "reveal"

    id: Mapped[int] = mapped_column(BigInteger, Identity(), primary_key=True)
    client_id: Mapped[uuid.UUID] = mapped_column(index=True)
    identifier_id: Mapped[uuid.UUID]
    at: Mapped[datetime]
    actor: Mapped[str]
    reason: Mapped[str]


class ServiceState(Base):
    """One row: `epoch` is raised by hand after the database was restored to an older point."""

    __tablename__ = "service_state"

    id: Mapped[int] = mapped_column(primary_key=True)
    epoch: Mapped[int] = mapped_column(BigInteger)
