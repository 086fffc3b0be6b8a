"""The engine of a cluster: Meilisearch over HTTP.

Meilisearch has ranking rules of its own, so the tiers are only approached: fields in order of worth, then exactness, then our
rank. Documents and queries are folded as for the embedded engine, and typos are its own business, switched off for numbers. A
batch counts as applied when its task has succeeded, never when it was taken in.
"""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import Sequence
from typing import Any, Final, cast

from httpx2 import HTTPError
from meilisearch_python_sdk import AsyncClient, AsyncIndex
from meilisearch_python_sdk.errors import MeilisearchError
from meilisearch_python_sdk.models.search import SearchResults
from meilisearch_python_sdk.models.settings import (
    MeilisearchSettings,
    MinWordSizeForTypos,
    Pagination,
    TypoTolerance,
)

from services.search.engines.port import (
    SHORTEST_TAIL,
    ClientDocuments,
    Document,
    EngineFailed,
    Hit,
    Hits,
    Query,
)

_PREFIX = "catalogue-"
_HTTP_SECONDS = 5
_TASK_MILLISECONDS = 60_000
_PAGE = 1000
_MOST_HITS = 2_000_000
_FACTS: Final = ("status", "kind", "group", "city", "legal_form", "responsible", "tag")
_SETTINGS: Final = MeilisearchSettings(
    searchable_attributes=["core", "names", "codes", "tails", "near", "everything", "titles"],
    filterable_attributes=["client", "secret", "codes", *_FACTS],
    sortable_attributes=["rank"],
    displayed_attributes=["client", "unit"],
    ranking_rules=["words", "typo", "attributeRank", "exactness", "sort", "proximity"],
    # The words come folded; splitting them further would take "3s+" apart.
    non_separator_tokens=["+", "&", "@", ".", "-", "%", "="],
    typo_tolerance=TypoTolerance(
        disable_on_attributes=["codes", "tails"],
        disable_on_numbers=True,
        min_word_size_for_typos=MinWordSizeForTypos(one_typo=4, two_typos=7),
    ),
    pagination=Pagination(max_total_hits=_MOST_HITS),
)


