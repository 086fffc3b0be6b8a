import pytest
from hypothesis import given
from hypothesis import strategies as st

from kit.latvian.address import AddressParts, PostcodeInvalid, normal_postcode, parse_address


@pytest.mark.parametrize(
    ("line", "city", "parish", "municipality", "postcode"),
    [
        ("Rīga, Talsu iela 6A - 7", "Rīga", "", "", ""),
        ("Rīga, Krišjāņa Valdemāra iela 147 k-2 - 96", "Rīga", "", "", ""),
        ('Jelgavas nov., Cenu pag., Brankas, "Baltijas Ceļš"', "Brankas", "Cenu pag.",
         "Jelgavas nov.", ""),
        ('Siguldas nov., Siguldas pag., Jūdaži, "Jūdaži 6" - 35', "Jūdaži", "Siguldas pag.",
         "Siguldas nov.", ""),
        ("Rīga, Kundziņsalas 10. līnija 5", "Rīga", "", "", ""),
        ("Daugavpils, 1. Oficieru iela 4 - 32", "Daugavpils", "", "", ""),
        ('Mārupes nov., Mārupes pag., Lidosta "Rīga", Biroju iela 10', 'Lidosta "Rīga"',
         "Mārupes pag.", "Mārupes nov.", ""),
        ('Valmieras nov., Brenguļu pag., "Kalni, māja 2"', "", "Brenguļu pag.", "Valmieras nov.",
         ""),
        ("Gulbenes iela 152, Sigulda, LV-0000", "Sigulda", "", "", "LV-0000"),
        ("Brīvības gatve 204B, Rīga, LV 1039", "Rīga", "", "", "LV-1039"),
        ("Smilšu iela 1, Rīga LV-1919, Latvija", "Rīga", "", "", "LV-1919"),
        ("Kr. Barona iela 4, Rīga", "Rīga", "", "", ""),
        ('"Baltijas Ceļš", Brankas, Cenu pagasts, Jelgavas novads, LV-3043', "Brankas",
         "Cenu pag.", "Jelgavas nov.", "LV-3043"),
        ("Cēsu nov., Cēsis, Rīgas iela 1", "Cēsis", "", "Cēsu nov.", ""),
        ("", "", "", "", ""),
    ],
)  # fmt: skip
def test_address_is_read_in_both_forms(
    line: str, city: str, parish: str, municipality: str, postcode: str
) -> None:
    assert parse_address(line) == AddressParts(city, parish, municipality, postcode)


@pytest.mark.parametrize("text", ["1010", "LV1010", "LV - 1010", "lv-1010", " LV–1010 "])
def test_postcode_is_normalised(text: str) -> None:
    assert normal_postcode(text) == "LV-1010"


@pytest.mark.parametrize(
    "text", ["", "101", "10100", "LT-1010", "LV-ABCD", "\u0661\u0660\u0661\u0660"]
)
def test_other_text_is_no_postcode(text: str) -> None:
    with pytest.raises(PostcodeInvalid):
        normal_postcode(text)


def test_addresses_of_the_register(register: list[dict[str, str]]) -> None:
    rows = [row for row in register if row["address"].strip()]
    assert rows
    for row in rows:
        parts = parse_address(row["address"])
        first = row["address"].split(",")[0].strip()
        if first.endswith("nov."):
            assert parts.municipality == first
            assert parts.city or parts.parish
        else:
            assert parts.city == first
        # VARIS codes of the Register: a town is stated exactly when no parish is.
        if row["city"] == "100003003":
            assert parts.city == "Rīga"


@given(st.text())
def test_any_line_parses(line: str) -> None:
    assert parse_address(line).postcode.isascii()
