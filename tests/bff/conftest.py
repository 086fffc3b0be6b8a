from __future__ import annotations

import asyncio
import base64
import contextlib
import socket
from collections.abc import AsyncIterator
from dataclasses import dataclass

import httpx2
import pytest
import pytest_asyncio
import uvicorn
from fakes import FakeClients, FakeSearch

from kit.grpc_server import Server
from services.bff.app import Bff
from services.bff.settings import Settings
from sysapi.clients.v1.clients_service_pb2_grpc import add_ClientsServiceServicer_to_server
from sysapi.search.v1.search_service_pb2_grpc import add_SearchServiceServicer_to_server

TOKEN_KEY = base64.b64encode(bytes(range(32))).decode()