class MeilisearchEngine:
    """One index of a Meilisearch server."""

    name = "meilisearch"

    def __init__(self, client: AsyncClient, index: AsyncIndex) -> None:
        self._client = client
        self._index = index

    @classmethod
    async def open(cls, url: str, key: str, name: str) -> MeilisearchEngine:
        """The index of that name, made when it is not there. Raises EngineFailed."""
        client = AsyncClient(url, key or None, timeout=_HTTP_SECONDS)
        try:
            index: AsyncIndex = client.index(name)
            existing = await client.get_indexes(limit=1000) or []
            if name not in {other.uid for other in existing}:
                index = await client.create_index(
                    name, "id", wait=True, timeout_in_ms=_TASK_MILLISECONDS
                )
                task = await index.update_settings(_SETTINGS)
                await _finish(client, task.task_uid)
        except (MeilisearchError, HTTPError) as error:
            await client.aclose()
            raise _failed(error) from error
        return cls(client, index)

    @staticmethod
    async def discard_others(url: str, key: str, name: str) -> None:
        """Deletes every index of ours but this one. Raises EngineFailed."""
        async with AsyncClient(url, key or None, timeout=_HTTP_SECONDS) as client:
            try:
                for index in await client.get_indexes(limit=1000) or []:
                    if index.uid.startswith(_PREFIX) and index.uid != name:
                        await client.delete_index_if_exists(index.uid)
            except (MeilisearchError, HTTPError) as error:
                raise _failed(error) from error

    async def apply(self, changes: Sequence[ClientDocuments]) -> None:
        """Replaces all documents of each client; returns when Meilisearch's tasks have succeeded."""
        clients = [f"{change.client_id:032x}" for change in changes]
        documents = [_to_json(document) for change in changes for document in change.documents]
        try:
            # Tasks run one at a time and in order: both are sent before the first is waited for.
            tasks = [await self._index.delete_documents_by_filter(_one_of("client", clients))]
            if documents:
                tasks.append(await self._index.add_documents(documents, "id"))
            for task in tasks:
                await _finish(self._client, task.task_uid)
        except (MeilisearchError, HTTPError) as error:
            raise _failed(error) from error

    async def put(self, documents: Sequence[Document]) -> None:
        """Replaces these documents alone; returns when Meilisearch's task has succeeded."""
        try:
            task = await self._index.add_documents([_to_json(one) for one in documents], "id")
            await _finish(self._client, task.task_uid)
        except (MeilisearchError, HTTPError) as error:
            raise _failed(error) from error

    async def add(self, changes: Sequence[ClientDocuments]) -> None:
        """The same as `apply`: a task that has succeeded is safe."""
        await self.apply(changes)

    async def commit(self) -> None:
        """Nothing is left to be done."""

    async def search(self, query: Query, offset: int, limit: int) -> Hits:
        """Hits by Meilisearch's rules, equal ones by rank."""
        first = offset // limit + 1
        found = await self._page(query, first, limit)
        hits = found.hits
        if offset % limit:
            # Exact totals are only given for whole pages, so a crooked page is cut from two.
            hits = hits + (await self._page(query, first + 1, limit)).hits
        return Hits(found.total, hits[offset % limit :][:limit])

    async def all_hits(self, query: Query) -> list[Hit]:
        """Every hit; many of them may take seconds."""
        found = await self._page(query, 1, _PAGE)
        hits = found.hits
        for number in range(2, -(-found.total // _PAGE) + 1):
            hits += (await self._page(query, number, _PAGE)).hits
        return hits

    async def count(self) -> int:
        """Documents in the index."""
        try:
            return (await self._index.get_stats()).number_of_documents
        except (MeilisearchError, HTTPError) as error:
            raise _failed(error) from error

    async def close(self) -> None:
        """Closes the connection."""
        await self._client.aclose()

    async def destroy(self) -> None:
        """Deletes the index; when the server is down it stays until the next start."""
        with contextlib.suppress(MeilisearchError, HTTPError):
            await self._client.delete_index_if_exists(self._index.uid)
        await self.close()

    async def _page(self, query: Query, number: int, size: int) -> Hits:
        text, fields, narrowing = _to_search(query)
        try:
            async with asyncio.timeout(_HTTP_SECONDS):
                answer = await self._index.search(  # pyright: ignore[reportUnknownMemberType, reportUnknownVariableType]
                    text,
                    filter=narrowing,
                    sort=["rank:asc"],
                    matching_strategy="all",
                    attributes_to_search_on=fields,
                    page=number,
                    hits_per_page=size,
                )
        except (MeilisearchError, HTTPError, TimeoutError) as error:
            raise _failed(error) from error
        result = cast("SearchResults[dict[str, str]]", answer)
        hits = [Hit(int(hit["client"], 16), int(hit["unit"])) for hit in result.hits]
        return Hits(result.total_hits or 0, hits)


def _to_search(query: Query) -> tuple[str, list[str] | None, str | None]:
    """Search text, fields and filter. A query by number alone looks at numbers alone."""
    parts = [
        "(" + " OR ".join(f"{column} = {_quoted(value)}" for value in values) + ")"
        for column, values in query.filter.chosen()
    ]
    if query.secret:
        parts.append(f"secret = {_quoted(query.secret)}")
        return "", None, " AND ".join(parts)
    narrowing = " AND ".join(parts) or None
    if query.codes and not any(word.isalpha() for word in query.words):
        return query.codes[-1], ["codes", "tails", "titles"], narrowing
    if query.codes:
        return query.codes[0], ["codes"], narrowing
    return " ".join(query.spoken), None, narrowing


def _to_json(document: Document) -> dict[str, Any]:
    facts = document.facts
    return {
        "id": document.key,
        "client": f"{document.client_id:032x}",
        # Integers are exact only to 2^53 there.
        "unit": str(document.unit),
        "rank": f"{document.rank:019d}",
        "core": list(document.cores),
        "names": sorted(document.names),
        # Here a unit does not borrow: "all words, but not all of them from there" cannot be asked.
        "near": sorted(document.near - document.borrowed),
        "everything": sorted(document.everything - document.borrowed),
        "titles": sorted(document.titles),
        "codes": sorted(document.codes),
        "tails": sorted(
            code[start:]
            for code in document.tails
            for start in range(len(code) - SHORTEST_TAIL + 1)
        ),
        "secret": list(document.secrets),
        "status": facts.status,
        "kind": facts.kind,
        "group": facts.group,
        "city": facts.city,
        "legal_form": facts.legal_form,
        "responsible": facts.responsible,
        "tag": list(facts.tags),
    }


def _one_of(field: str, values: Sequence[str]) -> str:
    return f"{field} IN [{', '.join(_quoted(value) for value in values)}]"


def _quoted(value: str) -> str:
    """A value in a filter: an unquoted one would be read as language."""
    escaped = value.replace("\\", "\\\\").replace('"', '\\"')
    return f'"{escaped}"'


async def _finish(client: AsyncClient, task: int) -> None:
    """Waits for a task; a failed one raises."""
    await client.wait_for_task(
        task, timeout_in_ms=_TASK_MILLISECONDS, interval_in_ms=20, raise_for_status=True
    )


def _failed(error: Exception) -> EngineFailed:
    return EngineFailed(f"meilisearch: {type(error).__name__}")
