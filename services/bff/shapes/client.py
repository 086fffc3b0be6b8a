"""A client and its rows, as read (`…Json`) and as sent (`…Input`).

Fields of a row that only the service sets may be sent back as they were read; they are ignored.
"""

from __future__ import annotations

from datetime import date, datetime
from typing import Annotated, Literal

from pydantic import BaseModel, Field

from services.bff.edge import Strict
from services.bff.shapes.fields import Day, Id, Instant

Kind = Literal["legal", "natural"]
Status = Literal["prospect", "active", "suspended", "closed"]
IdentifierType = Literal[
    "lv_regcode",
    "lv_vat",
    "lv_personal_code",
    "eu_vat",
    "foreign",
    "gln",
    "peppol",
    "sepa_creditor",
]
CheckState = Literal["none", "valid", "suspect"]
AddressKind = Literal["legal", "actual", "billing", "delivery", "site"]
ChannelKind = Literal["phone", "email", "www"]
ChannelPurpose = Literal["general", "invoices", "statements", "visits"]
NoticeScope = Literal["all", "invoice", "visit"]
DuplicateSign = Literal["identifier", "name", "email", "phone", "iban"]
Latitude = Annotated[float, Field(ge=-90, le=90)]
Longitude = Annotated[float, Field(ge=-180, le=180)]


class IdentifierJson(BaseModel):
    """One number of the client."""

    id: str
    type: IdentifierType
    value: str | None = Field(description="As people write it; null when it is masked.")
    shown: str = Field(description="As it may be shown to everybody.")
    country: str
    valid_from: date | None
    valid_to: date | None
    check_state: CheckState
    source: str


class AddressJson(BaseModel):
    """One address."""

    id: str
    kind: AddressKind
    line: str
    city: str
    parish: str
    municipality: str
    postcode: str
    country: str
    atvk_code: str
    latitude: float | None
    longitude: float | None
    valid_from: date | None
    valid_to: date | None


class ChannelJson(BaseModel):
    """A phone, e-mail or web site."""

    id: str
    kind: ChannelKind
    value: str
    normal: str = Field(description="Normal form: E.164, lower-case address, host and path.")
    purpose: ChannelPurpose
    primary: bool
    note: str
    bounced_at: datetime | None


class ContactJson(BaseModel):
    """A person to talk to."""

    id: str
    name: str
    role: str
    phone: str
    email: str
    unit_id: str | None
    primary: bool
    active: bool
    note: str


class BankAccountJson(BaseModel):
    """A bank account."""

    id: str
    iban: str
    bic: str
    bank: str
    holder: str
    currency: str
    primary: bool
    active: bool
    changed_at: datetime | None
    approved_by: str


class NoticeJson(BaseModel):
    """A text shown whenever the client is used."""

    text: str
    scope: NoticeScope
    valid_from: date | None
    valid_to: date | None


class ClientJson(BaseModel):
    """A client with its rows; its units are read apart."""

    id: str
    etag: str = Field(description="Send it back as If-Match.")
    version: int
    number: int
    kind: Kind
    status: Status
    closed_on: date | None
    closed_reason: str
    name: str
    first_name: str
    last_name: str
    alias: str
    legal_form: str
    name_core: str
    name_shown: str
    registered_on: date | None
    identifiers: list[IdentifierJson]
    addresses: list[AddressJson]
    channels: list[ChannelJson]
    contacts: list[ContactJson]
    bank_accounts: list[BankAccountJson]
    group_id: str | None
    group_name: str
    industry_code: str
    industry_revision: str
    industry_title: str
    language: str
    responsible: str
    notice: NoticeJson | None
    comment: str
    tags: list[str]
    main_unit_id: str | None
    created_at: datetime | None
    created_by: str
    updated_at: datetime | None
    updated_by: str


class IdentifierInput(Strict):
    """One number; an id keeps the row, a null value with an id keeps the stored number."""

    id: Id | None = None
    type: IdentifierType
    value: str | None = None
    country: str = ""
    valid_from: Day | None = None
    valid_to: Day | None = None
    source: str = ""
    shown: str = Field(default="", description="Ignored.")
    check_state: CheckState = Field(default="none", description="Ignored.")


