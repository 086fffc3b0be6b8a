"""A stand-in for Meilisearch's task protocol and its errors. It does not search: that needs the real server.

Writes are answered with 202 and a task number; `/tasks/{number}` tells its state. `trouble` names what goes wrong next.
"""

from __future__ import annotations

import asyncio
import json
from typing import Any

TROUBLES = ("", "task fails", "500", "429", "slow", "hangs up")


class MeilisearchStub:
    """Listens on a free port of this machine."""

    def __init__(self) -> None:
        self.trouble = ""
        self.task_polls = 0
        """How often a task is told to be still running before it is done."""
        self.requests: list[tuple[str, str, Any]] = []
        self.hits: list[dict[str, str]] = []
        self.total = 0
        self.indexes: set[str] = set()
        self.url = ""
        self._tasks: list[tuple[str, int]] = []

    async def start(self) -> None:
        self._server = await asyncio.start_server(self._connection, "127.0.0.1", 0)
        self.url = f"http://127.0.0.1:{self._server.sockets[0].getsockname()[1]}"

    async def stop(self) -> None:
        self._server.close()
        await asyncio.sleep(0)

    async def _connection(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            while line := await reader.readline():
                method, path, _ = line.decode().split(" ", 2)
                length = 0
                while (header := await reader.readline()).strip():
                    name, _, value = header.decode().partition(":")
                    if name.lower() == "content-length":
                        length = int(value)
                body = await reader.readexactly(length)
                if self.trouble == "hangs up":
                    break
                if self.trouble == "slow":
                    await asyncio.sleep(10)
                status, answer = self._answer(method, path.partition("?")[0], body)
                raw = json.dumps(answer).encode()
                head = f"HTTP/1.1 {status} x\r\ncontent-type: application/json\r\ncontent-length: {len(raw)}\r\n\r\n"
                writer.write(head.encode() + raw)
                await writer.drain()
        except (ConnectionError, asyncio.IncompleteReadError):
            pass
        finally:
            writer.close()

    def _answer(self, method: str, path: str, body: bytes) -> tuple[int, Any]:
        content = json.loads(body) if body else None
        self.requests.append((method, path, content))
        parts = path.strip("/").split("/")
        if parts[0] == "tasks":
            return 200, self._task(int(parts[1]))
        if self.trouble in ("500", "429"):
            error = {"message": "no", "code": "internal", "type": "internal", "link": ""}
            return int(self.trouble), error
        if path == "/indexes" and method == "GET":
            some = {"primaryKey": "id", "createdAt": _WHEN, "updatedAt": _WHEN}
            results = [{"uid": name, **some} for name in sorted(self.indexes)]
            return 200, {"results": results, "offset": 0, "limit": 1000, "total": len(results)}
        if path == "/indexes":
            self.indexes.add(content["uid"])
            return 202, self._enqueue()
        if parts[-1] == "search":
            return 200, {
                "hits": self.hits, "query": content["q"] or "", "processingTimeMs": 1,
                "page": content["page"], "hitsPerPage": content["hitsPerPage"],
                "totalHits": self.total, "totalPages": 1,
            }  # fmt: skip
        if parts[-1] == "stats":
            return 200, {"numberOfDocuments": 7, "isIndexing": False, "fieldDistribution": {}}
        if method == "GET":
            return 200, {
                "uid": parts[1],
                "primaryKey": "id",
                "createdAt": _WHEN,
                "updatedAt": _WHEN,
            }
        if method == "DELETE":
            self.indexes.discard(parts[1])
        return 202, self._enqueue()

    def _enqueue(self) -> dict[str, Any]:
        number = len(self._tasks)
        self._tasks.append(
            ("failed" if self.trouble == "task fails" else "succeeded", self.task_polls)
        )
        return {
            "taskUid": number, "indexUid": "x", "status": "enqueued",
            "type": "documentAdditionOrUpdate", "enqueuedAt": _WHEN,
        }  # fmt: skip

    def _task(self, number: int) -> dict[str, Any]:
        state, polls = self._tasks[number]
        if polls:
            self._tasks[number] = (state, polls - 1)
            state = "processing"
        error = {
            "message": "disk full",
            "code": "no_space_left_on_device",
            "type": "system",
            "link": "",
        }
        return {
            "uid": number, "indexUid": "x", "status": state, "type": "documentAdditionOrUpdate",
            "details": None, "error": error if state == "failed" else None, "canceledBy": None,
            "duration": None, "enqueuedAt": _WHEN, "startedAt": None, "finishedAt": None,
        }  # fmt: skip


_WHEN = "2026-01-01T00:00:00Z"
