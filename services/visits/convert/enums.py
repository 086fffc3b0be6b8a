"""The words of the enums of the visits contracts."""

from __future__ import annotations

from kit.enum_text import EnumText
from sysapi.visits.v1 import visit_pb2

VISIT_STATE = EnumText(visit_pb2.VisitState, "VISIT_STATE_", "")
FREQUENCY = EnumText(visit_pb2.Frequency, "FREQUENCY_", "")

_DAY_OFF = EnumText(visit_pb2.DayOff, "DAY_OFF_", "")


def day_off_word(number: int) -> str:
    """The word; unspecified means that visits stay."""
    return _DAY_OFF.word(number or visit_pb2.DAY_OFF_KEEP)


day_off_number = _DAY_OFF.number
