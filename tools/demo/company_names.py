"""Invented names of firms, farms, associations and public bodies, written the ways real ones are (latvia.md 3.2)."""

from __future__ import annotations

from collections.abc import Callable

from tools.demo.draws import Draw, Weighted, one_of, table
from tools.demo.names import person
from tools.demo.places import RIGA, Place

_PARTS = table("name_parts")


def _parts(kind: str) -> tuple[str, ...]:
    return tuple(row["a"] for row in _PARTS if row["kind"] == kind)


_STEMS, _TAILS, _SINGLES = _parts("stem"), _parts("tail"), _parts("single")
_MASCULINE, _FEMININE = _parts("noun_m"), _parts("noun_f")
_ADJECTIVES = tuple((row["a"], row["b"]) for row in _PARTS if row["kind"] == "adjective")
_LATIN_HEADS, _LATIN_TAILS = _parts("latin_head"), _parts("latin_tail")
_ENGLISH, _ENGLISH_TAILS, _EXTRAS = _parts("english"), _parts("english_tail"), _parts("extra")
_CONSONANTS = "BDGKLMNPRSTVZ"

Core = Callable[[Draw, Place, str], str]


def compound(draw: Draw) -> str:
    """A name of a place that might exist: Mežlīči, Kalnrozes."""
    return one_of(_STEMS, draw()) + one_of(_TAILS, draw())


def _pair(draw: Draw) -> str:
    masculine, feminine = one_of(_ADJECTIVES, draw())
    noun = int(draw() * (len(_MASCULINE) + len(_FEMININE)))
    if noun < len(_MASCULINE):
        return f"{masculine} {_MASCULINE[noun]}"
    return f"{feminine} {_FEMININE[noun - len(_MASCULINE)]}"


def _latin(draw: Draw) -> str:
    return one_of(_LATIN_HEADS, draw()) + one_of(_LATIN_TAILS, draw())


def _letters(draw: Draw) -> str:
    first, second, third = (one_of(_CONSONANTS, draw()) for _ in range(3))
    return one_of(
        (f"{first}{second}{third}", f"{first}{second}", f"{first}&{second}", f"{first}.{second}.", f"{first}{second} {1 + int(draw() * 9)}"),
        draw(),
    )  # fmt: skip


def _family(draw: Draw, trade: str) -> str:
    owner = person(draw)
    if owner.last.endswith("iņš") and draw() < 0.5:
        return f"{owner.last[:-2]}ņa {trade}"
    return one_of(
        (f"{owner.last} un partneri", f"{owner.last} un dēli", f"{owner.first[0]}. {owner.last}", f"{owner.last} {trade}"),
        draw(),
    )  # fmt: skip


_CORES: Weighted[Core] = Weighted(
    (
        (lambda draw, place, trade: compound(draw), 24),
        (lambda draw, place, trade: f"{compound(draw)} {one_of(_EXTRAS, draw())}", 7),
        (lambda draw, place, trade: one_of(_SINGLES, draw()), 6),
        (lambda draw, place, trade: f"{one_of(_SINGLES, draw())} {one_of(_EXTRAS, draw())}", 6),
        (lambda draw, place, trade: _pair(draw), 9),
        (lambda draw, place, trade: _latin(draw), 14),
        (lambda draw, place, trade: f"{_latin(draw)} {one_of(_EXTRAS, draw())}", 6),
        (lambda draw, place, trade: _letters(draw), 4),
        (lambda draw, place, trade: f"{_letters(draw)} {trade}", 5),
        (lambda draw, place, trade: f"{place.genitive} {trade}", 5),
        (lambda draw, place, trade: _family(draw, trade), 8),
        (
            lambda draw, place, trade: (
                f"{one_of(_ENGLISH, draw())} {one_of(_ENGLISH_TAILS, draw())}"
            ),
            6,
        ),
    )
)


def core(draw: Draw, place: Place, trade: str) -> str:
    """The part in quotes; `trade` is a word of the industry such as "jumti"."""
    text = _CORES.pick(draw())(draw, place, trade)
    return text[0].upper() + text[1:]


_LONG = {
    "SIA": "Sabiedrība ar ierobežotu atbildību",
    "AS": "Akciju sabiedrība",
    "PS": "Pilnsabiedrība",
    "KB": "Kooperatīvā sabiedrība",
    "IK": "Individuālais komersants",
    "IND": "Individuālais uzņēmums",
}
_STYLES = Weighted(
    (
        ('{long} "{name}"', 510),
        ('{short} "{name}"', 365),
        ("{name} {short}", 54),
        ("{name}, {short}", 5),
        ('{trade} firma {short} "{name}"', 5),
        ("{short} {name}", 58),
        ("{name}", 3),
    )
)
"""How firms are written, per thousand."""
_SHORT = {"IND": "IU", "KB": "KS", "ZEM": "ZS"}


def firm(draw: Draw, form: str, name: str) -> str:
    """The full firm as the register and people write it; 12 % have no quotes, half of the quoted are in capitals."""
    short = _SHORT.get(form, form)
    style = _STYLES.pick(draw())
    shown = name.upper() if '"' in style and draw() < 0.5 else name
    return style.format(long=_LONG[form], short=short, name=shown, trade=place_word(draw))


def place_word(draw: Draw) -> str:
    """What comes before the form in the middle of a name."""
    return one_of(("Būvniecības", "Tirdzniecības", "Transporta", "Mežsaimniecības"), draw())


