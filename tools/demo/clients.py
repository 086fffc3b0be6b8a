"""The client of an index, with everything the clients service keeps about it."""

from __future__ import annotations

import unicodedata
import zlib

from sysapi.clients.v1 import client_pb2
from tools.demo import contacts, numbers
from tools.demo.chains import BLOCK, Chain, membership
from tools.demo.companies import PUBLIC, Company, company
from tools.demo.company_names import public_body
from tools.demo.draws import Draw, Entry, draws, one_of
from tools.demo.names import colleague, without_diacritics
from tools.demo.persons import resident
from tools.demo.places import (
    SEATS,
    Address,
    as_people_write,
    company_town,
    letter_form,
    town_address,
)
from tools.demo.remarks import add_remarks
from tools.demo.standing import Standing, day, standing
from tools.demo.units import add_units

_VAT_PAYERS = 0.62
_FAR = 20
"""A client entered twice is at most so many entries after the first time."""
_LANGUAGES = ("lv", "lv", "lv", "lv", "lv", "lv", "lv", "ru", "en", "")


def client_id(index: int, seed: int) -> str:
    """The UUID of the client of an index."""
    return numbers.stable_id(seed, f"client:{index}")


def client(index: int, seed: int) -> client_pb2.Client:
    """The client of an index. 2 % are entered a second time, by somebody who did not look first."""
    back = _duplicate_of(index, seed)
    return _duplicate(index, index - back, seed) if back else _original(index, seed)


def _duplicate_of(index: int, seed: int) -> int:
    """How many clients back the one is that this one repeats; 0 for the other 98 %."""
    chance = zlib.crc32(f"{seed}:{index}".encode())
    if chance % 50 or index % BLOCK <= _FAR or membership(index, seed) is not None:
        return 0
    return 1 + chance // 50 % _FAR


def _original(index: int, seed: int) -> client_pb2.Client:
    entry = Entry(index, seed, draws(seed, "client", index))
    draw = entry.draw
    member = membership(index, seed)
    # All members of groups are legal persons, so a little more than 36 % of the others are natural ones.
    legal = member is not None or draw() >= 0.375
    heads = member is not None and member[1] == 0
    stands = standing(draw, legal, active=heads)
    message = client_pb2.Client(id=client_id(index, seed), status=stands.status)
    if stands.closed_on:
        message.closed_on.CopyFrom(day(stands.closed_on))
        message.closed_reason = stands.closed_reason
    if legal:
        _legal(message, entry, stands, member)
    else:
        _natural(message, entry, stands)
    if draw() < 0.7:
        message.responsible = colleague(draw())
    add_remarks(message, draw)
    return message


def _legal(
    message: client_pb2.Client,
    entry: Entry,
    stands: Standing,
    member: tuple[Chain, int] | None,
) -> None:
    draw = entry.draw
    message.kind = client_pb2.CLIENT_KIND_LEGAL
    found = company(entry, stands.since, None if member is None else "SIA")
    payer = ""
    if member is not None:
        chain, rank = member
        found = _of_chain(entry, found, chain, rank)
        message.group_id = chain.id
        payer = client_id(chain.members[0], entry.seed) if rank else ""
    message.name = _as_typed(found.name, draw())
    message.legal_form = found.form
    message.registered_on.CopyFrom(day(found.registered))
    # People forget the number of one client in fourteen.
    if draw() < 0.93:
        message.identifiers.add(type=client_pb2.IDENTIFIER_TYPE_LV_REGCODE, value=found.number)
    if found.form not in ("BDR", "NOD", PUBLIC) and draw() < _VAT_PAYERS:
        message.identifiers.add(type=client_pb2.IDENTIFIER_TYPE_LV_VAT, value=f"LV{found.number}")
        if draw() < 0.04:
            message.identifiers.add(
                type=client_pb2.IDENTIFIER_TYPE_PEPPOL, value=f"0218:{found.number}"
            )
    message.industry_code = found.industry
    message.industry_revision = "2.1"
    message.language = one_of(_LANGUAGES, draw()) if draw() < 0.5 else "lv"
    if draw() < 0.05:
        message.alias = found.core.partition(" ")[0] if draw() < 0.5 else found.core.upper()
    _add_addresses(message, draw, found.address, actual=0.2)
    domain = contacts.add_company_channels(message, draw, found.core, found.address.place.area_code)
    label = found.core if len(found.core) <= 60 else found.core[:60]
    unit_ids = add_units(message, entry, stands, label, found.address, payer_id=payer)
    public = found.form == PUBLIC
    contacts.add_contacts(message, draw, domain, form=found.form, unit_ids=unit_ids)
    contacts.add_bank_accounts(
        message, draw, 0.8 if public else 0.6, numbers.TREASURY if public else ""
    )


