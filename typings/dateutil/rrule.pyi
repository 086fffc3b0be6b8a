from collections.abc import Sequence
from datetime import datetime

MONTHLY: int
WEEKLY: int
DAILY: int

class weekday:
    def __init__(self, weekday: int, n: int | None = None) -> None: ...

class rrule:
    def __init__(
        self,
        freq: int,
        dtstart: datetime | None = None,
        interval: int = 1,
        *,
        bysetpos: int | None = None,
        bymonthday: Sequence[int] | None = None,
        byweekday: Sequence[weekday] | None = None,
    ) -> None: ...
    def between(self, after: datetime, before: datetime, inc: bool = False) -> list[datetime]: ...
