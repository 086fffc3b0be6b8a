from __future__ import annotations

import asyncio
import json
import os
import subprocess
import sys
from collections.abc import AsyncIterator, Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.bff.conftest import System

CONTRACT = """
get /api/catalogue
get /api/catalogue/rows
get /api/catalogue/facets
get /api/catalogue/status
post /api/catalogue/rebuild
get /api/clients/{client_id}
get /api/clients/{client_id}/card
post /api/clients
patch /api/clients/{client_id}
post /api/clients/{client_id}/status
post /api/clients/duplicates
get /api/clients/{client_id}/history
post /api/clients/{client_id}/identifiers/{identifier_id}/reveal
post /api/clients/{client_id}/bank-accounts/{bank_account_id}/approve
get /api/clients/{client_id}/units
post /api/clients/{client_id}/units
patch /api/units/{unit_id}
post /api/units/{unit_id}/close
post /api/units/{unit_id}/reopen
put /api/clients/{client_id}/main-unit
get /api/groups
post /api/groups
patch /api/groups/{group_id}
delete /api/groups/{group_id}
get /api/settings/company
put /api/settings/company
get /api/settings/{scope}/{owner_id}
put /api/settings/{scope}/{owner_id}
get /api/invoices
get /api/invoices.csv
get /api/invoices.xlsx
post /api/invoices
get /api/invoices/{invoice_id}
get /api/invoices/{invoice_id}.pdf
get /api/invoices/{invoice_id}.xml
patch /api/invoices/{invoice_id}
delete /api/invoices/{invoice_id}
post /api/invoices/{invoice_id}/issue
post /api/invoices/{invoice_id}/credit
post /api/invoices/{invoice_id}/annul
post /api/invoices/{invoice_id}/write-off
get /api/payments
post /api/payments
post /api/payments/propose
get /api/payments/{payment_id}
post /api/payments/{payment_id}/allocate
post /api/allocations/{allocation_id}/reverse
get /api/clients/{client_id}/turnover
get /api/clients/{client_id}/paying
get /api/clients/{client_id}/statement
get /api/clients/{client_id}/statement.pdf
get /api/clients/{client_id}/statement.xlsx
get /api/autogen/lines
post /api/autogen/lines
get /api/autogen/lines/{line_id}
patch /api/autogen/lines/{line_id}
post /api/autogen/lines/{line_id}/pause
post /api/autogen/lines/{line_id}/resume
post /api/autogen/lines/{line_id}/end
post /api/autogen/lines/{line_id}/price
get /api/autogen/forecast
post /api/autogen/run
get /api/autogen/periods
post /api/autogen/periods/approve
post /api/autogen/periods/waive
post /api/autogen/indexations/preview
get /api/autogen/indexations
post /api/autogen/indexations
post /api/autogen/indexations/{indexation_id}/undo
get /api/industries
get /api/check
get /api/events
get /api/session
get /api/recount
get /api/vat-rates
get /api/units/{unit_id}
get /api/visits
get /api/visits/check
get /api/visits/{visit_id}
put /api/visits/{visit_id}
get /api/clients/{client_id}/visits/months
get /api/visit-plans
put /api/visit-plans/{plan_id}
get /api/documents
get /api/documents/{document_id}
put /api/documents/{document_id}
delete /api/documents/{document_id}
post /api/documents/{document_id}/restore
get /api/documents/{document_id}/versions
get /api/documents/{document_id}/file
get /api/document-requirements
put /api/document-requirements
post /api/documents
get /api/clients/{client_id}/files.zip
get /api/units/{unit_id}/files.zip
get /api/clients/{client_id}/galleries
get /api/units/{unit_id}/galleries
get /api/media
get /api/media/{media_id}
put /api/media/{media_id}
get /api/media/{media_id}/original
get /api/media/{media_id}/thumb
get /api/media/{media_id}/screen
post /api/media/move
post /api/media/copy
post /api/media/remove
post /api/media/restore
post /api/media/remake-previews
get /api/clients/{client_id}/shares
post /api/shares
delete /api/shares/{share_id}
options /api/uploads
post /api/uploads
head /api/uploads/{upload_id}
patch /api/uploads/{upload_id}
delete /api/uploads/{upload_id}
"""


@pytest.fixture(scope="module")
def schema() -> dict[str, Any]:
    """As the command prints it."""
    printed = subprocess.run(
        [sys.executable, "-m", "services.bff", "openapi"],
        check=True,
        capture_output=True,
        env=os.environ | {"PYTHONPATH": os.pathsep.join(path for path in sys.path if path)},
    )
    value: dict[str, Any] = json.loads(printed.stdout)
    return value


def operations(schema: dict[str, Any]) -> Iterator[tuple[str, dict[str, Any]]]:
    for path, methods in schema["paths"].items():
        for method, operation in methods.items():
            yield f"{method} {path}", operation


def test_the_description_has_exactly_the_routes_of_the_contract(schema: dict[str, Any]) -> None:
    assert {name for name, _ in operations(schema)} == set(CONTRACT.split("\n")) - {""}


def test_every_answer_is_typed_and_every_problem_told(schema: dict[str, Any]) -> None:
    for name, operation in operations(schema):
        answers = operation["responses"]
        assert "default" in answers, name
        assert "422" not in answers, name
        good = next(answer for code, answer in answers.items() if code.startswith("2"))
        if "204" in answers or name == "post /api/uploads":  # Headers say it all.
            continue
        ((media_type, content),) = good["content"].items()
        is_file = content["schema"].get("format") == "binary"
        assert "$ref" in content["schema"] or is_file or media_type == "text/event-stream", name


