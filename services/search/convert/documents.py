"""A client as documents of the text engine: one for itself and one for each unit."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache

from kit.latvian.contact import split_phones
from kit.latvian.fold import digraph_fold, transliterate, words
from kit.latvian.names import person_aliases
from services.search.catalogue import Record
from services.search.catalogue.document_names import shown_name
from services.search.catalogue.record import unpack_texts
from services.search.convert.record import unit_key
from services.search.engines.port import ClientDocuments, Document, rank_of
from sysapi.clients.v1 import client_pb2 as pb

LONGEST_TOKEN = 200
_CYRILLIC = re.compile(r"[\u0400-\u04ff]")
_NOT_DIGIT = re.compile(r"[^0-9]+")
_MAIL_SEPARATOR = re.compile(r"[@.\-_+/]")
_NUMERO = re.compile(r"\bnr\b\.?", re.IGNORECASE)
_SCHEME = re.compile(r"^[a-z]+://")
_spoken = lru_cache(maxsize=16_384)(digraph_fold)


@lru_cache(maxsize=4096)
def search_words(text: str) -> tuple[str, ...]:
    """The folded words of a text, Cyrillic ones in Latin letters."""
    if not text:
        return ()
    found = words(text)
    if _CYRILLIC.search(text):
        found = [transliterate(word) if _CYRILLIC.search(word) else word for word in found]
    if len(text) > LONGEST_TOKEN:
        found = [word[:LONGEST_TOKEN] for word in found]
    return tuple(found)


def documents_from_client(
    client: pb.Client, record: Record, label: int, document_names: str
) -> ClientDocuments:
    """Everything the client is found by. Personal codes are only there as keyed hashes.

    `document_names`: what its documents are called, packed as in DocumentNames; "" for none.
    """
    cores = _cores(client)
    names = _both_spellings(
        [
            *search_words(client.name or client.name_shown),
            client.legal_form.lower(),
            *search_words(client.name_core),
            *search_words(client.alias),
            *_forms(client),
        ]
    )
    codes, tails, secrets = _codes(client)
    group = _both_spellings(search_words(client.group_name))
    people = _both_spellings(
        word for contact in client.contacts for word in search_words(contact.name)
    )
    hosts = frozenset(word for code in codes if "." in code for word in search_words(code))
    near = names | codes | group | people | hosts
    places = _both_spellings(
        word
        for address in client.addresses
        for word in _place_words(address.line, address.city, address.postcode)
    )
    own = Document(
        client_id=record.client_id,
        unit=0,
        rank=rank_of(label, is_active=record.is_open, unit_place=0),
        cores=cores,
        names=names,
        near=near,
        everything=near | places,
        borrowed=frozenset[str](),
        titles=_words_of_titles(document_names),
        codes=codes,
        tails=tails,
        secrets=secrets,
        facts=record.facts,
    )
    inherited = names | group
    units = (
        _unit_document(
            unit, place, own, inherited, label=label, record=record, is_chain=len(client.units) > 1
        )
        for place, unit in enumerate(client.units, start=2)
    )
    return ClientDocuments(record.client_id, (own, *units))


def _unit_document(
    unit: pb.Unit,
    place: int,
    owner: Document,
    inherited: frozenset[str],
    *,
    label: int,
    record: Record,
    is_chain: bool,
) -> Document:
    """A unit is found by its own name and address, and weakly by its client's name and group.

    The main unit of a chain stands for its client, so the client's name is also its own.
    """
    own_words = search_words(unit.name)
    names = _both_spellings(own_words + search_words(unit.code))
    cores = _with_spoken([" ".join(own_words)])
    borrowed = owner.names - names
    if unit.main and is_chain:
        cores += owner.cores
        names |= owner.names
        borrowed = frozenset[str]()
    phones, tails = _phone_codes([unit.phone])
    codes = phones | _postcode(unit.postcode)
    near = names | inherited | codes
    places = _both_spellings(_place_words(unit.address, unit.city, unit.postcode))
    return Document(
        client_id=owner.client_id,
        unit=unit_key(unit.id),
        rank=rank_of(
            label,
            is_active=record.is_open and unit.active,
            unit_place=1 if unit.main else place,
        ),
        cores=cores,
        names=names,
        near=near,
        everything=near | places,
        borrowed=borrowed,
        titles=frozenset[str](),
        codes=codes,
        tails=tails,
        secrets=(),
        facts=record.facts,
    )


def document_number(text: str) -> str:
    """A text as the number of a document, in which separators do not matter: its folded letters and digits; "" without digits."""
    letters = [char for word in search_words(text) for char in word if char.isalnum()]
    return "".join(letters)[:LONGEST_TOKEN] if any(map(str.isdigit, letters)) else ""


def title_words(text: str) -> tuple[str, ...]:
    """The folded words of a title, "12/2024" and whatever else has a digit as one word; without "Nr.", which says nothing."""
    found: list[str] = []
    for part in _NUMERO.sub(" ", text).split():
        number = document_number(part)
        found += (number,) if number else search_words(part)
    return tuple(found)


def _words_of_titles(document_names: str) -> frozenset[str]:
    """The words of titles, each number as one word, and its parts."""
    return _both_spellings(
        word
        for title, number in unpack_texts(document_names)
        for name in (shown_name(title, number),)
        for word in (*search_words(name), *title_words(name), document_number(number))
    )


def _cores(client: pb.Client) -> tuple[str, ...]:
    """Each whole name by which the client is called, as words with a space between."""
    texts = [client.name_core, client.alias, client.name]
    if client.last_name:
        texts.append(client.name_shown)
    return _with_spoken([" ".join(search_words(text)) for text in texts])


def _with_spoken(cores: list[str]) -> tuple[str, ...]:
    found = dict.fromkeys(core[:LONGEST_TOKEN] for core in cores if core)
    found.update(dict.fromkeys([digraph_fold(core) for core in found]))
    return tuple(found)


def _forms(client: pb.Client) -> list[str]:
    """Words of a person's name in other cases and the other gender (latvia.md 3.7)."""
    if client.kind != pb.CLIENT_KIND_NATURAL:
        return []
    return list(person_aliases(client.first_name, client.last_name))


