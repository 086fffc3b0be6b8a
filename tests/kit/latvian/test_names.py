import pytest
from hypothesis import given
from hypothesis import strategies as st

from kit.latvian.forms import FORMS, form_code
from kit.latvian.names import LegalName, parse_legal_name, show_legal_name


@pytest.mark.parametrize(
    ("raw", "form", "core", "before", "after"),
    [
        ('Sabiedrība ar ierobežotu atbildību "X"', "SIA", "X", "", ""),
        ('SIA "X"', "SIA", "X", "", ""),
        ("X SIA", "SIA", "X", "", ""),
        ("X, SIA", "SIA", "X", "", ""),
        ("sia rīts", "SIA", "rīts", "", ""),
        ("SIA “OXO garden”", "SIA", "OXO garden", "", ""),
        ("SIA„OXO garden”", "SIA", "OXO garden", "", ""),
        ("SIA «OXO»", "SIA", "OXO", "", ""),
        ("SIA ,,Dabas Serviss”", "SIA", "Dabas Serviss", "", ""),
        ("SIA ''Dabas Serviss''", "SIA", "Dabas Serviss", "", ""),
        ('"Latvijas Gāze" AS', "AS", "Latvijas Gāze", "", ""),
        ('A/S "Latvijas Gāze"', "AS", "Latvijas Gāze", "", ""),
        ('Ceļu būves firma SIA "BINDERS"', "SIA", "BINDERS", "Ceļu būves firma", ""),
        (
            'Valsts akciju sabiedrība "STARPTAUTISKĀ LIDOSTA "RĪGA""',
            "AS", 'STARPTAUTISKĀ LIDOSTA "RĪGA"', "Valsts", "",
        ),
        ('Biedrība "Rīgas pilsētas "Rūpju bērns""', "BDR", 'Rīgas pilsētas "Rūpju bērns"', "", ""),
        ('VSIA “Slimnīca “Ģintermuiža””', "SIA", 'Slimnīca "Ģintermuiža"', "Valsts", ""),
        ("Latvijas Sarkanais Krusts", "", "Latvijas Sarkanais Krusts", "", ""),
        ("Latvijas Ornitoloģijas biedrība", "", "Latvijas Ornitoloģijas biedrība", "", ""),
        ("Tandeems Biedrība", "BDR", "Tandeems", "", ""),
        ('Mednieku biedrība "JAUNPILS"', "BDR", "JAUNPILS", "Mednieku biedrība", ""),
        (
            'Brantu pagasta zemnieku saimniecība "Liepkalni"',
            "ZEM", "Liepkalni", "Brantu pagasta", "",
        ),
        (
            'Tukuma rajona J.Arāja zemnieka saimniecība "KALNA GAVĒŅI"',
            "ZEM", "KALNA GAVĒŅI", "Tukuma rajona J.Arāja", "",
        ),
        ("Z/S AVOTIŅI A.S", "ZEM", "AVOTIŅI A.S", "", ""),
        ("VITARESTA UAB Latvijas filiāle", "AKF", "VITARESTA", "", "UAB Latvijas filiāle"),
        ("SIA Skandi Motors filiāle", "AKF", "Skandi Motors", "SIA", "filiāle"),
        ('"UAB Konica Minolta Baltia" filiāle Latvijā', "AKF", "Konica Minolta Baltia", "",
         "UAB filiāle Latvijā"),
        ("IK", "", "IK", "", ""),
        ("AS", "", "AS", "", ""),
        ("TUK IK", "IK", "TUK", "", ""),
        ('SIA "SIA"', "SIA", "SIA", "", ""),
        ("AB serviss", "", "AB serviss", "", ""),
        ("Nordic Wood AB", "AB", "Nordic Wood", "", ""),
        ("Ik diena", "", "Ik diena", "", ""),
        ("ik bērzs", "IK", "bērzs", "", ""),
        ("INDIVIDUĀLAIS KOMERSANTS JĀNIS HMEĻŅICKIS", "IK", "JĀNIS HMEĻŅICKIS", "", ""),
        ("PricewaterhouseCoopers SIA", "SIA", "PricewaterhouseCoopers", "", ""),
        ("Pašvaldības SIA Ventspils nami", "SIA", "Ventspils nami", "Pašvaldības", ""),
        ('"VEREMS" Rēzeknes speciālās ekonomiskās zonas sabiedrība ar ierobežotu atbildību',
         "SIA", "VEREMS", "", "Rēzeknes speciālās ekonomiskās zonas"),
        ("Valsts sabiedrības ar ierobežotu atbildību “Latvijas Koncerti”",
         "SIA", "Latvijas Koncerti", "Valsts", ""),
        ('"SIA Vītoli"', "SIA", "Vītoli", "", ""),
        ('SIA "Vītoli', "SIA", "Vītoli", "", ""),
        ('Vītoli" SIA', "SIA", "Vītoli", "", ""),
        ('SIA "3S+ & Co"', "SIA", "3S+ & Co", "", ""),
        ('SIA “KC.LV” un SIA “DATI Group”', "SIA", "KC.LV", "", 'un "DATI Group"'),
        ('māju "Žebri-Ozoliņi" J.Miķelsona zemnieku saimniecība "ŽEBRI"', "ZEM", "ŽEBRI",
         'māju "Žebri-Ozoliņi" J.Miķelsona', ""),
        ("", "", "", "", ""),
    ],
)  # fmt: skip
def test_name_is_taken_apart(raw: str, form: str, core: str, before: str, after: str) -> None:
    assert parse_legal_name(raw) == LegalName(form, core, before, after)


