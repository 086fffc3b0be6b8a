import contextlib

import phonenumbers
import pytest
from email_validator import EmailNotValidError, validate_email
from hypothesis import example, given, settings
from hypothesis import strategies as st
from phonenumbers import PhoneNumberFormat

from kit.latvian.contact import (
    EmailInvalid,
    PhoneInvalid,
    WwwInvalid,
    check_email,
    check_phone,
    check_www,
    old_phone,
    split_phones,
)


@pytest.mark.parametrize(
    ("text", "e164", "shown"),
    [
        ("67000355", "+37167000355", "+371 67 000 355"),
        ("+37167000355", "+37167000355", "+371 67 000 355"),
        ("(+371) 67000355", "+37167000355", "+371 67 000 355"),
        ("0037126123456", "+37126123456", "+371 26 123 456"),
        ("371-29123456", "+37129123456", "+371 29 123 456"),
        ("26 123 456", "+37126123456", "+371 26 123 456"),
        ("tālr. 26123456", "+37126123456", "+371 26 123 456"),
        ("80000080", "+37180000080", "+371 80 000 080"),
        ("+370 5 239 0000", "+37052390000", "+370 5 239 0000"),
    ],
)
def test_phone_is_read_as_people_write_it(text: str, e164: str, shown: str) -> None:
    phone = check_phone(text)
    assert (phone.e164, phone.shown) == (e164, shown)


@pytest.mark.parametrize(
    "text",
    ["", "708 7318", "26123456, 29123456", "+371 (0) 2x; rm -rf", "1234", "vanity CALLNOW",
     "26123456 ext 5", "+999 123456789", "\u0662\u0666123456", "2" * 500],
)  # fmt: skip
def test_other_text_is_no_phone(text: str) -> None:
    with pytest.raises(PhoneInvalid):
        check_phone(text)


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("26123456, 29123456", ["26123456", "29123456"]),
        ("26123456; +371 29123456", ["26123456", "+371 29123456"]),
        ("26123456 29123456", ["26123456", "29123456"]),
        ("26123456/29123456", ["26123456", "29123456"]),
        ("67 000 355 / 26 123 456", ["67 000 355", "26 123 456"]),
        ("26123456 vai 29123456", ["26123456", "29123456"]),
        ("tālr.: 67000355\nmob. 26123456", ["67000355", "26123456"]),
        ("(+371) 67000355", ["(+371) 67000355"]),
        ("26 123 456", ["26 123 456"]),
        ("nav", []),
        ("", []),
    ],
)
def test_several_numbers_in_one_field_are_split(text: str, parts: list[str]) -> None:
    assert split_phones(text) == parts


def test_old_numbers_of_seven_digits_are_told_apart() -> None:
    assert old_phone("708 7318")
    assert old_phone("+371 7087318")
    assert not old_phone("67087318")
    assert not old_phone("abc 7087318")


def test_phones_of_public_buyers_are_valid(buyer_contacts: list[dict[str, str]]) -> None:
    for row in buyer_contacts:
        for part in split_phones(row["phone"]):
            assert check_phone(part).e164.startswith("+371")


@pytest.mark.parametrize(
    ("text", "normal"),
    [
        ("info@lacis.example", "info@lacis.example"),
        (" Janis@Berzini.LV ", "Janis@berzini.lv"),
        ("jānis@bērziņi.lv", "jānis@bērziņi.lv"),
        ("a+b@x.lv", "a+b@x.lv"),
    ],
)
def test_email_is_normalised(text: str, normal: str) -> None:
    assert check_email(text) == normal


@pytest.mark.parametrize(
    "text",
    ["", "a@b", "a@x.lv\r\nBcc: b@y", "a@x.lv\n", '"a b"@x.lv', "a" * 250 + "@x.lv", "a@x..lv",
     "a@[127.0.0.1]", "A <a@x.lv>", "a@x.lv, b@x.lv", "\ud800@x.lv"],
)  # fmt: skip
def test_other_text_is_no_email(text: str) -> None:
    with pytest.raises(EmailInvalid):
        check_email(text)


