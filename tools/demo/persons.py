"""Natural persons: names, home, personal code for some."""

from __future__ import annotations

from typing import NamedTuple

from tools.demo import company_names, numbers
from tools.demo.draws import Entry
from tools.demo.names import Person, person
from tools.demo.places import PARISHES, Address, farm_address, person_town, town_address


class Resident(NamedTuple):
    """A person and where they live; `code` is empty for the 70 % whose personal code we do not know."""

    person: Person
    code: str
    address: Address


def resident(entry: Entry) -> Resident:
    """The natural person of an index. Every seventh code is a new one, as since 2017."""
    index, seed, draw = entry
    somebody = person(draw)
    code = ""
    if draw() < 0.3:
        new = draw() < 0.15
        code = (
            numbers.new_personal_code(index, seed, draw)
            if new
            else numbers.old_personal_code(index, seed)
        )
        if not new and draw() < 0.003:
            code = numbers.with_wrong_check_digit(code)
    if draw() < 0.12:
        address = farm_address(draw, PARISHES.pick(draw()), company_names.compound(draw))
    else:
        address = town_address(draw, person_town(draw), flat=0.6)
    return Resident(somebody, code, address)
