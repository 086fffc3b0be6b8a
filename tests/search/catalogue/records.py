"""Records with few distinct values, so that ties, empty values and moves are frequent."""

from __future__ import annotations

from collections.abc import Iterable

from hypothesis import strategies as st

from services.search.catalogue import Catalogue, Facts, Record
from services.search.catalogue.record import ORDER_COLUMNS, STORED_COLUMNS

NUMBERS = ("kind", "status", "number", "units_active", "created_at", "updated_at")
_texts = st.sampled_from(["", "a", "b", "c", "ab"])
_numbers = st.integers(0, 4)


@st.composite
def records(draw: st.DrawFn) -> Record:
    values: list[int | str | None] = [
        draw(_numbers) if column in NUMBERS else draw(_texts) or None for column in ORDER_COLUMNS
    ]
    client_id = draw(st.integers(0, 12)) * (1 << 119) + draw(st.integers(0, 1))
    status = draw(st.sampled_from(["active", "prospect", "closed"]))
    return Record(
        client_id=client_id,
        epoch=1,
        version=draw(st.integers(1, 9)),
        digest=draw(st.integers(0, (1 << 64) - 1)),
        name_key=draw(st.sampled_from("ABCDEF")) + draw(st.sampled_from(["", "A", "Z"])),
        is_open=status != "closed",
        row=tuple(f'"{column} {client_id}"'.encode() for column in STORED_COLUMNS),
        order_values=tuple(values),
        facts=Facts(
            status=status,
            kind=draw(st.sampled_from(["legal", "natural"])),
            group=draw(_texts),
            group_label="",
            city=draw(_texts),
            legal_form=draw(_texts),
            responsible=draw(_texts),
            tags=tuple(draw(st.lists(st.sampled_from("xyz"), unique=True, max_size=3))),
        ),
        texts="",
        units=(),
    )


def put(catalogue: Catalogue, batch: Iterable[Record]) -> None:
    newest = list({record.client_id: record for record in batch}.values())
    catalogue.put(newest, catalogue.plan_labels(newest))
