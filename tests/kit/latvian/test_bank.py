import contextlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kit.latvian.bank import LATVIAN_BANKS, IbanInvalid, check_iban


def iban(country: str, account: str) -> str:
    """An account with its right check digits."""
    number = int("".join(str(int(char, 36)) for char in f"{account}{country}00"))
    return f"{country}{98 - number % 97:02d}{account}"


@pytest.mark.parametrize(
    "text",
    ["LV80BANK0000435195001", "lv80 bank 0000 4351 9500 1", "LV80-BANK-0000-4351-9500-1",
     "IBAN: LV80 BANK 0000 4351 9500 1", "LV80\u00a0BANK\u00a00000435195001"],
)  # fmt: skip
def test_iban_is_read_as_people_write_it(text: str) -> None:
    account = check_iban(text)
    assert account.normal == "LV80BANK0000435195001"
    assert account.shown_in_fours == "LV80 BANK 0000 4351 9500 1"
    assert (account.bic, account.bank) == ("", "")


@pytest.mark.parametrize(
    ("text", "rule"),
    [
        ("LV81BANK0000435195001", "iban_check_digits"),
        ("LV80BANK000043519500", "iban_shape"),
        ("LV80BANK00004351950011", "iban_shape"),
        ("LV80BANK0000435195001000000000000000", "iban_shape"),
        ("XX80BANK0000435195001", "iban_shape"),
        ("", "iban_shape"),
        ("LV80 BANK; DROP TABLE", "iban_shape"),
    ],
)
def test_other_text_is_no_iban(text: str, rule: str) -> None:
    with pytest.raises(IbanInvalid) as refused:
        check_iban(text)
    assert refused.value.rule in (rule, "iban_check_digits")


def test_the_bank_is_found_from_the_account(banks: list[dict[str, str]]) -> None:
    for row in banks:
        account = check_iban(iban("LV", row["iban_bank_code"] + "0000435195001"))
        assert account.bic == row["bic"].removesuffix("XXX")
        assert account.bank


def test_closed_banks_are_known() -> None:
    assert LATVIAN_BANKS["UBAL"][1] == "Latvijas Krājbanka"
    assert LATVIAN_BANKS["AIZK"][1] == "ABLV Bank"


@pytest.mark.parametrize(
    ("text", "bic"),
    [
        (iban("LT", "7300010000000000"), "HABALT22"),
        (iban("EE", "2200221020145685"), "HABAEE2X"),
        (iban("LT", "3250012345678901"), "REVOLT21"),
        ("DE89370400440532013000", "COBADEFF"),
    ],
)
def test_foreign_banks_are_known(text: str, bic: str) -> None:
    assert check_iban(text).bic.startswith(bic)


def test_a_foreign_account_of_an_unknown_bank_is_accepted() -> None:
    assert check_iban("GB82WEST12345698765432").normal == "GB82WEST12345698765432"


@given(st.text())
def test_any_text_is_an_account_or_refused(text: str) -> None:
    with contextlib.suppress(IbanInvalid):
        assert check_iban(text).normal.isalnum()
