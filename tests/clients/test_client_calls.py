from __future__ import annotations

import asyncio
import itertools
import uuid

import pytest
from google.protobuf.field_mask_pb2 import FieldMask
from sqlalchemy import select, text

from kit import errors
from kit.latvian.identifiers import make_regcode
from services.clients.model.tables import OUTBOX, Reveal
from sysapi.clients.v1 import client_changed_pb2, client_pb2
from sysapi.clients.v1 import clients_service_pb2 as pb

_numbers = itertools.count(1)


def legal(name: str = 'SIA "Šķēle un partneri"', **fields) -> client_pb2.Client:
    return client_pb2.Client(kind="CLIENT_KIND_LEGAL", name=name, **fields)


def person(first: str = "Jānis", last: str = "Bērziņš", **fields) -> client_pb2.Client:
    return client_pb2.Client(kind="CLIENT_KIND_NATURAL", first_name=first, last_name=last, **fields)


def regcode(value: str | None = None) -> client_pb2.Identifier:
    return client_pb2.Identifier(
        type="IDENTIFIER_TYPE_LV_REGCODE", value=value or make_regcode("0203", next(_numbers))
    )


def personal_code(value: str) -> client_pb2.Identifier:
    return client_pb2.Identifier(type="IDENTIFIER_TYPE_LV_PERSONAL_CODE", value=value)


async def create(service, client: client_pb2.Client, request_id: str = "") -> client_pb2.Client:
    answer = await service.call(
        "CreateClient", pb.CreateClientRequest(client=client, request_id=request_id)
    )
    return answer.client


async def update(service, client, *paths: str, etag: str | None = None, **request):
    answer = await service.call(
        "UpdateClient",
        pb.UpdateClientRequest(
            client=client,
            update_mask=FieldMask(paths=paths),
            etag=client.etag if etag is None else etag,
            **request,
        ),
    )
    return answer.client


async def outbox_of(service, client_id: str) -> list[client_changed_pb2.ClientChanged]:
    rows = OUTBOX.rows
    async with service.database.begin() as session:
        bodies = await session.scalars(
            select(rows.c.payload)
            .where(rows.c.aggregate_id == uuid.UUID(client_id))
            .order_by(rows.c.version)
        )
        return [client_changed_pb2.ClientChanged.FromString(body) for body in bodies]


class TestCreate:
    async def test_what_is_entered_comes_back(self, service):
        entered = await create(
            service,
            legal(
                identifiers=[regcode("40003032949")],
                addresses=[
                    client_pb2.Address(
                        kind="ADDRESS_KIND_LEGAL", line="Rīga, Pulkveža Brieža iela 12, LV-1230"
                    )
                ],
                channels=[
                    client_pb2.Channel(kind="CHANNEL_KIND_PHONE", value="67 728 222"),
                    client_pb2.Channel(kind="CHANNEL_KIND_EMAIL", value="Info@Example.LV"),
                ],
                bank_accounts=[
                    client_pb2.BankAccount(iban="lv80 bank 0000 4351 9500 1", active=True)
                ],
                tags=["vip", "līgums"],
                industry_code="35.11",
                comment="Pirmā rinda\nOtrā rinda",
            ),
        )
        read = (await service.call("GetClient", pb.GetClientRequest(client_id=entered.id))).client
        assert read == entered
        assert read.name_core == "Šķēle un partneri"
        assert read.name_shown == 'SIA "Šķēle un partneri"'
        assert read.legal_form == "SIA"
        assert read.identifiers[0].check_state == client_pb2.CHECK_STATE_VALID
        assert read.addresses[0].city == "Rīga"
        assert read.addresses[0].postcode == "LV-1230"
        assert [row.normal for row in read.channels] == ["+37167728222", "Info@example.lv"] or [
            row.normal for row in read.channels
        ] == ["+37167728222", "info@example.lv"]
        assert read.bank_accounts[0].iban == "LV80BANK0000435195001"
        assert read.industry_title
        assert read.version == 1

    async def test_each_client_gets_its_own_number(self, service):
        first, second = await create(service, legal("A")), await create(service, legal("B"))
        assert second.number > first.number

    async def test_the_same_request_id_gives_the_same_client(self, service):
        key = str(uuid.uuid4())
        first = await create(service, legal("Viens SIA"), key)
        assert await create(service, legal("Viens SIA"), key) == first

    async def test_a_used_request_id_with_another_body_is_refused(self, service):
        key = str(uuid.uuid4())
        await create(service, legal("Viens SIA"), key)
        with pytest.raises(errors.Invalid) as caught:
            await create(service, legal("Divi SIA"), key)
        assert caught.value.reason == "REQUEST_ID_REUSED"

    async def test_fifty_at_once_with_one_request_id_enter_one_client(self, service):
        key = str(uuid.uuid4())
        answers = await asyncio.gather(
            *(create(service, legal("Vētra SIA"), key) for _ in range(50))
        )
        assert len({client.id for client in answers}) == 1

    async def test_a_registration_number_is_taken_once(self, service):
        number = regcode()
        holder = await create(service, legal(identifiers=[number]))
        with pytest.raises(errors.AlreadyExists) as caught:
            await create(service, legal("Cita SIA", identifiers=[number]))
        assert caught.value.reason == "IDENTIFIER_TAKEN"
        assert caught.value.metadata["client_id"] == holder.id

    async def test_racing_for_one_number_has_one_winner(self, service):
        number = regcode()
        answers = await asyncio.gather(
            *(create(service, legal(f"SIA {i}", identifiers=[number])) for i in range(8)),
            return_exceptions=True,
        )
        assert sum(isinstance(answer, client_pb2.Client) for answer in answers) == 1
        refused = [answer for answer in answers if isinstance(answer, errors.Problem)]
        assert {answer.reason for answer in refused} == {"IDENTIFIER_TAKEN"}

    async def test_a_bad_check_digit_is_kept_and_marked(self, service):
        client = await create(service, legal(identifiers=[regcode("40003521601")]))
        assert client.identifiers[0].check_state == client_pb2.CHECK_STATE_SUSPECT

    async def test_a_refused_client_leaves_nothing_behind(self, service):
        async def counts():
            async with service.database.begin() as session:
                return [
                    await session.scalar(text(f"SELECT count(*) FROM {table}"))
                    for table in ("client", "identifier", "outbox", "history", "answered_request")
                ]

        before = await counts()
        with pytest.raises(errors.Invalid):
            await create(service, legal(identifiers=[regcode("123")]), str(uuid.uuid4()))
        assert await counts() == before


