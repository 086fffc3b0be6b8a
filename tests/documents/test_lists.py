from __future__ import annotations

import pytest

from kit.errors import Conflict
from sysapi.clients.v1 import client_pb2
from sysapi.documents.v1 import document_pb2
from sysapi.documents.v1 import documents_service_pb2 as pb
from tests.documents.conftest import World, day, link, new_id

LEGAL, NATURAL = client_pb2.CLIENT_KIND_LEGAL, client_pb2.CLIENT_KIND_NATURAL
CONTRACT = document_pb2.DOCUMENT_TYPE_CONTRACT
CONSENT = document_pb2.DOCUMENT_TYPE_CONSENT
INSURANCE = document_pb2.DOCUMENT_TYPE_INSURANCE


async def test_documents_are_listed_by_title_as_latvians_sort(world: World, client: str) -> None:
    for title in ("Zeme", "čeks", "Cena 10", "Cena 9", "Ābele", "abols"):
        await world.put(link(client, title))
    by_title = ["Ābele", "abols", "Cena 9", "Cena 10", "čeks", "Zeme"]
    assert await world.titles(client_id=client) == by_title


async def test_the_newest_come_first_when_asked(world: World, client: str) -> None:
    for minute, title in enumerate(("b", "c", "a")):
        world.now_is(f"2026-11-25T12:0{minute}")
        await world.put(link(client, title))
    titles = await world.titles(client_id=client, order=pb.DOCUMENT_ORDER_NEWEST)
    assert titles == ["a", "c", "b"]


async def test_lists_are_narrowed_by_client_unit_and_type(world: World) -> None:
    unit = new_id()
    client, other = world.clients.new_client(unit), world.clients.new_client()
    await world.put(link(client, "abiem", client_ids=sorted([client, other])))
    await world.put(link(client, "vienībai", unit_id=unit, type=CONSENT))
    await world.put(link(other, "citam"))
    assert await world.titles(client_id=client) == ["abiem", "vienībai"]
    assert await world.titles(client_id=other) == ["abiem", "citam"]
    assert await world.titles(unit_id=unit) == ["vienībai"]
    assert await world.titles(client_id=client, types=[CONTRACT]) == ["abiem"]


async def test_the_register_has_what_ends_by_its_last_day_over_all_clients(world: World) -> None:
    day_of = {"otrais": "1999-02-02", "pirmais": "1999-02-01", "vēlāk": "1999-03-01"}
    for title, ends in day_of.items():
        await world.put(link(world.clients.new_client(), title, valid_to=day(ends)))
    client = world.clients.new_client()
    old = await world.put(link(client, "aizstāts", valid_to=day("1999-02-01")))
    await world.put(link(client, "bez beigām", supersedes_id=old.id))
    found = await world.titles(
        valid_since=day("1999-02-01"),
        valid_until=day("1999-02-28"),
        order=pb.DOCUMENT_ORDER_VALID_TO,
    )
    assert found == ["pirmais", "otrais"]


async def test_validity_follows_the_days_of_latvia(world: World, client: str) -> None:
    days = {
        "beidzies": (None, "2026-11-24"),
        "šodien": (None, "2026-11-25"),
        "drīz": (None, "2026-12-25"),
        "vēl nē": (None, "2026-12-26"),
        "nākotnē": ("2026-11-26", "2026-11-27"),
        "bez dienām": (None, None),
    }
    found = {}
    for title, (first, last) in days.items():
        document = link(
            client,
            title,
            valid_from=day(first) if first else None,
            valid_to=day(last) if last else None,
        )
        found[title] = (await world.put(document)).validity
    assert found == {
        "beidzies": document_pb2.VALIDITY_EXPIRED,
        "šodien": document_pb2.VALIDITY_EXPIRING,
        "drīz": document_pb2.VALIDITY_EXPIRING,
        "vēl nē": document_pb2.VALIDITY_VALID,
        "nākotnē": document_pb2.VALIDITY_COMING,
        "bez dienām": document_pb2.VALIDITY_VALID,
    }
    standing = await world.standing(client)
    assert (standing.count, standing.expiring, standing.expired) == (6, 2, 1)
    # 22:30 in UTC is the next day in Latvia.
    world.now_is("2026-11-26T00:30")
    assert (await world.standing(client)).expired == 2


async def test_a_requirement_is_met_by_a_document_in_force(world: World, client: str) -> None:
    etag = (await world.call("GetRequirements", pb.GetRequirementsRequest())).etag
    asked = [
        pb.Requirement(client_kind=NATURAL, type=CONSENT),
        pb.Requirement(client_kind=LEGAL, type=INSURANCE),
        pb.Requirement(client_kind=LEGAL, type=CONTRACT),
        pb.Requirement(client_kind=LEGAL, type=CONTRACT),
    ]
    answer = await world.call(
        "SetRequirements", pb.SetRequirementsRequest(requirements=asked, etag=etag)
    )
    assert list(answer.requirements) == [asked[2], asked[1], asked[0]]
    assert list((await world.standing(client)).unmet) == [asked[2], asked[1], asked[0]]
    await world.put(link(client))
    expired = link(client, type=INSURANCE, valid_to=day("2026-11-24"))
    expired = await world.put(expired)
    await world.put(link(client, type=CONSENT, valid_from=day("2026-11-26")))
    assert list((await world.standing(client)).unmet) == [asked[1], asked[0]]
    await world.put(link(client, type=INSURANCE, supersedes_id=expired.id))
    assert list((await world.standing(client)).unmet) == [asked[0]]


async def test_requirements_that_changed_meanwhile_are_not_overwritten(world: World) -> None:
    read = await world.call("GetRequirements", pb.GetRequirementsRequest())
    await world.call("SetRequirements", pb.SetRequirementsRequest(etag=read.etag))
    request = pb.SetRequirementsRequest(
        requirements=[pb.Requirement(client_kind=LEGAL, type=CONTRACT)], etag=read.etag
    )
    with pytest.raises(Conflict) as caught:
        await world.call("SetRequirements", request)
    assert caught.value.reason == "ETAG_MISMATCH"
    assert not (await world.call("GetRequirements", pb.GetRequirementsRequest())).requirements


async def test_what_is_told_of_a_client_has_the_names_that_are_there(world: World) -> None:
    client, other = world.clients.new_client(), world.clients.new_client()
    first = await world.put(link(client, "Līgums", number="1/24"))
    world.now_is("2026-11-25T11:01")
    both = await world.put(link(client, "Akts", client_ids=sorted([client, other])))
    await world.remove(first)
    told = await world.published(client)
    assert [one.version for one in told] == [1, 2, 3]
    assert [[name.title for name in one.documents.names] for one in told] == [
        ["Līgums"],
        ["Akts", "Līgums"],
        ["Akts"],
    ]
    assert told[0].documents.names[0].number == "1/24"
    both.client_ids[:] = [client]
    await world.put(both, both.etag)
    last = (await world.published(other))[-1]
    assert (last.documents.count, list(last.documents.names)) == (0, [])
    page = await world.call("ListClientDocuments", pb.ListClientDocumentsRequest(page_size=1))
    found = [*page.clients]
    while page.next_page_token:
        page = await world.call(
            "ListClientDocuments",
            pb.ListClientDocumentsRequest(page_size=1, page_token=page.next_page_token),
        )
        found += page.clients
    ids = [one.documents.client_id for one in found]
    assert ids == sorted(ids)
    assert [one for one in found if one.documents.client_id in (client, other)] == sorted(
        [(await world.published(client))[-1], last], key=lambda one: one.documents.client_id
    )
