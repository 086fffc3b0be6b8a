"""Calls on one client: read, enter, change, standing, history, duplicates, personal codes."""

from __future__ import annotations

import uuid

from sqlalchemy.ext.asyncio import AsyncSession

from kit import call, idempotency
from kit.clock import today_in_riga
from kit.etags import read_etag
from kit.grpc_server import check_message
from kit.masks import mask_fields
from kit.page import make_token, page_size, read_token
from services.clients import store
from services.clients.convert import enums
from services.clients.convert.from_pb import UPDATABLE, client_from_pb, day
from services.clients.convert.to_pb import client_to_pb, history_to_pb
from services.clients.duplicates import find_duplicates
from services.clients.errors import (
    DOMAIN,
    BankAccountNotApprovable,
    EtagMismatch,
    GroupNotFound,
    IdentifierNotFound,
    IdentifierTaken,
)
from services.clients.events import Change
from services.clients.model.drafts import draft
from services.clients.model.standing import set_standing
from services.clients.model.tables import ANSWERED, CHILD_LISTS, Client, ClientGroup, Reveal
from services.clients.servicer.desk import Calls, Context
from sysapi.clients.v1 import client_pb2
from sysapi.clients.v1 import clients_service_pb2 as pb


async def check_references(session: AsyncSession, client: Client) -> None:
    """Raises GroupNotFound or IdentifierTaken before the database would refuse the row."""
    if client.group_id is not None:
        client.group = await session.get(ClientGroup, client.group_id)
        if client.group is None:
            raise GroupNotFound(str(client.group_id))
    else:
        client.group = None
    claims = [(row.type, row.claim) for row in client.identifiers if row.claim]
    for (kind, claim), holder in (await store.claimed_by(session, claims)).items():
        if holder != client.id:
            index = next(i for i, row in enumerate(client.identifiers) if row.claim == claim)
            # That a personal code is known here is itself personal data.
            shown = str(holder) if kind == "lv_regcode" else ""
            raise IdentifierTaken(f"identifiers[{index}].value", shown)


