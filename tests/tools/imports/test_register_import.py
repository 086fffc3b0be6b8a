"""`./sys import ur` against the real clients service: created once, unchanged after, and nobody's own data lost."""

import csv
from pathlib import Path

import pytest
from google.protobuf.field_mask_pb2 import FieldMask

from sysapi.clients.v1 import client_pb2
from sysapi.clients.v1 import clients_service_pb2 as pb
from tests.tools.conftest import ClientsService
from tests.tools.imports.test_register_file import GOOD, HEADER
from tools.demo.register import write
from tools.imports.ur import run

OTHER = GOOD.replace("41502039692", "40003032949").replace("D.Luxe", "Otrs")


def file_of(tmp_path: Path, *rows: str) -> Path:
    path = tmp_path / "register.csv"
    path.write_text(HEADER + "".join(rows), encoding="utf-8-sig")
    return path


def counts(capsys: pytest.CaptureFixture[str]) -> str:
    # The service runs in this process and logs to the same output.
    lines = capsys.readouterr().out.splitlines()
    return next(line for line in lines if "created " in line)


async def only_client(service: ClientsService) -> client_pb2.Client:
    (client,) = await service.clients()
    return client


async def test_a_dry_run_tells_and_changes_nothing(clients_service, tmp_path, capsys):
    path = file_of(tmp_path, GOOD, OTHER)
    assert await run(path, dry_run=True, address=clients_service.address) == 0
    assert counts(capsys).startswith("dry run, nothing was changed: created 2,")
    assert await clients_service.clients() == []


async def test_the_second_run_finds_everything_unchanged(clients_service, tmp_path, capsys):
    path = tmp_path / "register.csv"
    write(path, 700)
    for expected in ("created 700, updated 0, unchanged 0", "created 0, updated 0, unchanged 700"):
        assert await run(path, dry_run=False, address=clients_service.address) == 0
        assert counts(capsys) == f"{expected}, refused 0"
    clients = await clients_service.clients()
    assert {client.version for client in clients} == {1}
    assert all(client.addresses[0].city or client.addresses[0].parish for client in clients)


async def test_a_change_in_the_register_updates_that_client(clients_service, tmp_path, capsys):
    await run(file_of(tmp_path, GOOD, OTHER), dry_run=False, address=clients_service.address)
    changed = GOOD.replace("Rīgas iela 1", "Viestura iela 2").replace("5414", "5401")
    await run(file_of(tmp_path, changed, OTHER), dry_run=False, address=clients_service.address)
    assert "created 0, updated 1, unchanged 1, refused 0" in capsys.readouterr().out
    lines = {row.line for client in await clients_service.clients() for row in client.addresses}
    assert "Daugavpils, Viestura iela 2" in lines


async def test_what_people_entered_stays(clients_service, tmp_path, capsys):
    path = file_of(tmp_path, GOOD)
    await run(path, dry_run=False, address=clients_service.address)
    client = await only_client(clients_service)
    client.identifiers.add(type=client_pb2.IDENTIFIER_TYPE_LV_VAT, value="LV41502039692")
    client.addresses.add(kind=client_pb2.ADDRESS_KIND_BILLING, line="Rīga, Brīvības iela 1")
    client.channels.add(kind=client_pb2.CHANNEL_KIND_PHONE, value="26123456")
    client.comment = "Zvanīt pirms vizītes."
    mask = FieldMask(paths=["identifiers", "addresses", "channels", "comment"])
    await clients_service.call(
        "UpdateClient",
        pb.UpdateClientRequest(client=client, update_mask=mask, etag=client.etag),
    )
    capsys.readouterr()
    await run(path, dry_run=False, address=clients_service.address)
    assert counts(capsys) == "created 0, updated 0, unchanged 1, refused 0"
    client = await only_client(clients_service)
    assert [row.source for row in client.identifiers] == ["ur", "ur", "user"]
    assert len(client.addresses) == 2
    assert client.channels[0].normal == "+37126123456"
    assert client.comment


async def test_the_register_closes_clients_and_never_opens_them(clients_service, tmp_path, capsys):
    alive, dead = file_of(tmp_path, GOOD), tmp_path / "dead.csv"
    dead.write_text(HEADER + GOOD.replace('2015-04-15;;" "', "2015-04-15;2024-03-01;L"))
    await run(alive, dry_run=False, address=clients_service.address)
    await run(dead, dry_run=False, address=clients_service.address)
    client = await only_client(clients_service)
    assert client.status == client_pb2.CLIENT_STATUS_CLOSED
    assert (client.closed_on.year, client.closed_reason) == (2024, "Likvidēts")
    capsys.readouterr()
    await run(alive, dry_run=False, address=clients_service.address)
    assert counts(capsys) == "created 0, updated 0, unchanged 1, refused 0"
    assert (await only_client(clients_service)).status == client_pb2.CLIENT_STATUS_CLOSED


async def test_refused_rows_are_reported_by_line_and_the_rest_is_taken(
    clients_service, tmp_path, capsys
):
    rows = (
        GOOD,
        "40003032949;too;short\n",
        GOOD.replace("41502039692", "415020"),
        GOOD,
        OTHER.replace('"IK ""Otrs"""', '" "'),
        OTHER.replace("Otrs", "X" * 300).replace("40003032949", "40003600116"),
        OTHER,
    )
    report = tmp_path / "report.csv"
    status = await run(
        file_of(tmp_path, *rows), dry_run=False, address=clients_service.address, report=report
    )
    assert status == 0
    output = capsys.readouterr().out
    assert "created 2, updated 0, unchanged 0, refused 5\n" in output
    assert "  line 3: LINE_MALFORMED" in output
    with report.open(encoding="utf-8", newline="") as file:
        refused = sorted(csv.DictReader(file), key=lambda row: int(row["line"]))
    assert [(row["line"], row["reason"]) for row in refused] == [
        ("3", "LINE_MALFORMED"),
        ("4", "IDENTIFIER_INVALID"),
        ("5", "IDENTIFIER_TAKEN"),
        ("6", "NAME_REQUIRED"),
        ("7", "FIELD_INVALID"),
    ]
    assert {client.name for client in await clients_service.clients()} == {
        'IK "D.Luxe"',
        'IK "Otrs"',
    }


async def test_another_file_and_a_missing_one_end_with_one(clients_service, tmp_path, capsys):
    path = tmp_path / "other.csv"
    path.write_text("a;b\n1;2\n")
    assert await run(path, dry_run=False, address=clients_service.address) == 1
    assert "no column regcode" in capsys.readouterr().err
    missing = tmp_path / "missing.csv"
    assert await run(missing, dry_run=False, address=clients_service.address) == 1
    assert "missing.csv" in capsys.readouterr().err


async def test_a_service_that_does_not_answer_ends_with_one(tmp_path, capsys, monkeypatch):
    monkeypatch.setattr("tools.imports.in_flight._PAUSES", (0.01,))
    path = file_of(tmp_path, GOOD)
    assert await run(path, dry_run=False, address="127.0.0.1:1") == 1
    assert "does not answer" in capsys.readouterr().err


async def test_the_real_sample_is_taken_whole_and_then_unchanged(
    clients_service, data_dir: Path, capsys
):
    path = data_dir / "ur_register_sample.csv"
    for expected in (
        "created 3 947, updated 0, unchanged 0",
        "created 0, updated 0, unchanged 3 947",
    ):
        assert await run(path, dry_run=False, address=clients_service.address) == 0
        assert counts(capsys) == f"{expected}, refused 0"
