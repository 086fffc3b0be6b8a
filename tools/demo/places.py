"""Towns, parishes, streets and addresses in the register's form (latvia.md 2.7)."""

from __future__ import annotations

from typing import NamedTuple

from tools.demo.draws import Draw, Weighted, one_of, table


class Place(NamedTuple):
    """A town or a parish: how it is named, where it is, and its codes of the post, the phones and the register's office."""

    name: str
    genitive: str
    municipality: str
    parish: str
    latitude: float
    longitude: float
    postcode_first: int
    postcode_last: int
    area_code: str
    office: str


class Address(NamedTuple):
    """An address in one line, with what lists and filters use."""

    line: str
    place: Place
    postcode: str
    latitude: float
    longitude: float


def _town(row: dict[str, str]) -> Place:
    return Place(
        row["place"],
        row["genitive"],
        row["municipality"],
        "",
        float(row["latitude"]),
        float(row["longitude"]),
        int(row["postcode_first"]),
        int(row["postcode_last"]),
        row["area_code"],
        row["office"],
    )


TOWNS = {row["place"]: _town(row) for row in table("places")}
RIGA = TOWNS["Rīga"]
_SHARES = [(TOWNS[row["place"]], int(row["weight"])) for row in table("places")]
_COMPANY_TOWNS = Weighted(_SHARES)
# People: the same towns, but 45 % of them in Riga.
_OTHERS = sum(weight for place, weight in _SHARES if place is not RIGA)
_PERSON_TOWNS = Weighted(
    (place, weight * 100 if place is not RIGA else _OTHERS * 100 * 45 // 55)
    for place, weight in _SHARES
)


def _parish(row: dict[str, str]) -> Place:
    postcode = int(row["postcode"])
    near = next(
        (
            town
            for town in TOWNS.values()
            if town.area_code == row["area_code"] and town.office == row["office"]
        ),
        RIGA,
    )
    return Place(
        "", f"{row['parish']} pagasta", row["municipality"], f"{row['parish']} pag.",
        near.latitude, near.longitude, postcode, postcode, row["area_code"], row["office"],
    )  # fmt: skip


PARISHES = Weighted((_parish(row), int(row["weight"])) for row in table("parishes"))
SEATS = {
    municipality: seats
    for municipality in dict.fromkeys(row["municipality"] for row in table("parishes"))
    if (
        seats := tuple(
            town
            for town in TOWNS.values()
            if municipality in (town.municipality, f"{town.genitive} nov.")
        )
    )
}
"""The towns of each municipality, and the state city it is named after; those without any are left out."""

_STREETS = table("streets")
_RIGA_STREETS = Weighted(
    (row["street"], int(row["weight"]) * (3 if row["where"] == "Rīga" else 1))
    for row in _STREETS
    if row["where"] != "town"
)
_TOWN_STREETS = Weighted(
    (row["street"], int(row["weight"])) for row in _STREETS if row["where"] != "Rīga"
)
SUBURBS = (
    "Centrs", "Purvciems", "Imanta", "Ziepniekkalns", "Āgenskalns", "Teika", "Pļavnieki", "Mežaparks", "Sarkandaugava",
    "Bolderāja", "Iļģuciems", "Jugla", "Ķengarags", "Torņakalns", "Čiekurkalns", "Zolitūde", "Mežciems", "Dārzciems",
    "Vecmīlgrāvis", "Grīziņkalns", "Skanste", "Berģi",
)  # fmt: skip


def company_town(draw: Draw) -> Place:
    """Where a company is."""
    return _COMPANY_TOWNS.pick(draw())


def person_town(draw: Draw) -> Place:
    """Where a person lives."""
    return _PERSON_TOWNS.pick(draw())


def town_address(draw: Draw, place: Place, *, flat: float) -> Address:
    """A street address; `flat` is how likely it has a flat or office number."""
    street = (_RIGA_STREETS if place is RIGA else _TOWN_STREETS).pick(draw())
    spread = draw()
    house = f"{street} {1 + int(spread * spread * (180 if place is RIGA else 70))}"
    form = draw()
    if form < 0.12:
        house += one_of("ABCD", draw())
    elif form < 0.15:
        house += f" k-{1 + int(draw() * 3)}"
    if draw() < flat:
        house += f" - {1 + int(draw() * 90)}"
    town = f"{place.municipality}, {place.name}" if place.municipality else place.name
    return _at(f"{town}, {house}", place, draw, 0.03)


def farm_address(draw: Draw, place: Place, house: str) -> Address:
    """A house with a name in a parish."""
    return _at(f'{place.municipality}, {place.parish}, "{house}"', place, draw, 0.12)


def _at(line: str, place: Place, draw: Draw, spread: float) -> Address:
    span = place.postcode_last - place.postcode_first + 1
    postcode = f"LV-{place.postcode_first + int(draw() * span)}"
    latitude = round(place.latitude + spread * (draw() - 0.5), 5)
    longitude = round(place.longitude + 2 * spread * (draw() - 0.5), 5)
    return Address(line, place, postcode, latitude, longitude)


def letter_form(address: Address) -> str:
    """The line as on an envelope, small to big: Gulbenes iela 152, Sigulda, LV-2150."""
    parts = address.line.split(", ")
    return ", ".join([*reversed(parts), address.postcode])


def as_people_write(postcode: str, draw: float) -> str:
    """The postcode with the habits of people: without LV, without the dash, or one that the post has given up."""
    if draw < 0.02:
        return postcode.removeprefix("LV-")
    if draw < 0.03:
        return postcode.replace("-", "")
    if draw < 0.035:
        return postcode.replace("-", " - ")
    if draw < 0.045:
        return "LV-1082" if postcode.startswith("LV-10") else f"{postcode[:5]}99"
    return postcode
