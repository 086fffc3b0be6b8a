"""What people see while a service is dead or frozen: its own part is refused, the rest works, nothing hangs."""

from __future__ import annotations

import time

import httpx2
import pytest

from services.bff.session import Sessions
from tests.waiting import until

PATIENT = 30.0
"""Seconds that a slow machine may take to refuse; a call that hangs would take for ever."""


@pytest.fixture
async def screen(stack):
    await stack.bff.start()
    token = Sessions(stack.token_key).make_token("chaos")
    async with httpx2.AsyncClient(
        base_url=stack.base_url, headers={"Authorization": f"Bearer {token}"}, timeout=PATIENT
    ) as screen:
        yield screen
    await stack.bff.kill()


async def test_while_search_is_dead_clients_open_and_the_catalogue_says_so(stack, workload, screen):
    client_id = next(iter(workload.promises))
    answer = await screen.get("/api/catalogue", params={"q": "*"})
    assert answer.json()["total"] == len(workload.promises)
    await stack.search.kill()
    refused = await screen.get("/api/catalogue", params={"q": "*"})
    assert refused.status_code == 503
    assert refused.json()["reason"]
    assert (await screen.get(f"/api/clients/{client_id}")).json()["id"] == client_id
    await stack.search.start()
    await until(lambda: answers(screen, "/api/catalogue?q=*"))


async def test_while_clients_is_dead_the_catalogue_still_lists_all(stack, workload, screen):
    client_id = next(iter(workload.promises))
    await stack.clients.kill()
    listed = await screen.get("/api/catalogue", params={"q": "*"})
    assert listed.json()["total"] == len(workload.promises)
    assert (await screen.get(f"/api/clients/{client_id}")).status_code == 503
    await stack.clients.start()
    await until(lambda: answers(screen, f"/api/clients/{client_id}/card"))


async def test_a_frozen_service_is_refused_at_the_deadline_and_not_waited_for(
    stack, workload, screen
):
    client_id = next(iter(workload.promises))
    stack.clients.freeze()
    try:
        began = time.monotonic()
        answer = await screen.get(f"/api/clients/{client_id}/card")
        assert answer.status_code in (503, 504)
        assert time.monotonic() - began < PATIENT
        listed = await screen.get("/api/catalogue", params={"q": "*"})
        assert listed.status_code == 200
    finally:
        stack.clients.thaw()
    await until(lambda: answers(screen, f"/api/clients/{client_id}/card"))


async def answers(screen: httpx2.AsyncClient, path: str) -> bool:
    return (await screen.get(path)).status_code == 200
