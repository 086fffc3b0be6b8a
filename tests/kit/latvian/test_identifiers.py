import contextlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kit.latvian.identifiers import (
    IdentifierInvalid,
    check_eu_vat,
    check_gln,
    check_peppol,
    check_personal_code,
    check_regcode,
    check_sepa,
    check_vat,
    make_regcode,
    mask_personal_code,
    sepa_creditor_id,
)


@pytest.mark.parametrize(
    "text",
    ["40003032949", "4000 3032 949", "40003-032-949", "LV40003032949", " lv 40003032949 ",
     "40003\u2013032\u2013949", "40003\u00a0032949"],
)  # fmt: skip
def test_regcode_is_read_as_people_write_it(text: str) -> None:
    checked = check_regcode(text)
    assert (checked.normal, checked.shown, checked.state) == ("40003032949", "40003032949", "valid")


@pytest.mark.parametrize("text", ["40003521601", "90011534360"])
def test_wrong_check_digit_is_suspect_and_kept(text: str) -> None:
    assert check_regcode(text).state == "suspect"
    assert check_regcode(text).normal == text


@pytest.mark.parametrize(
    "text",
    ["", "4000352160", "400035216000", "4000352160O", "40003x21600", "EE40003521600",
     "\u0664\u0660003521600", "32867300679", "LVLV40003032949"],
)  # fmt: skip
def test_wrong_shape_of_regcode_is_refused(text: str) -> None:
    with pytest.raises(IdentifierInvalid):
        check_regcode(text)


def test_every_number_of_the_register_is_valid(
    register: list[dict[str, str]], buyers: list[dict[str, str]]
) -> None:
    assert {check_regcode(row["regcode"]).state for row in register} == {"valid"}
    bad = [row["regcode"] for row in buyers if check_regcode(row["regcode"]).state != "valid"]
    assert len(bad) == 3


@pytest.mark.parametrize(
    ("text", "shown", "state"),
    [
        ("161175-19997", "161175-19997", "valid"),
        ("16117519997", "161175-19997", "valid"),
        ("161175-19998", "161175-19998", "suspect"),
        ("328673-00679", "328673-00679", "none"),
        ("32503511782", "325035-11782", "none"),
        ("39123456789", "391234-56789", "none"),
        ("010190-10000", "010190-10000", "suspect"),
    ],
)
def test_personal_codes_old_and_new(text: str, shown: str, state: str) -> None:
    checked = check_personal_code(text)
    assert (checked.shown, checked.state) == (shown, state)
    assert checked.normal == shown.replace("-", "")


@pytest.mark.parametrize(
    ("text", "rule"),
    [
        ("311175", "personal_code_shape"),
        ("41117519997", "personal_code_shape"),
        ("310275-19997", "personal_code_date"),
        ("290201-10000", "personal_code_date"),
        ("161375-19997", "personal_code_date"),
        ("161175-39997", "personal_code_shape"),
        ("1611751999O", "personal_code_shape"),
    ],
)
def test_impossible_personal_codes_are_refused(text: str, rule: str) -> None:
    with pytest.raises(IdentifierInvalid) as refused:
        check_personal_code(text)
    assert refused.value.rule == rule


def test_leap_day_of_the_right_century_is_kept() -> None:
    assert check_personal_code("290200-20000").normal == "29020020000"
    with pytest.raises(IdentifierInvalid):
        check_personal_code("290200-10000")


@pytest.mark.parametrize(
    ("text", "masked"),
    [("120385-12345", "120385-*****"), ("12038512345", "120385-*****"), ("LV12038512345", "120385-*****"),
     ("junk 12345", "*****"), ("", "*****")],
)  # fmt: skip
def test_masked_codes_never_show_the_last_digits(text: str, masked: str) -> None:
    assert mask_personal_code(text) == masked


