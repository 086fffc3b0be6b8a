"""Made-up next automatic invoices of clients, as the autogen service tells of them."""

from __future__ import annotations

import datetime

from sysapi.autogen.v1 import client_schedule_pb2 as pb
from tests.factories.money import day, euros


def scheduled(
    client_id: str,
    version: int = 1,
    *,
    epoch: int = 1,
    on: datetime.date | None = None,
    net: int = 0,
) -> pb.ClientScheduleChanged:
    """What comes next for a client; without a day nothing does."""
    return pb.ClientScheduleChanged(
        client_id=client_id,
        next_on=day(on) if on else None,
        next_net=euros(net),
        active_lines=1 if on else 0,
        epoch=epoch,
        version=version,
    )
