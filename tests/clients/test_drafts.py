from __future__ import annotations

import pytest
from sqlalchemy import inspect

from services.clients.model.drafts import copy_of, draft, is_draft, row_for, says_the_same
from services.clients.model.tables import CHILD_LISTS, Channel, Client
from services.clients.servicer.client_calls import new_client


def a_draft() -> Client:
    client = new_client("", "active")
    client.name = "Lācis"
    client.tags = ["vip"]
    client.channels = [draft(Channel, kind="phone", normal="+37126123456")]
    return client


def test_a_copy_says_the_same_and_goes_its_own_way():
    client = a_draft()
    copied = copy_of(client)
    assert says_the_same(client, copied)
    copied.name = "Vilks"
    assert not says_the_same(client, copied)
    copied = copy_of(client)
    copied.channels[0].normal = "+37129123456"
    assert not says_the_same(client, copied)
    assert client.channels[0].normal == "+37126123456"
    copied = copy_of(client)
    copied.channels = []
    assert len(client.channels) == 1


@pytest.mark.parametrize("mapped", [Client, *CHILD_LISTS.values()])
def test_a_draft_has_every_attribute_of_its_class_and_its_defaults(mapped):
    made = draft(mapped)
    assert is_draft(made)
    for column in inspect(mapped).columns:
        value = getattr(made, column.key)
        assert value == (column.default.arg if column.default and column.key != "tags" else None)


def test_a_new_row_of_a_draft_is_a_draft_and_one_of_a_mapped_client_is_mapped():
    assert is_draft(row_for(a_draft(), Channel, kind="phone"))
    row = row_for(Client(), Channel, kind="phone")
    assert (type(row), row.kind) == (Channel, "phone")
