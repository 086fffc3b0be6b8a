"""The launcher of nats-server against the real program."""

import http.client
import json
from pathlib import Path

import nats
import pytest

from tools.stack.nats import Nats


@pytest.fixture
def server(tmp_path: Path):
    server = Nats(tmp_path / "nats")
    server.start()
    yield server
    server.remove()


async def test_acknowledged_messages_survive_a_kill(server: Nats):
    connection = await nats.connect(server.url)
    stream = connection.jetstream()
    await stream.add_stream(name="CLIENTS", subjects=["clients.>"])
    for number in range(20):
        await stream.publish("clients.client.changed.v1.a", str(number).encode())
    await connection.close()

    address = server.url
    server.kill()
    assert not server.is_ready()
    server.start()

    assert server.url == address
    connection = await nats.connect(server.url)
    info = await connection.jetstream().stream_info("CLIENTS")
    assert info.state.messages == 20
    await connection.close()


async def test_a_large_event_fits(server: Nats):
    connection = await nats.connect(server.url)
    assert connection.max_payload == 8 * 1024 * 1024
    await connection.close()


def test_every_message_is_synced_to_the_disk_before_its_acknowledgement(server: Nats):
    connection = http.client.HTTPConnection("127.0.0.1", server.monitor_port)
    connection.request("GET", "/varz")
    jetstream = json.loads(connection.getresponse().read())["jetstream"]["config"]
    assert jetstream["sync_always"] is True
    assert jetstream["store_dir"].startswith(str(server.directory))


async def test_a_token_keeps_other_programs_of_the_machine_out(tmp_path: Path):
    server = Nats(tmp_path / "nats", token="a-secret")
    server.start()
    try:
        connection = await nats.connect(server.url)
        await connection.close()
        with pytest.raises(nats.errors.Error):
            await nats.connect(
                f"nats://127.0.0.1:{server.port}", allow_reconnect=False, max_reconnect_attempts=1
            )
    finally:
        server.remove()


def test_two_servers_run_side_by_side(tmp_path: Path):
    servers = [Nats(tmp_path / name) for name in ("one", "two")]
    try:
        for server in servers:
            server.start()
        assert all(server.is_ready() for server in servers)
        assert servers[0].url != servers[1].url
    finally:
        for server in servers:
            server.remove()
