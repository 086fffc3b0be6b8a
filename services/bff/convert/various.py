"""Groups, settings and facets."""

from __future__ import annotations

from collections.abc import Iterable

from services.bff.convert.words import SETTING_SCOPE, SETTING_TYPE
from services.bff.shapes.setting import ResetInput, SetInput
from sysapi.clients.v1 import client_pb2, clients_service_pb2
from sysapi.search.v1 import search_service_pb2

Json = dict[str, object]


def group_to_json(group: client_pb2.ClientGroup) -> Json:
    """One group."""
    return {
        "id": group.id,
        "name": group.name,
        "parent_id": group.parent_id or None,
        "etag": group.etag,
        "client_count": group.client_count,
    }


def setting_to_json(setting: clients_service_pb2.Setting) -> Json:
    """One setting; bounds only where they mean something."""
    is_number = setting.type == clients_service_pb2.SETTING_TYPE_INTEGER
    return {
        "key": setting.key,
        "type": SETTING_TYPE[setting.type],
        "choices": list(setting.choices),
        "minimum": setting.minimum if is_number else None,
        "maximum": setting.maximum if is_number else None,
        "values": [
            {"scope": SETTING_SCOPE[item.scope], "value": item.value} for item in setting.values
        ],
        "effective": setting.effective,
        "source": SETTING_SCOPE[setting.source],
    }


def setting_changes_from_json(
    changes: Iterable[SetInput | ResetInput],
) -> list[clients_service_pb2.SettingChange]:
    """New values and removals."""
    return [
        clients_service_pb2.SettingChange(key=change.key, reset=True)
        if isinstance(change, ResetInput)
        else clients_service_pb2.SettingChange(key=change.key, value=change.value)
        for change in changes
    ]


def facets_to_json(answer: search_service_pb2.CountFacetsResponse) -> Json:
    """Counts by column."""
    return {
        "facets": {
            facet.column: [
                {"value": item.value, "label": item.label, "count": item.count}
                for item in facet.counts
            ]
            for facet in answer.facets
        }
    }
