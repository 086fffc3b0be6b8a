"""The words of the enums of the autogen contracts."""

from __future__ import annotations

from kit.enum_text import EnumText
from sysapi.autogen.v1 import line_pb2
from sysapi.invoices.v1 import invoice_pb2

LINE_STATE = EnumText(line_pb2.LineState, "LINE_STATE_", "")
PERIOD_STATE = EnumText(line_pb2.PeriodState, "PERIOD_STATE_", "")
VAT_CATEGORY = EnumText(invoice_pb2.VatCategory, "VAT_CATEGORY_", "")

_TIMING = EnumText(line_pb2.Timing, "TIMING_", "")
_SHIFT = EnumText(line_pb2.BusinessDayShift, "BUSINESS_DAY_SHIFT_", "")


def timing_word(number: int) -> str:
    """The word; unspecified means in advance."""
    return _TIMING.word(number or line_pb2.TIMING_IN_ADVANCE)


def shift_word(number: int) -> str:
    """The word; unspecified means none."""
    return _SHIFT.word(number or line_pb2.BUSINESS_DAY_SHIFT_NONE)


timing_number = _TIMING.number
shift_number = _SHIFT.number
