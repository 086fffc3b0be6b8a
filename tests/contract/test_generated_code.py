from __future__ import annotations

from pathlib import Path

from tools import generate_proto

MADE = ("*_pb2.py", "*_pb2.pyi", "*_pb2_grpc.py", "*_pb2_grpc.pyi", "__init__.py")


def made_files(folder: Path) -> dict[str, str]:
    return {
        str(path.relative_to(folder)): path.read_text()
        for pattern in MADE
        for path in folder.rglob(pattern)
    }


def test_the_committed_code_is_what_the_contracts_generate(tmp_path):
    generate_proto.main(tmp_path)
    fresh, committed = made_files(tmp_path), made_files(generate_proto.PROTO)
    assert sorted(fresh) == sorted(committed)
    stale = [name for name, text in fresh.items() if text != committed[name]]
    assert not stale, "run python -m tools.generate_proto"
