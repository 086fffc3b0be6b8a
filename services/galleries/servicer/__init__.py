"""The calls of the galleries service."""

from __future__ import annotations

from services.galleries.servicer.batch_calls import BatchCalls
from services.galleries.servicer.list_calls import ListCalls
from services.galleries.servicer.media_calls import MediaCalls
from services.galleries.servicer.share_calls import ShareCalls
from sysapi.galleries.v1.galleries_service_pb2_grpc import GalleriesServiceServicer


class GalleriesServicer(MediaCalls, ListCalls, BatchCalls, ShareCalls, GalleriesServiceServicer):
    """All calls."""