class AddressInput(Strict):
    """One address."""

    id: Id | None = None
    kind: AddressKind
    line: str
    city: str = ""
    parish: str = ""
    municipality: str = ""
    postcode: str = ""
    country: str = ""
    atvk_code: str = ""
    latitude: Latitude | None = None
    longitude: Longitude | None = None
    valid_from: Day | None = None
    valid_to: Day | None = None


class ChannelInput(Strict):
    """A phone, e-mail or web site."""

    id: Id | None = None
    kind: ChannelKind
    value: str
    purpose: ChannelPurpose = "general"
    primary: bool = False
    note: str = ""
    bounced_at: Instant | None = None
    normal: str = Field(default="", description="Ignored.")


class ContactInput(Strict):
    """A person to talk to."""

    id: Id | None = None
    name: str
    role: str = ""
    phone: str = ""
    email: str = ""
    unit_id: Id | None = None
    primary: bool = False
    active: bool = True
    note: str = ""


class BankAccountInput(Strict):
    """A bank account."""

    id: Id | None = None
    iban: str
    bic: str = ""
    bank: str = ""
    holder: str = ""
    currency: str = ""
    primary: bool = False
    active: bool = True
    changed_at: Instant | None = Field(default=None, description="Ignored.")
    approved_by: str = Field(default="", description="Ignored.")


class NoticeInput(Strict):
    """A text shown whenever the client is used."""

    text: str
    scope: NoticeScope = "all"
    valid_from: Day | None = None
    valid_to: Day | None = None


class ClientFields(Strict):
    """What people may write about a client."""

    kind: Kind = "legal"
    name: str = ""
    first_name: str = ""
    last_name: str = ""
    alias: str = ""
    legal_form: str = ""
    registered_on: Day | None = None
    identifiers: list[IdentifierInput] = Field(default=[])
    addresses: list[AddressInput] = Field(default=[])
    channels: list[ChannelInput] = Field(default=[])
    contacts: list[ContactInput] = Field(default=[])
    bank_accounts: list[BankAccountInput] = Field(default=[])
    group_id: Id | None = None
    industry_code: str = ""
    industry_revision: str = ""
    language: str = ""
    responsible: str = ""
    notice: NoticeInput | None = None
    comment: str = ""
    tags: list[str] = Field(default=[])


class ClientDraft(ClientFields):
    """A new client."""

    id: Id | None = Field(default=None, description="Made when absent.")
    kind: Kind = Field(description="Stated, never guessed.")
    status: Literal["prospect", "active"] = "active"


class ClientPatch(ClientFields):
    """The fields that change; an array is replaced whole, its rows keep their ids."""

    change_reason: str = Field(default="", description="Why, for the history.")


class DuplicatesInput(ClientFields):
    """A client as far as it is typed."""

    id: Id | None = Field(default=None, description="The client itself, when it is there already.")


class StatusInput(Strict):
    """A change of standing."""

    status: Status
    closed_on: Day | None = Field(default=None, description="Today in Riga when absent.")
    reason: str = ""


class RevealInput(Strict):
    """Why a masked number is needed; kept in the access log."""

    reason: str


class RevealedJson(BaseModel):
    """The number in clear text."""

    value: str


class DuplicateJson(BaseModel):
    """A client that may be the same."""

    client_id: str
    name: str
    registration_number: str
    city: str
    status: Status
    signs: list[DuplicateSign]


class DuplicatesJson(BaseModel):
    """At most 10, best first."""

    duplicates: list[DuplicateJson]


class ChangeJson(BaseModel):
    """One change of one field."""

    time: datetime
    actor: str
    reason: str
    field: str
    old_value: str
    new_value: str
    version: int


class HistoryJson(BaseModel):
    """A page of history, newest first."""

    changes: list[ChangeJson]
    next_page_token: str = Field(description="Empty at the end, and only there.")
