from __future__ import annotations

import pytest
from google.protobuf.field_mask_pb2 import FieldMask

from kit.masks import MaskInvalid, mask_fields

ALLOWED = {"name", "comment", "channels"}


def test_the_named_fields_are_given():
    assert mask_fields(FieldMask(paths=["name", "channels", "name"]), ALLOWED, "clients.sys") == {
        "name",
        "channels",
    }


@pytest.mark.parametrize("path", ["version", "Name", "channels.value", "channels[0]", "*", "", " "])
def test_a_field_that_this_call_does_not_change_is_refused_by_name(path):
    with pytest.raises(MaskInvalid) as caught:
        mask_fields(FieldMask(paths=["name", path]), ALLOWED, "clients.sys")
    assert caught.value.metadata == {"field": path}
    assert (caught.value.reason, caught.value.domain) == ("MASK_INVALID", "clients.sys")


def test_an_empty_mask_changes_nothing_and_is_refused():
    with pytest.raises(MaskInvalid):
        mask_fields(FieldMask(), ALLOWED, "clients.sys")
