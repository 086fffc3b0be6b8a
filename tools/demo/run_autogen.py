"""Enters the demo lines of the autogenerator, after the demo clients."""

from __future__ import annotations

import sys

from kit.clock import today_in_riga
from kit.errors import Conflict, Problem
from kit.grpc_client import Peer
from sysapi.autogen.v1 import autogen_service_pb2 as pb
from sysapi.autogen.v1 import line_pb2
from sysapi.autogen.v1.autogen_service_pb2_grpc import AutogenServiceStub
from tools.demo.autogen_lines import lines_of
from tools.demo.clients import client
from tools.demo.history import slices_of
from tools.demo.visit_lines import visit_lines_of
from tools.imports.progress import ProgressShown

_AT_ONCE = 500
_SECONDS = 60.0


async def run(clients: int, scale: float, *, address: str, seed: int = 2006) -> int:
    """Enters the lines of the first `clients` demo clients at the autogen service (host:port). Returns 0, or 1 when it fails.

    `scale` is the share of them that have visits. A second run leaves the lines that are there as they are.
    """
    peer = Peer("autogen", address)
    try:
        created = await _enter(peer, clients, slices_of(scale), seed)
    except Problem as problem:
        print(f"the lines of the autogenerator were not entered: {problem}", file=sys.stderr)
        return 1
    finally:
        await peer.close()
    print(f"{created} lines of the autogenerator were entered")
    return 0


async def _enter(peer: Peer, clients: int, slices: int, seed: int) -> int:
    today = today_in_riga()
    created, waiting = 0, list[tuple[line_pb2.Line, bool]]()
    with ProgressShown("autogenerator", clients) as progress:
        for index in range(clients):
            one = client(index, seed)
            waiting += lines_of(one, index, seed, today)
            waiting += [(line, False) for line in visit_lines_of(one, index, seed, slices, today)]
            while len(waiting) >= _AT_ONCE:
                created += await _send(peer, waiting[:_AT_ONCE])
                waiting = waiting[_AT_ONCE:]
                progress.show(index + 1, f"{created} lines")
        if waiting:
            created += await _send(peer, waiting)
    return created


async def _send(peer: Peer, found: list[tuple[line_pb2.Line, bool]]) -> int:
    """Enters the lines and pauses those that are to be; how many were new."""
    stub = AutogenServiceStub(peer.channel)
    request = pb.CreateLinesRequest(lines=[line for line, _ in found])
    answer = await peer.call(stub.CreateLines, request, timeout=_SECONDS, retry=True)
    for line, is_paused in found if answer.created else ():
        if is_paused:
            pause = pb.PauseLineRequest(line_id=line.id, etag="v1", reason="Sezonas pārtraukums")
            try:
                await peer.call(stub.PauseLine, pause, timeout=_SECONDS)
            except Conflict:
                # It was there before, and somebody has changed it.
                continue
    return answer.created
