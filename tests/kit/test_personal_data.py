from __future__ import annotations

import base64

import pytest
from cryptography.exceptions import InvalidTag
from hypothesis import given
from hypothesis import strategies as st

from kit.personal_data import PersonalData

KEY = base64.b64encode(bytes(range(32))).decode()
OTHER = base64.b64encode(bytes(32)).decode()


@given(st.text(max_size=40))
def test_what_is_sealed_can_be_read_again(text):
    place = PersonalData(KEY)
    assert place.unseal(place.seal(text)) == text


def test_the_same_text_is_sealed_differently_each_time():
    place = PersonalData(KEY)
    assert place.seal("161175-19997") != place.seal("161175-19997")
    assert b"161175" not in place.seal("161175-19997")


def test_a_changed_byte_anywhere_is_noticed():
    place = PersonalData(KEY)
    sealed = place.seal("161175-19997")
    for index in range(len(sealed)):
        changed = bytearray(sealed)
        changed[index] ^= 1
        with pytest.raises(InvalidTag):
            place.unseal(bytes(changed))


def test_another_key_cannot_read_it():
    with pytest.raises(InvalidTag):
        PersonalData(OTHER).unseal(PersonalData(KEY).seal("161175-19997"))


def test_the_lookup_is_the_same_in_every_process_and_release():
    assert PersonalData(KEY).lookup("16117519997") == "014b4b4a7a39aaf0ec2b1b2e5554d4c4"


def test_the_lookup_differs_by_text_and_key():
    found = {
        PersonalData(key).lookup(text) for key in (KEY, OTHER) for text in ("16117519997", "1", "")
    }
    assert len(found) == 6
    assert all(len(value) == 32 for value in found)


@pytest.mark.parametrize("key", ["", "short", base64.b64encode(bytes(31)).decode(), KEY + "x", "ā"])
def test_what_is_no_key_is_refused(key):
    with pytest.raises(ValueError, match=r"32 bytes|base64|ASCII|padding|data"):
        PersonalData(key)
