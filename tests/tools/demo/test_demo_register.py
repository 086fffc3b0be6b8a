"""The invented register file has the published form and is taken by the import."""

from pathlib import Path

from tools.demo.register import HEADER, write
from tools.imports.outcome import Outcome
from tools.imports.ur import read_records


def test_invented_rows_are_read_like_published_ones(tmp_path: Path):
    path = tmp_path / "register.csv"
    write(path, 3_000)
    with Outcome() as outcome, path.open("rb") as file:
        records = list(read_records(file, outcome))
    assert outcome.refused == 0
    assert len({record.client.identifiers[0].value for record in records}) == 3_000
    closed = sum(record.client.HasField("closed_on") for record in records)
    assert 0.5 < closed / 3_000 < 0.6
    assert {record.client.addresses[0].postcode[:3] for record in records} == {"LV-"}


def test_the_header_is_that_of_the_real_sample(data_dir: Path, tmp_path: Path):
    path = tmp_path / "register.csv"
    write(path, 1)
    real = (data_dir / "ur_register_sample.csv").read_text(encoding="utf-8")
    assert path.read_text(encoding="utf-8").splitlines()[0] == real.splitlines()[0]
    assert len(HEADER.split(";")) == 21