def farm(draw: Draw, place: Place, name: str) -> str:
    """A farm, often with its parish or its owner."""
    style = draw()
    quoted = f'"{name.upper() if draw() < 0.4 else name}"'
    if style < 0.45:
        return f"Zemnieku saimniecība {quoted}"
    if style < 0.7:
        return f"{place.genitive} zemnieku saimniecība {quoted}"
    if style < 0.9:
        return f"ZS {quoted}"
    owner = person(draw)
    return f"{owner.first[0]}.{_genitive(owner.last)} zemnieka saimniecība {quoted}"


def _genitive(surname: str) -> str:
    if surname.endswith("iņš"):
        return f"{surname[:-2]}ņa"
    if surname.endswith("s") and surname[-2] not in "iī":
        return f"{surname[:-1]}a"
    return (
        surname
        if surname.endswith("o")
        else f"{surname[:-1]}es"
        if surname.endswith("e")
        else surname
    )


_ASSOCIATIONS = Weighted(
    (
        ('Biedrība "{0} sporta klubs "{1}""', 14),
        ('Biedrība "Sporta klubs "{1}""', 10),
        ('Biedrība "{0} jauniešu centrs "{1}""', 6),
        ('{0} pensionāru biedrība "{1}"', 6),
        ('Dārzkopības biedrība "{1}"', 6),
        ('Dzīvokļu īpašnieku biedrība "{2}"', 26),
        ('Biedrība "Latvijas {3} asociācija"', 10),
        ('Mednieku biedrība "{1}"', 8),
        ('Biedrība "{1}"', 14),
    )
)
_FIELDS = (
    "būvnieku", "pārvadātāju", "dārznieku", "biškopju", "grāmatvežu", "arhitektu", "restauratoru", "viesnīcu", "mežu",
    "logopēdu", "šaha", "burāšanas", "orientieristu", "amatnieku", "tūrisma",
)  # fmt: skip
_FOUNDATIONS = (
    'Nodibinājums "{1}"',
    '{0} attīstības fonds "{1}"',
    'Nodibinājums "{0} atbalsta fonds "{1}""',
    'Fonds "{1}"',
)
_PUBLIC = Weighted(
    (
        ("{0} {4}. vidusskola", 20),
        ("{0} Valsts ģimnāzija", 6),
        ('{0} pirmsskolas izglītības iestāde "{5}"', 22),
        ('{0} kultūras centrs "{1}"', 8),
        ('{0} bibliotēka "{1}"', 8),
        ('{0} sporta centrs "{1}"', 7),
        ("{0} sociālais dienests", 6),
        ("{0} mūzikas skola", 6),
        ('{0} bērnu un jauniešu centrs "{5}"', 5),
        ("{0} muzejs", 4),
        ('{0} pansionāts "{1}"', 3),
        ("{0} apvienības pārvalde", 5),
    )
)
_KINDERGARTENS = (
    "Saulīte", "Pasaciņa", "Zvaniņš", "Sprīdītis", "Mārīte", "Pienenīte", "Taurenītis", "Cīrulītis", "Rotaļa", "Ābelīte",
    "Dzintariņš", "Sienāzītis", "Vāverīte", "Pūcīte",
)  # fmt: skip


def association(draw: Draw, place: Place) -> str:
    """A club, a society of flat owners or another association; often without a form word."""
    return _filled(_ASSOCIATIONS.pick(draw()), draw, place)


def foundation(draw: Draw, place: Place) -> str:
    """A foundation."""
    return _filled(one_of(_FOUNDATIONS, draw()), draw, place)


def public_body(draw: Draw, place: Place) -> str:
    """A school, library or other body of a municipality."""
    return _filled(_PUBLIC.pick(draw()), draw, place)


def _filled(pattern: str, draw: Draw, place: Place) -> str:
    street = one_of(
        ("Brīvības", "Liepu", "Skolas", "Raiņa", "Ozolu", "Kalna", "Parka", "Saules"), draw()
    )
    return pattern.format(
        place.genitive,
        one_of(_SINGLES, draw()) if draw() < 0.5 else compound(draw),
        f"{street} {1 + int(draw() * 90)}",
        one_of(_FIELDS, draw()),
        # Only Riga has schools numbered beyond a few.
        1 + int(draw() * (60 if place is RIGA else 3)),
        one_of(_KINDERGARTENS, draw()),
    )


def core_of(name: str) -> str:
    """The name of an association or a public body without form and quotes."""
    for word in ("Biedrība", "Nodibinājums", '"'):
        name = name.replace(word, "")
    return name.strip()


BRANDS = len(_STEMS) * len(_TAILS) + len(_ADJECTIVES) * (len(_MASCULINE) + len(_FEMININE))
_BRAND_TAILS = ("", " grupa", " Latvija", " Baltic", " tirgus", " centrs")


def brand(number: int) -> str:
    """The brand of a chain, different for each number below 6 × BRANDS."""
    cycle, place = divmod(number, BRANDS)
    tail = _BRAND_TAILS[cycle % len(_BRAND_TAILS)]
    if place < len(_STEMS) * len(_TAILS):
        stem, end = divmod(place, len(_TAILS))
        return f"{_STEMS[stem]}{_TAILS[end]}{tail}"
    which, noun = divmod(place - len(_STEMS) * len(_TAILS), len(_MASCULINE) + len(_FEMININE))
    masculine, feminine = _ADJECTIVES[which]
    if noun < len(_MASCULINE):
        return f"{masculine} {_MASCULINE[noun]}{tail}"
    return f"{feminine} {_FEMININE[noun - len(_MASCULINE)]}{tail}"
