"""What the documents of all clients are called. No row shows it: it is only searched, and told where it was found."""

from __future__ import annotations

import re
from functools import lru_cache

from services.search.catalogue.record import (
    FIELD_END,
    SEPARATOR,
    DocumentNames,
    pack_texts,
    unpack_texts,
)
from services.search.catalogue.told import Place, ToldColumns

DOCUMENT_FIELD = "document"
"""The field of the searchable texts that documents are found in."""


class DocumentNamesColumns(ToldColumns[DocumentNames]):
    """Packed names by ordinal, of the clients that have documents."""

    names = ()
    nothing = ()

    def __init__(self) -> None:
        super().__init__(())
        self._packed: dict[int, str] = {}

    @property
    def is_empty(self) -> bool:
        """Whether no client of the catalogue has a document."""
        return not self._packed

    def packed(self, ordinal: int | None, client_id: int) -> str:
        """The names of a client, also of one that is not in the catalogue; "" for none."""
        if ordinal is not None:
            return self._packed.get(ordinal, "")
        told, _ = self._elsewhere.get(client_id, (None, 0))
        return "" if told is None else told.packed

    def texts(self, ordinal: int) -> str:
        """The names as searchable texts, packed as those of a Record; "" for none."""
        packed = self._packed.get(ordinal)
        return _searchable(packed) if packed else ""

    def differing(self, ordinal: int, told: DocumentNames | None) -> list[str]:
        """What would change by this."""
        packed = "" if told is None else told.packed
        return [] if self._packed.get(ordinal, "") == packed else [DOCUMENT_FIELD]

    def _values(self, told: DocumentNames) -> tuple[int, ...]:
        return ()

    def _made(self, ordinal: int, client_id: int, place: Place) -> DocumentNames:
        return DocumentNames(client_id, *place[:2], self._packed.get(ordinal, ""))

    def _write(self, ordinal: int, told: DocumentNames | None) -> None:
        super()._write(ordinal, told)
        if told is not None and told.packed:
            self._packed[ordinal] = told.packed
        else:
            self._packed.pop(ordinal, None)


def pack_names(names: list[tuple[str, str]]) -> str:
    """Titles and numbers as one string; `unpack_texts` takes it apart."""
    return SEPARATOR.join(f"{title}{FIELD_END}{number}" for title, number in names)


def shown_name(title: str, number: str) -> str:
    """A document as it is shown: "Pakalpojumu līgums Nr. 12/2024"; a number that stands in the title is not repeated."""
    is_in_title = re.search(rf"(?<!\w){re.escape(number)}(?!\w)", title)
    return title if not number or is_in_title else f"{title} Nr. {number}"


@lru_cache(maxsize=16_384)
def _searchable(packed: str) -> str:
    return pack_texts(
        [(DOCUMENT_FIELD, shown_name(title, number)) for title, number in unpack_texts(packed)]
    )
