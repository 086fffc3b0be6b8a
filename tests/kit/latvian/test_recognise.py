import pytest
from hypothesis import given
from hypothesis import strategies as st

from kit.latvian.recognise import recognise


@pytest.mark.parametrize(
    ("query", "kind", "normal"),
    [
        ("", "all", ""),
        ("*", "all", ""),
        ("  ** ", "all", ""),
        ("*abc*", "text", "abc"),
        ("…", "none", ""),
        ("\"'-/", "none", ""),
        ("latvenergo", "text", "latvenergo"),
        ('as  "latvenergo"', "text", 'as "latvenergo"'),
        ("3032949", "number", "3032949"),
        ("4000303", "number", "4000303"),
        ("40003032949", "number", "40003032949"),
        ("4000 3032 949", "number", "40003032949"),
        ("40003-032-949", "number", "40003032949"),
        ("LV40003032949", "number", "40003032949"),
        ("lv 4000 3032 949", "number", "40003032949"),
        ("LV03ZZZ41502039692", "number", "41502039692"),
        ("003032949", "number", "003032949"),
        ("328673-00679", "personal_code", "32867300679"),
        ("32867300679", "personal_code", "32867300679"),
        ("161175-19997", "personal_code", "16117519997"),
        ("26123456", "phone", "+37126123456"),
        ("+371 26 123 456", "phone", "+37126123456"),
        ("(+371) 26 123 456", "phone", "+37126123456"),
        ("0037126123456", "phone", "+37126123456"),
        ("371 26123456", "phone", "+37126123456"),
        ("67 000 355", "phone", "+37167000355"),
        ("67000355", "phone", "+37167000355"),
        ("+371 26", "phone", "+37126"),
        ("janis.berzins@example.lv", "email", "janis.berzins@example.lv"),
        ("Berzins@", "email", "berzins@"),
        ("@lacis.example", "email", "@lacis.example"),
        ("lacis.example", "text", "lacis.example"),
        ("www.lacis.example", "text", "www.lacis.example"),
        ("zemnieku 32", "text", "zemnieku 32"),
        ("brivibas gatve 204b", "text", "brivibas gatve 204b"),
        ("LV-1010", "postcode", "LV-1010"),
        ("lv 1010", "postcode", "LV-1010"),
        ("1010", "number", "1010"),
        ("LV80BANK0000435195001", "iban", "LV80BANK0000435195001"),
        ("lv80 bank 0000 4351 9500 1", "iban", "LV80BANK0000435195001"),
        ("LV80BANK", "iban", "LV80BANK"),
        ("GB82 WEST 1234 5698 7654 32", "iban", "GB82WEST12345698765432"),
        ("5195001", "number", "5195001"),
        ("3s+", "text", "3s+"),
        ("2-3", "text", "2-3"),
        ("johnson & johnson", "text", "johnson & johnson"),
        ("a\u0000b", "text", "a b"),
        ("name:(", "text", "name:("),
    ],
)
def test_query_is_recognised(query: str, kind: str, normal: str) -> None:
    found = recognise(query)
    assert (found.kind, found.normal) == (kind, normal)


@given(st.text())
def test_any_query_is_recognised(query: str) -> None:
    found = recognise(query)
    assert (found.normal == "") == (found.kind in ("all", "none"))


@given(st.from_regex(r"[0-9][0-9 -]{0,15}", fullmatch=True))
def test_digits_are_never_lost(query: str) -> None:
    found = recognise(query)
    digits = "".join(char for char in query if char.isdigit())
    assert digits in found.normal or found.kind in ("text", "phone")
