"""Whose gallery changed."""

from __future__ import annotations

import uuid

from sysapi.galleries.v1 import unit_gallery_pb2 as pb


def client_of_gallery_event(body: bytes) -> int:
    """The client of a UnitGalleryChanged. Raises DecodeError or ValueError for a body that is none."""
    return uuid.UUID(pb.UnitGalleryChanged.FromString(body).gallery.client_id).int
