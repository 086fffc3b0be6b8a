from __future__ import annotations

import base64
import uuid

import orjson
import pytest
from hypothesis import given
from hypothesis import strategies as st

from kit.page import PageTokenInvalid, make_token, page_size, read_token

# Always the same: workers tell tests by their parameters.
ANY_ID = uuid.UUID("0b9dd0a4-7f0c-4c26-9c66-3e7a4ef0f001")


def token_of(value: object) -> str:
    return base64.urlsafe_b64encode(orjson.dumps(value)).decode()


@given(st.integers(0, 2**63 - 1))
def test_a_number_comes_back(key):
    assert read_token("history", make_token("history", key), int) == key


@given(st.uuids())
def test_an_id_comes_back(key):
    assert read_token("clients", make_token("clients", key), uuid.UUID) == key


def test_an_empty_token_is_the_first_page():
    assert read_token("clients", "", uuid.UUID) is None


@pytest.mark.parametrize(
    "token",
    [
        make_token("units", 7),
        token_of(["clients", "not an id"]),
        token_of(["clients", 7.5]),
        token_of(["clients", None]),
        token_of(["clients", []]),
        token_of(["clients"]),
        token_of(["clients", str(ANY_ID), 1]),
        token_of("clients"),
        token_of({"clients": 1}),
        "%%%",
        "bm90IGpzb24=",
        "x",
        "Ābols",
        make_token("clients", ANY_ID)[:-5],
        " " + make_token("clients", ANY_ID),
    ],
)
def test_what_the_list_did_not_make_is_refused(token):
    with pytest.raises(PageTokenInvalid):
        read_token("clients", token, uuid.UUID)


@pytest.mark.parametrize(
    "key", ["7", "x", -1, 2**63, 1.5, "\u0000", str(ANY_ID), "9" * 5000, {"a": 1}]
)
def test_what_is_no_place_in_a_numbered_list_is_refused(key):
    with pytest.raises(PageTokenInvalid):
        read_token("history", token_of(["history", key]) if key != 2**63 else big(), int)


def big() -> str:
    return base64.urlsafe_b64encode(b'["history",9223372036854775808]').decode()


@given(st.text(max_size=60))
def test_no_text_breaks_it(text):
    try:
        read_token("clients", text, uuid.UUID)
    except PageTokenInvalid:
        return
    assert text == "" or text.isascii()


@pytest.mark.parametrize(("asked", "given_"), [(0, 50), (1, 1), (1000, 1000), (10**9, 1000)])
def test_the_size_of_a_page_is_bounded(asked, given_):
    assert page_size(asked) == given_
