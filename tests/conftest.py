"""Real parts for every test: one PostgreSQL cluster and one NATS server for the session, a database for each test file."""

from __future__ import annotations

import base64
import itertools
import os
import uuid
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import httpx2
import hypothesis
import pytest
from moto.server import ThreadedMotoServer
from xdist.scheduler import LoadScopeScheduling

from tools.stack.nats import Nats
from tools.stack.postgres import Postgres

_numbers = itertools.count(1)

# By its own default Hypothesis fails an example that takes longer than 0.2 s, which on a busy machine any may.
hypothesis.settings.register_profile("untimed", deadline=None)
hypothesis.settings.load_profile("untimed")


_SHARED = ("tests/system/", "tests/chaos/")
"""Folders whose tests share a whole system. They take longest and come first, so that workers end together."""


class _Scheduling(LoadScopeScheduling):
    """Gives a worker all tests of a file, and all of a folder that share a system."""

    def _split_scope(self, nodeid: str) -> str:
        shared = (folder for folder in _SHARED if nodeid.startswith(folder))
        return next(shared, nodeid.partition("::")[0])


def pytest_xdist_make_scheduler(config: pytest.Config, log: Any) -> _Scheduling:
    """How workers share the tests."""
    return _Scheduling(config, log)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Puts the tests of shared folders first."""
    items.sort(key=lambda item: [not item.nodeid.startswith(folder) for folder in _SHARED])


@pytest.fixture(scope="session")
def postgres(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Postgres]:
    """A private cluster."""
    cluster = Postgres(tmp_path_factory.mktemp("postgres"), durable=False)
    cluster.start()
    yield cluster
    cluster.remove()


@pytest.fixture(scope="session")
def new_database(postgres: Postgres) -> Callable[[str], str]:
    """Makes an empty database and gives its URL."""

    def make(prefix: str) -> str:
        name = f"{prefix}_{os.getpid()}_{next(_numbers)}"
        postgres.create_databases([name])
        return postgres.url(name)

    return make


@pytest.fixture
def nats_server(tmp_path: Path) -> Iterator[Nats]:
    """A server of its own, with an empty JetStream, for one test."""
    server = Nats(tmp_path / "nats")
    server.start()
    yield server
    server.remove()


@pytest.fixture(scope="session")
def s3_bucket() -> Iterator[str]:
    """URL of a bucket behind moto, which is a fake of the API of S3: it checks requests as S3 does, and keeps objects in memory."""
    server = ThreadedMotoServer("127.0.0.1", 0, verbose=False)
    server.start()
    host, port = server.get_host_and_port()
    endpoint = f"http://{host}:{port}"
    with pytest.MonkeyPatch.context() as environment:
        for name, value in (
            ("AWS_ENDPOINT", endpoint),
            ("AWS_ALLOW_HTTP", "true"),
            ("AWS_REGION", "eu-north-1"),
            ("AWS_ACCESS_KEY_ID", "test"),
            ("AWS_SECRET_ACCESS_KEY", "test"),
        ):
            environment.setenv(name, value)
        httpx2.put(f"{endpoint}/sys")
        yield "s3://sys"
    server.stop()


@pytest.fixture(params=["folder", "s3"])
def files_url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """Of an empty store of files: in a folder, then in S3."""
    if request.param == "folder":
        return (tmp_path / "files").as_uri()
    return f"{request.getfixturevalue('s3_bucket')}/{uuid.uuid4()}"


@pytest.fixture(scope="session")
def personal_data_key() -> str:
    """A key for sealing personal codes in tests."""
    return base64.b64encode(bytes(range(32))).decode()


@pytest.fixture(scope="session")
def data_dir() -> Path:
    """Real Latvian data, kept beside the checkout and not in it; tests that need it are skipped where it is not."""
    place = Path(os.environ.get("SYS_DATA_DIR") or Path(__file__).parents[2] / "shared" / "data")
    if not place.is_dir():
        pytest.skip(f"no data directory at {place}; set SYS_DATA_DIR")
    return place