def test_references_lead_somewhere(schema: dict[str, Any]) -> None:
    known = schema["components"]["schemas"]

    def check(value: Any) -> None:
        if isinstance(value, dict):
            if "$ref" in value:
                assert value["$ref"].removeprefix("#/components/schemas/") in known
            for item in value.values():
                check(item)
        elif isinstance(value, list):
            for item in value:
                check(item)

    check(schema)


def test_operations_have_short_names_of_their_own(schema: dict[str, Any]) -> None:
    names = [operation["operationId"] for _, operation in operations(schema)]
    assert len(set(names)) == len(names)
    assert all("api" not in name for name in names)


def test_a_field_that_may_be_left_out_has_no_default(schema: dict[str, Any]) -> None:
    patch = schema["components"]["schemas"]["ClientPatch"]
    assert "required" not in patch
    assert all("default" not in field for field in patch["properties"].values())
    assert patch["additionalProperties"] is False


async def test_the_server_answers_the_same_description(
    system: System, schema: dict[str, Any]
) -> None:
    assert (await system.http.get("/api/openapi.json")).json() == schema


async def test_answers_fit_their_description(system: System) -> None:
    """The models that only describe are run here against what is really sent."""
    from services.bff.shapes import (  # noqa: PLC0415
        autogen,
        card,
        catalogue,
        client,
        document,
        group,
        invoice,
        media,
        money,
        payment,
        setting,
        shares,
        unit,
        visit,
    )

    one = "0b9dd0a4-7f0c-4c26-9c66-3e7a4ef0a001"
    for address, model in (
        (f"/api/clients/{one}", client.ClientJson),
        (f"/api/clients/{one}/card", card.CardJson),
        (f"/api/clients/{one}/history", client.HistoryJson),
        (f"/api/clients/{one}/units", unit.UnitsJson),
        (f"/api/units/{one}", unit.UnitJson),
        ("/api/invoices", invoice.InvoicesJson),
        (f"/api/invoices/{one}", invoice.InvoiceDetailsJson),
        (f"/api/payments?client_id={one}", payment.PaymentsJson),
        (f"/api/payments/{one}", payment.PaymentJson),
        (f"/api/clients/{one}/turnover", money.TurnoverJson),
        (f"/api/clients/{one}/paying", money.ClientMoneyJson),
        (
            f"/api/clients/{one}/statement?from=2026-01-01&to=2026-12-31",
            money.StatementJson,
        ),
        ("/api/autogen/lines", autogen.AutogenLinesJson),
        (f"/api/autogen/lines/{one}", autogen.AutogenLineJson),
        ("/api/autogen/forecast", autogen.ForecastJson),
        ("/api/autogen/periods", autogen.PeriodsJson),
        ("/api/autogen/indexations", autogen.IndexationsJson),
        (f"/api/visits?client_id={one}", visit.VisitsJson),
        ("/api/visits/check?year=2026&month=3", visit.VisitCheckJson),
        (f"/api/visits/{one}", visit.VisitJson),
        (f"/api/clients/{one}/visits/months", visit.VisitMonthsJson),
        (f"/api/documents?client_id={one}", document.DocumentsJson),
        (f"/api/documents/{one}", document.DocumentJson),
        (f"/api/documents/{one}/versions", document.DocumentVersionsJson),
        ("/api/document-requirements", document.RequirementsJson),
        (f"/api/media?client_id={one}", media.MediaPageJson),
        (f"/api/media/{one}", media.MediaDetailsJson),
        (f"/api/clients/{one}/galleries", media.GalleriesJson),
        (f"/api/units/{one}/galleries", media.GalleriesJson),
        (f"/api/clients/{one}/shares", shares.SharesJson),
        (f"/api/visit-plans?client_id={one}", visit.VisitPlansJson),
        ("/api/groups", group.GroupsJson),
        ("/api/settings/company", setting.SettingsJson),
        ("/api/catalogue", catalogue.CatalogueJson),
        ("/api/catalogue/status", catalogue.CatalogueStatusJson),
    ):
        answer = await system.http.get(address)
        model.model_validate_json(answer.content)
        assert set(answer.json()) == set(model.model_fields), address


async def store_contents(system: System) -> None:
    """Puts contents behind what the fakes answer, or files would be missing, which is an error of the server."""

    async def pieces() -> AsyncIterator[bytes]:
        yield b"%PDF-1.7"

    file = system.documents.answers["GetDocument"].document.file
    media = system.galleries.answers["GetMedia"].media
    await system.bff.media_blobs.put(pieces(), most=100)
    blob = await system.bff.document_blobs.put(pieces(), most=100)
    for content in (file, media.original, media.thumb, media.screen):
        content.digest, content.size = blob.digest, blob.size


async def test_random_requests_never_break_the_bff(system: System, tmp_path: Path) -> None:
    """Schemathesis for a short time: no 5xx, and the described statuses, types and shapes."""
    await store_contents(system)
    command = [
        sys.executable, "-m", "schemathesis.cli", "run", f"{system.base}/api/openapi.json",
        "--header", f"Authorization: {system.http.headers['authorization']}",
        "--checks", "not_a_server_error,response_schema_conformance,content_type_conformance,status_code_conformance,ignored_auth",
        "--exclude-path", "/api/events", "--max-examples", "8", "--phases", "coverage,fuzzing",
        "--seed", "7", "--workers", "1", "--no-color",
    ]  # fmt: skip
    process = await asyncio.create_subprocess_exec(
        *command, stdout=asyncio.subprocess.PIPE, stderr=asyncio.subprocess.STDOUT, cwd=tmp_path
    )
    output, _ = await asyncio.wait_for(process.communicate(), 240)
    assert process.returncode == 0, output.decode()[-6000:]
