"""Answers queries: what was typed, to rows in order."""

from __future__ import annotations

import time
from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from kit.latvian.fold import fold
from kit.logs import get_logger
from kit.personal_data import PersonalData
from services.search.catalogue import Catalogue, Filter
from services.search.catalogue.orders import Ordinals
from services.search.catalogue.record import (
    ORDER_COLUMNS,
    ROW_COLUMNS,
    TOLD_COLUMNS,
    unpack_texts,
)
from services.search.engines.port import EngineFailed, Hit, Query
from services.search.errors import SortColumnInvalid
from services.search.highlight import Highlighter
from services.search.index import Index
from services.search.query import Understood, decoded, understand

log = get_logger("services.search.finder")

_ROW = (
    b"{"
    + b",".join(b'"%b":%%b' % column.encode() for column in (*ROW_COLUMNS, "unit", "matched"))
    + b"}"
)
_ORDERS = frozenset(("", "name", *ORDER_COLUMNS, *TOLD_COLUMNS))
NOTHING = (b"null", b"null")
MOST_MARKED = 1000
"""Rows of a whole result that say where they matched; further ones do not, as nobody reads that far."""


@dataclass(frozen=True, slots=True)
class Asked:
    """A query and how its result is wanted. `order_by` empty: by relevance, or by name for everything."""

    text: str
    filter: Filter
    order_by: str = ""
    descending: bool = False
    personal_codes: bool = False


@dataclass(frozen=True, slots=True)
class Found:
    """Rows by ordinal, and for each its unit and where it matched as JSON; `total` counts all that fit."""

    total: int
    ordinals: Ordinals
    extras: list[tuple[bytes, bytes]] | None
    """None: no row has a unit or a match."""
    generation: int
    kind: str
    degraded: bool = False