def _of_chain(entry: Entry, found: Company, chain: Chain, rank: int) -> Company:
    """The company as a member of its group: named after the brand, or a body of the municipality."""
    index, seed, draw = entry
    if chain.kind == "brand":
        core = chain.company_core(rank)
        return found._replace(name=f'SIA "{core}"', core=core)
    if chain.kind == "houses":
        house = found.address.line.rpartition(", ")[2].partition(" - ")[0]
        return found._replace(
            name=f'Dzīvokļu īpašnieku biedrība "{house}"',
            core=house,
            form="BDR",
            number=numbers.registration_number(index, "000", "8", seed),
            industry="68.32",
        )
    place = one_of(SEATS[f"{chain.word} nov."], draw())
    name = public_body(draw, place) if rank else f"{chain.word} novada pašvaldība"
    return found._replace(
        name=name,
        core=name,
        form=PUBLIC,
        number=numbers.registration_number(index, "090", "0", seed),
        address=town_address(draw, place, flat=0.0),
        industry="84.11",
    )


def _natural(message: client_pb2.Client, entry: Entry, stands: Standing) -> None:
    draw = entry.draw
    message.kind = client_pb2.CLIENT_KIND_NATURAL
    found = resident(entry)
    message.first_name = _as_typed(found.person.first, draw())
    message.last_name = _as_typed(found.person.last, draw())
    if found.code:
        message.identifiers.add(type=client_pb2.IDENTIFIER_TYPE_LV_PERSONAL_CODE, value=found.code)
    message.language = "ru" if found.person.slavic and draw() < 0.4 else "lv"
    if draw() < 0.75:
        _add_addresses(message, draw, found.address, actual=0.05)
    contacts.add_person_channels(message, draw, found.person, found.address.place.area_code)
    add_units(message, entry, stands, found.person.last, found.address)
    contacts.add_bank_accounts(message, draw, 0.12)


def _add_addresses(
    message: client_pb2.Client, draw: Draw, legal: Address, *, actual: float
) -> None:
    message.addresses.add(
        kind=client_pb2.ADDRESS_KIND_LEGAL,
        line=letter_form(legal) if draw() < 0.15 else legal.line,
        city=legal.place.name,
        parish=legal.place.parish,
        municipality=legal.place.municipality,
        postcode=as_people_write(legal.postcode, draw()),
    )
    if draw() < actual:
        other = town_address(draw, company_town(draw), flat=0.3)
        kind = draw()
        message.addresses.add(
            kind=client_pb2.ADDRESS_KIND_ACTUAL
            if kind < 0.7
            else client_pb2.ADDRESS_KIND_BILLING
            if kind < 0.85
            else client_pb2.ADDRESS_KIND_DELIVERY,
            line=other.line,
            postcode=other.postcode,
            latitude=other.latitude,
            longitude=other.longitude,
        )


def _as_typed(text: str, draw: float) -> str:
    """Text with what keyboards and clipboards do to it: 1 % decomposed letters, 3 % blanks at the end."""
    if draw < 0.01:
        return unicodedata.normalize("NFD", text)
    if draw < 0.04:
        return f"{text} "
    return text


def _duplicate(index: int, of: int, seed: int) -> client_pb2.Client:
    """The client of index `of` once more: name as somebody else writes it, no numbers, the same phone."""
    entry = Entry(index, seed, draws(seed, "duplicate", index))
    draw = entry.draw
    message = _original(of, seed)
    message.id = client_id(index, seed)
    for field in (
        "identifiers",
        "bank_accounts",
        "contacts",
        "units",
        "group_id",
        "main_unit_id",
        "comment",
        "notice",
    ):
        message.ClearField(field)  # pyright: ignore[reportArgumentType]
    if draw() < 0.6:
        message.name = without_diacritics(message.name).replace('"', "")
        message.last_name = without_diacritics(message.last_name)
    if draw() < 0.5:
        message.status = client_pb2.CLIENT_STATUS_ACTIVE
        message.ClearField("closed_on")
        message.ClearField("closed_reason")
    message.responsible = colleague(draw())
    stands = standing(draw, message.kind == client_pb2.CLIENT_KIND_LEGAL)
    home = town_address(draw, company_town(draw), flat=0.3)
    if message.status != client_pb2.CLIENT_STATUS_CLOSED:
        add_units(message, entry, stands._replace(closed_on=0), "Objekts", home)
    return message