class ClientCalls(Calls):
    """GetClient … ApproveBankAccount."""

    async def GetClient(
        self, request: pb.GetClientRequest, context: Context
    ) -> pb.GetClientResponse:
        """The client as it was last published."""
        async with self.desk.database.read() as session:
            body = await store.published_client(session, uuid.UUID(request.client_id))
        return pb.GetClientResponse(client=client_pb2.Client.FromString(body))

    async def CreateClient(
        self, request: pb.CreateClientRequest, context: Context
    ) -> pb.CreateClientResponse:
        """Enters a client, once per request_id."""
        now = self.desk.clock()
        async with self.desk.database.begin() as session:
            done = await idempotency.replay(
                session, ANSWERED, request.request_id, request, pb.CreateClientResponse
            )
            if done is not None:
                return done
            prospect = request.client.status == client_pb2.CLIENT_STATUS_PROSPECT
            client = new_client(request.client.id, "prospect" if prospect else "active")
            client_from_pb(client, request.client, UPDATABLE, self.desk.writing())
            await check_references(session, client)
            [message] = await self.desk.publish(session, [Change(client, None)], now)
            answer = pb.CreateClientResponse(client=message)
            await idempotency.remember(session, ANSWERED, request.request_id, answer)
        self.desk.wake_relay()
        return answer

    async def UpdateClient(
        self, request: pb.UpdateClientRequest, context: Context
    ) -> pb.UpdateClientResponse:
        """Changes the fields of the mask."""
        fields = mask_fields(request.update_mask, UPDATABLE, DOMAIN)
        check_message(request.client, fields | {"id"})
        async with self.desk.database.begin() as session:
            client = await store.client_for_change(
                session, uuid.UUID(request.client.id), read_etag(request.etag, EtagMismatch)
            )
            before = client_to_pb(client)
            writing = self.desk.writing()
            client_from_pb(client, request.client, fields, writing)
            await check_references(session, client)
            [message] = await self.desk.publish(
                session, [Change(client, before, request.reason)], writing.now
            )
        self.desk.wake_relay()
        return pb.UpdateClientResponse(client=message)

    async def SetClientStatus(
        self, request: pb.SetClientStatusRequest, context: Context
    ) -> pb.SetClientStatusResponse:
        """Moves the client to another standing."""
        on = day(request.closed_on, "closed_on") or today_in_riga(self.desk.clock)
        async with self.desk.database.begin() as session:
            client = await store.client_for_change(
                session, uuid.UUID(request.client_id), read_etag(request.etag, EtagMismatch)
            )
            before = client_to_pb(client)
            set_standing(client, enums.STATUS.word(request.status), on, request.reason)
            await check_references(session, client)
            [message] = await self.desk.publish(
                session, [Change(client, before, request.reason)], self.desk.clock()
            )
        self.desk.wake_relay()
        return pb.SetClientStatusResponse(client=message)

    async def FindDuplicates(
        self, request: pb.FindDuplicatesRequest, context: Context
    ) -> pb.FindDuplicatesResponse:
        """Clients that share a number, name, e-mail, phone or account with the one described."""
        async with self.desk.database.read() as session:
            found = await find_duplicates(session, request.client, self.desk.personal_data)
        return pb.FindDuplicatesResponse(duplicates=found)

    async def ListHistory(
        self, request: pb.ListHistoryRequest, context: Context
    ) -> pb.ListHistoryResponse:
        """What changed, newest first."""
        size = page_size(request.page_size)
        before = read_token("history", request.page_token, int)
        client_id = uuid.UUID(request.client_id)
        async with self.desk.database.read() as session:
            rows = await store.page_of_history(session, client_id, before, size + 1)
            if not rows and before is None:
                await store.published_client(session, client_id)
        token = make_token("history", rows[size - 1].id) if len(rows) > size else ""
        return pb.ListHistoryResponse(
            changes=[history_to_pb(row) for row in rows[:size]], next_page_token=token
        )

    async def RevealIdentifier(
        self, request: pb.RevealIdentifierRequest, context: Context
    ) -> pb.RevealIdentifierResponse:
        """The clear text of a masked personal code; the look is recorded first."""
        async with self.desk.database.begin() as session:
            client = await store.client_for_change(session, uuid.UUID(request.client_id))
            wanted = uuid.UUID(request.identifier_id)
            row = next((row for row in client.identifiers if row.id == wanted), None)
            if row is None:
                raise IdentifierNotFound(request.identifier_id)
            session.add(
                Reveal(
                    client_id=client.id,
                    identifier_id=row.id,
                    at=self.desk.clock(),
                    actor=call.current().actor,
                    reason=request.reason,
                )
            )
            value = self.desk.personal_data.unseal(row.sealed) if row.sealed else row.shown
        return pb.RevealIdentifierResponse(value=value)

    async def ApproveBankAccount(
        self, request: pb.ApproveBankAccountRequest, context: Context
    ) -> pb.ApproveBankAccountResponse:
        """The second pair of eyes: anybody but the person who entered the number."""
        async with self.desk.database.begin() as session:
            client = await store.client_for_change(
                session, uuid.UUID(request.client_id), read_etag(request.etag, EtagMismatch)
            )
            before = client_to_pb(client)
            wanted = uuid.UUID(request.bank_account_id)
            row = next((row for row in client.bank_accounts if row.id == wanted), None)
            actor = call.current().actor
            if row is None or row.approved_by or row.changed_by == actor:
                raise BankAccountNotApprovable
            row.approved_by = actor
            [message] = await self.desk.publish(
                session, [Change(client, before)], self.desk.clock()
            )
        self.desk.wake_relay()
        return pb.ApproveBankAccountResponse(client=message)


def new_client(client_id: str, status: str) -> Client:
    """The draft of an empty client, to be filled by client_from_pb."""
    lists: dict[str, list[object]] = {name: [] for name in CHILD_LISTS}
    return draft(
        Client,
        id=uuid.UUID(client_id) if client_id else uuid.uuid4(),
        version=0,
        status=status,
        group=None,
        tags=[],
        **lists,
    )
