"""The calls of ClientsService, by what they are about."""

from __future__ import annotations

from services.clients.servicer.client_calls import ClientCalls
from services.clients.servicer.copy_calls import CopyCalls
from services.clients.servicer.group_calls import GroupCalls
from services.clients.servicer.import_calls import ImportCalls
from services.clients.servicer.setting_calls import SettingCalls
from services.clients.servicer.unit_calls import UnitCalls
from sysapi.clients.v1.clients_service_pb2_grpc import ClientsServiceServicer


class ClientsServicer(
    ClientCalls, ImportCalls, UnitCalls, GroupCalls, SettingCalls, CopyCalls, ClientsServiceServicer
):
    """Answers every call of the service."""
