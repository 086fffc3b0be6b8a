"""What the catalogue keeps of one client."""

from __future__ import annotations

from dataclasses import dataclass

STORED_COLUMNS = (
    "id",
    "name",
    "kind",
    "registration_number",
    "city",
    "group",
    "group_id",
    "status",
    "number",
    "legal_form",
    "vat_number",
    "address",
    "phone",
    "email",
    "www",
    "iban",
    "industry",
    "responsible",
    "tags",
    "units_active",
    "units_total",
    "notice",
    "created_at",
    "updated_at",
    "version",
)
"""Columns of a row that come from the client, in order."""

MONEY_COLUMNS = (
    "net_12_months_cents",
    "open_cents",
    "overdue_cents",
    "days_late",
    "paying_strip",
)
"""Columns of a row that come from its money; to order by, too."""

SCHEDULE_COLUMNS = ("next_invoice_on", "next_invoice_net_cents")
"""Columns of a row that come from its automatic invoices; to order by, too."""

VISIT_COLUMNS = ("last_visit_on", "visits_done")
"""Columns of a row that come from the visits at its sites; to order by, too."""

TOLD_COLUMNS = (*MONEY_COLUMNS, *SCHEDULE_COLUMNS, *VISIT_COLUMNS)
"""Columns of a row that other services than the clients service tell of."""

ROW_COLUMNS = (*STORED_COLUMNS, *TOLD_COLUMNS)
"""Columns of a row in order; `unit` and `matched` follow them and belong to the hit, not the client."""

ORDER_COLUMNS = (
    "registration_number",
    "kind",
    "legal_form",
    "city",
    "group",
    "status",
    "number",
    "units_active",
    "responsible",
    "created_at",
    "updated_at",
    "industry",
    "email",
    "phone",
)
"""Columns of the client to order by besides the name."""

FACET_COLUMNS = ("status", "kind", "group", "city", "legal_form", "responsible", "tag")
"""Columns to filter by and count."""

SEPARATOR = "\x1e"
FIELD_END = "\x1f"


@dataclass(frozen=True, slots=True)
class UnitRow:
    """A unit of a client: `key` is its id cut to 63 bits, `row` its JSON object in a hit, `texts` as in Record."""

    key: int
    row: bytes
    texts: str


@dataclass(frozen=True, slots=True)
class Facts:
    """Values to filter by; `group` is the id, `group_label` its name; "" where there is none."""

    status: str
    kind: str
    group: str
    group_label: str
    city: str
    legal_form: str
    responsible: str
    tags: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Record:
    """One client, ready to be shown, ordered, filtered and highlighted.

    `client_id` is the UUID as a number. `row` holds a JSON fragment for each of STORED_COLUMNS, `order_values` a number, a
    sort key or None (empty) for each of ORDER_COLUMNS. `texts` are the shown texts a query may be found in, best first: field
    name, FIELD_END, text, joined by SEPARATOR.
    """

    client_id: int
    epoch: int
    version: int
    digest: int
    name_key: str
    is_open: bool
    row: tuple[bytes, ...]
    order_values: tuple[int | str | None, ...]
    facts: Facts
    texts: str
    units: tuple[UnitRow, ...]


@dataclass(frozen=True, slots=True)
class Money:
    """The money of one client as it was at (epoch, version) on a day.

    `as_of` is the day's ordinal; amounts are cents of EUR. `strip` has a letter for each of the last five invoices, oldest first:
    e early, t on time, a to d late (1-30, 31-60, 61-90, 91 and more days), A to D the same and still open, o open and not due.
    """

    client_id: int
    epoch: int
    version: int
    as_of: int
    net_12_months: int = 0
    open: int = 0
    overdue: int = 0
    days_late: int = 0
    strip: str = ""

    @property
    def place(self) -> tuple[int, int, int]:
        """How new it is; the day alone changes it, too."""
        return self.epoch, self.version, self.as_of


@dataclass(frozen=True, slots=True)
class Schedule:
    """The next automatic invoice of one client as it was at (epoch, version).

    `next_on` is the ordinal of the day of issue, 0 when none is coming; `next_net` is in cents of EUR.
    """

    client_id: int
    epoch: int
    version: int
    next_on: int = 0
    next_net: int = 0

    @property
    def place(self) -> tuple[int, int, int]:
        """How new it is; no day changes it without a new version."""
        return self.epoch, self.version, 0


@dataclass(frozen=True, slots=True)
class Visits:
    """The visits at one client as they were at (epoch, version).

    `last_on` is the ordinal of the day of the last one that was done, 0 when there was none; `done` counts those that were.
    """

    client_id: int
    epoch: int
    version: int
    last_on: int = 0
    done: int = 0

    @property
    def place(self) -> tuple[int, int, int]:
        """How new it is; no day changes it without a new version."""
        return self.epoch, self.version, 0


@dataclass(frozen=True, slots=True)
class DocumentNames:
    """What the documents of one client were called at (epoch, version).

    `packed`: title, FIELD_END, number of each, newest first, joined by SEPARATOR.
    """

    client_id: int
    epoch: int
    version: int
    packed: str = ""

    @property
    def place(self) -> tuple[int, int, int]:
        """How new it is; no day changes it without a new version."""
        return self.epoch, self.version, 0


def pack_texts(pairs: list[tuple[str, str]]) -> str:
    """The searchable texts as one string, so that a client costs one object instead of dozens."""
    return SEPARATOR.join(f"{field}{FIELD_END}{text}" for field, text in pairs if text)


def unpack_texts(packed: str) -> list[tuple[str, str]]:
    """The pairs of field and text."""
    pairs: list[tuple[str, str]] = []
    for entry in packed.split(SEPARATOR):
        field, end, text = entry.partition(FIELD_END)
        if end:
            pairs.append((field, text))
    return pairs


def unpack_text(packed: str, place: int) -> tuple[str, str]:
    """One of the pairs of field and text."""
    field, _, text = packed.split(SEPARATOR)[place].partition(FIELD_END)
    return field, text
