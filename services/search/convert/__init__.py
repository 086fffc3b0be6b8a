"""From the messages of other services to what the catalogue, the text engine and the tables keep."""

from services.search.convert.changes import (
    Change,
    change_from_client,
    change_from_entry,
    change_from_event,
    changes_from_page,
    entry_from_change,
)
from services.search.convert.document_names import (
    document_names_from_event,
    document_names_from_pb,
)
from services.search.convert.documents import documents_from_client
from services.search.convert.galleries import client_of_gallery_event
from services.search.convert.money import money_from_event, money_from_pb
from services.search.convert.record import record_from_client
from services.search.convert.schedule import schedule_from_event, schedule_from_pb
from services.search.convert.visits import visits_from_event, visits_from_pb

__all__ = [
    "Change",
    "change_from_client",
    "change_from_entry",
    "change_from_event",
    "changes_from_page",
    "client_of_gallery_event",
    "document_names_from_event",
    "document_names_from_pb",
    "documents_from_client",
    "entry_from_change",
    "money_from_event",
    "money_from_pb",
    "record_from_client",
    "schedule_from_event",
    "schedule_from_pb",
    "visits_from_event",
    "visits_from_pb",
]
