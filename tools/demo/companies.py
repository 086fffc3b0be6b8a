"""Legal persons: form, name, number, home, industry and age."""

from __future__ import annotations

from datetime import date
from typing import NamedTuple

from tools.demo import company_names, numbers
from tools.demo.draws import Draw, Entry, Weighted, one_of, table
from tools.demo.places import (
    PARISHES,
    Address,
    Place,
    company_town,
    farm_address,
    town_address,
)

FORMS = Weighted(
    (("SIA", 800), ("BDR", 45), ("NOD", 15), ("ZEM", 40), ("AS", 20), ("IK", 20), ("IND", 10), ("", 40), ("PS", 3),
     ("KB", 3), ("AKF", 2), ("FIL", 2))
)  # fmt: skip
"""Legal forms per thousand (latvia.md 6); public bodies have none."""

PUBLIC = ""
_KIND_DIGIT = {"ZEM": "1", "IK": "2", "IND": "2", "BDR": "8", "NOD": "8", PUBLIC: "0"}
_INDUSTRIES = Weighted(
    ((row["code"], tuple(row["words"].split("|"))), int(row["weight"]))
    for row in table("industries")
)
_OF_FORM = {
    "ZEM": (("01.11", "graudi"), ("01.41", "ferma"), ("01.50", "saimniecība")),
    "BDR": (("94.99", ""), ("93.12", ""), ("68.32", "")),
    "NOD": (("94.99", ""), ("88.99", "")),
    PUBLIC: (("85.31", ""), ("85.10", ""), ("84.11", ""), ("91.11", "")),
}
_FIRST_DAY = date(1991, 3, 1).toordinal()
_SERIES_010 = date(2009, 1, 1).toordinal()
_SERIES_020 = date(2016, 6, 14).toordinal()
_END_OF_REGIONS = date(2020, 9, 23).toordinal()


class Company(NamedTuple):
    """A legal person; `registered` is an ordinal day, `number` is empty when nobody wrote it down."""

    name: str
    core: str
    form: str
    number: str
    address: Address
    industry: str
    registered: int


def company(entry: Entry, known_since: int, form: str | None = None) -> Company:
    """The legal person of an index, registered at most 15 years before the ordinal day `known_since`."""
    draw = entry.draw
    if form is None:
        form = FORMS.pick(draw())
    place = PARISHES.pick(draw()) if form == "ZEM" else company_town(draw)
    code, words = _industry(draw, form)
    name, core = named(draw, form, place, words)
    age = draw()
    registered = max(_FIRST_DAY, known_since - int(5_500 * age * age))
    return Company(
        name,
        core,
        form,
        number(entry, form, place, registered),
        home(draw, place, core, flat=0.0 if form == PUBLIC else 0.35),
        code,
        registered,
    )


_WHOLE_NAMES = {
    "BDR": company_names.association,
    "NOD": company_names.foundation,
    PUBLIC: company_names.public_body,
}


def named(draw: Draw, form: str, place: Place, trade: str) -> tuple[str, str]:
    """The full name of a body of that form, and its core."""
    whole = _WHOLE_NAMES.get(form)
    if whole is not None:
        name = whole(draw, place)
        return name, company_names.core_of(name)
    if form == "ZEM":
        core = company_names.compound(draw)
        return company_names.farm(draw, place, core), core
    core = company_names.core(draw, place, trade)
    if form == "AKF":
        return f'{one_of(("UAB", "OÜ", "Oy", "GmbH"), draw())} "{core}" Latvijas filiāle', core
    if form == "FIL":
        return f'SIA "{core}" {place.genitive} filiāle', core
    return company_names.firm(draw, form, core), core


def number(entry: Entry, form: str, place: Place, registered: int) -> str:
    """The registration number, of the office and series of its time (latvia.md 2.2); 0.3 % are mistyped."""
    index, seed, draw = entry
    if form == PUBLIC:
        office = "090"
    elif form in ("BDR", "NOD"):
        office = "000"
    elif place.office != "000" and registered < _END_OF_REGIONS and draw() < 0.75:
        office = place.office
    elif registered < _SERIES_010:
        office = "000"
    else:
        office = "010" if registered < _SERIES_020 else "020"
    found = numbers.registration_number(index, office, _KIND_DIGIT.get(form, "3"), seed)
    return numbers.with_wrong_check_digit(found) if draw() < 0.003 else found


def home(draw: Draw, place: Place, core: str, *, flat: float) -> Address:
    """Where it is registered: a house with a name in a parish, a street in a town."""
    if place.parish:
        return farm_address(draw, place, core)
    return town_address(draw, place, flat=flat)


def _industry(draw: Draw, form: str) -> tuple[str, str]:
    special = _OF_FORM.get(form)
    if special is not None:
        return one_of(special, draw())
    code, words = _INDUSTRIES.pick(draw())
    return code, one_of(words, draw())
