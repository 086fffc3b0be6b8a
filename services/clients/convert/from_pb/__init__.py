"""From protobuf to the mapped classes: only the fields of a mask, checked and in normal form."""

from services.clients.convert.from_pb.client import IMPORTABLE, UPDATABLE, client_from_pb
from services.clients.convert.from_pb.units import UNIT_UPDATABLE, unit_from_pb
from services.clients.convert.from_pb.writing import Writing, day

__all__ = (
    "IMPORTABLE",
    "UNIT_UPDATABLE",
    "UPDATABLE",
    "Writing",
    "client_from_pb",
    "day",
    "unit_from_pb",
)
