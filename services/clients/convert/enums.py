"""Enum values as the database and people write them: CLIENT_KIND_LEGAL is "legal"."""

from __future__ import annotations

from kit.enum_text import EnumText
from sysapi.clients.v1 import client_pb2, clients_service_pb2

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
