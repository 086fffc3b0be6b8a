"""Latvian postal addresses in one line: what can be read from them."""

from __future__ import annotations

import re
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class AddressParts:
    """Parts read from an address line; "" where the line does not say.

    `city` is the town or village, without the street.
    """

    city: str
    parish: str
    municipality: str
    postcode: str


class PostcodeInvalid(ValueError):
    """Text that is no Latvian postcode."""


STATE_CITIES = frozenset(
    ("Rīga", "Daugavpils", "Jelgava", "Jēkabpils", "Jūrmala", "Liepāja", "Ogre", "Rēzekne",
     "Valmiera", "Ventspils")
)  # fmt: skip

_POSTCODE = re.compile(r"(?:LV[\s\u2010-\u2015-]*)?([0-9]{4})", re.IGNORECASE)
_POSTCODE_IN_LINE = re.compile(r"\bLV\s?[\u2010-\u2015-]?\s?([0-9]{4})\b", re.IGNORECASE)
# Commas inside quotes belong to the name of a house.
_PART = re.compile(r'(?:[^,"]|"[^"]*"?)+')
_MUNICIPALITY = re.compile(r"(.+?)\s+(?:nov\.?|novads|novadā|raj\.?|rajons)", re.IGNORECASE)
_PARISH = re.compile(r"(.+?)\s+(?:pag\.?|pagasts|pagastā)", re.IGNORECASE)
_STREET = re.compile(
    r"\b(?:iela|ielā|ielas|gatve|gatvē|g\.|bulvāris|bulvārī|bulv\.|prospekts|prospektā|pr\.|ceļš|"
    r"dambis|šoseja|laukums|aleja|līnija|šķērslīnija|krastmala|taka|aplis|celiņš|sala)(?!\w)",
    re.IGNORECASE,
)
_HOUSE = re.compile(r"\d|^\"|^k-|^dz\.|^korp", re.IGNORECASE)


def normal_postcode(text: str) -> str:
    """LV-NNNN from 1010, LV1010 or LV - 1010; raises PostcodeInvalid."""
    match = _POSTCODE.fullmatch(text.strip())
    if not match:
        raise PostcodeInvalid("postcode_shape")
    return f"LV-{match[1]}"


def parse_address(line: str) -> AddressParts:
    """Town, parish, municipality and postcode of a line in the Register's or the letter form.

    The Register writes big to small ("Cēsu nov., Cēsis, Rīgas iela 1"), letters small to big.
    """
    postcode = ""
    match = _POSTCODE_IN_LINE.search(line)
    if match:
        postcode = f"LV-{match[1]}"
        line = f"{line[: match.start()].rstrip(' ,')}, {line[match.end() :].lstrip(' ,')}"
    parish = municipality = ""
    rest: list[str] = []
    for part in (piece.strip() for piece in _PART.findall(line)):
        if found := _MUNICIPALITY.fullmatch(part):
            municipality = f"{found[1]} nov." if "nov" in part.lower() else part
        elif found := _PARISH.fullmatch(part):
            parish = f"{found[1]} pag."
        elif part and part.lower() not in ("latvija", "latvia", "lv"):
            rest.append(part)
    return AddressParts(_city(rest), parish, municipality, postcode)


def _city(parts: list[str]) -> str:
    """The town or village among the parts that are neither municipality, parish nor postcode."""
    for part in parts:
        if part in STATE_CITIES:
            return part
    for part in parts:
        if not _STREET.search(part) and not _HOUSE.search(part):
            return part
    return ""