def _place_words(line: str, city: str, postcode: str) -> tuple[str, ...]:
    """Words of an address; town and postcode mostly stand in its line already."""
    found = search_words(line)
    if city not in line:
        found += search_words(city)
    if postcode not in line:
        found += search_words(postcode)
    return found


def _both_spellings(found: Iterable[str]) -> frozenset[str]:
    plain = {word for word in found if word}
    return frozenset(plain | {_spoken(word) for word in plain})


def _codes(client: pb.Client) -> tuple[frozenset[str], frozenset[str], tuple[str, ...]]:
    """All numbers and addresses in normal form, those found by their end, and hashes of personal codes."""
    numbers: set[str] = {str(client.number)} if client.number else set()
    secrets: list[str] = []
    for item in client.identifiers:
        if item.lookup:
            secrets.append(item.lookup)
        elif item.normal:
            normal = item.normal.lower()
            numbers |= {normal, _NOT_DIGIT.sub("", normal)}
    numbers |= {account.iban.replace(" ", "").lower() for account in client.bank_accounts}
    numbers.discard("")
    written: list[str] = [contact.phone for contact in client.contacts]
    mails: set[str] = set()
    for item in client.channels:
        if item.kind == pb.CHANNEL_KIND_PHONE:
            written.append(item.normal or item.value)
        else:
            mails |= _mail_codes(item.normal or item.value)
    for contact in client.contacts:
        mails |= _mail_codes(contact.email)
    phones, phone_tails = _phone_codes(written)
    postcodes: frozenset[str] = frozenset()
    for address in client.addresses:
        postcodes |= _postcode(address.postcode)
    return (
        frozenset(numbers) | phones | mails | postcodes,
        frozenset(numbers) | phone_tails,
        tuple(secrets),
    )


def _phone_codes(written: list[str]) -> tuple[frozenset[str], frozenset[str]]:
    """Digits of each phone with the country's code and, for Latvian ones, without; and the longest form of each."""
    found: set[str] = set()
    tails: set[str] = set()
    for text in written:
        for phone in split_phones(text) if text else ():
            digits = _NOT_DIGIT.sub("", phone).removeprefix("00")
            if len(digits) == 8 and digits[0] in "26789":
                digits = f"371{digits}"
            if digits:
                found.add(digits)
                tails.add(digits)
            if len(digits) == 11 and digits.startswith("371"):
                found.add(digits[3:])
    return frozenset(found), frozenset(tails)


def _mail_codes(address: str) -> set[str]:
    """An e-mail or web address, and what follows each of its separators: berzins@example.lv, example.lv."""
    text = _SCHEME.sub("", address.strip().lower()).rstrip("/")[:LONGEST_TOKEN]
    if not text or " " in text:
        return set()
    return {text} | {
        text[match.end() :] for match in _MAIL_SEPARATOR.finditer(text) if text[match.end() :]
    }


def _postcode(text: str) -> frozenset[str]:
    return frozenset([text.lower().replace(" ", "")]) if text else frozenset()
