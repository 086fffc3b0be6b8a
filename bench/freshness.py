"""How soon a saved change is found: 20 writes a second for a minute, each with a word of its own."""

from __future__ import annotations

import contextlib
import http.client
import json
import random
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from urllib.parse import urlsplit

from bench.figure import CannotMeasure, Figure
from bench.measure import percentile
from bench.rest import Rest
from bench.system import System

TITLE = "Freshness"
WRITES_PER_SECOND = 20
SECONDS = 60
POLL_SECONDS = 0.01
GIVE_UP_SECONDS = 10.0
THREADS = 12
SEED = 20


class Listener(threading.Thread):
    """Reads the event stream and notes when each client was first told of after being written."""

    def __init__(self, system: System) -> None:
        super().__init__(daemon=True)
        address = urlsplit(system.url)
        self._connection = http.client.HTTPConnection(
            address.hostname or "", address.port or 80, timeout=30
        )
        self._connection.request(
            "GET", "/api/events", headers={"Authorization": f"Bearer {system.token}"}
        )
        self._answer = self._connection.getresponse()
        self.told: dict[str, list[float]] = {}
        self.resets = 0

    def run(self) -> None:
        """Reads until the connection is closed."""
        try:
            while line := self._answer.readline():
                if line.startswith(b"data:"):
                    now = time.perf_counter()
                    event = json.loads(line[5:])
                    self.resets += bool(event.get("reset"))
                    for client_id in event.get("client_ids", []):
                        self.told.setdefault(client_id, []).append(now)
        except (OSError, ValueError, AttributeError):
            return

    def stop(self) -> None:
        """Closes the connection."""
        if self._connection.sock is not None:
            self._connection.sock.close()


class Writer:
    """Writes on a fixed schedule, whether or not the writes before have ended."""

    def __init__(self, system: System, client_ids: list[str]) -> None:
        self._system = system
        self._client_ids = client_ids
        self._local = threading.local()
        self.saved: dict[str, tuple[float, float]] = {}
        """Client: when the write was sent and when its answer came."""
        self.found: dict[str, float] = {}
        self.polls = 0

    def run(self) -> float:
        """Writes to every client once and waits until all are found; returns the writes a second that were reached."""
        began = time.perf_counter()
        with ThreadPoolExecutor(THREADS) as pool:
            running = [
                pool.submit(self._write, client_id, began + place / WRITES_PER_SECOND)
                for place, client_id in enumerate(self._client_ids)
            ]
            for one in running:
                one.result()
        last = max(sent for sent, _ in self.saved.values())
        return (len(self.saved) - 1) / (last - began)

    def _rest(self) -> Rest:
        if not hasattr(self._local, "rest"):
            self._local.rest = self._system.rest()
        return self._local.rest

    def _write(self, client_id: str, at: float) -> None:
        rest = self._rest()
        client = rest.json(f"/api/clients/{client_id}")
        word = "zq" + client_id.replace("-", "")[:14].translate(
            str.maketrans("0123456789", "ghijklmnop")
        )
        time.sleep(max(0.0, at - time.perf_counter()))
        sent = time.perf_counter()
        rest.send(
            "PATCH", f"/api/clients/{client_id}", {"alias": word}, If_Match=f'"{client["etag"]}"'
        )
        self.saved[client_id] = (sent, time.perf_counter())
        deadline = sent + GIVE_UP_SECONDS
        while time.perf_counter() < deadline:
            self.polls += 1
            asked = time.perf_counter()
            # An answer that does not come in time is one that has not found it.
            with contextlib.suppress(CannotMeasure):
                if rest.json("/api/catalogue", q=word, limit=1)["total"]:
                    self.found[client_id] = time.perf_counter()
                    return
            time.sleep(max(0.0, POLL_SECONDS - (time.perf_counter() - asked)))


def measure(system: System) -> list[Figure]:
    """Writes, and looks for what was written."""
    rest = system.rest()
    total = int(rest.json("/api/catalogue", q="*", limit=1)["total"])
    chance = random.Random(SEED)
    wanted = WRITES_PER_SECOND * SECONDS
    client_ids: dict[str, None] = {}
    for offset in chance.sample(range(total), min(total, 2 * wanted)):
        if len(client_ids) < wanted:
            client_ids[
                rest.json("/api/catalogue", q="*", offset=offset, limit=1)["items"][0]["id"]
            ] = None
    listener = Listener(system)
    listener.start()
    writer = Writer(system, list(client_ids))
    reached = writer.run()
    time.sleep(1.0)
    listener.stop()
    if not writer.found:
        raise CannotMeasure("nothing that was written was found again")
    searchable = [(found - writer.saved[one][1]) * 1000 for one, found in writer.found.items()]
    pressed = [(found - writer.saved[one][0]) * 1000 for one, found in writer.found.items()]
    saving = [(answered - sent) * 1000 for sent, answered in writer.saved.values()]
    told = [
        (next(when for when in listener.told[one] if when >= sent) - answered) * 1000
        for one, (sent, answered) in writer.saved.items()
        if any(when >= sent for when in listener.told.get(one, []))
    ]
    lost = len(writer.saved) - len(writer.found)
    figures = [
        Figure(
            f"commit → searchable, {reached:.1f} writes/s for {SECONDS} s", _usual(searchable), bar={"p99": 400.0},
            note=f"from the answer of the write to the first answer that finds its word; asked every {POLL_SECONDS * 1000:.0f} ms, "
            f"{writer.polls:,} times; not found within {GIVE_UP_SECONDS:.0f} s: {lost}",
        ),
        Figure("save pressed → searchable", _usual(pressed), reference="the write alone", reference_values=_usual(saving)),
    ]  # fmt: skip
    if told:
        figures.append(
            Figure(
                "commit → told by server-sent event", _usual(told),
                note=f"{len(told)} of {len(writer.saved)} writes; negative: told before the answer of the write was read",
            )
        )  # fmt: skip
    return figures


def _usual(samples: list[float]) -> dict[str, float]:
    return {"p50": percentile(samples, 50), "p99": percentile(samples, 99), "max": max(samples)}
