from __future__ import annotations

import asyncio
import signal
import sys
import time
from pathlib import Path

import httpx2

from tests.bff.conftest import System, free_port, process_environment


async def test_the_process_stops_gracefully_with_browsers_hanging_on(
    system: System, tmp_path: Path
) -> None:
    """A running request is answered, open event streams end, and the process exits with 0."""
    port = free_port()
    environment = process_environment(system, port, files=tmp_path / "files", web=tmp_path)
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "services.bff", "serve", env=environment
    )
    try:
        async with httpx2.AsyncClient(
            base_url=f"http://127.0.0.1:{port}", headers=system.http.headers, timeout=10
        ) as http:
            await wait_until_alive(http)
            async with http.stream("GET", "/api/events") as events:
                lines = events.aiter_lines()
                assert await anext(lines) == "retry: 2000"
                system.clients.hung = {"ListGroups"}
                running = asyncio.create_task(http.get("/api/groups"))
                while not system.clients.count("ListGroups"):  # noqa: ASYNC110
                    await asyncio.sleep(0.01)
                started = time.perf_counter()
                process.send_signal(signal.SIGTERM)
                assert (await running).status_code == 504
                assert [line async for line in lines if line.startswith("event")] == []
            assert await asyncio.wait_for(process.wait(), 10) == 0
            assert time.perf_counter() - started < 8
    finally:
        if process.returncode is None:
            process.kill()


async def wait_until_alive(http: httpx2.AsyncClient) -> None:
    async with asyncio.timeout(30):
        while True:
            try:
                if (await http.get("/livez")).status_code == 200:
                    return
            except httpx2.ConnectError:
                await asyncio.sleep(0.05)
