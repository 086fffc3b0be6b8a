"""What the embedded engine keeps of a document: the fields of its index."""

from __future__ import annotations

from collections.abc import Collection
from typing import Final

import tantivy

from services.search.engines.port import Document, Hit

_RAW: Final = ("core", "lead", "joined", "codes", "tails", "secret", "client", "key")
_WORDS: Final = ("names", "near", "spelled", "everything", "borrowed", "titles")
# The first one and two letters of words are terms of their own: so short a prefix has too many terms to walk through.
LONGEST_START = 2
STARTS: Final = {
    "lead": "lead_start",
    "names": "names_start",
    "near": "everything_start",
    "everything": "everything_start",
    "borrowed": "borrowed_start",
    "titles": "titles_start",
}
_FACTS: Final = ("status", "kind", "group", "city", "legal_form", "responsible", "tag")
_NUMBERS: Final = ("rank", "client_high", "client_low", "unit")
_HALF = 1 << 64
_SIGN = 1 << 63


def schema() -> tantivy.Schema:
    """Raw fields, fields of words, and numbers to order by and read back."""
    builder = tantivy.SchemaBuilder()
    for field in (*_RAW, *(f"in_{fact}" for fact in _FACTS)):
        builder.add_text_field(field, tokenizer_name="raw", index_option="basic")
    for field in (*_WORDS, *dict.fromkeys(STARTS.values())):
        builder.add_text_field(field, tokenizer_name="words", index_option="basic")
    for field in _NUMBERS:
        builder.add_integer_field(field, fast=True)
    return builder.build()


def to_tantivy(document: Document) -> tantivy.Document:
    """The document in the engine's own form."""
    result = tantivy.Document()
    result.add_text("client", f"{document.client_id:032x}")
    result.add_text("key", document.key)
    for core in document.cores:
        result.add_text("core", core)
    leads = {core.partition(" ")[0] for core in document.cores}
    for lead in leads:
        result.add_text("lead", lead)
    for joined in {core.replace(" ", "") for core in document.cores if " " in core}:
        result.add_text("joined", joined)
    result.add_text("names", " ".join(document.names))
    result.add_text("near", " ".join(document.near))
    # Guesses walk through all terms of a field; numbers and addresses, which are never guessed at, would be most of them.
    result.add_text("spelled", " ".join(document.near - document.codes))
    result.add_text("everything", " ".join(document.everything))
    result.add_text("borrowed", " ".join(document.borrowed))
    result.add_text("titles", " ".join(document.titles))
    result.add_text("lead_start", _starts_of(leads))
    result.add_text("names_start", _starts_of(document.names))
    result.add_text("everything_start", _starts_of(document.everything))
    result.add_text("borrowed_start", _starts_of(document.borrowed))
    result.add_text("titles_start", _starts_of(document.titles))
    for code in document.codes:
        result.add_text("codes", code)
    for tail in document.tails:
        result.add_text("tails", tail[::-1])
    for secret in document.secrets:
        result.add_text("secret", secret)
    facts = document.facts
    for fact in ("status", "kind", "group", "city", "legal_form", "responsible"):
        value: str = getattr(facts, fact)
        if value:
            result.add_text(f"in_{fact}", value)
    for tag in facts.tags:
        result.add_text("in_tag", tag)
    high, low = divmod(document.client_id, _HALF)
    result.add_integer("rank", document.rank)
    result.add_integer("client_high", high - _SIGN)
    result.add_integer("client_low", low - _SIGN)
    result.add_integer("unit", document.unit)
    return result


def _starts_of(words: Collection[str]) -> str:
    return " ".join({word[:1] for word in words} | {word[:LONGEST_START] for word in words})


def read_hits(searcher: tantivy.Searcher, addresses: list[tantivy.DocAddress]) -> list[Hit]:
    """Which client, and which of its units, each address holds."""
    columns = [
        searcher.fast_field_values(field, addresses)
        for field in ("client_high", "client_low", "unit")
    ]
    return [
        Hit((int(high or 0) + _SIGN) * _HALF + int(low or 0) + _SIGN, int(unit or 0))
        for high, low, unit in zip(*columns, strict=True)
    ]