class TestPersonalCode:
    async def test_it_is_in_no_answer_event_or_clear_column(self, service):
        client = await create(service, person(identifiers=[personal_code("328673-00679")]))
        assert client.identifiers[0].shown == "328673-*****"
        assert client.identifiers[0].value == ""
        body = (await outbox_of(service, client.id))[0].SerializeToString()
        assert b"00679" not in body
        async with service.database.begin() as session:
            dump = await session.scalar(
                text("SELECT string_agg(i::text, '') FROM identifier i WHERE client_id = :id"),
                {"id": client.id},
            )
        assert "00679" not in dump

    async def test_a_reveal_is_recorded_with_its_reason(self, service):
        client = await create(service, person(identifiers=[personal_code("161175-19997")]))
        answer = await service.call(
            "RevealIdentifier",
            pb.RevealIdentifierRequest(
                client_id=client.id,
                identifier_id=client.identifiers[0].id,
                reason="līguma slēgšana",
            ),
        )
        assert answer.value == "161175-19997"
        async with service.database.begin() as session:
            row = await session.scalar(
                select(Reveal).where(Reveal.client_id == uuid.UUID(client.id))
            )
        assert row.reason == "līguma slēgšana"

    async def test_saving_the_masked_row_keeps_the_code(self, service):
        client = await create(service, person(identifiers=[personal_code("161175-19998")]))
        saved = await update(service, client, "identifiers")
        assert saved.identifiers[0].lookup == client.identifiers[0].lookup

    async def test_taken_does_not_tell_by_whom(self, service):
        await create(service, person(identifiers=[personal_code("170675-12345")]))
        with pytest.raises(errors.AlreadyExists) as caught:
            await create(service, person(identifiers=[personal_code("170675-12345")]))
        assert "client_id" not in caught.value.metadata


