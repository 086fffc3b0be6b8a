"""Payments and what they were set against."""

from __future__ import annotations

from datetime import date, datetime
from typing import Literal

from pydantic import BaseModel, Field

from services.bff.edge import Strict
from services.bff.shapes.fields import Day, Id
from services.bff.shapes.money import MoneyInput, MoneyJson
from services.bff.shapes.names import ClientNamed

PaymentMethod = Literal["bank", "cash", "card", "set_off"]
AllocationSource = Literal["payment", "credit_note", "write_off"]


class AllocationJson(BaseModel):
    """An amount set against one due row."""

    id: str
    source: AllocationSource
    source_id: str = Field(description="The payment, credit note or write-off.")
    invoice_id: str
    invoice_number: str
    due_id: str
    amount: MoneyJson
    on: date | None = Field(description="The day it counts from.")
    reversed_on: date | None = Field(description="Null while it counts.")


class PaymentJson(BaseModel):
    """Money that came from a client."""

    id: str
    client_id: str
    value_date: date | None = Field(description="The day it was there; lateness is counted by it.")
    booked_on: date | None
    amount: MoneyJson
    unallocated: MoneyJson = Field(description="An advance of the client.")
    method: PaymentMethod
    bank_reference: str
    payer_iban: str
    payer_name: str
    purpose: str
    allocations: list[AllocationJson]
    created_at: datetime | None


class PaymentRowJson(ClientNamed, PaymentJson):
    """A payment as a row of the list."""


class PaymentsJson(BaseModel):
    """A page of payments, newest first."""

    payments: list[PaymentRowJson]
    next_page_token: str = Field(description="Empty at the end, and only there.")


class TargetJson(BaseModel):
    """An amount for one due row."""

    invoice_id: str
    due_id: str
    amount: MoneyJson


class ProposalJson(BaseModel):
    """How an amount would be set against the open due rows, oldest first; may be sent as allocations."""

    allocations: list[TargetJson]
    left: MoneyJson = Field(description="What would stay as an advance.")


class TargetInput(Strict):
    """An amount for one invoice, or for one of its due rows."""

    invoice_id: Id
    due_id: Id | None = Field(default=None, description="Oldest first when absent.")
    amount: MoneyInput


class AllocateInput(Strict):
    """What to set a payment against; what is left stays as an advance."""

    allocations: list[TargetInput] = Field(default=[], max_length=1000)
    auto: bool = Field(
        default=False, description="The oldest open due rows; only without allocations."
    )


class PaymentDraft(AllocateInput):
    """A payment to enter."""

    id: Id | None = Field(default=None, description="Made when absent.")
    client_id: Id
    value_date: Day
    booked_on: Day | None = Field(default=None, description="The value date when absent.")
    amount: MoneyInput
    method: PaymentMethod = "bank"
    bank_reference: str = Field(default="", description="Unique for a client.")
    payer_iban: str = ""
    payer_name: str = ""
    purpose: str = ""


class ProposeInput(Strict):
    """An amount to spread."""

    client_id: Id
    amount: MoneyInput


class ReverseInput(Strict):
    """From when the allocation does not count."""

    on: Day | None = Field(default=None, description="Today in Riga when absent.")