@pytest.mark.parametrize(
    ("text", "normal"),
    [
        ("www.lacis.example", "https://www.lacis.example"),
        ("HTTP://WWW.Lacis.EXAMPLE/Par-Mums", "http://www.lacis.example/Par-Mums"),
        ("https://www.rdn.lv/lv/", "https://www.rdn.lv/lv/"),
        ("//rdn.lv", "https://rdn.lv"),
        ("rdn.lv:8080/x?a=1#b", "https://rdn.lv:8080/x?a=1#b"),
        ("šķēle.lv", "https://šķēle.lv"),
        ("http://169.254.169.254/", "http://169.254.169.254"),
        ("http://[::1]:4222/", "http://[::1]:4222"),
        ("http://2130706433/", "http://2130706433"),
    ],
)
def test_www_is_normalised_and_never_fetched(text: str, normal: str) -> None:
    assert check_www(text) == normal


@pytest.mark.parametrize(
    ("text", "rule"),
    [
        ("", "www_shape"),
        ("javascript:alert(1)", "www_scheme"),
        ("JavaScript:alert(1)", "www_scheme"),
        ("java\nscript:alert(1)", "www_shape"),
        ("file:///etc/passwd", "www_scheme"),
        ("data:text/html,x", "www_scheme"),
        ("ftp://x.lv", "www_scheme"),
        ("mailto:a@x.lv", "www_scheme"),
        ("https://user:pw@host.lv", "www_user"),
        ("https://host.lv\\@evil.lv", "www_shape"),
        ("a@x.lv", "www_user"),
        ("https://" + "a" * 2100 + ".lv", "www_long"),
        ("https://", "www_host"),
        ("nav mājas lapas", "www_shape"),
        ("localhost", "www_host"),
        ("https://a..lv", "www_host"),
        ("https://x.lv:99999", "www_shape"),
    ],
)
def test_other_text_is_no_www(text: str, rule: str) -> None:
    with pytest.raises(WwwInvalid) as refused:
        check_www(text)
    assert refused.value.rule == rule


def test_www_of_public_buyers_are_accepted(buyer_contacts: list[dict[str, str]]) -> None:
    for row in buyer_contacts:
        if row["www"]:
            assert check_www(row["www"]).startswith("http")


def phone_by_library(text: str) -> tuple[str, str] | None:
    number = phonenumbers.parse(text, "LV")
    if not phonenumbers.is_valid_number(number):
        return None
    return tuple(
        phonenumbers.format_number(number, form)
        for form in (PhoneNumberFormat.E164, PhoneNumberFormat.INTERNATIONAL)
    )


@settings(max_examples=1000)
@given(st.from_regex(r"(\+371 ?|\(\+371\) ?)?[26][0-9] ?[0-9]{3} ?[0-9]{3}", fullmatch=True))
def test_a_plain_phone_is_read_as_the_library_reads_it(text: str) -> None:
    try:
        phone = check_phone(f" {text}")
    except PhoneInvalid:
        assert phone_by_library(text) is None
    else:
        assert phone_by_library(text) == (phone.e164, phone.shown)


def test_every_beginning_of_a_plain_phone_is_one_for_the_library_too() -> None:
    for first_five in [*range(20_000, 30_000), *range(60_000, 70_000)]:
        number = f"{first_five}555"
        try:
            expected = check_phone(number).e164, check_phone(number).shown
        except PhoneInvalid:
            expected = None
        assert phone_by_library(number) == expected


NEARLY_PLAIN = r"[a-zA-Z0-9_+.-]{1,12}@([a-zA-Z0-9-]{1,5}\.){0,3}[a-z0-9-]{1,6}\.?(lv|com|org|test|local|c0m|x)?"


@settings(max_examples=1000)
@given(
    st.from_regex(NEARLY_PLAIN, fullmatch=True)
    | st.from_regex(r"[a-z]{55,70}@[a-z]{55,70}\.lv", fullmatch=True)
)
@example("INFO@lacis.lv")
@example("anna@xn--a.lv")
@example("anna@ab--cd.lv")
@example("anna@a-.lv")
@example("anna@lacis.test")
@example("a..b@lacis.lv")
@example("anna@lv")
def test_a_plain_email_is_read_as_the_library_reads_it(text: str) -> None:
    try:
        expected = validate_email(text, check_deliverability=False).normalized
    except EmailNotValidError:
        with pytest.raises(EmailInvalid):
            check_email(text)
    else:
        assert check_email(text) == expected


@given(st.text())
def test_normal_forms_are_stable(text: str) -> None:
    with contextlib.suppress(WwwInvalid):
        assert check_www(check_www(text)) == check_www(text)
    with contextlib.suppress(EmailInvalid):
        assert check_email(check_email(text)) == check_email(text)
    for part in split_phones(text):
        try:
            phone = check_phone(part)
        except PhoneInvalid:
            continue
        assert check_phone(phone.e164) == check_phone(phone.shown) == phone
