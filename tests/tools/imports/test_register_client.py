"""From a register row to a client: the quirks of latvia.md 1.2, and the real sample."""

from pathlib import Path

import pytest

from kit.grpc_server import check_message
from kit.latvian.identifiers import check_regcode, check_sepa
from sysapi.clients.v1 import client_pb2
from tools.imports.outcome import Outcome
from tools.imports.register_client import RowInvalid, client_of
from tools.imports.register_file import RegisterRow
from tools.imports.ur import read_records

ROW = RegisterRow(
    regcode="40003032949",
    sepa="LV34ZZZ40003032949",
    name='Akciju sabiedrība "Latvenergo"',
    form="AS",
    registered="1991-10-08",
    terminated="",
    closed=" ",
    address="Rīga, Pulkveža Brieža iela 12",
    postcode="1010",
    atvk="0010000",
)


def test_a_row_becomes_a_client():
    client = client_of(ROW)
    check_message(client)
    assert client.kind == client_pb2.CLIENT_KIND_LEGAL
    assert (client.name, client.legal_form) == ('Akciju sabiedrība "Latvenergo"', "AS")
    assert [(row.type, row.value) for row in client.identifiers] == [
        (client_pb2.IDENTIFIER_TYPE_LV_REGCODE, "40003032949"),
        (client_pb2.IDENTIFIER_TYPE_SEPA_CREDITOR, "LV34ZZZ40003032949"),
    ]
    (address,) = client.addresses
    assert address.kind == client_pb2.ADDRESS_KIND_LEGAL
    assert (address.line, address.postcode) == ("Rīga, Pulkveža Brieža iela 12", "LV-1010")
    assert address.atvk_code == "0010000"
    assert (client.registered_on.year, client.registered_on.month) == (1991, 10)
    assert not client.HasField("closed_on")
    assert client.status == client_pb2.CLIENT_STATUS_UNSPECIFIED


@pytest.mark.parametrize(
    ("closed", "reason"),
    [
        ("L", "Likvidēts"),
        (" L ", "Likvidēts"),
        ("R", "Reorganizēts"),
        (" ", "Izslēgts no reģistra"),
    ],
)
def test_a_struck_off_row_is_closed_with_its_reason(closed: str, reason: str):
    client = client_of(ROW._replace(terminated="2019-02-28", closed=closed))
    assert client.status == client_pb2.CLIENT_STATUS_CLOSED
    assert (client.closed_on.year, client.closed_on.month, client.closed_on.day) == (2019, 2, 28)
    assert client.closed_reason == reason


def test_a_closing_that_has_begun_does_not_close_the_client():
    assert not client_of(ROW._replace(closed="L")).HasField("closed_on")


@pytest.mark.parametrize(
    ("column", "written", "kept"),
    [
        ("atvk", "50000", "0050000"),
        ("atvk", "1000", "0001000"),
        ("atvk", '""', ""),
        ("atvk", "0", ""),
        ("atvk", "0000000", ""),
        ("atvk", "12", ""),
        ("atvk", "12345678", ""),
        ("postcode", "LV-5414", "LV-5414"),
        ("postcode", "LV5414", "LV-5414"),
        ("postcode", "0", ""),
        ("postcode", "541", ""),
        ("postcode", '""', ""),
    ],
)
def test_codes_are_repaired_only_when_plausible(column: str, written: str, kept: str):
    (address,) = client_of(ROW._replace(**{column: written})).addresses
    assert (address.atvk_code if column == "atvk" else address.postcode) == kept


@pytest.mark.parametrize("written", ["", " ", '""'])
def test_empty_is_empty_however_it_is_written(written: str):
    client = client_of(
        ROW._replace(sepa=written, address=written, terminated=written, registered=written)
    )
    assert [row.type for row in client.identifiers] == [client_pb2.IDENTIFIER_TYPE_LV_REGCODE]
    assert not client.addresses
    assert not client.HasField("closed_on")
    assert not client.HasField("registered_on")


def test_a_quoted_house_name_stays_in_the_address():
    line = 'Valmieras nov., Kauguru pag., Mūrmuiža, "Centrs"'
    assert client_of(ROW._replace(address=line)).addresses[0].line == line


@pytest.mark.parametrize(
    ("column", "written", "reason"),
    [
        ("regcode", "", "IDENTIFIER_INVALID"),
        ("regcode", "4.0003E+10", "IDENTIFIER_INVALID"),
        ("regcode", "4000303294", "IDENTIFIER_INVALID"),
        ("registered", "31.02.2019", "DATE_INVALID"),
        ("terminated", "2019-02-30", "DATE_INVALID"),
    ],
)
def test_what_cannot_be_read_is_refused_with_its_column(column: str, written: str, reason: str):
    with pytest.raises(RowInvalid) as refused:
        client_of(ROW._replace(**{column: written}))
    assert (refused.value.reason, refused.value.column) == (reason, column)


def test_every_row_of_the_real_sample_is_taken(data_dir: Path):
    with Outcome() as outcome, (data_dir / "ur_register_sample.csv").open("rb") as file:
        records = list(read_records(file, outcome))
    assert outcome.refused == 0
    assert len(records) == 3_947
    assert len({record.client.identifiers[0].value for record in records}) == 3_947
    assert sum(bool(record.client.addresses) for record in records) == 74
    for record in records:
        check_message(record.client)
        assert check_regcode(record.client.identifiers[0].value).state == "valid"
        assert check_sepa(record.client.identifiers[1].value).state == "valid"