class TestUpdate:
    async def test_only_the_masked_fields_change(self, service):
        client = await create(service, legal(comment="paliek", responsible="Ilze"))
        client.comment = "mainīts"
        client.responsible = "Anna"
        saved = await update(service, client, "responsible")
        assert (saved.comment, saved.responsible, saved.version) == ("paliek", "Anna", 2)

    async def test_a_stale_editor_is_told(self, service):
        client = await create(service, legal())
        client.alias = "pirmais"
        await update(service, client, "alias")
        client.alias = "otrais"
        with pytest.raises(errors.Conflict) as caught:
            await update(service, client, "alias")
        assert caught.value.reason == "ETAG_MISMATCH"
        assert caught.value.metadata["etag"]

    async def test_of_twenty_editors_at_once_one_wins(self, service):
        client = await create(service, legal())
        answers = await asyncio.gather(
            *(update(service, client, "alias") for _ in range(20)), return_exceptions=True
        )
        assert sum(isinstance(answer, client_pb2.Client) for answer in answers) == 1

    async def test_versions_of_events_have_no_gap(self, service):
        client = await create(service, legal())
        for alias in "abc":
            client.alias = alias
            client = await update(service, client, "alias")
        events = await outbox_of(service, client.id)
        assert [event.client.version for event in events] == [1, 2, 3, 4]
        assert events[-1].client == client

    @pytest.mark.parametrize("path", ["status", "units", "id", "nonsense", "name.x"])
    async def test_fields_with_calls_of_their_own_are_refused(self, service, path):
        client = await create(service, legal())
        with pytest.raises(errors.Invalid) as caught:
            await update(service, client, path)
        assert caught.value.reason == "MASK_INVALID"

    async def test_two_phones_in_one_field_become_two_channels(self, service):
        client = await create(service, legal())
        client.channels.add(kind="CHANNEL_KIND_PHONE", value="26123456, 29123456", primary=True)
        saved = await update(service, client, "channels")
        assert [row.normal for row in saved.channels] == ["+37126123456", "+37129123456"]
        assert [row.primary for row in saved.channels] == [True, False]

    async def test_a_changed_account_waits_for_another_person(self, service):
        client = await create(
            service, legal(bank_accounts=[client_pb2.BankAccount(iban="GB82WEST12345698765432")])
        )
        request = pb.ApproveBankAccountRequest(
            client_id=client.id, bank_account_id=client.bank_accounts[0].id, etag=client.etag
        )
        with pytest.raises(errors.Precondition) as caught:
            await service.call("ApproveBankAccount", request)
        assert caught.value.reason == "BANK_ACCOUNT_NOT_APPROVABLE"

    async def test_history_says_who_what_and_why(self, service):
        client = await create(service, legal("Vecais SIA"))
        client.name = "Jaunais SIA"
        await update(service, client, "name", reason="pārdēvēts reģistrā")
        answer = await service.call("ListHistory", pb.ListHistoryRequest(client_id=client.id))
        change = next(row for row in answer.changes if row.field == "name")
        assert (change.old_value, change.new_value) == ("Vecais SIA", "Jaunais SIA")
        assert change.reason == "pārdēvēts reģistrā"
        assert answer.changes[-1].field == "client"

    async def test_history_comes_in_pages_to_an_end(self, service):
        client = await create(service, legal())
        for alias in "abcde":
            client.alias = alias
            client = await update(service, client, "alias")
        seen, token = [], ""
        while True:
            answer = await service.call(
                "ListHistory",
                pb.ListHistoryRequest(client_id=client.id, page_size=2, page_token=token),
            )
            seen += [row.version for row in answer.changes]
            token = answer.next_page_token
            if not token:
                break
        assert seen == sorted(seen, reverse=True)
        assert len(seen) == 6


class TestStanding:
    async def test_closing_frees_the_number_and_reopening_takes_it_back(self, service):
        number = regcode()
        client = await create(service, legal(identifiers=[number]))
        answer = await service.call(
            "SetClientStatus",
            pb.SetClientStatusRequest(
                client_id=client.id,
                status="CLIENT_STATUS_CLOSED",
                etag=client.etag,
                reason="likvidēts",
            ),
        )
        assert answer.client.closed_on.year > 2000
        other = await create(service, legal("Pēctecis SIA", identifiers=[number]))
        with pytest.raises(errors.AlreadyExists):
            await service.call(
                "SetClientStatus",
                pb.SetClientStatusRequest(
                    client_id=client.id, status="CLIENT_STATUS_ACTIVE", etag=answer.client.etag
                ),
            )
        assert other.status == client_pb2.CLIENT_STATUS_ACTIVE

    async def test_active_cannot_become_prospect(self, service):
        client = await create(service, legal())
        with pytest.raises(errors.Precondition) as caught:
            await service.call(
                "SetClientStatus",
                pb.SetClientStatusRequest(
                    client_id=client.id, status="CLIENT_STATUS_PROSPECT", etag=client.etag
                ),
            )
        assert caught.value.reason == "STATUS_CHANGE_INVALID"


class TestDuplicates:
    async def test_the_same_core_name_in_another_form_is_found(self, service):
        client = await create(service, legal('SIA "Unikālā Pērle"'))
        answer = await service.call(
            "FindDuplicates",
            pb.FindDuplicatesRequest(client=legal("UNIKALA PERLE, AS")),
        )
        assert [row.client_id for row in answer.duplicates] == [client.id]
        assert list(answer.duplicates[0].signs) == [pb.DUPLICATE_SIGN_NAME]

    async def test_a_half_typed_number_is_passed_over(self, service):
        answer = await service.call(
            "FindDuplicates",
            pb.FindDuplicatesRequest(client=legal("", identifiers=[regcode("4000")])),
        )
        assert not answer.duplicates


class TestProtocol:
    async def test_an_unknown_client_is_not_found(self, service):
        with pytest.raises(errors.NotFound) as caught:
            await service.call("GetClient", pb.GetClientRequest(client_id=str(uuid.uuid4())))
        assert caught.value.reason == "CLIENT_NOT_FOUND"

    @pytest.mark.parametrize("client_id", ["", "cl.>", "*", "x" * 5000])
    async def test_only_uuids_are_ids(self, service, client_id):
        with pytest.raises(errors.Invalid) as caught:
            await service.call("GetClient", pb.GetClientRequest(client_id=client_id))
        assert caught.value.violations[0].field == "client_id"

    async def test_a_call_without_deadline_is_refused(self, service):
        with pytest.raises(Exception, match="no deadline"):
            await service.stub.GetClient(pb.GetClientRequest(client_id=str(uuid.uuid4())))
