from __future__ import annotations

import asyncio

import pytest

from kit.errors import Conflict, Invalid, NotFound, Precondition, Problem
from sysapi.documents.v1 import document_pb2
from tests.documents.conftest import PDF, World, day, link, new_id


async def test_a_document_keeps_what_was_written_and_tells_its_type_from_the_content(
    world: World,
) -> None:
    unit = new_id()
    client, other = world.clients.new_client(unit), world.clients.new_client()
    file = await world.file(PDF, "Līgums Nr. 1.exe")
    sent = document_pb2.Document(
        id=new_id(),
        type=document_pb2.DOCUMENT_TYPE_ANNEX,
        title="  Pielikums „Ābele”  ",
        number="12/2024",
        dated_on=day("2024-01-31"),
        valid_from=day("2024-02-01"),
        valid_to=day("2027-02-01"),
        client_ids=sorted([client, other]),
        unit_id=unit,
        file=file,
        note="Pirmā rinda\nOtrā",
    )
    entered = await world.put(sent)
    assert entered == await world.get(sent.id)
    assert (entered.title, entered.file.name) == ("Pielikums „Ābele”", "Līgums Nr. 1.exe")
    assert (entered.file.media_type, entered.file.digest) == ("application/pdf", file.digest)
    assert (entered.version, entered.etag, entered.validity) == (
        1,
        "v1",
        document_pb2.VALIDITY_VALID,
    )
    for name in ("number", "dated_on", "valid_from", "valid_to", "client_ids", "unit_id", "note"):
        assert getattr(entered, name) == getattr(sent, name), name


async def test_the_same_put_twice_makes_one_document_and_one_event(
    world: World, client: str
) -> None:
    sent = link(client)
    first, second = await asyncio.gather(world.put(sent), world.put(sent))
    assert first == second
    assert [one.version for one in await world.published(client)] == [1]
    world.clients.is_away = True
    assert await world.put(sent) == first


async def test_a_change_needs_the_version_that_was_read(world: World, client: str) -> None:
    entered = await world.put(link(client))
    changed = document_pb2.Document()
    changed.CopyFrom(entered)
    changed.title = "Jauns nosaukums"
    assert (await world.put(changed, entered.etag)).version == 2
    changed.title = "Vēl jaunāks"
    refusal = await world.refusal(changed, entered.etag)
    assert isinstance(refusal, Conflict)
    assert (refusal.reason, refusal.metadata["etag"]) == ("ETAG_MISMATCH", "v2")
    assert (await world.get(entered.id)).title == "Jauns nosaukums"


async def test_a_document_keeps_its_file(world: World, client: str) -> None:
    sent = document_pb2.Document(
        id=new_id(),
        type=document_pb2.DOCUMENT_TYPE_ACT,
        title="Akts",
        client_ids=[client],
        file=await world.file(PDF),
    )
    entered = await world.put(sent)
    for change in ({"file": await world.file(PDF + b"2")}, {"url": "https://example.lv"}):
        other = document_pb2.Document()
        other.CopyFrom(entered)
        other.MergeFrom(document_pb2.Document(**change))
        refusal = await world.refusal(other, entered.etag)
        assert isinstance(refusal, Precondition)
        assert refusal.reason == "DOCUMENT_FILE_FIXED"
    entered.file.name = "akts parakstīts.pdf"
    assert (await world.put(entered, entered.etag)).file.name == "akts parakstīts.pdf"


async def test_a_file_that_was_never_stored_is_refused(world: World, client: str) -> None:
    missing = document_pb2.StoredFile(digest="0" * 64, size=5, name="x.pdf")
    file = await world.file(PDF)
    file.size += 1
    for wrong in (missing, file):
        document = link(client)
        document.file.CopyFrom(wrong)
        assert (await world.refusal(document)).reason == "FILE_MISSING"


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"valid_from": day("2026-02-02"), "valid_to": day("2026-02-01")}, "document.valid_to"),
        ({"dated_on": {"year": 2026, "month": 2, "day": 30}}, "document.dated_on"),
        ({"valid_to": {"year": 3026, "month": 1, "day": 1}}, "document.valid_to"),
        ({"title": "\u200b"}, "document.title"),
        ({"title": "a\nb"}, "document.title"),
        ({"number": "1\u202e2"}, "document.number"),
        ({"note": "a\0"}, "document.note"),
        ({"url": "javascript:alert(1)"}, "document.url"),
        ({"url": "https://user:pw@example.lv"}, "document.url"),
        ({"url": "http://[::1"}, "document.url"),
        ({"url": "file:///etc/passwd"}, "document.url"),
        ({"url": "https://a b"}, "document.url"),
    ],
)
async def test_what_cannot_be_is_refused_with_its_field(
    world: World, client: str, change: dict, field: str
) -> None:
    document = link(client, **change)
    refusal = await world.refusal(document)
    assert isinstance(refusal, Invalid)
    assert refusal.metadata["field"] == field
    with pytest.raises(NotFound):
        await world.get(document.id)


