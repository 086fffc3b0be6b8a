"""What the small test service of one thing is made of; programs of this folder run it as child processes."""

from __future__ import annotations

from sqlalchemy import MetaData

from kit.bus import StreamSpec
from kit.consumer import dead_letter_table
from kit.idempotency import request_table
from kit.outbox import outbox_tables

METADATA = MetaData()
OUTBOX = outbox_tables(METADATA)
DEAD_LETTERS = dead_letter_table(METADATA)
ANSWERED = request_table(METADATA)
STREAM = StreamSpec("THINGS", ("things.>",))
SUBJECT = "things.thing.changed.v1"