@pytest.mark.parametrize(
    ("raw", "hint", "form", "core"),
    [
        ("Bruse lU", "IND", "IND", "Bruse"),
        ("Cleanhouse", "SIA", "SIA", "Cleanhouse"),
        ('Pilnsabiedrība "3A"', "SIA", "SIA", "3A"),
        ("SEB Life and Pension Baltic SE", "SE", "SE", "SEB Life and Pension Baltic"),
        ("Pogasti", "ZS", "ZEM", "Pogasti"),
        ('"Latvijas Bērnu fonds"', "NOD", "NOD", "Latvijas Bērnu fonds"),
        ("SIA Rīts", "nonsense", "SIA", "Rīts"),
    ],
)
def test_a_known_form_decides(raw: str, hint: str, form: str, core: str) -> None:
    name = parse_legal_name(raw, hint)
    assert (name.form, name.core) == (form, core)


@pytest.mark.parametrize(
    ("raw", "shown"),
    [
        ('Sabiedrība ar ierobežotu atbildību "Mūsu Pica"', 'SIA "Mūsu Pica"'),
        ('Valsts akciju sabiedrība "Latvijas Pasts"', 'VAS "Latvijas Pasts"'),
        ('Brantu pagasta zemnieku saimniecība "Liepkalni"', 'ZS "Liepkalni"'),
        ("Latvijas Sarkanais Krusts", "Latvijas Sarkanais Krusts"),
        ('Mednieku klubs "AUCE"', 'Mednieku klubs "AUCE"'),
        ("VITARESTA UAB Latvijas filiāle", "VITARESTA UAB Latvijas filiāle"),
        ("PricewaterhouseCoopers SIA", 'SIA "PricewaterhouseCoopers"'),
        ('D.Griķes individuālais uzņēmums "DĀMU PARADĪZE"', 'IU "DĀMU PARADĪZE"'),
    ],
)
def test_name_is_shown_short(raw: str, shown: str) -> None:
    assert show_legal_name(parse_legal_name(raw)) == shown


def test_every_form_has_a_latvian_title() -> None:
    assert all(form.title for form in FORMS.values())
    assert form_code("zs") == "ZEM"
    assert form_code("sia") == "SIA"
    assert form_code("nav") == ""


@given(st.text())
def test_any_text_parses_and_never_loses_its_letters(raw: str) -> None:
    name = parse_legal_name(raw)
    assert bool(name.core) or not any(char.isalnum() for char in raw)


@given(st.text("Aa Bb čž&+1", min_size=1).filter(lambda core: core.strip() and "  " not in core))
def test_a_quoted_core_comes_back_whole(core: str) -> None:
    core = core.strip()
    for raw in (f'SIA "{core}"', f'"{core}" SIA', f"Zemnieku saimniecība „{core}”"):
        assert parse_legal_name(raw).core == core


def test_the_register_parses_as_it_says_itself(register: list[dict[str, str]]) -> None:
    differing: list[str] = []
    for row in register:
        name = parse_legal_name(row["name"], row["type"])
        assert name.core
        assert name.form == row["type"]
        quoted = row["name_in_quotes"].strip()
        if row["without_quotes"] == "0" and name.core != quoted:
            differing.append(row["name"])
            assert name.core in quoted
        if row["without_quotes"] == "1":
            assert name.core in row["name"] or '"' in name.core
    # Branches with the foreign form inside the quotes, and names with two quoted parts.
    assert len(differing) == 6


def test_the_form_is_read_from_the_name(register: list[dict[str, str]]) -> None:
    """Without the code of the Register; the rest was converted later or never had a form word."""
    rows = [row for row in register if row["type"] in ("SIA", "AS", "IK", "PS", "KS", "ZEM", "ZVJ")]
    found = [row["name"] for row in rows if parse_legal_name(row["name"]).form == row["type"]]
    assert len(found) / len(rows) > 0.997


def test_shown_names_parse_to_the_same_core(register: list[dict[str, str]]) -> None:
    for row in register:
        name = parse_legal_name(row["name"], row["type"])
        if name.form in ("SIA", "AS", "IK", "PS", "KS", "ZEM", "IND"):
            again = parse_legal_name(show_legal_name(name))
            assert (again.form, again.core) == (name.form, name.core)


def test_public_buyers_parse(buyers: list[dict[str, str]]) -> None:
    for row in buyers:
        name = parse_legal_name(row["name"])
        assert name.core
        if not name.form and not name.before and not name.after:
            assert name.core == " ".join(row["name"].split()).strip('"“”„')