class Finder:
    """Answers from one index."""

    def __init__(self, index: Index, personal_data: PersonalData) -> None:
        self._index = index
        self._personal_data = personal_data

    async def find(self, asked: Asked, offset: int, limit: int) -> Found:
        """A page of what fits. Raises SortColumnInvalid and QueryInvalid."""
        meaning = self._understand(asked)
        if meaning.meaning == "none":
            return self._nothing(meaning.kind)
        if meaning.meaning == "all":
            return self._listed(asked, asked.filter, offset, limit)
        if meaning.meaning == "form":
            narrowed = _with_form(asked.filter, meaning.legal_form)
            found = self._listed(asked, narrowed, offset, limit, "text")
            if found.total:
                return found
        try:
            return await self._searched(asked, meaning, offset, limit)
        except EngineFailed as error:
            log.warning("text engine failed", error=str(error))
            self._index.is_damaged |= error.is_damaged
            return self._scanned(meaning, offset, limit)

    async def everything(self, asked: Asked) -> Found:
        """All rows that fit."""
        return await self.find(asked, 0, self._most())

    def is_plain(self, asked: Asked) -> bool:
        """Whether the result is a listing, which depends on the generation alone."""
        return self._understand(asked).meaning == "all"

    def rows(self, found: Found) -> bytes:
        """The page as a JSON array of objects."""
        rows = self._index.catalogue.rows(found.ordinals)
        extras = found.extras or [NOTHING] * len(rows)
        return b"[%b]" % b",".join(
            [_ROW % (*row, *extra) for row, extra in zip(rows, extras, strict=True)]
        )

    # -- inside

    def _understand(self, asked: Asked) -> Understood:
        if asked.order_by not in _ORDERS:
            raise SortColumnInvalid(metadata={"order_by": asked.order_by})
        return understand(
            asked.text,
            asked.filter,
            self._personal_data,
            personal_codes=asked.personal_codes,
            documents=not self._index.catalogue.document_names.is_empty,
        )

    def _most(self) -> int:
        """As many rows as there can be."""
        return len(self._index.catalogue) + self._index.catalogue.unit_count

    def _nothing(self, kind: str) -> Found:
        return Found(0, np.zeros(0, np.int32), None, self._index.catalogue.generation, kind)

    def _listed(
        self, asked: Asked, chosen: Filter, offset: int, limit: int, kind: str = "all"
    ) -> Found:
        catalogue = self._index.catalogue
        selection = catalogue.select(asked.order_by or "name", asked.descending, chosen)
        page = selection[offset : offset + limit]
        return Found(len(selection), page, None, catalogue.generation, kind)

    async def _searched(self, asked: Asked, meaning: Understood, offset: int, limit: int) -> Found:
        query = meaning.query
        total, hits = await self._page(query, asked, offset, limit)
        if not total and meaning.kind == "text":
            other = decoded(asked.text, asked.filter)
            if other is not None:
                query = other
                total, hits = await self._page(query, asked, offset, limit)
        # The page below is made without a pause, so its rows and its generation belong together.
        catalogue = self._index.catalogue
        ordinals, extras = _rows_of(catalogue, query, hits)
        return Found(
            total,
            np.array(ordinals, np.int32),
            extras,
            catalogue.generation,
            meaning.kind,
        )

    async def _page(
        self, query: Query, asked: Asked, offset: int, limit: int
    ) -> tuple[int, list[Hit]]:
        engine = self._index.engine
        of_told = asked.filter.of_told()
        if not asked.order_by and of_told == Filter():
            found = await engine.search(query, offset, limit)
            return found.total, found.hits
        if asked.order_by:
            hits = await engine.all_hits(query)
        else:
            # The engine knows only of clients: all its hits in their order, narrowed here.
            hits = (await engine.search(query, 0, self._most())).hits
        catalogue = self._index.catalogue
        fits = catalogue.mask(of_told)
        placed = [
            (ordinal, hit)
            for hit in hits
            if (ordinal := catalogue.ordinal(hit.client_id)) is not None
            and (fits is None or fits[ordinal])
        ]
        order: Sequence[int] = range(len(placed))
        if asked.order_by:
            ordinals = [ordinal for ordinal, _ in placed]
            order = catalogue.sort(ordinals, asked.order_by, asked.descending)
        return len(placed), [placed[place][1] for place in order[offset : offset + limit]]

    def _scanned(self, meaning: Understood, offset: int, limit: int) -> Found:
        """The simple search while the engine is down: names and numbers that hold every word."""
        started = time.monotonic()
        catalogue = self._index.catalogue
        words = [*meaning.query.words, *(() if meaning.query.words else meaning.query.codes)]
        fits: list[int] = []
        for ordinal in catalogue.select("name", False, meaning.query.filter).tolist():
            held = [
                fold(text)
                for field, text in unpack_texts(catalogue.texts(ordinal))
                if field != "personal_code"
            ]
            if words and all(any(word in text for text in held) for word in words):
                fits.append(ordinal)
            if time.monotonic() - started > 1.0:
                break
        hits = [Hit(catalogue.client_id(ordinal), 0) for ordinal in fits[offset : offset + limit]]
        ordinals, extras = _rows_of(catalogue, meaning.query, hits)
        return Found(
            len(fits),
            np.array(ordinals, np.int32),
            extras,
            catalogue.generation,
            meaning.kind,
            degraded=True,
        )


def _with_form(chosen: Filter, legal_form: str) -> Filter:
    forms = chosen.legal_form
    narrowed = (legal_form,) if not forms or legal_form in forms else ("\x00",)
    return replace(chosen, legal_form=narrowed)


def _rows_of(
    catalogue: Catalogue, query: Query, hits: Sequence[Hit]
) -> tuple[list[int], list[tuple[bytes, bytes]]]:
    """The ordinals of the hits, with unit and match. A hit that has just been removed is left out."""
    highlighter = Highlighter(query)
    ordinals: list[int] = []
    extras: list[tuple[bytes, bytes]] = []
    for place, hit in enumerate(hits):
        ordinal = catalogue.ordinal(hit.client_id)
        if ordinal is None:
            continue
        texts = [catalogue.texts(ordinal)]
        shown, documents = b"null", ""
        if hit.unit:
            unit = catalogue.unit(ordinal, hit.unit)
            if unit is None:
                continue
            texts.insert(0, unit.texts)
            shown = unit.row
        else:
            documents = catalogue.document_names.texts(ordinal)
        matched = (
            highlighter.matched(*texts, documents=documents) if place < MOST_MARKED else b"null"
        )
        ordinals.append(ordinal)
        extras.append((shown, matched))
    return ordinals, extras