@pytest.mark.parametrize(
    ("text", "normal", "state"),
    [
        ("LV 4000 3032 949", "LV40003032949", "valid"),
        ("LV-40003032949", "LV40003032949", "valid"),
        ("40003032949", "LV40003032949", "valid"),
        ("lv16117519997", "LV16117519997", "valid"),
        ("LV32867300679", "LV32867300679", "none"),
        ("LV40003521601", "LV40003521601", "suspect"),
    ],
)
def test_vat_numbers_of_firms_and_persons(text: str, normal: str, state: str) -> None:
    assert (check_vat(text).normal, check_vat(text).state) == (normal, state)


@given(st.sampled_from(["0003", "0103", "0203", "0008", "2103"]), st.integers(0, 99_999))
def test_made_registration_numbers_are_valid(series: str, n: int) -> None:
    code = make_regcode(series, n)
    assert check_regcode(code).state == "valid"
    assert code[1:10] == f"{series}{n:05d}"
    assert code[0] in "45"


def test_made_numbers_follow_the_register(register: list[dict[str, str]]) -> None:
    codes = [row["regcode"] for row in register if row["regcode"][0] in "45"]
    other = [code for code in codes if make_regcode(code[1:5], int(code[5:10])) != code]
    # The one number known to start with 5 although 4 would have given a check digit.
    assert set(other) <= {"50003077527"}


def test_make_regcode_refuses_what_does_not_fit() -> None:
    with pytest.raises(ValueError, match="series"):
        make_regcode("0203", 100_000)
    with pytest.raises(ValueError, match="series"):
        make_regcode("02o3", 1)


def test_sepa_identifiers_of_the_register(register: list[dict[str, str]]) -> None:
    rows = [row for row in register if row["sepa"].strip()]
    assert rows
    for row in rows:
        assert sepa_creditor_id(row["regcode"]) == row["sepa"]
        assert check_sepa(row["sepa"]).state == "valid"


def test_sepa_of_other_countries() -> None:
    assert check_sepa("DE98ZZZ09999999999").state == "valid"
    assert check_sepa("DE97ZZZ09999999999").state == "suspect"
    with pytest.raises(IdentifierInvalid):
        check_sepa("ZZZ")


@pytest.mark.parametrize(
    ("text", "normal", "state"),
    [
        ("EE100931558", "EE100931558", "valid"),
        ("EE 100 931 559", "EE100931559", "suspect"),
        ("LT119511515", "LT119511515", "valid"),
        ("DE136695976", "DE136695976", "valid"),
        ("EL094259216", "EL094259216", "valid"),
        ("GR094259216", "EL094259216", "valid"),
        ("LV40003032949", "LV40003032949", "valid"),
        ("PL8567346215", "PL8567346215", "valid"),
    ],
)
def test_vat_numbers_of_the_union(text: str, normal: str, state: str) -> None:
    assert (check_eu_vat(text).normal, check_eu_vat(text).state) == (normal, state)


@pytest.mark.parametrize("text", ["", "EE", "US123456789", "EE12", "100931558", "DE1366959760000"])
def test_other_text_is_no_vat_number(text: str) -> None:
    with pytest.raises(IdentifierInvalid):
        check_eu_vat(text)


def test_gln() -> None:
    assert check_gln("4750000000006").normal == "4750000000006"
    assert check_gln("7300010000001").state == "valid"
    assert check_gln("7300010000002").state == "suspect"
    with pytest.raises(IdentifierInvalid):
        check_gln("730001000000")


@pytest.mark.parametrize(
    ("text", "normal", "state"),
    [
        ("0218:40003032949", "0218:40003032949", "valid"),
        ("0218: 4000 3032 949", "0218:40003032949", "valid"),
        ("9939:lv40003032949", "9939:LV40003032949", "valid"),
        ("0088:7300010000001", "0088:7300010000001", "valid"),
        ("0191:10137025", "0191:10137025", "none"),
    ],
)
def test_peppol_participants(text: str, normal: str, state: str) -> None:
    assert (check_peppol(text).normal, check_peppol(text).state) == (normal, state)


@given(st.text())
def test_checks_raise_nothing_but_their_own_error(text: str) -> None:
    for check in (
        check_regcode, check_vat, check_personal_code, check_eu_vat, check_gln, check_peppol,
        check_sepa,
    ):  # fmt: skip
        with contextlib.suppress(IdentifierInvalid):
            check(text)
