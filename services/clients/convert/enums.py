"""Enum values as the database and people write them: CLIENT_KIND_LEGAL is "legal"."""

from __future__ import annotations

from typing import Any

from sysapi.clients.v1 import client_pb2, clients_service_pb2


class EnumText:
    """Both ways between numbers of one protobuf enum and its words; `zero` is the word for unspecified."""

    def __init__(self, enum: Any, prefix: str, zero: str) -> None:
        items: list[tuple[str, int]] = enum.items()
        self._word_of = {
            number: name.removeprefix(prefix).lower() for name, number in items if number
        }
        self._word_of[0] = zero
        self._number_of = {word: number for number, word in self._word_of.items()}

    def word(self, number: int) -> str:
        """The word of a number that passed validation."""
        return self._word_of[number]

    def number(self, word: str) -> Any:
        """The number of a word that the database holds."""
        return self._number_of[word]


KIND = EnumText(client_pb2.ClientKind, "CLIENT_KIND_", "")
STATUS = EnumText(client_pb2.ClientStatus, "CLIENT_STATUS_", "")
IDENTIFIER_TYPE = EnumText(client_pb2.IdentifierType, "IDENTIFIER_TYPE_", "")
CHECK_STATE = EnumText(client_pb2.CheckState, "CHECK_STATE_", "none")
ADDRESS_KIND = EnumText(client_pb2.AddressKind, "ADDRESS_KIND_", "")
CHANNEL_KIND = EnumText(client_pb2.ChannelKind, "CHANNEL_KIND_", "")
CHANNEL_PURPOSE = EnumText(client_pb2.ChannelPurpose, "CHANNEL_PURPOSE_", "general")
NOTICE_SCOPE = EnumText(client_pb2.NoticeScope, "NOTICE_SCOPE_", "all")
UNIT_KIND = EnumText(client_pb2.UnitKind, "UNIT_KIND_", "")
SETTING_SCOPE = EnumText(clients_service_pb2.SettingScope, "SETTING_SCOPE_", "")
SETTING_TYPE = EnumText(clients_service_pb2.SettingType, "SETTING_TYPE_", "")
