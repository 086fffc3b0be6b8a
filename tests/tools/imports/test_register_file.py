"""Reading register.csv: as published, with its quirks, and with lines that are broken."""

import csv
import io
import tracemalloc

import pytest

from tools.imports.register_file import NotARegisterFile, Refusal, RegisterRow, read_rows

HEADER = (
    "regcode;sepa;name;name_before_quotes;name_in_quotes;name_after_quotes;without_quotes;regtype;regtype_text;type;"
    "type_text;registered;terminated;closed;address;index;addressid;region;city;atvk;reregistration_term\n"
)
GOOD = (
    '41502039692;LV03ZZZ41502039692;"IK ""D.Luxe""";IK;D.Luxe;"";0;K;Komercreģistrs;IK;Individuālais komersants;'
    '2015-04-15;;" ";"Daugavpils, Rīgas iela 1";5414;100000001;0;100003011;0050000;""\n'
)


def read(text: str | bytes) -> list[tuple[int, RegisterRow] | Refusal]:
    data = text.encode() if isinstance(text, str) else text
    return list(read_rows(io.BytesIO(data)))


def refused(text: str | bytes) -> list[tuple[int, str]]:
    return [(item.line, item.reason) for item in read(text) if isinstance(item, Refusal)]


@pytest.mark.parametrize("bom", ["", "\ufeff"])
@pytest.mark.parametrize("ending", ["\n", "\r\n"])
def test_it_reads_the_published_form_with_and_without_bom(bom: str, ending: str):
    text = (bom + HEADER + GOOD).replace("\n", ending)
    assert read(text) == [
        (
            2,
            RegisterRow(
                "41502039692", "LV03ZZZ41502039692", 'IK "D.Luxe"', "IK", "2015-04-15", "", " ",
                "Daugavpils, Rīgas iela 1", "5414", "0050000",
            ),
        )
    ]  # fmt: skip


def test_a_separator_inside_quotes_is_text():
    row = GOOD.replace('"IK ""D.Luxe"""', '"SIA ""A; B"""')
    (_, found) = read(HEADER + row)[0]
    assert found.name == 'SIA "A; B"'


def test_columns_may_move_and_unused_ones_may_be_missing():
    reader = csv.DictReader(io.StringIO(HEADER + GOOD), delimiter=";")
    row = next(reader)
    kept = [
        name for name in reversed(list(row)) if name not in ("regtype_text", "region", "sepa_x")
    ]
    text = io.StringIO()
    writer = csv.DictWriter(text, kept, delimiter=";", extrasaction="ignore")
    writer.writeheader()
    writer.writerow(row)
    assert read(text.getvalue())[0][1] == read(HEADER + GOOD)[0][1]


@pytest.mark.parametrize(
    ("first", "missing"),
    [
        ("", "regcode, sepa, name"),
        ("name;regcode;type\n", "sepa, registered, terminated, closed, address, index, atvk"),
        (HEADER.replace("terminated;", ""), "no column terminated$"),
        (HEADER.replace(";", ","), "regcode"),
        (b"\xff\xfe\x00r", "regcode"),
        ("%PDF-1.7\n", "regcode"),
    ],
)
def test_another_file_is_told_apart_by_its_header(first: str | bytes, missing: str):
    with pytest.raises(NotARegisterFile, match=missing):
        read(first)


def test_broken_lines_are_refused_by_number_and_the_rest_goes_on():
    lines = [
        GOOD.encode(),
        b"40003032949;only;three\n",
        GOOD.encode().replace(b"D.Luxe", b"D.L\xfcxe"),
        GOOD.encode().replace(b"D.Luxe", b"D.\0Luxe"),
        b"\n",
        GOOD.encode().replace(b';""\n', b';"";x;y\n'),
        GOOD.encode().replace(b'"IK ""D.Luxe"""', b'"IK "D.Luxe"'),
        GOOD.encode(),
    ]
    found = read(HEADER.encode() + b"".join(lines))
    assert [item[0] for item in found if isinstance(item, tuple)] == [2, 9]
    assert refused(HEADER.encode() + b"".join(lines)) == [
        (3, "LINE_MALFORMED"),
        (4, "LINE_NOT_UTF8"),
        (5, "LINE_HAS_NUL"),
        (7, "LINE_MALFORMED"),
        (8, "LINE_MALFORMED"),
    ]


def test_a_quote_that_is_never_closed_costs_only_its_own_line():
    broken = GOOD.replace('"IK ""D.Luxe"""', '"IK D.Luxe')
    found = read(HEADER + broken + GOOD * 20)
    assert found[0] == Refusal(2, "LINE_MALFORMED")
    assert [item[0] for item in found[1:]] == list(range(3, 23))


def test_a_quoted_line_break_is_part_of_the_field():
    broken = GOOD.replace("Rīgas iela 1", "Rīgas\niela 1")
    found = read(HEADER + broken + GOOD)
    assert [item[0] for item in found] == [2, 4]
    assert found[0][1].address == "Daugavpils, Rīgas\niela 1"


def test_other_line_separators_of_unicode_do_not_end_a_row():
    assert (
        read(HEADER + GOOD.replace("Luxe", "Lu\x85\u2028xe"))[0][1].name == 'IK "D.Lu\x85\u2028xe"'
    )


def test_memory_stays_flat_over_fifty_thousand_rows():
    line = GOOD.encode()

    def lines():
        yield HEADER.encode()
        for _ in range(50_000):
            yield line

    rows = read_rows(lines())
    for _ in range(1_000):
        next(rows)
    tracemalloc.start()
    try:
        assert sum(1 for _ in rows) == 49_000
        peak = tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()
    assert peak < 200_000