async def test_names_of_files_are_labels_and_those_that_deceive_are_refused(
    world: World, client: str
) -> None:
    for name in ("../../etc/passwd", "C:\\x", "/abs", "a/../../b"):
        document = link(client)
        document.file.CopyFrom(await world.file(PDF, name))
        assert (await world.put(document)).file.name == name
    for name in ("līgums\u202efdp.exe", "a\u200bb.pdf", "a\nb"):
        document = link(client)
        document.file.CopyFrom(await world.file(PDF, name))
        assert (await world.refusal(document)).reason == "TEXT_INVALID"


async def test_clients_and_the_unit_must_be_there(world: World) -> None:
    unit = new_id()
    client, other = world.clients.new_client(unit), world.clients.new_client()
    unknown = link(client, client_ids=[client, new_id()])
    assert (await world.refusal(unknown)).reason == "CLIENT_NOT_FOUND"
    assert (await world.refusal(link(other, unit_id=unit))).reason == "UNIT_NOT_FOUND"
    assert (await world.put(link(client, unit_id=unit))).unit_id == unit


async def test_a_removed_document_can_be_restored_for_a_month(world: World, client: str) -> None:
    entered = await world.put(link(client))
    removed = await world.remove(entered)
    assert removed.HasField("remove_time")
    assert await world.remove(entered) == removed
    assert await world.titles(client_id=client) == []
    assert await world.titles(client_id=client, removed=True) == ["Līgums"]
    removed.title = "Cits"
    assert (await world.refusal(removed, removed.etag)).reason == "DOCUMENT_REMOVED"
    restored = await world.restore(entered.id)
    assert not restored.HasField("remove_time")
    assert await world.restore(entered.id) == restored
    await world.remove(restored)
    world.now_is("2026-12-25T10:59")
    await world.purge.purge()
    assert (await world.get(entered.id)).title == "Līgums"
    world.now_is("2026-12-25T11:01")
    assert await world.purge.purge() == 1
    with pytest.raises(NotFound):
        await world.get(entered.id)


async def test_versions_are_a_chain_in_which_each_is_superseded_once(
    world: World, client: str
) -> None:
    first = await world.put(link(client, "Pirmais"))
    second = await world.put(link(client, "Otrais", supersedes_id=first.id))
    third = await world.put(link(client, "Trešais", supersedes_id=second.id))
    for one in (first, second, third):
        assert await world.versions(one.id) == ["Trešais", "Otrais", "Pirmais"]
    assert (await world.get(first.id)).superseded_by_id == second.id
    assert await world.titles(client_id=client) == ["Trešais"]
    assert len(await world.titles(client_id=client, with_superseded=True)) == 3
    again = await world.refusal(link(client, supersedes_id=first.id))
    assert (again.reason, again.metadata["document_id"]) == ("SUPERSEDED_ALREADY", second.id)
    first.supersedes_id = third.id
    assert (await world.refusal(first, first.etag)).reason == "SUPERSEDED_INVALID"


async def test_what_is_superseded_is_there_and_of_the_same_client(
    world: World, client: str
) -> None:
    other = await world.put(link(world.clients.new_client()))
    gone = await world.remove(await world.put(link(client)))
    for before in (other.id, gone.id, new_id()):
        refusal = await world.refusal(link(client, supersedes_id=before))
        assert refusal.reason == "SUPERSEDED_INVALID"


async def test_removing_a_version_brings_the_one_before_back(world: World, client: str) -> None:
    first = await world.put(link(client, "Pirmais"))
    second = await world.put(link(client, "Otrais", supersedes_id=first.id))
    await world.remove(second)
    assert await world.titles(client_id=client) == ["Pirmais"]
    third = await world.put(link(client, "Trešais", supersedes_id=first.id))
    with pytest.raises(Problem) as caught:
        await world.restore(second.id)
    assert caught.value.reason == "SUPERSEDED_ALREADY"
    await world.remove(third)
    await world.restore(second.id)
    assert await world.versions(first.id) == ["Otrais", "Pirmais"]


async def test_of_two_that_supersede_the_same_at_once_one_is_refused(
    world: World, client: str
) -> None:
    first = await world.put(link(client))
    others = [world.clients.new_client() for _ in range(2)]
    first.client_ids.extend(others)
    first.client_ids.sort()
    first = await world.put(first, first.etag)
    results = await asyncio.gather(
        *(world.put(link(one, supersedes_id=first.id)) for one in others), return_exceptions=True
    )
    refused = [one for one in results if isinstance(one, Problem)]
    assert [one.reason for one in refused] == ["SUPERSEDED_ALREADY"]
