from __future__ import annotations

import pytest

from kit import errors
from kit.errors import FAMILIES, FieldViolation, Internal, Problem
from tests.kit.answering import conversation


@pytest.mark.parametrize("family", FAMILIES, ids=lambda family: family.__name__)
async def test_a_problem_crosses_the_wire_intact(family):
    sent = family(
        "Kāds bija ātrāks: «Šķēle»",
        reason="SOME_REASON",
        domain="clients.sys",
        metadata={"client_id": "7", "lauks": "nosaukums ļ"},
        violations=(
            FieldViolation("channels[2].value", "string.max_len", "too long"),
            FieldViolation("name", "required", "nav nosaukuma"),
        ),
    )
    async with conversation() as talk:
        talk.servicer.fails(sent)
        with pytest.raises(Problem) as caught:
            await talk.get()
    got = caught.value
    assert type(got) is family
    assert (got.message, got.reason, got.domain) == (sent.message, "SOME_REASON", "clients.sys")
    added = {"part"} if family in (errors.Unavailable, errors.TimedOut) else set()
    assert {k: v for k, v in got.metadata.items() if k not in added} == sent.metadata
    assert got.violations == sent.violations
    assert got.http_status == family.http_status


@pytest.mark.parametrize("family", FAMILIES, ids=lambda family: family.__name__)
async def test_a_subclass_crosses_as_its_family_with_its_reason(family):
    class Special(family):
        """It is special."""

        reason = "SPECIAL"
        domain = "search.sys"

    async with conversation() as talk:
        talk.servicer.fails(Special())
        with pytest.raises(family) as caught:
            await talk.get()
    assert caught.value.reason == "SPECIAL"
    assert caught.value.domain == "search.sys"
    assert caught.value.message == "It is special."


def test_each_family_has_a_status_of_its_own_on_both_wires():
    assert len({family.code for family in FAMILIES}) == len(FAMILIES)
    assert all(400 <= family.http_status < 600 for family in FAMILIES)
    assert [family for family in FAMILIES if family.http_status >= 500] == [
        errors.Unavailable,
        errors.TimedOut,
        errors.Unimplemented,
        Internal,
    ]


async def test_a_very_long_message_and_metadata_still_arrive_as_the_family():
    sent = errors.Precondition("š" * 20_000, reason="LONG", metadata={"text": "ā" * 20_000})
    async with conversation() as talk:
        talk.servicer.fails(sent)
        with pytest.raises(errors.Precondition) as caught:
            await talk.get()
    assert caught.value.reason == "LONG"
