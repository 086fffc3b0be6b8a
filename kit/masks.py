"""Update masks: which fields a change touches."""

from __future__ import annotations

from collections.abc import Set as AbstractSet

from google.protobuf import field_mask_pb2

from kit.errors import Invalid


class MaskInvalid(Invalid):
    """The update mask names a field that does not exist or is not changed by this call."""

    reason = "MASK_INVALID"


def mask_fields(mask: field_mask_pb2.FieldMask, allowed: AbstractSet[str], domain: str) -> set[str]:
    """The named fields. Raises MaskInvalid (with the service's `domain`) for none, or one that is not allowed."""
    fields = set(mask.paths)
    for field in sorted(fields - allowed):
        raise MaskInvalid(domain=domain, metadata={"field": field})
    if not fields:
        raise MaskInvalid("the update mask is empty", domain=domain)
    return fields
