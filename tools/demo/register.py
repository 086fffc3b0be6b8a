"""`python -m tools.demo.register N FILE`: invented rows in the exact form of register.csv, for benchmarks of the import."""

from __future__ import annotations

import argparse
from collections.abc import Iterator
from datetime import date
from pathlib import Path

from kit.latvian.identifiers import sepa_creditor_id
from tools.demo.companies import PUBLIC, company
from tools.demo.draws import Entry, Weighted, draws
from tools.demo.standing import FIRST_DAY, TODAY

HEADER = (
    "regcode;sepa;name;name_before_quotes;name_in_quotes;name_after_quotes;without_quotes;regtype;regtype_text;type;type_text;"
    "registered;terminated;closed;address;index;addressid;region;city;atvk;reregistration_term"
)
# Shares of the register's bodies ever entered, in thousands (latvia.md 1.5); public bodies are not in it.
_FORMS = Weighted(
    (("SIA", 640), ("ZEM", 140), ("BDR", 90), ("IND", 60), ("IK", 40), ("NOD", 12), ("AS", 10), ("PS", 4), ("KB", 4))
)  # fmt: skip
_TEXTS = {
    "SIA": "Sabiedrība ar ierobežotu atbildību",
    "ZEM": "Zemnieku saimniecība",
    "BDR": "Biedrība",
    "IND": "Individuālais uzņēmums",
    "IK": "Individuālais komersants",
    "NOD": "Nodibinājums",
    "AS": "Akciju sabiedrība",
    "PS": "Pilnsabiedrība",
    "KB": "Kooperatīvā sabiedrība",
}
_REGISTERS = {
    "ZEM": ("U", "Uzņēmumu reģistra žurnāls"),
    "IND": ("U", "Uzņēmumu reģistra žurnāls"),
    "BDR": ("B", "Biedrību un nodibinājumu reģistrs"),
    "NOD": ("B", "Biedrību un nodibinājumu reģistrs"),
}
_COMMERCIAL = ("K", "Komercreģistrs")
_STRUCK_OFF = 0.55


def rows(count: int, seed: int = 1990) -> Iterator[str]:
    """The lines of the file without line ends: the header, then one for each body. 55 % are struck off."""
    yield HEADER
    for index in range(count):
        yield _row(index, seed)


def _row(index: int, seed: int) -> str:
    draw = draws(seed, "register", index)
    form = _FORMS.pick(draw())
    known_since = FIRST_DAY + int((TODAY - FIRST_DAY) * draw())
    found = company(Entry(index, seed, draw), known_since, form)
    # The real register has no wrong check digits.
    number = found.number
    before, quote, rest = found.name.partition('"')
    inside, _, after = rest.rpartition('"')
    terminated = closed = ""
    if draw() < _STRUCK_OFF:
        terminated = str(
            date.fromordinal(found.registered + int((TODAY - found.registered) * draw()))
        )
        closed = "L" if draw() < 0.9 else "R"
    regtype, regtype_text = _REGISTERS.get(form, _COMMERCIAL)
    place = found.address.place
    return ";".join(
        (
            number,
            sepa_creditor_id(number),
            _cell(found.name),
            _cell(before.strip()),
            _cell(inside),
            _cell(after.strip()) or '""',
            "0" if quote else "1",
            regtype,
            regtype_text,
            form or PUBLIC,
            _TEXTS[form],
            str(date.fromordinal(found.registered)),
            terminated,
            closed or '" "',
            _cell(found.address.line),
            found.address.postcode.removeprefix("LV-"),
            str(100_000_000 + index),
            "100003003" if place.name == "Rīga" else "0",
            "0",
            "0010000" if place.name == "Rīga" else "",
            '""',
        )
    )


def _cell(text: str) -> str:
    if '"' in text or ";" in text:
        return '"' + text.replace('"', '""') + '"'
    return text


def write(path: Path, count: int, seed: int = 1990) -> None:
    """Writes the file with a BOM and one line for each body, as it is published."""
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        file.writelines(f"{row}\n" for row in rows(count, seed))


def main() -> None:
    """Writes the file named on the command line."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("count", type=int, help="how many rows")
    parser.add_argument("file", type=Path, help="where to write them")
    parser.add_argument("--seed", type=int, default=1990)
    options = parser.parse_args()
    write(options.file, options.count, options.seed)


if __name__ == "__main__":
    main()
